package compared_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/reporting/compared"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
	"kanmin/internal/world/stagetest"
)

func both(s string) text.Both { return text.Both{Ja: s, En: s} }

// list is a form with a table.
var list = form.Form{
	ID: "list", Title: both("一覧の届出"), Parts: []form.Part{{ID: "outline", Name: both("概要")}, {ID: "computer", Name: both("計算機")}},
	Steps: []form.Step{{ID: "all", Title: both("すべて"), Fields: []form.Field{
		{ID: "what", Label: both("何"), Kind: form.Area, Limit: 100, Section: "outline", Unknowable: true},
		{ID: "products", Label: both("製品一覧"), Kind: form.Table, Limit: 1000, Section: "computer", Number: "no", Columns: []form.Field{
			{ID: "no", Label: both("管理番号"), Kind: form.Line, Limit: 20}, {ID: "count", Label: both("台数"), Kind: form.Count, Max: 9999},
		}},
	}}},
}

// revised is the store with revisions that the test says, under a procedure with that form.
type revised struct {
	*store.Tx
	all []form.Values
}

func (r revised) Procedure(ref string) (procedure.Procedure, error) {
	p, err := r.Tx.Procedure(ref)
	p.Form, p.Summary = list, nil
	return p, err
}

func (r revised) Revisions(f filing.Filing) (revs []filing.Revision, err error) {
	for i, v := range r.all {
		raw, err := list.Canonical(v)
		if err != nil {
			return nil, err
		}
		revs = append(revs, filing.Revision{Filing: f.ID, Rev: i + 1, At: f.ArrivedAt.Add(1), Content: filing.Content{Values: raw}})
	}
	return revs, nil
}

func rows(lines ...string) form.Value {
	var v form.Value
	for _, l := range lines {
		id, count, _ := strings.Cut(l, " ")
		v.Rows = append(v.Rows, form.Row{ID: "row-" + id, Cells: form.Values{"no": {Texts: []string{id}}, "count": {Texts: []string{count}}}})
	}
	return v
}

func many(n int) (lines []string) {
	for i := range n {
		lines = append(lines, "M-"+strconv.Itoa(i)+" 1")
	}
	return lines
}

// lines are what the sections of the page say, cell by cell.
func lines(a desktest.Answer) (said []string) {
	a.Find("main section").Each(func(_ int, s *goquery.Selection) {
		said = append(said, s.Find("h2").Text())
		s.Find("tbody tr").Each(func(_ int, r *goquery.Selection) {
			said = append(said, strings.Join(r.Find("th, td").Map(func(_ int, c *goquery.Selection) string { return strings.TrimSpace(c.Text()) }), "|"))
		})
	})
	return said
}

func chosen(a desktest.Answer) string {
	return strings.Join(a.Find("select option[selected]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") }), " ")
}

// door shows the pages of a 速報 whose revisions are all, to its filer and to an office.
func door(t *testing.T, all []form.Values) (d *desktest.Desk, own, theirs string) {
	t.Helper()
	d = desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return compared.Page{Look: func(ctx context.Context, sc access.Scope, purpose string, read func(compared.Tx) ([]ident.Object, error)) error {
			return store.Look[*store.Tx](s.DB)(ctx, sc, purpose, func(tx *store.Tx) ([]ident.Object, error) { return read(revised{tx, all}) })
		}}.Routes()
	})
	f := d.File(t, "operator-filer", "一覧")
	return d, "/reporting/reports/" + f.Number.ASCII() + "/compare", "/ministry/reports/" + f.Number.ASCII() + "/compare"
}

