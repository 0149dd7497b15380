// Package cyclonedx reads CycloneDX bills of material (JSON, 1.2 to 1.6) as names of products.
package cyclonedx

import (
	"encoding/json"
	"strings"

	"kanmin/internal/adapter/format/cpe"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product"
)

// The bounds of one bill.
const (
	maxDepth      = 16
	maxComponents = 200_000
)

type component struct {
	Name       string      `json:"name"`
	Group      string      `json:"group"`
	Publisher  string      `json:"publisher"`
	CPE        string      `json:"cpe"`
	PURL       string      `json:"purl"`
	Supplier   named       `json:"supplier"`
	Maker      named       `json:"manufacturer"`
	Components []component `json:"components"`
}

type named struct {
	Name string `json:"name"`
}

// Entries gives one entry per component, nested ones too.
func Entries(b []byte) ([]product.Entry, error) {
	var doc struct {
		Format   string `json:"bomFormat"`
		Metadata struct {
			Component *component `json:"component"`
		} `json:"metadata"`
		Components []component `json:"components"`
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		return nil, fault.New(fault.Invalid, "fault.import.json", fault.Args{"reason": err.Error()})
	}
	if doc.Format != "CycloneDX" {
		return nil, fault.New(fault.Invalid, "fault.import.format", fault.Args{"want": "CycloneDX"})
	}
	list := doc.Components
	if doc.Metadata.Component != nil {
		list = append([]component{*doc.Metadata.Component}, list...)
	}
	var out []product.Entry
	err := walk(list, 0, func(c component) bool {
		if strings.TrimSpace(c.Name) != "" {
			out = append(out, entry(c))
		}
		return len(out) < maxComponents
	})
	return out, err
}

func walk(list []component, depth int, f func(component) bool) error {
	if depth > maxDepth {
		return fault.New(fault.Exceeded, "fault.import.depth", fault.Args{"limit": "16"})
	}
	for _, c := range list {
		if !f(c) {
			return fault.New(fault.Exceeded, "fault.import.rows", fault.Args{"limit": "200000"})
		}
		if err := walk(c.Components, depth+1, f); err != nil {
			return err
		}
	}
	return nil
}

func entry(c component) product.Entry {
	e := product.Entry{Origin: product.CycloneDX, Count: 1, Names: []product.Name{{Text: strings.TrimSpace(c.Name), Use: product.Alias, Origin: product.CycloneDX}}}
	for _, m := range []string{c.Maker.Name, c.Supplier.Name, c.Publisher, c.Group} {
		if m = strings.TrimSpace(m); m != "" {
			e.Maker = append(e.Maker, product.Name{Text: m, Use: product.Official, Origin: product.CycloneDX})
			break
		}
	}
	if n, ok := cpe.Parse(c.CPE); ok {
		e.Codes = append(e.Codes, product.Code{Scheme: product.SchemeCPE, Value: n.Pair(), Origin: product.CycloneDX})
	}
	if c.PURL != "" {
		p, _, _ := strings.Cut(c.PURL, "?")
		p, _, _ = strings.Cut(p, "#")
		if i := strings.LastIndexByte(p, '@'); i > strings.LastIndexByte(p, '/') {
			p = p[:i]
		}
		e.Codes = append(e.Codes, product.Code{Scheme: product.SchemePURL, Value: p, Origin: product.CycloneDX})
	}
	return e
}
