// Package templates is 様式の設定: the official forms (公式様式) as files with a map that says in which cell each answer stands. One
// administrator brings a file and enters its map, another confirms it. Until a row counts, what is taken out of a report says that it is no
// official form (docs/adr/0038-templates.md).
package templates

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/template"
	"kanmin/internal/flow/instituting"
)

// Path is the page's address.
const Path = "/admin/templates"

// At is the address of a form that was entered, before and after it was confirmed.
func At(id ident.Object) string { return Path + "/" + string(id) }

// Looks is the link to it from the page of what two administrators decide; its text is a key.
func Looks(id ident.Object) look.Link { return look.Link{To: At(id), Text: "templates.look"} }

// Tx is what the pages read.
type Tx interface {
	admin.NamesTx
	Templates() ([]template.Template, error)
	Published(ident.Object) (register.Published, error)
	PublishedFile(ident.Object) ([]byte, error)
	Proposal(ident.Object) (register.Proposal, error)
}

// Pages is filled in by serve.
type Pages struct {
	Read    func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Desk    admin.Desk
	Publish instituting.Publish
	// Parse has an upload read in a child process, Fill has one write into a form.
	Parse func(ctx context.Context, kind sheet.Kind, file io.Reader) (sheet.Book, error)
	Fill  formsheet.Filler
}

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: admin.MayRead, Handle: p.show},
		{Pattern: "POST " + Path, Needs: admin.MayWrite, Body: 2*template.Most + admin.BodyLimit, Handle: p.posted},
		{Pattern: "GET " + Path + "/start.xlsx", Needs: admin.MayRead, Handle: p.start},
		{Pattern: "GET " + Path + "/{id}", Needs: admin.MayRead, Handle: p.one},
		{Pattern: "GET " + Path + "/{id}/{file}", Needs: admin.MayRead, Handle: p.file},
	}
}

// loaded is what the page is drawn from.
type loaded struct {
	rows      []template.Template
	published register.Published // the file that was brought before
}

func (p Pages) load(r *gate.Request, file ident.Object) (l loaded, err error) {
	return l, p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if l.rows, err = tx.Templates(); err != nil || file == "" {
			return err
		}
		l.published, err = tx.Published(file)
		if fault.Is(err, fault.Hidden) { // thrown away meanwhile: the form asks for it again
			err = nil
		}
		return err
	})
}

func (l loaded) row(id string) (template.Template, bool) {
	i := slices.IndexFunc(l.rows, func(t template.Template) bool { return id != "" && t.ID == id })
	if i < 0 {
		return template.Template{}, false
	}
	return l.rows[i], true
}

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r, "")
	if err != nil {
		return err
	}
	return l.write(w, r, url.Values{"end": {r.URL.Query().Get("end")}}, admin.Wrong{})
}

func place(r *gate.Request, title string) look.Frame {
	f := admin.Place(r, r.Frame("templates.title"), look.Link{Text: title})
	if title != r.T("templates.title") {
		f = admin.Place(r, r.Frame("templates.title"), look.Link{To: Path, Text: r.T("templates.title")}, look.Link{Text: title})
	}
	f.Title = title
	return f
}

