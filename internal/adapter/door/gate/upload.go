package gate

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"kanmin/internal/domain/fault"
)

// Upload is a file that came with a form; it is empty where none was chosen.
type Upload struct {
	Name string
	Data []byte
}

// fieldBytes bounds all fields beside a file together.
const fieldBytes = 16 << 20

// Uploaded reads a form with at most one file, of at most limit bytes; a form without files is read as Fields does.
func (r *Request) Uploaded(limit int64) (fields url.Values, file Upload, err error) {
	fields, err = r.uploads(limit, func(_ string, u Upload) { file = u })
	return fields, file, err
}

// Uploads is Uploaded for a form with several files, each of at most limit bytes, by the names of their fields.
func (r *Request) Uploads(limit int64) (fields url.Values, files map[string]Upload, err error) {
	files = map[string]Upload{}
	fields, err = r.uploads(limit, func(name string, u Upload) { files[name] = u })
	return fields, files, err
}

// filesMost bounds the files of one form.
const filesMost = 10

// uploads reads a form part by part and hands over each file with the name of its field, in the order in which they came.
func (r *Request) uploads(limit int64, take func(name string, u Upload)) (fields url.Values, err error) {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); !strings.EqualFold(strings.TrimSpace(kind), "multipart/form-data") {
		return r.Fields()
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fault.New(fault.Invalid, "fault.body.form", nil)
	}
	fields = url.Values{}
	left, files := int64(fieldBytes), 0
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return fields, nil
		}
		if err != nil {
			return nil, cut(err)
		}
		bound := left
		if part.FileName() != "" {
			bound = limit
		}
		var b bytes.Buffer
		n, err := io.Copy(&b, io.LimitReader(part, bound+1))
		switch {
		case err != nil:
			return nil, cut(err)
		case n > bound && part.FileName() != "":
			return nil, tooMuch(limit)
		case n > bound || len(fields) > 1000 || files > filesMost:
			return nil, fault.New(fault.Invalid, "fault.body.form", nil)
		case part.FileName() != "" && n > 0:
			files++
			take(part.FormName(), Upload{Name: clipped(part.FileName()), Data: b.Bytes()})
		case part.FileName() == "":
			left -= n
			fields.Add(part.FormName(), b.String())
		}
	}
}

// tooMuch names the limit that a file went over, in MiB where it is a whole number of them.
func tooMuch(limit int64) error {
	if limit%(1<<20) != 0 {
		return fault.New(fault.Invalid, "fault.body.large", fault.Args{"limit": strconv.FormatInt(limit, 10)})
	}
	return fault.New(fault.Invalid, "fault.sheet.bytes", fault.Args{"limit": strconv.FormatInt(limit>>20, 10)})
}

// cut says why a body could not be read to its end.
func cut(err error) error {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return unreadable(err)
	}
	return fault.New(fault.Invalid, "fault.body.form", nil)
}

// clipped is a file's name as it may be shown.
func clipped(s string) string {
	s = strings.ToValidUTF8(s, "")
	for utf8.RuneCountInString(s) > 100 {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
	}
	return s
}
