package feed

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// JSON goes through documents of any length, holding one value of them at a time. What it meets stands at a place: the record
// that is being read, the way to it from the document's beginning, and the line.
type JSON struct {
	Place
	in    io.Reader
	buf   []byte
	at    int   // the next byte of buf
	gone  int64 // bytes before buf
	lines int   // line ends before buf[seen]
	seen  int
	ended bool
}

// NewJSON reads documents of a file that faults call by name.
func NewJSON(name string, in io.Reader) *JSON {
	return &JSON{Place: Place{File: name}, in: in}
}

// Within goes through bytes that are here already.
func Within(name string, b []byte) *JSON { return &JSON{Place: Place{File: name}, buf: b, ended: true} }

// Peek passes over white space and shows the byte that comes then; io.EOF when nothing comes.
func (j *JSON) Peek() (byte, error) {
	for {
		for ; j.at < len(j.buf); j.at++ {
			if c := j.buf[j.at]; c != ' ' && c != '\t' && c != '\r' && c != '\n' {
				return c, nil
			}
		}
		if err := j.more(); err != nil {
			return 0, err
		}
	}
}

// Ahead shows up to n bytes of what comes, without taking them.
func (j *JSON) Ahead(n int) ([]byte, error) {
	for len(j.buf)-j.at < n {
		if err := j.more(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
	}
	return j.buf[j.at:min(len(j.buf), j.at+n)], nil
}

// more reads on, behind what has not been taken yet; io.EOF at the end.
func (j *JSON) more() error {
	if j.ended {
		return io.EOF
	}
	if cap(j.buf)-len(j.buf) < minRead && j.at > 0 { // what was taken makes room
		j.Here()
		j.gone += int64(j.at)
		j.buf = append(j.buf[:0], j.buf[j.at:]...)
		j.at, j.seen = 0, 0
	}
	n := len(j.buf)
	if cap(j.buf)-n < minRead {
		j.buf = append(make([]byte, 0, max(2*cap(j.buf), 4*minRead)), j.buf...)
	}
	for range maxEmptyReads {
		m, err := j.in.Read(j.buf[n:cap(j.buf)])
		j.buf = j.buf[:n+m]
		switch {
		case errors.Is(err, io.EOF):
			j.ended = true
			if m == 0 {
				return io.EOF
			}
			return nil
		case err != nil:
			return j.Broken(err)
		case m > 0:
			return nil
		}
	}
	return j.Broken(io.ErrNoProgress)
}

// Value takes the next value as it is written. The bytes are good until the next call; whether they are a value is seen by who
// decodes them.
func (j *JSON) Value() ([]byte, error) {
	if _, err := j.Peek(); err != nil {
		return nil, j.cut(err)
	}
	s := scan{}
	for i := 0; ; {
		n, done, err := s.through(j.buf[j.at:], i)
		switch {
		case err != nil:
			return nil, j.Here().Over("fault.feed.deep", maxDepth)
		case done:
			return j.take(n), nil
		case n > maxRecord:
			return nil, j.Here().Over("fault.feed.long", maxRecord>>20)
		}
		i = n
		if err := j.more(); errors.Is(err, io.EOF) && s.scalar() && i > 0 {
			return j.take(i), nil
		} else if err != nil {
			return nil, j.cut(err)
		}
	}
}

func (j *JSON) take(n int) []byte {
	b := j.buf[j.at : j.at+n]
	j.at += n
	return b
}

// cut is what an end before its time means.
func (j *JSON) cut(err error) error {
	if errors.Is(err, io.EOF) {
		return j.Here().Fault("fault.feed.cut")
	}
	return err
}

// Here is the place with the line that has been reached.
func (j *JSON) Here() Place {
	j.lines += bytes.Count(j.buf[j.seen:j.at], newline)
	j.seen = j.at
	p := j.Place
	p.Line = j.lines + 1
	return p
}

var newline = []byte{'\n'}

// errDeep is a value nested too deeply.
var errDeep = errors.New("too deep")

// scan follows a value to its end.
type scan struct {
	depth   int
	quoted  bool
	escaped bool
}

// scalar reports whether a number or a word may end here.
func (s *scan) scalar() bool { return s.depth == 0 && !s.quoted }

// through goes on from b[i]; done says that the value ends before b[n].
func (s *scan) through(b []byte, i int) (n int, done bool, err error) {
	for ; i < len(b); i++ {
		c := b[i]
		if s.quoted {
			switch {
			case s.escaped:
				s.escaped = false
			case c == '\\':
				s.escaped = true
			case c == '"':
				if s.quoted = false; s.depth == 0 {
					return i + 1, true, nil
				}
			}
			continue
		}
		switch c {
		case '"':
			if s.depth == 0 && i > 0 {
				return i, true, nil
			}
			s.quoted = true
		case '{', '[':
			if s.depth++; s.depth > maxDepth {
				return i, false, errDeep
			}
		case '}', ']':
			if s.depth == 0 {
				return i, true, nil
			}
			if s.depth--; s.depth == 0 {
				return i + 1, true, nil
			}
		case ',', ':', ' ', '\t', '\r', '\n':
			if s.depth == 0 {
				return i, true, nil
			}
		}
	}
	return i, false, nil
}

// Decode takes the next value into v and returns it as it was written, good until the next call.
func (j *JSON) Decode(v any) ([]byte, error) {
	if _, err := j.Peek(); err != nil {
		return nil, j.cut(err)
	}
	begin := j.Here()
	raw, err := j.Value()
	if err != nil {
		return nil, err
	}
	return raw, begin.Unmarshal(raw, v)
}

// Unmarshal decodes a value that stands at the place; what keeps it from being read is named with its way and line.
func (p Place) Unmarshal(raw []byte, v any) error {
	if !utf8.Valid(raw) {
		return p.on(raw, int64(badByte(raw))).Fault("fault.feed.encoding")
	}
	err := json.Unmarshal(raw, v)
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		return p.on(raw, s.Offset).because("fault.feed.syntax", err)
	}
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return p.on(raw, t.Offset).In(t.Field).because("fault.feed.type", err)
	}
	if err != nil {
		return p.because("fault.feed.type", err)
	}
	return nil
}

