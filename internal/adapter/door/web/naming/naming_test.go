package naming_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	steward "kanmin/internal/adapter/door/web/cabinet/naming"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/naming/asked"
	"kanmin/internal/adapter/door/web/naming/known"
	"kanmin/internal/adapter/door/web/naming/lookup"
	"kanmin/internal/adapter/door/web/notices"
	"kanmin/internal/adapter/keep/index/names"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product/dictionary"
	domain "kanmin/internal/domain/product/lookup"
	"kanmin/internal/flow/naming"
	"kanmin/internal/world/stagetest"
)

// house is the pages about names over a small world, with the shipped dictionary.
type house struct {
	*desktest.Desk
	index *names.Index
	t     testing.TB
}

var shipped = sync.OnceValues(func() (*domain.Index, error) {
	book, err := dictionary.Shipped()
	if err != nil {
		return nil, err
	}
	b := domain.NewBuilder(10_000)
	book.AddTo(b)
	return b.Build(), nil
})

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{t: t}
	h.Desk = desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		x := &names.Index{Log: s.DB, Read: store.Read[names.Tx](s.DB), Build: shipped}
		if err := x.Load(t.Context(), access.System("test", ident.At(stagetest.Day))); err != nil {
			t.Fatal(err)
		}
		h.index = x
		ask := naming.Ask{Act: store.Act[naming.AskTx](s.DB), Entropy: s.Entropy, Find: x.Find}
		routes := lookup.Page{Index: x, Decide: naming.Decide{Act: store.Act[naming.DecideTx](s.DB), Entropy: s.Entropy, Find: x.Find}, Ask: ask}.Routes()
		routes = append(routes, known.Page{Read: store.Read[known.Tx](s.DB), Withdraw: naming.Withdraw{Act: store.Act[naming.WithdrawTx](s.DB)}, History: x.History}.Routes()...)
		routes = append(routes, asked.Page{Read: store.Read[asked.Tx](s.DB), Look: store.Look[asked.Tx](s.DB), TakeOff: naming.TakeOff{Act: store.Act[naming.TakeOffTx](s.DB)}}.Routes()...)
		routes = append(routes, notices.Page{Read: store.Read[notices.Tx](s.DB), Tally: store.Read[notices.CountTx](s.DB), Named: "/naming/asked/"}.Routes()...)
		return append(routes, steward.Page{
			Read: store.Read[steward.Tx](s.DB), Index: x, Rule: naming.Rule{Act: store.Act[naming.RuleTx](s.DB), Entropy: s.Entropy, Find: x.Find},
			Undo: naming.Undo{Act: store.Act[naming.UndoTx](s.DB)},
		}.Routes()...)
	})
	return h
}

