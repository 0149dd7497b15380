package templates

import (
	_ "embed"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/template"
)

// View is a form that was entered: what was said of it, its files, each cell with what would stand in it.
type View struct {
	Title   string
	State   look.Tag
	Answers []look.Answer
	Files   []look.Link
	Map     look.Table
	Change  look.Link // where it is confirmed
}

//go:embed one.tmpl
var source string

var page = look.Parse[View]("admin/templates", source)

// entered is the form of a proposal; one of another kind is absent.
func (p Pages) entered(r *gate.Request, read func(Tx, *register.Template) error) (n register.Proposal, names admin.Names, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if n, err = tx.Proposal(ident.Object(r.PathValue("id"))); err != nil {
			return err
		}
		if !n.Matter.Looked() {
			return fault.Absent()
		}
		if names, _, _, err = admin.ReadNames(r, tx); err != nil {
			return err
		}
		return read(tx, n.Matter.Template)
	})
	return n, names, err
}

func (p Pages) one(w http.ResponseWriter, r *gate.Request) error {
	n, names, err := p.entered(r, func(Tx, *register.Template) error { return nil })
	if err != nil {
		return err
	}
	t := n.Matter.Template
	tone := map[register.Standpoint]look.Tone{register.ToConfirm: look.Warn, register.Confirmed: look.Good, register.Withdrawn: look.Plain}[n.State]
	v := View{
		Title: t.Title, State: look.Tag{Text: r.T("matter.state." + string(n.State)), Tone: tone}, Answers: admin.Words(r, names, n.Matter), Map: example(r, t.Procedure, t.Kind, t.Map),
		Files:  []look.Link{{To: At(n.ID) + "/form.xlsx", Text: r.T("templates.file.form")}, {To: At(n.ID) + "/example.xlsx", Text: r.T("templates.file.example")}, {To: At(n.ID) + "/map.xlsx", Text: r.T("templates.file.map")}},
		Change: look.Link{To: admin.ChangePath + "/" + string(n.ID), Text: r.T("templates.change")},
	}
	return page.Write(w, place(r, v.Title), v)
}

// file hands out a form as it was published, one that is filled with fictional answers, or its map.
func (p Pages) file(w http.ResponseWriter, r *gate.Request) error {
	var form []byte
	n, _, err := p.entered(r, func(tx Tx, t *register.Template) (err error) {
		if name := r.PathValue("file"); name != "map.xlsx" {
			if name != "form.xlsx" && name != "example.xlsx" {
				return fault.Absent()
			}
			form, err = tx.PublishedFile(t.File.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	t := n.Matter.Template
	switch r.PathValue("file") {
	case "example.xlsx":
		return p.filled(w, r, t, form)
	case "map.xlsx":
		procedure, _ := template.Find(t.Procedure)
		gate.Handout{Name: t.Title + "-" + r.T("templates.map") + ".xlsx"}.Write(w)
		return mapBook(w, template.Written(procedure, t.Map))
	}
	gate.Handout{Name: t.File.Name, Size: int64(len(form))}.Write(w)
	_, _ = w.Write(form) // the client went away: nobody to tell
	return nil
}

// preview hands out what was brought, filled with fictional answers, before it is entered.
func (p Pages) preview(w http.ResponseWriter, r *gate.Request, f register.Published, t *register.Template) error {
	if f.ID == "" {
		return fault.New(fault.Invalid, "fault.template.file", nil)
	}
	var form []byte
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		form, err = tx.PublishedFile(f.ID)
		return err
	}); err != nil {
		return err
	}
	return p.filled(w, r, t, form)
}

func (p Pages) filled(w http.ResponseWriter, r *gate.Request, t *register.Template, form []byte) error {
	procedure, ok := template.Find(t.Procedure)
	if !ok {
		return fault.Absent()
	}
	out, err := p.Fill(r.Context(), form, formsheet.Puts(template.Fill(t.Map, exampleOf(r, procedure.ID, t.Kind))))
	if err != nil {
		return err
	}
	gate.Handout{Name: t.Title + "-" + r.T("templates.example") + ".xlsx", Size: int64(len(out))}.Write(w)
	_, _ = w.Write(out) // the client went away: nobody to tell
	return nil
}

// inJapanese says what stands in forms.
func inJapanese(key string) string { return look.Say(look.Ja, key) }

func exampleOf(r *gate.Request, procedure, kind string) template.Source {
	p, _ := template.Find(procedure)
	return template.Example(p, kind, inJapanese("field.unknown"), r.Now)
}

// example is a map with what would stand in each cell, by fictional answers.
func example(r *gate.Request, procedure, kind string, m []template.Line) look.Table {
	t := look.Table{Caption: r.T("templates.example.caption")}
	for _, head := range []string{"templates.item", "templates.cell", "templates.how", "templates.value"} {
		t.Heads = append(t.Heads, look.Head{Text: r.T(head)})
	}
	p, ok := template.Find(procedure)
	if !ok {
		return t
	}
	s, items := exampleOf(r, procedure, kind), template.Items(p)
	for _, l := range m {
		name := l.Item
		if i := slices.IndexFunc(items, func(x template.Item) bool { return x.ID == l.Item }); i >= 0 {
			name = items[i].Label.In(string(r.Lang)) + " (" + l.Item + ")"
			if o, ok := items[i].Field.Option(l.Option); ok {
				name += r.T("templates.at", "option", o.Label.In(string(r.Lang)))
			}
		}
		var said []string
		for _, put := range template.Fill([]template.Line{l}, s) {
			said = append(said, put.Text)
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: name}, {Text: l.Address()}, {Text: l.How.Label().In(string(r.Lang))}, {Text: strings.Join(said, "\n")}})
	}
	return t
}

// start hands out a map as it begins, and a sheet that says how it is written.
func (p Pages) start(w http.ResponseWriter, r *gate.Request) error {
	of := r.URL.Query().Get("of")
	if of == "" {
		of = incident.Detailed.ID // the one that asks by 様式
	}
	procedure, ok := template.Find(of)
	if !ok {
		return fault.Absent()
	}
	gate.Handout{Name: procedure.Name.Ja + "-" + r.T("templates.map") + ".xlsx"}.Write(w)
	return mapBook(w, template.Start(procedure))
}

func mapBook(w http.ResponseWriter, rows [][]string) error {
	var ways []string
	for _, one := range template.Ways() {
		ways = append(ways, one.Name.Ja)
	}
	main := sheet.Page{Name: inJapanese("templates.map"), Rows: slices.Values(rows)}
	for _, c := range template.Columns() {
		h := sheet.Head{Title: c.Label.Ja, Width: 20}
		if c.ID == "how" {
			h.List = ways
		}
		main.Columns = append(main.Columns, h)
	}
	help := sheet.Page{Name: formsheet.HelpSheet, Columns: []sheet.Head{{Title: inJapanese("templates.help"), Width: 100}}}
	var lines [][]string
	for i := 1; i <= 6; i++ {
		lines = append(lines, []string{inJapanese("templates.help." + strconv.Itoa(i))})
	}
	help.Rows = slices.Values(lines)
	return sheet.Write(w, main, help)
}
