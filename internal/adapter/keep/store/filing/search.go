package filing

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notification"
)

// Bounds of a search: how many filings are counted, among how many of the newest kinds and filers are looked for, and how many
// of them are offered.
const (
	countMost  = 10_000
	facetReach = 1_000
	facetMost  = 100
)

var mayRead = access.Permission{Action: access.Read, Object: access.Report}

// Search returns a page of what a filter leaves of the filings of the scope's own organisation, or of those that are addressed to
// its office, and what it leaves in all. The count, the weeks and the rows come from one predicate.
func (f Filings) Search(filter filing.Filter, before filing.Place, limit int) (found filing.Found, err error) {
	w, err := f.walk(filter)
	if err != nil || len(w.sources) == 0 {
		return found, err
	}
	page, err := w.page(filter, before, limit+1)
	if err != nil {
		return found, err
	}
	if len(page) > limit {
		page, found.Next = page[:limit], page[limit-1]
	}
	arrived := make([]ident.Instant, 0, limit)
	if found.N, err = w.count(filter, countMost+1, func(at ident.Instant) { arrived = append(arrived, at) }); err != nil {
		return found, err
	}
	if found.N > countMost {
		found.N, found.More, arrived = countMost, true, arrived[:countMost]
	}
	found.Weeks = filing.Weeks(arrived)
	newest, kinds, err := w.facets()
	if err != nil {
		return found, err
	}
	ids := make([]ident.Filing, 0, len(page)+len(newest))
	for _, p := range page {
		ids = append(ids, p.ID)
	}
	lines, err := f.LinesOf(append(ids, newest...))
	found.Kinds = kinds
	for _, l := range lines {
		if slices.Contains(newest, l.Filing.ID) {
			found.Filers = append(found.Filers, l)
		}
	}
	found.Lines = inOrder(lines, page)
	return found, err
}

// SearchLines returns the next page of what a filter leaves, without counting it, and the place after which the following begins:
// empty on the last.
func (f Filings) SearchLines(filter filing.Filter, before filing.Place, limit int) (lines []filing.Line, next filing.Place, err error) {
	w, err := f.walk(filter)
	if err != nil || len(w.sources) == 0 {
		return nil, next, err
	}
	page, err := w.page(filter, before, limit+1)
	if err != nil || len(page) == 0 {
		return nil, next, err
	}
	if len(page) > limit {
		page, next = page[:limit], page[limit-1]
	}
	ids := make([]ident.Filing, len(page))
	for i, p := range page {
		ids[i] = p.ID
	}
	lines, err = f.LinesOf(ids)
	return inOrder(lines, page), next, err
}

// CountFound counts what a filter leaves, up to a bound.
func (f Filings) CountFound(filter filing.Filter, most int) (int, error) {
	w, err := f.walk(filter)
	if err != nil || len(w.sources) == 0 {
		return 0, err
	}
	return w.count(filter, most, func(ident.Instant) {})
}

// inOrder are the lines of a page as it is ordered; one that is not open to the scope is not there.
func inOrder(lines []filing.Line, page []filing.Place) []filing.Line {
	by := make(map[ident.Filing]filing.Line, len(lines))
	for _, l := range lines {
		by[l.Filing.ID] = l
	}
	list := make([]filing.Line, 0, len(page))
	for _, p := range page {
		if l, ok := by[p.ID]; ok {
			list = append(list, l)
		}
	}
	return list
}

// walk is where a search begins: the sources through which the scope reads filings, each ordered by arrival in its index.
type walk struct {
	Filings
	own       bool
	sources   []string             // one's units, or the audiences that an office is among
	pattern   notification.Pattern // where a filter asks for flags
	inherited []string             // the audiences through which an organisation that files has what passed to it (承継)
}

// sourcesMost bounds them.
const sourcesMost = 1000

// walk finds the sources whose own rows are proved. An organisation that files finds what is its own, and what passed to it; an
// office what is addressed to it.
func (f Filings) walk(filter filing.Filter) (w walk, err error) {
	own, addressed := f.Scope.Relations(mayRead)
	w = walk{Filings: f, own: own}
	if !own && !addressed {
		return w, nil
	}
	if filter.Flag != "" {
		if w.pattern, err = f.pattern(); err != nil {
			return w, err
		}
	}
	var a row.Args
	unit := a.Add(f.Scope.Unit)
	var ways []string
	if own {
		ways = append(ways, `SELECT a.unit, `+row.Evidence("unit_above", "a")+`, '' FROM unit_above a WHERE a.above = `+unit)
	}
	if addressed {
		at, inherited := a.Add(f.Scope.At), ""
		if own {
			inherited = ` AND EXISTS (SELECT 1 FROM inheritance i WHERE i.id = m.audience)`
		}
		ways = append(ways, `SELECT m.audience, `+row.Evidence("unit_above", "a")+`, `+row.Evidence("audience_member", "m")+` FROM unit_above a JOIN audience_member m ON m.unit = a.unit
			WHERE a.above = `+unit+` AND m.from_at <= `+at+` AND (m.until_at IS NULL OR m.until_at > `+at+`)`+inherited)
	}
	err = f.Each(strings.Join(ways, ` UNION ALL `)+` ORDER BY 1 LIMIT `+a.Add(sourcesMost), a.List, func(scan func(...any) error) error {
		var source, above, member string
		err := scan(&source, &above, &member)
		switch list := w.source(member); {
		case !f.Proved("unit_above", above) || member != "" && !f.Proved("audience_member", member) || slices.Contains(*list, source):
		default:
			*list = append(*list, source)
		}
		return err
	})
	return w, err
}

// source is the list in which a source belongs, by the evidence of its member: a unit of one's own has none.
func (w *walk) source(member string) *[]string {
	if w.own && member != "" {
		return &w.inherited
	}
	return &w.sources
}
