// Package dictionary is the dictionary of makers and products that ships in the binary: facts that
// we wrote down, in Japanese and English, with the CPE where one exists. It is read once at start.
//
// The text has one maker per line that begins with @ and that maker's products below it:
//
//	@id | Japanese name | English name | alias; ~former name | CPE vendors | sells
//	Name = English name | alias; ~former; $distributor's name | cpe +cpe-of-what-it-runs
//
// "@id" alone reopens a maker; "&Name" adds names and codes to a product that stands above. {a,b,c} in a
// name makes one product each and {} repeats the letter in the other columns. A CPE product stands alone when its vendor is the maker's first; "=" is the
// English name in lower case, "x~" is x and x_firmware, "-" or nothing is none.
package dictionary

import (
	"embed"
	"errors"
	"fmt"
	"sort"
	"strings"

	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/lookup"
)

//go:embed *.txt
var files embed.FS

// Day is when the shipped names were last reviewed.
const Day = "2026-11-23"

// Book is the dictionary, parsed.
type Book struct {
	Makers   []product.Maker
	Products []product.Identity
}

// Shipped parses the dictionary in the binary. An error is a fault of the build, not of the user.
func Shipped() (*Book, error) {
	list, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(list))
	for _, f := range list {
		names = append(names, f.Name())
	}
	sort.Strings(names)
	r := &reader{book: &Book{}, at: map[product.MakerID]int{}, ids: map[product.ID]bool{}}
	var faults []error
	for _, n := range names {
		b, err := files.ReadFile(n)
		if err != nil {
			return nil, err
		}
		line := 0
		r.maker = -1
		for text := range strings.Lines(string(b)) {
			line++
			if err := r.line(strings.TrimSpace(text)); err != nil {
				faults = append(faults, fmt.Errorf("%s:%d: %w", n, line, err))
			}
		}
	}
	return r.book, errors.Join(faults...)
}

// AddTo adds every maker and product to b.
func (k *Book) AddTo(b *lookup.Builder) {
	at := make(map[product.MakerID]int32, len(k.Makers))
	for _, m := range k.Makers {
		b.AddMaker(m)
		at[m.ID] = b.MakerAt(m.ID)
	}
	for _, p := range k.Products {
		b.Add(p, at[p.Maker])
	}
}

type reader struct {
	book  *Book
	at    map[product.MakerID]int
	ids   map[product.ID]bool
	maker int
}

func (r *reader) line(s string) error {
	switch {
	case s == "" || s[0] == '#':
		return nil
	case s[0] == '@':
		return r.readMaker(columns(s[1:], 6))
	case r.maker < 0:
		return fmt.Errorf("a product before any maker: %q", s)
	}
	return r.readProducts(columns(s, 3))
}

func columns(s string, n int) []string {
	f := strings.Split(s, "|")
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	for len(f) < n {
		f = append(f, "")
	}
	return f
}

func (r *reader) readMaker(f []string) error {
	id := product.MakerID(f[0])
	if at, known := r.at[id]; known {
		if f[1] != "" {
			return fmt.Errorf("maker %s is declared twice", id)
		}
		r.maker = at
		return nil
	}
	if f[1] == "" {
		return fmt.Errorf("maker %s has no name", id)
	}
	m := product.Maker{ID: id, Vendors: strings.Fields(f[4]), Sells: f[5] == "sells"}
	m.Names = append(m.Names, name(f[1], product.Official))
	if f[2] != "" && f[2] != f[1] {
		m.Names = append(m.Names, name(f[2], product.Official))
	}
	m.Names = append(m.Names, aliases(f[3])...)
	r.maker = len(r.book.Makers)
	r.at[id] = r.maker
	r.book.Makers = append(r.book.Makers, m)
	return nil
}

func name(s string, use product.Use) product.Name {
	return product.Name{Text: s, Lang: language(s), Use: use, Origin: product.Shipped, On: Day}
}

