package holding

import (
	"crypto/sha256"
	"encoding/hex"

	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/text"
)

// Product is what names as filed mean: one of the dictionary, or names that differ in spelling alone.
type Product struct {
	// Key stands in addresses: the identity in the dictionary, or a digest of the folded name, which is no address's to tell.
	Key   string
	Maker text.Both
	Name  text.Both
	Known bool // the dictionary has it
}

// Unresolved is the product of a name that the dictionary does not know: names alike but for spelling are one.
func Unresolved(p memory.Pair) Product {
	sum := sha256.Sum256([]byte(p.Group()))
	return Product{Key: "~" + hex.EncodeToString(sum[:10]), Maker: text.Both{Ja: p.Maker, En: p.Maker}, Name: text.Both{Ja: p.Product, En: p.Product}}
}

// Names are the names that a node has met and what each of them means. It is a value: what is read of it is never changed.
type Names struct {
	Pairs    []memory.Pair // by NameID
	Means    []uint32      // by NameID: its place in Products
	Products []Product
}

// Meaning finds what names mean. Of several ways to write a name that the dictionary does not know, the least one is shown: so two nodes
// that met them in another order say the same.
func Meaning(pairs []memory.Pair, mean func(NameID, memory.Pair) Product) Names {
	n := Names{Pairs: pairs, Means: make([]uint32, 0, len(pairs))}
	at := map[string]uint32{}
	for id, p := range pairs {
		one := mean(NameID(id), p) //nolint:gosec // the names of a node fit
		i, known := at[one.Key]
		if !known {
			i = uint32(len(n.Products)) //nolint:gosec // the names of a node fit
			at[one.Key], n.Products = i, append(n.Products, one)
		} else if was := &n.Products[i]; !one.Known && less(one, *was) {
			*was = one
		}
		n.Means = append(n.Means, i)
	}
	return n
}

func less(a, b Product) bool {
	if a.Name.Ja != b.Name.Ja {
		return a.Name.Ja < b.Name.Ja
	}
	return a.Maker.Ja < b.Maker.Ja
}

// Of is the product that a name means.
func (n Names) Of(id NameID) Product { return n.Products[n.Means[id]] }

// find is the place of the product with a key.
func (n Names) find(key string) (uint32, bool) {
	for i, p := range n.Products {
		if p.Key == key {
			return uint32(i), true //nolint:gosec // an index of a slice
		}
	}
	return 0, false
}
