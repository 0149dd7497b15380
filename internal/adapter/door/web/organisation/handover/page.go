// Package handover is the page 引継ぎ (R12): who leaves, who follows, from which day, which roles, and what goes along;
// what is planned can be taken back before its day.
package handover

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

// Path is the page's address.
const Path = organisation.Path + "/handover"

// Tx is what the pages read.
type Tx interface {
	Colleagues() ([]party.Colleague, error)
	Successions() ([]party.Succession, error)
	Contacts() ([]party.Contact, error)
	CarriedBy(ident.Hat) ([]party.Carried, error)
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Over appointing.HandOver
	Undo appointing.Undo
}

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: organisation.MayRead, Handle: p.show},
		{Pattern: "POST " + Path + "/undo", Needs: organisation.MayWrite, Body: 4 << 10, Handle: p.undo},
		{Pattern: "GET " + Path + "/new", Needs: organisation.MayWrite, Handle: p.planning},
		{Pattern: "POST " + Path + "/new", Needs: organisation.MayWrite, Body: 64 << 10, Handle: p.planning},
		{Pattern: "POST " + Path + "/new/send", Needs: organisation.MayWrite, Body: 64 << 10, Handle: p.plan},
	}
}

// View is what the page shows.
type View struct {
	Notice, Banner look.Notice
	Planned        []Line
	Past           []Line
	Deputies       []Line
	Empty          *look.Empty
}

// Line is one succession; ID is empty where nothing can be taken back.
type Line struct {
	ID, What string
	Tag      look.Tag
	Lines    []string
	Key      string
	Button   string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/handover", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	var v View
	var list []party.Succession
	names := map[ident.Hat]party.Colleague{}
	err := p.Read(r.Context(), r.Scope, func(tx Tx) error {
		people, err := tx.Colleagues()
		for _, k := range people {
			names[k.ID] = k
		}
		if err != nil {
			return err
		}
		contacts, err := tx.Contacts()
		if err != nil {
			return err
		}
		v.Banner = organisation.Banner(r, contacts)
		list, err = tx.Successions()
		return err
	})
	if err != nil {
		return err
	}
	for _, s := range list {
		line, err := lineOf(r, s, names)
		if err != nil {
			return err
		}
		switch {
		case s.Kind == party.Leaving:
		case s.Kind == party.Deputy:
			v.Deputies = append(v.Deputies, line)
		case s.At > r.Now:
			v.Planned = append(v.Planned, line)
		default:
			v.Past = append(v.Past, line)
		}
	}
	if len(v.Planned) == 0 {
		v.Empty = &look.Empty{Title: r.T("handover.none"), Text: []string{r.T("handover.none.text")}}
	}
	if done := r.URL.Query().Get("done"); done == "planned" || done == "undone" || done == "deputy" {
		v.Notice = look.Notice{Tone: look.Good, Title: r.T("handover.done." + done)}
	}
	return page.Write(w, r.Frame("handover.title").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{Text: r.T("handover.title")}), v)
}

func lineOf(r *gate.Request, s party.Succession, names map[ident.Hat]party.Colleague) (line Line, err error) {
	of, heir := names[s.Hat.ID], names[s.Heir]
	line.Lines = []string{of.UnitName, organisation.Roles(r, heir.Roles)}
	if s.Note != "" {
		line.Lines = append(line.Lines, s.Note)
	}
	if s.Kind == party.Deputy {
		line.What = r.T("deputy.line", "deputy", heir.Name, "of", of.Name)
		line.Tag = look.Tag{Text: r.T("deputy.mark"), Tone: look.Info}
		line.Lines = append(line.Lines, organisation.Term(r, s.At, heir.Until))
		if heir.StandingAt(r.Now) == party.Past {
			return line, nil
		}
		line.ID, line.Button = s.ID, r.T("deputy.end")
	} else {
		line.What = r.T("handover.line", "leaver", of.Name, "heir", heir.Name)
		line.Tag = look.Tag{Text: look.Day(r.Lang, law.DayOf(s.At)), Tone: look.Info}
		line.Lines = append(line.Lines, r.T("handover.ends", "name", of.Name, "day", look.Day(r.Lang, organisation.LastDay(s.Until))))
		if s.At <= r.Now {
			return line, nil
		}
		line.ID, line.Button = s.ID, r.T("handover.undo")
	}
	line.Key, err = r.NewKey()
	return line, err
}

func (p Page) undo(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest(form.Get("id")))
	if err != nil {
		return err
	}
	if err := p.Undo.Do(r.Context(), r.Scope, key, form.Get("id")); err != nil {
		return err
	}
	return gate.See(w, Path+"?done=undone")
}