// follow brings the index to what was written.
func (h *house) follow() {
	h.t.Helper()
	l, ok, err := h.TakeSpine(h.t.Context(), "test")
	if err != nil || !ok {
		h.t.Fatal(ok, err)
	}
	for n := 1; n > 0; {
		if n, err = h.Sequence(h.t.Context(), l); err != nil {
			h.t.Fatal(err)
		}
	}
	if err := h.index.Step(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) post(who, path string, pairs ...string) desktest.Answer {
	h.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return h.Post(h.t, who, path, form)
}

// carried is the form of a page with its hidden fields and what is typed besides.
func carried(a desktest.Answer, pairs ...string) url.Values {
	form := url.Values{}
	for _, n := range a.Find("main form input[type=hidden]").Nodes {
		var name, value string
		for _, at := range n.Attr {
			switch at.Key {
			case "name":
				name = at.Val
			case "value":
				value = at.Val
			}
		}
		form.Add(name, value)
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

const filer = "operator-filer"

func TestOneNameIsLookedUpDecidedAndUndone(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a := h.post(filer, "/naming/lookup", "maker", "横河", "product", "センタムVPシリーズ(浄水場)")
	if a.Status != http.StatusOK || !strings.Contains(a.Text("#result .card"), "選んでください") || a.Find("#result input[type=radio]").Length() < 3 {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	if first, _ := a.Find("#result form button").First().Attr("value"); first != "check" {
		t.Errorf("the first button is %q (R16)", first)
	}
	check := h.Post(t, filer, "/naming/lookup/check", carried(a, "choice.0", "yokogawa/centum_vp", "do", "check"))
	if check.Status != http.StatusOK || !strings.Contains(check.Text(".answers"), "CENTUM VP") {
		t.Fatalf("%d %s", check.Status, check.Text("main"))
	}
	form := carried(check)
	first, second := h.Post(t, filer, "/naming/lookup/decide", form), h.Post(t, filer, "/naming/lookup/decide", form)
	if first.Status != http.StatusSeeOther || second.Status != http.StatusSeeOther {
		t.Fatalf("decided: %d, again: %d %s", first.Status, second.Status, first.Text("main"))
	}
	list := h.Get(t, filer, first.Header.Get("Location"))
	if list.Find("tbody tr").Length() != 1 || !strings.Contains(list.Text(".notice"), "1件を決めました") {
		t.Fatalf("%s", list.Text("main"))
	}
	h.follow()
	if b := h.post(filer, "/naming/lookup", "maker", "横河", "product", "ｾﾝﾀﾑVPｼﾘｰｽﾞ(浄水場)"); !strings.Contains(b.Text("#result"), "決めてあります") || !strings.Contains(b.Text("#result .big"), "CENTUM VP") {
		t.Errorf("%s", b.Text("#result"))
	}
	at, _ := list.Find("tbody a").Attr("href")
	one := h.Get(t, filer, at)
	if got := h.Post(t, filer, at+"/undo", carried(one)); got.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Status, got.Text("main"))
	}
	h.follow()
	after := h.Get(t, filer, at+"?undone=1")
	if after.Find(".timeline li").Length() != 2 || !strings.Contains(after.Text(".page-meta"), "取り消しました") || after.Find("form[action$=undo]").Length() != 0 {
		t.Errorf("%s", after.Text("main"))
	}
	for _, who := range []string{"other-operator-filer", "maintainer", "cabinet-analyst"} {
		if b := h.Get(t, who, at); b.Status != http.StatusNotFound {
			t.Errorf("%s opens it: %d", who, b.Status)
		}
	}
	if c := h.Get(t, filer, "/naming/known.csv"); !strings.Contains(c.Body, "センタムVPシリーズ(浄水場)") || !strings.HasPrefix(c.Header.Get("Content-Type"), "text/csv") {
		t.Errorf("%s", c.Body)
	}
}

func TestAListIsAnsweredLineByLine(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a := h.post(filer, "/naming/lookup", "list", "メーカー\t製品名\r\nフォーティネット\tFortiGate 60F\r\n\r\n不明\t12345\r\nA\tb\u202ec\r\n縺ゅ＞縺\t繝輔ぃ繧､繝ｫ\r\n㈱\t株式会社\r\n山田太郎\t水位計\r\n🙂\t🙂🙂\r\nＹＡＭＡＨＡ\tｒｔｘ１２１０\r\n")
	want := []string{"一致しました", "数字だけ", "向きを変える", "文字化け", "会社の種類", "", "記号だけ", "RTX1210"}
	if a.Status != http.StatusOK || a.Find("#result .card").Length() != len(want) {
		t.Fatalf("%d, %d cards: %s", a.Status, a.Find("#result .card").Length(), a.Text("#result"))
	}
	for i, w := range want {
		if got := a.Find("#result .card").Eq(i).Text(); !strings.Contains(got, w) {
			t.Errorf("line %d: no %q in %s", i+1, w, strings.Join(strings.Fields(got), " "))
		}
	}
	if strings.Contains(a.Find("#result .card").Eq(5).Text(), "一致しました") {
		t.Error("a person's name was bound")
	}
	form := carried(a, "choice.1", "-", "choice.5", "?")
	check := h.Post(t, filer, "/naming/lookup/check", form)
	if check.Find("section:has(#decide-h) .answers > div").Length() != 1 || check.Find("section:has(#ask-h) .answers > div").Length() != 1 {
		t.Fatalf("%d %s", check.Status, check.Text("main"))
	}
	to, _ := check.Find("[formaction$='/again']").Attr("formaction")
	back := h.Post(t, filer, to, carried(check))
	if back.Status != http.StatusOK || back.Find("#result .card").Length() != 6 || back.Find("option[value='-'][selected]").Length() != 1 || back.Find("option[value='?'][selected]").Length() != 1 {
		t.Fatalf("the way back from %q keeps every row that could be read, and what was chosen: %d %s", to, back.Status, back.Text("main"))
	}
	if got := h.post(filer, to); got.Status != http.StatusSeeOther {
		t.Errorf("the way back with nothing: %d", got.Status)
	}
	rest := h.Post(t, filer, "/naming/lookup/decide", carried(check, "note", "銘板の写し"))
	if rest.Status != http.StatusOK || rest.Find("#decide-h").Length() != 0 || !strings.Contains(rest.Text("#note"), "銘板の写し") {
		t.Fatalf("what is to be asked waits for its own press: %d %s", rest.Status, rest.Text("main"))
	}
	if got := h.Get(t, "cabinet-analyst", "/cabinet/naming"); got.Find(".todo > li").Length() != 0 {
		t.Fatal("seen by the steward before the press")
	}
	sent := h.Post(t, filer, "/naming/lookup/ask", carried(rest, "note", "銘板の写し"))
	if sent.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", sent.Status, sent.Text("main"))
	}
	if b := h.Get(t, filer, sent.Header.Get("Location")); b.Find(".todo > li").Length() != 1 || !strings.Contains(b.Text("main"), "山田太郎 / 水位計") {
		t.Errorf("%s", b.Text("main"))
	}
}

func TestBadInputIsSaidWithItsPlace(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for want, pairs := range map[string][]string{
		"maker 製造者: 2文字目":    {"maker", "a\x00b", "product", "x"},
		"product 製品名・型番":     {"maker", "a", "product", " "},
		"product 製品名・型番: 長":  {"maker", "", "product", strings.Repeat("あ", 10000)},
		"list 製造者と製品名の一覧":    {"list", "\n \n"},
		"list 製造者と製品名の一覧: 一": {"list", strings.Repeat("a\tb\n", 201)},
	} {
		id, words, _ := strings.Cut(want, " ")
		a := h.post(filer, "/naming/lookup", pairs...)
		if a.Status != http.StatusUnprocessableEntity || a.Find(`.problems a[href="#`+id+`"]`).Length() != 1 || !strings.Contains(a.Text(".problems"), strings.Split(words, ":")[0]) {
			t.Errorf("%s: %d %s", want, a.Status, a.Text(".problems"))
		}
	}
	a := h.post(filer, "/naming/lookup", "maker", "横河", "product", "センタムVPシリーズ")
	if b := h.Post(t, filer, "/naming/lookup/check", carried(a)); b.Status != http.StatusUnprocessableEntity || !strings.Contains(b.Text(".notice"), "まだ一つも") || b.Find("#result .card").Length() != 1 {
		t.Errorf("nothing chosen: %d %s", b.Status, b.Text("main"))
	}
	for name, form := range map[string]url.Values{
		"no such product": {"key": {"k1"}, "maker.0": {"a"}, "product.0": {"b"}, "choice.0": {"no/such"}},
		"nothing":         {"key": {"k2"}},
		"NUL":             {"key": {"k3"}, "maker.0": {"\x00"}, "product.0": {"b"}, "choice.0": {"-"}},
	} {
		if b := h.Post(t, filer, "/naming/lookup/decide", form); b.Status != http.StatusUnprocessableEntity || b.Find(".problems li").Length() == 0 {
			t.Errorf("%s: %d %s", name, b.Status, b.Text("main"))
		}
	}
}

func TestCompletionsComeWithAndWithoutScripts(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	a := h.post(filer, "/naming/suggest", "maker", "ヤマハ", "product", "rtx12")
	if a.Find("[role=option]").Length() < 2 || strings.Contains(a.Body, "<html") {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	if b := h.post(filer, "/naming/suggest", "maker", "", "product", ""); b.Status != http.StatusOK || b.Find("[role=option]").Length() != 0 {
		t.Errorf("nothing typed: %d %s", b.Status, b.Body)
	}
	b := h.post(filer, "/naming/lookup", "maker", "", "product", "いちた", "do", "suggest")
	pick, _ := b.Find("button[name=pick]").First().Attr("value")
	if pick == "" || !strings.Contains(b.Text(".picker-found"), "一太郎") {
		t.Fatalf("%s", b.Text("main"))
	}
	c := h.post(filer, "/naming/lookup", "maker", "", "product", "いちた", "pick", pick)
	if got, _ := c.Find("#product").Attr("value"); !strings.Contains(got, "一太郎") {
		t.Errorf("not filled in: %q", got)
	}
	if got, _ := c.Find("input[name=picked]").Attr("value"); got != pick {
		t.Errorf("picked %q", got)
	}
}

func TestTheStewardDecidesManyAtOnceAndUndoes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ask := func(who, maker, name string) {
		t.Helper()
		key := "k" + strconv.Itoa(len(who)+len(name))
		if a := h.post(who, "/naming/lookup/ask", "key", key, "maker.0", maker, "product.0", name, "ask.0", "1", "choice.0", ""); a.Status != http.StatusSeeOther {
			t.Fatalf("%s: %d %s", name, a.Status, a.Text("main"))
		}
	}
	ask(filer, "架空電機㈱", "監視盤 ＫＭ－１００")
	ask("maintainer", "架空電機", "監視盤KM100")
	ask("other-operator-filer", "架空電機", "監視盤 KM-100")
	ask(filer, "", "Manager")
	desk := h.Get(t, "cabinet-analyst", "/cabinet/naming")
	if got := desk.Text("main [role=status]"); got != "質問4件を、書き方で2組にまとめました。" || desk.Find(".todo > li").Length() != 2 {
		t.Fatalf("%s", desk.Text("main"))
	}
	for filter, want := range map[string]int{"many": 1, "": 2, "some": 0, "none": 2} {
		if a := h.post("cabinet-analyst", "/cabinet/naming", "show", filter, "q", ""); a.Find(".todo > li").Length() != want {
			t.Errorf("filter %q: %d", filter, a.Find(".todo > li").Length())
		}
	}
	if a := h.post("cabinet-analyst", "/cabinet/naming", "q", "ｋｍ１００"); a.Find(".todo > li").Length() != 1 {
		t.Errorf("search: %s", a.Text("main"))
	}
	at, _ := desk.Find(".todo a").First().Attr("href")
	group := h.Get(t, "cabinet-analyst", at)
	if group.Find("tbody tr").Length() != 3 || !strings.Contains(group.Text("main"), "質問(3件)") {
		t.Fatalf("the counts are not the rows: %s", group.Text("main"))
	}
	if a := h.Post(t, "cabinet-analyst", at, carried(group, "do", "check")); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("nothing chosen: %d", a.Status)
	}
	check := h.Post(t, "cabinet-analyst", at, carried(group, "choice", "-", "why", "盤の呼び名です。", "do", "check"))
	if check.Status != http.StatusOK || !strings.Contains(check.Text("main"), "質問3件に同じ答え") {
		t.Fatalf("%d %s", check.Status, check.Text("main"))
	}
	other, _ := desk.Find(".todo a").Last().Attr("href")
	if a := h.Post(t, "cabinet-analyst", other+"/decide", carried(check)); other == at || a.Status != http.StatusNotFound {
		t.Errorf("decided under the address %s of another question: %d", other, a.Status)
	}
	h.news("maintainer", 0)
	h.Clock.Set(h.Clock.Now().Add(time.Minute))
	first, second := h.Post(t, "cabinet-analyst", at+"/decide", carried(check)), h.Post(t, "cabinet-analyst", at+"/decide", carried(check))
	if first.Status != http.StatusSeeOther || second.Header.Get("Location") != first.Header.Get("Location") {
		t.Fatalf("%d %d %s", first.Status, second.Status, first.Text("main"))
	}
	h.follow()
	if a := h.post("supplier", "/naming/lookup", "maker", "架空電機", "product", "監視盤KM100"); !strings.Contains(a.Text("#result"), "全体で決まっています") || strings.Contains(a.Body, "あおぞら") {
		t.Errorf("%s", a.Text("#result"))
	}
	if a := h.Get(t, "maintainer", "/naming/asked"); !strings.Contains(a.Text("main"), "回答あり") || !strings.Contains(a.Text("main"), "どの辞書にもない") {
		t.Errorf("%s", a.Text("main"))
	}
	h.read("maintainer")
	h.undo()
}

