// Package transfer is 所管替え: from a day on another office is competent for operators, and has their open matters. One
// administrator enters it here, another confirms it.
package transfer

import (
	"context"
	_ "embed"
	"net/http"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/instituting"
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
	Read    func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Propose instituting.Propose
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: admin.MayRead, Handle: p.show},
		{Pattern: "POST " + Path, Needs: admin.MayWrite, Body: 1 << 20, Handle: p.posted},
	}
}

// View is what the page shows: first the office that gives up, then the rest.
type View struct {
	Problems look.Problems
	Old      look.Field
	OldName  string
	OldID    string
	Fields   []look.Field
	None     *look.Empty
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("admin/transfer", source)

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

// typed is what was filled in.
type typed struct {
	t    register.Transfer
	day  string
	some bool // only chosen operators
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	return p.write(w, r, typed{t: register.Transfer{Old: ident.Unit(r.URL.Query().Get("old"))}}, nil, nil)
}

func (p Page) write(w http.ResponseWriter, r *gate.Request, t typed, bad look.Problems, problem error) error {
	l, err := p.load(r, t.t.Old)
	if err != nil {
		return err
	}
	v := View{Old: look.Field{Kind: look.Select, ID: "old", Label: r.T("matter.old"), Hint: r.T("matter.old.hint"), Need: true, Options: admin.Offices(r, l.names, l.offices, t.t.Old)}}
	if v.OldName = l.names.Units[t.t.Old]; v.OldName != "" {
		v.OldID = string(t.t.Old)
		v.Fields = fields(r, l, t, admin.Why(r, problem))
		if len(current(l.competent, r.Now)) == 0 {
			v.Fields, v.None = nil, &look.Empty{Title: r.T("transfer.none", "office", v.OldName), Text: []string{r.T("transfer.none.text")}}
		}
	}
	why := map[string]string{}
	for _, b := range bad {
		why[b.ID] = b.Text
	}
	for i, f := range v.Fields {
		if why[f.ID] != "" {
			v.Fields[i].Error = why[f.ID]
		}
		if v.Fields[i].Error != "" {
			v.Problems = append(v.Problems, look.Problem{ID: f.ID, Label: f.Label, Text: v.Fields[i].Error})
		}
	}
	status := admin.Status(problem)
	if len(bad) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return page.WriteStatus(w, status, admin.Place(r, r.Frame("transfer.title"), look.Link{Text: r.T("transfer.title")}), v)
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

func fields(r *gate.Request, l loaded, t typed, why map[string]string) []look.Field {
	var operators []look.Option
	for _, id := range current(l.competent, r.Now) {
		operators = append(operators, look.Option{Value: string(id), Label: l.names.Orgs[id], Chosen: slices.Contains(t.t.Operators, id)})
	}
	return []look.Field{
		{Kind: look.Select, ID: "new", Label: r.T("matter.new"), Need: true, Options: admin.Offices(r, l.names, l.offices, t.t.New), Error: why["new"]},
		{Kind: look.Line, ID: "title", Label: r.T("register.title"), Hint: r.T("matter.title.hint"), Example: "国土交通大臣", Need: true, Value: t.t.Title, Width: look.Mid, Error: why["title"]},
		{Kind: look.DayLine, ID: "on", Label: r.T("matter.on"), Hint: r.T("matter.on.hint"), Example: "令和9年4月1日", Need: true, Value: t.day, Width: look.Mid, Error: why["on"]},
		{Kind: look.Radio, ID: "which", Label: r.T("matter.operators"), Need: true, Options: []look.Option{
			{Value: "all", Label: r.T("matter.operators.all"), Note: r.T("transfer.count", "n", look.Number(len(operators))), Chosen: !t.some},
			{Value: "some", Label: r.T("transfer.some"), Chosen: t.some},
		}, Error: why["operators"]},
		{Kind: look.Boxes, ID: "operators", Label: r.T("transfer.some"), Hint: r.T("transfer.some.hint"), Options: operators},
		{Kind: look.Area, ID: "ground", Label: r.T("matter.ground"), Hint: r.T("matter.ground.hint"), Free: true, Value: t.t.Ground, Error: why["ground"]},
	}
}

func (p Page) posted(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	t := typed{day: posted.Get("on"), some: posted.Get("which") == "some", t: register.Transfer{
		Old: ident.Unit(posted.Get("old")), New: ident.Unit(posted.Get("new")), Title: strings.TrimSpace(posted.Get("title")), Ground: strings.TrimSpace(strings.ReplaceAll(posted.Get("ground"), "\r\n", "\n")),
	}}
	if t.some {
		for _, id := range posted["operators"] {
			t.t.Operators = append(t.t.Operators, ident.Org(id))
		}
	}
	var bad look.Problems
	if t.some && len(t.t.Operators) == 0 {
		bad = append(bad, look.Problem{ID: "operators", Text: r.T("fault.form.needed")})
	}
	if strings.TrimSpace(t.day) != "" {
		var sentence string
		if t.t.On, sentence = admin.Day(r, t.day); sentence != "" {
			bad = append(bad, look.Problem{ID: "on", Text: sentence})
		}
	}
	if len(bad) > 0 || posted.Get("do") == "fix" {
		return p.write(w, r, t, bad, nil)
	}
	l, err := p.load(r, t.t.Old)
	if err != nil {
		return err
	}
	if posted.Get("do") != "go" {
		if err := judge(r, l, t.t); err != nil {
			return p.write(w, r, t, nil, err)
		}
		return check(w, r, l, t)
	}
	digest, err := admin.Key(r, t.t)
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	id, err := p.Propose.Do(r.Context(), r.Scope, key, register.Matter{Transfer: &t.t})
	if admin.Mine(err) {
		return p.write(w, r, t, nil, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, admin.ChangePath+"/"+string(id)+"?done=entered")
}

// judge tells before the last page what the act would refuse.
func judge(r *gate.Request, l loaded, t register.Transfer) error {
	rows := register.Rows{Today: law.DayOf(r.Now), Competent: l.competent, Offices: map[ident.Unit]register.Office{}}
	for _, o := range l.offices {
		rows.Offices[o.ID] = o
	}
	_, err := register.Matter{Transfer: &t}.Plan(rows, register.Mint{At: r.Now, Entropy: strings.NewReader(strings.Repeat("0", 1<<20))})
	return err
}

func check(w http.ResponseWriter, r *gate.Request, l loaded, t typed) error {
	carry := []admin.Pair{{Name: "old", Value: string(t.t.Old)}, {Name: "new", Value: string(t.t.New)}, {Name: "title", Value: t.t.Title}, {Name: "on", Value: t.day}, {Name: "ground", Value: t.t.Ground}}
	which := "all"
	if t.some {
		which = "some"
	}
	carry = append(carry, admin.Pair{Name: "which", Value: which})
	for _, id := range t.t.Operators {
		carry = append(carry, admin.Pair{Name: "operators", Value: string(id)})
	}
	title := r.T("transfer.check")
	return admin.WriteCheck(w, r, admin.Place(r, r.Frame("transfer.check"), look.Link{To: Path, Text: r.T("transfer.title")}, look.Link{Text: title}), admin.Check{
		Title: title, Lead: r.T("matter.enter.lead"), Answers: admin.Words(r, l.names, register.Matter{Transfer: &t.t}), Action: Path, Carry: carry, Do: r.T("matter.enter"), Fix: true,
		Notices: []look.Notice{{Tone: look.Info, Title: r.T("transfer.effect"), Text: []string{r.T("transfer.effect.1"), r.T("transfer.effect.2"), r.T("transfer.effect.3")}}},
	})
}
