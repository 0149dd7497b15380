// Package pinned counts the tiles of 本日の対応: the number of a tile is that of the rows of the list that it opens, for whoever looks.
package pinned

import (
	"slices"

	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/view"
)

// Most is up to how many rows a tile counts, as lists of filings do.
const Most = 10_000

// Tx is what is read to count: one statement for the tiles, three at most for all filings, and five at most where 提出状況 is counted.
type Tx interface {
	Tiles() ([]view.Tile, error)
	CountEach(filters []filing.Filter, most int) ([]int, error)
	ExpectedRows(expected.Of) ([]expected.Line, error)
}

// Tile is a tile with its number.
type Tile struct {
	view.Tile
	N    int
	More bool // there are more than were counted
	Lost bool // its conditions can no longer be read: it counts nothing
}

// Read reads what is pinned, counted and in order, and what is not: taken down, the last first, or never pinned.
func Read(tx Tx, today law.Day) (on []Tile, off, never []view.Tile, err error) {
	all, err := tx.Tiles()
	for _, t := range all {
		switch {
		case t.On:
			on = append(on, Tile{Tile: t})
		case t.View != "":
			off = append(off, t)
		default:
			never = append(never, t)
		}
	}
	slices.SortFunc(on, func(a, b Tile) int { return view.ByPlace(a.Tile, b.Tile) })
	slices.SortStableFunc(off, func(a, b view.Tile) int { return int(b.Pin.At - a.Pin.At) })
	if err == nil {
		err = filings(tx, on)
	}
	if err == nil {
		err = owed(tx, on, today)
	}
	return on, off, never, err
}

// filings counts the tiles of filings, all at once.
func filings(tx Tx, on []Tile) error {
	var filters []filing.Filter
	var of []int
	for i := range on {
		f, ok := on[i].Filter()
		if on[i].Lost = !ok; ok {
			filters, of = append(filters, f), append(of, i)
		}
	}
	n, err := tx.CountEach(filters, Most+1)
	if err != nil {
		return err
	}
	for i, at := range of {
		on[at].N, on[at].More = min(n[i], Most), n[i] > Most
	}
	return nil
}

// owed counts the tiles of 提出状況.
func owed(tx Tx, on []Tile, today law.Day) error {
	lines := map[expected.Of][]expected.Line{}
	for i := range on {
		f, ok := on[i].Expected()
		if !ok {
			continue
		}
		on[i].Lost = false
		if _, read := lines[f.Of]; !read {
			list, err := tx.ExpectedRows(f.Of)
			if err != nil {
				return err
			}
			lines[f.Of] = list
		}
		for _, l := range lines[f.Of] {
			if f.Leaves(l, today) {
				on[i].N++
			}
		}
	}
	return nil
}
