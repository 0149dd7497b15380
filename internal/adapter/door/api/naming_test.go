package api_test

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/index/names"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/flow/naming"
	"kanmin/internal/world/stagetest"
)

// made is a dictionary of two products of a maker that does not exist, and one that does.
var made = sync.OnceValues(func() (*lookup.Index, error) {
	b := lookup.NewBuilder(10)
	b.AddMaker(product.Maker{ID: "kakuu", Vendors: []string{"kakuu"}, Names: []product.Name{{Text: "架空電機"}}})
	b.AddPair("kakuu", "k1", 2)
	b.AddPair("kakuu", "k2", 2)
	return b.Build(), nil
})

func wireNaming(t testing.TB, s *stagetest.Stage, a *api.API) *names.Index {
	t.Helper()
	x := &names.Index{Log: s.DB, Read: store.Read[names.Tx](s.DB), Build: made}
	if err := x.Load(t.Context(), access.System("test", ident.At(stagetest.Day))); err != nil {
		t.Fatal(err)
	}
	a.Naming = api.Naming{
		Index: x, Read: store.Read[api.NamesTx](s.DB), Steward: store.Read[api.StewardTx](s.DB),
		Decide:   naming.Decide{Act: store.Act[naming.DecideTx](s.DB), Entropy: s.Entropy, Find: x.Find},
		Withdraw: naming.Withdraw{Act: store.Act[naming.WithdrawTx](s.DB)},
		Ask:      naming.Ask{Act: store.Act[naming.AskTx](s.DB), Entropy: s.Entropy, Find: x.Find},
		TakeOff:  naming.TakeOff{Act: store.Act[naming.TakeOffTx](s.DB)},
		Rule:     naming.Rule{Act: store.Act[naming.RuleTx](s.DB), Entropy: s.Entropy, Find: x.Find},
		Undo:     naming.Undo{Act: store.Act[naming.UndoTx](s.DB)},
	}
	return x
}

