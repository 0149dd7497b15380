// Package many is what the pages share that do something with many filings of a list at once: how they read what was chosen, one by one or all that a
// filter leaves, the page of an act, by which it is taken back, and that of the latest acts.
package many

import (
	"net/url"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// Read tells each filing that was chosen, "number:revision", once. What is no number of ours is no filing that was chosen; without a
// revision it is 0.
func Read(said []string, each func(n ident.Number, rev int)) {
	there := map[ident.Number]bool{}
	for _, s := range said {
		number, rev, _ := strings.Cut(s, ":")
		n, err := ident.ParseNumber(number)
		if err != nil || there[n] {
			continue
		}
		there[n] = true
		at, _ := strconv.Atoi(rev)
		each(n, at)
	}
}

// Tx finds filings.
type Tx interface {
	SearchLines(f filing.Filter, after filing.Place, limit int) ([]filing.Line, filing.Place, error)
}

// All are the filings that the filter of a list leaves, up to what one act takes, and whether there are more. narrow says what the page is
// of besides; nil where it is of every filing.
func All(tx Tx, query string, most int, narrow func(*filing.Filter)) ([]filing.Line, bool, error) {
	q, err := url.ParseQuery(query)
	if err != nil {
		return nil, false, fault.Absent()
	}
	filter, err := filing.ReadFilter(q.Get)
	if err != nil {
		return nil, false, err
	}
	if narrow != nil {
		narrow(&filter)
	}
	lines, next, err := tx.SearchLines(filter, filing.Place{}, most)
	return lines, next.At != 0, err
}
