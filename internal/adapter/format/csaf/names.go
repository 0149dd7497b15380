// Package csaf reads CSAF 2.0 and 2.1 documents.
package csaf

import (
	"encoding/json"
	"strings"

	"kanmin/internal/adapter/format/cpe"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product"
)

// maxDepth bounds the product tree; the standard gives no bound.
const maxDepth = 24

type branch struct {
	Category string   `json:"category"`
	Name     string   `json:"name"`
	Branches []branch `json:"branches"`
	Product  *leaf    `json:"product"`
}

type leaf struct {
	Name   string `json:"name"`
	ID     string `json:"product_id"`
	CPE    string `json:"cpe"` // where MyJVN's first documents have it
	Helper struct {
		CPE   string   `json:"cpe"`
		PURL  string   `json:"purl"`
		PURLs []string `json:"purls"`
	} `json:"product_identification_helper"`
}

// Entries gives the products of a document's tree: the names of the branches "vendor" and
// "product_name" above each leaf, with the CPE, purl and product ids of the leaves below.
func Entries(b []byte) ([]product.Entry, error) {
	var doc struct {
		Document struct {
			Publisher struct {
				Namespace string `json:"namespace"`
			} `json:"publisher"`
		} `json:"document"`
		Tree struct {
			Branches []branch `json:"branches"`
			Full     []leaf   `json:"full_product_names"`
		} `json:"product_tree"`
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		return nil, fault.New(fault.Invalid, "fault.import.json", fault.Args{"reason": err.Error()})
	}
	w := walker{publisher: doc.Document.Publisher.Namespace, at: map[[2]string]int{}}
	for _, br := range doc.Tree.Branches {
		if err := w.walk(br, "", "", 0); err != nil {
			return nil, err
		}
	}
	for _, l := range doc.Tree.Full {
		w.leaf(l, "", l.Name)
	}
	return w.out, nil
}

type walker struct {
	publisher string
	at        map[[2]string]int
	out       []product.Entry
}

func (w *walker) walk(b branch, maker, name string, depth int) error {
	if depth > maxDepth {
		return fault.New(fault.Exceeded, "fault.import.depth", fault.Args{"limit": "24"})
	}
	switch b.Category {
	case "vendor":
		maker = strings.TrimSpace(b.Name)
	case "product_name":
		name = strings.TrimSpace(b.Name)
	}
	if b.Product != nil {
		w.leaf(*b.Product, maker, name)
	}
	for _, c := range b.Branches {
		if err := w.walk(c, maker, name, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) leaf(l leaf, maker, name string) {
	if name == "" {
		name = strings.TrimSpace(l.Name)
	}
	if name == "" {
		return
	}
	key := [2]string{maker, name}
	i, known := w.at[key]
	if !known {
		i = len(w.out)
		w.at[key] = i
		e := product.Entry{Origin: product.CSAF, Count: 1, Names: []product.Name{{Text: name, Use: product.Alias, Origin: product.CSAF}}}
		if maker != "" {
			e.Maker = []product.Name{{Text: maker, Use: product.Official, Origin: product.CSAF}}
		}
		w.out = append(w.out, e)
	}
	e := &w.out[i]
	if n, ok := cpe.Parse(l.Helper.CPE); ok {
		addCode(e, product.SchemeCPE, n.Pair())
	}
	for _, p := range append(l.Helper.PURLs, l.Helper.PURL) {
		if p != "" {
			addCode(e, product.SchemePURL, bare(p))
		}
	}
	if l.ID != "" && len(e.Codes) < 64 {
		addCode(e, product.SchemeCSAF, w.publisher+"|"+l.ID)
	}
}

// bare is a package URL without version, qualifiers and subpath.
func bare(purl string) string {
	if i := strings.IndexAny(purl, "?#"); i >= 0 {
		purl = purl[:i]
	}
	if i := strings.LastIndexByte(purl, '@'); i > strings.LastIndexByte(purl, '/') {
		purl = purl[:i]
	}
	return purl
}

func addCode(e *product.Entry, s product.Scheme, value string) {
	for _, c := range e.Codes {
		if c.Scheme == s && c.Value == value {
			return
		}
	}
	e.Codes = append(e.Codes, product.Code{Scheme: s, Value: value, Origin: product.CSAF})
}
