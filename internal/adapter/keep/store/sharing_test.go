package store_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/world/stagetest"
)

// waiting is acts that stand in line for the one writer of SQLite.
type waiting struct {
	*testing.T
	s *stagetest.Stage
}

// stands puts an act at the end of the line; told is given its answer.
func (w waiting) stands(ctx context.Context, key string, do func(settingTx) error, told func(ledger.Leaf, error)) {
	scope := w.s.Scope("operator-filer")
	go func() {
		told(store.Act[settingTx](w.s.DB)(ctx, scope, w.s.Key("operator-filer", key), func(tx settingTx) (ledger.Entry, error) {
			return ledger.Entry{Kind: ledger.DraftSaved, Object: "x", Org: scope.Org, Unit: scope.Unit}, do(tx)
		}))
	}()
	synctest.Wait() // it has the writer, or stands in line
}

// reads fails when everybody reads something else.
func (w waiting) reads(when, name, want string) {
	w.Helper()
	if got := readSetting(w.T, w.s, name); got != want {
		w.Errorf("%s, everybody reads %q of %s, want %q", when, got, name, want)
	}
}

// On SQLite, acts that stand in line share a commit. Each is undone alone, and nobody is told anything before it.
func TestActsThatStandInLineShareACommit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := waiting{t, stagetest.SQLite(t)}
		var firstTold atomic.Bool
		hold, broken := make(chan struct{}), errors.New("broken")
		w.stands(t.Context(), "first", func(tx settingTx) error {
			<-hold
			return tx.SetSetting("first", "1")
		}, func(_ ledger.Leaf, err error) {
			firstTold.Store(true)
			if err != nil {
				t.Error(err)
			}
		})
		w.stands(t.Context(), "second", func(tx settingTx) error {
			if got, err := tx.Setting("first"); got != "1" || err != nil || firstTold.Load() {
				t.Errorf("the second act reads %q of the first, %v; the first was told: %v", got, err, firstTold.Load())
			}
			w.reads("before the commit", "first", "")
			return tx.SetSetting("second", "1")
		}, func(_ ledger.Leaf, err error) {
			if err != nil {
				t.Error(err)
			}
		})
		w.stands(t.Context(), "broken", func(tx settingTx) error { return errors.Join(tx.SetSetting("broken", "1"), broken) }, func(_ ledger.Leaf, err error) {
			if !errors.Is(err, broken) {
				t.Errorf("the broken act: %v", err)
			}
			w.reads("when the broken act is told", "first", "1")
		})
		ctx, leave := context.WithCancel(t.Context())
		w.stands(ctx, "left", func(tx settingTx) error {
			leave()
			return tx.SetSetting("left", "1")
		}, func(_ ledger.Leaf, err error) {
			if err == nil {
				t.Error("an act whose client left went on")
			}
		})
		w.stands(t.Context(), "first", func(settingTx) error { return errors.New("a repeated key was done again") }, func(l ledger.Leaf, err error) {
			if err != nil || !l.Replayed {
				t.Errorf("the repeated key: %v, %v", l, err)
			}
			w.reads("when the repeated key is answered", "first", "1")
		})
		close(hold)
		synctest.Wait()
		for name, want := range map[string]string{"first": "1", "second": "1", "broken": "", "left": ""} {
			w.reads("in the end", name, want)
		}
	})
}
