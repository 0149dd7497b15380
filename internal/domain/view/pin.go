package view

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notification"
)

// TilesMost bounds the tiles of one person, and those of one office: each is counted when somebody looks.
const TilesMost = 8

// Pin says that a view stands as a tile on 本日の対応, for one person or for everybody of a unit.
type Pin struct {
	View   ident.Object
	Office bool // for the unit; else for the person alone
	Place  int
	On     bool          // false: taken down, and can be put back at its place
	At     ident.Instant // of the last change
}

// Tile is a view with its pin; the pin of one that was never pinned is empty.
type Tile struct {
	Pin
	Saved
}

// Pinned reports whether views of a list can be tiles: those of an office's lists.
func (l List) Pinned() bool { return l == Received || l == Filings || l == Expected }

// Move is what is done with a pin.
type Move string

// The moves.
const (
	Put    Move = "put"    // it becomes a tile, at the end; one that was taken down comes back to its place
	Take   Move = "take"   // it is taken down
	Before Move = "before" // it changes places with the tile before it
	After  Move = "after"  // and with the one after it
)

// Moves are all of them.
var Moves = []Move{Put, Take, Before, After}

// row are the tiles that stand in one row: a person's own, or an office's, in their order.
func row(all []Tile, office bool) (list []Tile) {
	for _, t := range all {
		if t.Office == office && t.On {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, ByPlace)
	return list
}

// ByPlace puts the tiles of an office before one's own, each row in its order.
func ByPlace(a, b Tile) int {
	if a.Office != b.Office {
		if a.Office {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Pin.View, b.Pin.View))
}

// Arrange says which pins have to be written for a move of a view, beside the tiles that there are, on and off, for its reader.
func Arrange(s Saved, office bool, m Move, all []Tile) ([]Pin, error) {
	var l fault.List
	if !slices.Contains(Moves, m) {
		l.Add("do", "fault.filter.choice", nil)
	}
	if m == Put && !s.List.Pinned() {
		l.Add("list", "fault.tile.list", nil)
	}
	if m == Put && office && s.Share == Mine {
		l.Add("for", "fault.tile.mine", nil)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	stands := row(all, office)
	at := slices.IndexFunc(stands, func(t Tile) bool { return t.ID == s.ID })
	switch {
	case m == Put && at >= 0, m != Put && at < 0, m == Before && at == 0, m == After && at == len(stands)-1:
		return nil, fault.New(fault.Conflict, "fault.tile.moved", nil)
	case m == Put:
		return put(s, office, stands, all)
	case m == Take:
		p := stands[at].Pin
		p.On = false
		return []Pin{p}, nil
	}
	to := at - 1
	if m == After {
		to = at + 1
	}
	return swapped(stands, at, to), nil
}

func put(s Saved, office bool, stands, all []Tile) ([]Pin, error) {
	if len(stands) >= TilesMost {
		return nil, fault.New(fault.Conflict, "fault.tile.many", fault.Args{"n": strconv.Itoa(TilesMost)})
	}
	p := Pin{View: s.ID, Office: office, On: true, Place: 1}
	for _, t := range all {
		if t.View == s.ID && t.Office == office { // it stood here before
			p.Place = t.Place
			return []Pin{p}, nil
		}
		if t.View != "" && t.Office == office {
			p.Place = max(p.Place, t.Place+1)
		}
	}
	return []Pin{p}, nil
}

// swapped numbers a row anew with two of it in each other's place: what moved, and what did not have the number of its place.
func swapped(stands []Tile, at, to int) (changed []Pin) {
	list := slices.Clone(stands)
	list[at], list[to] = list[to], list[at]
	for i, t := range list {
		if p := t.Pin; p.Place != i+1 {
			p.Place = i + 1
			changed = append(changed, p)
		}
	}
	return changed
}

// Filter is what a view of filings leaves, as its list reads it: 届いた報告 leaves notifications to their own list. ok is false of a view of
// something else, or one that can no longer be read.
func (s Saved) Filter() (f filing.Filter, ok bool) {
	if s.List != Received && s.List != Filings {
		return f, false
	}
	f, err := filing.ReadFilter(values(s.Query).Get)
	if s.List == Received && (f.Kind == "" || strings.HasPrefix(string(f.Kind), notification.Kind)) {
		f.Kind = "-" + notification.Kind
	}
	return f, err == nil
}

func values(query string) url.Values {
	v, err := url.ParseQuery(query)
	if err != nil {
		return nil
	}
	return v
}

// OfDetailed reports whether a view of 提出状況 is of 詳報.
func (s Saved) OfDetailed() bool {
	f, ok := s.Expected()
	return ok && f.Of == expected.Detailed
}

// Expected is what a view of 提出状況 leaves.
func (s Saved) Expected() (f expected.Filter, ok bool) {
	if s.List != Expected {
		return f, false
	}
	f, err := expected.ReadFilter(values(s.Query).Get)
	return f, err == nil
}
