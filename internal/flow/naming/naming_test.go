package naming_test

import (
	"context"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/index/names"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/flow/naming"
	"kanmin/internal/world/stagetest"
)

// house is the flows on a real store, and the index of one node.
type house struct {
	*stagetest.Stage
	t        testing.TB
	index    *names.Index
	decide   naming.Decide
	withdraw naming.Withdraw
	ask      naming.Ask
	takeOff  naming.TakeOff
	rule     naming.Rule
	undo     naming.Undo
	serial   int
}

// k1 and k2 are two products of the dictionary.
const (
	k1 = product.ID("cpe/kakuu/k1")
	k2 = product.ID("cpe/kakuu/k2")
)

func dictionary() (*lookup.Index, error) {
	b := lookup.NewBuilder(10)
	b.AddMaker(product.Maker{ID: "kakuu", Vendors: []string{"kakuu"}, Names: []product.Name{{Text: "架空電機"}}})
	b.AddPair("kakuu", "k1", 2)
	b.AddPair("kakuu", "k2", 2)
	return b.Build(), nil
}

// node is an index as another node of the same house has it.
func node(t testing.TB, s *stagetest.Stage) *names.Index {
	t.Helper()
	x := &names.Index{Log: s.DB, Read: store.Read[names.Tx](s.DB), Build: dictionary}
	if _, err := x.Resolve("o", pair); !fault.Is(err, fault.Unavailable) || x.Reached() != -1 {
		t.Errorf("before it is loaded: %v", err)
	}
	if err := x.Load(t.Context(), access.System("test", ident.At(stagetest.Day))); err != nil {
		t.Fatal(err)
	}
	return x
}

func open(t testing.TB, s *stagetest.Stage) *house {
	t.Helper()
	x, e := node(t, s), s.DB.Entropy
	return &house{
		Stage: s, t: t, index: x,
		decide:   naming.Decide{Act: store.Act[naming.DecideTx](s.DB), Entropy: e, Find: x.Find},
		withdraw: naming.Withdraw{Act: store.Act[naming.WithdrawTx](s.DB)},
		ask:      naming.Ask{Act: store.Act[naming.AskTx](s.DB), Entropy: e, Find: x.Find},
		takeOff:  naming.TakeOff{Act: store.Act[naming.TakeOffTx](s.DB)},
		rule:     naming.Rule{Act: store.Act[naming.RuleTx](s.DB), Entropy: e, Find: x.Find},
		undo:     naming.Undo{Act: store.Act[naming.UndoTx](s.DB)},
	}
}

func (h *house) key(token string) ident.Key {
	h.serial++
	return h.Key(token, string(rune('A'+h.serial)))
}

// follow numbers what was written and brings indexes to it.
func (h *house) follow(list ...*names.Index) {
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
	for _, x := range list {
		if err := x.Step(h.t.Context()); err != nil {
			h.t.Fatal(err)
		}
	}
}

