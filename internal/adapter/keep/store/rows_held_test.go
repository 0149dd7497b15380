package store_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// A file of which every row was changed holds others up for few statements, however often that was done before: on PostgreSQL their
// number does not depend on the rows, on SQLite they are of a bounded size; what is past is neither read nor looked through.
func TestAFileTakenOverAgainIsFewStatements(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		draft := draftOf(t, s, submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)})
		of := form.Form{Steps: []form.Step{{ID: "one", Title: text.Both{Ja: "x", En: "x"}, Fields: []form.Field{products}}}}
		act := store.Act[submitting.TakeTx](s.DB)
		var count int
		take := submitting.Take{Read: store.Read[submitting.ReadyTx](s.DB), Act: func(ctx context.Context, sc access.Scope, key ident.Key, do func(submitting.TakeTx) (ledger.Entry, error)) (ledger.Leaf, error) {
			count = 0
			return act(store.Noting(ctx, func(query string, _ []any) {
				if count++; strings.Contains(query, "draft_entry") && !strings.Contains(query, "INSERT") && !strings.Contains(query, "state <> 'past'") {
					t.Errorf("the history of the draft is looked through: %.120s", query)
				}
			}), sc, key, do)
		}}
		round := func(n, there int) int {
			var rows []form.Row
			for i := range n {
				rows = append(rows, written(fmt.Sprintf("r%05d", i), 0, "maker", "富士通", "product", fmt.Sprint(i, " of ", n, there)).Row)
			}
			in := submitting.Taken{Draft: draft, Form: of, Rows: map[string][]form.Row{"products": rows}, There: map[string]int{"products": there}}
			if err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope("operator-filer"), func(tx *store.Tx) error {
				_, entries, err := tx.Draft(draft)
				in.Seen = filing.Seen(entries)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			if kept, err := take.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", fmt.Sprint(n, there)), in); err != nil || kept != n {
				t.Fatal(kept, err)
			}
			return count
		}
		rows := products.Limit
		round(rows, 0)
		one, all := round(1, rows), round(rows, rows)
		most := one
		if s.Engine() == "sqlite" {
			most += 2 * rows / 32
		}
		if all > most || one < 4 {
			t.Errorf("%d statements for %d rows, %d for one", all, rows, one)
		}
	})
}
