package collection

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
)

// Gathered is what a merge is made of: the head's draft, and what each unit has written.
type Gathered struct {
	Whole
	Head    []filing.Entry
	Sources []Source
	At      ident.Instant
}

// Source is what one unit has written.
type Source struct {
	Part
	Entries []filing.Entry
}

// Preview is what taking over would do. Nothing is chosen by guess: what is said twice waits until somebody chooses.
type Preview struct {
	Units   []UnitPreview // one for each source
	Doubles []Double      // those to be chosen first, then those that were chosen
	Open    int           // to be chosen
}

// UnitPreview is what taking over one unit would do.
type UnitPreview struct {
	Part
	New, Changed, Same, Gone int // rows and answers
	Held                     int // that wait for a choice
	Beaten                   int // for which another was chosen
	Faults                   []fault.Field
	Writes                   []Write
}

// Able reports whether there is something to take over: writes, or an answer that was never taken.
func (u UnitPreview) Able() bool {
	return u.Ready() && (len(u.Writes) > 0 || u.TakenAt == 0 && u.State != None)
}

// Write is one entry that a take-over makes, over the one that stands in the head's draft (0: none).
type Write struct {
	filing.Entry
	Base int
}

// Double is an answer or a row that is said more than once, each time otherwise or by somebody else.
type Double struct {
	Key    string
	Field  form.Field
	Said   []Said
	Chosen string // ref of one of them; empty: nobody has chosen
}

// Said is one of them.
type Said struct {
	Ref   string
	Unit  ident.Unit // empty: the head's own
	Name  string     // of the unit; empty for the head
	By    string     // who wrote it
	At    ident.Instant
	Value form.Value // one answer, or one row
	entry filing.Entry
	place string // the field of the head's draft to which it belongs
	from  int    // index of the source, -1 for the head
}

// Merge compares what the units say with one another and with the head's draft.
func (g Gathered) Merge() Preview {
	m := merging{Gathered: g, out: Preview{Units: make([]UnitPreview, len(g.Sources))}, head: map[string]filing.Entry{}, took: map[string]int{}}
	for _, e := range g.Head {
		if e.State == filing.Current {
			m.head[e.Field] = e
		}
	}
	for i, s := range g.Sources {
		m.out.Units[i].Part, m.out.Units[i].Faults = s.Part, g.faults(s)
		for field, t := range s.Taken {
			m.took[field] = t.Seq
		}
	}
	for _, f := range g.Of.Form.Fields() {
		m.field(f)
	}
	slices.SortStableFunc(m.out.Doubles, func(a, b Double) int { return rank(a) - rank(b) })
	return m.out
}

func rank(d Double) int {
	if d.Chosen == "" {
		return 0
	}
	return 1
}

// faults is why what a unit says could not be sent as it stands.
func (g Gathered) faults(s Source) []fault.Field {
	if !s.Ready() || s.State == None {
		return nil
	}
	_, _, err := g.Of.Form.Within(s.Steps).Check(filing.Values(s.Entries), g.At)
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Fields
	}
	return nil
}

type merging struct {
	Gathered
	out  Preview
	head map[string]filing.Entry // current, by field
	took map[string]int          // by field: the entry that a take-over wrote
}

// untouched reports whether nobody of the head has written a field since it was taken over, or since the draft was opened.
func (m *merging) untouched(e filing.Entry) bool {
	return m.took[e.Field] == e.Seq || e.At == m.Draft.CreatedAt && m.Draft.Corrects != ""
}

// field merges one field of the form: an answer, or the rows of a table.
func (m *merging) field(f form.Field) {
	var all []Said
	for i, s := range m.Sources {
		if s.State == None || !s.Ready() || !slices.Contains(s.Steps, m.Of.Form.Steps[m.Of.Form.StepOf(f.ID)].ID) {
			continue
		}
		for _, e := range s.Entries {
			if said, ok := saidBy(f, e); ok {
				said.Unit, said.Name, said.from, said.Ref = s.Unit, s.Name, i, string(s.Unit)+"/"+said.place
				all = append(all, said)
			}
		}
	}
	owned := map[string][]Said{}
	for _, s := range all {
		owned[s.place] = append(owned[s.place], s)
	}
	for place, e := range m.head {
		said, ok := saidBy(f, e)
		if !ok || m.said(e, owned[place]) {
			continue
		}
		said.from, said.Ref = -1, "/"+place
		all = append(all, said)
	}
	slices.SortFunc(all, func(a, b Said) int {
		return strings.Compare(a.place+"\x00"+a.Ref, b.place+"\x00"+b.Ref)
	})
	for _, group := range groups(f, all) {
		m.group(f, group)
	}
	m.gone(f, owned)
}

// said reports whether what the head's draft has in a place is what a unit says there, or gives way to it.
func (m *merging) said(e filing.Entry, owners []Said) bool {
	if len(owners) == 0 {
		return false
	}
	return m.untouched(e) || slices.ContainsFunc(owners, func(s Said) bool { return s.Value.Same(e.Value) })
}

// saidBy is what an entry says of a field, if it belongs to it and says something.
func saidBy(f form.Field, e filing.Entry) (Said, bool) {
	table, row := filing.SplitField(e.Field)
	if table != f.ID || e.State != filing.Current || e.Value.Empty() || (f.Kind == form.Table) != (row != "") || row != "" && e.Value.Rows[0].Gone {
		return Said{}, false
	}
	return Said{By: e.Name, At: e.At, Value: e.Value, entry: e, place: e.Field}, true
}

