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
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// Take takes over into a draft what a file says: answers and rows, all or nothing. Reading the file, judging it and comparing it with
// the draft happened before. Here the entries are made and sealed first; the act compares that the draft still stands as the person
// saw it, and writes. So thousands of rows hold others up no longer than writing takes.
type Take struct {
	Read func(ctx context.Context, s access.Scope, read func(ReadyTx) error) error // store.Read
	Act  Act[TakeTx]
}

// ReadyTx is what making the entries needs.
type ReadyTx interface {
	Person(ident.Person) (party.Person, error)
	DraftStates(ident.Number) (filing.Draft, []filing.Entry, error)
	SealEntries(filing.Draft, []filing.Entry) ([]filing.Entry, error)
}

// TakeTx is what the act needs.
type TakeTx interface {
	Now() ident.Instant
	TakeStates(ident.Number) (filing.Draft, []filing.Entry, error)
	SaveEntries(filing.Draft, []filing.Entry) error
	KeepHeadings(form string, more tabular.Learnt) error
}

// Taken is what is taken over.
type Taken struct {
	Draft  ident.Number
	Form   form.Form
	Of     string                // the procedure, whatever its version
	Learnt tabular.Learnt        // what the organisation calls its columns, to be remembered
	Seen   string                // filing.Seen of the draft, as it was compared
	There  map[string]int        // how many rows each table had then
	Values form.Values           // answers that differ
	Rows   map[string][]form.Row // by table: whole rows as they are to be, and rows that go
}

// From is what taking over a file that was compared writes; at gives new rows their ids.
func From(draft ident.Number, of procedure.Procedure, c tabular.Compared, choice tabular.Choice, at ident.Instant) Taken {
	t := Taken{Draft: draft, Form: of.Form, Of: of.ID, Seen: choice.Seen, Values: form.Values{}, Rows: map[string][]form.Row{}, There: map[string]int{}}
	for _, change := range c.Changed() {
		t.Values[change.Field.ID] = change.After
	}
	for i, found := range c.Tables {
		id := found.Table.ID
		t.There[id], t.Rows[id] = c.There(id), c.Rows(i, form.RowIDs(at, choice.Seen+strconv.Itoa(i)), choice)
	}
	return t
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
	for id, rows := range in.Rows {
		if err := (&fault.List{Fields: notification.Outside(s.Under.Within, id, rows)}).Err(); err != nil {
			return 0, err
		}
	}
	var r ready
	unready := v.Read(ctx, s, func(tx ReadyTx) (err error) {
		r, err = in.ready(tx, s)
		return err
	})
	_, err = v.Act(ctx, s, key, func(tx TakeTx) (ledger.Entry, error) { // also when it is not ready: who presses twice is told of the first
		kept = 0
		if unready != nil || len(r.changed) == 0 {
			return ledger.Entry{}, unready
		}
		d, entries, err := tx.TakeStates(in.Draft)
		if err != nil {
			return ledger.Entry{}, err
		}
		if filing.Seen(entries) != in.Seen {
			return ledger.Entry{}, moved()
		}
		if len(in.Learnt) > 0 {
			if err := tx.KeepHeadings(in.Of, in.Learnt); err != nil {
				return ledger.Entry{}, err
			}
		}
		for i := range r.changed {
			if !r.changed[i].Stored {
				r.changed[i].At = tx.Now()
				kept++
			}
		}
		return r.entry, tx.SaveEntries(d, r.changed)
	})
	return kept, err
}

// ready is what the act writes.
type ready struct {
	changed []filing.Entry
	entry   ledger.Entry
}

func (t Taken) ready(tx ReadyTx, s access.Scope) (r ready, err error) {
	d, was, err := tx.DraftStates(t.Draft)
	if err != nil {
		return r, err
	}
	if filing.Seen(was) != t.Seen {
		return r, moved()
	}
	name, err := s.SignedBy(tx.Person)
	if err != nil {
		return r, err
	}
	changed, err := t.weave(was, filing.Entry{Draft: d.ID, By: s.Person, Name: name})
	if err != nil || len(changed) == 0 {
		return r, err
	}
	r.entry = draftEntry(ledger.DraftSaved, s, d, changed)
	r.changed, err = tx.SealEntries(d, changed)
	return r, err
}

func moved() error { return fault.New(fault.Conflict, "fault.draft.moved", nil) }

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

// weave puts each answer after the one that the person saw: the draft stands as it was seen, so what it says need not be read again.
func (t Taken) weave(entries []filing.Entry, next filing.Entry) (changed []filing.Entry, err error) {
	by := map[string][]filing.Entry{}
	for _, e := range entries {
		by[e.Field] = append(by[e.Field], e)
	}
	put := func(field string, v form.Value) {
		next.Field, next.Value, next.Seq, next.State = field, v, 1, filing.Current
		for _, e := range by[field] {
			next.Seq = max(next.Seq, e.Seq+1)
			if e.State == filing.Current {
				e.State = filing.Past
				changed = append(changed, e)
			}
		}
		changed = append(changed, next)
	}
	for _, f := range t.Form.Fields() {
		if v, ok := t.Values[f.ID]; ok {
			put(f.ID, v)
		}
		for _, r := range t.Rows[f.ID] {
			put(filing.RowField(f.ID, r.ID), form.Value{Rows: []form.Row{r}})
		}
		if n := t.There[f.ID] + t.more(f.ID, by); n > f.Limit && len(t.Rows[f.ID]) > 0 {
			return nil, fault.New(fault.Exceeded, "fault.form.rows", fault.Args{"limit": strconv.Itoa(f.Limit), "count": strconv.Itoa(n)})
		}
	}
	return changed, nil
}

// more is by how many rows a table grows.
func (t Taken) more(table string, by map[string][]filing.Entry) (n int) {
	for _, r := range t.Rows[table] {
		switch {
		case r.Gone:
			n--
		case len(by[filing.RowField(table, r.ID)]) == 0:
			n++
		}
	}
	return n
}
