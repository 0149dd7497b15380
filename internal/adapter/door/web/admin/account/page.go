// Package account is 組織とアカウント: every organisation that takes part, found by name, reading, English name or
// 法人番号. It shows registrations and counts of accounts, and nothing that anybody filed.
package account

import (
	"context"
	_ "embed"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/views"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/view"
)

// Tx is what the page reads.
type Tx interface {
	Directory() ([]register.Entry, error)
	WaitingProposals() (int, error)
	Views(view.List) ([]view.Saved, error)
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error
	// Ways are the pages that lead on from here, in order; serve names those that exist.
	Ways []Way
}

// Way is a page that leads on: catalogue key and address.
type Way struct{ Key, To string }

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + admin.AccountPath, Needs: admin.MayRead, Handle: p.show},
		{Pattern: "GET " + exportPath + "{format}", Needs: admin.MayRead, Fresh: true, Handle: p.export},
	}
}

const pageSize = 50

// View is what the page shows.
type View struct {
	Notices []look.Notice
	Ways    []look.Link
	Words   look.Field
	Kind    look.Field
	State   look.Field
	Count   string
	Table   *look.Table
	Empty   *look.Empty
	Pages   look.Pages
	Views   look.Views
	Exports []look.Link
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("admin/account", source)

func asked(q url.Values) register.Filter {
	f := register.Filter{Words: q.Get("q"), Kind: party.Kind(q.Get("kind")), State: register.State(q.Get("state"))}
	if !f.State.Known() {
		f.State = register.InUse
	}
	if len(f.Words) > 400 {
		f.Words = ""
	}
	return f
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	var all []register.Entry
	var saved []view.Saved
	waiting := 0
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if all, err = tx.Directory(); err != nil {
			return err
		}
		if waiting, err = tx.WaitingProposals(); err != nil {
			return err
		}
		saved, err = tx.Views(view.Organisations)
		return err
	})
	if err != nil {
		return err
	}
	q := r.URL.Query()
	query, first := views.First(view.Organisations, saved, q)
	if first {
		if q, err = url.ParseQuery(query); err != nil {
			return err
		}
	} else if query, err = view.Organisations.ReadQuery(q.Encode()); err != nil {
		query = "" // words that cannot be kept are searched for all the same
	}
	v := p.view(r, asked(q), all, waiting)
	if v.Views, err = views.Of(r, view.Organisations, saved, query, first); err != nil {
		return err
	}
	return page.Write(w, r.Frame("nav.accounts"), v)
}

func (p Page) view(r *gate.Request, f register.Filter, all []register.Entry, waiting int) View {
	picked := register.Pick(all, f)
	v := View{
		Notices: admin.Done(r, "org-added"), Count: r.T("register.count", "n", look.Number(len(picked)), "of", look.Number(len(all))),
		Words: look.Field{Kind: look.Line, ID: "q", Label: r.T("register.words"), Hint: r.T("register.words.hint"), Value: f.Words},
		Kind:  look.Field{Kind: look.Select, ID: "kind", Label: r.T("register.kind"), Options: kinds(r, f.Kind), Width: look.Mid},
		State: look.Field{Kind: look.Select, ID: "state", Label: r.T("register.state"), Options: states(r, f.State), Width: look.Mid},
	}
	for _, way := range p.Ways {
		text := r.T(way.Key)
		if way.To == admin.ChangePath {
			text = r.T("register.change.count", "n", look.Number(waiting))
		}
		v.Ways = append(v.Ways, look.Link{To: way.To, Text: text})
	}
	last := max((len(picked)+pageSize-1)/pageSize, 1)
	now, _ := strconv.Atoi(r.URL.Query().Get("page"))
	now = min(max(now, 1), last)
	v.Pages = look.Pages{Now: now, Last: last, Total: len(picked), Of: address(f) + "page="}
	if len(all) <= 1 { // the platform's own alone
		v.Empty = &look.Empty{Title: r.T("register.first"), Text: []string{r.T("register.first.text")}}
	}
	if len(picked) == 0 {
		if v.Empty == nil {
			v.Empty = &look.Empty{Title: r.T("register.none"), Text: []string{r.T("register.none.text")}, Links: []look.Link{{To: admin.AccountPath, Text: r.T("register.none.all")}}}
		}
		return v
	}
	query := strings.TrimRight(strings.TrimPrefix(address(f), admin.AccountPath), "&?")
	v.Exports = look.Downloads(r.Lang, listsheet.Formats, func(format string) string { return exportPath + format + query })
	v.Table = table(r, picked[(now-1)*pageSize:min(now*pageSize, len(picked))])
	return v
}

func address(f register.Filter) string {
	q := url.Values{}
	for name, s := range map[string]string{"q": f.Words, "kind": string(f.Kind), "state": string(f.State)} {
		if s != "" {
			q.Set(name, s)
		}
	}
	if len(q) == 0 {
		return admin.AccountPath + "?"
	}
	return admin.AccountPath + "?" + q.Encode() + "&"
}

func kinds(r *gate.Request, chosen party.Kind) []look.Option {
	list := []look.Option{{Label: r.T("register.kind.all"), Chosen: chosen == ""}}
	for _, k := range register.Kinds {
		list = append(list, look.Option{Value: string(k), Label: register.KindWords(k).In(string(r.Lang)), Chosen: k == chosen})
	}
	return list
}

func states(r *gate.Request, chosen register.State) (list []look.Option) {
	for _, s := range register.States {
		word := string(s)
		if word == "" {
			word = "inuse"
		}
		list = append(list, look.Option{Value: string(s), Label: r.T("register.state." + word), Chosen: s == chosen})
	}
	return list
}

func table(r *gate.Request, list []register.Entry) *look.Table {
	t := &look.Table{Caption: r.T("nav.accounts"), Hide: true, Heads: []look.Head{
		{Text: r.T("register.name")}, {Text: r.T("register.kind")}, {Text: r.T("register.number")}, {Text: r.T("register.people"), Right: true}, {Text: r.T("register.state")},
	}}
	for _, e := range list {
		name := e.Name
		if r.Lang == look.En && e.NameEn != "" {
			name = e.NameEn
		}
		t.Rows = append(t.Rows, []look.Cell{
			{Text: name, To: admin.OrgPath + "/" + string(e.ID)}, {Text: register.KindWords(e.Kind).In(string(r.Lang))}, {Text: e.CorporateNumber},
			{Text: r.T("register.people.of", "active", look.Number(e.Active), "n", look.Number(e.People))}, {Tag: state(r, e)},
		})
	}
	return t
}

func state(r *gate.Request, e register.Entry) *look.Tag {
	switch {
	case e.ClosedAt != 0:
		return &look.Tag{Text: r.T("register.state.closed"), Tone: look.Plain}
	case e.People == 0:
		return &look.Tag{Text: r.T("register.state.nobody"), Tone: look.Warn}
	case e.Active == 0:
		return &look.Tag{Text: r.T("register.state.unused"), Tone: look.Warn}
	}
	return &look.Tag{Text: r.T("register.state.inuse"), Tone: look.Good}
}
