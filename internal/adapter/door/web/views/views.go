// Package views is 保存した条件: under which names somebody, or their colleagues, keep what they narrow lists to. The lists show
// them; here they are saved, renamed, shared and ended.
package views

import (
	"context"
	_ "embed"
	"net/http"
	"net/url"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/view"
	"kanmin/internal/flow/viewing"
)

// Path is the page's address.
const Path = "/views"

// Place is where a list is, and what it needs.
type Place struct {
	Path, Title string
	Needs       access.Permission
}

// places are the lists.
var places = map[view.List]Place{
	view.Received:      {"/ministry/reports", "received.title", access.Permission{Action: access.Read, Object: access.Desk}},
	view.History:       {"/reporting/reports", "reports.title", access.Permission{Action: access.Read, Object: access.Report}},
	view.Filings:       {"/ministry/procedures", "procedures.filings", access.Permission{Action: access.Read, Object: access.Procedure}},
	view.Sent:          {"/reporting/procedures", "procedures.sent", access.Permission{Action: access.Write, Object: access.Draft}},
	view.Expected:      {"/ministry/expected", "nav.expected", access.Permission{Action: access.Read, Object: access.Desk}},
	view.Organisations: {"/admin/account", "nav.accounts", access.Permission{Action: access.Read, Object: access.Organisation}},
}

// families are the lists of all notifications (届出), whose views are kept with those of one procedure.
var families = map[view.List]string{view.Filings: "/ministry/notification", view.Sent: "/operator/notification"}

// At is the address of a list with the conditions of a view.
func At(l view.List, query string) string {
	if query == "" {
		query = "view=all" // a list without conditions opens with one's first view
	}
	path := places[l].Path
	if l == view.Expected && (view.Saved{List: l, Words: view.Words{Query: query}}).OfDetailed() {
		path += "/" + string(expected.Detailed)
	}
	of := (view.Saved{List: l, Words: view.Words{Query: query}}).Procedure()
	if at, whole := families[l]; whole && of == notification.Kind {
		return at + "?" + query
	}
	if of != "" {
		path += "/" + url.PathEscape(string(of)) + "/filings"
	}
	return path + "?" + query
}

// Title names the list of a view.
func Title(r *gate.Request, s view.Saved) string {
	if _, whole := families[s.List]; whole && s.Procedure() == notification.Kind {
		return r.T("nav.notification")
	}
	return r.T(places[s.List].Title)
}

// all is the address of the list without the conditions of a view.
func all(l view.List, s view.Saved) string {
	if of := s.Procedure(); of != "" {
		return At(l, "view=all&kind="+url.QueryEscape(string(of)))
	}
	return At(l, "")
}

// Tx is what the pages read.
type Tx interface {
	Views(view.List) ([]view.Saved, error)
	View(ident.Object) (view.Saved, error)
}

// Page is filled in by serve.
type Page struct {
	Read   func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Save   viewing.Save
	Change viewing.Change
	End    viewing.End
}

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	read := access.Permission{Action: access.Read, Object: access.View}
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: read, Handle: p.show},
		{Pattern: "POST " + Path + "/new", Needs: viewing.MayWrite, Body: 8 << 10, Handle: p.save},
		{Pattern: "GET " + Path + "/{view}", Needs: viewing.MayWrite, Handle: p.one},
		{Pattern: "POST " + Path + "/{view}", Needs: viewing.MayWrite, Body: 8 << 10, Handle: p.change},
		{Pattern: "POST " + Path + "/{view}/end", Needs: viewing.MayWrite, Body: 4 << 10, Handle: p.end},
	}
}

