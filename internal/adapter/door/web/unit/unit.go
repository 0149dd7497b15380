// Package unit is how a tree of units is looked at and changed, one unit at a time: by the platform's administrators for any
// organisation, by an organisation's own administrators for theirs. Each change is looked at once more before it happens.
package unit

import (
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/instituting"
)

// Loaded is the tree that a page is about. From is the unit at or below which the visitor may change it.
type Loaded struct {
	Org    ident.Org
	Name   string
	Closed bool
	Tree   register.Tree
	From   ident.Unit
}

// Pages is filled in by the page that shows the tree.
type Pages struct {
	// Path is the pattern of the addresses: Path/new, Path/{unit}, Path/{unit}/close. {org} is the organisation's.
	Path        string
	Read, Write access.Permission
	Load        func(r *gate.Request) (Loaded, error)
	Back        func(l Loaded) string // the page that shows the tree
	Place       func(r *gate.Request, l Loaded, title string) look.Frame
	Flows
}

// Flows are the verbs.
type Flows struct {
	Add    instituting.AddUnit
	Change instituting.ChangeUnit
	Close  instituting.CloseUnit
}

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	get := func(path string, h gate.Handler) gate.Route {
		return gate.Route{Pattern: "GET " + p.Path + path, Needs: p.Read, Handle: h}
	}
	post := func(path string, h gate.Handler) gate.Route {
		return gate.Route{Pattern: "POST " + p.Path + path, Needs: p.Write, Body: admin.BodyLimit, Handle: h}
	}
	return []gate.Route{
		get("/new", p.form), post("/new", p.posted), get("/{unit}", p.form), post("/{unit}", p.posted), get("/{unit}/close", p.closeCheck), post("/{unit}/close", p.closePosted),
	}
}

// Line is one unit of the tree as a page shows it; Depth counts levels below the first.
type Line struct {
	Name   string
	Note   string
	Depth  int
	Closed bool
	To     string
	Add    string // address of the page that adds one below; empty where none can be
}

// Lines lists the tree from the unit at which the visitor stands.
func (p Pages) Lines(r *gate.Request, l Loaded) (list []Line) {
	top := 0
	l.Tree.Walk(func(u register.Unit, depth int) {
		if !l.Tree.Above(l.From, u.ID) {
			return
		}
		if u.ID == l.From {
			top = depth
		}
		line := Line{Name: u.Name, Note: u.Phone, Depth: depth - top, Closed: u.ClosedAt != 0, To: p.at(l, string(u.ID))}
		if r.Lang == look.En && u.NameEn != "" {
			line.Name = u.NameEn
		}
		if depth < register.Levels && u.ClosedAt == 0 && !l.Closed {
			line.Add = p.at(l, "new") + "?parent=" + string(u.ID)
		}
		list = append(list, line)
	})
	return list
}

func (p Pages) at(l Loaded, below ...string) string {
	return strings.Join(append([]string{strings.Replace(p.Path, "{org}", string(l.Org), 1)}, below...), "/")
}

// find is the tree and the unit that the address names; a new one has no id.
func (p Pages) find(r *gate.Request) (l Loaded, u register.Unit, err error) {
	if l, err = p.Load(r); err != nil {
		return l, u, err
	}
	id := ident.Unit(r.PathValue("unit"))
	if id == "" {
		u.Org, u.Parent = l.Org, ident.Unit(r.URL.Query().Get("parent"))
		return l, u, nil
	}
	u, ok := l.Tree.At(id)
	if !ok || !l.Tree.Above(l.From, id) {
		err = fault.Absent()
	}
	return l, u, err
}

func (p Pages) form(w http.ResponseWriter, r *gate.Request) error {
	l, u, err := p.find(r)
	if err != nil {
		return err
	}
	return p.write(w, r, l, typed{u, register.UnitValues(u.Unit), nil})
}

// typed is a unit as it was filled in, and what was wrong with it.
type typed struct {
	u       register.Unit
	values  form.Values
	problem error
}

func (p Pages) write(w http.ResponseWriter, r *gate.Request, l Loaded, t typed) error {
	u, problem := t.u, t.problem
	v := admin.Form{Title: r.T("register.unit.new"), Lead: r.T("register.unit.lead", "levels", strconv.Itoa(register.Levels)), Action: p.at(l, "new")}
	if u.ID != "" {
		v.Title, v.Lead, v.Action, v.Hidden = u.Name, r.T("register.unit.edit.lead"), p.at(l, string(u.ID)), rev(u.Rev)
		if u.Parent != "" && u.ID != l.From {
			text := r.T("register.unit.close")
			if u.ClosedAt != 0 {
				text = r.T("register.unit.reopen")
			}
			v.More = []look.Link{{To: p.at(l, string(u.ID), "close"), Text: text}}
		}
	}
	v.Fields = admin.Fields(r, register.UnitForm, t.values, problem)
	if p.moves(l, u) {
		v.Fields = append(v.Fields, parents(r, l, u))
	}
	return admin.WriteForm(w, r, p.Place(r, l, v.Title), v, admin.Of(r, problem))
}

// moves reports whether the visitor says where the unit stands: not of the one at which they stand themselves.
func (p Pages) moves(l Loaded, u register.Unit) bool {
	return u.ID == "" || u.Parent != "" && u.ID != l.From
}

