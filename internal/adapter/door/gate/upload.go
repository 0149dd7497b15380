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
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); !strings.EqualFold(strings.TrimSpace(kind), "multipart/form-data") {
		fields, err = r.Fields()
		return fields, file, err
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, file, fault.New(fault.Invalid, "fault.body.form", nil)
	}
	fields = url.Values{}
	left := int64(fieldBytes)
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return fields, file, nil
		}
		if err != nil {
			return nil, file, cut(err)
		}
		bound := left
		if part.FileName() != "" {
			bound = limit
		}
		var b bytes.Buffer
		n, err := io.Copy(&b, io.LimitReader(part, bound+1))
		switch {
		case err != nil:
			return nil, file, cut(err)
		case n > bound && part.FileName() != "":
			return nil, file, tooMuch(limit)
		case n > bound || len(fields) > 1000:
			return nil, file, fault.New(fault.Invalid, "fault.body.form", nil)
		case part.FileName() != "" && n > 0:
			file = Upload{Name: clipped(part.FileName()), Data: b.Bytes()}
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