func (l loaded) write(w http.ResponseWriter, r *gate.Request, posted url.Values, wrong admin.Wrong) error {
	on := look.Field{Kind: look.DayLine, ID: "on", Label: r.T("matter.on"), Hint: r.T("templates.on.hint"), Example: "令和9年4月1日", Need: true, Value: posted.Get("on"), Width: look.Mid}
	ground := look.Field{Kind: look.Area, ID: "ground", Label: r.T("matter.ground"), Hint: r.T("matter.ground.hint"), Free: true, Value: posted.Get("ground")}
	if end, ok := l.row(posted.Get("end")); ok {
		on.Hint = r.T("templates.end.hint")
		v := admin.Form{
			Title: r.T("templates.end"), Lead: r.T("templates.end.lead"), Action: Path, Tables: []look.Table{table(r, []template.Template{end}, false)},
			Hidden: []admin.Pair{{Name: "end", Value: end.ID}}, Fields: []look.Field{on, ground},
		}
		return admin.WriteForm(w, r, place(r, v.Title), v, wrong)
	}
	v := admin.Form{Title: r.T("templates.title"), Lead: r.T("templates.lead"), Action: Path, Upload: true}
	if bad := troubles(r, posted, wrong); bad != nil {
		v.Tables = append(v.Tables, *bad)
		if wrong.Why["map"] == "" {
			wrong.Why["map"] = r.T("templates.bad", "n", look.Number(len(bad.Rows)))
		}
	}
	if len(l.rows) > 0 {
		v.Tables = append(v.Tables, table(r, l.rows, true))
	}
	file := look.Field{Kind: look.Upload, ID: "form", Label: r.T("templates.upload"), Hint: r.T("templates.upload.hint"), Need: true, Error: wrong.Why["file"]}
	if l.published.ID != "" {
		v.Hidden = []admin.Pair{{Name: "file", Value: string(l.published.ID)}}
		file.Hint, file.Need, file.Free = r.T("templates.upload.kept", "name", l.published.Name), false, true
	}
	v.Fields = []look.Field{
		{Kind: look.Select, ID: "procedure", Label: r.T("templates.procedure"), Need: true, Options: procedures(r, posted.Get("procedure")), Width: look.Mid},
		{Kind: look.Line, ID: "title", Label: r.T("templates.name"), Hint: r.T("templates.name.hint"), Example: "ランサムウェア事案共通様式", Need: true, Value: posted.Get("title"), Width: look.Mid},
		{Kind: look.Line, ID: "cited", Label: r.T("templates.cited"), Hint: r.T("templates.cited.hint"), Need: true, Value: posted.Get("cited")},
		{Kind: look.DayLine, ID: "dated", Label: r.T("templates.dated"), Example: "令和8年9月15日", Free: true, Value: posted.Get("dated"), Width: look.Mid},
		file,
		{Kind: look.Upload, ID: "table", Label: r.T("templates.table"), Hint: r.T("templates.table.hint"), Free: true},
		{Kind: look.Area, ID: "map", Label: r.T("templates.map"), Hint: r.T("templates.map.hint"), Free: true, Value: posted.Get("map")},
		on, ground,
	}
	for _, one := range template.Procedures() {
		v.Take = append(v.Take, look.Link{To: Path + "/start.xlsx?of=" + url.QueryEscape(one.ID), Text: r.T("templates.start", "name", one.Name.In(string(r.Lang)))})
	}
	v.More = append(v.More, look.Link{To: admin.AccountPath, Text: r.T("jurisdiction.back")})
	return admin.WriteForm(w, r, place(r, v.Title), v, wrong)
}

// procedures offers each procedure with its kinds of form.
func procedures(r *gate.Request, chosen string) []look.Option {
	list := []look.Option{{Label: r.T("register.choose")}}
	for _, p := range template.Procedures() {
		list = append(list, look.Option{Value: p.ID, Label: admin.TemplateWords(r, p.ID, "")})
		for _, k := range template.Kinds(p) {
			list = append(list, look.Option{Value: p.ID + "/" + k.ID, Label: admin.TemplateWords(r, p.ID, k.ID)})
		}
	}
	for i := range list {
		list[i].Chosen = list[i].Value == chosen
	}
	return list
}

// table lists rows; those without an end can be ended.
func table(r *gate.Request, list []template.Template, links bool) look.Table {
	t := look.Table{Caption: r.T("templates.rows")}
	for _, head := range []string{"templates.procedure", "templates.name", "templates.cited", "register.from", "register.until"} {
		t.Heads = append(t.Heads, look.Head{Text: r.T(head)})
	}
	if links {
		t.Heads = append(t.Heads, look.Head{Text: r.T("templates.map")}, look.Head{Text: r.T("jurisdiction.change")})
	}
	for _, one := range list {
		cells := []look.Cell{{Text: admin.TemplateWords(r, one.Procedure, one.Kind)}, {Text: one.Title}, {Text: one.Cited}, {Text: look.Day(r.Lang, one.From)}, {Text: admin.Until(r, one.Until)}}
		if links {
			end := look.Cell{}
			if one.Until.IsZero() {
				end = look.Cell{Text: r.T("jurisdiction.end"), To: Path + "?end=" + url.QueryEscape(one.ID)}
			}
			cells = append(cells, look.Cell{Text: r.T("templates.see"), To: At(ident.Object(one.ID))}, end)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
