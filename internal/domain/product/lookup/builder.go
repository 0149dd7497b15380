// Package lookup finds which product a filed name means: it retrieves by whole names, words,
// trigrams and sound, weighs maker and product together, and says how sure it is. It binds only
// where the lower confidence bound of being right is at least 98 %; otherwise a person chooses among
// up to five candidates.
package lookup

import (
	"slices"
	"strings"

	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/spelling"
)

// Builder joins makers, identities and what imports bring into an Index. It is used by one caller,
// once: Build hands its memory over.
type Builder struct {
	makers  []maker
	items   []item
	names   *draft
	houses  *draft
	vendors map[string]int32 // key of a CPE vendor or a maker's name → maker
	keys    map[itemKey]int32
	pairs   map[string]int32 // CPE pair, jvn, purl … → item
	seen    map[nameKey]struct{}
	english english
}

type (
	itemKey struct {
		maker int32
		key   string
	}
	nameKey struct {
		owner  int32
		squash string
	}
)

type maker struct {
	id      product.MakerID
	name    string
	squash  []string
	items   int32
	sells   bool
	shipped bool
}

type item struct {
	id      product.ID
	maker   int32
	name    string
	cpe     []string // the product's own, then what it runs
	codes   []product.Code
	count   int32
	shipped bool
	mixed   bool // several vendors that have nothing to do with one another
}

// NewBuilder makes an empty builder for about size products.
func NewBuilder(size int) *Builder {
	return &Builder{
		names: newDraft(size * 3 / 2), houses: newDraft(size / 3), vendors: make(map[string]int32, size/3), keys: make(map[itemKey]int32, size),
		pairs: make(map[string]int32, size), seen: make(map[nameKey]struct{}, size*3/2), english: english{map[int32]string{}, map[int32]string{}}, items: make([]item, 0, size), makers: make([]maker, 0, size/3),
	}
}

// AddMaker adds a maker with every name it goes by. One of an import whose CPE vendor or name is known
// adds its names to the maker that has it.
func (b *Builder) AddMaker(m product.Maker) {
	if len(m.Names) == 0 {
		return
	}
	shipped := m.Names[0].Origin == product.Shipped
	at := int32(-1)
	if !shipped {
		at = b.knownMaker(m)
	}
	if at < 0 {
		at = b.newMaker(m.ID, m.Names[0].Text)
		b.makers[at].sells, b.makers[at].shipped = m.Sells, shipped
		b.english.makers.learn(at, m.Names)
	}
	for _, v := range m.Vendors {
		b.vendors[vendorKey(v)] = at
		b.nameMaker(at, spaced(v))
	}
	for _, n := range m.Names {
		f := spelling.Fold(n.Text)
		b.nameMaker(at, f)
		if k := spelling.Company(f)[0]; k != "" {
			if _, taken := b.vendors[k]; !taken {
				b.vendors[k] = at
			}
		}
	}
}

func (b *Builder) knownMaker(m product.Maker) int32 {
	for _, v := range m.Vendors {
		if at, ok := b.vendors[vendorKey(v)]; ok {
			return at
		}
	}
	for _, n := range m.Names {
		if at, ok := b.vendors[spelling.Company(spelling.Fold(n.Text))[0]]; ok {
			return at
		}
	}
	return -1
}

func (b *Builder) newMaker(id product.MakerID, name string) int32 {
	b.makers = append(b.makers, maker{id: id, name: name})
	return int32(len(b.makers) - 1) //nolint:gosec // bounded by the importers
}

func (b *Builder) nameMaker(at int32, folded string) {
	for i, s := range spelling.Company(folded) {
		if s == "" || i > 1 {
			continue
		}
		m := &b.makers[at]
		known := false
		for _, have := range m.squash {
			known = known || have == s
		}
		if !known {
			m.squash = append(m.squash, s)
			b.houses.add(at, folded, s)
		}
	}
}

func spaced(cpe string) string { return strings.ReplaceAll(strings.ToLower(cpe), "_", " ") }

func vendorKey(v string) string {
	if k := spelling.Company(spelling.Fold(spaced(v)))[0]; k != "" {
		return k
	}
	return v
}

// productKey makes the spellings of one product within one maker equal: punctuation, the maker's own
// name before it, "firmware" and "software" after it.
func productKey(maker, folded string) string {
	for _, tail := range []string{"firmware", "software"} {
		if rest, ok := strings.CutSuffix(folded, tail); ok && len(rest) > 4 {
			folded = strings.TrimRight(rest, " _-")
		}
	}
	if i := strings.IndexAny(folded, " _-"); i > 0 && len(folded) > i+3 && folded[:i] == maker {
		folded = folded[i+1:]
	}
	return spelling.Squash(folded)
}

// reviewed is how often a product of the shipped dictionary counts as named at least: a person wrote it
// down because people have it.
const reviewed = 24

