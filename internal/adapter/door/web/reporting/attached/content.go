package attached

import (
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/access"
)

// content is what arrived as a book, as CSV, as JSON or in the official form: the sections that the reader received. Taking it is a look.
func (p Pages) content(own bool) gate.Handler {
	return func(w http.ResponseWriter, r *gate.Request) error {
		var file formsheet.Taken
		o, err := p.open(r, own, access.LookExport, func(tx FiledTx, o opened) error { // a file that is not there is no look
			f, err := o.filed()
			if err != nil {
				return err
			}
			file, err = f.Take(tx, r.PathValue("file"), inJapanese)
			return err
		})
		if err != nil {
			return err
		}
		out, err := file.Bytes(r.Context(), p.Fill)
		if err != nil {
			return err
		}
		gate.Handout{Name: o.of.Name.Ja + "-" + string(o.Number) + "-" + r.PathValue("file"), Size: int64(len(out))}.Write(w)
		_, _ = w.Write(out) // the client went away: nobody to tell
		return nil
	}
}

func (o opened) filed() (formsheet.Filed, error) {
	return formsheet.Arrived(o.of, o.Filing, o.Content, inJapanese)
}

// inJapanese says what stands in files.
func inJapanese(key string, pairs ...any) string { return look.Say(look.Ja, key, pairs...) }
