package sheet_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/format/sheet"
)

func row(n int, texts ...string) sheet.Row {
	r := sheet.Row{N: n}
	for i, t := range texts {
		if t != "" {
			r.Cells = append(r.Cells, sheet.Cell{Col: i + 1, Text: t})
		}
	}
	return r
}

var people = []sheet.Want{
	{ID: "name", Titles: []string{"氏名", "名前"}, Need: true}, {ID: "mail", Titles: []string{"メールアドレス", "E-mail"}, Need: true}, {ID: "phone", Titles: []string{"電話"}},
}

func TestATableIsFoundByItsHeadings(t *testing.T) {
	t.Parallel()
	old := sheet.Sheet{Name: "前回", Hidden: true, Rows: []sheet.Row{row(1, "氏名", "メールアドレス", "電話")}}
	book := sheet.Book{Sheets: []sheet.Sheet{old, {Name: "説明", Rows: []sheet.Row{row(1, "氏名を書いてください")}}, {Name: "名簿", Rows: []sheet.Row{
		row(1, "令和8年度 名簿"), row(4, "備考", "Ｅ－ｍａｉｌ\n(必須)", "氏 名", "", "名前"), row(6, "", " a@kanmin.example ", "髙﨑"),
	}}}}
	got, ok := sheet.Find(book, people)
	if !ok || got.Sheet != "名簿" || got.Head != 4 || got.Hidden {
		t.Fatalf("%+v", got)
	}
	if d := cmp.Diff(map[string]int{"name": 3, "mail": 2}, got.Columns); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([][]string{{"備考"}, {"name"}, nil}, [][]string{got.Strange, got.Twice, got.Missing}); d != "" {
		t.Error(d)
	}
	r := got.Rows[0]
	if got.Text(r, "mail") != "a@kanmin.example" || got.Text(r, "phone") != "" || got.Place(r, "name") != "『名簿』シート C6" {
		t.Errorf("%q %q %q", got.Text(r, "mail"), got.Text(r, "phone"), got.Place(r, "name"))
	}
	if _, ok := sheet.Find(sheet.Book{Sheets: []sheet.Sheet{{Rows: []sheet.Row{row(1, "電話", "所属")}}}}, people); ok {
		t.Error("a table without what is needed was taken")
	}
	if hidden, ok := sheet.Find(sheet.Book{Sheets: []sheet.Sheet{old}}, people); !ok || !hidden.Hidden {
		t.Errorf("a hidden table is found, and said to be hidden: %+v", hidden)
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{1: "A", 26: "Z", 27: "AA", 256: "IV", 16384: "XFD", 65536: "CRXP"} {
		if got := sheet.Column(n); got != want {
			t.Errorf("column %d: %s, want %s", n, got, want)
		}
	}
}

func FuzzGuard(f *testing.F) {
	for _, s := range []string{"", "=1", "'=1", "''", "＝", "a", "\t"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := sheet.Unguard(sheet.Guard(s)); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	})
}
