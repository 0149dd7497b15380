package organisation

import (
	"crypto/sha256"
	"encoding/json"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/listsheet"
)

// Digest is of what is asked for: the same key with the same values is the same act.
func Digest(values ...any) [32]byte {
	b, err := json.Marshal(values)
	if err != nil {
		panic(err) // strings, numbers and their lists only
	}
	return sha256.Sum256(b)
}

// WriteCSV answers with a table that Excel opens as it is: UTF-8 with its mark, CRLF, no cell that would be a formula. The first row are the headings.
// The name is Japanese, with a plain one for old programs.
func WriteCSV(w http.ResponseWriter, ascii, name string, rows [][]string) error {
	t := listsheet.Table{File: ascii, Title: name}
	for _, title := range rows[0] {
		t.Columns = append(t.Columns, listsheet.Column{Title: title})
	}
	for _, row := range rows[1:] {
		cells := make([]any, len(row))
		for i, c := range row {
			cells[i] = c
		}
		t.Rows = append(t.Rows, cells)
	}
	return t.Send(w, "csv")
}

// ExportPath is below which the organisation's lists leave as files: the name of the list and the format follow.
const ExportPath = Path + "/export/"

// Exports are the links by which a list leaves as its filter leaves it.
func Exports(r *gate.Request, path, query string) []look.Link {
	return look.Downloads(r.Lang, listsheet.Formats, func(format string) string { return path + format + "?" + query })
}
