// Package figures is what pages of counted numbers share: the definitions beside the numbers, and the file in which they leave, with what each
// of them is.
package figures

import (
	"bytes"
	"io"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/statistic"
)

// Formats are those in which numbers leave.
var Formats = []string{"xlsx", "csv"}

// Book is a file of numbers: in Excel a sheet for each definition and one of all definitions, in CSV one line a number with its definition
// beside it.
type Book struct {
	*gate.Request
	Name        string // of the file
	Title       string
	About       [][2]string
	Definitions []statistic.Definition

	lines []line
}

// line is one number: the id of its definition, its name, what it is of, and itself.
type line struct{ definition, name, of, number string }

// Add adds a number.
func (b *Book) Add(definition, name, of, number string) {
	b.lines = append(b.lines, line{definition, name, of, number})
}

// Send hands it out in the format of the address.
func (b *Book) Send(w http.ResponseWriter) error {
	pages := []sheet.Page{b.whole()}
	if b.PathValue("format") == "xlsx" {
		pages = b.pages()
	}
	return Send(w, b.Request, b.Name, pages...)
}

// Send hands sheets out in the format of the address; in CSV there is one.
func Send(w http.ResponseWriter, r *gate.Request, name string, pages ...sheet.Page) error {
	var out bytes.Buffer
	format := r.PathValue("format")
	write := func() error { return sheet.WriteCSV(&out, sheet.UTF8, pages[0]) }
	if format == "xlsx" {
		write = func() error { return sheet.Write(&out, pages...) }
	}
	if err := write(); err != nil {
		return err
	}
	gate.Handout{Name: name + "." + format, Size: int64(out.Len())}.Write(w)
	_, _ = io.Copy(w, &out) // the client went away: nobody to tell
	return nil
}

// Heads are headings of a sheet by their keys.
func Heads(r *gate.Request, keys ...string) (list []sheet.Head) {
	for _, k := range keys {
		list = append(list, sheet.Head{Title: r.T(k), Width: 28})
	}
	return list
}

// whole is one table with the definition of each number in its line.
func (b *Book) whole() sheet.Page {
	said := map[string]string{}
	for _, d := range b.Definitions {
		said[d.ID] = d.Text.In(string(b.Lang))
	}
	var rows [][]string
	for _, a := range b.About {
		rows = append(rows, []string{a[0], "", a[1], ""})
	}
	for _, l := range b.lines {
		rows = append(rows, []string{l.name, l.of, l.number, said[l.definition]})
	}
	return sheet.Page{Name: b.Title, Columns: Heads(b.Request, "statistic.item", "statistic.value", "statistic.number", "statistic.meaning"), Rows: slices.Values(rows)}
}

// pages are a sheet for each definition that has numbers, then one of all definitions.
func (b *Book) pages() (list []sheet.Page) {
	var words [][]string
	for _, a := range b.About {
		words = append(words, []string{a[0], a[1], ""})
	}
	for _, d := range b.Definitions {
		words = append(words, []string{d.Name.In(string(b.Lang)), d.Text.In(string(b.Lang)), restsOn(b.Request, d)})
		var rows [][]string
		for _, l := range b.lines {
			if l.definition == d.ID {
				rows = append(rows, []string{l.of, l.number})
			}
		}
		if len(rows) > 0 {
			list = append(list, sheet.Page{Name: tabular.SheetName(d.Name.In(string(b.Lang))), Columns: Heads(b.Request, "statistic.value", "statistic.number"), Rows: slices.Values(rows)})
		}
	}
	return append(list, sheet.Page{Name: b.T("statistic.words"), Columns: Heads(b.Request, "statistic.item", "statistic.meaning", "statistic.rests-on"), Rows: slices.Values(words)})
}

// Words is the table of definitions: what each number is, and how well what it rests on is known.
func Words(r *gate.Request, definitions []statistic.Definition) look.Table {
	t := look.Table{Caption: r.T("statistic.words"), Hide: true, Heads: []look.Head{{Text: r.T("statistic.item")}, {Text: r.T("statistic.meaning")}, {Text: r.T("statistic.rests-on")}}}
	for _, d := range definitions {
		t.Rows = append(t.Rows, []look.Cell{{Text: d.Name.In(string(r.Lang))}, {Text: d.Text.In(string(r.Lang))}, {Text: restsOn(r, d)}})
	}
	return t
}

// restsOn is what a definition rests on: a provision with its certainty, or a rule of ours.
func restsOn(r *gate.Request, d statistic.Definition) string {
	if d.Ours() {
		return r.T("statistic.own")
	}
	return d.Source + r.T("statistic.certainty", "certainty", d.Certainty.Label().In(string(r.Lang)))
}
