package submitting

import (
	"context"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Take takes over into a draft what a file says: answers and rows, all or nothing. Reading the file, judging it and comparing it with
// the draft happened before; the act compares that the draft still stands as the person saw it.
type Take struct{ Act Act[TakeTx] }

// TakeTx is what taking over needs.
type TakeTx interface {
	SaveTx
	KeepHeadings(form string, more tabular.Learnt) error
}

// Taken is what is taken over.
type Taken struct {
	Draft  ident.Number
	Form   form.Form
	Of     string                // the procedure, whatever its version
	Learnt tabular.Learnt        // what the organisation calls its columns, to be remembered
	Seen   string                // filing.Seen of the draft, as it was compared
	Values form.Values           // answers that differ
	Rows   map[string][]form.Row // by table: cells that differ of rows that are there, whole rows that are not, rows that go
}

// Do takes it over and says how many answers and rows were changed. Who may call: roles that may write drafts. A draft that
// changed since it was compared is a Conflict; what cannot be stored as it is written is Invalid with its place; more rows than
// a table takes is Exceeded.
func (v Take) Do(ctx context.Context, s access.Scope, key ident.Key, in Taken) (kept int, err error) {
	defer fault.Wrap(&err, "submitting.Take")
	if err := s.Permit(access.Permission{Action: access.Write, Object: access.Draft}); err != nil {
		return 0, err
	}
	if err := in.storable(); err != nil {
		return 0, err
	}
	_, err = v.Act(ctx, s, key, func(tx TakeTx) (ledger.Entry, error) {
		kept = 0
		d, entries, err := tx.TakeFields(in.Draft, nil)
		if err != nil {
			return ledger.Entry{}, err
		}
		if filing.Seen(entries) != in.Seen {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.draft.moved", nil)
		}
		name, err := writer(tx, s)
		if err != nil {
			return ledger.Entry{}, err
		}
		changed, err := in.weave(entries, filing.Entry{Draft: d.ID, At: tx.Now(), By: s.Person, Name: name})
		if err != nil || len(changed) == 0 {
			return ledger.Entry{}, err
		}
		for _, e := range changed {
			if !e.Stored {
				kept++
			}
		}
		if len(in.Learnt) > 0 {
			if err := tx.KeepHeadings(in.Of, in.Learnt); err != nil {
				return ledger.Entry{}, err
			}
		}
		return draftEntry(ledger.DraftSaved, s, d, changed), tx.SaveEntries(d, changed)
	})
	return kept, err
}

func (t Taken) storable() error {
	var l fault.List
	for id, v := range t.Values {
		if f, ok := t.Form.Field(id); ok {
			f.Storable(&l, id, v)
		} else {
			l.Add(id, "fault.form.field", nil)
		}
	}
	if err := l.Err(); err != nil {
		return err
	}
	for id, rows := range t.Rows {
		f, ok := t.Form.Field(id)
		if !ok || f.Kind != form.Table {
			return fault.New(fault.Invalid, "fault.form.field", nil)
		}
		of := RowsOf{Table: f}
		for _, r := range rows {
			of.Rows = append(of.Rows, Written{Row: r})
		}
		if err := of.storable(); err != nil {
			return err
		}
	}
	return nil
}

func (t Taken) weave(entries []filing.Entry, next filing.Entry) (changed []filing.Entry, err error) {
	by := map[string][]filing.Entry{}
	for _, e := range entries {
		by[e.Field] = append(by[e.Field], e)
	}
	for _, f := range t.Form.Fields() {
		if v, ok := t.Values[f.ID]; ok {
			next.Field, next.Value = f.ID, v
			changed = append(changed, weaveSeen(by[f.ID], next)...)
		}
		for _, r := range t.Rows[f.ID] {
			next.Field, next.Value = filing.RowField(f.ID, r.ID), form.Value{Rows: []form.Row{r}}
			changed = append(changed, weaveSeen(by[next.Field], next)...)
		}
		if n := living(f.ID, entries, changed); n > f.Limit && len(t.Rows[f.ID]) > 0 {
			return nil, fault.New(fault.Exceeded, "fault.form.rows", fault.Args{"limit": strconv.Itoa(f.Limit), "count": strconv.Itoa(n)})
		}
	}
	return changed, nil
}
