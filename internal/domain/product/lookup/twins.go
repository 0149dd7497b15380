package lookup

import (
	"slices"
	"sort"
	"strings"

	"kanmin/internal/domain/product/spelling"
)

// Registers carry one product under several vendors: "x_project:x" when they know none, the issuer's
// spelling beside the register's own, a plugin's author beside his firm. Such twins share one
// identity: an advisory for either concerns the product.
const (
	tellingName = 13 // weight of words from which two vendors of one name are one product
	coinedName  = 8  // letters from which one rare word is a coinage
	mostTwins   = 4  // more vendors of one name than this: the name is common
)

// joinTwins gives twins one id and all their codes. Products of the shipped dictionary's makers are never
// joined with one another: those makers are known to differ.
func (x *Index) joinTwins(b *Builder) {
	byName := map[string][]int32{}
	for code, at := range b.pairs {
		if _, name, ok := strings.Cut(code, ":"); ok && !strings.Contains(code, "\x00") {
			k := spelling.Squash(spelling.Fold(spaced(name)))
			k = strings.TrimSuffix(k, "firmware")
			if len(k) >= 3 {
				byName[k] = appendItem(byName[k], at)
			}
		}
	}
	keys := make([]string, 0, len(byName))
	for k, list := range byName {
		if len(list) > 1 && len(list) <= 12 {
			keys = append(keys, k)
		}
	}
	sort.Strings(keys)
	for _, key := range keys {
		list := byName[key]
		slices.Sort(list)
		telling := len(list) <= mostTwins && x.telling(key)
		for i, a := range list {
			for _, c := range list[i+1:] {
				if x.items[a].id == x.items[c].id {
					continue
				}
				alike, one := x.twin(a, c, key)
				switch {
				case x.bothShipped(a, c), x.stranger(a, c):
				case one || telling || len(list) == 2 && x.rareWord(key):
					x.join(list, a, c, !alike)
				}
			}
		}
	}
}

func appendItem(list []int32, at int32) []int32 {
	if slices.Contains(list, at) {
		return list
	}
	return append(list, at)
}

// telling reports whether a name says so much that two products can hardly share it.
func (x *Index) telling(key string) bool {
	best := float32(0)
	x.names.whole(key, func(n int32) { best = max(best, x.names.total[n]) })
	return best >= tellingName && len(key) >= 10 || x.rareWord(key)
}

func (x *Index) rareWord(key string) bool {
	id, ok := x.names.vocab[key]
	return len(key) >= coinedName && (!ok || len(x.names.names.of(id)) <= 8)
}

func (x *Index) bothShipped(a, c int32) bool {
	return x.makers[x.items[a].maker].shipped && x.makers[x.items[c].maker].shipped
}

// stranger reports that one of two is of the shipped dictionary and the other of a vendor who has nothing to do with its
// maker: a plug-in's maker (mesilat:zabbix), a product that is also called Email Security. Who makes a shipped product has
// been written down by a person, with the makers before it and the vendors that registers invented.
func (x *Index) stranger(a, c int32) bool {
	if x.items[a].shipped == x.items[c].shipped {
		return false
	}
	if x.items[c].shipped {
		a, c = c, a
	}
	house, other := &x.makers[x.items[a].maker], &x.makers[x.items[c].maker]
	for _, name := range house.squash {
		if related(name, first(other.squash)) {
			return false
		}
	}
	return true
}

// twin reports two identities of one name that are one product: alike when the vendors' names say that they are one house
// or the product's own, one when they are twins by that or by standing alone with the name.
func (x *Index) twin(a, c int32, key string) (alike, one bool) {
	ma, mc := &x.makers[x.items[a].maker], &x.makers[x.items[c].maker]
	if related(first(ma.squash), first(mc.squash)) {
		return true, true
	}
	called := len(key) >= 5 && (namesake(ma, key) || namesake(mc, key))
	// a short name is also a stranger's: NetBox of the NetBox project, and of Lenel
	alike = called && (len(key) >= coinedName || invented(ma, key) || invented(mc, key))
	return alike, called && x.onlyTwo(key)
}

func (x *Index) onlyTwo(key string) bool {
	n := 0
	x.names.whole(key, func(int32) { n++ })
	return n <= 2
}

// namesake reports a vendor that is nothing but the product's name.
func namesake(m *maker, key string) bool { return first(m.squash) == key || invented(m, key) }

// invented reports a vendor that a register made of the product's name, knowing none.
func invented(m *maker, key string) bool {
	s := first(m.squash)
	return s == key+"project" || s == key+"plugin"
}

// related reports whether two vendors' names are spellings of one.
func related(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 4 {
		return false
	}
	return strings.HasPrefix(b, a) || len(a) >= 6 && (strings.HasSuffix(b, a) || alike(a, b) >= 0.8)
}

// join makes the more named of two the identity of both, and of all that either was joined with. Mixed marks an identity that
// registers file under vendors who have nothing to do with one another: one of them may mean another product.
func (x *Index) join(list []int32, a, c int32, mixed bool) {
	if x.items[c].shipped && !x.items[a].shipped || x.items[c].shipped == x.items[a].shipped && x.items[c].count > x.items[a].count {
		a, c = c, a
	}
	keep, gone := x.items[a].id, x.items[c].id
	mixed = mixed || x.items[a].mixed || x.items[c].mixed
	var codes []string
	for _, at := range append([]int32{a}, list...) {
		if x.items[at].id == keep || x.items[at].id == gone {
			for _, code := range x.items[at].cpe {
				codes = appendOnce(codes, code)
			}
		}
	}
	for _, at := range list {
		if x.items[at].id == keep || x.items[at].id == gone {
			x.items[at].id, x.items[at].cpe, x.items[at].mixed = keep, codes, mixed
		}
	}
}
