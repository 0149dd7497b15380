// Package asset is 機器台帳 (社内台帳): the facilities of an operator with their segments, and the products on the machines in them (R19), as the
// operator keeps them for itself. Nobody outside the organisation reads any of it (R3): what is filed is a projection, made and looked at here.
package asset

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/text"
)

// Bounds of a facility and of one act.
const (
	MostFacilities = 500
	MostSegments   = 40
	MostAtOnce     = 5000 // rows that one act writes
	nameLimit      = 200
)

// Place is a facility (特定重要設備・構成設備) with what is asked about it once.
type Place struct {
	ID        ident.Object
	Org       ident.Org
	Unit      ident.Unit
	Rev       int
	ChangedAt ident.Instant
	Asked
}

// Asked is what is sealed of a facility.
type Asked struct {
	Name     string          `json:"name"`
	Role     string          `json:"role,omitempty"`     // critical (特定重要設備), component (構成設備)
	Business string          `json:"business,omitempty"` // id of the designation to which it belongs
	InPlace  law.Truth       `json:"in_place,omitempty"`
	Internet scope.Internet  `json:"internet,omitempty"`
	Media    scope.Media     `json:"media,omitempty"`
	Cloud    scope.Cloud     `json:"cloud,omitempty"`
	Segments []scope.Segment `json:"segments,omitempty"` // their id is their name, folded
	Note     string          `json:"note,omitempty"`
	By       string          `json:"by,omitempty"` // who wrote it last
}

// Item is one row of 機器台帳: a product on a machine. Its cells are those of Table but the facility's name, which is the facility's.
type Item struct {
	ID        ident.Object
	Org       ident.Org
	Unit      ident.Unit
	Facility  ident.Object
	State     string // of use
	Rev       int
	ChangedAt ident.Instant
	Kept
}

// Kept is what is sealed of a row.
type Kept struct {
	Cells form.Values `json:"cells"`
	By    string      `json:"by,omitempty"` // who wrote this state of it
}

// Same reports whether two states of a row say the same.
func (i Item) Same(o Item) bool {
	return i.Facility == o.Facility && i.State == o.State && i.Row().Same(form.Row{ID: string(i.ID), Cells: o.Cells})
}

// Text is a cell's text.
func (i Item) Text(column string) string { return i.Cells[column].Text() }

// Row is the item as a row of Table.
func (i Item) Row() form.Row { return form.Row{ID: string(i.ID), Cells: i.Cells} }

// key is how names are compared.
func key(s string) string { return text.Key(strings.TrimSpace(s)) }

// Check judges a facility. Faults name name, business, segments[2].name.
func (a *Asked) Check(others []Place, businesses []string) error {
	var l fault.List
	a.Name = strings.TrimSpace(a.Name)
	if text.Blank(a.Name) {
		l.Add("name", "fault.form.needed", nil)
	}
	text.Check(&l, "name", a.Name, nameLimit)
	text.Check(&l, "note", a.Note, 2000)
	if slices.ContainsFunc(others, func(p Place) bool { return key(p.Name) == key(a.Name) }) {
		l.Add("name", "fault.asset.twice", fault.Args{"text": a.Name})
	}
	if a.Role != "" && a.Role != "critical" && a.Role != "component" {
		l.Add("role", "fault.form.option", fault.Args{"text": a.Role})
	}
	if a.Business != "" && !slices.Contains(businesses, a.Business) {
		l.Add("business", "fault.form.option", fault.Args{"text": a.Business})
	}
	seen := map[string]bool{}
	kept := a.Segments[:0]
	for i, s := range a.Segments {
		at := "segments[" + strconv.Itoa(i) + "]."
		if s.Name = strings.TrimSpace(s.Name); s.Name == "" {
			continue
		}
		text.Check(&l, at+"name", s.Name, nameLimit)
		if s.ID = key(s.Name); seen[s.ID] {
			l.Add(at+"name", "fault.asset.twice", fault.Args{"text": s.Name})
		}
		seen[s.ID] = true
		kept = append(kept, s)
	}
	if a.Segments = kept; len(kept) > MostSegments {
		l.Add("segments", "fault.form.rows", fault.Args{"limit": strconv.Itoa(MostSegments)})
	}
	return l.Err()
}

// Named finds a facility by its name as people write it.
func Named(places []Place, name string) (Place, bool) {
	for _, p := range places {
		if key(p.Name) == key(name) {
			return p, true
		}
	}
	return Place{}, false
}

// Of is the facility of an id.
func Of(places []Place, id ident.Object) (Place, bool) {
	i := slices.IndexFunc(places, func(p Place) bool { return p.ID == id })
	if i < 0 {
		return Place{}, false
	}
	return places[i], true
}

// ReadItem is the item that cells say, tidied: what cannot be read, and what lacks, is noted at the column, behind at. Facility and segment are found by their
// names. A software row whose product is a hardware's is no fault: nobody can tell.
func ReadItem(l *fault.List, at string, cells form.Values, places []Place) (i Item) {
	var own fault.List
	i.Cells = form.Values{}
	for _, c := range Table.Columns {
		v := c.Tidy(&own, cells[c.ID])
		if c.Needed && v.Empty() {
			own.Add(c.ID, "fault.form.needed", nil)
		}
		if !v.Empty() {
			i.Cells[c.ID] = v
		}
	}
	if name := i.Text(Facility); name != "" {
		p, ok := Named(places, name)
		if !ok {
			own.Add(Facility, "fault.asset.facility", fault.Args{"text": name})
		}
		i.Facility = p.ID
		if s := i.Text(Segment); ok && s != "" && !slices.ContainsFunc(p.Segments, func(x scope.Segment) bool { return x.ID == key(s) }) {
			own.Add(Segment, "fault.asset.segment", fault.Args{"text": s, "facility": p.Name})
		}
	}
	if r := i.Cells[Roles]; r.Has("none") && len(r.Texts) > 1 {
		own.Add(Roles, "fault.asset.none", nil)
	}
	if !i.Cells[Types].Empty() && i.Text(Reason) == "" {
		own.Add(Reason, "fault.asset.reason", nil)
	}
	delete(i.Cells, Facility)
	if i.State = i.Text(Use); i.State == "" {
		i.State = InUse
	}
	for _, f := range own.Fields {
		f.Path = at + f.Path
		l.Fields = append(l.Fields, f)
	}
	return i
}

// Undated reports whether a row lacks the day from which its time is counted: it is there, and was not in place at commencement.
func (i Item) Undated() bool {
	return i.Text(Day) == "" && i.Text("in_place") != "yes" && i.State != Retired && i.State != Gone
}

// Unname takes the product of the dictionary off a row whose maker or product was rewritten while it stayed: it was chosen for other names.
func (i *Item) Unname(old Item) {
	same := i.Cells[Maker].Same(old.Cells[Maker]) && i.Cells[Product].Same(old.Cells[Product])
	if !same && !i.Cells[Identity].Empty() && i.Cells[Identity].Same(old.Cells[Identity]) {
		delete(i.Cells, Identity)
	}
}

// Shown are the cells with the facility's name: what people see, and bring.
func (i Item) Shown(places []Place) form.Values {
	v := make(form.Values, len(i.Cells)+1)
	maps.Copy(v, i.Cells)
	if p, ok := Of(places, i.Facility); ok {
		v[Facility] = form.Value{Texts: []string{p.Name}}
	}
	return v
}
