package admin

import (
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/template"
)

// TemplateWords names what an official form is for: 詳報: ランサムウェア(様式2).
func TemplateWords(r *gate.Request, procedure, kind string) string {
	p, ok := template.Find(procedure)
	if !ok {
		return procedure
	}
	name := p.Name.In(string(r.Lang))
	if o, ok := (form.Field{Options: template.Kinds(p)}).Option(kind); ok {
		name = r.T("templates.for", "name", name, "kind", o.Label.In(string(r.Lang)))
	}
	return name
}

// templateWords lists what a matter says of an official form.
func templateWords(r *gate.Request, t *register.Template) (list [][2]string) {
	if t.End != "" {
		return [][2]string{{"matter.what", r.T("matter.template.end")}, {"templates.procedure", TemplateWords(r, t.Procedure, t.Kind)}, {"templates.name", t.Title}}
	}
	dated := ""
	if !t.Dated.IsZero() {
		dated = look.Day(r.Lang, t.Dated)
	}
	return [][2]string{
		{"matter.what", r.T("matter.template.add")}, {"templates.procedure", TemplateWords(r, t.Procedure, t.Kind)}, {"templates.name", t.Title}, {"templates.cited", t.Cited}, {"templates.dated", dated},
		{"templates.file", t.File.Name}, {"templates.digest", t.File.Digest}, {"templates.map", r.T("templates.map.count", "n", look.Number(len(t.Map)))},
	}
}
