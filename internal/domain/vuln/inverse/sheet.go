package inverse

import (
	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/version"
	"kanmin/internal/domain/vuln/wfn"
)

// Sheet is what is known of the vulnerabilities of one product: many rows of it are judged without reading a bound again.
type Sheet struct {
	book    *Book
	product *vuln.Product
	scheme  version.Scheme
	lines   []line
}

type line struct {
	at       uint32
	joined   bool // another answer where something is known to run beside it
	quick    bool // compiled says it of a version with a key
	compiled vuln.Compiled
	reduced  vuln.Case
	unknown  vuln.Truth // of a version that nobody knows
}

// Sheet makes the sheet of a product.
func (b *Book) Sheet(p *vuln.Product) *Sheet {
	s := &Sheet{book: b, product: p}
	s.scheme, _ = p.Scheme()
	for _, i := range b.names.of(p) {
		l := line{at: i, joined: b.Cases[i].Joined(), reduced: b.Cases[i].For(p)}
		l.compiled, l.quick = l.reduced.Compile(p)
		l.unknown = l.reduced.Judge(vuln.Item{Product: p}, vuln.Environment{}).Truth
		s.lines = append(s.lines, l)
	}
	return s
}

// Concern is a vulnerability that concerns an item, without the reason: that is asked of Judge when somebody looks.
type Concern struct {
	Case  uint32
	Truth vuln.Truth
}

// Match finds the vulnerabilities that concern a version of the product: those of Book.Match.
func (s *Sheet) Match(v wfn.Value, e vuln.Environment) (list []Concern) {
	it := vuln.Item{Product: s.product, Version: v}
	key := ""
	if v.Literal() {
		if place, ok := version.Read(s.scheme, v.Text()); ok && !place.Series() {
			key = place.Key
		}
	}
	beside := len(e.Others) > 0 || e.Complete
	for i := range s.lines {
		l := &s.lines[i]
		var t vuln.Truth
		switch {
		case l.joined && beside:
			t = s.book.Cases[l.at].Judge(it, e).Truth
		case v == wfn.Any:
			t = l.unknown
		case l.quick && key != "":
			t = l.compiled.At(key)
		default:
			t = l.reduced.Judge(it, vuln.Environment{}).Truth
		}
		if t != vuln.No {
			list = append(list, Concern{l.at, t})
		}
	}
	return list
}
