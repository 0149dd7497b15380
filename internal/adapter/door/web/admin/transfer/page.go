// Package transfer is 所管替え: from a day on another office is competent for operators, and has their open matters. One
// administrator enters it here, another confirms it.
package transfer

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
)

// Path is the page's address.
const Path = "/admin/transfer"

// Tx is what the page reads.
type Tx interface {
	Directory() ([]register.Entry, error)
	AuthorityUnits() ([]register.Office, error)
	CompetentFor(ident.Unit) ([]register.Competent, error)
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Desk admin.Desk
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: admin.MayRead, Handle: p.show},
		{Pattern: "POST " + Path, Needs: admin.MayWrite, Body: 1 << 20, Handle: p.posted},
	}
}

// loaded is what the page offers.
type loaded struct {
	names     admin.Names
	offices   []register.Office
	competent []register.Competent
}

func (p Page) load(r *gate.Request, old ident.Unit) (l loaded, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if l.names, _, l.offices, err = admin.ReadNames(r, tx); err != nil || old == "" {
			return err
		}
		l.competent, err = tx.CompetentFor(old)
		return err
	})
	return l, err
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	return p.write(w, r, url.Values{"old": {r.URL.Query().Get("old")}}, admin.Wrong{})
}

// write asks first for the office that gives up, then for the rest.
func (p Page) write(w http.ResponseWriter, r *gate.Request, posted url.Values, wrong admin.Wrong) error {
	old := ident.Unit(posted.Get("old"))
	l, err := p.load(r, old)
	if err != nil {
		return err
	}
	v := admin.Form{Title: r.T("transfer.title"), Lead: r.T("transfer.lead"), Action: Path}
	frame := admin.Place(r, r.Frame("transfer.title"), look.Link{Text: r.T("transfer.title")})
	name := l.names.Units[old]
	if name == "" {
		v.Ask, v.Do = true, r.T("transfer.next")
		v.Fields = []look.Field{{Kind: look.Select, ID: "old", Label: r.T("matter.old"), Hint: r.T("matter.old.hint"), Need: true, Options: admin.Offices(r, l.names, l.offices, old)}}
		return admin.WriteForm(w, r, frame, v, wrong)
	}
	v.Hidden, v.More = []admin.Pair{{Name: "old", Value: string(old)}}, []look.Link{{To: Path, Text: r.T("transfer.other")}}
	v.Notices = []look.Notice{{Tone: look.Info, Title: r.T("matter.old") + ": " + name}}
	if v.Fields = fields(r, l, posted); len(current(l.competent, r.Now)) == 0 {
		v.Fields, v.Empty = nil, &look.Empty{Title: r.T("transfer.none", "office", name), Text: []string{r.T("transfer.none.text")}}
	}
	return admin.WriteForm(w, r, frame, v, wrong)
}

// current are the operators for whom the office is competent and stays so.
func current(list []register.Competent, now ident.Instant) (operators []ident.Org) {
	for _, c := range list {
		if c.Operator != "" && c.EndedBy == "" && (c.Until.IsZero() || law.DayOf(now).Before(c.Until)) && !slices.Contains(operators, c.Operator) {
			operators = append(operators, c.Operator)
		}
	}
	return operators
}

func fields(r *gate.Request, l loaded, posted url.Values) []look.Field {
	var operators []look.Option
	for _, id := range current(l.competent, r.Now) {
		operators = append(operators, look.Option{Value: string(id), Label: l.names.Orgs[id], Chosen: slices.Contains(posted["operators"], string(id))})
	}
	some := posted.Get("which") == "some"
	return []look.Field{
		{Kind: look.Select, ID: "new", Label: r.T("matter.new"), Need: true, Options: admin.Offices(r, l.names, l.offices, ident.Unit(posted.Get("new")))},
		{Kind: look.Line, ID: "title", Label: r.T("register.title"), Hint: r.T("matter.title.hint"), Example: "国土交通大臣", Need: true, Value: posted.Get("title"), Width: look.Mid},
		{Kind: look.DayLine, ID: "on", Label: r.T("matter.on"), Hint: r.T("matter.on.hint"), Example: "令和9年4月1日", Need: true, Value: posted.Get("on"), Width: look.Mid},
		{Kind: look.Radio, ID: "which", Label: r.T("matter.operators"), Need: true, Options: []look.Option{
			{Value: "all", Label: r.T("matter.operators.all"), Note: r.T("transfer.count", "n", look.Number(len(operators))), Chosen: !some},
			{Value: "some", Label: r.T("transfer.some"), Chosen: some},
		}},
		{Kind: look.Boxes, ID: "operators", Label: r.T("transfer.some"), Hint: r.T("transfer.some.hint"), Options: operators},
		{Kind: look.Area, ID: "ground", Label: r.T("matter.ground"), Hint: r.T("matter.ground.hint"), Free: true, Value: posted.Get("ground")},
	}
}

func (p Page) posted(w http.ResponseWriter, r *gate.Request) error {
	return p.Desk.Enter(w, r, admin.Entering{
		Action: Path,
		Check: admin.Check{
			Title: r.T("transfer.check"), Notices: []look.Notice{{Tone: look.Info, Title: r.T("transfer.effect"), Text: []string{r.T("transfer.effect.1"), r.T("transfer.effect.2"), r.T("transfer.effect.3")}}},
		},
		Take: func(posted url.Values) (register.Matter, map[string]string) { return take(r, posted) },
		Show: func(posted url.Values, wrong admin.Wrong) error { return p.write(w, r, posted, wrong) },
		Place: func(title string) look.Frame {
			return admin.Place(r, r.Frame("transfer.check"), look.Link{To: Path, Text: r.T("transfer.title")}, look.Link{Text: title})
		},
	})
}

func take(r *gate.Request, posted url.Values) (register.Matter, map[string]string) {
	bad := map[string]string{}
	t := &register.Transfer{
		Old: ident.Unit(posted.Get("old")), New: ident.Unit(posted.Get("new")), Title: admin.Text(posted.Get("title")), Ground: admin.Text(posted.Get("ground")), On: admin.DayOf(r, posted, "on", bad),
	}
	if posted.Get("which") == "some" {
		for _, id := range posted["operators"] {
			t.Operators = append(t.Operators, ident.Org(id))
		}
		if len(t.Operators) == 0 {
			bad["operators"] = r.T("fault.form.needed")
		}
	}
	return register.Matter{Transfer: t}, bad
}
