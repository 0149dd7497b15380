package store_test

import (
	"fmt"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// What a file says comes in all or not at all, against the draft as the person saw it.
func TestAFileIsTakenOver(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		draft := draftOf(t, s, submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)})
		of := form.Form{Steps: []form.Step{{ID: "one", Title: text.Both{Ja: "x", En: "x"}, Fields: []form.Field{line("about", 100), products}}}}
		seen := func() (digest string) {
			err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope("operator-filer"), func(tx *store.Tx) error {
				_, entries, err := tx.Draft(draft)
				digest = filing.Seen(entries)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return digest
		}
		take := submitting.Take{Read: store.Read[submitting.ReadyTx](s.DB), Act: store.Act[submitting.TakeTx](s.DB)}
		there := 0
		put := func(who, key, digest string, rows ...form.Row) (int, error) {
			return take.Do(t.Context(), s.Scope(who), s.Key(who, key), submitting.Taken{
				Draft: draft, Form: of, Seen: digest, Values: form.Values{"about": {Texts: []string{"𠮷 " + key}}}, Rows: map[string][]form.Row{"products": rows}, There: map[string]int{"products": there},
			})
		}
		var first []form.Row
		for i := range products.Limit {
			first = append(first, written(fmt.Sprintf("r%05d", i), 0, "maker", "富士通", "product", fmt.Sprint(i)).Row)
		}
		before := seen()
		if n, err := put("operator-filer", "first", before, first...); err != nil || n != products.Limit+1 {
			t.Fatal(n, err)
		}
		if n, err := put("operator-filer", "twice", before, first...); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same file beside itself: %d, %v", n, err)
		}
		now := seen()
		there = products.Limit
		if now == before {
			t.Error("what was seen did not change")
		}
		if n, err := put("operator-filer", "first", now, first[:3]...); err != nil || n != 0 {
			t.Errorf("pressed twice: %d, %v", n, err)
		}
		if n, err := put("operator-filer", "many", now, written("x", 0, "maker", "one too many").Row); !fault.Is(err, fault.Exceeded) {
			t.Errorf("%d rows: %d, %v", products.Limit+1, n, err)
		}
		gone := form.Row{ID: "r00001", Gone: true}
		if n, err := put("operator-approver", "next", now, written("r00000", 0, "maker", "富士通", "product", "changed").Row, gone); err != nil || n != 3 {
			t.Errorf("%d, %v", n, err)
		}
		rows, answers := table(t, s, draft)
		if len(rows) != products.Limit-1 || rows[0].Cells["product"].Text() != "changed" || rows[0].Cells["maker"].Text() != "富士通" || answers["about"].Current.Value.Text() != "𠮷 next" {
			t.Errorf("%d rows, the first %v, %v", len(rows), rows[0], answers["about"].Current)
		}
		for who, want := range map[string]fault.Kind{"operator-viewer": fault.Hidden, "other-operator-filer": fault.Hidden, "ministry-officer": fault.Hidden} {
			if _, err := put(who, "foreign", seen(), first[0]); !fault.Is(err, want) {
				t.Errorf("%s: %v", who, err)
			}
		}
		if _, err := put("operator-filer", "NUL", seen(), written("r00000", 0, "product", "a\x00").Row); !fault.Is(err, fault.Invalid) {
			t.Errorf("NUL: %v", err)
		}
	})
}
