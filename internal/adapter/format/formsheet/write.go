package formsheet

import (
	"io"
	"slices"
	"strings"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/procedure"
)

// Words says a sentence of the catalogue in Japanese: by its headings a sheet is known again, in every language of the reader.
type Words func(key string, pairs ...any) string

// HelpSheet is the sheet that says how to fill in the others.
const HelpSheet = "記入のしかた"

// AnswersID names the sheet of answers where a form is taken apart; no field has this name.
const AnswersID = "_answers"

// XLSX is the media type of a book.
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Part is what one CSV file holds: the answers, or one table.
type Part struct{ ID, Label string }

// Parts are the sheets of a form; the answers come first, where it asks for any that are no table.
func Parts(f form.Form) (list []Part) {
	for _, field := range f.Fields() {
		if field.Kind == form.Table {
			list = append(list, Part{field.ID, field.Label.Ja})
		}
	}
	if len(list) < len(f.Fields()) {
		list = slices.Insert(list, 0, Part{ID: AnswersID})
	}
	return list
}

// File writes one file of a draft by its name: template.xlsx, filled.xlsx, or a part as ID.csv or ID.cp932.csv, and says its media
// type. A name that is none of them is Hidden; what cannot be written in the encoding is Invalid with its place.
func File(w io.Writer, p procedure.Procedure, values form.Values, name string, say Words) (media string, err error) {
	switch name {
	case "template.xlsx":
		return XLSX, sheet.Write(w, Book(p, nil, say)...)
	case "filled.xlsx":
		return XLSX, sheet.Write(w, Book(p, values, say)...)
	}
	return written{p, values, say, false}.csv(w, name)
}

// Book is a form as a book: how to fill it in, its answers, and each table. Without values it is the template.
func Book(p procedure.Procedure, values form.Values, say Words) []sheet.Page {
	return append([]sheet.Page{helpPage(p, say)}, written{p, values, say, false}.pages()...)
}

// written is a form with its values on the way into a file; bare leaves out how each item is filled in.
type written struct {
	procedure.Procedure
	values form.Values
	say    Words
	bare   bool
}

func (x written) page(id string) sheet.Page {
	if f, ok := x.Form.Field(id); ok {
		return rowsPage(f, x.values[f.ID].Rows, x.say)
	}
	return x.answers()
}

func (x written) pages() (list []sheet.Page) {
	for _, part := range Parts(x.Form) {
		list = append(list, x.page(part.ID))
	}
	return list
}

func (x written) csv(w io.Writer, name string) (media string, err error) {
	id, ok := strings.CutSuffix(name, ".csv")
	encoding, media := sheet.UTF8, "text/csv; charset=utf-8"
	if rest, is := strings.CutSuffix(id, ".cp932"); is {
		id, encoding, media = rest, sheet.CP932, "text/csv; charset=windows-31j"
	}
	if !ok || !slices.ContainsFunc(Parts(x.Form), func(part Part) bool { return part.ID == id }) {
		return "", fault.Absent()
	}
	return media, refused(sheet.WriteCSV(w, encoding, x.page(id)))
}

// refused is what people are told of a file that cannot be written.
func refused(err error) error {
	if f, ok := err.(*sheet.Fault); ok { //nolint:errorlint // of WriteCSV, never wrapped
		return f.Refused()
	}
	return err
}

func helpPage(p procedure.Procedure, say Words) sheet.Page {
	rows := [][]string{{say("excel.help.where")}, {say("excel.help.order")}, {say("excel.help.unknown")}, {say("excel.help.days")}, {say("excel.help.empty")}}
	for _, f := range p.Form.Fields() {
		if f.Kind != form.Table {
			continue
		}
		rows = append(rows, []string{say("excel.help.table", "name", f.Label.Ja, "limit", sheet.Number(f.Limit))})
		for _, c := range f.Columns {
			rows = append(rows, []string{"・" + c.Label.Ja + ": " + hint(c, say)})
		}
	}
	return sheet.Page{Name: HelpSheet, Lead: Unofficial(p, say), Columns: []sheet.Head{{Title: p.Form.Title.Ja, Width: 100}}, Rows: slices.Values(rows)}
}

