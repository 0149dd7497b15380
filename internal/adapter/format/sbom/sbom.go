// Package sbom reads bills of materials (SBOM): CycloneDX as JSON and XML, SPDX as JSON and tag-value. It builds large values of hostile documents, so
// it runs in the child alone (package read).
package sbom

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/format/cpe"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/bill"
	"kanmin/internal/domain/fault"
)

// Bounds of a bill of materials beside those of every file: how deep its values lie in one another, and how long one text of a part is.
const (
	billDepth = 64
	billText  = 1000 // bytes
)

// Versions of the standards that are read.
var (
	cycloneVersions = []string{"1.2", "1.3", "1.4", "1.5", "1.6", "1.7"}
	spdxVersions    = []string{"SPDX-2.2", "SPDX-2.3"}
)

// Read reads a document, whose kind is told by what stands in it. What keeps it from being read is a *sheet.Fault with its place. The libraries build all of a
// document at once, so it is gone through first for depth and number.
func Read(data []byte) (bill.Bill, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch head := bytes.TrimLeft(data, " \t\r\n"); {
	case bytes.HasPrefix(head, []byte("{")), bytes.HasPrefix(head, []byte("[")):
		return jsonBill(data)
	case bytes.HasPrefix(head, []byte("<")):
		return cycloneXML(data)
	case bytes.Contains(head[:min(len(head), 64<<10)], []byte("SPDXVersion:")):
		return spdxTags(data)
	case bytes.HasPrefix(head, []byte("PK")):
		return bill.Bill{}, &sheet.Fault{Code: "fault.bill.zip"}
	}
	return bill.Bill{}, &sheet.Fault{Code: "fault.bill.kind"}
}

// billFault is a fault with its place in the document.
func billFault(code, at string, more ...string) *sheet.Fault {
	f := &sheet.Fault{Code: code, Args: fault.Args{"at": clip(at)}}
	for i := 0; i+1 < len(more); i += 2 {
		f.Args[more[i]] = clip(more[i+1])
	}
	return f
}

func clip(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if r := []rune(s); len(r) > 120 {
		return string(r[:120]) + "…"
	}
	return s
}

// line is the line of an offset, as an editor counts.
func line(data []byte, offset int64) string {
	offset = max(0, min(offset, int64(len(data))))
	return strconv.Itoa(bytes.Count(data[:offset], []byte("\n"))+1) + ":" + strconv.Itoa(int(offset)-bytes.LastIndexByte(data[:offset], '\n'))
}

// jsonHead are the members by which a document says what it is.
type jsonHead struct {
	Format  *json.RawMessage `json:"bomFormat"`
	Spec    any              `json:"specVersion"`
	SPDX    any              `json:"spdxVersion"`
	Context *json.RawMessage `json:"@context"`
}

func jsonBill(data []byte) (b bill.Bill, err error) {
	if err := scanJSON(data); err != nil {
		return b, err
	}
	var h jsonHead
	if err := json.Unmarshal(data, &h); err != nil {
		return b, jsonFault(data, err)
	}
	spec, _ := h.Spec.(string)
	version, _ := h.SPDX.(string)
	switch {
	case h.Format != nil && string(*h.Format) == `"CycloneDX"`:
		if !slices.Contains(cycloneVersions, spec) {
			return b, billFault("fault.bill.version", "specVersion", "text", spec, "known", strings.Join(cycloneVersions, ", "))
		}
		return cycloneJSON(data)
	case h.SPDX != nil:
		if !slices.Contains(spdxVersions, version) {
			return b, billFault("fault.bill.version", "spdxVersion", "text", version, "known", strings.Join(spdxVersions, ", "))
		}
		return spdxJSON(data)
	case h.Context != nil && strings.Contains(string(*h.Context), "spdx.org"):
		return b, billFault("fault.bill.spdx3", "@context", "known", strings.Join(spdxVersions, ", "))
	}
	return b, &sheet.Fault{Code: "fault.bill.kind"}
}

// jsonFault is what keeps a document from being read, at its line.
func jsonFault(data []byte, err error) error {
	if f, ok := errors.AsType[*sheet.Fault](err); ok {
		return f
	}
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		return billFault("fault.bill.syntax", line(data, s.Offset))
	}
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return billFault("fault.bill.type", t.Field+" ("+line(data, t.Offset)+")")
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return billFault("fault.bill.syntax", line(data, int64(len(data))))
	}
	return billFault("fault.bill.type", clip(err.Error()))
}