// language is "kana" for names wholly in kana, "ja" for those with kanji or kana, else "en".
func language(s string) string {
	kana, ja := true, false
	for _, r := range s {
		isKana := r >= 'ぁ' && r <= 'ヿ'
		kana = kana && (isKana || r == ' ' || r == '・')
		ja = ja || isKana || r >= 0x4e00 && r <= 0x9fff
	}
	switch {
	case kana:
		return "kana"
	case ja:
		return "ja"
	}
	return "en"
}

func aliases(s string) []product.Name {
	var out []product.Name
	for a := range strings.SplitSeq(s, ";") {
		a = strings.TrimSpace(a)
		use := product.Alias
		switch {
		case a == "":
			continue
		case a[0] == '~':
			a, use = a[1:], product.Former
		case a[0] == '$':
			a, use = a[1:], product.Distributor
		}
		out = append(out, name(strings.TrimSpace(a), use))
	}
	return out
}

func (r *reader) readProducts(f []string) error {
	open, end := strings.IndexByte(f[0], '{'), strings.IndexByte(f[0], '}')
	if open < 0 {
		return r.readProduct(f[0], f[1], f[2])
	}
	if end < open {
		return fmt.Errorf("brackets in %q", f[0])
	}
	for one := range strings.SplitSeq(f[0][open+1:end], ",") {
		put := func(s, with string) string { return strings.ReplaceAll(s, "{}", with) }
		low := strings.ReplaceAll(strings.ToLower(one), " ", "_")
		if err := r.readProduct(put(f[0][:open]+one+f[0][end+1:], one), put(f[1], one), put(f[2], low)); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) readProduct(names, also, codes string) error {
	m := &r.book.Makers[r.maker]
	ja, en, both := strings.Cut(strings.TrimPrefix(names, "&"), " = ")
	if !both {
		en = ja
	}
	if names[0] == '&' {
		return r.extend(product.ID(string(m.ID)+"/"+slug(en)), also, codes)
	}
	p := product.Identity{Maker: m.ID, ID: product.ID(string(m.ID) + "/" + slug(en))}
	if p.ID == product.ID(string(m.ID)+"/") || r.ids[p.ID] {
		return fmt.Errorf("product %s stands twice or has no name", p.ID)
	}
	r.ids[p.ID] = true
	p.Names = append(p.Names, name(ja, product.Official))
	if both {
		p.Names = append(p.Names, name(en, product.Official))
	}
	p.Names = append(p.Names, aliases(also)...)
	list, err := r.codes(codes, slug(en))
	if err != nil {
		return err
	}
	p.Codes = list
	r.book.Products = append(r.book.Products, p)
	return nil
}

// extend adds to a product of the same maker that stands above.
func (r *reader) extend(id product.ID, also, codes string) error {
	list, err := r.codes(codes, "")
	if err != nil {
		return err
	}
	for i := range r.book.Products {
		if p := &r.book.Products[i]; p.ID == id {
			p.Names = append(p.Names, aliases(also)...)
			p.Codes = append(p.Codes, list...)
			return nil
		}
	}
	return fmt.Errorf("no product %s to add to", id)
}

func (r *reader) codes(s, own string) ([]product.Code, error) {
	m := &r.book.Makers[r.maker]
	var out []product.Code
	for c := range strings.FieldsSeq(s) {
		if c == "-" {
			continue
		}
		runs := c[0] == '+'
		c = strings.TrimPrefix(c, "+")
		if c == "=" {
			c = own
		}
		if !strings.Contains(c, ":") {
			if len(m.Vendors) == 0 {
				return nil, fmt.Errorf("%s has no CPE vendor for %q", m.ID, c)
			}
			c = m.Vendors[0] + ":" + c
		}
		base, firmware := strings.CutSuffix(c, "~")
		out = append(out, product.Code{Scheme: product.SchemeCPE, Value: base, Runs: runs, Origin: product.Shipped})
		if firmware {
			out = append(out, product.Code{Scheme: product.SchemeCPE, Value: base + "_firmware", Runs: runs, Origin: product.Shipped})
		}
	}
	return out, nil
}

func slug(s string) string { return strings.ReplaceAll(strings.ToLower(s), " ", "_") }
