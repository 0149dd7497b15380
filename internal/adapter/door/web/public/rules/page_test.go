package rules_test

import (
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/public/rules"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/codex"
	"kanmin/internal/world/stagetest"
)

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(*stagetest.Stage) []gate.Route { return rules.Routes() })
}

// Every entry of the day's book stands on the page, with its ground, in both languages.
func TestTheWholeBookIsShown(t *testing.T) {
	t.Parallel()
	d := desk(t)
	day := law.MustDay("2026-11-23")
	for _, lang := range []string{"ja", "en"} {
		a := d.Get(t, "", "/rules", "Cookie", "__Host-kanmin_lang="+lang)
		if a.Status != http.StatusOK {
			t.Fatal(a.Status)
		}
		entries := codex.Entries(law.At(day))
		for _, e := range entries {
			card := a.Find(`article[id="` + e.ID + `"]`)
			if card.Length() == 0 {
				t.Fatalf("%s: %s is missing", lang, e.ID)
			}
			words := strings.Join(strings.Fields(card.Text()), " ")
			for _, want := range []string{e.Name.In(lang), e.Status.Label().In(lang), e.Source[0], e.ID} {
				if !strings.Contains(words, strings.Join(strings.Fields(want), " ")) {
					t.Errorf("%s: %s lacks %q", lang, e.ID, want)
				}
			}
			if card.Find(".mark").Length() == 0 || e.Quote != "" && !strings.Contains(words, strings.Join(strings.Fields(e.Quote), " ")) {
				t.Errorf("%s: %s has no badge or no quotation", lang, e.ID)
			}
		}
		if n := a.Find("article").Length(); n != len(entries) {
			t.Errorf("%d articles, %d entries", n, len(entries))
		}
	}
}

func TestSearchDaysAndDifferences(t *testing.T) {
	t.Parallel()
	d := desk(t)
	count := func(query string) int {
		t.Helper()
		a := d.Get(t, "", "/rules?"+query)
		if a.Status != http.StatusOK {
			t.Fatalf("%s: %d", query, a.Status)
		}
		return a.Find("article").Length()
	}
	all := count("")
	if n := count("q=Ｗindows"); n == 0 || n > 20 {
		t.Errorf("full-width Windows: %d", n)
	}
	if n := count("certainty=unknown"); n == 0 || n >= all {
		t.Errorf("unknown: %d of %d", n, all)
	}
	if n := count("kind=type"); n != 6 {
		t.Errorf("types: %d", n)
	}
	if n := count("on=R7.12.1"); n == 0 || n >= all {
		t.Errorf("in December 2025: %d of %d", n, all)
	}
	if n := count("q=zzzzzz"); n != 0 {
		t.Errorf("nonsense: %d", n)
	}
	if a := d.Get(t, "", "/rules?on=1990-01-01"); a.Find("article").Length() != 0 || !strings.Contains(a.Text("main"), "まだ定めがありません") {
		t.Errorf("before the law: %s", a.Text(".empty"))
	}
	if a := d.Get(t, "", "/rules?book="+law.At(law.Commencement).ID); a.Find("article").Length() != all {
		t.Error("a book by its id is another one")
	}
	a := d.Get(t, "", "/rules?since=2026-09-30&on=2026-10-01")
	if text := a.Text("#compared"); !strings.Contains(text, "追加") || !strings.Contains(text, "導入した特定重要電子計算機の届出") {
		t.Errorf("differences: %.300s", text)
	}
	if a := d.Get(t, "", "/rules?since=2026-11-01"); !strings.Contains(a.Text("#compared"), "違いはありません") {
		t.Errorf("no differences: %.300s", a.Text("#compared"))
	}
}

func TestBadInputIsNamed(t *testing.T) {
	t.Parallel()
	d := desk(t)
	for query, want := range map[string]string{
		"on=2027/2/30": "月の最後の日は2027-02-28", "on=昨日": "昨日", "on=2100-01-01": "2098-12-31", "since=x": "日付として読み取れませんでした", "kind=virus": "選択肢にない値です",
		"certainty=sure": "選択肢にない値です", "q=" + strings.Repeat("a", 201): "200文字まで", "q=%ff": "", "book=x.y": "日付として", "on=%00": "",
	} {
		a := d.Get(t, "", "/rules?"+query)
		if a.Status != http.StatusUnprocessableEntity || a.Find(".problems li").Length() != 1 || !strings.Contains(a.Text(".problems"), want) {
			t.Errorf("%.30s: %d %s", query, a.Status, a.Text(".problems"))
		}
		if a.Find("article").Length() == 0 {
			t.Errorf("%.30s: the book is gone", query)
		}
	}
	if a := d.Get(t, "", "/rules/asset.new"); a.Status != http.StatusSeeOther || a.Header.Get("Location") != "/rules?on=2026-11-23#asset.new" {
		t.Errorf("one: %d %s", a.Status, a.Header.Get("Location"))
	}
	a := d.Get(t, "", "/rules/asset.newer")
	if a.Status != http.StatusNotFound || !strings.Contains(a.Text(".problems"), "asset.newer") || a.Find(`#names a[href="/rules/asset.new"]`).Length() != 1 {
		t.Errorf("an unknown rule: %d %s", a.Status, a.Text(".problems"))
	}
}
