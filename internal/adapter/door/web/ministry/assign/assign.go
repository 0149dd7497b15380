// Package assign is 担当を決める: of many filings of a list at once. One page shows what would happen to each before anything does, another
// what happened, with what was left and why, and takes it back.
package assign

import (
	"context"
	_ "embed"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/many"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/assigning"
	"kanmin/internal/flow/linking"
)

// Path is the address of the latest acts.
const Path = "/ministry/assign"

const listPath = "/ministry/reports"

// Tx is what the pages read.
type Tx interface {
	Deskmates() ([]charge.Holder, error)
	Charged([]ident.Number, []ident.Filing) ([]charge.Line, error)
	SearchLines(f filing.Filter, after filing.Place, limit int) ([]filing.Line, filing.Place, error)
	LinesOf([]ident.Filing) ([]filing.Line, error)
	ChargeActs(limit int) ([]charge.Act, error)
	ChargeAct(ident.Object) (charge.Act, error)
}

// Page is filled in by serve.
type Page struct {
	Look   func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error
	Read   func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Assign assigning.Assign
	Undo   assigning.Undo
}

const bodyLimit = 64 << 10 // charge.Most numbers with their revisions

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: assigning.May, Handle: p.list},
		{Pattern: "POST " + Path, Needs: assigning.May, Body: bodyLimit, Handle: p.check},
		{Pattern: "POST " + Path + "/send", Needs: assigning.May, Body: bodyLimit, Handle: p.send},
		{Pattern: "GET " + Path + "/{act}", Needs: assigning.May, Handle: p.show},
		{Pattern: "POST " + Path + "/{act}/undo", Needs: assigning.May, Body: 4 << 10, Handle: p.undo},
	}
}

// Nobody is how a form says that nobody is to take care.
const Nobody = "-"

// Bulk is the bar of a list by which what is chosen in it is given to somebody.
func Bulk(r *gate.Request, mates []charge.Holder, query, count string) *look.Bulk {
	to := look.Field{Kind: look.Select, ID: "to", Label: r.T("charge.to"), Options: []look.Option{{Label: r.T("charge.choose"), Chosen: true}}, Width: look.Mid}
	if len(mates) >= charge.MostMates {
		to.Hint = r.T("charge.mates.most", "n", look.Number(charge.MostMates))
	}
	for _, h := range mates {
		to.Options = append(to.Options, look.Option{Value: string(h.Person), Label: h.Name})
		if h.Person == r.Scope.Person {
			to.Options[len(to.Options)-1].Label = r.T("charge.self", "name", h.Name)
		}
	}
	to.Options = append(to.Options, look.Option{Value: Nobody, Label: r.T("charge.nobody")})
	b := &look.Bulk{Action: Path, Query: query, Title: r.T("charge.title"), All: r.T("charge.all", "count", count), Field: to, Do: r.T("charge.check"), Past: look.Link{To: Path, Text: r.T("charge.past")}}
	if r.Scope.Permit(linking.MayRead) == nil {
		b.Further = []look.Link{{To: "/ministry/campaigns/link", Text: r.T("campaign.link.bulk")}, {To: "/ministry/indicators", Text: r.T("sighting.title")}}
	}
	return b
}

// typed is what a form says: filings that were chosen one by one, or all that a filter leaves.
type typed struct {
	form url.Values
	seen []charge.Seen
	all  bool
	to   ident.Person
}

// read reads a form.
func read(form url.Values) (t typed) {
	t.form, t.all, t.to = form, form.Get("all") != "", ident.Person(form.Get("to"))
	if form.Get("to") == Nobody {
		t.to = ""
	}
	many.Read(form["n"], func(n ident.Number, rev int) { t.seen = append(t.seen, charge.Seen{Number: n, Rev: rev}) })
	return t
}

// found is what was read for the page before sending.
type found struct {
	mates []charge.Holder
	now   []charge.Line
	lines map[ident.Filing]filing.Line
	more  bool // the filter leaves more than one act takes
}

func (p Page) load(r *gate.Request, t typed) (f found, err error) {
	f.lines = map[ident.Filing]filing.Line{}
	err = p.Look(r.Context(), r.Scope, access.LookList, func(tx Tx) (seen []ident.Object, err error) {
		if f.mates, err = tx.Deskmates(); err != nil {
			return nil, err
		}
		var lines []filing.Line
		var numbers []ident.Number
		var ids []ident.Filing
		if t.all {
			lines, f.more, err = many.All(tx, t.form.Get("query"), charge.Most, nil)
			for _, l := range lines {
				ids = append(ids, l.Filing.ID)
			}
		}
		for _, s := range t.seen {
			numbers = append(numbers, s.Number)
		}
		if err != nil || len(numbers) > charge.Most {
			return nil, err
		}
		if f.now, err = tx.Charged(numbers, ids); err != nil {
			return nil, err
		}
		if !t.all {
			ids = nil
			for _, c := range f.now {
				ids = append(ids, c.Filing)
			}
			if lines, err = tx.LinesOf(ids); err != nil {
				return nil, err
			}
		}
		for _, l := range lines {
			f.lines[l.Filing.ID] = l
			seen = append(seen, ident.Object(l.Filing.ID))
		}
		return seen, nil
	})
	return f, err
}

