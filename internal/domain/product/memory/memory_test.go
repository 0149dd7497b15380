package memory_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
)

var pair = memory.Pair{Maker: "富士通㈱", Product: "ＷｅｂＳｙｓ"}

func known(org, id string, at int64, p memory.Pair, of string) memory.Known {
	k := memory.Known{ID: ident.Object(id), Org: ident.Org(org), State: memory.Standing, Kind: memory.Confirm, DecidedAt: ident.Instant(at), Rev: 1}
	k.Pair, k.Product.ID = p, product.ID(of)
	if of == "" {
		k.Kind = memory.Absent
	}
	return k
}

func rule(id string, at int64, kind memory.RuleKind, of string, pairs ...memory.Pair) memory.Rule {
	r := memory.Rule{ID: ident.Object(id), State: memory.Standing, DecidedAt: ident.Instant(at), Rev: 1}
	r.Kind, r.Product.ID, r.Pairs = kind, product.ID(of), pairs
	return r
}

func TestOnesOwnDecisionComesFirstThenTheStewards(t *testing.T) {
	t.Parallel()
	var empty memory.Book
	b := empty.With([]memory.Known{known("o1", "a", 1, pair, "x")}, nil)
	same := memory.Pair{Maker: " 富士通(株)", Product: "websys"}
	if h, by := b.Recall("o1", same); by != memory.ByOwn || h.Product != "x" {
		t.Errorf("own pair in another width: %v %v", h, by)
	}
	if _, by := b.Recall("o2", same); by != memory.ByNobody {
		t.Error("another organisation saw it")
	}
	if _, by := b.Recall("o1", memory.Pair{Maker: "富士通", Product: "websys"}); by != memory.ByNobody {
		t.Error("a pair that nobody decided was guessed")
	}
	all := b.With(nil, []memory.Rule{rule("r", 2, memory.None, "", pair)})
	if h, by := all.Recall("o2", same); by != memory.ByAll || h.Kind != memory.None {
		t.Errorf("after the steward: %v %v", h, by)
	}
	if _, by := all.Recall("o1", same); by != memory.ByOwn {
		t.Error("the organisation lost its own")
	}
	if _, by := b.Recall("o2", same); by != memory.ByNobody {
		t.Error("the old book changed")
	}
}

func TestAnUndoneDecisionUncoversTheOneBefore(t *testing.T) {
	t.Parallel()
	var empty memory.Book
	later := known("o1", "b", 2, pair, "")
	b := empty.With([]memory.Known{known("o1", "a", 1, pair, "x"), later}, nil)
	if h, _ := b.Recall("o1", pair); h.Kind != memory.None {
		t.Fatalf("%v", h)
	}
	if err := later.Withdraw(3, "p", "", "l"); err != nil || later.Rev != 2 {
		t.Fatal(err)
	}
	if err := later.Withdraw(3, "p", "", "l"); !fault.Is(err, fault.Conflict) {
		t.Errorf("twice: %v", err)
	}
	b = b.With([]memory.Known{later, later}, nil)
	if h, by := b.Recall("o1", pair); by != memory.ByOwn || h.Product != "x" {
		t.Errorf("%v %v", h, by)
	}
	if got := b.History("o1", pair); !slices.Equal(got, []ident.Object{"b", "a"}) {
		t.Errorf("history %v", got)
	}
	if b.History("o2", pair) != nil {
		t.Error("another's history")
	}
}

func ask(org, n string, at int64, maker, name string) memory.Ask {
	a := memory.Ask{ID: ident.Object(n), Number: ident.Number(n), Org: ident.Org(org), State: memory.Waiting, AskedAt: ident.Instant(at)}
	a.Pair = memory.Pair{Maker: maker, Product: name}
	return a
}

func TestQuestionsAreGroupedByNormalisedText(t *testing.T) {
	t.Parallel()
	groups := memory.Groups([]memory.Ask{
		ask("o1", "3", 3, "架空電機", "別の盤"), ask("o1", "1", 1, "架空電機㈱", "監視盤 K-1"), ask("o2", "2", 2, "架空電機", "監視盤Ｋ１"), ask("o2", "4", 4, "架空電機", "監視盤K1"), ask("o2", "5", 5, "", "監視盤K1"),
	})
	if len(groups) != 3 || groups[0].Number() != "1" || len(groups[0].Asks) != 3 || groups[0].Orgs != 2 || len(groups[0].Pairs) != 2 || groups[0].Pairs[0].Product != "監視盤Ｋ１" {
		t.Fatalf("%+v", groups)
	}
	if groups[1].Number() != "3" || groups[2].Number() != "5" {
		t.Errorf("the older first: %v %v", groups[1].Number(), groups[2].Number())
	}
	total := 0
	for _, g := range groups {
		total += len(g.Asks)
	}
	if total != 5 {
		t.Errorf("%d questions in groups, 5 were asked", total)
	}
	for words, want := range map[string]bool{"": true, "k1": true, "カクウ": false, "架空電機監視盤": true, "ない": false, "・": true} {
		if groups[0].Matches(words) != want {
			t.Errorf("%q: %v", words, !want)
		}
	}
}

