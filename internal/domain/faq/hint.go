package faq

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/text"
)

// Hint is something in words that are to be published by which a reader could find who asked.
type Hint struct {
	Path string // question, answer, basis
	Kind string // operator, corporate, facility, product, number
	Text string // as the conversation has it, or as it was written
}

// What a hint may be.
const (
	HintOperator  = "operator"  // name of who asked
	HintCorporate = "corporate" // a 法人番号
	HintFacility  = "facility"  // name of a facility, a segment or a machine of the conversation
	HintProduct   = "product"   // name of a maker or a product of the conversation
	HintNumber    = "number"    // a 整理番号
)

// leastHint is how short a name may be that is looked for: a single character stands in every sentence.
const leastHint = 2

// Hints lists what of a conversation stands in words, each once at each place. Without a conversation it finds numbers alone. A warning, no refusal: the
// name of a product may be what the answer is about.
func Hints(w Words, c consult.Consultation) (list []Hint) {
	names := named(c)
	for _, part := range []struct{ path, text string }{{"question", w.Question}, {"answer", w.Answer}, {"basis", w.Basis}} {
		key := text.Key(part.text)
		tight := strings.ReplaceAll(key, " ", "")
		add := func(kind, what string) {
			if h := (Hint{part.path, kind, what}); !slices.Contains(list, h) {
				list = append(list, h)
			}
		}
		for _, n := range names {
			if strings.Contains(tight, n.key) {
				add(n.kind, n.text)
			}
		}
		for _, found := range corporate.FindAllString(key, -1) {
			add(HintCorporate, found)
		}
		for _, found := range numbered.FindAllString(key, -1) {
			add(HintNumber, strings.ToUpper(found))
		}
	}
	return list
}

// corporate is what looks like a 法人番号 or, without its check digit, like the 会社法人等番号; numbered what looks like a 整理番号. Both in text as text.Key folds it.
var (
	corporate = regexp.MustCompile(`\b[0-9](?:[ -]?[0-9]){11,12}\b`)
	numbered  = regexp.MustCompile(`(?:\p{Han}|[a-z])[ -]?r[0-9]{1,2}[ -]?[2-9a-hj-np-z]{4}[ -]?[2-9a-hj-np-z]{4}[ -]?[2-9a-hj-np-z]`)
)

type name struct{ kind, text, key string }

// forms are what a company's name has beside the name by which people know it.
var forms = strings.NewReplacer("株式会社", "", "(株)", "", "有限会社", "", "合同会社", "", "co.,ltd.", "", "inc.", "")

func named(c consult.Consultation) (list []name) {
	add := func(kind string, texts ...string) {
		for _, s := range texts {
			key := strings.ReplaceAll(text.Key(s), " ", "")
			if kind == HintOperator {
				key = forms.Replace(key)
			}
			if utf8.RuneCountInString(key) >= leastHint && !slices.ContainsFunc(list, func(n name) bool { return n.key == key }) {
				list = append(list, name{kind, s, key})
			}
		}
	}
	add(HintOperator, c.Filer, c.FilerEn)
	for _, h := range c.Sheets {
		for _, l := range h.Lines {
			add(HintFacility, l.Facility, l.Segment)
			add(HintProduct, l.Maker, l.Product)
		}
	}
	if c.Facts != nil {
		add(HintOperator, c.Facts.Operator.Name)
		for _, b := range c.Facts.Businesses {
			add(HintFacility, b.Name)
			for _, f := range b.Facilities {
				inFacility(f, add)
			}
		}
	}
	return list
}

func inFacility(f scope.Facility, add func(kind string, texts ...string)) {
	add(HintFacility, f.Name)
	for _, s := range f.Segments {
		add(HintFacility, s.Name)
	}
	for _, m := range f.Machines {
		add(HintFacility, m.Name)
		if m.Appliance != nil {
			add(HintProduct, m.Appliance.Maker, m.Appliance.Product)
		}
		if m.Service != nil {
			add(HintProduct, m.Service.Provider, m.Service.Name)
		}
		for _, s := range m.Software {
			add(HintProduct, s.Maker, s.Product)
		}
	}
}