var kindWords = map[form.Kind]string{
	form.Choice: "excel.kind.choice", form.Choices: "excel.kind.choices", form.Line: "excel.kind.line", form.Area: "excel.kind.area", form.Moment: "excel.kind.moment", form.Day: "excel.kind.day", form.Count: "excel.kind.count",
}

// hint says how an item is filled in.
func hint(f form.Field, say Words) string {
	parts := []string{say(kindWords[f.Kind])}
	if f.Needed {
		parts = append(parts, say("field.need"))
	}
	if len(f.Options) > 0 {
		var labels []string
		for _, o := range f.Options {
			labels = append(labels, o.Label.Ja)
		}
		parts = append(parts, strings.Join(labels, "/"))
	}
	if f.Unknowable {
		parts = append(parts, say("excel.hint.unknown"))
	}
	if f.Help.Ja != "" {
		parts = append(parts, f.Help.Ja)
	}
	if f.Example.Ja != "" {
		parts = append(parts, say("field.example", "text", f.Example.Ja))
	}
	return strings.Join(parts, "。")
}

// title is a field's label as a heading.
func title(f form.Field) string { return strings.TrimSuffix(f.Label.Ja, "(任意)") }

// cell is a value as it is typed: days in one calendar, options by their labels.
func cell(f form.Field, v form.Value, say Words) string {
	if v.Unknown {
		return say("field.unknown")
	}
	if f.Kind != form.Choice && f.Kind != form.Choices {
		return v.Text()
	}
	var labels []string
	for _, t := range v.Texts {
		if o, ok := f.Option(t); ok {
			labels = append(labels, o.Label.Ja)
		}
	}
	return strings.Join(labels, "、")
}

func (x written) answers() sheet.Page {
	var rows [][]string
	for _, f := range x.Form.Fields() {
		if f.Kind != form.Table {
			rows = append(rows, []string{title(f), cell(f, x.values[f.ID], x.say), hint(f, x.say)})
		}
	}
	columns := []sheet.Head{{Title: tabular.ItemHeading, Width: 36}, {Title: tabular.AnswerHeading, Width: 48}, {Title: x.say("excel.hint"), Width: 60}}
	if x.bare {
		columns = columns[:2]
		for i := range rows {
			rows[i] = rows[i][:2]
		}
	}
	return sheet.Page{Name: tabular.AnswersSheet, Columns: columns, Rows: slices.Values(rows)}
}

// rowsPage is a table, with the id of each row in a last column that is hidden.
func rowsPage(f form.Field, rows []form.Row, say Words) sheet.Page {
	p := sheet.Page{Name: tabular.SheetName(f.Label.Ja)}
	for _, c := range f.Columns {
		h := sheet.Head{Title: title(c), Width: 18, Hint: hint(c, say)}
		if c.Needed {
			h.Title += "(" + say("field.need") + ")"
		}
		if c.Kind == form.Choice {
			for _, o := range c.Options {
				h.List = append(h.List, o.Label.Ja)
			}
			if c.Unknowable {
				h.List = append(h.List, say("field.unknown"))
			}
		}
		p.Columns = append(p.Columns, h)
	}
	p.Columns = append(p.Columns, sheet.Head{Title: tabular.RowID, Width: 4, Hidden: true})
	p.Rows = func(yield func([]string) bool) {
		for _, row := range rows {
			cells := make([]string, 0, len(f.Columns)+1)
			for _, c := range f.Columns {
				cells = append(cells, cell(c, row.Cells[c.ID], say))
			}
			if !yield(append(cells, row.ID)) {
				return
			}
		}
	}
	return p
}