// read opens the one answer that somebody has not opened.
func (h *house) read(who string) {
	h.t.Helper()
	h.news(who, 1)
	h.news("operator-viewer", 0)
	at, _ := h.Get(h.t, who, "/notices").Find(".todo a[href^='/naming/asked/']").Attr("href")
	h.Get(h.t, who, at)
	h.news(who, 0)
}

// news is how many notices somebody has, by count and by page.
func (h *house) news(who string, want int) {
	h.t.Helper()
	p := notices.Page{Read: store.Read[notices.Tx](h.DB), Tally: store.Read[notices.CountTx](h.DB)}
	if n, err := p.Count(h.t.Context(), h.Scope(who)); err != nil || n != want {
		h.t.Errorf("%s has %d notices, want %d (%v)", who, n, want, err)
	}
	if n := h.Get(h.t, who, "/notices").Find(".todo > li").Length(); n != want {
		h.t.Errorf("%s is shown %d notices, want %d", who, n, want)
	}
}

// undo undoes the only decision; its questions wait again.
func (h *house) undo() {
	h.t.Helper()
	list := h.Get(h.t, "cabinet-supervisor", "/cabinet/naming/decided")
	at, _ := list.Find(".todo a").First().Attr("href")
	one := h.Get(h.t, "cabinet-supervisor", at)
	if a := h.Post(h.t, "cabinet-supervisor", at+"/undo", carried(one)); a.Status != http.StatusSeeOther {
		h.t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	desk := h.Get(h.t, "cabinet-supervisor", "/cabinet/naming")
	if n := desk.Find(".todo > li").Length(); n != 2 || !strings.Contains(desk.Text("main"), "質問4件") {
		h.t.Errorf("%d: %s", n, desk.Text("main"))
	}
	if a := h.Get(h.t, "cabinet-supervisor", at); a.Find(".timeline li").Length() != 2 {
		h.t.Errorf("%s", a.Text("main"))
	}
}

func TestWhoHasNoBusinessHereIsToldNothing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	want := h.Get(t, "ministry-officer", "/nowhere")
	for _, who := range []string{"ministry-officer", "ministry-supervisor", "nco-analyst", "platform-admin", filer, "friend"} {
		for _, path := range []string{"/cabinet/naming", "/cabinet/naming/decided", "/cabinet/naming/M-R8-2222-2222-2"} {
			if a := h.Get(t, who, path); a.Status != http.StatusNotFound {
				t.Errorf("%s %s: %d", who, path, a.Status)
			}
		}
	}
	for _, who := range []string{"ministry-officer", "cabinet-analyst", "platform-admin"} {
		for _, path := range []string{"/naming/lookup", "/naming/known", "/naming/asked"} {
			if a := h.Get(t, who, path); a.Status != want.Status {
				t.Errorf("%s %s: %d", who, path, a.Status)
			}
		}
	}
	if a := h.post("operator-viewer", "/naming/lookup", "maker", "横河", "product", "センタムVPシリーズ"); a.Status != http.StatusOK || a.Find("#result input").Length() != 0 {
		t.Errorf("a viewer is offered choices: %d %s", a.Status, a.Text("#result"))
	}
	for i, path := range []string{"/naming/lookup/check", "/naming/lookup/decide", "/naming/lookup/ask"} {
		if a := h.post("operator-viewer", path, "key", strconv.Itoa(i), "product.0", "x", "choice.0", "-"); a.Status != http.StatusForbidden {
			t.Errorf("a viewer at %s: %d", path, a.Status)
		}
	}
}
