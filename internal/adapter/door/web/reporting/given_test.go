package reporting_test

import (
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/statistic"
)

// After sending, the operator finds what to see to first, marked as no law; of others it is told what the index tells, and else nothing at all.
func TestWhatTheOperatorGetsBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.sent()
	page := h.get(at)
	if got := page.says("#given"); got != "参考" || strings.Contains(page.says("main"), "の事業者が") {
		t.Errorf("%q in %s", got, page.says("main"))
	}
	steps := h.get(at + "/steps")
	for _, want := range []string{"最初の対応の確認表", "マルウェア", "法令の定めではありません", "本システムのまとめ", "ログを別の場所に保存"} {
		if steps.status != http.StatusOK || !strings.Contains(steps.says("main"), want) {
			t.Errorf("%s: %d %s", want, steps.status, steps.says("main"))
		}
	}
	*h.similar = []statistic.Similar{{Figure: statistic.Kind, Kind: "malware", Operators: 7}, {Figure: statistic.Technique, Kind: "malware", Technique: "T1566", Operators: 5}}
	got := h.get(at).says("main")
	for _, want := range []string{"最近30日間に、ほかの7の事業者が「マルウェアが実行できる状態に置かれた」を報告しました。", "ほかの5の事業者は「フィッシング T1566」を挙げました。"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in %s", want, got)
		}
	}
	h.Clock.Set(h.Clock.Now().AddDate(0, 0, 31))
	if got := h.get(at).says("main"); strings.Contains(got, "ほかの7の事業者") {
		t.Error("after thirty days")
	}
	for _, who := range []string{"other-operator-filer", "ministry-officer"} {
		h.as = who
		if a := h.get(at + "/steps"); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", who, a.status)
		}
	}
}

// told stands for the index.
func told(list *[]statistic.Similar) func(statistic.Asking, ident.Instant) ([]statistic.Similar, int64) {
	return func(statistic.Asking, ident.Instant) ([]statistic.Similar, int64) { return *list, 41 }
}
