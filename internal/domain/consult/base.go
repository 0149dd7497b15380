package consult

import (
	"slices"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Row is a row that would be filed, as far as a 範囲整理表 can speak of it.
type Row struct {
	Facility, Maker, Product string
	Types                    []law.Letter
	Open                     bool // whether it has to be filed cannot be said from 機器台帳
}

// Basis is what was agreed of a row: the line from which it comes, with what an office said of it last.
type Basis struct {
	Line    Line
	Version int // of the 範囲整理表; 0: none speaks of it
	Stand   Standing
	Mark    Mark
	// Out: it was agreed that it is not filed, and nothing known since says that it is.
	Out bool
	// Differs: what was agreed is not what 機器台帳 says now.
	Differs bool
}

// BasisOf finds for each row the lines that speak of it, in the latest 範囲整理表 of its business that does (R19). The versions are the latest first. A row is
// left out on an agreement alone where 機器台帳 cannot say: an agreement about other facts must never hide what has to be filed.
func BasisOf(rows []Row, sheets []Sheet) (list []Basis) {
	for _, r := range rows {
		list = append(list, r.basis(sheets))
	}
	return list
}

func (r Row) basis(sheets []Sheet) Basis {
	for _, h := range sheets {
		about := h.about(r)
		if len(about) == 0 {
			continue
		}
		if i := slices.IndexFunc(about, func(l Line) bool { return l.File != law.No && slices.Equal(l.Types, r.Types) }); i >= 0 {
			return h.basis(about[i])
		}
		b := h.basis(about[0])
		out := !slices.ContainsFunc(about, func(l Line) bool { st, _ := h.Stand(l.ID); return l.File != law.No || st != Confirmed })
		b.Out = out && r.Open
		b.Differs = !b.Out
		return b
	}
	return Basis{Stand: Drafting}
}

// about are the lines of a sheet about the product of a row, in its facility.
func (s Sheet) about(r Row) (list []Line) {
	same := func(a, b string) bool { return text.Key(a) == text.Key(b) }
	for _, l := range s.Lines {
		if l.Level == Machine && same(l.Facility, r.Facility) && same(l.Maker, r.Maker) && same(l.Product, r.Product) {
			list = append(list, l)
		}
	}
	return list
}

func (s Sheet) basis(l Line) Basis {
	st, m := s.Stand(l.ID)
	return Basis{Line: l, Version: s.Version, Stand: st, Mark: m}
}
