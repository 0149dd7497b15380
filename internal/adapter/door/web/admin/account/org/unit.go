package org

import (
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/instituting"
)

// unit is the unit that the address names; a new one has no id.
func unit(r *gate.Request, l loaded) (u register.Unit, err error) {
	id := ident.Unit(r.PathValue("unit"))
	if id == "" {
		u.Org, u.Parent = l.ID, ident.Unit(r.URL.Query().Get("parent"))
		return u, nil
	}
	u, ok := l.tree.At(id)
	if !ok {
		err = fault.Absent()
	}
	return u, err
}

func (p Pages) unitForm(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	u, err := unit(r, l)
	if err != nil {
		return err
	}
	return p.unitWrite(w, r, l, typed{u, register.UnitValues(u.Unit), nil})
}

// typed is a unit as it was filled in, and what was wrong with it.
type typed struct {
	u       register.Unit
	values  form.Values
	problem error
}

func (p Pages) unitWrite(w http.ResponseWriter, r *gate.Request, l loaded, t typed) error {
	u, problem := t.u, t.problem
	v := admin.Form{Title: r.T("register.unit.new"), Lead: r.T("register.unit.lead", "levels", strconv.Itoa(register.Levels)), Action: At(l.ID, "unit", "new")}
	if u.ID != "" {
		v.Title, v.Lead, v.Action, v.Hidden = u.Name, r.T("register.unit.edit.lead"), At(l.ID, "unit", string(u.ID)), rev(u.Rev)
		if u.Parent != "" {
			text := r.T("register.unit.close")
			if u.ClosedAt != 0 {
				text = r.T("register.unit.reopen")
			}
			v.More = []look.Link{{To: At(l.ID, "unit", string(u.ID), "close"), Text: text}}
		}
	}
	v.Fields = admin.Fields(r, register.UnitForm, t.values, problem)
	if u.ID == "" || u.Parent != "" {
		v.Fields = append(v.Fields, parents(r, l, u))
	}
	return admin.WriteForm(w, r, place(r, l, v.Title), v, admin.Of(r, problem))
}

// parents offers every unit below which the unit may stand.
func parents(r *gate.Request, l loaded, u register.Unit) look.Field {
	f := look.Field{Kind: look.Select, ID: "parent", Label: r.T("register.unit.parent"), Hint: r.T("register.unit.parent.hint"), Need: true}
	l.tree.Walk(func(at register.Unit, depth int) {
		if at.ClosedAt != 0 || depth >= register.Levels || u.ID != "" && l.tree.Above(u.ID, at.ID) {
			return
		}
		f.Options = append(f.Options, look.Option{Value: string(at.ID), Label: strings.Repeat("　", depth) + at.Name, Chosen: at.ID == u.Parent})
	})
	return f
}

func (p Pages) unitPosted(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	l, err := p.load(r)
	if err != nil {
		return err
	}
	u, err := unit(r, l)
	if err != nil {
		return err
	}
	was := u
	values := admin.Values(register.UnitForm, posted)
	if u.ID == "" || u.Parent != "" {
		u.Parent = ident.Unit(posted.Get("parent"))
	}
	if posted.Get("do") == "fix" {
		return p.unitWrite(w, r, l, typed{u, values, nil})
	}
	read, err := register.ReadUnit(values)
	switch {
	case err != nil:
	case u.ID == "":
		err = l.tree.MayAdd(u.Parent)
	case u.Parent != was.Parent:
		err = l.tree.MayMove(u.ID, u.Parent)
	}
	if err != nil {
		return p.unitWrite(w, r, l, typed{u, values, err})
	}
	if posted.Get("do") != "go" {
		read.Parent = u.Parent
		return p.unitCheck(w, r, l, was, register.Unit{Unit: read})
	}
	placed := instituting.Placed{Org: l.ID, Unit: u.ID, Parent: u.Parent, Values: values}
	placed.Rev, _ = strconv.Atoi(posted.Get("rev")) // a revision that was never there is a Conflict
	return p.unitDo(w, r, l, u, placed)
}

func (p Pages) unitDo(w http.ResponseWriter, r *gate.Request, l loaded, u register.Unit, placed instituting.Placed) error {
	digest, err := admin.Key(r, placed)
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	done := "unit-added"
	if u.ID == "" {
		_, err = p.AddUnit.Do(r.Context(), r.Scope, key, placed)
	} else {
		done, err = "unit-changed", p.ChangeUnit.Do(r.Context(), r.Scope, key, placed)
	}
	if admin.Mine(err) {
		return p.unitWrite(w, r, l, typed{u, placed.Values, err})
	}
	if err != nil {
		return err
	}
	return gate.See(w, At(l.ID)+"?done="+done)
}

// unitCheck shows a unit before it is added or changed; a move says what it does to sight.
func (p Pages) unitCheck(w http.ResponseWriter, r *gate.Request, l loaded, was, u register.Unit) error {
	values := register.UnitValues(u.Unit)
	c := admin.Check{
		Title: r.T("register.unit.check"), Answers: admin.Answers(r.Lang, register.UnitForm, values), Action: r.URL.Path, Do: r.T("register.unit.go"), Fix: true,
		Carry: append(admin.Carry(register.UnitForm, values), append(rev(was.Rev), admin.Pair{Name: "parent", Value: string(u.Parent)})...),
	}
	if above, ok := l.tree.At(u.Parent); ok {
		c.Answers = append(c.Answers, look.Answer{Question: r.T("register.unit.parent"), Text: above.Name})
	}
	if was.ID != "" && was.Parent != u.Parent {
		c.Notices = []look.Notice{{Tone: look.Warn, Title: r.T("register.unit.moves"), Text: []string{r.T("register.unit.moves.text")}}}
	}
	return admin.WriteCheck(w, r, place(r, l, c.Title), c)
}

func (p Pages) unitCloseCheck(w http.ResponseWriter, r *gate.Request) error {
	return p.unitCloseWrite(w, r, nil)
}

func (p Pages) unitCloseWrite(w http.ResponseWriter, r *gate.Request, problem error) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	u, err := unit(r, l)
	if err != nil {
		return err
	}
	what := "register.unit.close"
	if u.ClosedAt != 0 {
		what = "register.unit.reopen"
	}
	c := admin.Check{
		Title: r.T(what+".title", "name", u.Name), Lead: r.T(what + ".lead"), Action: At(l.ID, "unit", string(u.ID), "close"), Do: r.T(what), Danger: u.ClosedAt == 0,
		Back: look.Link{To: At(l.ID), Text: r.T("register.back")}, Notices: admin.Says(r, problem), Carry: []admin.Pair{{Name: "closed", Value: strconv.FormatBool(u.ClosedAt == 0)}},
	}
	return admin.WriteCheck(w, r, place(r, l, c.Title), c)
}

func (p Pages) unitClosePosted(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	placed, closed := instituting.Placed{Org: ident.Org(r.PathValue("org")), Unit: ident.Unit(r.PathValue("unit"))}, posted.Get("closed") == "true"
	digest, err := admin.Key(r, closed)
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	err = p.CloseUnit.Do(r.Context(), r.Scope, key, placed, closed)
	if admin.Mine(err) {
		return p.unitCloseWrite(w, r, err)
	}
	if err != nil {
		return err
	}
	if closed {
		return gate.See(w, At(placed.Org)+"?done=unit-closed")
	}
	return gate.See(w, At(placed.Org)+"?done=unit-reopened")
}