// Of makes the saved views of a list ready to be shown on it: query is what the list is narrowed to now, first says that the list
// opened with a view of itself. What could not be read is not offered to be saved.
func Of(r *gate.Request, l view.List, list []view.Saved, query string, first bool) (look.Views, error) {
	v := look.Views{To: Path + "?list=" + string(l)}
	now := false
	for _, s := range list {
		link := look.ViewLink{Link: look.Link{To: At(l, s.Query), Text: s.Name}, Now: s.Query == query && !now, Note: note(r, s)}
		now = now || link.Now
		if s.First {
			v.All = look.Link{To: all(l, s), Text: r.T("listing.any")}
			if first {
				v.Told = r.T("view.first.told", "name", s.Name)
			}
		}
		v.Links = append(v.Links, link)
	}
	if query == "" || now || r.Scope.Permit(viewing.MayWrite) != nil {
		return v, nil //nolint:nilerr // who may not keep views is offered none
	}
	key, err := r.NewKey()
	v.Save = &look.SaveView{Action: Path + "/new", List: string(l), Query: query, Key: key, Fields: fields(r, view.Saved{Share: view.Mine})}
	return v, err
}

// First is the view with which a list opens for its reader, where its address says nothing else.
func First(l view.List, list []view.Saved, q url.Values) (query string, ok bool) {
	if l.In(q) {
		return "", false
	}
	for _, s := range list {
		if s.First {
			return s.Query, true
		}
	}
	return "", false
}

func note(r *gate.Request, s view.Saved) string {
	n := ""
	if s.Share != view.Mine {
		n = r.T("view.shared." + string(s.Share))
	}
	if s.First {
		if n != "" {
			n += r.T("reports.comma")
		}
		n += r.T("view.first")
	}
	return n
}

// fields are what is said of a view beside its conditions.
func fields(r *gate.Request, s view.Saved) []look.Field {
	share := look.Field{Kind: look.Radio, ID: "share", Label: r.T("view.share"), Need: true}
	for _, w := range view.Shares {
		share.Options = append(share.Options, look.Option{Value: string(w), Label: r.T("view.share." + string(w)), Chosen: s.Share == w})
	}
	return []look.Field{
		{Kind: look.Line, ID: "name", Label: r.T("view.name"), Value: s.Name, Need: true, Limit: view.NameLimit, Width: look.Mid},
		share,
		{Kind: look.Boxes, ID: "first", Label: r.T("view.opens"), Options: []look.Option{{Value: "1", Label: r.T("view.first.do"), Chosen: s.First}}},
	}
}

// Views is what the list of views shows.
type Views struct {
	Lists []OfList
	Tile  string // where they become tiles; empty for who has none
	Empty *look.Empty
}

// OfList are the views of one list.
type OfList struct {
	ID, Title, To string
	Todos         []look.Todo
}

//go:embed page.tmpl
var source string

var page = look.Parse[Views]("views", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	var v Views
	err := p.Read(r.Context(), r.Scope, func(tx Tx) error {
		for _, l := range view.Lists {
			at := places[l]
			if only := r.URL.Query().Get("list"); r.Scope.Permit(at.Needs) != nil || only != "" && only != string(l) {
				continue
			}
			list, err := tx.Views(l)
			if err != nil {
				return err
			}
			of := OfList{ID: string(l), Title: r.T(at.Title), To: at.Path}
			for _, s := range list {
				t := look.Todo{What: s.Name, Note: note(r, s), Until: r.T("view.at", "at", look.Moment(r.Lang, s.At)), To: look.Link{To: Path + "/" + string(s.ID), Text: r.T("view.change")}}
				if s.Share != view.Mine && s.By != "" {
					t.Holder = r.T("view.by", "name", s.By)
				}
				of.Todos = append(of.Todos, t)
			}
			if len(of.Todos) > 0 {
				v.Lists = append(v.Lists, of)
			} else if v.Empty == nil {
				v.Empty = &look.Empty{Title: r.T("view.none"), Text: []string{r.T("view.none.text")}, Links: []look.Link{{To: at.Path, Text: of.Title}}}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(v.Lists) > 0 && r.Scope.Permit(viewing.MayPin) == nil {
		v.Tile = "/ministry/today/tiles"
	}
	if len(v.Lists) > 0 {
		v.Empty = nil
	} else if v.Empty == nil {
		v.Empty = &look.Empty{Title: r.T("view.none"), Text: []string{r.T("view.none.text")}}
	}
	return page.Write(w, r.Frame("view.title"), v)
}
