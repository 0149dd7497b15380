// Package inverse answers the question that registers never ask: whose machines does a vulnerability concern. An Index is an inventory laid out by
// product and version, so that the answer is a few runs of it; a Book is what is known of vulnerabilities, laid out by product. Both are values
// that are never changed.
package inverse

import (
	"cmp"
	"slices"

	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/version"
	"kanmin/internal/domain/vuln/wfn"
)

// Row is one row of a register.
type Row struct {
	Product uint32    // its place among the products
	Version wfn.Value // Any: not known
	Org     uint32    // from 0
	Host    uint32    // the machine on which it runs; 0: it stands alone
}

// Index is an inventory.
type Index struct {
	products []*vuln.Product
	rows     []Row
	order    []uint32 // rows by product, then by version: those that are not known or stand at no one place first
	versions []entry  // the different versions, in that order
	starts   []uint32 // of each product in versions, and the end
	masks    []uint64 // of each version: its organisations, words at a time
	words    int
	hosts    map[uint32][]uint32 // rows of a machine, where it has several
	names    lookup[uint32]
}

// entry is one version of one product.
type entry struct {
	version wfn.Value
	key     string // empty where it stands at no one place
	from    uint32 // in order
}

// New lays out an inventory. Org and Product of a row must be in range.
func New(products []*vuln.Product, rows []Row) *Index {
	x := &Index{products: products, rows: rows, hosts: map[uint32][]uint32{}}
	keys := make([]string, len(rows))
	orgs := 0
	schemes := make([]version.Scheme, len(products))
	known := make([]bool, len(products))
	for i, p := range products {
		schemes[i], known[i] = p.Scheme()
		x.names.addProduct(p, uint32(i)) //nolint:gosec // products are fewer
	}
	for i, r := range rows {
		x.order = append(x.order, uint32(i)) //nolint:gosec // rows are fewer
		orgs = max(orgs, int(r.Org)+1)
		if known[r.Product] && r.Version.Literal() {
			if v, ok := version.Read(schemes[r.Product], r.Version.Text()); ok && !v.Series() {
				keys[i] = v.Key
			}
		}
		if r.Host != 0 {
			x.hosts[r.Host] = append(x.hosts[r.Host], uint32(i)) //nolint:gosec // as above
		}
	}
	slices.SortFunc(x.order, func(a, b uint32) int {
		p, q := rows[a], rows[b]
		return cmp.Or(cmp.Compare(p.Product, q.Product), cmp.Compare(keys[a], keys[b]), cmp.Compare(p.Version, q.Version), cmp.Compare(a, b))
	})
	x.words = (orgs + 63) / 64
	x.enter(keys)
	return x
}

// enter notes where each product and each version begins, and whose it is.
func (x *Index) enter(keys []string) {
	for at, i := range x.order {
		r := x.rows[i]
		for len(x.starts) <= int(r.Product) {
			x.starts = append(x.starts, uint32(len(x.versions))) //nolint:gosec // versions are fewer than rows
		}
		first := x.starts[r.Product] == uint32(len(x.versions)) //nolint:gosec // as above
		if first || x.versions[len(x.versions)-1].version != r.Version {
			x.versions = append(x.versions, entry{r.Version, keys[i], uint32(at)}) //nolint:gosec // as above
			x.masks = append(x.masks, make([]uint64, x.words)...)
		}
		x.masks[(len(x.versions)-1)*x.words+int(r.Org)/64] |= 1 << (r.Org % 64)
	}
	for len(x.starts) <= len(x.products) {
		x.starts = append(x.starts, uint32(len(x.versions))) //nolint:gosec // as above
	}
	x.versions = append(x.versions, entry{from: uint32(len(x.order))}) //nolint:gosec // as above
}

// Slice is a run of versions of one product of which one verdict holds, whatever else runs there.
type Slice struct {
	From, Until uint32 // places among the versions of the Index; Until is outside
	Truth       vuln.Truth
}

// Apart is a row whose verdict is another, because of what runs on the same machine.
type Apart struct {
	Row      uint32
	Was, Now vuln.Truth
}

// Found is whom a vulnerability concerns.
type Found struct {
	Slices []Slice // in order; what is in none is not affected
	Apart  []Apart
}

// Match finds whom a vulnerability concerns. It reads the Index alone, so any number of shards of a corpus may be matched at once.
func (x *Index) Match(c vuln.Case) (f Found) {
	joined := c.Joined()
	for _, p := range x.names.named(c, x.products) {
		f.Slices = x.product(c, p, f.Slices)
		if joined {
			f.Apart = x.apart(c, p, f.Apart)
		}
	}
	return f
}

// product adds the slices of one product.
func (x *Index) product(c vuln.Case, p uint32, list []Slice) []Slice {
	from, until := x.starts[p], x.starts[p+1]
	runs, plain := c.Runs(x.products[p])
	add := func(from, until uint32, t vuln.Truth) {
		if n := len(list) - 1; n >= 0 && list[n].Until == from && list[n].Truth == t {
			list[n].Until = until
		} else if t != vuln.No && from < until {
			list = append(list, Slice{from, until, t})
		}
	}
	for ; from < until && (!plain || x.versions[from].key == ""); from++ {
		v := c.Judge(vuln.Item{Product: x.products[p], Version: x.versions[from].version}, vuln.Environment{})
		add(from, from+1, v.Truth)
	}
	for _, r := range x.places(runs, from, until) {
		add(r[0], r[1], vuln.Yes)
	}
	return list
}

// places are the runs of versions whose keys lie in runs of keys, joined and in order.
func (x *Index) places(runs []vuln.Run, from, until uint32) (list [][2]uint32) {
	part := x.versions[from:until]
	for _, r := range runs {
		a, _ := slices.BinarySearchFunc(part, r.From, func(e entry, key string) int { return cmp.Compare(e.key, key) })
		b, _ := slices.BinarySearchFunc(part, r.Until+"\x00", func(e entry, key string) int { return cmp.Compare(e.key, key) })
		if a < b {
			list = append(list, [2]uint32{from + uint32(a), from + uint32(b)}) //nolint:gosec // places in the slice
		}
	}
	slices.SortFunc(list, func(a, b [2]uint32) int { return cmp.Compare(a[0], b[0]) })
	n := 0
	for _, r := range list {
		if n > 0 && r[0] <= list[n-1][1] {
			list[n-1][1] = max(list[n-1][1], r[1])
		} else {
			list[n] = r
			n++
		}
	}
	return list[:n]
}

// apart looks at each row of a product that shares its machine with others.
func (x *Index) apart(c vuln.Case, p uint32, list []Apart) []Apart {
	for _, i := range x.order[x.versions[x.starts[p]].from:x.versions[x.starts[p+1]].from] {
		if len(x.hosts[x.rows[i].Host]) < 2 {
			continue
		}
		it := x.Item(i)
		alone, there := c.Judge(it, vuln.Environment{}), c.Judge(it, x.Environment(i))
		if alone.Truth != there.Truth {
			list = append(list, Apart{i, alone.Truth, there.Truth})
		}
	}
	return list
}

// Item is the product and version of a row.
func (x *Index) Item(row uint32) vuln.Item {
	return vuln.Item{Product: x.products[x.rows[row].Product], Version: x.rows[row].Version}
}

// Environment is what else a register has on the machine of a row. It never says that there is no more.
func (x *Index) Environment(row uint32) (e vuln.Environment) {
	for _, i := range x.hosts[x.rows[row].Host] {
		if i != row && x.rows[row].Host != 0 {
			e.Others = append(e.Others, x.Item(i))
		}
	}
	return e
}