func rev(n int) []admin.Pair { return []admin.Pair{{Name: "rev", Value: strconv.Itoa(n)}} }

// parents offers every unit below which the unit may stand.
func parents(r *gate.Request, l Loaded, u register.Unit) look.Field {
	f := look.Field{Kind: look.Select, ID: "parent", Label: r.T("register.unit.parent"), Hint: r.T("register.unit.parent.hint"), Need: true}
	l.Tree.Walk(func(at register.Unit, depth int) {
		if at.ClosedAt != 0 || depth >= register.Levels || !l.Tree.Above(l.From, at.ID) || u.ID != "" && l.Tree.Above(u.ID, at.ID) {
			return
		}
		f.Options = append(f.Options, look.Option{Value: string(at.ID), Label: strings.Repeat("　", depth) + at.Name, Chosen: at.ID == u.Parent})
	})
	return f
}

func (p Pages) posted(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	l, u, err := p.find(r)
	if err != nil {
		return err
	}
	was := u
	values := admin.Values(register.UnitForm, posted)
	if p.moves(l, u) {
		u.Parent = ident.Unit(posted.Get("parent"))
	}
	if posted.Get("do") == "fix" {
		return p.write(w, r, l, typed{u, values, nil})
	}
	read, err := register.ReadUnit(values)
	switch {
	case err != nil:
	case u.ID == "":
		err = l.Tree.MayAdd(u.Parent)
	case u.Parent != was.Parent:
		err = l.Tree.MayMove(u.ID, u.Parent)
	}
	if err != nil {
		return p.write(w, r, l, typed{u, values, err})
	}
	if posted.Get("do") != "go" {
		read.Parent = u.Parent
		return p.check(w, r, l, was, register.Unit{Unit: read})
	}
	placed := instituting.Placed{Org: l.Org, Unit: u.ID, Parent: u.Parent, Values: values}
	placed.Rev, _ = strconv.Atoi(posted.Get("rev")) // a revision that was never there is a Conflict
	return p.do(w, r, l, u, placed)
}

func (p Pages) do(w http.ResponseWriter, r *gate.Request, l Loaded, u register.Unit, placed instituting.Placed) error {
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
		_, err = p.Add.Do(r.Context(), r.Scope, key, placed)
	} else {
		done, err = "unit-changed", p.Change.Do(r.Context(), r.Scope, key, placed)
	}
	if admin.Mine(err) {
		return p.write(w, r, l, typed{u, placed.Values, err})
	}
	if err != nil {
		return err
	}
	return gate.See(w, p.Back(l)+"?done="+done)
}

// check shows a unit before it is added or changed; a move says what it does to sight.
func (p Pages) check(w http.ResponseWriter, r *gate.Request, l Loaded, was, u register.Unit) error {
	values := register.UnitValues(u.Unit)
	c := admin.Check{
		Title: r.T("register.unit.check"), Answers: admin.Answers(r.Lang, register.UnitForm, values), Action: r.URL.Path, Do: r.T("register.unit.go"), Fix: true,
		Carry: append(admin.Carry(register.UnitForm, values), append(rev(was.Rev), admin.Pair{Name: "parent", Value: string(u.Parent)})...),
	}
	if above, ok := l.Tree.At(u.Parent); ok {
		c.Answers = append(c.Answers, look.Answer{Question: r.T("register.unit.parent"), Text: above.Name})
	}
	if was.ID != "" && was.Parent != u.Parent {
		c.Notices = []look.Notice{{Tone: look.Warn, Title: r.T("register.unit.moves"), Text: []string{r.T("register.unit.moves.text")}}}
	}
	return admin.WriteCheck(w, r, p.Place(r, l, c.Title), c)
}

func (p Pages) closeCheck(w http.ResponseWriter, r *gate.Request) error {
	return p.closeWrite(w, r, nil)
}

func (p Pages) closeWrite(w http.ResponseWriter, r *gate.Request, problem error) error {
	l, u, err := p.find(r)
	if err != nil {
		return err
	}
	what := "register.unit.close"
	if u.ClosedAt != 0 {
		what = "register.unit.reopen"
	}
	c := admin.Check{
		Title: r.T(what+".title", "name", u.Name), Lead: r.T(what + ".lead"), Action: p.at(l, string(u.ID), "close"), Do: r.T(what), Danger: u.ClosedAt == 0, Refused: problem,
		Back: look.Link{To: p.Back(l), Text: r.T("register.back")}, Notices: admin.Says(r, problem), Carry: []admin.Pair{{Name: "closed", Value: strconv.FormatBool(u.ClosedAt == 0)}},
	}
	return admin.WriteCheck(w, r, p.Place(r, l, c.Title), c)
}

func (p Pages) closePosted(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	l, u, err := p.find(r)
	if err != nil {
		return err
	}
	closed := posted.Get("closed") == "true"
	digest, err := admin.Key(r, closed)
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	err = p.Close.Do(r.Context(), r.Scope, key, instituting.Placed{Org: l.Org, Unit: u.ID}, closed)
	if admin.Mine(err) {
		return p.closeWrite(w, r, err)
	}
	if err != nil {
		return err
	}
	if closed {
		return gate.See(w, p.Back(l)+"?done=unit-closed")
	}
	return gate.See(w, p.Back(l)+"?done=unit-reopened")
}
