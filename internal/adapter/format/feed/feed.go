// Package feed is what the readers of vulnerability feeds share: streams that are bounded, JSON and XML record by record with the
// place of each, and days and instants as sources write them.
//
// A feed is refused whole: what was handed on before a fault counts for nothing.
package feed

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"kanmin/internal/domain/fault"
)

// The bounds of one file. The largest that is published, a year of the NVD, has about 250 MB and 45,000 records.
const (
	MaxBytes   = 1 << 30 // unpacked
	MaxRecords = 500_000

	maxRecord     = 32 << 20
	maxDepth      = 64
	minRead       = 64 << 10
	maxEmptyReads = 100
)

// Place is where in a file something stands.
type Place struct {
	File   string
	Record int    // from 1; 0 before the first
	ID     string // what the record calls itself, once that is known
	At     string // the way from the beginning of the document: vulnerabilities[3].cve.id
	Line   int    // from 1; 0 when not known
}

// In is a place further inside.
func (p Place) In(steps ...string) Place {
	for _, s := range steps {
		switch {
		case s == "":
		case p.At == "" || s[0] == '[':
			p.At += s
		default:
			p.At += "." + s
		}
	}
	return p
}

// Item is the place of an entry of a list.
func (p Place) Item(list string, n int) Place { return p.In(list, "["+strconv.Itoa(n)+"]") }

// String is for logs: "kev.json, record 3 (CVE-2026-0001), vulnerabilities[2].dateAdded, line 40".
func (p Place) String() string {
	parts := []string{p.File}
	if p.Record > 0 {
		name := "record " + strconv.Itoa(p.Record)
		if p.ID != "" {
			name += " (" + Clip(p.ID) + ")"
		}
		parts = append(parts, name)
	} else if p.ID != "" {
		parts = append(parts, Clip(p.ID))
	}
	if p.At != "" {
		parts = append(parts, Clip(p.At))
	}
	if p.Line > 0 {
		parts = append(parts, "line "+strconv.Itoa(p.Line))
	}
	return strings.Join(parts, ", ")
}

// Fault is what keeps a feed from being read. Its sentence is told the place as file, record and at, beside what is added.
func (p Place) Fault(code string, more ...string) *fault.Error {
	a := fault.Args{"file": Clip(p.File), "record": p.record(), "at": p.at()}
	for i := 0; i+1 < len(more); i += 2 {
		a[more[i]] = Clip(more[i+1])
	}
	return &fault.Error{Kind: fault.Invalid, Code: code, Args: a, Fields: []fault.Field{{Path: p.String(), Code: code, Args: a}}}
}

// Over is the fault of what is beyond a bound.
func (p Place) Over(code string, limit int) *fault.Error {
	e := p.Fault(code, "limit", strconv.Itoa(limit))
	e.Kind = fault.Exceeded
	return e
}

// Wrong is the fault of a value that is not what it should be.
func (p Place) Wrong(text string) *fault.Error { return p.Fault("fault.feed.value", "text", text) }

func (p Place) record() string {
	if p.ID != "" {
		return Clip(p.ID)
	}
	if p.Record > 0 {
		return strconv.Itoa(p.Record)
	}
	return "–"
}

func (p Place) at() string {
	at := Clip(p.At)
	if p.Line > 0 {
		if at != "" {
			at += ", "
		}
		at += "L" + strconv.Itoa(p.Line)
	}
	if at == "" {
		return "–"
	}
	return at
}

func (p Place) because(code string, err error) *fault.Error {
	e := p.Fault(code)
	e.Err = err
	return e
}

// Broken is what a stream that fails means; one that is too long says so itself.
func (p Place) Broken(err error) error {
	if fault.KindOf(err) != fault.Internal {
		return err
	}
	e := p.Fault("fault.feed.broken", "reason", err.Error())
	e.Err = err
	return e
}

// Clip keeps a text that a fault repeats short.
func Clip(s string) string {
	const most = 120
	s = strings.ToValidUTF8(s, "\ufffd")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

// Bound is a stream that ends with a fault when it has more bytes than the limit.
func Bound(name string, in io.Reader, limit int64) io.Reader {
	return &bounded{Place: Place{File: name}, in: in, limit: limit, left: limit}
}

type bounded struct {
	Place
	in          io.Reader
	limit, left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.in.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, b.Over("fault.feed.size", int(b.limit>>20))
	}
	return n, err
}

// Short is the fault of a list that does not have as many entries as its document says.
func (p Place) Short(said, found int) *fault.Error {
	return p.Fault("fault.feed.short", "said", strconv.Itoa(said), "found", strconv.Itoa(found))
}

// Unfit is the fault of a record that cannot be kept, with the first reason.
func (p Place) Unfit(err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || len(e.Fields) == 0 {
		return err
	}
	f := p.In(e.Fields[0].Path).Fault("fault.feed.unfit", "text", e.Fields[0].Path)
	f.Err = err
	return f
}
