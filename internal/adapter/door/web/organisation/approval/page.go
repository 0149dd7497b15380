// Package approval is 承認の流れ (R5): for each procedure, who in the organisation agrees before something is sent, or afterwards.
package approval

import (
	"context"
	_ "embed"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/procedure/book"
	"kanmin/internal/flow/approving"
)

// Path is the page's address.
const Path = organisation.Path + "/approval"

// What the pages need.
var (
	MayRead  = access.Permission{Action: access.Read, Object: access.Approval}
	mayWrite = access.Permission{Action: access.Write, Object: access.Approval}
)

// Tx is what the pages read.
type Tx interface {
	OpenProcedures() ([]procedure.Version, error)
	Routes(of string) ([]approval.Route, error)
	Colleagues() ([]party.Colleague, error)
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read
	Set  approving.SetRoute
}

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: MayRead, Handle: p.list},
		{Pattern: "GET " + Path + "/{procedure}", Needs: mayWrite, Handle: p.edit},
		{Pattern: "POST " + Path + "/{procedure}", Needs: mayWrite, Handle: p.save},
	}
}

// set is a procedure with the way that counts for it.
type set struct {
	of    procedure.Procedure
	route approval.Route
}

// load reads the procedures that the organisation may send, each with its way of approval.
func (p Page) load(r *gate.Request) (all []set, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		open, err := tx.OpenProcedures()
		if err != nil {
			return err
		}
		list := book.All()
		for _, v := range open {
			list = append(list, v.Procedure())
		}
		routes, err := tx.Routes("")
		for _, of := range list {
			one := set{of, approval.Default(of.ID, of.Urgent)}
			if i := slices.IndexFunc(routes, func(r approval.Route) bool { return r.Of == of.ID }); i >= 0 {
				one.route = routes[i]
			}
			all = append(all, one)
		}
		return err
	})
	return all, err
}

// View is the list.
type View struct {
	Notices []look.Notice
	Table   look.Table
	Deputy  string // where a deputy is named; empty for those who may not
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/approval", source)

func crumbs(r *gate.Request, more ...look.Link) look.Frame {
	return r.Frame("approval.title").With(append([]look.Link{{To: organisation.Path, Text: r.T("organisation.title")}}, more...)...)
}

func (p Page) list(w http.ResponseWriter, r *gate.Request) error {
	all, err := p.load(r)
	if err != nil {
		return err
	}
	v := View{Notices: admin.Done(r, "approval-set"), Table: look.Table{Caption: r.T("approval.title"), Hide: true, Heads: []look.Head{
		{Text: r.T("approval.procedure")}, {Text: r.T("approval.mode")}, {Text: r.T("approval.steps")}, {Text: r.T("approval.set-by")},
	}}}
	if r.Scope.Permit(organisation.MayRead) == nil {
		v.Deputy = organisation.Path + "/handover"
	}
	for _, one := range all {
		name := look.Cell{Text: one.of.Name.In(string(r.Lang))}
		if r.Scope.Permit(mayWrite) == nil {
			name.To = Path + "/" + one.of.ID
		}
		by := r.T("approval.default")
		if one.of.Withdraws {
			by = r.T("approval.default.withdraw")
		}
		if one.route.Rev > 0 {
			by = r.T("approval.by", "name", one.route.By, "at", look.Moment(r.Lang, one.route.At))
		}
		v.Table.Rows = append(v.Table.Rows, []look.Cell{name, {Text: r.T("approval.mode." + string(one.route.Mode))}, {Text: Steps(r, one.route.Steps)}, {Text: by}})
	}
	return page.Write(w, crumbs(r, look.Link{Text: r.T("approval.title")}), v)
}

// Steps says the steps of a route in one line.
func Steps(r *gate.Request, steps []approval.Step) string {
	var names []string
	for i, s := range steps {
		names = append(names, strconv.Itoa(i+1)+". "+Step(r, s))
	}
	return strings.Join(names, " → ")
}

// Step says who decides at a step.
func Step(r *gate.Request, s approval.Step) string {
	if s.Person != "" {
		return s.Name
	}
	return r.T("approval.role." + string(s.Role))
}

// editView is the form of one way.
type editView struct {
	Title, Name, Action string
	Rev                 int
	Key                 string
	Notices             []look.Notice
	Problems            look.Problems
	Fields              []look.Field
}

//go:embed edit.tmpl
var editSource string

var editPage = look.Parse[editView]("organisation/approval/edit", editSource)

// one is the way of the procedure of the address, and who may stand in it.
func (p Page) one(r *gate.Request) (s set, people []party.Colleague, err error) {
	all, err := p.load(r)
	if err != nil {
		return s, nil, err
	}
	i := slices.IndexFunc(all, func(s set) bool { return s.of.ID == r.PathValue("procedure") })
	if i < 0 {
		return s, nil, fault.Absent()
	}
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		people, err = tx.Colleagues()
		return err
	})
	people = slices.DeleteFunc(people, func(c party.Colleague) bool { return !approving.Decides(c, r.Now) })
	return all[i], people, err
}

