package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/template"
)

// proposalBytes bounds a matter: one with template.MostLines lines.
const proposalBytes = 512 << 10

// templateBody is an official form as it is entered.
type templateBody struct {
	End       string         `json:"end"`
	Procedure string         `json:"procedure"`
	Kind      string         `json:"kind"`
	Title     string         `json:"title"`
	Cited     string         `json:"cited"`
	Dated     law.Day        `json:"dated"`
	File      string         `json:"file"`
	Map       []templateLine `json:"map"`
	On        string         `json:"on"`
	Ground    string         `json:"ground"`
}

// templateLine is one line of a map.
type templateLine struct {
	Item   string `json:"item" doc:"id of a field, table.column, or a fact: number, arrived_at, filer.name"`
	Sheet  string `json:"sheet"`
	Cell   string `json:"cell" doc:"C17; of lines C17:C20"`
	How    string `json:"how,omitempty" enum:"text,day,time,number,lines,joined,circle,tick,box"`
	Option string `json:"option,omitempty" doc:"of a mark: the choice at which it stands"`
}

func templateSchema(text, day map[string]any) map[string]any {
	line := objectSchema(map[string]any{"item": text, "sheet": text, "cell": text, "how": text, "option": text}, "item", "sheet", "cell")
	return objectSchema(map[string]any{
		"end": text, "procedure": text, "kind": text, "title": text, "cited": text, "dated": day, "file": text, "on": day, "ground": text,
		"map": map[string]any{"type": "array", "items": line, "maxItems": template.MostLines},
	}, "on")
}

func (b templateBody) matter() (*register.Template, error) {
	t := &register.Template{End: b.End, Procedure: b.Procedure, Kind: b.Kind, Title: b.Title, Cited: b.Cited, Dated: b.Dated, File: template.File{ID: ident.Object(b.File)}, Ground: b.Ground}
	var l fault.List
	for i, x := range b.Map {
		how, ok := template.ReadHow(x.How)
		if !ok {
			l.Add("map", "fault.template.way", fault.Args{"how": clip(x.How)})
		}
		t.Map = append(t.Map, template.Line{Row: i + 1, Item: x.Item, Sheet: x.Sheet, Cell: x.Cell, How: how, Option: x.Option})
	}
	return t, l.Err()
}

// matter reads what is to be entered; the file of a form is named by its id alone.
func (a *API) matter(c *call) (register.Matter, error) {
	m, err := c.matter()
	if err != nil || !m.Looked() || m.Template.File.ID == "" {
		return m, err
	}
	err = a.Register.Matters(c.Context(), c.Scope, func(tx MattersTx) error {
		p, err := tx.Published(m.Template.File.ID)
		if fault.Is(err, fault.Hidden) { // the plan says that it lacks
			return nil
		}
		m.Template.File = p.File
		return err
	})
	return m, err
}

// PublishedView is the file of an official form as it was brought.
type PublishedView struct {
	ID     string   `json:"id"`
	Name   string   `json:"name"`
	Size   int64    `json:"size" doc:"bytes"`
	Digest string   `json:"sha256"`
	Sheets []string `json:"sheets,omitempty"`
}

// TemplateView is an official form (公式様式) with its map.
type TemplateView struct {
	ID        string         `json:"id"`
	Procedure string         `json:"procedure"`
	Kind      string         `json:"kind,omitempty" doc:"the 様式 that the answers choose; absent: whichever"`
	Title     string         `json:"title"`
	Cited     string         `json:"cited"`
	Dated     string         `json:"dated,omitempty" format:"date"`
	From      string         `json:"from" format:"date"`
	Until     string         `json:"until,omitempty" format:"date"`
	File      PublishedView  `json:"file"`
	Map       []templateLine `json:"map"`
}

type (
	templatesOut struct {
		Body struct {
			Templates []TemplateView `json:"templates"`
		}
	}
	publishedOut struct{ Body PublishedView }
	publishing   struct {
		Name string `query:"name" required:"true" maxLength:"200" doc:"the name of the file"`
	}
)

func (a *API) templates(t *table) {
	add(t, seeOrgs, huma.Operation{
		OperationID: "list-templates", Method: http.MethodGet, Path: "/admin/templates", Tags: []string{"administration"}, Summary: "The official forms (様式の設定) of every day, with their maps",
	}, a.listTemplates)
	add(t, writeOrgs, huma.Operation{
		OperationID: "bring-template", Method: http.MethodPost, Path: "/admin/templates/files", DefaultStatus: http.StatusCreated, Tags: []string{"administration"},
		Summary:     "Bring the .xlsx file of an official form, at most 5 MiB; it is thrown away after a day unless somebody enters it. No macros, links to outside, nor embedded objects",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{formsheet.XLSX: binary(), "application/octet-stream": binary()}},
	}, a.bringTemplate)
}

func binary() *huma.MediaType {
	return &huma.MediaType{Schema: &huma.Schema{Type: "string", Format: "binary"}}
}

func fileView(f template.File) PublishedView {
	return PublishedView{ID: string(f.ID), Name: f.Name, Size: f.Size, Digest: f.Digest}
}

func (a *API) listTemplates(c *call, _ *struct{}) (*templatesOut, error) {
	out := &templatesOut{}
	out.Body.Templates = []TemplateView{}
	err := a.Register.Matters(c.Context(), c.Scope, func(tx MattersTx) error {
		list, err := tx.Templates()
		for _, t := range list {
			v := TemplateView{ID: t.ID, Procedure: t.Procedure, Kind: t.Kind, Title: t.Title, Cited: t.Cited, Dated: until(t.Dated), From: until(t.From), Until: until(t.Until), File: fileView(t.File), Map: []templateLine{}}
			for _, l := range t.Map {
				v.Map = append(v.Map, templateLine{l.Item, l.Sheet, l.Cell, string(l.How), l.Option})
			}
			out.Body.Templates = append(out.Body.Templates, v)
		}
		return err
	})
	return out, err
}

func (a *API) bringTemplate(c *call, in *publishing) (*publishedOut, error) {
	p, err := a.Register.Publish.Do(c.Context(), c.Scope, clip(in.Name), c.body)
	if err != nil {
		return nil, err
	}
	out := &publishedOut{Body: fileView(p.File)}
	for _, s := range p.Shape.Sheets {
		out.Body.Sheets = append(out.Body.Sheets, s.Name)
	}
	return out, nil
}
