package filing

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/request"
)

// hit is a filing that a walk met.
type hit struct {
	filing.Place
	kind filing.Kind
	org  ident.Org
}

// page walks to a page of what the filter leaves.
func (w walk) page(filter filing.Filter, before filing.Place, limit int) (list []filing.Place, err error) {
	hits, err := w.read(filter, before, limit, false)
	for _, h := range hits {
		list = append(list, h.Place)
	}
	return list, err
}

// count counts what the filter leaves, up to a bound, and says of each when it arrived; of none more is kept.
func (w walk) count(filter filing.Filter, most int, arrived func(ident.Instant)) (n int, err error) {
	filter.Oldest = false
	err = w.each(filter, filing.Place{}, most, false, func(h hit) {
		n++
		arrived(h.At)
	})
	return n, err
}

// facets looks through the newest filings for what is worth choosing from: the newest filing of each filer, and the kinds.
func (w walk) facets() (newest []ident.Filing, kinds []filing.Kind, err error) {
	hits, err := w.read(filing.Filter{}, filing.Place{}, facetReach, true)
	orgs, seen := map[ident.Org]bool{}, map[string]bool{}
	for _, h := range hits {
		if !w.own && !orgs[h.org] && len(newest) < facetMost {
			orgs[h.org], newest = true, append(newest, h.ID)
		}
		if of, _, _ := strings.Cut(string(h.kind), "@"); of != "" && !seen[of] && len(kinds) < facetMost {
			seen[of], kinds = true, append(kinds, h.kind)
		}
	}
	return newest, kinds, err
}

func (w walk) read(filter filing.Filter, before filing.Place, limit int, told bool) (hits []hit, err error) {
	err = w.each(filter, before, limit, told, func(h hit) { hits = append(hits, h) })
	return hits, err
}

// each walks the sources in the order of arrival and meets what is left, each filing once. Rows that nobody of the house wrote
// are passed over. Told asks for kind and filer as well.
func (w walk) each(filter filing.Filter, before filing.Place, limit int, told bool, meet func(hit)) error {
	var a row.Args
	query, walks := w.begin(filter, before, limit, &a)
	more := `'', ''`
	if told {
		more = `COALESCE((SELECT g.kind FROM filing g WHERE g.id = w.object), ''), COALESCE((SELECT g.org FROM filing g WHERE g.id = w.object), '')`
	}
	n, seen := 0, map[ident.Filing]bool{}
	return w.Each(`SELECT w.object, w.at, w.source, w.evidence, `+more+` FROM (`+query+`) w`+fmt.Sprintf(order(filter), "w.at", "w.object")+a.Add(limit*walks), a.List, func(scan func(...any) error) error {
		var h hit
		var source, evidence string
		if err := scan(&h.ID, &h.At, &source, &evidence, &h.kind, &h.org); err != nil {
			return err
		}
		sound := evidence == "" && slices.Contains(w.sources, source) || evidence != "" && w.Proved("reader", evidence)
		if !sound || seen[h.ID] || n >= limit {
			return nil
		}
		if n++; walks > 1 { // one walk has each filing once
			seen[h.ID] = true
		}
		meet(h)
		return nil
	})
}

// begin puts the walks together, and says how many there are: an organisation that files has one of what is its own, and one for each
// 承継 by which something passed to it.
func (w walk) begin(filter filing.Filter, before filing.Place, limit int, a *row.Args) (query string, walks int) {
	if !w.own {
		return w.addressed(w.sources, filter, before, limit, a), max(1, len(w.sources))
	}
	query = w.owned(filter, before, limit, a)
	if len(w.inherited) == 0 {
		return query, 1
	}
	return `SELECT * FROM (` + query + `) o UNION ALL ` + w.addressed(w.inherited, filter, before, limit, a), 1 + len(w.inherited)
}

func (w walk) owned(filter filing.Filter, before filing.Place, limit int, a *row.Args) string {
	where := `f.org = ` + a.Add(w.Scope.Org) + ` AND ` + w.Visible("f", mayRead, a) + w.beyond("f.arrived_at", "f.id", filter, before, a) + w.left(filter, a)
	return `SELECT f.id AS object, f.arrived_at AS at, f.unit AS source, '' AS evidence FROM filing f WHERE ` + where + fmt.Sprintf(order(filter), "f.arrived_at", "f.id") + a.Add(limit)
}