func (h *house) resolve(x *names.Index, token string, p memory.Pair) memory.Answer {
	h.t.Helper()
	a, err := x.Resolve(h.As(token).Org, p)
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

type readTx interface {
	NamesOfAct(ident.Leaf) ([]memory.Known, error)
	NameAsksOfAct(ident.Leaf) ([]memory.Ask, error)
	OwnNames(access.Cursor, int) ([]memory.Known, error)
	OwnNameAsks(access.Cursor, int) ([]memory.Ask, error)
	DeskNameAsks(int) ([]memory.Ask, error)
	NameRules(access.Cursor, int) ([]memory.Rule, error)
}

func (h *house) read(token string, do func(readTx) error) {
	h.t.Helper()
	if err := store.Read[readTx](h.DB)(h.t.Context(), h.Scope(token), do); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) decided(token string, choices ...naming.Choice) []memory.Known {
	h.t.Helper()
	leaf, err := h.decide.Do(h.t.Context(), h.Scope(token), h.key(token), choices)
	if err != nil {
		h.t.Fatal(err)
	}
	var list []memory.Known
	h.read(token, func(tx readTx) (err error) {
		list, err = tx.NamesOfAct(leaf)
		return err
	})
	return list
}

func (h *house) asked(token string, list ...naming.Asking) []memory.Ask {
	h.t.Helper()
	leaf, err := h.ask.Do(h.t.Context(), h.Scope(token), h.key(token), list)
	if err != nil {
		h.t.Fatal(err)
	}
	var asks []memory.Ask
	h.read(token, func(tx readTx) (err error) {
		asks, err = tx.NameAsksOfAct(leaf)
		return err
	})
	return asks
}

func (h *house) desk(token string) (asks []memory.Ask) {
	h.t.Helper()
	h.read(token, func(tx readTx) (err error) {
		asks, err = tx.DeskNameAsks(100)
		return err
	})
	return asks
}

var pair = memory.Pair{Maker: "架空電機㈱", Product: "監視盤 Ｋ１"}

func TestADecisionIsTheOrganisationsAndUndone(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		h := open(t, s)
		b := node(t, s) // decided here, used there
		list := h.decided("operator-site-filer", naming.Choice{Pair: pair, Kind: memory.Confirm, Product: k2}, naming.Choice{Pair: memory.Pair{Product: "自社の盤"}, Kind: memory.Absent})
		if len(list) != 2 || list[0].Number == "" || list[0].Name == "" || list[0].Product.Maker != "架空電機" {
			t.Fatalf("%+v", list)
		}
		h.follow(h.index, b)
		if h.index.Reached() != b.Reached() || b.Reached() < 0 {
			t.Errorf("nodes reached %d and %d", h.index.Reached(), b.Reached())
		}
		for _, x := range []*names.Index{h.index, b, node(t, s)} {
			if a := h.resolve(x, "operator-filer", pair); a.By != memory.ByOwn || a.Product == nil || a.Product.ID != k2 {
				t.Errorf("the organisation: %+v", a)
			}
			for _, other := range []string{"other-operator-filer", "maintainer", "cabinet-analyst"} {
				if a := h.resolve(x, other, pair); a.By != memory.ByNobody {
					t.Errorf("%s: %+v", other, a)
				}
			}
		}
		// Its rows are those of the site: the site and whoever stands above it.
		for token, want := range map[string]int{"operator-site-filer": 2, "operator-filer": 2, "other-operator-filer": 0, "cabinet-analyst": 0, "platform-admin": 0, "ministry-officer": 0} {
			h.read(token, func(tx readTx) error {
				own, err := tx.OwnNames(access.Cursor{}, 10)
				if len(own) != want {
					t.Errorf("%s sees %d, want %d", token, len(own), want)
				}
				return err
			})
		}
		if err := h.withdraw.Do(t.Context(), s.Scope("other-operator-filer"), h.key("other-operator-filer"), list[0].Number); !fault.Is(err, fault.Hidden) {
			t.Errorf("another organisation took it back: %v", err)
		}
		if err := h.withdraw.Do(t.Context(), s.Scope("operator-filer"), h.key("operator-filer"), list[0].Number); err != nil {
			t.Fatal(err)
		}
		if err := h.withdraw.Do(t.Context(), s.Scope("operator-filer"), h.key("operator-filer"), list[0].Number); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		h.follow(h.index, b)
		for _, x := range []*names.Index{h.index, b, node(t, s)} {
			if a := h.resolve(x, "operator-filer", pair); a.By != memory.ByNobody {
				t.Errorf("undone, but %+v", a)
			}
		}
	})
}

