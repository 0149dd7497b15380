package submitting

import (
	"context"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/notification"
)

// Rows keeps rows of one table of a draft on the server: written one by one, or taken over from a sheet. What is slow,
// reading and judging them, is done before; the act compares what the writer had seen row by row.
type Rows struct{ Act Act[SaveTx] }

// RowsOf names what is written.
type RowsOf struct {
	Draft ident.Number
	Table form.Field
	Rows  []Written
}

// Written is one row: its id (minted by whoever made it), the cells that were written, and the number of the entry
// that the writer had seen (0: a new row). Gone takes the row out.
type Written struct {
	form.Row
	Base int
}

// SavedRows says what became of them.
type SavedRows struct {
	Draft  filing.Draft
	Kept   int
	Beside []string // ids of rows where a colleague's text now stands beside
}

// Do keeps all rows or none. Who may call: roles that may write drafts. A cell that cannot be stored as written is
// Invalid with its place; more rows than the table takes is Exceeded.
func (v Rows) Do(ctx context.Context, s access.Scope, key ident.Key, in RowsOf) (saved SavedRows, err error) {
	defer fault.Wrap(&err, "submitting.Rows")
	if err := s.Permit(access.Permission{Action: access.Write, Object: access.Draft}); err != nil {
		return saved, err
	}
	if err := in.storable(); err != nil {
		return saved, err
	}
	if err := in.inside(s); err != nil {
		return saved, err
	}
	_, err = v.Act(ctx, s, key, func(tx SaveTx) (ledger.Entry, error) {
		d, entries, err := tx.TakeFields(in.Draft, in.fields())
		if err != nil {
			return ledger.Entry{}, err
		}
		name, err := s.SignedBy(tx.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		saved.Draft = d
		changed := in.weave(&saved, entries, filing.Entry{Draft: d.ID, At: tx.Now(), By: s.Person, Name: name})
		if len(changed) == 0 {
			return ledger.Entry{}, nil
		}
		if n := living(in.Table.ID, entries, changed); n > in.Table.Limit {
			return ledger.Entry{}, fault.New(fault.Exceeded, "fault.form.rows", fault.Args{"limit": strconv.Itoa(in.Table.Limit), "count": strconv.Itoa(n)})
		}
		return draftEntry(ledger.DraftSaved, s, d, changed), tx.SaveEntries(d, changed)
	})
	return saved, err
}

// inside is that of SaveOf.
func (o RowsOf) inside(s access.Scope) error {
	rows := make([]form.Row, len(o.Rows))
	for i, r := range o.Rows {
		rows[i] = r.Row
	}
	return (&fault.List{Fields: notification.Outside(s.Under.Within, o.Table.ID, rows)}).Err()
}

// rowsAtOnce bounds what one act writes, and so for how long others wait for it.
const rowsAtOnce = 5000

// oneByOne is up to how many rows their own entries are read rather than those of the whole table.
const oneByOne = 100

func (o RowsOf) fields() []string {
	if len(o.Rows) > oneByOne || o.adds() {
		return []string{filing.RowsOf(o.Table.ID)} // the whole table, also to count it
	}
	var list []string
	for _, r := range o.Rows {
		list = append(list, filing.RowField(o.Table.ID, r.ID))
	}
	return list
}

func (o RowsOf) adds() bool {
	for _, r := range o.Rows {
		if r.Base == 0 {
			return true
		}
	}
	return false
}

// storable refuses what cannot be kept as it was written; what cannot be read as its column wants is kept.
func (o RowsOf) storable() error {
	if len(o.Rows) > rowsAtOnce {
		return fault.New(fault.Exceeded, "fault.form.rows", fault.Args{"limit": strconv.Itoa(rowsAtOnce), "count": strconv.Itoa(len(o.Rows))})
	}
	var l fault.List
	seen := map[string]bool{}
	for i, r := range o.Rows {
		at := o.Table.ID + "[" + strconv.Itoa(i) + "]"
		if r.ID == "" || len(r.ID) > 64 || seen[r.ID] {
			l.Add(at, "fault.form.row.id", nil)
		}
		seen[r.ID] = true
		for id, v := range r.Cells {
			c, ok := o.Table.Column(id)
			if !ok {
				l.Add(at, "fault.form.field", nil)
				continue
			}
			c.Storable(&l, at+"."+id, v)
		}
	}
	return l.Err()
}

func (o RowsOf) weave(saved *SavedRows, entries []filing.Entry, next filing.Entry) (changed []filing.Entry) {
	byField := map[string][]filing.Entry{}
	for _, e := range entries {
		byField[e.Field] = append(byField[e.Field], e)
	}
	for _, r := range o.Rows {
		next.Field, next.Value = filing.RowField(o.Table.ID, r.ID), form.Value{Rows: []form.Row{r.Row}}
		woven := filing.Weave(byField[next.Field], next, r.Base)
		if len(woven) == 1 && woven[0].State == filing.Beside {
			saved.Beside = append(saved.Beside, r.ID)
		}
		if len(woven) > 0 {
			saved.Kept++
		}
		changed = append(changed, woven...)
	}
	return changed
}

// living counts the rows of the table as they are after the change, among those that were read.
func living(table string, entries, changed []filing.Entry) int {
	there := map[string]bool{}
	for _, list := range [2][]filing.Entry{entries, changed} {
		for _, e := range list {
			if of, row := filing.SplitField(e.Field); of == table && row != "" && e.State == filing.Current {
				there[row] = !e.Value.Rows[0].Gone
			}
		}
	}
	n := 0
	for _, alive := range there {
		if alive {
			n++
		}
	}
	return n
}
