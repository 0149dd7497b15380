package cli_test

import (
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/declaring"
)

// declare opens a procedure that is data only, by two officers; it returns its ref.
func (p *platform) declare(t *testing.T) string {
	t.Helper()
	both := func(s string) text.Both { return text.Both{Ja: s, En: s} }
	d := procedure.Started(text.Both{Ja: "ヒヤリハット", En: "Near miss"})
	d.Title, d.Summary = "経済産業大臣", []string{"item_1"}
	d.Form.Steps[0].Fields = []form.Field{
		{ID: "item_1", Kind: form.Area, Limit: 400, Section: "outline", Label: both("あったこと"), Needed: true},
		{ID: "item_2", Kind: form.Day, Section: "outline", Label: both("気付いた日"), Needed: true},
	}
	scope := func(name string) access.Scope { return access.For(p.As(name), ident.At(p.Clock.Now())) }
	key := func(client string) ident.Key { return ident.Key{Org: "o", Actor: "a", Route: "test", Client: client} }
	writer, second := scope("ministry-officer"), scope("ministry-supervisor")
	begin := declaring.Begin{Act: store.Act[declaring.BeginTx](p.DB), Entropy: p.DB.Entropy}
	id, err := begin.Do(t.Context(), writer, key("begin"), declaring.New{Declaration: d})
	if err != nil {
		t.Fatal(err)
	}
	type tx interface {
		Versions(n ident.Number, may access.Permission, limit int) ([]procedure.Version, error)
	}
	var v procedure.Version
	err = store.Read[tx](p.DB)(t.Context(), writer, func(tx tx) error {
		list, err := tx.Versions("", access.Permission{Action: access.Read, Object: access.Procedure}, 10)
		for _, one := range list {
			if one.ID == id {
				v = one
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	write := store.Act[declaring.WriteTx](p.DB)
	propose := declaring.Proposal{Number: v.Number, Version: 1, Rev: 1, Opening: procedure.Opening{From: law.DayOf(ident.At(p.Clock.Now()))}}
	if err := (declaring.Propose{Act: write}).Do(t.Context(), writer, key("propose"), propose); err != nil {
		t.Fatal(err)
	}
	if err := (declaring.Decide{Act: write}).Do(t.Context(), second, key("open"), declaring.Decision{Number: v.Number, Version: 1, Rev: 2, Open: true}); err != nil {
		t.Fatal(err)
	}
	p.Clock.Set(p.Clock.Now().Add(time.Second))
	return v.Number.ASCII() + "@1"
}

// Any procedure is filed from the command line as the report is: listed, its fields told, filed once under a key, corrected.
func TestFileUnderAProcedure(t *testing.T) {
	t.Parallel()
	p := newPlatform(t)
	ref := p.declare(t)
	id, _, _ := strings.Cut(ref, "@")
	if out, errs, code := p.run(t, "operator-filer", "", "procedure", "list"); code != 0 || !strings.Contains(out, ref+"\tヒヤリハット\tNear miss\n") || !strings.Contains(out, "report.prompt\t速報") {
		t.Fatalf("%d %s %s", code, out, errs)
	}
	if out, errs, code := p.run(t, "operator-filer", "", "procedure", "schema", ref); code != 0 || !strings.Contains(out, `"item_2"`) {
		t.Fatalf("%d %s %s", code, out, errs)
	}
	if _, errs, code := p.run(t, "operator-filer", `{"item_1":"宛先"}`, "file", "procedure", id, "-"); code != 1 || !strings.Contains(errs, "item_2") || !strings.Contains(errs, "--key") {
		t.Errorf("%d %s", code, errs)
	}
	answers := `{"item_1":"あて先を誤りそうになった","item_2":"R8.11.20"}`
	first, errs, code := p.run(t, "operator-filer", answers, "file", "procedure", id, "-", "--key", "once")
	again, _, _ := p.run(t, "operator-filer", answers, "file", "procedure", ref, "-", "--key", "twice")
	if code != 0 || !strings.Contains(first, "経済産業大臣") || strings.Contains(first, "詳報") || again == first {
		t.Fatalf("%d %s %s\n%s", code, first, errs, again)
	}
	if same, _, _ := p.run(t, "operator-filer", answers, "file", "procedure", id, "-", "--key", "once"); same != first {
		t.Errorf("the same key filed twice:\n%s\n%s", first, same)
	}
	_, number, _ := strings.Cut(first, "報-")
	number, _, _ = strings.Cut("報-"+number, " ")
	if _, errs, code := p.run(t, "operator-filer", answers, "file", "correction", number, "-"); code != 1 || !strings.Contains(errs, "--key") {
		t.Errorf("a correction that changes nothing: %d %s", code, errs)
	}
	fixed, errs, code := p.run(t, "operator-filer", `{"item_2":"R8.11.19"}`, "file", "correction", number, "-", "--key", "fix")
	if code != 0 || !strings.Contains(fixed, number) {
		t.Fatalf("%d %s %s", code, fixed, errs)
	}
	if same, _, _ := p.run(t, "operator-filer", `{"item_2":"R8.11.19"}`, "file", "correction", number, "-", "--key", "fix"); same != fixed {
		t.Errorf("the same correction twice:\n%s\n%s", fixed, same)
	}
	if out, _, code := p.run(t, "ministry-officer", "", "report", "show", number); code != 0 || !strings.Contains(out, "2026-11-19") {
		t.Errorf("%d %s", code, out)
	}
	for _, two := range [][]string{nil, {"1"}, {"1", "2"}} {
		args := append([]string{"report", "compare", number}, two...)
		if out, errs, code := p.run(t, "ministry-officer", "", args...); code != 0 || out != "changed\toutline\titem_2\t\t\"2026-11-20\"\t\"2026-11-19\"\n" || !strings.Contains(errs, "第1版 → 第2版") {
			t.Errorf("%v: %d %s %s", two, code, out, errs)
		}
	}
	if _, errs, code := p.run(t, "ministry-officer", "", "report", "compare", number, "1", "3"); code != 1 || !strings.Contains(errs, "見つかりません") {
		t.Errorf("a revision that is not there: %d %s", code, errs)
	}
	if out, _, code := p.run(t, "operator-filer", "", "report", "compare", number, "2", "1", "--json"); code != 0 || !strings.Contains(out, `"before":"2026-11-19"`) {
		t.Errorf("%d %s", code, out)
	}
	if _, errs, code := p.run(t, "operator-filer", `[]`, "file", "correction", number, "-"); code != 2 || !strings.Contains(errs, "JSON") {
		t.Errorf("%d %s", code, errs)
	}
}