// addressed walks the index of each audience by itself, as Recent does, and puts the walks together. What a filter leaves is asked
// row by row: as a join, PostgreSQL would read all that was ever addressed to the office in order to show a page (OFFSET 0 forbids
// that).
func (w walk) addressed(audiences []string, filter filing.Filter, before filing.Place, limit int, a *row.Args) string {
	kind, n := a.Add(ReaderKind), a.Add(limit)
	beyond, left := w.beyond("r.at", "r.object", filter, before, a), w.left(filter, a)
	if left != "" {
		left = ` AND EXISTS (SELECT 1 FROM filing f WHERE f.id = r.object` + left + ` LIMIT 1 OFFSET 0)`
	}
	var walks []string
	for _, audience := range audiences {
		walks = append(walks, fmt.Sprintf(`SELECT * FROM (SELECT r.object, r.at, r.audience AS source, %s AS evidence FROM reader r WHERE r.audience = %s AND r.kind = %s%s%s%s%s) w%d`,
			row.Evidence("reader", "r"), a.Add(audience), kind, beyond, left, fmt.Sprintf(order(filter), "r.at", "r.object"), n, len(walks)))
	}
	return strings.Join(walks, " UNION ALL ")
}

func order(filter filing.Filter) string {
	if filter.Oldest {
		return ` ORDER BY %s, %s LIMIT `
	}
	return ` ORDER BY %s DESC, %s DESC LIMIT `
}

// beyond bounds a walk: by the days of the filter and by where the page before ended.
func (w walk) beyond(at, id string, filter filing.Filter, before filing.Place, a *row.Args) (where string) {
	if !filter.From.IsZero() {
		where += ` AND ` + at + ` >= ` + a.Add(filter.From.Start())
	}
	if !filter.Until.IsZero() {
		where += ` AND ` + at + ` < ` + a.Add(filter.Until.End())
	}
	if before.At != 0 {
		sign := "<"
		if filter.Oldest {
			sign = ">"
		}
		end, last := a.Add(before.At), a.Add(before.ID)
		where += ` AND ` + at + ` ` + sign + `= ` + end + ` AND (` + at + ` ` + sign + ` ` + end + ` OR ` + id + ` ` + sign + ` ` + last + `)`
	}
	return where
}

// left is what the other parts of a filter leave, as more of a predicate on f.
func (w walk) left(filter filing.Filter, a *row.Args) (where string) {
	and := func(more string) { where += ` AND ` + more }
	switch procedure := string(filter.Kind); {
	case procedure == "":
	case strings.HasPrefix(procedure, "-") && strings.HasSuffix(procedure, "."): // all others
		and(`NOT (f.kind > ` + a.Add(procedure[1:]) + ` AND f.kind < ` + a.Add(strings.TrimSuffix(procedure[1:], ".")+"/") + `)`)
	case strings.HasSuffix(procedure, "."): // all built-in ones whose names begin so: / follows . in bytes
		and(`f.kind > ` + a.Add(procedure) + ` AND f.kind < ` + a.Add(strings.TrimSuffix(procedure, ".")+"/"))
	case strings.Contains(procedure, "."): // a built-in one
		and(`f.kind = ` + a.Add(procedure))
	default: // every version of a stored one: A follows @ in bytes, and both engines compare by bytes
		and(`f.kind > ` + a.Add(procedure+"@") + ` AND f.kind < ` + a.Add(procedure+"A"))
	}
	if filter.Filer != "" {
		and(`f.org IN (SELECT g.id FROM org g WHERE g.lookup = ` + a.Add(w.OrgLookup(party.Operator, filter.Filer)) + `)`)
	}
	if t := filter.Number.Text; t != "" {
		text := `REPLACE(f.number, '-', '')`
		if filter.Number.Eight {
			text = `SUBSTR('--------' || ` + text + `, LENGTH(` + text + `))` // the last nine: the eight and the check character
		}
		and(`SUBSTR(` + text + `, 1, ` + a.Add(len([]rune(t))) + `) = ` + a.Add(t))
	}
	if filter.State != "" {
		and(w.inState(filter.State, a))
	}
	if filter.Charge != "" {
		and(w.charged(filter.Charge, a))
	}
	if filter.Need != "" {
		and(w.needing(filter.Need, a))
	}
	if filter.Flag != "" {
		and(w.flagged(filter.Flag, a))
	}
	return where
}

