package scope

import (
	"strings"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// exemptDesignated (C2): products designated by 告示第1号 are left out of the notification, and only of it. It is
// read of one line of software, so the subject carries whether any line is designated.
var exemptDesignated = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.exempt.designated", Name: text.Both{Ja: "指定された汎用品は届出の対象外", En: "designated product: no notification"},
		Provision: []string{"order.2.1.but", "notice.1"}, Source: []string{"S3"}, Certainty: law.Reported, From: law.Commencement,
		Note: text.Both{Ja: "エディションや組込み版は確認できていません。報告の対象からは外れません。", En: "Editions and embedded variants: not verified. It stays reportable."},
	},
	Reads: []string{"software"},
	Check: func(s *subject) law.Truth { return s.designatedLine },
}

// designated tells whether a line of software is one of the book's designated products: yes for a spelling in the book, not known
// for something that names the product with more words (an edition, a variant), else no.
func designated(products []designatedProduct, sw *Software) law.Truth {
	if sw.Layer != "os" && sw.Layer != "" && sw.Layer != unknown {
		return law.No
	}
	name, maker := text.Key(sw.Product), text.Key(sw.Maker)
	answer := law.No
	for i := range products {
		p := &products[i]
		if maker != "" && !strings.Contains(maker, p.maker) && !strings.Contains(maker, "マイクロソフト") {
			continue
		}
		if p.names[name] {
			return law.Yes
		}
		if strings.Contains(name, p.product) {
			answer = law.Maybe
		}
	}
	return answer
}

// designatedProduct is a designated product with its names folded once.
type designatedProduct struct {
	maker, product string
	names          map[string]bool
}

// designatedOf returns the products designated in general, for the sector, or for the operator.
func designatedOf(b law.Book, s law.Sector, operator string) []designatedProduct {
	var out []designatedProduct
	for _, r := range b.DesignatedProducts() {
		if !r.Applies(s, operator) {
			continue
		}
		p := designatedProduct{text.Key(r.Maker), text.Key(r.Product), map[string]bool{}}
		for _, n := range r.Names {
			p.names[text.Key(n)] = true
		}
		out = append(out, p)
	}
	return out
}