func TestTheStewardSeesOnlyWhatWasAskedAndDecidesForAll(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		h := open(t, s)
		h.decided("operator-filer", naming.Choice{Pair: pair, Kind: memory.Confirm, Product: k2})
		if got := h.desk("cabinet-analyst"); len(got) != 0 {
			t.Fatalf("seen without a press: %+v", got)
		}
		one := h.asked("operator-filer", naming.Asking{Pair: pair, Product: k2, Note: "銘板の写し"}, naming.Asking{Pair: memory.Pair{Product: "別の盤"}})
		two := h.asked("other-operator-filer", naming.Asking{Pair: memory.Pair{Maker: "架空電機", Product: "監視盤K1"}})
		if _, err := h.ask.Do(t.Context(), s.Scope("operator-filer"), h.key("operator-filer"), []naming.Asking{{Pair: pair}}); !said(err, "fault.memory.asked") {
			t.Errorf("asked twice: %v", err)
		}
		for token, want := range map[string]int{"cabinet-analyst": 3, "cabinet-supervisor": 3, "nco-analyst": 0, "ministry-officer": 0, "ministry-supervisor": 0, "platform-admin": 0, "maintainer": 0} {
			if got := h.desk(token); len(got) != want {
				t.Errorf("%s sees %d questions, want %d", token, len(got), want)
			}
		}
		h.ruled()
		h.answers("operator-filer", one[0].ID, memory.Adopt)
		h.answers("other-operator-filer", two[0].ID, memory.Adopt)
		h.follow(h.index)
		if a := h.resolve(h.index, "operator-filer", pair); a.By != memory.ByOwn || a.Product.ID != k2 {
			t.Errorf("one's own goes first: %+v", a)
		}
		for _, token := range []string{"other-operator-filer", "maintainer"} {
			if a := h.resolve(h.index, token, memory.Pair{Maker: "架空電機", Product: "監視盤K1"}); a.By != memory.ByAll || a.Product.ID != k1 {
				t.Errorf("%s: %+v", token, a)
			}
		}
		h.undone(one[0].ID)
		h.takenOff(one[0].Number)
	})
}

// ruled decides the larger group of the desk, as nobody else may.
func (h *house) ruled() {
	h.t.Helper()
	ctx := h.t.Context()
	groups := memory.Groups(h.desk("cabinet-analyst"))
	if len(groups) != 2 || len(groups[0].Asks) != 2 || groups[0].Orgs != 2 {
		h.t.Fatalf("%+v", groups)
	}
	for _, token := range []string{"nco-analyst", "ministry-supervisor", "operator-filer"} {
		if _, err := h.rule.Do(ctx, h.Scope(token), h.key(token), naming.Ruling{Asks: groups[0].Numbers(), Kind: memory.None}); !fault.Is(err, fault.Hidden) {
			h.t.Errorf("%s decided: %v", token, err)
		}
	}
	ruling := naming.Ruling{Asks: groups[0].Numbers(), Kind: memory.Adopt, Product: k1, Why: "銘板で確かめました"}
	if _, err := h.rule.Do(ctx, h.Scope("cabinet-analyst"), h.key("cabinet-analyst"), ruling); err != nil {
		h.t.Fatal(err)
	}
	if _, err := h.rule.Do(ctx, h.Scope("cabinet-supervisor"), h.key("cabinet-supervisor"), ruling); !fault.Is(err, fault.Conflict) {
		h.t.Errorf("decided twice: %v", err)
	}
}

// takenOff takes a question back; the steward no longer sees it.
func (h *house) takenOff(n ident.Number) {
	h.t.Helper()
	ctx := h.t.Context()
	if err := h.takeOff.Do(ctx, h.Scope("operator-filer"), h.key("operator-filer"), n); err != nil {
		h.t.Fatal(err)
	}
	if err := h.takeOff.Do(ctx, h.Scope("operator-filer"), h.key("operator-filer"), n); !fault.Is(err, fault.Conflict) {
		h.t.Errorf("taken back twice: %v", err)
	}
	if got := h.desk("cabinet-analyst"); len(got) != 2 {
		h.t.Errorf("after taking back the desk has %d", len(got))
	}
	if _, err := h.rule.Do(ctx, h.Scope("cabinet-analyst"), h.key("cabinet-analyst"), naming.Ruling{Asks: []ident.Number{n}, Kind: memory.None}); !fault.Is(err, fault.Hidden) {
		h.t.Errorf("decided what was taken back: %v", err)
	}
}

