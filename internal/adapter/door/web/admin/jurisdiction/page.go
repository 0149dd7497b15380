// Package jurisdiction is 所管: single rows that say which office is an addressee of which act of whom, from which day until
// which; those of every operator (内閣府, 国家サイバー統括室) and those of one. One administrator enters it, another confirms it.
package jurisdiction

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
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
)

// Path is the page's address.
const Path = "/admin/jurisdiction"

// Tx is what the page reads.
type Tx interface {
	admin.NamesTx
	Standing(ident.Org) (register.Standing, error)
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
		{Pattern: "POST " + Path, Needs: admin.MayWrite, Body: admin.BodyLimit, Handle: p.posted},
	}
}

// At is the page of one operator's rows, or, with a row, of its end.
func At(operator ident.Org, end string) string {
	q := url.Values{}
	if operator != "" {
		q.Set("operator", string(operator))
	}
	if end != "" {
		q.Set("end", end)
	}
	if len(q) == 0 {
		return Path
	}
	return Path + "?" + q.Encode()
}

// sections are what an addressee may receive of a report, in the order of the form.
var sections = []string{"outline", "computer", "contact"}

// acts are the procedures of which an office can be an addressee.
var acts = []party.Act{party.ActReport, party.ActNotification, party.ActSupport}

type loaded struct {
	operator ident.Org
	names    admin.Names
	entries  []register.Entry
	offices  []register.Office
	rows     []register.Competent // those of the operator, or of every operator
}

func (p Page) load(r *gate.Request, operator ident.Org) (l loaded, err error) {
	l.operator = operator
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if l.names, l.entries, l.offices, err = admin.ReadNames(r, tx); err != nil {
			return err
		}
		if l.names.Orgs[operator] == "" {
			l.operator = ""
		}
		s, err := tx.Standing(l.operator)
		for _, j := range s.Jurisdictions {
			if j.Operator == l.operator {
				l.rows = append(l.rows, j)
			}
		}
		return err
	})
	return l, err
}

func (l loaded) row(id string) (register.Competent, bool) {
	i := slices.IndexFunc(l.rows, func(c register.Competent) bool { return c.ID == id })
	if i < 0 {
		return register.Competent{}, false
	}
	return l.rows[i], true
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	q := r.URL.Query()
	l, err := p.load(r, ident.Org(q.Get("operator")))
	if err != nil {
		return err
	}
	return p.write(w, r, l, url.Values{"operator": {string(l.operator)}, "end": {q.Get("end")}, "sections": sections, "act": {string(party.ActReport)}}, admin.Wrong{})
}

func place(r *gate.Request, title string) look.Frame {
	f := admin.Place(r, r.Frame("jurisdiction.title"), look.Link{Text: title})
	f.Title = title
	return f
}

