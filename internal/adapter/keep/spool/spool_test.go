package spool_test

import (
	"bytes"
	"context"
	"crypto/hpke"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"kanmin/internal/adapter/keep/spool"
	"kanmin/internal/domain/fault"
)

func key(t *testing.T, secret string) hpke.PrivateKey {
	t.Helper()
	k, err := spool.KeyOf([]byte(strings.Repeat(secret, 32)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func opened(t *testing.T, dir string) *spool.Spool {
	t.Helper()
	s, err := spool.Open(dir, key(t, "k").PublicKey())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// drain hands back what waits, and gives each the fate that of says.
func drain(t *testing.T, s *spool.Spool, k hpke.PrivateKey, of func(piece string) spool.Fate) (seen []string) {
	t.Helper()
	if _, err := s.Drain(t.Context(), k, func(_ context.Context, piece []byte) spool.Fate {
		seen = append(seen, string(piece))
		return of(string(piece))
	}); err != nil {
		t.Fatal(err)
	}
	return seen
}

// What was kept comes back in its order, over a restart too; what must wait stops those behind it; what is refused is kept.
func TestWhatWasKeptComesBackInOrder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := opened(t, dir)
	for i := range 5 {
		if err := s.Keep(fmt.Appendf(nil, "piece %d", i)); err != nil {
			t.Fatal(err)
		}
	}
	all := []string{"piece 0", "piece 1", "piece 2", "piece 3", "piece 4"}
	s = opened(t, dir)
	if got := drain(t, s, key(t, "k"), func(piece string) spool.Fate {
		return map[bool]spool.Fate{true: spool.Later, false: spool.Done}[piece == "piece 1"]
	}); !slices.Equal(got, all[:2]) || s.Waiting() != 4 {
		t.Errorf("%v, %d wait", got, s.Waiting())
	}
	if err := s.Keep([]byte("later")); err != nil {
		t.Fatal(err)
	}
	if got := drain(t, s, key(t, "k"), func(piece string) spool.Fate {
		return map[bool]spool.Fate{true: spool.Refused, false: spool.Done}[piece == "piece 2"]
	}); !slices.Equal(got, append(all[1:], "later")) || s.Waiting() != 0 {
		t.Errorf("%v, %d wait", got, s.Waiting())
	}
	if kept, err := filepath.Glob(filepath.Join(dir, "refused", "*")); err != nil || len(kept) != 1 {
		t.Error(kept, err)
	}
	s = opened(t, dir)
	if err := s.Keep([]byte("new")); err != nil {
		t.Fatal(err)
	}
	if names, err := filepath.Glob(filepath.Join(dir, "*.sealed")); err != nil || len(names) != 1 || filepath.Base(names[0]) == "0000000000000003.sealed" {
		t.Errorf("a number came twice: %v %v", names, err)
	}
}

// Nobody reads what waits without the private key, and a changed file is put aside.
func TestWhatWaitsIsSealed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := opened(t, dir)
	for range 2 {
		if err := s.Keep([]byte("機密の内容")); err != nil {
			t.Fatal(err)
		}
	}
	names, err := filepath.Glob(filepath.Join(dir, "*.sealed"))
	if err != nil || len(names) != 2 {
		t.Fatal(names, err)
	}
	data, err := os.ReadFile(names[0])
	if err != nil || bytes.Contains(data, []byte("機密")) {
		t.Fatal("the content is there to be read", err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(names[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := drain(t, s, key(t, "k"), func(string) spool.Fate { return spool.Done }); len(got) != 1 || s.Waiting() != 0 {
		t.Errorf("%v", got)
	}
	if err := s.Keep([]byte("x")); err != nil {
		t.Fatal(err)
	}
	if got := drain(t, s, key(t, "another"), func(string) spool.Fate { return spool.Done }); len(got) != 0 {
		t.Errorf("opened with another key: %v", got)
	}
}

// The bounds hold, and many at once lose nothing.
func TestBoundsOfASpool(t *testing.T) {
	t.Parallel()
	s := opened(t, t.TempDir())
	if err := s.Keep(make([]byte, spool.Largest+1)); !fault.Is(err, fault.Unavailable) {
		t.Error(err)
	}
	var group sync.WaitGroup
	for i := range 50 {
		group.Go(func() {
			if err := s.Keep(fmt.Appendf(nil, "%d", i)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if got := drain(t, s, key(t, "k"), func(string) spool.Fate { return spool.Done }); len(got) != 50 || len(slices.Compact(slices.Sorted(slices.Values(got)))) != 50 {
		t.Errorf("%d came back", len(got))
	}
}
