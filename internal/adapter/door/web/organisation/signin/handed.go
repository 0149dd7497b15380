package signin

import (
	"errors"
	"io"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/fault"
)

// Hand is what came in with a form: bytes, which row they are for, and the form's own key.
type Hand struct {
	Data    []byte
	ID, Key string
}

// Handed reads a file of at most limit bytes, or the text that stands for it, and the id that came along. What is longer
// ends at the limit, so that whoever reads it finds it damaged.
func Handed(r *gate.Request, limit int64) (in Hand, err error) {
	bad := fault.New(fault.Invalid, "fault.body.form", nil)
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		form, err := r.Fields()
		return Hand{Data: []byte(form.Get("text")), ID: form.Get("id"), Key: form.Get("key")}, err
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return Hand{}, bad
	}
	for range 10 {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return in, nil
		}
		if err != nil {
			return Hand{}, bad
		}
		b, err := io.ReadAll(io.LimitReader(part, limit))
		switch {
		case err != nil:
			return Hand{}, bad
		case part.FormName() == "id":
			in.ID = string(b)
		case part.FormName() == "key":
			in.Key = string(b)
		case len(b) > 0 && (part.FormName() == "file" || part.FormName() == "text" && len(in.Data) == 0):
			in.Data = b
		}
	}
	return Hand{}, bad
}
