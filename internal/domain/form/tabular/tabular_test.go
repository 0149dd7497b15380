package tabular_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/text"
)

func both(s string) text.Both { return text.Both{Ja: s, En: s} }

var products = form.Field{
	ID: "products", Label: both("製品一覧"), Kind: form.Table, Limit: 5000, Number: "number", Key: []string{"maker", "product", "site"},
	Columns: []form.Field{
		{ID: "number", Label: text.Both{Ja: "管理番号", En: "Number"}, Kind: form.Line, Limit: 40},
		{ID: "maker", Label: text.Both{Ja: "メーカー", En: "Maker"}, Kind: form.Line, Limit: 100, Needed: true, Names: []string{"製造者", "ベンダー名"}},
		{ID: "product", Label: text.Both{Ja: "製品名", En: "Product"}, Kind: form.Line, Limit: 100, Needed: true},
		{ID: "site", Label: text.Both{Ja: "事業所", En: "Site"}, Kind: form.Line, Limit: 100},
		{ID: "introduced", Label: text.Both{Ja: "導入日", En: "Introduced"}, Kind: form.Day, Unknowable: true},
		{ID: "quantity", Label: text.Both{Ja: "台数", En: "Quantity"}, Kind: form.Count, Min: 1},
		{ID: "type", Label: text.Both{Ja: "類型", En: "Type"}, Kind: form.Choices, Options: []form.Option{{ID: "a", Label: both("A")}, {ID: "b", Label: both("B")}, {ID: "e", Label: both("E")}}},
	},
}

func read(t *testing.T, rows ...string) (tabular.Grid, tabular.Reading) {
	t.Helper()
	g := tabular.Grid{Sheet: "製品一覧"}
	for _, r := range rows {
		g.Rows = append(g.Rows, strings.Split(r, "|"))
	}
	g, l, err := tabular.Find(products, []tabular.Grid{{Sheet: "説明", Rows: [][]string{{"この様式の使い方"}}}, g}, map[string]string{text.Key("備品コード"): "number"})
	if err != nil {
		t.Fatal(err)
	}
	return g, tabular.Read(products, g, l)
}

func TestTheTableIsFoundByItsHeadingsAlone(t *testing.T) {
	t.Parallel()
	_, r := read(t, "届出様式", "", "担当メモ|製品名 (必須)|ﾒｰｶｰ※|備品コード|Type|導入 日", "見て|PRIMERGY|富士通|K-1|Ａ、b|R8.10.31", "||||")
	if r.Heading != 2 || len(r.Lines) != 1 || len(r.Faults) != 0 {
		t.Fatalf("%+v", r)
	}
	if d := cmp.Diff([]tabular.Heading{{Column: "A", Text: "担当メモ"}}, r.Extra); d != "" {
		t.Error(d)
	}
	var missing []string
	for _, c := range r.Missing {
		missing = append(missing, c.ID)
	}
	if d := cmp.Diff([]string{"site", "quantity"}, missing); d != "" {
		t.Error(d)
	}
	want := form.Values{
		"product": {Texts: []string{"PRIMERGY"}}, "maker": {Texts: []string{"富士通"}}, "number": {Texts: []string{"K-1"}},
		"type": {Texts: []string{"a", "b"}}, "introduced": {Texts: []string{"2026-10-31"}},
	}
	if d := cmp.Diff(want, r.Lines[0].Cells); d != "" {
		t.Error(d)
	}
}

func TestASheetWithoutTheHeadingsIsTold(t *testing.T) {
	t.Parallel()
	_, _, err := tabular.Find(products, []tabular.Grid{{Sheet: "Sheet1", Rows: [][]string{{"製品名"}, {"x"}}}, {Sheet: "empty"}}, nil)
	if e, ok := err.(*fault.Error); !ok || e.Code != "sheet.heading.none" || !strings.Contains(e.Args["names"], "「製品名」") { //nolint:errorlint // what the function itself returns
		t.Error(err)
	}
}

