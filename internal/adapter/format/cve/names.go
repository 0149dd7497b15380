// Package cve reads CVE records (CVE Record Format 5).
package cve

import (
	"encoding/json"
	"strings"

	"kanmin/internal/adapter/format/cpe"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product"
)

type affected struct {
	Vendor      string   `json:"vendor"`
	Product     string   `json:"product"`
	PackageName string   `json:"packageName"`
	CPEs        []string `json:"cpes"`
}

// Entries gives what one record says about names: vendor and product as its issuer wrote them, with the CPE
// names of the same entry. An entry whose CPE names mean several products gives no code: which one it
// means is not said.
func Entries(b []byte) ([]product.Entry, error) {
	var rec struct {
		Containers struct {
			CNA struct {
				Affected []affected `json:"affected"`
			} `json:"cna"`
			ADP []struct {
				Affected []affected `json:"affected"`
			} `json:"adp"`
		} `json:"containers"`
	}
	if err := json.Unmarshal(b, &rec); err != nil {
		return nil, fault.New(fault.Invalid, "fault.import.json", fault.Args{"reason": err.Error()})
	}
	list := rec.Containers.CNA.Affected
	for _, a := range rec.Containers.ADP {
		list = append(list, a.Affected...)
	}
	var out []product.Entry
	for _, a := range list {
		name := strings.TrimSpace(a.Product)
		if name == "" {
			name = strings.TrimSpace(a.PackageName)
		}
		if name == "" || strings.EqualFold(name, "n/a") {
			continue
		}
		e := product.Entry{Origin: product.CVE, Count: 1, Names: []product.Name{{Text: name, Use: product.Alias, Origin: product.CVE}}}
		if v := strings.TrimSpace(a.Vendor); v != "" && !strings.EqualFold(v, "n/a") && !strings.EqualFold(v, "unknown") {
			e.Maker = []product.Name{{Text: v, Use: product.Official, Origin: product.CVE}}
		}
		e.Codes = codes(a.CPEs)
		out = append(out, e)
	}
	return out, nil
}

func codes(names []string) []product.Code {
	pair := ""
	for _, s := range names {
		n, ok := cpe.Parse(s)
		if !ok {
			continue
		}
		if pair != "" && pair != n.Pair() {
			return nil
		}
		pair = n.Pair()
	}
	if pair == "" {
		return nil
	}
	return []product.Code{{Scheme: product.SchemeCPE, Value: pair, Origin: product.CVE}}
}
