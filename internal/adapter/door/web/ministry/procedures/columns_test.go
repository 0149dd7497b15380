package procedures

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/form"
)

func TestColumnsAreReadAsTheyAreShownAgain(t *testing.T) {
	t.Parallel()
	typed := "number | 管理番号 | Number | 文\nmaker | メーカー* | Maker | 文\nsince | 導入日 | Since | 日付\nquantity | 台数 | Quantity | 数\ntype | 類型 | Type | 複数選択: A、B\nplace | 場所 | Place | 選択: 屋内、屋外"
	list := readColumns(typed)
	if d := cmp.Diff(typed, columnsText(list)); d != "" {
		t.Error(d)
	}
	f := form.Field{ID: "items", Label: b("表", "Table"), Kind: form.Table, Limit: 5, Section: "a", Columns: list, Number: "number"}
	if err := (form.Form{Title: f.Label, Steps: []form.Step{{ID: "one", Title: f.Label, Fields: []form.Field{f}}}}).Declared(); err != nil {
		t.Error(err)
	}
	if !list[1].Needed || list[1].Label.Ja != "メーカー" || len(list[4].Options) != 2 || list[0].Limit == 0 {
		t.Errorf("%+v", list)
	}
	if odd := readColumns("名前だけ\nx | y | z | 色"); odd[0].Kind != form.Line || odd[0].ID != "column_1" || odd[1].Kind != "色" {
		t.Errorf("%+v", odd)
	}
}