func badByte(b []byte) int {
	at := 0
	for at < len(b) {
		r, n := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && n <= 1 {
			break
		}
		at += n
	}
	return at
}

// on is the place of a byte of a value.
func (p Place) on(raw []byte, offset int64) Place {
	p.Line += bytes.Count(raw[:max(0, min(int(offset), len(raw)))], newline)
	return p
}

// Skip takes the next value and sees only that it is one.
func (j *JSON) Skip() error {
	begin := j.Here()
	raw, err := j.Value()
	if err != nil {
		return err
	}
	if !json.Valid(raw) {
		return begin.Unmarshal(raw, new(any))
	}
	return nil
}

// Object goes through the members of the object that comes. f is told each name and takes the value; what it leaves is skipped.
func (j *JSON) Object(f func(name string) error) error {
	return j.inside('{', '}', func(int) error {
		name := ""
		if c, err := j.Peek(); err != nil || c != '"' {
			return j.unexpected(err)
		}
		if _, err := j.Decode(&name); err != nil {
			return err
		}
		if c, err := j.Peek(); err != nil || c != ':' {
			return j.unexpected(err)
		}
		j.at++
		return j.within(name, func() error { return f(name) })
	})
}

// List goes through the values of the list that comes. f is told the number of each, from 0, and takes it; what it leaves is skipped.
func (j *JSON) List(f func(n int) error) error {
	return j.inside('[', ']', func(n int) error {
		return j.within("["+strconv.Itoa(n)+"]", func() error { return f(n) })
	})
}

// within calls f at a step further, and skips the value if f did not take it.
func (j *JSON) within(step string, f func() error) error {
	back := j.At
	if j.At != "" && !strings.HasPrefix(step, "[") {
		j.At += "."
	}
	j.At += step
	if _, err := j.Peek(); err != nil {
		return j.cut(err)
	}
	before := j.gone + int64(j.at)
	err := f()
	if err == nil && j.gone+int64(j.at) == before {
		err = j.Skip()
	}
	j.At = back
	return err
}

func (j *JSON) inside(begin, end byte, f func(n int) error) error {
	if c, err := j.Peek(); err != nil || c != begin {
		return j.unexpected(err)
	}
	j.at++
	for n := 0; ; n++ {
		c, err := j.Peek()
		switch {
		case err != nil:
			return j.cut(err)
		case c == end && n == 0:
			j.at++
			return nil
		}
		if err := f(n); err != nil {
			return err
		}
		switch c, err = j.Peek(); {
		case err != nil:
			return j.cut(err)
		case c == end:
			j.at++
			return nil
		case c != ',':
			return j.unexpected(nil)
		}
		j.at++
	}
}

// unexpected is a byte that cannot stand where it stands.
func (j *JSON) unexpected(err error) error {
	if err != nil {
		return j.cut(err)
	}
	return j.Here().Fault("fault.feed.syntax")
}