func TestEveryCellIsNamedWithWhatWouldMendIt(t *testing.T) {
	t.Parallel()
	g, r := read(t, "管理番号|メーカー|製品名|導入日|台数|類型",
		"1|富士通|PRIMERGY|46447|約3台|類型Ａ",
		"2|縺ゅ＞縺縺医♀|x|R9.2.30|〇|Z",
		"3|ã‚·ã‚¹ã‚³|x|未把握|0|A B",
		"4||y",
	)
	var got []string
	for _, f := range r.Faults {
		got = append(got, fmt.Sprintf("『%s』シート %s %s %s→%s", f.Sheet, f.Cell, f.Code, f.Fix.Kind, f.Fix.To))
	}
	want := []string{
		"『製品一覧』シート D2 fault.day.form serial→2027-03-01", "『製品一覧』シート E2 fault.form.count digits→3", "『製品一覧』シート F2 fault.form.option option→A",
		"『製品一覧』シート B3 sheet.mojibake →", "『製品一覧』シート D3 fault.day.none →", "『製品一覧』シート E3 fault.form.count →", "『製品一覧』シート F3 fault.form.option →",
		"『製品一覧』シート B4 sheet.mojibake mojibake→シスコ", "『製品一覧』シート E4 fault.form.range →", "『製品一覧』シート B5 fault.form.needed →",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	mended, n := tabular.Mend(g, r.Layout, r.Faults, tabular.Serial)
	again := tabular.Read(products, mended, r.Layout)
	if n != 1 || len(again.Faults) != len(r.Faults)-1 || mended.Rows[1][3] != "2027-03-01" || g.Rows[1][3] != "46447" {
		t.Errorf("%d mended, %d left, %v", n, len(again.Faults), g.Rows[1])
	}
}

func TestSwappedColumns(t *testing.T) {
	t.Parallel()
	g, r := read(t, "メーカー|製品名", "PRIMERGY|富士通", "富士通|PRIMERGY", "PRIMERGY|富士通")
	asked := 0
	tabular.Swapped(&r, products, tabular.Pair{Left: "maker", Right: "product"}, func(left, _ string) bool { asked++; return left == "PRIMERGY" })
	if len(r.Faults) != 2 || asked != 2 {
		t.Fatalf("%d faults, asked %d times", len(r.Faults), asked)
	}
	mended, n := tabular.Mend(g, r.Layout, r.Faults, tabular.Swap)
	if n != 2 || mended.Rows[1][0] != "富士通" || mended.Rows[3][1] != "PRIMERGY" {
		t.Errorf("%d %v", n, mended.Rows)
	}
}

func TestRowsAreMetByIDThenNumberThenKey(t *testing.T) {
	t.Parallel()
	row := func(id, number, maker, product string) form.Row {
		return form.Row{ID: id, Cells: form.Values{"number": {Texts: []string{number}}, "maker": {Texts: []string{maker}}, "product": {Texts: []string{product}}, "site": {Texts: []string{"北"}}}}
	}
	existing := []form.Row{row("r1", "1", "A", "x"), row("r2", "2", "B", "y"), row("r3", "", "C", "z"), row("r4", "9", "D", "w"), row("r5", "9", "E", "v")}
	_, r := read(t, "管理番号|メーカー|製品名|事業所|"+tabular.RowID,
		"7|A|x|北|r1", // by id, number changed
		"２|B|y2|北|",  // by number in another width, product changed
		"|C|z|北|",    // by key, same
		"9|F|u|北|",   // two rows have this number: unsure
		"3|G|t|北|r9", // an id of another world: new
	)
	m := tabular.Match(products, r, existing)
	say := func(list []tabular.Met) (s []string) {
		for _, x := range list {
			s = append(s, fmt.Sprint(x.Line.Row, x.Before.ID, x.How))
		}
		return s
	}
	for name, c := range map[string]struct{ got, want []string }{
		"changed": {say(m.Changed), []string{"2r1id", "3r2number"}}, "same": {say(m.Same), []string{"4r3key"}},
		"unsure": {say(m.Unsure), []string{"5"}}, "new": {say(m.New), []string{"6"}},
	} {
		if d := cmp.Diff(c.want, c.got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
	if len(m.Gone) != 2 || m.Gone[0].ID != "r4" {
		t.Errorf("gone: %v", m.Gone)
	}
	if after := m.Changed[1].After(); after.ID != "r2" || after.Cells["product"].Text() != "y2" {
		t.Errorf("%v", after)
	}
}

// Whatever the rows: a sheet that is taken over and brought again, in any order and with or without the ids, changes nothing.
func TestTheSameSheetTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		heads := []string{"number", "maker", "product", "site", "quantity"}
		labels := map[string]string{"number": "管理番号", "maker": "メーカー", "product": "製品名", "site": "事業所", "quantity": "台数"}
		g := tabular.Grid{Sheet: "製品一覧", Rows: [][]string{{}}}
		for _, h := range heads {
			g.Rows[0] = append(g.Rows[0], labels[h])
		}
		for i := range rapid.IntRange(1, 20).Draw(rt, "rows") {
			word := rapid.StringMatching(`[a-cア-ウ]{1,3}`)
			number := ""
			if rapid.Bool().Draw(rt, "numbered") {
				number = fmt.Sprint("N", i)
			}
			g.Rows = append(g.Rows, []string{number, word.Draw(rt, "maker"), word.Draw(rt, "product"), word.Draw(rt, "site"), fmt.Sprint(rapid.IntRange(1, 9).Draw(rt, "n"))})
		}
		_, l, err := tabular.Find(products, []tabular.Grid{g}, nil)
		if err != nil {
			rt.Fatal(err)
		}
		first := tabular.Match(products, tabular.Read(products, g, l), nil)
		if len(first.New) != len(g.Rows)-1 {
			rt.Fatalf("%d new of %d", len(first.New), len(g.Rows)-1)
		}
		var rows []form.Row
		for i, m := range first.New {
			row := m.After()
			row.ID = fmt.Sprint("id", i)
			rows = append(rows, row)
		}
		g.Rows[0] = append(g.Rows[0], tabular.RowID)
		for i := range rows {
			g.Rows[i+1] = append(g.Rows[i+1], rows[i].ID)
		}
		order := rapid.Permutation(g.Rows[1:]).Draw(rt, "order")
		g.Rows = append([][]string{g.Rows[0]}, order...)
		_, l, err = tabular.Find(products, []tabular.Grid{g}, nil)
		if err != nil {
			rt.Fatal(err)
		}
		again := tabular.Match(products, tabular.Read(products, g, l), rows)
		if len(again.Same) != len(rows) || len(again.New)+len(again.Changed)+len(again.Gone)+len(again.Unsure) != 0 {
			rt.Fatalf("%+v", again)
		}
		delete(l.At, tabular.RowID) // 無害化 took the ids: what cannot be told is unsure, nothing is taken for another row
		plain := tabular.Match(products, tabular.Read(products, g, l), rows)
		if len(plain.Changed) != 0 || len(plain.New) != 0 || len(plain.Same)+len(plain.Unsure) != len(rows) {
			rt.Fatalf("%+v", plain)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("メーカー|製品名|台数\n富士通|PRIMERGY|3")
	f.Add("製品名|メーカー|導入日|類型\nx|ã‚·ã‚¹|46447|類型A")
	f.Fuzz(func(_ *testing.T, sheet string) {
		g := tabular.Grid{Sheet: "s"}
		for line := range strings.Lines(sheet) {
			g.Rows = append(g.Rows, strings.Split(strings.TrimRight(line, "\n"), "|"))
		}
		from, l, err := tabular.Find(products, []tabular.Grid{g}, nil)
		if err != nil {
			return
		}
		r := tabular.Read(products, from, l)
		for _, k := range []tabular.FixKind{tabular.Serial, tabular.Digits, tabular.Option, tabular.Mojibake} {
			mended, n := tabular.Mend(from, l, r.Faults, k)
			left := tabular.Read(products, mended, l)
			if n > 0 && slices.ContainsFunc(left.Faults, func(f tabular.Fault) bool { return f.Fix.Kind == k && k != tabular.Mojibake }) {
				panic(fmt.Sprintf("%s does not mend %q", k, sheet))
			}
		}
		_ = tabular.Match(products, r, nil)
	})
}

func BenchmarkRead5000(b *testing.B) {
	g := tabular.Grid{Sheet: "製品一覧", Rows: [][]string{{"管理番号", "メーカー", "製品名", "事業所", "導入日", "台数", "類型"}}}
	for i := range 5000 {
		g.Rows = append(g.Rows, []string{fmt.Sprint(i), "富士通株式会社", fmt.Sprint("PRIMERGY RX", i%40), "北部", "令和8年10月31日", "3", "A、B"})
	}
	for b.Loop() {
		_, l, err := tabular.Find(products, []tabular.Grid{g}, nil)
		if err != nil {
			b.Fatal(err)
		}
		r := tabular.Read(products, g, l)
		if m := tabular.Match(products, r, nil); len(m.New) != 5000 {
			b.Fatal(len(m.New), r.Faults[:min(3, len(r.Faults))])
		}
	}
}
