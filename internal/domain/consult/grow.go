package consult

import (
	"cmp"
	"slices"
	"strconv"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
)

func place(of string, i int) string { return of + "[" + strconv.Itoa(i) + "]" }

// Grow makes the lines of a 範囲整理表 out of an assessment, for one business of it: each facility, its segments, and what is on the machines in them,
// folded by what it says. Only the named facilities are taken; nil takes all.
func Grow(f scope.Facts, r scope.Result, business string, facilities []string) (lines []Line) {
	areas, verdicts := map[string]scope.Area{}, map[string]scope.Verdict{}
	for _, a := range r.Facilities {
		areas[a.Path] = a
	}
	for _, v := range r.Machines {
		verdicts[v.Path] = v
	}
	for b, x := range f.Businesses {
		if x.ID != business {
			continue
		}
		for i, place := range x.Facilities {
			if facilities != nil && !slices.Contains(facilities, place.ID) {
				continue
			}
			at := "businesses[" + strconv.Itoa(b) + "].facilities[" + strconv.Itoa(i) + "]"
			g := grower{place: place, name: cmp.Or(place.Name, place.ID)}
			g.facility(areas[at])
			for m := range place.Machines {
				g.machine(place.Machines[m], verdicts[at+".machines["+strconv.Itoa(m)+"]"])
			}
			lines = append(lines, g.sorted()...)
		}
	}
	return lines
}

// grower makes the lines of one facility.
type grower struct {
	place scope.Facility
	name  string
	head  []Line
	rows  []Line
	seen  map[string]bool
}

func (g *grower) add(into *[]Line, l Line) {
	if l = l.digest(); g.seen[l.ID] {
		return
	}
	if g.seen == nil {
		g.seen = map[string]bool{}
	}
	g.seen[l.ID] = true
	*into = append(*into, l)
}

func (g *grower) facility(a scope.Area) {
	g.add(&g.head, Line{Level: Facility, Facility: g.name, Internet: g.place.Internet, Media: g.place.Media, Cloud: g.place.Cloud, Asked: slices.Clone(a.Asked), TwoReadings: len(a.Readings) > 1})
	for _, s := range g.place.Segments {
		g.add(&g.head, Line{Level: Segment, Facility: g.name, Segment: cmp.Or(s.Name, s.ID), Role: s.Role})
	}
}

func (g *grower) machine(m scope.Machine, v scope.Verdict) {
	base := Line{Level: Machine, Facility: g.name, Segment: g.segment(m.Segment), Functions: functions(m), Types: list(v.Types), Possible: list(v.Possible), ByHand: v.ByHand, TwoReadings: len(v.Readings) > 1}
	if len(v.Lines) == 0 {
		base.File = v.File
		g.add(&g.rows, base)
		return
	}
	for _, one := range v.Lines {
		l := base
		l.Kind, l.Maker, l.Product, l.File, l.Rule = one.Kind, one.Maker, one.Product, one.File, one.Rule
		g.add(&g.rows, l)
	}
}

func (g *grower) segment(id string) string {
	for _, s := range g.place.Segments {
		if s.ID == id && id != "" {
			return cmp.Or(s.Name, s.ID)
		}
	}
	return ""
}

// list is a list of letters; nil where there is none, so that a line reads the same from wherever it came.
func list(letters []law.Letter) []law.Letter {
	if len(letters) == 0 {
		return nil
	}
	return slices.Clone(letters)
}

func functions(m scope.Machine) (list []string) {
	for _, f := range []struct {
		id string
		is law.Truth
	}{{GlobalAddress, m.GlobalAddress}, {Authenticates, m.Authenticates}, {Controls, m.Controls}, {IsFacility, m.IsFacility}, {Stores, m.Stores}} {
		if f.is == law.Yes {
			list = append(list, f.id)
		}
	}
	return list
}

// sorted are the facility and its segments, then the machines by segment, maker and product.
func (g *grower) sorted() []Line {
	slices.SortStableFunc(g.rows, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.Segment, b.Segment), cmp.Compare(a.Maker, b.Maker), cmp.Compare(a.Product, b.Product), slices.Compare(a.Functions, b.Functions), cmp.Compare(a.ID, b.ID))
	})
	return append(g.head, g.rows...)
}
