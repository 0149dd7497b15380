package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"

	"kanmin/internal/domain/fault"
)

// XML goes through a document element by element, holding one record of it at a time. Entities of its own, other encodings than
// UTF-8 and anything behind its end are faults.
type XML struct {
	Place
	inner *xml.Decoder // knows where it stands
	outer *xml.Decoder // what decodes; it sees the same tokens, counted
	kept  *kept
	begin int64
	depth int
}

// NewXML reads a document of a file that faults call by name.
func NewXML(name string, in io.Reader) *XML {
	k := &kept{in: in, left: maxRecord}
	x := &XML{Place: Place{File: name}, inner: xml.NewDecoder(k), kept: k}
	x.outer = xml.NewTokenDecoder(counted{x})
	return x
}

// counted are the tokens of a document that is not too deep.
type counted struct{ x *XML }

func (c counted) Token() (xml.Token, error) {
	t, err := c.x.inner.Token()
	switch t.(type) {
	case xml.StartElement:
		if c.x.depth++; c.x.depth > maxDepth {
			return nil, c.x.Here().Over("fault.feed.deep", maxDepth)
		}
	case xml.EndElement:
		c.x.depth--
	}
	return t, err
}

// Next passes on to the next element, at whatever depth; io.EOF at the document's end.
func (x *XML) Next() (*xml.StartElement, error) {
	for {
		x.begin = x.inner.InputOffset()
		x.kept.forget(x.begin)
		t, err := x.outer.Token()
		if err != nil {
			return nil, x.fault(err)
		}
		if e, ok := t.(xml.StartElement); ok {
			return &e, nil
		}
	}
}

// Decode takes the element that Next found into v and returns it as it was written, good until the next call.
func (x *XML) Decode(v any, start *xml.StartElement) ([]byte, error) {
	if err := x.outer.DecodeElement(v, start); err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, x.fault(err)
	}
	return x.kept.since(x.begin, x.inner.InputOffset()), nil
}

// Here is the place with the line that has been reached.
func (x *XML) Here() Place {
	p := x.Place
	p.Line, _ = x.inner.InputPos()
	return p
}

func (x *XML) fault(err error) error {
	if errors.Is(err, io.EOF) && x.depth == 0 {
		return io.EOF
	}
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return f
	}
	if s, ok := errors.AsType[*xml.SyntaxError](err); ok && s.Msg != "unexpected EOF" {
		return x.Here().because("fault.feed.xml", err)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || isCut(err) {
		return x.Here().because("fault.feed.cut", err)
	}
	return x.Here().because("fault.feed.xml", err)
}

func isCut(err error) bool {
	s, ok := errors.AsType[*xml.SyntaxError](err)
	return ok && s.Msg == "unexpected EOF"
}

// kept holds what was read since a record began.
type kept struct {
	in   io.Reader
	buf  []byte
	gone int64 // bytes before buf
	left int   // what a record may still have
}

func (k *kept) Read(p []byte) (int, error) {
	if k.left <= 0 {
		return 0, Place{}.Over("fault.feed.long", maxRecord>>20)
	}
	n, err := k.in.Read(p)
	k.buf = append(k.buf, p[:n]...)
	k.left -= n
	return n, err
}

func (k *kept) forget(upTo int64) {
	n := min(max(upTo-k.gone, 0), int64(len(k.buf)))
	if n == 0 {
		return
	}
	k.buf = append(k.buf[:0], k.buf[n:]...)
	k.gone += n
	k.left = maxRecord
}

func (k *kept) since(begin, end int64) []byte {
	return bytes.TrimSpace(k.buf[max(begin-k.gone, 0):min(end-k.gone, int64(len(k.buf)))])
}
