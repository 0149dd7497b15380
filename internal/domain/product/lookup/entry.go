package lookup

import (
	"strings"

	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/spelling"
)

// AddEntry joins what an import says about one product. Codes decide first: an entry whose CPE, jvnpid
// or purl is known adds its names to that identity. An entry that would join two identities by
// name alone joins neither: it stands by itself until a person decides.
func (b *Builder) AddEntry(e product.Entry) {
	if len(e.Names) == 0 && len(e.Codes) == 0 {
		return
	}
	at := int32(-1)
	for _, c := range e.Codes {
		if known, ok := b.pairs[codeKey(c)]; ok {
			at = known
			break
		}
	}
	if at < 0 {
		at = b.newEntry(e)
	}
	if at < 0 {
		return
	}
	for _, c := range e.Codes {
		k := codeKey(c)
		if _, taken := b.pairs[k]; taken {
			continue
		}
		b.pairs[k] = at
		b.items[at].codes = append(b.items[at].codes, c)
		if c.Scheme == product.SchemeCPE {
			b.items[at].cpe = appendOnce(b.items[at].cpe, c.Value)
		}
	}
	for _, n := range e.Names {
		b.nameItem(at, spelling.Fold(n.Text))
	}
	for _, n := range e.Maker {
		b.nameMaker(b.items[at].maker, spelling.Fold(n.Text))
	}
	if int32(e.Count) > b.items[at].count { //nolint:gosec // bounded by the importers
		b.items[at].count = int32(e.Count) //nolint:gosec // bounded by the importers
	}
}

func codeKey(c product.Code) string {
	if c.Scheme == product.SchemeCPE {
		return strings.ToLower(c.Value)
	}
	return string(c.Scheme) + "\x00" + c.Value
}

// newEntry finds the identity by maker and name, or makes one.
func (b *Builder) newEntry(e product.Entry) int32 {
	for _, c := range e.Codes {
		if v, n, ok := product.Pair(c.Value); ok && c.Scheme == product.SchemeCPE {
			return b.joinPair(strings.ToLower(v), strings.ToLower(n), strings.ToLower(c.Value))
		}
	}
	if len(e.Names) == 0 {
		return -1
	}
	mk := b.entryMaker(e)
	folded := spelling.Fold(e.Names[0].Text)
	key := itemKey{mk, productKey(b.makerKey(mk), folded)}
	if key.key == "" {
		return -1
	}
	at, known := b.keys[key]
	if !known {
		at = b.newItem(product.ID(string(e.Origin)+"/"+b.makerKey(mk)+"/"+key.key), mk, e.Names[0].Text)
		b.keys[key] = at
	}
	return at
}

func (b *Builder) entryMaker(e product.Entry) int32 {
	for _, n := range e.Maker {
		for _, k := range spelling.Company(spelling.Fold(n.Text)) {
			if mk, ok := b.vendors[k]; ok && k != "" {
				return mk
			}
		}
	}
	name := ""
	if len(e.Maker) > 0 {
		name = e.Maker[0].Text
	}
	key := ""
	if name != "" {
		key = spelling.Company(spelling.Fold(name))[0]
	}
	mk, ok := b.vendors[key]
	if !ok {
		mk = b.newMaker(product.MakerID(string(e.Origin)+"/"+key), name)
		b.vendors[key] = mk
		if key != "" {
			b.nameMaker(mk, spelling.Fold(name))
		}
	}
	return mk
}
