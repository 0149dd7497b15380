// Package upload reads a form with files: the fields, which come before the files, and then file by file, each piece by piece and each
// for itself. Those that can be kept are, and what is refused is said.
package upload

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// Limit bounds an upload: as many files as may stand beside one another, one that is over, and the fields around them.
const Limit = filing.AttachmentsBytes + filing.AttachmentMost + 64<<10

// Came is what was sent: the fields, how many files were taken, and what was refused.
type Came struct {
	Fields  map[string]string
	Took    int
	Refused []Refusal

	r *gate.Request
	n int
}

// Refusal is a file, or the whole where it has no name, with what is wrong.
type Refusal struct {
	Name string
	*fault.Error
}

// fieldLimit bounds each field before the files, partsMost how many parts are read.
const (
	fieldLimit = 1 << 12
	partsMost  = 250
)

// Take reads a form. file takes one file in; where none is needed a form without one is no
// refusal.
func Take(w http.ResponseWriter, r *gate.Request, needed bool, file func(c *Came, name string, body io.Reader) error) (*Came, error) {
	c := &Came{Fields: map[string]string{}, r: r}
	r.Request.Body = io.NopCloser(r.Incoming(w, r.Request.Body))
	parts, err := r.MultipartReader()
	if err != nil {
		return c, c.Refuse("", fault.New(fault.Invalid, "fault.body.form", nil))
	}
	for c.n = range partsMost {
		part, err := parts.NextRawPart()
		switch {
		case errors.Is(err, io.EOF) && needed && c.Took+len(c.Refused) == 0:
			return c, c.Refuse("", filing.NoAttachment())
		case errors.Is(err, io.EOF):
			return c, nil
		case err != nil:
			return c, c.Refuse("", broken(err))
		case part.FormName() != "file":
			err = c.field(part)
		case part.FileName() != "": // else nothing was chosen
			err = c.one(part, file)
		}
		if err != nil {
			return c, err
		}
	}
	return c, nil
}

// one takes one file. Another kind of fault than a refusal ends the whole.
func (c *Came) one(part *multipart.Part, file func(c *Came, name string, body io.Reader) error) error {
	if err := file(c, part.FileName(), part); err != nil {
		return c.Refuse(part.FileName(), err)
	}
	c.Took++
	return nil
}

// Key is the idempotency key of the file that is being taken.
func (c *Came) Key(digest [32]byte) (ident.Key, error) {
	return c.r.KeyOf(c.Fields["key"]+"-"+strconv.Itoa(c.n), digest)
}

// At is when the file that is being taken came: microseconds apart, so that files stay in the order in which they were sent.
func (c *Came) At(at ident.Instant) ident.Instant { return at + ident.Instant(c.n) }

// Refuse keeps what a person can mend, and gives any other error back.
func (c *Came) Refuse(name string, err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != fault.Invalid && e.Kind != fault.Exceeded {
		return err
	}
	c.Refused = append(c.Refused, Refusal{name, e})
	return nil
}

func (c *Came) field(part *multipart.Part) error {
	raw, err := io.ReadAll(io.LimitReader(part, fieldLimit))
	if err != nil {
		return c.Refuse("", broken(err))
	}
	c.Fields[part.FormName()] = string(raw)
	return nil
}

// Status is that of the first refusal.
func (c *Came) Status() int { return gate.Status(c.Refused[0].Error) }

// Told says each refusal, with the file where there were several, and how many files were taken nevertheless.
func (c *Came) Told(r *gate.Request) (list look.Problems, notice *look.Notice) {
	for _, one := range c.Refused {
		f := fault.Field{Path: "file", Code: one.Code, Args: one.Args}
		if len(one.Fields) > 0 {
			f = one.Fields[0]
		}
		p := look.Problem{ID: "file", Label: r.T("attached.file"), Text: r.Why(f)}
		if shown, err := filing.AttachmentName(one.Name); err == nil {
			p.Label = shown
		}
		list = append(list, p)
	}
	if c.Took > 0 {
		notice = &look.Notice{Tone: look.Good, Title: r.T("attached.took", "n", c.Took)}
	}
	return list, notice
}

// broken keeps faults; anything else is a line that broke.
func broken(err error) error {
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	return filing.CutOff()
}
