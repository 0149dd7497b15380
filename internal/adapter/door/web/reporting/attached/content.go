package attached

import (
	"bytes"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/access"
)

// content is what arrived as a book, as CSV or as JSON: the sections that the reader received. Taking it is a look.
func (p Pages) content(own bool) gate.Handler {
	return func(w http.ResponseWriter, r *gate.Request) error {
		var out bytes.Buffer
		o, err := p.open(r, own, access.LookExport, func(o opened) error { // a file that is not there is no look
			f, err := o.filed()
			if err != nil {
				return err
			}
			_, err = f.Write(&out, r.PathValue("file"), inJapanese)
			return err
		})
		if err != nil {
			return err
		}
		gate.Handout{Name: o.of.Name.Ja + "-" + string(o.Number) + "-" + r.PathValue("file"), Size: int64(out.Len())}.Write(w)
		_, _ = out.WriteTo(w) // the client went away: nobody to tell
		return nil
	}
}

func (o opened) filed() (formsheet.Filed, error) {
	return formsheet.Arrived(o.of, o.Filing, o.Content, inJapanese)
}

// inJapanese says what stands in files.
func inJapanese(key string, pairs ...any) string { return look.Say(look.Ja, key, pairs...) }
