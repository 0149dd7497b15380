package filing

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
)

// Entry is one saved answer of a draft. Entries are kept for ever: the current one, those it
// replaced, and those that stand beside it because two people wrote at once. A row of a table has entries of its
// own, under RowField: each carries the whole row.
type Entry struct {
	Draft ident.Draft
	Field string
	Seq   int // from 1, per field
	State EntryState
	At    ident.Instant
	By    ident.Person
	Name  string // of By, as of the day
	From  string `json:",omitempty"` // name of the unit from which it was taken over (社内取りまとめ); empty where it was written here
	Value form.Value
	// Stored says that the store has the entry; what changes of it is its state alone.
	Stored bool `json:"-"`
	// Sealed is Name and Value as the store keeps them, where it was asked for that ahead of the act.
	Sealed []byte `json:"-"`
}

// EntryState is how an entry stands to the others of its field.
type EntryState string

// The states of an entry.
const (
	Current EntryState = "current"
	Beside  EntryState = "beside" // saved by somebody who had not seen the current one
	Past    EntryState = "past"
)

// Answer is a field of a draft as a colleague sees it.
type Answer struct {
	Current Entry
	Beside  []Entry // to be chosen from, oldest first
}

// RowField is the field under which entries of one row of a table stand: "products/019…".
func RowField(table, row string) string { return table + "/" + row }

// RowsOf names all rows of a table where the fields of a draft are named.
func RowsOf(table string) string { return table + "/" }

// SplitField is the reverse of RowField; row is empty for a field that is no row.
func SplitField(field string) (table, row string) {
	table, row, _ = strings.Cut(field, "/")
	return table, row
}

// Parted are the first entries of an answer: one of the field, or one of each row of a table.
func Parted(like Entry, field string, v form.Value) (list []Entry) {
	for _, r := range v.Rows {
		like.Field, like.Value = RowField(field, r.ID), form.Value{Rows: []form.Row{r}}
		list = append(list, like)
	}
	if v.Rows = nil; v.Empty() {
		return list
	}
	like.Field, like.Value = field, v
	return append(list, like)
}

// Weave decides what a save does to the entries of its field: base is the sequence number that the writer
// had on screen (0 for an empty field). Nothing written is ever dropped. For a row, next carries only the
// cells that were written: cells that nobody else has touched meanwhile are taken over without a question.
func Weave(existing []Entry, next Entry, base int) (changed []Entry) {
	current, seen, top := Entry{}, Entry{}, 0
	for _, e := range existing {
		top = max(top, e.Seq)
		if e.State == Current {
			current = e
		}
		if e.Seq == base {
			seen = e
		}
	}
	apart := false // what was written touches nothing that a colleague changed meanwhile
	if rows := next.Value.Rows; len(rows) == 1 && len(current.Value.Rows) == 1 && !rows[0].Gone {
		row := current.Value.Rows[0]
		apart = base != 0 && !row.Gone && disjoint(row, seen.Value.Rows, rows[0].Cells)
		next.Value = form.Value{Rows: []form.Row{row.With(rows[0].Cells)}}
	}
	if current.Seq != 0 && current.Value.Same(next.Value) {
		return nil // nothing new to keep
	}
	next.Seq, next.State = top+1, Current
	if current.Seq == 0 {
		return []Entry{next}
	}
	if base == current.Seq || apart || next.By != "" && current.By == next.By && base != 0 { // tokens are nobody in particular
		current.State = Past
		return []Entry{current, next}
	}
	next.State = Beside
	for _, e := range existing {
		if e.State == Beside && e.Value.Same(next.Value) {
			return nil
		}
	}
	return []Entry{next}
}

// disjoint reports whether none of the written cells was changed between the row that the writer saw and the
// present one.
func disjoint(now form.Row, seen []form.Row, written form.Values) bool {
	if len(seen) != 1 || seen[0].Gone {
		return false
	}
	return !slices.ContainsFunc(now.Changed(seen[0]), func(column string) bool {
		_, mine := written[column]
		return mine
	})
}

// Choose makes entry seq of a field the current one; those beside it go into history.
func Choose(existing []Entry, seq int) (changed []Entry, found bool) {
	for _, e := range existing {
		if e.Seq == seq && e.State != Past {
			found = true
		}
	}
	if !found {
		return nil, false
	}
	for _, e := range existing {
		want := Past
		if e.Seq == seq {
			want = Current
		}
		if e.State != want {
			e.State = want
			changed = append(changed, e)
		}
	}
	return changed, true
}

// Restore makes what an earlier entry of a field said the answer again, by a new entry: nothing of the history is rewritten. next says who
// does it and when. found is false for a number that the field never had; what is the answer already changes nothing.
func Restore(existing []Entry, seq int, next Entry) (changed []Entry, found bool) {
	for _, e := range existing {
		if next.Seq = max(next.Seq, e.Seq); e.Seq == seq {
			next.Value, found = e.Value, true
		}
	}
	next.Seq, next.State = next.Seq+1, Current
	for _, e := range existing {
		if e.State == Current && e.Value.Same(next.Value) {
			return nil, found
		}
		if e.State != Past {
			e.State = Past
			changed = append(changed, e)
		}
	}
	if !found {
		return nil, false
	}
	return append(changed, next), true
}

// Answers groups entries by field.
func Answers(entries []Entry) map[string]Answer {
	m := map[string]Answer{}
	for _, e := range entries {
		a := m[e.Field]
		switch e.State {
		case Current:
			a.Current = e
		case Beside:
			a.Beside = append(a.Beside, e)
		case Past:
			continue
		}
		m[e.Field] = a
	}
	return m
}

// Seen is a digest of how the fields of a draft stand: it differs as soon as anybody has saved anything of it.
func Seen(entries []Entry) string {
	h := sha256.New()
	for _, e := range entries {
		if e.State != Past {
			fmt.Fprintf(h, "%s\x00%d\x00%s\x00", e.Field, e.Seq, e.State)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Settled are the current answers of a draft; texts that stand side by side are a Conflict.
func Settled(entries []Entry) (form.Values, error) {
	for id, a := range Answers(entries) {
		if len(a.Beside) > 0 {
			return nil, &fault.Error{Kind: fault.Conflict, Code: "fault.draft.beside", Fields: []fault.Field{{Path: id, Code: "fault.draft.beside"}}}
		}
	}
	return Values(entries), nil
}

// Values returns the current answers; rows in the order in which they were made.
func Values(entries []Entry) form.Values {
	v := form.Values{}
	for _, e := range entries {
		if e.State != Current || e.Value.Empty() {
			continue
		}
		table, row := SplitField(e.Field)
		if row == "" {
			v[e.Field] = e.Value
			continue
		}
		if r := e.Value.Rows[0]; !r.Gone {
			t := v[table]
			t.Unknown, t.Rows = false, append(t.Rows, r)
			v[table] = t
		}
	}
	for _, t := range v {
		slices.SortFunc(t.Rows, func(a, b form.Row) int { return strings.Compare(a.ID, b.ID) })
	}
	return v
}