func (p Page) edit(w http.ResponseWriter, r *gate.Request) error {
	s, people, err := p.one(r)
	if err != nil {
		return err
	}
	return p.write(w, r, s, people, nil)
}

func (p Page) write(w http.ResponseWriter, r *gate.Request, s set, people []party.Colleague, bad error) (err error) {
	name := s.of.Name.In(string(r.Lang))
	v := editView{Title: r.T("approval.edit"), Name: name, Action: Path + "/" + s.of.ID, Rev: s.route.Rev, Notices: admin.Says(r, bad)}
	if s.of.Urgent {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Info, Title: r.T("approval.urgent")})
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	why := admin.Why(r, bad)
	mode := look.Field{Kind: look.Radio, ID: "mode", Label: r.T("approval.mode"), Need: true, Error: why["mode"]}
	for _, m := range approval.Modes() {
		mode.Options = append(mode.Options, look.Option{Value: string(m), Label: r.T("approval.mode." + string(m)), Note: r.T("approval.mode." + string(m) + ".note"), Chosen: s.route.Mode == m})
	}
	v.Fields = []look.Field{mode}
	for i := range approval.StepsMost {
		v.Fields = append(v.Fields, p.step(r, s, people, i))
	}
	v.Fields[1].Error = why["step_1"] + why["steps"]
	v.Problems = look.ProblemsOf(v.Fields)
	return editPage.WriteStatus(w, admin.Status(bad), crumbs(r, look.Link{To: Path, Text: r.T("approval.title")}, look.Link{Text: name}), v)
}

// step is the choice of who decides at a step.
func (Page) step(r *gate.Request, s set, people []party.Colleague, i int) look.Field {
	f := look.Field{Kind: look.Select, ID: "step_" + strconv.Itoa(i+1), Label: r.T("approval.step", "n", i+1), Free: true, Width: look.Mid}
	now := ""
	if i < len(s.route.Steps) {
		now = choice(s.route.Steps[i])
	}
	add := func(value, label string) {
		f.Options = append(f.Options, look.Option{Value: value, Label: label, Chosen: value == now})
	}
	add("", r.T("approval.step.none"))
	for _, role := range approval.Deciders() {
		add(choice(approval.Step{Role: role}), r.T("approval.role."+string(role)))
	}
	seen := map[ident.Person]bool{}
	for _, c := range people {
		if !seen[c.Person] {
			seen[c.Person] = true
			add(choice(approval.Step{Person: c.Person}), r.T("approval.person", "name", c.Name, "unit", c.UnitName))
		}
	}
	return f
}

// choice is a step as a value of the form.
func choice(s approval.Step) string {
	if s.Person != "" {
		return "person:" + string(s.Person)
	}
	return "role:" + string(s.Role)
}

// chosen are the steps that were posted; those without a choice are passed over.
func chosen(get func(string) string) (steps []approval.Step) {
	for i := range approval.StepsMost {
		kind, id, _ := strings.Cut(get("step_"+strconv.Itoa(i+1)), ":")
		switch kind {
		case "":
		case "person":
			steps = append(steps, approval.Step{Person: ident.Person(id)})
		default:
			steps = append(steps, approval.Step{Role: access.Role(id)})
		}
	}
	return steps
}

func (p Page) save(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	s, people, err := p.one(r)
	if err != nil {
		return err
	}
	rev, err := strconv.Atoi(posted.Get("rev"))
	if err != nil || rev < 0 {
		return fault.New(fault.Invalid, "fault.body.form", nil)
	}
	now := approval.Route{Of: s.of.ID, Rev: rev, Words: approval.Words{Mode: approval.Mode(posted.Get("mode")), Steps: chosen(posted.Get)}}
	key, err := r.Key(organisation.Digest(now))
	if err != nil {
		return err
	}
	err = p.Set.Do(r.Context(), r.Scope, key, now)
	if admin.Mine(err) {
		s.route.Words = now.Words
		return p.write(w, r, s, people, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"?done=approval-set")
}
