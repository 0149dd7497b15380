// Package org is one organisation as the platform's administrators see it: its registration with what stood there before,
// its units, who may act for it, what it is designated for and which offices are competent. Each change is looked at
// once more before it happens.
package org

import (
	"context"
	_ "embed"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/admin/designation"
	"kanmin/internal/adapter/door/web/admin/jurisdiction"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/unit"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/instituting"
)

// Tx is what the pages read.
type Tx interface {
	OrgRecord(ident.Org) (register.Org, error)
	FormerOrgs(ident.Org) ([]register.Former, error)
	TreeOf(ident.Org) (register.Tree, error)
	PeopleOf(ident.Org) ([]register.Member, error)
	Person(ident.Person) (party.Person, error)
	Standing(ident.Org) (register.Standing, error)
}

// Pages is filled in by serve.
type Pages struct {
	Read   func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Add    instituting.AddOrg
	Change instituting.ChangeOrg
	Close  instituting.CloseOrg
	Units  unit.Flows
}

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	get := func(path string, h gate.Handler) gate.Route {
		return gate.Route{Pattern: "GET " + admin.OrgPath + path, Needs: admin.MayRead, Handle: h}
	}
	post := func(path string, h gate.Handler) gate.Route {
		return gate.Route{Pattern: "POST " + admin.OrgPath + path, Needs: admin.MayWrite, Body: admin.BodyLimit, Handle: h}
	}
	return append([]gate.Route{
		get("/new", p.newForm), post("/new", p.newPosted),
		get("/{org}", p.show),
		get("/{org}/edit", p.editForm), post("/{org}/edit", p.editPosted),
		get("/{org}/close", p.closeCheck), post("/{org}/close", p.closePosted),
	}, p.units().Routes()...)
}

const unitPath = admin.OrgPath + "/{org}/unit"

// units are the pages of the organisation's tree.
func (p Pages) units() unit.Pages {
	return unit.Pages{
		Path: unitPath, Read: admin.MayRead, Write: admin.MayWrite, Flows: p.Units,
		Load: func(r *gate.Request) (unit.Loaded, error) {
			l, err := p.load(r)
			return l.units(), err
		},
		Back:  func(l unit.Loaded) string { return At(l.Org) },
		Place: func(r *gate.Request, l unit.Loaded, title string) look.Frame { return below(r, l.Org, l.Name, title) },
	}
}

// units lists the tree.
func units(r *gate.Request, l loaded) []unit.Line {
	return unit.Pages{Path: unitPath}.Lines(r, l.units())
}

func (l loaded) units() unit.Loaded {
	return unit.Loaded{Org: l.ID, Name: l.Name, Closed: l.ClosedAt != 0, Tree: l.tree, From: l.tree.Root().ID}
}

// At is the address of an organisation's page, or of something below it.
func At(id ident.Org, below ...string) string {
	return strings.Join(append([]string{admin.OrgPath, string(id)}, below...), "/")
}

// View is what the page of an organisation shows.
type View struct {
	Notices       []look.Notice
	Name          string
	State         look.Tag
	Facts         []look.Answer
	Edit, Close   look.Link
	EndAll        look.Link // ends every sign-in of it
	Former        []look.Event
	Units         []unit.Line
	AddUnit       string
	People        look.Listing
	Designations  *look.Table
	Jurisdictions *look.Table
	Designate     []look.Link // what can be entered about designations
	Charge        look.Link   // the page of single jurisdiction rows
	Operator      bool
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("admin/account/org", source)

// loaded is everything of one organisation.
type loaded struct {
	register.Org
	former   []register.Former
	tree     register.Tree
	people   []register.Member
	standing register.Standing
	names    map[ident.Person]string
}

func (p Pages) load(r *gate.Request) (l loaded, err error) {
	id := ident.Org(r.PathValue("org"))
	l.names = map[ident.Person]string{}
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if l.Org, err = tx.OrgRecord(id); err != nil {
			return err
		}
		if l.former, err = tx.FormerOrgs(id); err != nil {
			return err
		}
		if l.tree, err = tx.TreeOf(id); err != nil {
			return err
		}
		if l.people, err = tx.PeopleOf(id); err != nil {
			return err
		}
		for _, f := range l.former {
			if l.names[f.Actor] == "" {
				who, err := tx.Person(f.Actor)
				if err != nil {
					continue // a token, or somebody who was never of the platform
				}
				l.names[f.Actor] = who.Name
			}
		}
		l.standing, err = tx.Standing(id)
		return err
	})
	return l, err
}

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	c := roll(r, l).Cut(r, l.people)
	c.View.Table = people(r, c.Rows)
	v := View{
		Notices: admin.Done(r, "org-added", "org-changed", "org-closed", "org-reopened", "unit-added", "unit-changed", "unit-closed", "unit-reopened"),
		Name:    l.Name, Facts: admin.Answers(r.Lang, register.OrgForm, register.Values(l.Org.Org)), Units: units(r, l), People: c.View,
		Edit: look.Link{To: At(l.ID, "edit"), Text: r.T("register.edit")}, EndAll: look.Link{To: At(l.ID, "sessions"), Text: r.T("endall.title")}, Former: former(r, l), Operator: l.Kind == party.Operator,
		Designations: designations(r, l.standing.Designations), Jurisdictions: jurisdictions(r, l.standing.Jurisdictions),
	}
	if v.Operator && l.ClosedAt == 0 {
		v.Designate, v.Charge = ways(r, l), look.Link{To: jurisdiction.At(l.ID, ""), Text: r.T("jurisdiction.title")}
	}
	if l.Kind != party.Platform {
		v.Close = look.Link{To: At(l.ID, "close"), Text: r.T("register.close")}
	}
	if l.ClosedAt != 0 {
		v.State = look.Tag{Text: r.T("register.state.closed"), Tone: look.Plain}
		v.Close.Text, v.Edit = r.T("register.reopen"), look.Link{}
	}
	f := admin.Place(r, r.Frame("register.org"), look.Link{Text: l.Name})
	f.Title = l.Name
	return page.WriteStatus(w, c.Status(), f, v)
}

