package filling

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
)

// helpSheet is the sheet that says how to fill in the others.
const helpSheet = "記入のしかた"

// excelFile hands out the template, the draft as it stands, or one part of it as CSV. Headings are Japanese in every language: by
// them a sheet is known again.
func (p Pages) excelFile(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r, false)
	if err != nil {
		return err
	}
	name := r.PathValue("file")
	var out bytes.Buffer
	kind := "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	switch {
	case name == "template.xlsx":
		err = sheet.Write(&out, bookOf(d, nil)...)
	case name == "filled.xlsx":
		err = sheet.Write(&out, bookOf(d, d.values)...)
	case strings.HasSuffix(name, ".csv"):
		kind, err = csvOf(&out, d, strings.TrimSuffix(name, ".csv"))
	default:
		return fault.Absent()
	}
	if f, ok := errors.AsType[*sheet.Fault](err); ok {
		return p.unreadable(w, r, f.Refused())
	}
	if err != nil {
		return err
	}
	return download(w, kind, name, d.of.Name.Ja+"-"+string(d.Number)+"-"+name, &out)
}

func download(w http.ResponseWriter, kind, ascii, name string, body *bytes.Buffer) error {
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+ascii+`"; filename*=UTF-8''`+url.PathEscape(name))
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	h.Set("Cache-Control", "private, no-store")
	_, _ = io.Copy(w, body) // the client went away: nobody to tell
	return nil
}

func csvOf(out io.Writer, d work, name string) (kind string, err error) {
	encoding, kind := sheet.UTF8, "text/csv; charset=utf-8"
	if rest, ok := strings.CutSuffix(name, ".cp932"); ok {
		name, encoding, kind = rest, sheet.CP932, "text/csv; charset=windows-31j"
	}
	f, ok := d.of.Form.Field(name)
	switch {
	case name == answersID && len(csvParts(d.of.Form)) > 0 && csvParts(d.of.Form)[0].id == answersID:
		return kind, sheet.WriteCSV(out, encoding, answersPage(d, d.values))
	case ok && f.Kind == form.Table:
		return kind, sheet.WriteCSV(out, encoding, rowsPage(f, d.values[f.ID].Rows))
	}
	return kind, fault.Absent()
}

// bookOf is the form as a book: how to fill it in, its answers, and each table. Without values it is the template.
func bookOf(d work, values form.Values) []sheet.Page {
	pages := []sheet.Page{helpPage(d)}
	if parts := csvParts(d.of.Form); len(parts) > 0 && parts[0].id == answersID {
		pages = append(pages, answersPage(d, values))
	}
	for _, f := range d.of.Form.Fields() {
		if f.Kind == form.Table {
			pages = append(pages, rowsPage(f, values[f.ID].Rows))
		}
	}
	return pages
}

func helpPage(d work) sheet.Page {
	say := func(key string, pairs ...any) []string { return []string{look.Say(look.Ja, key, pairs...)} }
	rows := [][]string{say("excel.help.where"), say("excel.help.order"), say("excel.help.unknown"), say("excel.help.days"), say("excel.help.empty")}
	if d.of.Act != "" { // what the law asks for has official forms; this is none of them
		rows = slices.Insert(rows, 0, say("excel.help.official"))
	}
	for _, f := range d.of.Form.Fields() {
		if f.Kind != form.Table {
			continue
		}
		rows = append(rows, say("excel.help.table", "name", f.Label.Ja, "limit", look.Number(f.Limit)))
		for _, c := range f.Columns {
			rows = append(rows, []string{"・" + c.Label.Ja + ": " + hint(c)})
		}
	}
	return sheet.Page{Name: helpSheet, Columns: []sheet.Head{{Title: d.of.Form.Title.Ja, Width: 100}}, Rows: slices.Values(rows)}
}

var kindWords = map[form.Kind]string{
	form.Choice: "excel.kind.choice", form.Choices: "excel.kind.choices", form.Line: "excel.kind.line", form.Area: "excel.kind.area", form.Moment: "excel.kind.moment", form.Day: "excel.kind.day", form.Count: "excel.kind.count",
}

// hint says how an item is filled in.
func hint(f form.Field) string {
	parts := []string{look.Say(look.Ja, kindWords[f.Kind])}
	if f.Needed {
		parts = append(parts, look.Say(look.Ja, "field.need"))
	}
	if len(f.Options) > 0 {
		var labels []string
		for _, o := range f.Options {
			labels = append(labels, o.Label.Ja)
		}
		parts = append(parts, strings.Join(labels, "/"))
	}
	if f.Unknowable {
		parts = append(parts, look.Say(look.Ja, "excel.hint.unknown"))
	}
	if f.Help.Ja != "" {
		parts = append(parts, f.Help.Ja)
	}
	if f.Example.Ja != "" {
		parts = append(parts, look.Say(look.Ja, "field.example", "text", f.Example.Ja))
	}
	return strings.Join(parts, "。")
}

