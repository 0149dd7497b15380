package store_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/world/stagetest"
)

// file sends one report of an operator and returns it.
func file(t testing.TB, s *stagetest.Stage, token, client string) filing.Filing {
	t.Helper()
	return s.Filed(t, token, client)
}

// sequence numbers all that is pending.
func sequence(t testing.TB, db *store.DB) {
	t.Helper()
	l, ok, err := db.TakeSpine(t.Context(), "test")
	if err != nil || !ok {
		t.Fatalf("lease: %v, %v", ok, err)
	}
	for {
		n, err := db.Sequence(t.Context(), l)
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

func TestReceipt(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		keys, err := ledger.ParseKeys(s.Keys.VerifierKey())
		if err != nil {
			t.Fatal(err)
		}
		f := file(t, s, "operator-filer", "1")
		mine := s.Scope("operator-filer")
		final, text, provisional, err := s.DB.Receipt(t.Context(), mine, f.Leaf)
		if err != nil || final != nil || text != nil {
			t.Fatalf("before its place: %q, %q, %v", final, text, err)
		}
		promise, err := ledger.VerifyProvisional(provisional, keys)
		if err != nil || promise.Statement.Number != f.Number {
			t.Fatalf("provisional: %v, %v", promise.Statement.Number, err)
		}
		sequence(t, s.DB)
		final, text, again, err := s.DB.Receipt(t.Context(), mine, f.Leaf)
		if err != nil || !bytes.Equal(again, provisional) {
			t.Fatalf("provisional changed, or %v", err)
		}
		for name, data := range map[string][]byte{"proof": final, "text": text} {
			r, err := ledger.VerifyReceipt(data, keys)
			if err != nil || r.Statement.Number != f.Number || r.Statement.Leaf != f.Leaf {
				t.Fatalf("%s: %v, %v", name, r.Statement, err)
			}
		}
		file(t, s, "other-operator-filer", "2")
		sequence(t, s.DB)
		later, _, _, err := s.DB.Receipt(t.Context(), mine, f.Leaf)
		if err != nil || !bytes.Equal(later, final) {
			t.Errorf("the receipt changed when the log grew (%v)", err)
		}
		for _, token := range []string{"other-operator-filer", "ministry-officer", "other-ministry-officer", "cabinet-analyst", "platform-admin"} {
			if _, _, _, err := s.DB.Receipt(t.Context(), s.Scope(token), f.Leaf); !fault.Is(err, fault.Hidden) {
				t.Errorf("%s: %v", token, err)
			}
		}
		if _, _, _, err := s.DB.Receipt(t.Context(), mine, "absent"); !fault.Is(err, fault.Hidden) {
			t.Errorf("absent: %v", err)
		}
	})
}

func TestSequencerLosesItsLease(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		ctx := t.Context()
		old, ok, err := s.TakeSpine(ctx, "old")
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if _, ok, err := s.TakeSpine(ctx, "new"); err != nil || ok {
			t.Fatalf("taken while it is held: %v, %v", ok, err)
		}
		s.Clock.Set(s.Clock.Now().Add(store.LeaseTTL))
		thief, ok, err := s.TakeSpine(ctx, "new")
		if err != nil || !ok || thief.Epoch != old.Epoch+1 {
			t.Fatalf("%+v, %v, %v", thief, ok, err)
		}
		file(t, s, "operator-filer", "1")
		if n, err := s.Sequence(ctx, old); !fault.Is(err, fault.Conflict) || n != 0 {
			t.Errorf("the old holder wrote %d entries: %v", n, err)
		}
		if n, err := s.Sequence(ctx, thief); err != nil || n < 2 {
			t.Errorf("the new holder wrote %d entries: %v", n, err)
		}
	})
}

func TestRunSequencer(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 2)
		for range 2 { // one of them holds the lease
			go func() { done <- s.RunSequencer(ctx) }()
		}
		var last filing.Filing
		for i := range 5 {
			last = file(t, s, "operator-filer", string(rune('a'+i)))
		}
		final := wait(t, s, last.Leaf)
		if len(final) == 0 {
			t.Error("no receipt")
		}
		cancel()
		for range 2 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	})
}

// wait follows the log until a leaf has its place, and returns its receipt.
func wait(t testing.TB, s *stagetest.Stage, leaf ident.Leaf) []byte {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range 1000 {
		final, _, _, err := s.DB.Receipt(t.Context(), access.Scope{Actor: s.As("operator-filer"), At: ident.At(s.Clock.Now())}, leaf)
		if err != nil {
			t.Fatal(err)
		}
		if final != nil {
			return final
		}
		<-tick.C
	}
	t.Fatal("no place after 10 s")
	return nil
}
