package filling

import (
	"bytes"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
)

// inJapanese says what stands in files: by their headings they are known again.
func inJapanese(key string, pairs ...any) string { return look.Say(look.Ja, key, pairs...) }

// excelFile hands out the template, the draft as it stands, or one part of it as CSV.
func (p Pages) excelFile(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r, false)
	if err != nil {
		return err
	}
	name := r.PathValue("file")
	var out bytes.Buffer
	if _, err = formsheet.File(&out, d.of, d.values, name, inJapanese); fault.Is(err, fault.Invalid) {
		return p.unreadable(w, r, err)
	} else if err != nil {
		return err
	}
	return download(w, d.of.Name.Ja+"-"+string(d.Number)+"-"+name, &out)
}

func download(w http.ResponseWriter, name string, body *bytes.Buffer) error {
	gate.Handout{Name: name, Size: int64(body.Len())}.Write(w)
	_, _ = body.WriteTo(w) // the client went away: nobody to tell
	return nil
}

// marked is the file as it was read, with what to mend beside each row.
func marked(w http.ResponseWriter, r *gate.Request, d work, b brought) error {
	var out bytes.Buffer
	err := formsheet.Marked(&out, b.Grids, b.book.Book, formsheet.Reader{
		Note: r.T("excel.note"), Label: func(f form.Field) string { return reporting.Label(r.Lang, f) }, Why: r.Why,
	})
	if err != nil {
		return err
	}
	return download(w, d.of.Name.Ja+"-"+string(d.Number)+r.T("excel.marked.file")+".xlsx", &out)
}
