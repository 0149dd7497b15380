package memory_test

import (
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product/memory"
)

func book(t *testing.T, list ...memory.Decision) *memory.Book {
	t.Helper()
	b, err := memory.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range list {
		if d.ID == "" {
			d.ID = string(rune('a' + i))
		}
		d.At = ident.Instant(i + 1)
		if b, err = b.With(d); err != nil {
			t.Fatalf("decision %d: %v", i, err)
		}
	}
	return b
}

var pair = memory.Pair{Maker: "富士通㈱", Product: "ＷｅｂＳｙｓ"}

func confirm(org, by, product string) memory.Decision {
	d := memory.Decision{Kind: memory.Confirm, Org: ident.Org(org), By: ident.Person(by), Pair: pair}
	d.Product = "maker/" + d.Product
	return d
}

func TestAPairIsOwnUntilAStewardLooked(t *testing.T) {
	t.Parallel()
	b := book(t, confirm("o1", "p1", "x"))
	same := memory.Pair{Maker: "富士通(株)", Product: "websys"}
	if k, ok := b.Recall("o1", same); !ok || k.ForAll {
		t.Errorf("own pair, other width: %v %v", k, ok)
	}
	if _, ok := b.Recall("o2", same); ok {
		t.Error("another organisation saw an own pair")
	}
	b, err := b.With(memory.Decision{ID: "s", At: 9, Kind: memory.Promote, By: "steward", Of: "a"})
	if err != nil {
		t.Fatal(err)
	}
	if k, ok := b.Recall("o2", same); !ok || !k.ForAll {
		t.Errorf("after the steward: %v %v", k, ok)
	}
	if _, ok := b.Recall("o2", memory.Pair{Maker: "富士通", Product: "websys"}); ok {
		t.Error("a pair that nobody confirmed was guessed")
	}
}

func TestUndoTakesBackAndHistoryKeeps(t *testing.T) {
	t.Parallel()
	b := book(t, confirm("o1", "p1", "x"), memory.Decision{Kind: memory.Promote, By: "steward", Of: "a"},
		memory.Decision{Kind: memory.Undo, By: "p1", Org: "o1", Pair: pair, Of: "a"})
	if _, ok := b.Recall("o2", pair); ok {
		t.Error("a promotion outlived what it promoted")
	}
	if got := len(b.History("o1", pair)); got != 3 {
		t.Errorf("history has %d, want 3", got)
	}
	if !b.Undone("a") || b.Undone("b") {
		t.Error("Undone")
	}
}

func TestRejectedPairsDoNotComeBack(t *testing.T) {
	t.Parallel()
	b := book(t, confirm("o1", "p1", "x"), confirm("o2", "p2", "x"))
	if w := b.Waiting(); len(w) != 1 || w[0].ID != "a" {
		t.Fatalf("waiting %v, want the first of one pair", w)
	}
	b, err := b.With(memory.Decision{ID: "r", At: 9, Kind: memory.Reject, By: "steward", Of: "a"})
	if err != nil {
		t.Fatal(err)
	}
	if w := b.Waiting(); len(w) != 0 {
		t.Errorf("after rejection still waiting: %v", w)
	}
	if _, ok := b.Recall("o1", pair); !ok {
		t.Error("the organisation lost its own pair")
	}
}

func TestBadDecisionsAreRefused(t *testing.T) {
	t.Parallel()
	b := book(t, confirm("o1", "p1", "x"))
	for name, d := range map[string]memory.Decision{
		"no id":               {Kind: memory.Absent, Org: "o", Pair: pair},
		"id again":            {ID: "a", Kind: memory.Absent, Org: "o", Pair: pair},
		"no organisation":     {ID: "z", Kind: memory.Absent, Pair: pair},
		"no product":          {ID: "z", Kind: memory.Confirm, Org: "o", Pair: pair},
		"absent with product": {ID: "z", Kind: memory.Absent, Org: "o", Pair: pair, Product: "x"},
		"only signs":          {ID: "z", Kind: memory.Absent, Org: "o", Pair: memory.Pair{Product: "(・)"}},
		"NUL":                 {ID: "z", Kind: memory.Absent, Org: "o", Pair: memory.Pair{Product: "a\x00"}},
		"promote nothing":     {ID: "z", Kind: memory.Promote, By: "s", Of: "q"},
		"promote one's own":   {ID: "z", Kind: memory.Promote, By: "p1", Of: "a"},
		"undo nothing":        {ID: "z", Kind: memory.Undo, Of: "q"},
		"unknown kind":        {ID: "z", Kind: "guess"},
	} {
		if _, err := b.With(d); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	good := memory.Decision{ID: "z", Kind: memory.Absent, Org: "o", Pair: pair}
	if _, err := b.With(good); err != nil {
		t.Errorf("the control was refused: %v", err)
	}
}
