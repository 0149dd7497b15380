package register

import (
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// UnitForm is the registration of a unit: 事業所・部署 of an operator, 局・課・室 or 地方支分部局 of an authority.
var UnitForm = form.Form{
	ID:    "register.unit",
	Title: text.Both{Ja: "事業所・部署の登録", En: "Registration of a unit"},
	Steps: []form.Step{{ID: "unit", Fields: []form.Field{
		{ID: "name", Kind: form.Line, Limit: 120, Needed: true, Label: text.Both{Ja: "名称", En: "Name"}, Example: text.Both{Ja: "関東経済産業局", En: "関東経済産業局"}},
		{ID: "name_en", Kind: form.Line, Limit: 200, Label: text.Both{Ja: "英語の名称", En: "Name in English"}},
		{ID: "phone", Kind: form.Line, Limit: 60, Label: text.Both{Ja: "電話(昼夜)", En: "Telephone (day and night)"}, Help: text.Both{
			Ja: "届出や報告の画面で、連絡先として示されます。", En: "Shown on notifications and reports as the number to call.",
		}},
	}}},
}

// UnitValues writes a unit as the form has it.
func UnitValues(u party.Unit) form.Values {
	v := form.Values{}
	for id, s := range map[string]string{"name": u.Name, "name_en": u.NameEn, "phone": u.Phone} {
		if s != "" {
			v[id] = form.Value{Texts: []string{s}}
		}
	}
	return v
}

// ReadUnit judges what was entered about a unit.
func ReadUnit(values form.Values) (party.Unit, error) {
	var l fault.List
	tidy, _, err := UnitForm.Check(values, ident.Instant(0))
	if e, ok := err.(*fault.Error); ok { //nolint:errorlint // of Check, never wrapped
		l.Fields = e.Fields
	} else if err != nil {
		return party.Unit{}, err
	}
	u := party.Unit{Name: tidy["name"].Text(), NameEn: tidy["name_en"].Text(), Phone: tidy["phone"].Text()}
	checkPhone(&l, "phone", u.Phone)
	return u, l.Err()
}

// Levels is how many levels of units may stand below the root, which stands for the organisation itself.
const Levels = 4

// Tree is the units of one organisation. Order is not assumed.
type Tree []Unit

// Unit is a unit as it is kept: with its revision, and when it was closed (0: in use).
type Unit struct {
	party.Unit
	Rev      int
	ClosedAt ident.Instant
}

// At returns the unit with an id.
func (t Tree) At(id ident.Unit) (Unit, bool) {
	for _, u := range t {
		if u.ID == id {
			return u, true
		}
	}
	return Unit{}, false
}

// Root returns the unit that stands for the whole.
func (t Tree) Root() Unit {
	for _, u := range t {
		if u.Parent == "" {
			return u
		}
	}
	return Unit{}
}

// Depth is the number of levels between a unit and the root: 0 for the root, -1 for a unit that is not of the tree.
func (t Tree) Depth(id ident.Unit) int {
	for depth := 0; depth <= len(t); depth++ {
		u, ok := t.At(id)
		if !ok {
			return -1
		}
		if u.Parent == "" {
			return depth
		}
		id = u.Parent
	}
	return -1
}

// Above reports whether a stands above u, or is u.
func (t Tree) Above(a, u ident.Unit) bool {
	for range len(t) + 1 {
		if u == a {
			return true
		}
		at, ok := t.At(u)
		if !ok {
			return false
		}
		u = at.Parent
	}
	return false
}

// Children lists the units directly below, in the order of the tree.
func (t Tree) Children(id ident.Unit) (list []Unit) {
	for _, u := range t {
		if u.Parent == id && u.ID != id {
			list = append(list, u)
		}
	}
	return list
}

// height is how many levels lie below a unit.
func (t Tree) height(id ident.Unit) int {
	most := 0
	for _, c := range t.Children(id) {
		if h := t.height(c.ID) + 1; h > most {
			most = h
		}
	}
	return most
}

// Walk visits every unit from the root downwards with its depth, children after their parent.
func (t Tree) Walk(visit func(u Unit, depth int)) {
	var down func(u Unit, depth int)
	down = func(u Unit, depth int) {
		visit(u, depth)
		if depth > len(t) {
			return
		}
		for _, c := range t.Children(u.ID) {
			down(c, depth+1)
		}
	}
	if root := t.Root(); root.ID != "" {
		down(root, 0)
	}
}

// MayAdd reports why a unit cannot be added below another: an Invalid fault about "parent".
func (t Tree) MayAdd(parent ident.Unit) error { return t.fits(parent, 0) }

// MayMove reports why a unit cannot stand below another: not of the tree, the root, below itself, or too deep.
func (t Tree) MayMove(id, parent ident.Unit) error {
	u, ok := t.At(id)
	if !ok {
		return fault.Absent()
	}
	var l fault.List
	switch {
	case u.Parent == "":
		l.Add("parent", "fault.register.root", nil)
	case t.Above(id, parent):
		l.Add("parent", "fault.register.circle", nil)
	}
	if err := l.Err(); err != nil {
		return err
	}
	return t.fits(parent, t.height(id))
}

// MayClose reports why a unit cannot be closed: it is the root, or units in use stand below it.
func (t Tree) MayClose(id ident.Unit) error {
	u, ok := t.At(id)
	if !ok {
		return fault.Absent()
	}
	if u.Parent == "" {
		return fault.New(fault.Conflict, "fault.register.root", nil)
	}
	for _, c := range t.Children(id) {
		if c.ClosedAt == 0 {
			return fault.New(fault.Conflict, "fault.register.below", nil)
		}
	}
	return nil
}

func (t Tree) fits(parent ident.Unit, height int) error {
	var l fault.List
	p, ok := t.At(parent)
	switch {
	case !ok:
		l.Add("parent", "fault.form.needed", nil)
	case p.ClosedAt != 0:
		l.Add("parent", "fault.register.closed", nil)
	case t.Depth(parent)+1+height > Levels:
		l.Add("parent", "fault.register.deep", nil)
	}
	return l.Err()
}