// level is one object or array that a scan is in.
type level struct {
	name  string // of the member that holds it, with its place in a list
	list  bool
	n     int  // members so far
	value bool // of an object: the next token is a value
	last  string
}

// scanJSON goes through a document without keeping it: too deep, too many parts, or no JSON.
func scanJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var stack []level
	parts := 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) && len(stack) == 0 {
			return nil
		}
		if err != nil {
			return jsonFault(data, err)
		}
		if delim, ok := t.(json.Delim); ok && (delim == '}' || delim == ']') {
			stack = stack[:len(stack)-1]
			step(stack)
			continue
		}
		if n := len(stack); n > 0 && !stack[n-1].list && !stack[n-1].value {
			stack[n-1].last, _ = t.(string)
			stack[n-1].value = true
			continue
		}
		delim, opens := t.(json.Delim)
		if !opens {
			step(stack)
			continue
		}
		stack = append(stack, level{name: named(stack), list: delim == '['})
		if len(stack) > billDepth {
			return billFault("fault.bill.deep", path(stack[:8])+"…", "limit", strconv.Itoa(billDepth))
		}
		if counted(stack) {
			if parts++; parts > bill.MostParts {
				return billFault("fault.bill.many", path(stack), "limit", sheet.Number(bill.MostParts))
			}
		}
	}
}

// counted reports whether what was opened last is a part.
func counted(stack []level) bool {
	n := len(stack)
	if n < 2 || stack[n-1].list || !stack[n-2].list {
		return false
	}
	return strings.HasSuffix(stack[n-2].name, "components") || stack[n-2].name == "packages"
}

func step(stack []level) {
	if n := len(stack); n > 0 {
		stack[n-1].n++
		stack[n-1].value = false
	}
}

// named is how what opens now is called within what holds it.
func named(stack []level) string {
	n := len(stack)
	switch {
	case n == 0:
		return ""
	case stack[n-1].list:
		return "[" + strconv.Itoa(stack[n-1].n) + "]"
	}
	return stack[n-1].last
}

func path(stack []level) string {
	var b strings.Builder
	for _, l := range stack {
		if b.Len() > 0 && !strings.HasPrefix(l.name, "[") {
			b.WriteByte('.')
		}
		b.WriteString(l.name)
	}
	return b.String()
}

// parts gathers what a document names.
type parts struct {
	bill.Bill
	at map[string]int // where a ref stands
}

// add takes one part, and returns its place in the list. One that says again what the document is about is that one.
func (b *parts) add(p bill.Part) (int, error) {
	p.Tidy()
	for _, s := range append([]string{p.Ref, p.Type, p.Name, p.Version, p.Maker, p.PURL}, p.CPEs...) {
		if len(s) > billText {
			return 0, billFault("fault.bill.text", p.At, "limit", strconv.Itoa(billText))
		}
	}
	if p.Maker == "" {
		p.Maker = vendor(p.CPEs)
	}
	if was, twice := b.at[p.Ref]; twice && p.Ref != "" {
		if old := b.Parts[was]; old.Top && old.Name == p.Name && old.Version == p.Version {
			return was, nil
		}
		return 0, billFault("fault.bill.twice", p.At, "text", p.Ref, "first", b.Parts[was].At)
	}
	if b.at == nil {
		b.at = map[string]int{}
	}
	b.at[p.Ref] = len(b.Parts)
	if b.Parts = append(b.Parts, p); len(b.Parts) > bill.MostParts {
		return 0, billFault("fault.bill.many", p.At, "limit", sheet.Number(bill.MostParts))
	}
	return len(b.Parts) - 1, nil
}

// done is the bill; one without any part is none.
func (b *parts) done() (bill.Bill, error) {
	b.Name, b.Serial, b.Made = clip(strings.TrimSpace(b.Name)), strings.TrimSpace(b.Serial), clip(strings.TrimSpace(b.Made))
	switch {
	case len(b.Parts) == 0:
		return b.Bill, &sheet.Fault{Code: "fault.bill.empty"}
	case len(b.Serial) > billText:
		return b.Bill, billFault("fault.bill.text", "serialNumber", "limit", strconv.Itoa(billText))
	}
	return b.Bill, nil
}

// vendor is the maker as the first CPE names it.
func vendor(codes []string) string {
	for _, c := range codes {
		if n, ok := cpe.Parse(c); ok {
			return strings.ReplaceAll(n.Vendor, "_", " ")
		}
	}
	return ""
}
