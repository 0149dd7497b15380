package index_test

import (
	"context"
	"errors"
	"testing"

	"kanmin/internal/adapter/keep/index"
	"kanmin/internal/domain/ledger"
)

// book is a log of so many entries.
type book int64

func (b book) Follow(_ context.Context, after int64, limit int) (list []ledger.Followed, _ error) {
	for i := after + 1; i < int64(b) && len(list) < limit; i++ {
		list = append(list, ledger.Followed{Index: i})
	}
	return list, nil
}

func TestAFollowerTakesEachEntryOnceAndInOrder(t *testing.T) {
	t.Parallel()
	broken, next := errors.New("broken"), int64(0)
	calls := 0
	f := index.NewFollower(book(1234), -1, func(_ context.Context, list []ledger.Followed) error {
		if calls++; calls == 2 {
			return broken
		}
		for _, e := range list {
			if e.Index != next {
				t.Fatalf("entry %d came instead of %d", e.Index, next)
			}
			next++
		}
		return nil
	})
	if n, err := f.Step(t.Context()); !errors.Is(err, broken) || n != 500 || f.Reached() != 499 {
		t.Errorf("%d, %v, %d", n, err, f.Reached())
	}
	if n, err := f.Step(t.Context()); err != nil || n != 734 || f.Reached() != 1233 || next != 1234 {
		t.Errorf("%d, %v, %d", n, err, f.Reached())
	}
}

func TestAFollowerStopsWhenItsContextEnds(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	f := index.NewFollower(book(3), -1, func(context.Context, []ledger.Followed) error { stop(); return nil })
	if err := f.Run(ctx, func(err error) { t.Error(err) }); err != nil || f.Reached() != 2 {
		t.Errorf("%v, %d", err, f.Reached())
	}
}