// followed numbers what was written and brings the index to it.
func (h *house) followed() {
	h.t.Helper()
	h.placed()
	if err := h.index.Step(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

// The life of a name, as programs see it: looked up, decided, undone, asked, decided for all, undone.
func TestNamesWalk(t *testing.T) { both(t, namesWalk) }

func namesWalk(t *testing.T, h *house) {
	var b strings.Builder
	step := func(as, method, path, body string, want int) reply {
		t.Helper()
		r := h.do(as, method, path, body)
		b.WriteString("-- " + as + " " + method + " " + path + " --\n" + body + "\n-- " + http.StatusText(r.status) + " --\n" + tidy(t, r))
		if r.status != want {
			t.Fatalf("%s %s: %d, want %d\n%s", method, path, r.status, want, r.body)
		}
		return r
	}
	const rows = `{"rows":[{"maker":"架空電機㈱","product":"監視盤 K1"},{"product":"12345"},{"maker":"a\u0000","product":"b"},{"maker":"縺ゅ＞縺","product":"繝輔ぃ繧､繝ｫ"},{"maker":"㈱","product":"株式会社"}]}`
	step("operator-filer", "POST", "products/resolve", rows, 200)
	step("operator-filer", "POST", "products/resolve", `{"rows":[{"maker":"","product":""},{"maker":"🙂","product":"🙂🙂"},{"maker":"架空電機","product":"b\u202ec"},{"maker":"山田太郎","product":"水位計"},{"maker":"ｶｸｳ電機","product":"ｋ１　２号機"}]}`, 200)
	step("operator-filer", "POST", "products/suggest", `{"maker":"","product":"k","limit":1}`, 200)
	decided := step("operator-filer", "POST", "products/names", `{"rows":[{"maker":"架空電機㈱","product":"監視盤 K1","kind":"confirm","id":"cpe/kakuu/k1"},{"product":"自社の盤","kind":"absent"}]}`, 201)
	h.followed()
	step("operator-filer", "POST", "products/resolve", `{"rows":[{"maker":"架空電機(株)","product":"監視盤 Ｋ１"}]}`, 200)
	step("other-operator-filer", "GET", "products/names", "", 200)
	number := first(t, decided, "names")
	step("operator-filer", "POST", "products/names/"+number+"/withdraw", "", 200)
	step("operator-filer", "POST", "products/names/"+number+"/withdraw", "", 409)
	step("operator-filer", "GET", "products/names", "", 200)
	asked := step("operator-filer", "POST", "products/questions", `{"rows":[{"maker":"架空電機㈱","product":"監視盤 K1","id":"cpe/kakuu/k2","note":"銘板の写し"}]}`, 201)
	step("maintainer", "POST", "products/questions", `{"rows":[{"maker":"架空電機","product":"監視盤K1"}]}`, 201)
	step("operator-filer", "POST", "products/questions", `{"rows":[{"maker":"架空電機㈱","product":"監視盤 K1"}]}`, 422)
	step("cabinet-analyst", "GET", "naming/groups", "", 200)
	one := first(t, asked, "questions")
	rule := step("cabinet-analyst", "POST", "naming/decisions", `{"questions":["`+one+`"],"kind":"adopt","id":"cpe/kakuu/k1","why":"銘板で確かめました"}`, 201)
	step("cabinet-analyst", "POST", "naming/decisions", `{"questions":["`+one+`"],"kind":"none"}`, 409)
	step("operator-filer", "GET", "products/questions", "", 200)
	h.followed()
	step("supplier", "POST", "products/resolve", `{"rows":[{"maker":"架空電機㈱","product":"監視盤 K1"}]}`, 200)
	step("cabinet-supervisor", "POST", "naming/decisions/"+rule.text(t, "number_ascii")+"/undo", "", 200)
	step("cabinet-supervisor", "GET", "naming/decisions", "", 200)
	step("operator-filer", "POST", "products/questions/"+one+"/withdraw", "", 200)
	golden(t, "names.txtar", b.String())
}

// first is the number of the first row of a list.
func first(t *testing.T, r reply, list string) string {
	t.Helper()
	rows, _ := r.json(t)[list].([]any)
	row, _ := rows[0].(map[string]any)
	n, _ := row["number_ascii"].(string)
	return n
}

func TestNamesAreBoundedAndHidden(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	many := `{"rows":[` + strings.TrimSuffix(strings.Repeat(`{"product":"a"},`, 201), ",") + `]}`
	for body, want := range map[string]string{
		many: "rows", `{}`: "rows", `{"rows":[]}`: "rows", `{"rows":[{"product":1}]}`: "rows[0].product", `{"rows":[{"productt":"x"}]}`: "rows[0].productt", `{"rows":{}}`: "rows", `{"rows":[[]]}`: "rows[0]", `{"row":[]}`: "row",
	} {
		r := h.do("operator-filer", "POST", "products/resolve", body)
		if r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, strconv.Quote(want)) {
			t.Errorf("%.40s: %d %s", body, r.status, r.body)
		}
	}
	if r := h.do("operator-filer", "POST", "products/names", `{"rows":[{"product":"x","kind":"absent"}]}`, "Idempotency-Key", ""); r.status != http.StatusUnprocessableEntity {
		t.Errorf("without a key: %d", r.status)
	}
	if r := h.do("operator-filer", "POST", "products/names", `{"rows":[{"product":"x","kind":"confirm","id":"no/such"}]}`); r.status != http.StatusUnprocessableEntity || !strings.Contains(r.body, "rows[0].id") {
		t.Errorf("no such product: %d %s", r.status, r.body)
	}
	if r := h.do("operator-viewer", "POST", "products/names", `{"rows":[{"product":"x","kind":"absent"}]}`); r.status != http.StatusForbidden {
		t.Errorf("a viewer: %d", r.status)
	}
	for _, who := range []string{"nco-analyst", "ministry-supervisor", "operator-filer", "platform-admin", "friend"} {
		for _, path := range []string{"naming/groups", "naming/decisions"} {
			if r := h.do(who, "GET", path, ""); r.status != http.StatusNotFound {
				t.Errorf("%s %s: %d", who, path, r.status)
			}
		}
	}
	for _, who := range []string{"cabinet-analyst", "ministry-officer", "platform-admin"} {
		if r := h.do(who, "GET", "products/names", ""); r.status != http.StatusNotFound {
			t.Errorf("%s: %d", who, r.status)
		}
	}
}