// question says that there is a question about f that the scope may see (Filings.questions), of which something more is true.
func (w walk) question(more string, a *row.Args) string {
	org, unit := a.Add(w.Scope.Org), a.Add(w.Scope.Unit)
	return `EXISTS (SELECT 1 FROM request x WHERE x.filing = f.id AND (x.asked_org = ` + org + ` OR x.org = ` + org +
		` AND EXISTS (SELECT 1 FROM unit_above xa WHERE xa.unit = x.unit AND xa.above = ` + unit + `)) AND ` + more + `)`
}

// inState is filing.StateFor as a predicate.
func (w walk) inState(s filing.State, a *row.Args) string {
	const moved = `f.state IN ('fix-asked', 'fixed')`
	waits := func() string { return moved + ` AND ` + w.question(`x.kind = 'fix' AND x.state = 'waiting'`, a) }
	checked := func() string { return `EXISTS (SELECT 1 FROM ` + w.checks(a) + `)` }
	switch s {
	case filing.FixAsked:
		return waits()
	case filing.Checked:
		return `f.state <> 'withdrawn' AND NOT (` + waits() + `) AND ` + checked()
	case filing.Fixed:
		return moved + ` AND NOT (` + waits() + `) AND ` + w.question(`x.kind = 'fix' AND x.state = 'answered'`, a) + ` AND NOT ` + checked()
	case filing.Arrived:
		return `(f.state = 'arrived' OR ` + moved + ` AND NOT ` + w.question(`x.kind = 'fix' AND x.state IN ('waiting', 'answered')`, a) + `) AND NOT ` + checked()
	case filing.Withdrawn:
	}
	return `f.state = ` + a.Add(s)
}

// flagged reports of a 届出 whether there is a reason to read it before its form is checked: one of its arrival, or a type of which it says
// nothing while the pattern of its business has it.
func (w walk) flagged(some filing.Some, a *row.Args) string {
	reasons := []string{`n.flags > 0`}
	for _, sector := range slices.Sorted(maps.Keys(w.pattern)) {
		var lacks []string
		for _, t := range w.pattern[sector] {
			lacks = append(lacks, `n.answered NOT LIKE '%`+string(t)+`%'`) // letters of the book
		}
		reasons = append(reasons, `n.kind IN `+row.In(a, withRows)+` AND n.answered <> '' AND n.sector = `+a.Add(sector)+` AND (`+strings.Join(lacks, ` OR `)+`)`)
	}
	there := `EXISTS (SELECT 1 FROM notified n WHERE n.filing = f.id AND (` + strings.Join(reasons, ` OR `) + `))`
	if some == filing.WithoutFlag {
		return `NOT ` + there
	}
	return there
}

// charged is who of the scope's unit takes care of a filing.
func (w walk) charged(with filing.With, a *row.Args) string {
	there := `EXISTS (SELECT 1 FROM charge c WHERE c.filing = f.id AND c.unit = ` + a.Add(w.Scope.Unit) + ` AND c.org = ` + a.Add(w.Scope.Org) + ` AND c.person `
	if with == filing.WithNone {
		return `NOT ` + there + `<> '')`
	}
	return there + `= ` + a.Add(w.Scope.Person) + ` AND c.person <> '')`
}

// needing is what a filing waits for, on the side of the scope.
func (w walk) needing(n filing.Need, a *row.Args) string {
	waiting := `x.state = '` + string(request.Waiting) + `'`
	switch {
	case n == filing.Overdue:
		return w.question(waiting+` AND x.answer_by < `+a.Add(law.DayOf(w.Scope.At).String()), a)
	case w.own && n == filing.Unread: // what an office has read is told by its looks, and never by a list
		return `FALSE`
	case w.own:
		return w.question(waiting, a)
	}
	unit := a.Add(w.Scope.Unit)
	opened := func(more string) string {
		return `EXISTS (SELECT 1 FROM look k JOIN unit_above ka ON ka.unit = k.unit WHERE k.object = f.id AND ka.above = ` + unit + ` AND k.purpose = 'open'` + more + `)`
	}
	unread := w.question(`x.state = 'answered' AND NOT `+opened(` AND k.at >= x.answered_at`), a)
	if n == filing.Unread {
		return unread
	}
	return `(NOT ` + opened("") + ` AND NOT ` + w.question(`TRUE`, a) + ` OR ` + unread + `)`
}