func (p Page) write(w http.ResponseWriter, r *gate.Request, l loaded, posted url.Values, wrong admin.Wrong) error {
	on := look.Field{Kind: look.DayLine, ID: "on", Label: r.T("matter.on"), Hint: r.T("matter.on.hint"), Example: "令和9年4月1日", Need: true, Value: posted.Get("on"), Width: look.Mid}
	ground := look.Field{Kind: look.Area, ID: "ground", Label: r.T("matter.ground"), Hint: r.T("matter.ground.hint"), Free: true, Value: posted.Get("ground")}
	if end, ok := l.row(posted.Get("end")); ok {
		v := admin.Form{
			Title: r.T("matter.jurisdiction.end"), Lead: r.T("jurisdiction.end.lead"), Action: Path, Tables: []look.Table{table(r, l, []register.Competent{end}, false)},
			Hidden: []admin.Pair{{Name: "operator", Value: string(l.operator)}, {Name: "end", Value: end.ID}}, Fields: []look.Field{on, ground},
		}
		return admin.WriteForm(w, r, place(r, v.Title), v, wrong)
	}
	v := admin.Form{Title: r.T("jurisdiction.title"), Lead: r.T("jurisdiction.lead"), Action: Path, More: []look.Link{{To: admin.AccountPath, Text: r.T("jurisdiction.back")}}}
	if len(l.rows) > 0 {
		v.Tables = []look.Table{table(r, l, l.rows, true)}
	}
	act := look.Field{Kind: look.Radio, ID: "act", Label: r.T("register.act"), Need: true}
	for _, a := range acts {
		act.Options = append(act.Options, look.Option{Value: string(a), Label: r.T("register.act." + string(a)), Chosen: posted.Get("act") == string(a)})
	}
	part := look.Field{Kind: look.Boxes, ID: "sections", Label: r.T("jurisdiction.sections"), Hint: r.T("jurisdiction.sections.hint"), Need: true}
	for _, s := range sections {
		part.Options = append(part.Options, look.Option{Value: s, Label: r.T("jurisdiction.section." + s), Chosen: slices.Contains(posted["sections"], s)})
	}
	v.Fields = []look.Field{
		{Kind: look.Select, ID: "operator", Label: r.T("matter.operator"), Hint: r.T("jurisdiction.operator.hint"), Options: admin.Operators(l.entries, r.T("matter.every"), ident.Org(posted.Get("operator")))},
		{Kind: look.Select, ID: "office", Label: r.T("register.office"), Need: true, Options: admin.Offices(r, l.names, l.offices, ident.Unit(posted.Get("office")))},
		act,
		{Kind: look.Line, ID: "title", Label: r.T("register.title"), Hint: r.T("matter.title.hint"), Example: "内閣総理大臣(内閣府)", Need: true, Value: posted.Get("title"), Width: look.Mid},
		part, on, ground,
	}
	return admin.WriteForm(w, r, place(r, v.Title), v, wrong)
}

// table lists rows; those without an end can be ended.
func table(r *gate.Request, l loaded, list []register.Competent, links bool) look.Table {
	caption := r.T("matter.every")
	if l.operator != "" {
		caption = l.names.Orgs[l.operator]
	}
	t := look.Table{Caption: r.T("jurisdiction.of", "who", caption), Heads: []look.Head{
		{Text: r.T("register.office")}, {Text: r.T("register.title")}, {Text: r.T("register.act")}, {Text: r.T("register.from")}, {Text: r.T("register.until")},
	}}
	if links {
		t.Heads = append(t.Heads, look.Head{Text: r.T("jurisdiction.change")})
	}
	for _, j := range list {
		cells := []look.Cell{{Text: l.names.Units[j.Office]}, {Text: j.Title}, {Text: r.T("register.act." + string(j.Act))}, {Text: look.Day(r.Lang, j.From)}, {Text: admin.Until(r, j.Until)}}
		if links {
			end := look.Cell{}
			if j.Until.IsZero() && j.EndedBy == "" {
				end = look.Cell{Text: r.T("jurisdiction.end"), To: At(l.operator, j.ID)}
			}
			cells = append(cells, end)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func (p Page) posted(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	l, err := p.load(r, ident.Org(fields.Get("operator")))
	if err != nil {
		return err
	}
	return p.Desk.Enter(w, r, admin.Entering{
		Action: Path, Check: admin.Check{Title: r.T("jurisdiction.check")},
		Take:  func(posted url.Values) (register.Matter, map[string]string) { return l.take(r, posted) },
		Show:  func(posted url.Values, wrong admin.Wrong) error { return p.write(w, r, l, posted, wrong) },
		Place: func(title string) look.Frame { return place(r, title) },
	})
}

func (l loaded) take(r *gate.Request, posted url.Values) (register.Matter, map[string]string) {
	bad := map[string]string{}
	j := &register.Jurisdiction{
		Operator: ident.Org(posted.Get("operator")), Office: ident.Unit(posted.Get("office")), Act: party.Act(posted.Get("act")), Title: admin.Text(posted.Get("title")),
		Channel: "here", On: admin.DayOf(r, posted, "on", bad), Ground: admin.Text(posted.Get("ground")),
	}
	for _, s := range sections {
		if slices.Contains(posted["sections"], s) {
			j.Sections = append(j.Sections, s)
		}
	}
	if end, ok := l.row(posted.Get("end")); ok {
		j.End, j.Operator, j.Office, j.Title, j.Act, j.Sections = end.ID, end.Operator, end.Office, end.Title, end.Act, nil
	}
	return register.Matter{Jurisdiction: j}, bad
}