// ways lead to what can be entered about the operator's designations.
func ways(r *gate.Request, l loaded) []look.Link {
	list := []look.Link{{To: designation.At(l.ID, register.Designate, ""), Text: r.T("designation.new")}}
	for _, d := range l.standing.Designations {
		if !d.Until.IsZero() {
			continue
		}
		for _, kind := range []register.DesignationKind{register.Alter, register.Succeed, register.Lift} {
			list = append(list, look.Link{To: designation.At(l.ID, kind, d.ID), Text: r.T("matter.designation."+string(kind)) + ": " + admin.SectorWords(r.Lang, d.Sector)})
		}
	}
	return list
}

func former(r *gate.Request, l loaded) (list []look.Event) {
	next := l.Org.Org
	for _, f := range l.former {
		var changed []string
		now := register.Values(next)
		before := register.Values(f.Org)
		for _, field := range register.OrgForm.Fields() {
			if was, is := before[field.ID].Text(), now[field.ID].Text(); was != is {
				changed = append(changed, r.T("register.former.line", "label", field.Label.In(string(r.Lang)), "was", orNone(r, was), "is", orNone(r, is)))
			}
		}
		list = append(list, look.Event{At: f.At, What: r.T("register.former.changed"), By: l.names[f.Actor], Text: strings.Join(changed, "\n"), Done: true})
		next = f.Org
	}
	return append(list, look.Event{At: l.CreatedAt, What: r.T("register.former.added"), Done: true})
}

func orNone(r *gate.Request, s string) string {
	if s == "" {
		return r.T("answers.none")
	}
	return s
}

func designations(r *gate.Request, list []register.Designated) *look.Table {
	if len(list) == 0 {
		return nil
	}
	t := &look.Table{Caption: r.T("register.designations"), Hide: true, Heads: []look.Head{
		{Text: r.T("register.sector")}, {Text: r.T("register.ministers")}, {Text: r.T("register.from")}, {Text: r.T("register.until")},
	}}
	for _, d := range list {
		var ministers []string
		for _, m := range d.Ministers {
			ministers = append(ministers, m.Title().In(string(r.Lang)))
		}
		sector := admin.SectorWords(r.Lang, d.Sector)
		if d.Business != "" {
			sector += " ― " + d.Business
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: sector}, {Text: strings.Join(ministers, "\n")}, {Text: look.Day(r.Lang, d.On)}, {Text: admin.Until(r, d.Until)}})
	}
	return t
}

func jurisdictions(r *gate.Request, list []register.Competent) *look.Table {
	if len(list) == 0 {
		return nil
	}
	t := &look.Table{Caption: r.T("register.jurisdictions"), Hide: true, Heads: []look.Head{
		{Text: r.T("register.office")}, {Text: r.T("register.title")}, {Text: r.T("register.act")}, {Text: r.T("register.from")}, {Text: r.T("register.until")},
	}}
	for _, j := range list {
		office := j.OfficeName
		if j.Operator == "" {
			office += r.T("register.every")
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: office}, {Text: j.Title}, {Text: r.T("register.act." + string(j.Act))}, {Text: look.Day(r.Lang, j.From)}, {Text: admin.Until(r, j.Until)}})
	}
	return t
}
