// Package batch is まとめて作成・提出 (S6, R29) of a maintainer: one file becomes drafts for many operators, and drafts that are ready are filed together.
// Each draft and each filing is an act of its own under the mandate of its operator.
package batch

import (
	"bytes"
	_ "embed"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/bringing/batching"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/mandates"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/batch"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
)

// Path is the page's address.
const Path = "/maintainer/batch"

// fileLimit bounds an upload here.
const fileLimit = 16 << 20

// Page is filled in by serve.
type Page struct {
	batching.Doors
	Parse formsheet.Parse // has an upload read in a child process
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: batching.MayDo, Handle: p.show},
		{Pattern: "POST " + Path, Needs: batching.MayDo, Body: fileLimit + 8<<20, Handle: p.brought},
		{Pattern: "GET " + Path + "/files/{file}", Needs: batching.MayDo, Handle: p.template},
		{Pattern: "POST " + Path + "/filing", Needs: batching.MayDo, Handle: p.filing},
	}
}

// view is what the page shows.
type view struct {
	Notices    []look.Notice
	Files      []look.Link // templates
	File, Text look.Field
	Checked    *checked
	Drafts     *look.Table // those that are ready, and those that lack something
	Ready      int         // how many can be chosen
	Empty      *look.Empty
}

//go:embed page.tmpl
var source string

var page = look.Parse[view]("maintainer/batch", source)

func viewOf(r *gate.Request) view {
	at := func(name string) string { return Path + "/files/" + name }
	return view{
		Files: []look.Link{{To: at("template.xlsx"), Text: r.T("excel.template")}, {To: at("facilities.csv"), Text: r.T("batch.csv.facilities")}, {To: at("products.csv"), Text: r.T("batch.csv.products")}},
		File:  look.Field{Kind: look.Upload, ID: "file", Label: r.T("batch.file"), Hint: r.T("batch.file.hint"), Free: true},
		Text:  look.Field{Kind: look.Area, ID: "text", Label: r.T("inventory.sheet.text"), Hint: r.T("batch.text.hint"), Free: true},
	}
}

func write(w http.ResponseWriter, r *gate.Request, status int, v view) error {
	return page.WriteStatus(w, status, r.Frame("nav.batch").With(look.Link{Text: r.T("nav.batch")}), v)
}

// show is the page before anything was brought.
func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	v := viewOf(r)
	return p.withDrafts(w, r, http.StatusOK, v)
}

func (p Page) withDrafts(w http.ResponseWriter, r *gate.Request, status int, v view) error {
	list, err := p.Doors.Drafts(r.Context(), r.Scope)
	if err != nil {
		return err
	}
	if v.Drafts, v.Ready = drafts(r, list); len(list) == 0 {
		v.Drafts, v.Empty = nil, &look.Empty{Title: r.T("batch.none"), Text: []string{r.T("batch.none.text")}, Links: []look.Link{{To: mandates.Path, Text: r.T("nav.mandate")}}}
	}
	return write(w, r, status, v)
}

// drafts is the table of what can be filed together.
func drafts(r *gate.Request, list []batching.Ready) (t *look.Table, ready int) {
	t = &look.Table{Caption: r.T("batch.drafts"), Hide: true, Heads: []look.Head{{Text: r.T("mandate.operator")}, {Text: r.T("mandate.work.what")}, {Text: r.T("mandate.number")}, {Text: r.T("mandate.state")}, {Text: r.T("batch.why")}}}
	for _, d := range list {
		tag, why := stateOf(r, d)
		first := look.Cell{Text: d.Of.OperatorIs}
		if d.Why == nil {
			first.Pick, first.PickText = d.Draft.Number.ASCII(), r.T("batch.pick", "operator", d.Of.OperatorIs, "number", d.Draft.Number)
			ready++
		}
		t.Rows = append(t.Rows, []look.Cell{first, {Text: d.Form.Form.Title.In(string(r.Lang))}, {Text: string(d.Draft.Number), To: at(d), Ref: true}, {Tag: &tag}, {Text: why}})
	}
	return t, ready
}

// template is the file to be filled in, by its name.
func (p Page) template(w http.ResponseWriter, r *gate.Request) error {
	if err := batching.Mine(r.Scope); err != nil {
		return err
	}
	name := r.PathValue("file")
	var b bytes.Buffer
	media, err := formsheet.File(&b, procedure.Procedure{ID: batch.Form.ID, Form: batch.Form}, nil, name, func(key string, pairs ...any) string { return look.Say(look.Ja, key, pairs...) })
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", media)
	w.Header().Set("Content-Disposition", `attachment; filename="batch-`+strings.ReplaceAll(name, `"`, "")+`"`)
	_, _ = w.Write(b.Bytes()) // the client went away: nobody to tell
	return nil
}

// brought is a file as it came: uploaded, pasted, or carried from the page before. Nothing is written before the last press.
func (p Page) brought(w http.ResponseWriter, r *gate.Request) error {
	if err := batching.Mine(r.Scope); err != nil {
		return err
	}
	fields, file, err := r.Uploaded(fileLimit)
	var grids []tabular.Grid
	if err == nil {
		grids, err = formsheet.Carry(r.Context(), p.Parse, fields.Get("rows"), fields.Get("text"), file.Data)
	}
	var f batch.File
	var list []batching.Part
	if err == nil {
		f, list, err = p.Judge(r.Context(), r.Scope, grids)
	}
	v := viewOf(r)
	if e, mine := organisation.Mine(err); mine {
		for _, problem := range organisation.Beside(r, nil, e, "file") {
			v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: problem.Text, Assert: true})
		}
		return p.withDrafts(w, r, gate.Status(err), v)
	}
	if err != nil {
		return err
	}
	pressed, left := fields.Get("do") == "go", 0
	if pressed {
		left, err = p.Draft(r.Context(), r.Scope, list, func(mark string) (ident.Key, error) {
			return r.KeyOf(client(fields.Get("key"), mark), organisation.Digest(mark))
		})
		if err != nil {
			return err
		}
	}
	c, status, err := checkedOf(r, grids, list, pressed)
	if err != nil {
		return err
	}
	v.Notices, v.Checked = c.told(r, f, list, press{pressed, left}), c
	return p.withDrafts(w, r, status, v)
}

// client is the key of one part of a press; none where the form had none.
func client(key, part string) string {
	if key == "" {
		return ""
	}
	return key + "-" + part[:min(len(part), 32)]
}
