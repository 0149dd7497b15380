package listsheet

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/form/tabular"
)

// Table is a short list as a file, in the formats of long ones: all of it is in memory, so that nothing leaves before it is whole.
type Table struct {
	File    string // its name for old programs, in ASCII, without an ending
	Title   string // its name for people, and of the sheet
	List    string // what the rows are called in JSON
	Columns []Column
	Rows    [][]any // a text or a whole number in each column
}

// Column is one column: Key names it in JSON, Title in sheets. Where one of them is empty, the column is not there.
type Column struct{ Key, Title string }

// Send hands the file out. A format that there is not is Absent; what an encoding does not have is Invalid with its place.
func (t Table) Send(w http.ResponseWriter, format string) error {
	media, name, data, err := t.Bytes(format)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", name)
	h.Set("Content-Length", strconv.Itoa(len(data)))
	h.Set("Cache-Control", "private, no-store")
	_, _ = w.Write(data) // the client went away: nobody to tell
	return nil
}

// Bytes is the file with its type and its disposition; the faults are those of Send.
func (t Table) Bytes(format string) (media, name string, data []byte, err error) {
	if media, err = Media(format); err != nil {
		return "", "", nil, err
	}
	var out bytes.Buffer
	switch format {
	case "json":
		err = t.json(&out)
	case "xlsx":
		err = sheet.Write(&out, t.page())
	case "csv":
		err = sheet.WriteCSV(&out, sheet.UTF8, t.page())
	default:
		err = sheet.WriteCSV(&out, sheet.CP932, t.page())
	}
	if e, ok := errors.AsType[*sheet.Fault](err); ok {
		err = e.Refused()
	}
	return media, disposition(format, t.File, t.Title), out.Bytes(), err
}

// WriteCSV writes it as CSV in UTF-8, for a place that is no answer of its own.
func (t Table) WriteCSV(w io.Writer) error { return sheet.WriteCSV(w, sheet.UTF8, t.page()) }

func (t Table) page() sheet.Page {
	p := sheet.Page{Name: tabular.SheetName(t.Title), Rows: func(yield func([]string) bool) {
		for _, row := range t.Rows {
			var cells []string
			for i, c := range row {
				if t.Columns[i].Title != "" {
					cells = append(cells, fmt.Sprint(c))
				}
			}
			if !yield(cells) {
				return
			}
		}
	}}
	for _, c := range t.Columns {
		if c.Title != "" {
			p.Columns = append(p.Columns, sheet.Head{Title: c.Title, Width: 24})
		}
	}
	return p
}

func (t Table) json(w io.Writer) error {
	rows := make([]map[string]any, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = map[string]any{}
		for j, c := range row {
			if key := t.Columns[j].Key; key != "" {
				rows[i][key] = c
			}
		}
	}
	return json.NewEncoder(w).Encode(map[string]any{t.List: rows})
}