// Check is the page before anything happens.
type Check struct {
	Problems look.Problems
	Lead     string
	Table    *look.Table
	Rows     []string // number:rev of what will be given
	To, Key  string
	Do       string
	Back     string
}

//go:embed check.tmpl
var checkSource string

var checkPage = look.Parse[Check]("ministry/assign/check", checkSource)

func (p Page) check(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	t := read(form)
	f, err := p.load(r, t)
	if err != nil {
		return err
	}
	v, status := p.preview(r, t, f)
	if status == http.StatusOK {
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
	}
	return checkPage.WriteStatus(w, status, trail(r, r.T("charge.check.title")), v)
}

// preview says of each filing what would happen to it.
func (p Page) preview(r *gate.Request, t typed, f found) (Check, int) {
	v := Check{To: t.form.Get("to"), Back: listPath}
	if q := t.form.Get("query"); q != "" {
		if one, err := url.ParseQuery(q); err == nil {
			if filter, err := filing.ReadFilter(one.Get); err == nil && filter.Query() != "" {
				v.Back = listPath + "?" + filter.Query()
			}
		}
	}
	if t.all {
		for _, c := range f.now {
			t.seen = append(t.seen, charge.Seen{Number: c.Number, Rev: c.Rev})
		}
	} else {
		for i, s := range t.seen { // what is on screen is what is there now: the page of the list does not say revisions
			for _, c := range f.now {
				if c.Number == s.Number {
					t.seen[i].Rev = c.Rev
				}
			}
		}
	}
	to := charge.Holder{Person: t.to}
	at := slices.IndexFunc(f.mates, func(h charge.Holder) bool { return h.Person == t.to })
	switch {
	case v.To == "":
		v.Problems = look.Problems{{Text: r.T("charge.choose.problem")}}
	case t.to != "" && at < 0:
		v.Problems = look.Problems{{Text: r.T("fault.charge.mate")}}
	case f.more:
		v.Problems = look.Problems{{Text: r.T("fault.charge.many", "n", look.Number(charge.Most))}}
	default:
		if e, ok := organisation.Mine(charge.CheckMany(t.seen)); ok {
			v.Problems = look.Problems{{Text: r.Why(e.Fields[0])}}
		}
	}
	if len(v.Problems) > 0 {
		return v, http.StatusUnprocessableEntity
	}
	if at >= 0 && t.to != "" {
		to = f.mates[at]
	}
	list := charge.Judge(t.seen, f.now, to)
	v.Table = table(r, list, to, func(m charge.Moved) string { return f.lines[m.Filing].Filer.Name })
	n := 0
	for _, m := range list {
		if m.Why == "" {
			n++
			v.Rows = append(v.Rows, m.Number.ASCII()+":"+strconv.Itoa(m.Rev-1))
		}
	}
	v.Lead = r.T("charge.will", "n", look.Number(n), "of", look.Number(len(list)), "to", called(r, to))
	v.Do = r.T("charge.do", "n", look.Number(n))
	if n == 0 {
		v.Problems = look.Problems{{Text: r.T("fault.charge.nothing")}}
		return v, http.StatusConflict
	}
	return v, http.StatusOK
}

func called(r *gate.Request, h charge.Holder) string {
	if h.Person == "" {
		return r.T("charge.nobody.is")
	}
	return h.Name
}

// table says of each filing from whom to whom it goes, or why it stays.
func table(r *gate.Request, list []charge.Moved, to charge.Holder, filer func(charge.Moved) string) *look.Table {
	t := &look.Table{Caption: r.T("charge.rows"), Hide: true, Heads: []look.Head{{Text: r.T("desk.number")}, {Text: r.T("charge.was")}, {Text: r.T("charge.becomes")}}}
	if filer != nil {
		t.Heads = slices.Insert(t.Heads, 1, look.Head{Text: r.T("desk.filer")})
	}
	for _, m := range list {
		becomes := look.Cell{Text: called(r, to)}
		if m.Why != "" {
			becomes = look.Cell{Tag: &look.Tag{Text: r.T("charge.why."+string(m.Why), "name", called(r, m.From)), Tone: look.Warn}}
		}
		row := []look.Cell{{Text: string(m.Number), To: listPath + "/" + m.Number.ASCII(), Ref: true}, {Text: called(r, m.From)}, becomes}
		if m.Why == charge.Gone {
			row[0].To, row[1].Text = "", ""
		}
		if filer != nil {
			row = slices.Insert(row, 1, look.Cell{Text: filer(m)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func trail(r *gate.Request, title string) look.Frame {
	f := r.Frame("charge.title").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{To: listPath, Text: r.T("received.title")}, look.Link{Text: title})
	f.Title = title
	return f
}
