// Package kev reads the catalogue of known exploited vulnerabilities (KEV, CISA) as names of products.
package kev

import (
	"encoding/json"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product"
)

// Entries gives one entry per vendorProject and product. The catalogue has no codes: an entry joins an
// identity by maker and name. Rows that name several products at once ("Multiple Products") are
// passed over.
func Entries(b []byte) ([]product.Entry, error) {
	var doc struct {
		Vulnerabilities []struct {
			VendorProject string `json:"vendorProject"`
			Product       string `json:"product"`
			DateAdded     string `json:"dateAdded"`
		} `json:"vulnerabilities"`
	}
	if err := json.Unmarshal(b, &doc); err != nil {
		return nil, fault.New(fault.Invalid, "fault.import.json", fault.Args{"reason": err.Error()})
	}
	at := map[[2]string]int{}
	var out []product.Entry
	for _, v := range doc.Vulnerabilities {
		maker, name := strings.TrimSpace(v.VendorProject), strings.TrimSpace(v.Product)
		if maker == "" || name == "" || strings.HasPrefix(name, "Multiple") || strings.Contains(name, " and ") {
			continue
		}
		key := [2]string{strings.ToLower(maker), strings.ToLower(name)}
		i, known := at[key]
		if !known {
			i = len(out)
			at[key] = i
			out = append(out, product.Entry{
				Origin: product.KEV,
				Maker:  []product.Name{{Text: maker, Lang: "en", Use: product.Official, Origin: product.KEV, On: v.DateAdded}},
				Names:  []product.Name{{Text: name, Lang: "en", Use: product.Alias, Origin: product.KEV, On: v.DateAdded}},
			})
		}
		out[i].Count++
	}
	return out, nil
}
