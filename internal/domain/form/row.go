package form

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"kanmin/internal/domain/ident"
)

// RowIDs mints ids of rows that sort in the order of i, from 0: those of one moment after those of earlier ones. Of one seed they are
// always the same, so that a page that is sent twice adds its rows once.
func RowIDs(at ident.Instant, seed string) func(i int) string {
	return func(i int) string { return fmt.Sprintf("%012x-%05d-%.12s", int64(at), i, seed) }
}

// Identified gives an id to rows that have none or share one: a program need not mint them.
func Identified(values Values, at ident.Instant, entropy io.Reader) (Values, error) {
	seed, err := ident.NewSecret(entropy)
	if err != nil {
		return nil, err
	}
	next, mint, n := maps.Clone(values), RowIDs(at, seed), 0
	for id, v := range values {
		seen := map[string]bool{"": true}
		v.Rows = slices.Clone(v.Rows)
		for i := range v.Rows {
			if seen[v.Rows[i].ID] {
				v.Rows[i].ID = mint(n)
				n++
			}
			seen[v.Rows[i].ID] = true
		}
		next[id] = v
	}
	return next, nil
}

// RowName is by what people tell one row from another: its number, its natural key, or the first of its cells.
func (f Field) RowName(r Row) string {
	ids := append([]string{}, f.Number)
	if f.Number == "" || r.Cells[f.Number].Empty() {
		ids = f.Key
	}
	if len(ids) == 0 {
		for _, c := range f.Columns[:min(2, len(f.Columns))] {
			ids = append(ids, c.ID)
		}
	}
	var parts []string
	for _, id := range ids {
		if c, ok := f.Column(id); ok && !r.Cells[id].Empty() {
			parts = append(parts, c.InWords(r.Cells[id]))
		}
	}
	return strings.Join(parts, " ")
}
