// Package productlist reads a file that names products, of whichever kind it is, into a dictionary that is being built.
// The kind is told by the content, never by the file's name.
package productlist

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"kanmin/internal/adapter/format/cpe"
	"kanmin/internal/adapter/format/csaf"
	"kanmin/internal/adapter/format/cve"
	"kanmin/internal/adapter/format/cyclonedx"
	"kanmin/internal/adapter/format/kev"
	"kanmin/internal/adapter/format/myjvn"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/lookup"
)

// Kind is what a file is.
type Kind string

// The kinds.
const (
	CPEList   Kind = "cpe-list" // vendor, tab, product, tab, count
	NVD       Kind = "nvd-cpe"  // the NVD's CPE dictionary, products API 2.0
	KEV       Kind = "kev"
	CVE       Kind = "cve" // CVE records
	CSAF      Kind = "csaf"
	CycloneDX Kind = "cyclonedx"
	MyJVN     Kind = "myjvn" // getVendorList, getProductList, both generations
)

// Found is what one file gave.
type Found struct {
	Kind     Kind
	Makers   int
	Products int
}

// The bounds of one file.
const (
	maxBytes    = 256 << 20 // unpacked
	maxProducts = 2_000_000
)

// Into is where what was read goes (lookup.Builder).
type Into interface {
	AddPair(vendor, name string, count int)
	AddMaker(m product.Maker)
	AddEntry(e product.Entry)
}

var _ Into = (*lookup.Builder)(nil)

// Read reads one file, gzip or plain, and hands everything over only when the whole file was read: a bad file adds
// nothing. An Invalid or Exceeded fault names the place: the line, the document of several, or the byte.
func Read(r io.Reader, to Into) (Found, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	if head, err := in.Peek(2); err == nil && head[0] == 0x1f && head[1] == 0x8b {
		z, err := gzip.NewReader(in)
		if err != nil {
			return Found{}, broken(err)
		}
		in = bufio.NewReaderSize(z, 64<<10)
	}
	bounded := &io.LimitedReader{R: in, N: maxBytes + 1}
	w := &held{}
	err := w.read(bufio.NewReaderSize(bounded, 64<<10))
	if bounded.N <= 0 { // what follows of a cut file is no fault of its own
		return Found{Kind: w.Kind}, fault.New(fault.Exceeded, "fault.import.size", fault.Args{"limit": strconv.Itoa(maxBytes >> 20)})
	}
	if err != nil {
		return Found{Kind: w.Kind}, err
	}
	if w.Products+w.Makers == 0 {
		return Found{Kind: w.Kind}, fault.New(fault.Invalid, "fault.import.nothing", nil)
	}
	w.hand(to)
	return w.Found, nil
}

// held keeps what a file gave until the whole file was read.
type held struct {
	Found
	pairs   []pair
	makers  []product.Maker
	entries []product.Entry
}

type pair struct {
	vendor, name string
	count        int
}

func (w *held) hand(to Into) {
	for _, p := range w.pairs {
		to.AddPair(p.vendor, p.name, p.count)
	}
	for _, m := range w.makers {
		to.AddMaker(m)
	}
	for _, e := range w.entries {
		to.AddEntry(e)
	}
}

func (w *held) read(in *bufio.Reader) error {
	first, err := firstSign(in)
	switch {
	case errors.Is(err, io.EOF):
		return fault.New(fault.Invalid, "fault.import.nothing", nil)
	case err != nil:
		return broken(err)
	case first == '{' || first == '[':
		return w.documents(in)
	case first == '<':
		w.Kind = MyJVN
		b, err := io.ReadAll(in)
		if err != nil {
			return broken(err)
		}
		return w.page(b)
	}
	w.Kind = CPEList
	err = cpe.ReadList(in, func(vendor, name string, count int) {
		w.pairs = append(w.pairs, pair{vendor, name, count})
		w.Products++
	})
	if err != nil && fault.KindOf(err) == fault.Internal {
		return broken(err)
	}
	return err
}

// firstSign passes over a byte order mark and white space and shows what comes then. Tabs and line ends before a list's
// first line say nothing.
func firstSign(in *bufio.Reader) (byte, error) {
	if head, err := in.Peek(3); err == nil && bytes.Equal(head, []byte("\ufeff")) {
		_, _ = in.Discard(3)
	}
	for {
		b, err := in.Peek(1)
		if err != nil {
			return 0, err
		}
		switch b[0] {
		case ' ', '\r', '\n':
			_, _ = in.Discard(1)
		default:
			return b[0], nil
		}
	}
}