// groups puts together what is said of one thing: in one place, or under one natural key.
func groups(f form.Field, all []Said) (list [][]Said) {
	at := map[string]int{} // place or key → group
	to := []int{}          // groups that were joined
	root := func(i int) int {
		for to[i] != i {
			i = to[i]
		}
		return i
	}
	for _, s := range all {
		names := []string{"p" + s.place}
		if f.Kind == form.Table {
			if key := f.NaturalKey(s.Value.Rows[0].Cells); key != "" {
				names = append(names, "k"+key)
			}
		}
		mine := -1
		for _, n := range names {
			if g, ok := at[n]; ok && mine < 0 {
				mine = root(g)
			} else if ok {
				to[root(g)] = mine
			}
		}
		if mine < 0 {
			mine = len(to)
			to = append(to, mine)
		}
		for _, n := range names {
			at[n] = mine
		}
	}
	byRoot := map[int]int{}
	for _, s := range all {
		g := root(at["p"+s.place])
		i, ok := byRoot[g]
		if !ok {
			i = len(list)
			byRoot[g], list = i, append(list, nil)
		}
		list[i] = append(list[i], s)
	}
	return list
}

// group is what becomes of one thing: written, if it is said once; to be chosen, if it is said twice.
func (m *merging) group(f form.Field, all []Said) {
	if all = distinct(f, all); len(all) == 1 {
		if all[0].from >= 0 {
			m.write(f, all[0], all)
		}
		return
	}
	d := Double{Field: f, Said: all, Key: keyOf(f, all)}
	if ref := m.Choice[d.Key]; slices.ContainsFunc(all, func(s Said) bool { return s.Ref == ref }) {
		d.Chosen = ref
	}
	m.out.Doubles = append(m.out.Doubles, d)
	if d.Chosen == "" {
		m.out.Open++
		for _, s := range all {
			if s.from >= 0 {
				m.out.Units[s.from].Held++
			}
		}
		return
	}
	for _, s := range all {
		if s.Ref == d.Chosen {
			m.write(f, s, all)
		} else if s.from >= 0 {
			m.out.Units[s.from].Beaten++
		}
	}
}

// distinct drops answers that are the same to the letter: units that agree contradict nobody. Rows are things of their own.
func distinct(f form.Field, all []Said) []Said {
	if f.Kind == form.Table {
		return all
	}
	var list []Said
	for _, s := range all {
		if !slices.ContainsFunc(list, func(o Said) bool { return o.Value.Same(s.Value) }) {
			list = append(list, s)
		}
	}
	return list
}

// keyOf names a double by what is said: as soon as anybody says otherwise it is another one, and waits again.
func keyOf(f form.Field, all []Said) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00", f.ID)
	for _, s := range all {
		fmt.Fprintf(h, "%s\x00%v\x00", s.Ref, s.Value)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// write makes the head's draft say what one unit, or the head, says of a thing; the other rows of the group go.
func (m *merging) write(f form.Field, s Said, all []Said) {
	unit := s.from
	for _, o := range all { // where the head's own is chosen, the rows that were taken over are given back by their units
		if unit < 0 && o.from >= 0 {
			unit = o.from
		}
	}
	if unit < 0 {
		return
	}
	out := &m.out.Units[unit]
	now, there := m.head[s.place]
	switch {
	case s.from < 0:
	case there && now.Value.Same(s.Value):
		out.Same++
	default:
		if there {
			out.Changed++
		} else {
			out.New++
		}
		out.Writes = append(out.Writes, Write{m.entry(s.entry, s.Name), now.Seq})
	}
	if f.Kind != form.Table {
		return
	}
	for _, o := range all {
		if now, there := m.head[o.place]; o.place != s.place && there && !now.Value.Rows[0].Gone {
			m.out.Units[unit].takeOut(now)
		}
	}
}

// gone takes out what a unit has taken out after it was taken over, unless the head has written it since.
func (m *merging) gone(f form.Field, owned map[string][]Said) {
	for i, s := range m.Sources {
		if !s.Ready() {
			continue
		}
		for field, t := range s.Taken {
			table, row := filing.SplitField(field)
			now := m.head[field]
			if table != f.ID || row == "" || len(owned[field]) > 0 || now.Seq != t.Seq || now.Value.Rows[0].Gone {
				continue
			}
			m.out.Units[i].takeOut(now)
		}
	}
}

func (u *UnitPreview) takeOut(now filing.Entry) {
	if slices.ContainsFunc(u.Writes, func(w Write) bool { return w.Field == now.Field }) {
		return
	}
	row := form.Row{ID: now.Value.Rows[0].ID, Gone: true}
	u.Gone++
	u.Writes = append(u.Writes, Write{filing.Entry{Field: now.Field, By: now.By, Name: now.Name, From: u.Name, Value: form.Value{Rows: []form.Row{row}}}, now.Seq})
}

// entry is an answer of a unit as the head's draft keeps it: who filled it in at the unit stands in the history.
func (m *merging) entry(e filing.Entry, unit string) filing.Entry {
	return filing.Entry{Field: e.Field, By: e.By, Name: e.Name, From: unit, Value: e.Value}
}
