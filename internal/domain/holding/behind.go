package holding

import (
	"slices"
	"strings"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/text"
)

// Found is one row behind a number.
type Found struct {
	Standing
	Row
	As memory.Pair // as filed
	Product
}

// Behind are the rows behind a cell: of a product (Other: of those without a line; empty: of all) in a sector (empty: in all), as the query
// narrows what is counted.
func (c Concentration) Behind(standing []Standing, names Names, product string, in law.Sector) (list []Found) {
	wanted := make([]bool, len(names.Products))
	own := map[string]bool{}
	for _, l := range c.Lines {
		own[l.Key] = true
	}
	for i, p := range names.Products {
		wanted[i] = product == "" || p.Key == product || product == Other && !own[p.Key]
	}
	for _, s := range standing {
		if in != "" && s.Business != in || c.column(s.Business) < 0 {
			continue
		}
		for _, r := range s.Rows {
			if wanted[names.Means[r.Name]] && c.counts(s, r) {
				list = append(list, Found{s, r, names.Pairs[r.Name], names.Of(r.Name)})
			}
		}
	}
	return list
}

// What is a question of the kind "if this product had to be seen to now": a product, or words of a product or maker, whatever version.
type What struct {
	Query
	Product string // a key
	Words   string
}

// Bounds of the words.
const (
	WordsLeast = 2
	WordsMost  = 100
)

// Asks reports whether anything is asked.
func (w What) Asks() bool { return w.Product != "" || len([]rune(text.Key(w.Words))) >= WordsLeast }

// Concern is one matter whose rows are concerned.
type Concern struct {
	Standing
	Rows     int
	Types    Types
	Products []Product // each once
}

// Concerned are the matters that have a product, by organisation and business. Words are looked for in names as filed and in those of the
// dictionary, in any width, case and kana; each of them must stand in maker or product.
func Concerned(standing []Standing, names Names, w What) (list []Concern) {
	if !w.Asks() {
		return nil
	}
	wanted := w.names(names)
	for _, s := range standing {
		one := Concern{Standing: s}
		seen := map[uint32]bool{}
		for _, r := range s.Rows {
			if !wanted[r.Name] || !w.counts(s, r) {
				continue
			}
			one.Rows, one.Types = one.Rows+1, one.Types|r.Types
			if means := names.Means[r.Name]; !seen[means] {
				seen[means] = true
				one.Products = append(one.Products, names.Products[means])
			}
		}
		if one.Rows > 0 {
			slices.SortFunc(one.Products, func(a, b Product) int { return strings.Compare(a.Key, b.Key) })
			list = append(list, one)
		}
	}
	return list
}

// names says of each name whether it is asked about.
func (w What) names(names Names) []bool {
	wanted := make([]bool, len(names.Pairs))
	if w.Product != "" {
		i, found := names.find(w.Product)
		for id := range wanted {
			wanted[id] = found && names.Means[id] == i
		}
		return wanted
	}
	words := strings.Fields(text.Key(w.Words))
	means := make([]string, len(names.Products))
	for i, p := range names.Products {
		if p.Known {
			means[i] = text.Key(strings.Join([]string{p.Maker.Ja, p.Name.Ja, p.Maker.En, p.Name.En}, "\n"))
		}
	}
	for id, p := range names.Pairs {
		in := text.Key(p.Maker+"\n"+p.Product) + "\n" + means[names.Means[id]]
		wanted[id] = !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(in, word) })
	}
	return wanted
}
