package store_test

import (
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// A program sends the whole table: rows with ids change, rows without are new, rows that it leaves out are gone.
func TestAWholeTableIsSaved(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		save := submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)}
		draft := draftOf(t, s, save)
		of := form.Form{Steps: []form.Step{{ID: "one", Title: text.Both{Ja: "x", En: "x"}, Fields: []form.Field{products}}}}
		put := func(key string, rows ...form.Row) error {
			_, err := save.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", key), submitting.SaveOf{
				Draft: draft, Form: of, Answers: map[string]submitting.Answer{"products": {Value: form.Value{Rows: rows}}},
			})
			return err
		}
		if err := put("first", written("", 0, "maker", "富士通", "product", "a").Row, written("", 0, "maker", "日立", "product", "b").Row); err != nil {
			t.Fatal(err)
		}
		first, _ := table(t, s, draft)
		if len(first) != 2 || first[0].Cells["product"].Text() != "a" {
			t.Fatalf("%+v", first)
		}
		if err := put("second", written(first[1].ID, 0, "maker", "日立").Row, written("", 0, "maker", "髙﨑", "product", "c").Row); err != nil {
			t.Fatal(err)
		}
		second, _ := table(t, s, draft)
		var say []string
		for _, r := range second {
			say = append(say, r.Cells["maker"].Text()+r.Cells["product"].Text())
		}
		if got := strings.Join(say, " "); got != "日立 髙﨑c" || second[0].ID != first[1].ID {
			t.Error(got)
		}
	})
}
