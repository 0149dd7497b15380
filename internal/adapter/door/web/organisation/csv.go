package organisation

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"

	"kanmin/internal/adapter/format/sheet"
)

// Digest is of what is asked for: the same key with the same values is the same act.
func Digest(values ...any) [32]byte {
	b, err := json.Marshal(values)
	if err != nil {
		panic(err) // strings, numbers and their lists only
	}
	return sha256.Sum256(b)
}

// WriteCSV answers with a table that Excel opens as it is: UTF-8 with its mark, CRLF, no cell that would be a formula.
// The name is Japanese, with a plain one for old programs.
func WriteCSV(w http.ResponseWriter, ascii, name string, rows [][]string) error {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	c := csv.NewWriter(&b)
	c.UseCRLF = true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = sheet.Guard(cell)
		}
		if err := c.Write(safe); err != nil {
			return err
		}
	}
	if c.Flush(); c.Error() != nil {
		return c.Error()
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+ascii+`.csv"; filename*=UTF-8''`+url.PathEscape(name)+`.csv`)
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	h.Set("Cache-Control", "no-store")
	_, _ = w.Write(b.Bytes()) // the client went away: nobody to tell
	return nil
}
