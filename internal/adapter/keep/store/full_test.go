package store_test

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/fault"
	"kanmin/internal/world/stagetest"
)

// A write that finds no room is done again once room was made, and everybody who shared its commit with it: what is said to
// be done is there. Where none is made, the fault says what is wrong.
func TestAFullDisk(t *testing.T) {
	t.Parallel()
	for _, made := range []bool{true, false} {
		s := stagetest.SQLite(t)
		act, scope := store.Act[settingTx](s.DB), s.Scope("operator-filer")
		var asked atomic.Int64
		s.DB.Full = func() bool {
			asked.Add(1)
			return made && store.Cram(t.Context(), s.DB, 10_000) == nil
		}
		if err := store.Cram(t.Context(), s.DB, 0); err != nil {
			t.Fatal(err)
		}
		var done, full atomic.Int64
		var group sync.WaitGroup
		for i := range 40 {
			group.Go(func() {
				name := fmt.Sprint("name", i)
				_, err := act(t.Context(), scope, s.Key("operator-filer", name), setting(scope, name, strings.Repeat("x", 8000)))
				switch {
				case err == nil:
					done.Add(1)
				case fault.Is(err, fault.Unavailable):
					full.Add(1)
				default:
					t.Errorf("%d: %v", i, err)
				}
			})
		}
		group.Wait()
		if asked.Load() == 0 {
			t.Fatal("nobody asked for room: the disk was not full")
		}
		if made && (done.Load() != 40 || full.Load() != 0) || !made && full.Load() == 0 {
			t.Errorf("room made %t: %d done, %d found none", made, done.Load(), full.Load())
		}
		there := int64(0)
		for i := range 40 {
			if readSetting(t, s, fmt.Sprint("name", i)) != "" {
				there++
			}
		}
		if there != done.Load() {
			t.Errorf("%d were said to be done, %d are there", done.Load(), there)
		}
	}
}
