package filing

import (
	"fmt"
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// CountEach counts what each of some filters leaves, as Search counts it, up to a bound: one statement for all of them.
func (f Filings) CountEach(filters []filing.Filter, most int) ([]int, error) {
	n := make([]int, len(filters))
	if len(filters) == 0 {
		return n, nil
	}
	all := filing.Filter{}
	for _, filter := range filters {
		if filter.Flag != "" {
			all.Flag = filter.Flag // one of them asks for the pattern
		}
	}
	w, err := f.walk(all)
	if err != nil || len(w.sources) == 0 {
		return n, err
	}
	var a row.Args
	var parts []string
	for i, filter := range filters {
		filter.Oldest = false
		query, _ := w.begin(filter, filing.Place{}, most, &a)
		parts = append(parts, fmt.Sprintf(`SELECT %d AS nr, c%d.object, c%d.source, c%d.evidence FROM (%s) c%d`, i, i, i, i, query, i))
	}
	seen := make([]map[ident.Filing]bool, len(filters))
	err = w.Each(strings.Join(parts, ` UNION ALL `), a.List, func(scan func(...any) error) error {
		var id ident.Filing
		var source, evidence string
		nr := 0
		if err := scan(&nr, &id, &source, &evidence); err != nil {
			return err
		}
		sound := evidence == "" && slices.Contains(w.sources, source) || evidence != "" && w.Proved("reader", evidence)
		if !sound || seen[nr][id] || n[nr] >= most {
			return nil
		}
		if n[nr]++; len(w.sources)+len(w.inherited) > 1 {
			if seen[nr] == nil {
				seen[nr] = map[ident.Filing]bool{}
			}
			seen[nr][id] = true
		}
		return nil
	})
	return n, err
}