func answersPage(d work, values form.Values) sheet.Page {
	var rows [][]string
	for _, f := range d.of.Form.Fields() {
		if f.Kind != form.Table {
			rows = append(rows, []string{reporting.Label(look.Ja, f), reporting.Cell(look.Ja, typedKind(f), values[f.ID]), hint(f)})
		}
	}
	return sheet.Page{
		Name: tabular.AnswersSheet, Columns: []sheet.Head{{Title: tabular.ItemHeading, Width: 36}, {Title: tabular.AnswerHeading, Width: 48}, {Title: look.Say(look.Ja, "excel.hint"), Width: 60}}, Rows: slices.Values(rows),
	}
}

// typedKind is a field whose days are written as they are typed, not in both calendars.
func typedKind(f form.Field) form.Field {
	if f.Kind == form.Day || f.Kind == form.Moment {
		f.Kind = form.Line
	}
	return f
}

// rowsPage is a table, with the id of each row in a last column that is hidden.
func rowsPage(f form.Field, rows []form.Row) sheet.Page {
	p := sheet.Page{Name: tabular.SheetName(f.Label.Ja)}
	for _, c := range f.Columns {
		h := sheet.Head{Title: reporting.Label(look.Ja, c), Width: 18, Hint: hint(c)}
		if c.Needed {
			h.Title += "(" + look.Say(look.Ja, "field.need") + ")"
		}
		if c.Kind == form.Choice {
			for _, o := range c.Options {
				h.List = append(h.List, o.Label.Ja)
			}
			if c.Unknowable {
				h.List = append(h.List, look.Say(look.Ja, "field.unknown"))
			}
		}
		p.Columns = append(p.Columns, h)
	}
	p.Columns = append(p.Columns, sheet.Head{Title: tabular.RowID, Width: 4, Hidden: true})
	p.Rows = func(yield func([]string) bool) {
		for _, row := range rows {
			cells := make([]string, 0, len(f.Columns)+1)
			for _, c := range f.Columns {
				cells = append(cells, reporting.Cell(look.Ja, typedKind(c), row.Cells[c.ID]))
			}
			if !yield(append(cells, row.ID)) {
				return
			}
		}
	}
	return p
}

// marked is the file as it was read, with what to mend beside each row: the rows keep their places.
func marked(w http.ResponseWriter, r *gate.Request, d work, b brought) error {
	notes := map[string]map[int][]string{}
	for _, f := range b.book.Faults() {
		if notes[f.Sheet] == nil {
			notes[f.Sheet] = map[int][]string{}
		}
		note := f.String() + " " + reporting.Label(r.Lang, f.Column) + ": " + r.Why(fault.Field{Code: f.Code, Args: f.Args}) + " " + mending(f)
		notes[f.Sheet][f.Row] = append(notes[f.Sheet][f.Row], strings.TrimSpace(note))
	}
	heading := map[string]int{}
	if b.book.Answers != nil {
		heading[b.book.Answers.Sheet] = b.book.Answers.Heading
	}
	for _, t := range b.book.Tables {
		heading[t.Reading.Sheet] = t.Reading.Heading
	}
	var pages []sheet.Page
	for _, g := range b.Grids {
		if at, ok := heading[g.Sheet]; ok {
			pages = append(pages, markedPage(r, g, at, notes[g.Sheet]))
		}
	}
	var out bytes.Buffer
	if err := sheet.Write(&out, pages...); err != nil {
		return err
	}
	return download(w, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "marked.xlsx", d.of.Name.Ja+"-"+string(d.Number)+r.T("excel.marked.file")+".xlsx", &out)
}

func markedPage(r *gate.Request, g tabular.Grid, at int, notes map[int][]string) sheet.Page {
	p := sheet.Page{Name: tabular.SheetName(g.Sheet)}
	if p.Name == "" {
		p.Name = "Sheet1" // a CSV has no name
	}
	for _, row := range g.Rows[:at] {
		p.Lead = append(p.Lead, strings.Join(row, " "))
	}
	note := r.T("excel.note")
	width := 0
	for _, title := range g.Rows[at] {
		if title == note {
			break // the notes of the round before give way to those of this one
		}
		p.Columns = append(p.Columns, sheet.Head{Title: title, Width: 18, Hidden: title == tabular.RowID})
		width++
	}
	p.Columns = append(p.Columns, sheet.Head{Title: note, Width: 80})
	p.Rows = func(yield func([]string) bool) {
		for i := at + 1; i < len(g.Rows); i++ {
			cells := make([]string, width+1)
			copy(cells, g.Rows[i][:min(width, len(g.Rows[i]))])
			cells[width] = strings.Join(notes[i+1], "\n")
			if !yield(cells) {
				return
			}
		}
	}
	return p
}