func TestWhatIsRemarkable(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"富士通\tInterstage": "", "\tガルーン": "maker", "不明\t12345": "digits maker", "A\t🙂🙂": "signs", "㈱\t株式会社": "form maker", "A\t１２３": "digits", "A\t(株)": "form", "A\t": "empty", "A\t \u3000": "empty", "\t": "empty maker", "山田太郎\t水位計": "person", "佐藤 花子\tRTX1210": "person", "中村製作所\t盤": "", "村田機械\t盤": "", "安田様\t盤": "person",
	} {
		maker, name, _ := strings.Cut(in, "\t")
		var got []string
		for _, r := range (memory.Pair{Maker: maker, Product: name}).Remarks() {
			got = append(got, string(r))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %q", in, got, want)
		}
	}
}

func TestBadPairsAndDecisionsAreRefused(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a\tb": "", "a\t": "rows[0].product fault.memory.empty", "a\x00\tb": "rows[0].maker fault.text.nul", "a\tb\u202e": "rows[0].product fault.text.bidi", "a\t" + strings.Repeat("あ", 10000): "rows[0].product fault.text.long",
	} {
		maker, name, _ := strings.Cut(in, "\t")
		var l fault.List
		memory.Pair{Maker: maker, Product: name}.Check(&l, "rows[0].")
		got := ""
		if len(l.Fields) > 0 {
			got = l.Fields[0].Path + " " + l.Fields[0].Code
		}
		if got != want {
			t.Errorf("%.20q: %q, want %q", in, got, want)
		}
	}
	for name, says := range map[string]memory.RuleSays{
		"no kind": {}, "adopt nothing": {Kind: memory.Adopt}, "none with a product": {Kind: memory.None, Product: memory.Named{ID: "x"}}, "NUL": {Kind: memory.None, Why: "\x00"},
	} {
		if err := says.Check(); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := (memory.RuleSays{Kind: memory.Offer, Why: "似た製品が二つあります"}).Check(); err != nil {
		t.Errorf("the control: %v", err)
	}
}

var tiny = sync.OnceValue(func() *lookup.Index {
	b := lookup.NewBuilder(10)
	b.AddMaker(product.Maker{ID: "kakuu", Vendors: []string{"kakuu"}, Names: []product.Name{{Text: "架空電機"}}})
	b.AddPair("kakuu", "k1", 2)
	b.AddPair("kakuu", "k2", 2)
	return b.Build()
})

func TestADecisionComesBeforeTheDictionary(t *testing.T) {
	t.Parallel()
	x := tiny()
	c := lookup.NewResolver(x).Suggest("", "k2", 1)
	if len(c) != 1 {
		t.Fatal("no product to decide for")
	}
	p := memory.Pair{Maker: "架空電機", Product: "k1"}
	resolve := func(b *memory.Book) memory.Answer {
		t.Helper()
		a, err := b.Resolve(x, lookup.NewResolver(x), "o1", p)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	var empty memory.Book
	if a := resolve(&empty); a.By != memory.ByNobody || len(a.Candidates) == 0 || a.Candidates[0].ID == c[0].ID {
		t.Fatalf("%+v", a)
	}
	a := resolve(empty.With([]memory.Known{known("o1", "a", 1, p, string(c[0].ID))}, nil))
	if !a.Bound || a.Product == nil || a.Product.ID != c[0].ID || len(a.Candidates) < 2 {
		t.Errorf("confirmed: %+v", a)
	}
	for _, kind := range []memory.RuleKind{memory.None, memory.Offer} {
		if a := resolve(empty.With(nil, []memory.Rule{rule("r", 1, kind, "", p)})); a.Bound || a.Product != nil || a.Decided != kind || len(a.Candidates) == 0 {
			t.Errorf("%s: %+v", kind, a)
		}
	}
	if a := resolve(empty.With([]memory.Known{known("o1", "a", 1, p, "gone/from/dictionary")}, nil)); a.Bound || a.Product != nil {
		t.Errorf("a product that no dictionary has: %+v", a)
	}
}