// answers checks what the asker is told.
func (h *house) answers(token string, id ident.Object, want memory.RuleKind) {
	h.t.Helper()
	h.read(token, func(tx readTx) error {
		list, err := tx.OwnNameAsks(access.Cursor{}, 10)
		for _, q := range list {
			if q.ID == id && q.Answer.Kind != want {
				h.t.Errorf("%s is told %q, want %q", token, q.Answer.Kind, want)
			}
		}
		return err
	})
}

// undone undoes the only decision of the steward and checks that it counts for nobody.
func (h *house) undone(id ident.Object) {
	h.t.Helper()
	var rules []memory.Rule
	h.read("cabinet-supervisor", func(tx readTx) (err error) {
		rules, err = tx.NameRules(access.Cursor{}, 10)
		return err
	})
	if len(rules) != 1 || len(rules[0].Pairs) != 2 || rules[0].Asks != 2 {
		h.t.Fatalf("%+v", rules)
	}
	if err := h.undo.Do(h.t.Context(), h.Scope("nco-analyst"), h.key("nco-analyst"), rules[0].Number); !fault.Is(err, fault.Hidden) {
		h.t.Errorf("another office undid it: %v", err)
	}
	if err := h.undo.Do(h.t.Context(), h.Scope("cabinet-supervisor"), h.key("cabinet-supervisor"), rules[0].Number); err != nil {
		h.t.Fatal(err)
	}
	h.answers("operator-filer", id, "")
	h.follow(h.index)
	if a := h.resolve(h.index, "maintainer", pair); a.By != memory.ByNobody {
		h.t.Errorf("undone, but %+v", a)
	}
}

func said(err error, code string) bool { return err != nil && strings.Contains(err.Error(), code) }

func TestWhatCannotBeKeptIsRefusedWithItsPlace(t *testing.T) {
	t.Parallel()
	h := open(t, stagetest.SQLite(t))
	ctx := context.Background()
	many := make([]naming.Choice, memory.MostAtOnce+1)
	for want, choices := range map[string][]naming.Choice{
		"rows: fault.required": nil, "rows: fault.memory.many": many, "rows[1].id: fault.memory.product": {{Pair: pair, Kind: memory.Absent}, {Pair: pair, Kind: memory.Confirm, Product: "no/such"}},
		"rows[0].id: fault.memory.id": {{Pair: pair, Kind: memory.Confirm}}, "rows[0].kind: fault.memory.kind": {{Pair: pair, Kind: "guess"}}, "rows[0].maker: fault.text.nul": {{Pair: memory.Pair{Maker: "\x00", Product: "x"}, Kind: memory.Absent}},
	} {
		if _, err := h.decide.Do(ctx, h.Scope("operator-filer"), h.key("operator-filer"), choices); !fault.Is(err, fault.Invalid) || !said(err, want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	for _, token := range []string{"operator-viewer", "ministry-officer"} {
		if _, err := h.decide.Do(ctx, h.Scope(token), h.key(token), []naming.Choice{{Pair: pair, Kind: memory.Absent}}); !fault.Is(err, fault.Denied) && !fault.Is(err, fault.Hidden) {
			t.Errorf("%s: %v", token, err)
		}
		if _, err := h.ask.Do(ctx, h.Scope(token), h.key(token), []naming.Asking{{Pair: pair}}); !fault.Is(err, fault.Denied) && !fault.Is(err, fault.Hidden) {
			t.Errorf("%s: %v", token, err)
		}
	}
	if _, err := h.ask.Do(ctx, h.Scope("operator-filer"), h.key("operator-filer"), []naming.Asking{{Pair: pair}, {Pair: pair}}); !said(err, "rows[1].product: fault.memory.twice") {
		t.Errorf("twice in one: %v", err)
	}
	if _, err := h.rule.Do(ctx, h.Scope("cabinet-analyst"), h.key("cabinet-analyst"), naming.Ruling{Kind: memory.None}); !said(err, "asks: fault.required") {
		t.Errorf("nothing decided: %v", err)
	}
}