// documents reads JSON: one document, several one after another (a record a line), or a list of them.
func (w *held) documents(in *bufio.Reader) error {
	d := json.NewDecoder(in)
	if first, err := in.Peek(1); err == nil && first[0] == '[' {
		if _, err := d.Token(); err != nil {
			return unread("byte 0", err)
		}
	}
	for n := 1; d.More(); n++ {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return unread(place(n, d.InputOffset(), err), err)
		}
		if err := w.document(raw); err != nil {
			return within(n, err)
		}
		if w.Products > maxProducts {
			return fault.New(fault.Exceeded, "fault.import.rows", fault.Args{"limit": strconv.Itoa(maxProducts)})
		}
	}
	return nil
}

func place(n int, at int64, err error) string {
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		at = e.Offset
	}
	return "document " + strconv.Itoa(n) + ", byte " + strconv.FormatInt(at, 10)
}

// within says which of several documents a fault is of.
func within(n int, err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return unread("document "+strconv.Itoa(n), err)
	}
	c := *e
	if len(c.Fields) == 0 {
		c.Fields = []fault.Field{{Path: "document " + strconv.Itoa(n), Code: c.Code, Args: c.Args}}
	} else if n > 1 {
		c.Fields[0].Path = "document " + strconv.Itoa(n) + ", " + c.Fields[0].Path
	}
	return &c
}

func (w *held) document(raw []byte) error {
	kind, err := kindOf(raw)
	if err != nil {
		return err
	}
	if w.Kind != "" && w.Kind != kind {
		return fault.New(fault.Invalid, "fault.import.format", fault.Args{"want": string(w.Kind)})
	}
	w.Kind = kind
	if kind == MyJVN {
		return w.page(raw)
	}
	list, err := entries[kind](raw)
	if err != nil {
		return err
	}
	w.entries = append(w.entries, list...)
	w.Products += len(list)
	return nil
}

var entries = map[Kind]func([]byte) ([]product.Entry, error){
	NVD: cpe.ReadNVD, KEV: kev.Entries, CVE: cve.Entries, CSAF: csaf.Entries, CycloneDX: cyclonedx.Entries,
}

func (w *held) page(b []byte) error {
	p, err := myjvn.Read(b)
	if err != nil {
		return err
	}
	w.makers, w.entries = append(w.makers, p.Makers...), append(w.entries, p.Entries...)
	w.Makers += len(p.Makers)
	w.Products += len(p.Entries)
	return nil
}

// kindOf tells a JSON document by the members that only its kind has.
func kindOf(raw []byte) (Kind, error) {
	var doc struct {
		BomFormat string          `json:"bomFormat"`
		JVN       json.RawMessage `json:"jvn_product_dictionary"`
		Status    json.RawMessage `json:"status"`
		KEV       json.RawMessage `json:"vulnerabilities"`
		Catalog   string          `json:"catalogVersion"`
		CSAF      json.RawMessage `json:"document"`
		CVE       json.RawMessage `json:"containers"`
		NVD       json.RawMessage `json:"products"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return "", unread("document", err)
	}
	switch {
	case doc.BomFormat != "":
		return CycloneDX, nil
	case doc.JVN != nil || doc.Status != nil:
		return MyJVN, nil
	case doc.CVE != nil:
		return CVE, nil
	case doc.CSAF != nil:
		return CSAF, nil
	case doc.Catalog != "" && doc.KEV != nil:
		return KEV, nil
	case doc.NVD != nil:
		return NVD, nil
	}
	return "", fault.New(fault.Invalid, "fault.import.kind", nil)
}

func unread(where string, err error) error {
	return &fault.Error{
		Kind: fault.Invalid, Code: "fault.import.json", Args: fault.Args{"reason": err.Error()},
		Fields: []fault.Field{{Path: where, Code: "fault.import.json", Args: fault.Args{"reason": err.Error()}}}, Err: err,
	}
}

// broken is a file that could not be read to its end: cut off, damaged, not readable.
func broken(err error) error {
	return &fault.Error{Kind: fault.Invalid, Code: "fault.import.broken", Args: fault.Args{"reason": err.Error()}, Err: err}
}
