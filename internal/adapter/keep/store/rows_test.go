package store_test

import (
	"fmt"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

func line(id string, limit int) form.Field {
	return form.Field{ID: id, Label: text.Both{Ja: id, En: id}, Kind: form.Line, Limit: limit}
}

var products = form.Field{ID: "products", Label: text.Both{Ja: "製品一覧", En: "Products"}, Kind: form.Table, Limit: 5000, Columns: []form.Field{line("maker", 100), line("product", 100)}}

func written(id string, base int, pairs ...string) submitting.Written {
	w := submitting.Written{Row: form.Row{ID: id, Cells: form.Values{}}, Base: base}
	for i := 0; i < len(pairs); i += 2 {
		w.Cells[pairs[i]] = form.Value{Texts: []string{pairs[i+1]}}
	}
	return w
}

// table reads the rows of a draft as a page would.
func table(t *testing.T, s *stagetest.Stage, draft ident.Number) (rows []form.Row, answers map[string]filing.Answer) {
	t.Helper()
	err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope("operator-filer"), func(tx *store.Tx) error {
		_, entries, err := tx.Draft(draft)
		rows, answers = filing.Values(entries)["products"].Rows, filing.Answers(entries)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows, answers
}

// Five thousand rows come in by one act, are changed by the next, and one of them by two people at once.
func TestRowsOfADraft(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		draft := draftOf(t, s, submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)})
		rows := submitting.Rows{Act: store.Act[submitting.SaveTx](s.DB)}
		put := func(who, key string, list ...submitting.Written) (submitting.SavedRows, error) {
			return rows.Do(t.Context(), s.Scope(who), s.Key(who, key), submitting.RowsOf{Draft: draft, Table: products, Rows: list})
		}
		var first, second []submitting.Written
		for i := range products.Limit {
			id := fmt.Sprintf("r%05d", i)
			first = append(first, written(id, 0, "maker", "富士通", "product", fmt.Sprint("𠮷 ", i)))
			second = append(second, written(id, 1, "product", fmt.Sprint("PRIMERGY ", i)))
		}
		if saved, err := put("operator-filer", "import", first...); err != nil || saved.Kept != products.Limit || len(saved.Beside) != 0 {
			t.Fatal(saved.Kept, saved.Beside, err)
		}
		if saved, err := put("operator-filer", "again", first...); err != nil || saved.Kept != 0 {
			t.Fatalf("the same sheet again changed %d rows: %v", saved.Kept, err)
		}
		if saved, err := put("operator-filer", "change", second...); err != nil || saved.Kept != products.Limit {
			t.Fatal(saved.Kept, err)
		}
		if _, err := put("operator-filer", "one more", written("x", 0, "maker", "one too many")); !fault.Is(err, fault.Exceeded) {
			t.Errorf("%d rows: %v", products.Limit+1, err)
		}
		saved, err := put("operator-approver", "same cell", written("r00007", 1, "product", "PowerEdge"))
		if err != nil || len(saved.Beside) != 1 {
			t.Errorf("a colleague's text was replaced unseen: %+v, %v", saved, err)
		}
		if saved, err := put("operator-approver", "other cell", written("r00008", 1, "maker", "富士通㈱")); err != nil || len(saved.Beside) != 0 {
			t.Errorf("another cell is no question: %+v, %v", saved, err)
		}
		gone := written("r00009", 2)
		gone.Gone = true
		if _, err := put("operator-filer", "gone", gone); err != nil {
			t.Fatal(err)
		}
		kept, answers := table(t, s, draft)
		if len(kept) != products.Limit-1 || kept[0].ID != "r00000" || kept[0].Cells["product"].Text() != "PRIMERGY 0" || kept[0].Cells["maker"].Text() != "富士通" {
			t.Errorf("%d rows, the first %v", len(kept), kept[0])
		}
		if a := answers[filing.RowField("products", "r00007")]; len(a.Beside) != 1 || a.Beside[0].Value.Rows[0].Cells["product"].Text() != "PowerEdge" {
			t.Errorf("%+v", a)
		}
		if a := answers[filing.RowField("products", "r00008")].Current.Value.Rows[0].Cells; a["maker"].Text() != "富士通㈱" || a["product"].Text() != "PRIMERGY 8" {
			t.Errorf("%v", a)
		}
	})
}

func TestRowsThatCannotBeKept(t *testing.T) {
	t.Parallel()
	s := stagetest.SQLite(t)
	draft := draftOf(t, s, submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)})
	rows := submitting.Rows{Act: store.Act[submitting.SaveTx](s.DB)}
	for name, c := range map[string]struct {
		who  string
		list []submitting.Written
		want string
	}{
		"NUL":          {"operator-filer", []submitting.Written{written("a", 0, "maker", "x"), written("b", 0, "product", "a\x00")}, "products[1].product fault.text.nul"},
		"no id":        {"operator-filer", []submitting.Written{written("", 0, "maker", "x")}, "products[0] fault.form.row.id"},
		"twice":        {"operator-filer", []submitting.Written{written("a", 0), written("a", 0)}, "products[1] fault.form.row.id"},
		"no column":    {"operator-filer", []submitting.Written{written("a", 0, "price", "1")}, "products[0] fault.form.field"},
		"viewer":       {"operator-viewer", []submitting.Written{written("a", 0, "maker", "x")}, "hidden"},
		"competitor":   {"other-operator-filer", []submitting.Written{written("a", 0, "maker", "x")}, "hidden"},
		"the ministry": {"ministry-officer", []submitting.Written{written("a", 0, "maker", "x")}, "hidden"},
	} {
		_, err := rows.Do(t.Context(), s.Scope(c.who), s.Key(c.who, name), submitting.RowsOf{Draft: draft, Table: products, Rows: c.list})
		got := ""
		if e, ok := err.(*fault.Error); ok { //nolint:errorlint // what the function itself returns
			got = e.Kind.String()
			if len(e.Fields) > 0 {
				got = e.Fields[0].Path + " " + e.Fields[0].Code
			}
		}
		if got != c.want {
			t.Errorf("%s: %q (%v), want %q", name, got, err, c.want)
		}
	}
	if kept, _ := table(t, s, draft); len(kept) != 0 {
		t.Errorf("something was half stored: %v", kept)
	}
}
