package signin

import (
	"errors"
	"io"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/fault"
)

// Handed reads a file of at most limit bytes, or the text that stands for it, and the id that came along. What is longer
// ends at the limit, so that whoever reads it finds it damaged.
func Handed(r *gate.Request, limit int64) (data []byte, id string, err error) {
	bad := fault.New(fault.Invalid, "fault.body.form", nil)
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		form, err := r.Fields()
		return []byte(form.Get("text")), form.Get("id"), err
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, "", bad
	}
	for range 10 {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return data, id, nil
		}
		if err != nil {
			return nil, "", bad
		}
		b, err := io.ReadAll(io.LimitReader(part, limit))
		switch {
		case err != nil:
			return nil, "", bad
		case part.FormName() == "id":
			id = string(b)
		case len(b) > 0 && (part.FormName() == "file" || part.FormName() == "text" && len(data) == 0):
			data = b
		}
	}
	return nil, "", bad
}
