// Package seen is the page 誰が見たか (R45): which office opened which of the organisation's records and read it later, for what,
// by office and never by person; persons stand in the audit log.
package seen

import (
	"context"
	_ "embed"
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Path is the page's address.
const Path = organisation.Path + "/seen"

const exportPath = organisation.ExportPath + "seen/"

// Needs is what the page needs: who may see of one report who opened it sees it of all.
var Needs = access.Permission{Action: access.History, Object: access.Report}

// Tx is what the page reads.
type Tx interface {
	Sights(access.SightFilter) ([]access.Sight, error)
}

// Page is filled in by serve. Own is where the operator's reports are.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Own  string
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: Needs, Handle: p.show},
		{Pattern: "GET " + exportPath + "{format}", Needs: Needs, Fresh: true, Handle: p.export},
	}
}

// View is what the page shows.
type View struct {
	Problems look.Problems
	Filter   []look.Field
	Sights   look.Table
	Empty    *look.Empty
	Count    string
	Exports  []look.Link
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/seen", source)

// read cuts the list to what was asked for; what cannot be read is told and not guessed.
func (p Page) read(r *gate.Request) (list []access.Sight, filter []look.Field, bad []fault.Field, err error) {
	q := r.URL.Query()
	var l fault.List
	f := access.SightFilter{}
	if s := strings.TrimSpace(q.Get("number")); s != "" {
		if f.Number, err = ident.ParseNumber(s); err != nil {
			l.Add("number", "fault.number", fault.Args{"text": short(s)})
		}
	}
	from, until := organisation.Day(r, &l, "from", q.Get("from")), organisation.Day(r, &l, "until", q.Get("until"))
	if !from.IsZero() {
		f.From = from.Start()
	}
	if !until.IsZero() {
		f.Until = until.End()
	}
	filter = []look.Field{
		{Kind: look.Line, ID: "number", Label: r.T("seen.number"), Value: q.Get("number")}, {Kind: look.Line, ID: "office", Label: r.T("seen.office"), Value: q.Get("office")},
		{Kind: look.Line, ID: "from", Label: r.T("people.from"), Value: q.Get("from")}, {Kind: look.Line, ID: "until", Label: r.T("people.until"), Value: q.Get("until")},
	}
	for _, b := range l.Fields {
		for i := range filter {
			if filter[i].ID == b.Path {
				filter[i].Error = r.Why(b)
			}
		}
	}
	if len(l.Fields) > 0 {
		return nil, filter, l.Fields, nil
	}
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		all, err := tx.Sights(f)
		for _, s := range all {
			if strings.Contains(text.Key(s.OrgName+" "+s.Office), text.Key(q.Get("office"))) {
				list = append(list, s)
			}
		}
		return err
	})
	return list, filter, nil, err
}

func short(s string) string {
	if words := []rune(s); len(words) > 60 {
		return string(words[:60]) + "…"
	}
	return s
}

// purpose says for what, and that it is shown late where it is.
func purpose(r *gate.Request, s access.Sight) string {
	if s.DelayedUntil != 0 {
		return r.T("seen.purpose."+s.Purpose) + r.T("seen.delayed", "until", look.Moment(r.Lang, s.DelayedUntil))
	}
	return r.T("seen.purpose." + s.Purpose)
}

func office(s access.Sight) string {
	if s.Office == s.OrgName {
		return s.OrgName
	}
	return s.OrgName + " " + s.Office
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	list, filter, bad, err := p.read(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	v := View{Filter: filter, Count: r.T("listing.count", "n", look.Number(len(list))), Exports: organisation.Exports(r, exportPath, url.Values{"number": {q.Get("number")}, "office": {q.Get("office")}, "from": {q.Get("from")}, "until": {q.Get("until")}}.Encode())}
	v.Sights = look.Table{Caption: r.T("seen.title"), Hide: true, Heads: []look.Head{
		{Text: r.T("seen.number")}, {Text: r.T("seen.office")}, {Text: r.T("seen.purpose")}, {Text: r.T("seen.first")}, {Text: r.T("seen.last")}, {Text: r.T("seen.times"), Right: true},
	}}
	for _, s := range list {
		v.Sights.Rows = append(v.Sights.Rows, []look.Cell{
			{Text: string(s.Number), To: p.Own + s.Number.ASCII(), Ref: true}, {Text: office(s)}, {Text: purpose(r, s)},
			{Text: look.Moment(r.Lang, s.FirstAt)}, {Text: look.Moment(r.Lang, s.LastAt)}, {Text: look.Number(s.Times)},
		})
	}
	if len(list) == 0 {
		v.Empty = &look.Empty{Title: r.T("seen.none"), Text: []string{r.T("seen.none.text")}}
	}
	status := http.StatusOK
	for _, b := range bad {
		v.Problems, status = append(v.Problems, look.Problem{ID: b.Path, Text: r.Why(b)}), http.StatusUnprocessableEntity
	}
	return page.WriteStatus(w, status, r.Frame("seen.title").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{Text: r.T("seen.title")}), v)
}

func (p Page) export(w http.ResponseWriter, r *gate.Request) error {
	list, _, bad, err := p.read(r)
	if err == nil && len(bad) > 0 {
		err = &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: bad}
	}
	if err != nil {
		return err
	}
	day := law.DayOf(r.Now).String()
	t := listsheet.Table{File: "seen-" + day, Title: r.T("seen.title") + "-" + day, List: "seen"}
	for _, key := range []string{"number", "office", "purpose", "first", "last", "times"} {
		t.Columns = append(t.Columns, listsheet.Column{Key: key, Title: r.T("seen." + key)})
	}
	for _, s := range list {
		t.Rows = append(t.Rows, []any{string(s.Number), office(s), purpose(r, s), look.Machine(s.FirstAt), look.Machine(s.LastAt), s.Times})
	}
	return t.Send(w, r.PathValue("format"))
}