func TestAnyTwoRevisionsOnAPage(t *testing.T) {
	t.Parallel()
	d, own, theirs := door(t, []form.Values{
		{"what": {Texts: []string{"はじめ"}}, "products": rows("K-1 3", "K-2 5")},
		{"what": {Texts: []string{"はじめ"}}, "products": rows("K-2 5", "K-1 4")},
		{"what": {Unknown: true}, "products": rows("K-1 4", "K-3 7")},
	})
	const k2, k3 = "管理番号: K-2 / 台数: 5", "管理番号: K-3 / 台数: 7"
	for at, who := range map[string]string{own: "operator-filer", theirs: "ministry-officer"} {
		for _, one := range []struct {
			query, found, chosen string
			lines                []string
		}{
			{"", "追加1件、削除1件、変更1件です。", "2 3", []string{"概要", "何|変更|はじめ|未把握", "計算機", "製品一覧 ― K-3|追加|(記入なし)|" + k3, "製品一覧 ― K-2|削除|" + k2 + "|(記入なし)"}},
			{"?from=1&to=3", "追加1件、削除1件、変更2件です。", "1 3", []string{"概要", "何|変更|はじめ|未把握", "計算機", "製品一覧 ― K-1 ― 台数|変更|3|4", "製品一覧 ― K-3|追加|(記入なし)|" + k3, "製品一覧 ― K-2|削除|" + k2 + "|(記入なし)"}},
			{"?from=3&to=1", "追加1件、削除1件、変更2件です。", "3 1", []string{"概要", "何|変更|未把握|はじめ", "計算機", "製品一覧 ― K-1 ― 台数|変更|4|3", "製品一覧 ― K-2|追加|(記入なし)|" + k2, "製品一覧 ― K-3|削除|" + k3 + "|(記入なし)"}},
			{"?from=1&to=2", "追加0件、削除0件、変更1件です。", "1 2", []string{"計算機", "製品一覧 ― K-1 ― 台数|変更|3|4"}},
			{"?from=2&to=2", "同じ版を選んでいます。違う版を選んでください。", "2 2", nil},
		} {
			a := d.Get(t, who, at+one.query)
			if a.Status != http.StatusOK || a.Text("#found") != one.found || chosen(a) != one.chosen {
				t.Errorf("%s%s: %d %s, chosen %s", at, one.query, a.Status, a.Text("#found"), chosen(a))
			}
			if diff := cmp.Diff(one.lines, lines(a)); diff != "" {
				t.Errorf("%s%s: %s", at, one.query, diff)
			}
		}
		for _, query := range []string{"?from=4", "?to=0", "?from=-1", "?from=1&to=99999999999999999999", "?from=x", "?to=1%00"} {
			if a := d.Get(t, who, at+query); a.Status != http.StatusNotFound {
				t.Errorf("%s%s: %d", at, query, a.Status)
			}
		}
	}
	for at, who := range map[string]string{own: "ministry-officer", theirs: "operator-filer", strings.TrimSuffix(own, "/compare") + "x/compare": "operator-filer"} {
		if a := d.Get(t, who, at); a.Status != http.StatusNotFound && a.Status != http.StatusForbidden {
			t.Errorf("%s as %s: %d", at, who, a.Status)
		}
	}
	if a := d.Get(t, "other-operator-filer", own); a.Status != http.StatusNotFound || strings.Contains(a.Body, "K-1") {
		t.Errorf("another operator: %d", a.Status)
	}
}

func TestOneRevisionSaysThatThereIsOne(t *testing.T) {
	t.Parallel()
	d, own, _ := door(t, []form.Values{{"what": {Texts: []string{"はじめ"}}}})
	if a := d.Get(t, "operator-filer", own); a.Status != http.StatusOK || !strings.Contains(a.Text("main"), "版は1つだけです") || a.Find("select").Length() != 0 {
		t.Errorf("%d %s", a.Status, a.Text("main"))
	}
}

// A table of which all is new is shown in part, says how much is left, and leads to all of it.
func TestALongTableIsShownInPartUntilAllIsAskedFor(t *testing.T) {
	t.Parallel()
	d, own, _ := door(t, []form.Values{{"what": {Texts: []string{"x"}}}, {"what": {Texts: []string{"x"}}, "products": rows(many(230)...)}})
	a := d.Get(t, "operator-filer", own)
	if n := a.Find("tbody tr").Length(); n != 200 || !strings.Contains(a.Text("main"), "ほかに30行あります。") || a.Text("#found") != "追加230件、削除0件、変更0件です。" {
		t.Errorf("%d lines: %s", n, a.Text("#found"))
	}
	to, _ := a.Find("main section a").Attr("href")
	all := d.Get(t, "operator-filer", to)
	if n := all.Find("tbody tr").Length(); n != 230 || strings.Contains(all.Text("main"), "ほかに") {
		t.Errorf("%s: %d lines", to, n)
	}
}
