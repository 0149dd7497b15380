package cpe

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product"
)

// maxRows bounds a list; the whole register has about 150,000 pairs.
const maxRows = 2_000_000

// ReadList reads "vendor<TAB>product<TAB>count" lines and hands each to add. The count may be missing.
// Empty lines and lines that begin with # are passed over. An Invalid fault names the line.
func ReadList(r io.Reader, add func(vendor, name string, count int)) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 64<<10), 64<<10)
	n := 0
	for lines.Scan() {
		n++
		line := strings.TrimSuffix(lines.Text(), "\r")
		if line == "" || line[0] == '#' {
			continue
		}
		vendor, rest, ok := strings.Cut(line, "\t")
		name, number, _ := strings.Cut(rest, "\t")
		if !ok || vendor == "" || name == "" || !utf8.ValidString(line) || len(vendor)+len(name) > 1000 {
			return bad("line", n)
		}
		count := 0
		if number = strings.TrimSpace(number); number != "" {
			c, err := strconv.Atoi(number)
			if err != nil || c < 0 || c > 1<<30 {
				return bad("line", n)
			}
			count = c
		}
		if n > maxRows {
			return fault.New(fault.Exceeded, "fault.import.rows", fault.Args{"limit": strconv.Itoa(maxRows)})
		}
		add(vendor, name, count)
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return bad("line", n+1)
	}
	return lines.Err()
}

func bad(path string, n int) error {
	return &fault.Error{Kind: fault.Invalid, Code: "fault.import.unread",
		Fields: []fault.Field{{Path: path + " " + strconv.Itoa(n), Code: "fault.import.unread", Args: fault.Args{"place": strconv.Itoa(n)}}}}
}

type nvdDoc struct {
	Products []struct {
		CPE struct {
			CPEName    string `json:"cpeName"`
			Deprecated bool   `json:"deprecated"`
			Titles     []struct {
				Title string `json:"title"`
				Lang  string `json:"lang"`
			} `json:"titles"`
		} `json:"cpe"`
	} `json:"products"`
}

// ReadNVD reads a page of the NVD's CPE dictionary (products API 2.0). Names of one product are joined: an
// entry has the pair, the titles without version, and how many names it has. Deprecated names are
// passed over.
func ReadNVD(b []byte) ([]product.Entry, error) {
	var doc nvdDoc
	if err := json.Unmarshal(b, &doc); err != nil {
		return nil, fault.New(fault.Invalid, "fault.import.json", fault.Args{"reason": err.Error()})
	}
	at := map[string]int{}
	var out []product.Entry
	for i, p := range doc.Products {
		if p.CPE.Deprecated {
			continue
		}
		n, ok := Parse(p.CPE.CPEName)
		if !ok {
			return nil, bad("products", i)
		}
		k, known := at[n.Pair()]
		if !known {
			k = len(out)
			at[n.Pair()] = k
			out = append(out, product.Entry{Origin: product.CPE, Codes: []product.Code{{Scheme: product.SchemeCPE, Value: n.Pair(), Origin: product.CPE}}})
		}
		e := &out[k]
		e.Count++
		for _, t := range p.CPE.Titles {
			if title := withoutVersion(t.Title, n.Version); title != "" && len(e.Names) < 4 && !holds(e.Names, title) {
				e.Names = append(e.Names, product.Name{Text: title, Lang: t.Lang, Use: product.Alias, Origin: product.CPE})
			}
		}
	}
	return out, nil
}

func holds(names []product.Name, s string) bool {
	for _, n := range names {
		if n.Text == s {
			return true
		}
	}
	return false
}

// withoutVersion cuts a title before its version: "Example Server 1.2.3 for Windows" is the product's
// name only up to the number.
func withoutVersion(title, version string) string {
	title = strings.TrimSpace(title)
	if !named(version) {
		return title
	}
	if i := strings.Index(strings.ToLower(title), strings.ToLower(version)); i > 0 {
		title = strings.TrimRight(strings.TrimSpace(title[:i]), " vV-")
	}
	return title
}
