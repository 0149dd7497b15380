package inverse

import (
	"slices"

	"kanmin/internal/domain/vuln"
)

// Total is how many rows a vulnerability concerns, and whose they are.
type Total struct {
	Affected, Possible int
	Orgs               []uint64 // one bit each
}

// Total counts what was found, without touching a row that does not stand apart.
func (x *Index) Total(f Found) (t Total) {
	t.Orgs = make([]uint64, x.words)
	for _, s := range f.Slices {
		t.add(s.Truth, int(x.versions[s.Until].from-x.versions[s.From].from))
		if len(f.Apart) > 0 {
			continue
		}
		for v := s.From; v < s.Until; v++ {
			for w := range x.words {
				t.Orgs[w] |= x.masks[int(v)*x.words+w]
			}
		}
	}
	for _, a := range f.Apart {
		t.add(a.Was, -1)
		t.add(a.Now, 1)
	}
	if len(f.Apart) > 0 { // whoever has only rows that stand apart may not be concerned
		for row := range x.Rows(f) {
			org := x.rows[row].Org
			t.Orgs[org/64] |= 1 << (org % 64)
		}
	}
	return t
}

func (t *Total) add(truth vuln.Truth, n int) {
	switch truth {
	case vuln.Yes:
		t.Affected += n
	case vuln.Maybe:
		t.Possible += n
	}
}

// Rows are the rows that are affected, or possibly, each with its verdict.
func (x *Index) Rows(f Found) map[uint32]vuln.Truth {
	rows := map[uint32]vuln.Truth{}
	for _, s := range f.Slices {
		for _, i := range x.order[x.versions[s.From].from:x.versions[s.Until].from] {
			rows[i] = s.Truth
		}
	}
	for _, a := range f.Apart {
		rows[a.Row] = a.Now
		if a.Now == vuln.No {
			delete(rows, a.Row)
		}
	}
	return rows
}

// Change is a row whose verdict changed.
type Change struct {
	Row      uint32
	Was, Now vuln.Truth
}

// Changes are the rows whose verdicts differ between two findings of one inventory, in their order.
func (x *Index) Changes(was, now Found) (list []Change) {
	before, after := x.Rows(was), x.Rows(now)
	for row, t := range after {
		if before[row] != t {
			list = append(list, Change{row, before[row], t})
		}
	}
	for row, t := range before {
		if after[row] == vuln.No {
			list = append(list, Change{row, t, vuln.No})
		}
	}
	slices.SortFunc(list, func(a, b Change) int { return int(a.Row) - int(b.Row) })
	return list
}
