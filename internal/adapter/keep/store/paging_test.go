package store_test

import (
	"fmt"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/ident"
	"kanmin/internal/world/stagetest"
)

// Reports of one microsecond stand next to each other in a list; a page may end between two of them.
func TestPagesLoseNoReportOfOneInstant(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		t.Helper()
		const n = 5
		for i := range n { // the clock stands still
			if _, err := s.File.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", fmt.Sprint(i)), prompt()); err != nil {
				t.Fatal(err)
			}
		}
		for token, desk := range map[string]bool{"operator-filer": false, "ministry-officer": true} {
			for limit := 1; limit <= n; limit++ {
				if got := paged(t, s, token, desk, limit); len(got) != n {
					t.Errorf("%s, %d a page: %d reports of %d", token, limit, len(got), n)
				}
			}
		}
	})
}

// paged walks a list page by page and returns the reports that it met.
func paged(t *testing.T, s *stagetest.Stage, token string, desk bool, limit int) map[ident.Filing]bool {
	t.Helper()
	met := map[ident.Filing]bool{}
	var at store.Cursor
	for range 20 {
		more := false
		err := store.Read[reportTx](s.DB)(t.Context(), s.Scope(token), func(tx reportTx) error {
			list := tx.OwnFilings
			if desk {
				list = tx.DeskFilings
			}
			lines, err := list(at, limit)
			for _, l := range lines {
				if met[l.Filing.ID] {
					t.Errorf("%s, %d a page: %s comes twice", token, limit, l.Number)
				}
				met[l.Filing.ID] = true
				at = store.Cursor{At: l.ArrivedAt, ID: string(l.Filing.ID)}
			}
			more = len(lines) == limit
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			break
		}
	}
	return met
}
