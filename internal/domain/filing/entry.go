package filing

import (
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
)

// Entry is one saved answer of a draft. Entries are kept for ever: the current one, those it
// replaced, and those that stand beside it because two people wrote at once.
type Entry struct {
	Draft ident.Draft
	Field string
	Seq   int // from 1, per field
	State EntryState
	At    ident.Instant
	By    ident.Person
	Name  string // of By, as of the day
	Value form.Value
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

// Weave decides what a save does to the entries of its field: base is the sequence number that the writer
// had on screen (0 for an empty field). Nothing written is ever dropped.
func Weave(existing []Entry, next Entry, base int) (changed []Entry) {
	current, top := Entry{}, 0
	for _, e := range existing {
		top = max(top, e.Seq)
		if e.State == Current {
			current = e
		}
	}
	if current.Seq != 0 && same(current.Value, next.Value) {
		return nil // nothing new to keep
	}
	next.Seq, next.State = top+1, Current
	if current.Seq == 0 {
		return []Entry{next}
	}
	if base == current.Seq || next.By != "" && current.By == next.By && base != 0 { // tokens are nobody in particular
		current.State = Past
		return []Entry{current, next}
	}
	next.State = Beside
	for _, e := range existing {
		if e.State == Beside && same(e.Value, next.Value) {
			return nil
		}
	}
	return []Entry{next}
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

// Values returns the current answers.
func Values(entries []Entry) form.Values {
	v := form.Values{}
	for _, e := range entries {
		if e.State == Current && !e.Value.Empty() {
			v[e.Field] = e.Value
		}
	}
	return v
}

func same(a, b form.Value) bool {
	if a.Unknown != b.Unknown || len(a.Texts) != len(b.Texts) {
		return false
	}
	for i := range a.Texts {
		if a.Texts[i] != b.Texts[i] {
			return false
		}
	}
	return true
}