// Add adds an identity of the shipped dictionary. The maker must have been added.
func (b *Builder) Add(p product.Identity, makerAt int32) {
	at := b.newItem(p.ID, makerAt, p.Names[0].Text)
	it := &b.items[at]
	b.english.items.learn(at, p.Names)
	it.shipped, it.count, it.codes = true, int32(p.Count), p.Codes //nolint:gosec // bounded by the importers
	if len(p.Codes) > 0 {
		it.count = max(it.count, reviewed)
	}
	for _, c := range p.Codes {
		if c.Scheme != product.SchemeCPE {
			continue
		}
		it.cpe = append(it.cpe, c.Value)
		if !c.Runs {
			if _, taken := b.pairs[c.Value]; !taken {
				b.pairs[c.Value] = at
			}
		}
	}
	for _, n := range p.Names {
		b.nameItem(at, spelling.Fold(n.Text))
		k := itemKey{makerAt, productKey(b.makerKey(makerAt), spelling.Fold(n.Text))}
		if _, taken := b.keys[k]; !taken && n.Use == product.Official {
			b.keys[k] = at
		}
	}
}

// MakerAt finds an added maker by its id; -1 when there is none.
func (b *Builder) MakerAt(id product.MakerID) int32 {
	for i := range b.makers {
		if b.makers[i].id == id {
			return int32(i) //nolint:gosec // bounded by the importers
		}
	}
	return -1
}

func (b *Builder) makerKey(at int32) string {
	if s := b.makers[at].squash; len(s) > 0 {
		return s[0]
	}
	return ""
}

func (b *Builder) newItem(id product.ID, makerAt int32, name string) int32 {
	b.items = append(b.items, item{id: id, maker: makerAt, name: name})
	b.makers[makerAt].items++
	return int32(len(b.items) - 1) //nolint:gosec // bounded by the importers
}

func (b *Builder) nameItem(at int32, folded string) {
	s := spelling.Squash(folded)
	if s == "" {
		return
	}
	k := nameKey{at, s}
	if _, known := b.seen[k]; known {
		return
	}
	b.seen[k] = struct{}{}
	b.names.add(at, folded, s)
}

// AddPair adds one row of a CPE dictionary: vendor, product, and how often it is named. Unescaped,
// any case.
func (b *Builder) AddPair(vendor, name string, count int) {
	written := vendor + ":" + name
	vendor, name = strings.ToLower(vendor), strings.ToLower(name)
	code := vendor + ":" + name
	at, known := b.pairs[code]
	if !known {
		at = b.joinPair(vendor, name, code)
	} else if b.items[at].shipped {
		at = b.under(vendor, name, at)
	}
	it := &b.items[at]
	if written != code { // a register that writes capitals is found under them too
		it.cpe = appendOnce(it.cpe, written)
	}
	if int32(count) > it.count { //nolint:gosec // bounded by the importers
		it.count = int32(count) //nolint:gosec // bounded by the importers
	}
}

// under makes a shipped product that a register files under another vendor (tensorflow:tensorflow) known under that
// vendor too, who would otherwise be nobody: a row that names it as maker would seem to name none.
func (b *Builder) under(vendor, name string, at int32) int32 {
	folded := spelling.Fold(spaced(name))
	mk := b.vendorMaker(vendor)
	key := itemKey{mk, productKey(b.makerKey(mk), folded)}
	if _, taken := b.keys[key]; taken || mk == b.items[at].maker {
		return at
	}
	second := b.newItem(b.items[at].id, mk, spaced(name))
	b.keys[key] = second
	b.nameItem(second, folded)
	return second
}

// joinPair finds or makes the identity of a pair that no identity has yet.
func (b *Builder) joinPair(vendor, name, code string) int32 {
	folded := spelling.Fold(spaced(name))
	mk := b.vendorMaker(vendor)
	key := itemKey{mk, productKey(b.makerKey(mk), folded)}
	at, known := b.keys[key]
	if !known {
		at = b.newItem(product.ID("cpe/"+vendor+"/"+name), mk, spaced(name))
		b.keys[key] = at
	}
	b.pairs[code] = at
	b.items[at].cpe = appendOnce(b.items[at].cpe, code)
	b.nameItem(at, folded)
	for _, tail := range []string{" firmware", " software"} {
		if rest, ok := strings.CutSuffix(folded, tail); ok {
			b.nameItem(at, rest)
		}
	}
	return at
}

func (b *Builder) vendorMaker(vendor string) int32 {
	k := vendorKey(vendor)
	mk, ok := b.vendors[k]
	if !ok {
		mk = b.newMaker(product.MakerID("cpe/"+vendor), spaced(vendor))
		b.vendors[k] = mk
		b.nameMaker(mk, spelling.Fold(spaced(vendor)))
	}
	return mk
}

func appendOnce(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
