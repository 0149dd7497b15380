package tabular_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/text"
)

var survey = form.Form{ID: "survey", Steps: []form.Step{{ID: "one", Fields: []form.Field{
	{ID: "about", Label: both("件名(任意)"), Kind: form.Line, Limit: 40},
	{ID: "seen_at", Label: both("気付いた日時"), Kind: form.Moment, Unknowable: true},
	{ID: "kinds", Label: both("種類"), Kind: form.Choices, Options: []form.Option{{ID: "a", Label: both("甲")}, {ID: "b", Label: both("乙")}}},
	products,
	{ID: "sites", Label: both("拠点/一覧"), Kind: form.Table, Limit: 2, Columns: []form.Field{{ID: "site", Label: both("事業所"), Kind: form.Line, Limit: 20}, {ID: "product", Label: both("製品名"), Kind: form.Line, Limit: 20}}},
}}}}

func grid(name string, rows ...string) tabular.Grid {
	g := tabular.Grid{Sheet: name}
	for _, r := range rows {
		g.Rows = append(g.Rows, strings.Split(r, "|"))
	}
	return g
}

func TestABookIsReadByItsHeadings(t *testing.T) {
	t.Parallel()
	b, err := tabular.ReadBook(survey, []tabular.Grid{
		grid("記入のしかた", "読んでください"), grid("経費", "日付|金額", "1|2"), grid("拠点_一覧", "製品名|事業所", "x|北"), grid("Sheet1", "メーカー|製品名|導入日", "富士通|PRIMERGY|46447"),
		grid("回答", "表題", "回答|項目|書き方", "𠮷野の件|件名|1行", "46447.5|気付いた日時|", "甲、乙|種類|", "|種類|", "x|知らない項目|", "未把握|気付いた日時|"),
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(form.Values{"about": {Texts: []string{"𠮷野の件"}}, "kinds": {Texts: []string{"a", "b"}}, "seen_at": {Texts: []string{"46447.5"}}}, b.Answers.Values); d != "" {
		t.Error(d)
	}
	var got []string
	for _, f := range b.Faults() {
		got = append(got, fmt.Sprint(f.Sheet, " ", f.Cell, " ", f.Code, " ", f.Fix.To))
	}
	if d := cmp.Diff([]string{"回答 A4 fault.form.moment 2027-03-01 12:00", "回答 A8 sheet.item.twice ", "Sheet1 C2 fault.day.form 2027-03-01"}, got); d != "" {
		t.Error(d)
	}
	if len(b.Tables) != 2 || b.Tables[0].Sheet != 3 || b.Tables[1].Sheet != 2 || b.Tables[1].Reading.Lines[0].Cells["site"].Text() != "北" {
		t.Errorf("%+v", b.Tables)
	}
	if d := cmp.Diff([]string{"記入のしかた", "経費"}, b.Unread); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"知らない項目"}, b.Answers.Names); d != "" {
		t.Error(d)
	}
}

func TestOnePressMendsAllSheets(t *testing.T) {
	t.Parallel()
	grids := []tabular.Grid{grid("表", "メーカー|製品名|導入日", "富士通|a|46447", "富士通|b|46448"), grid("回答", "項目|回答", "気付いた日時|46447.25")}
	b, err := tabular.ReadBook(survey, grids, nil)
	if err != nil {
		t.Fatal(err)
	}
	mended, n := b.Mended(grids, tabular.Serial)
	again, err := tabular.ReadBook(survey, mended, nil)
	if err != nil || n != 3 || len(again.Faults()) != 0 || again.Answers.Values["seen_at"].Text() != "2027-03-01T06:00+09:00" || grids[0].Rows[1][2] != "46447" {
		t.Errorf("%d mended, %v, %v, %v", n, again.Faults(), again.Answers.Values, err)
	}
}

func TestABookThatHoldsNothingOrTooMuch(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		grid tabular.Grid
		want string
	}{
		"another table": {grid("経費", "日付|金額", "1|2"), "sheet.heading.none"}, "empty": {grid("x"), "sheet.heading.none"},
		"too many rows": {grid("拠点_一覧", "事業所|製品名", "a|x", "b|x", "c|x"), "fault.form.rows"},
	} {
		_, err := tabular.ReadBook(survey, []tabular.Grid{c.grid}, nil)
		if e, ok := err.(*fault.Error); !ok || e.Code != c.want { //nolint:errorlint // what the function itself returns
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := tabular.ReadBook(survey, []tabular.Grid{grid("拠点_一覧", "場所|製品名", "a|x")}, tabular.Learnt{"sites": {text.Key("場所"): "site"}}); err != nil {
		t.Errorf("a heading that was mapped: %v", err)
	}
}

func TestAFormulaThatCameToNothingIsTold(t *testing.T) {
	t.Parallel()
	_, r := read(t, "メーカー|製品名", "#REF!|x")
	if len(r.Faults) == 0 || r.Faults[0].Code != "sheet.cell.error" {
		t.Errorf("%+v", r.Faults)
	}
}

func TestHeadingsAreRememberedWithinBounds(t *testing.T) {
	t.Parallel()
	known, changed := tabular.Learnt(nil).With(tabular.Learnt{"sites": {"場所": "site"}})
	if !changed {
		t.Fatal("nothing was kept")
	}
	if again, changed := known.With(tabular.Learnt{"sites": {"場所": "site"}}); changed || len(again["sites"]) != 1 {
		t.Errorf("the same again: %v", again)
	}
	next, changed := known.With(tabular.Learnt{"sites": {"場所": "product", strings.Repeat("長", 200): "site"}})
	if !changed || next["sites"]["場所"] != "product" || len(next["sites"]) != 1 || known["sites"]["場所"] != "site" {
		t.Errorf("%v, before %v", next, known)
	}
	many := map[string]string{}
	for i := range 300 {
		many[fmt.Sprint(i)] = "site"
	}
	if next, _ := known.With(tabular.Learnt{"sites": many}); len(next["sites"]) != 200 {
		t.Errorf("%d are kept", len(next["sites"]))
	}
}
