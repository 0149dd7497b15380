package reserve_test

import (
	"os"
	"path/filepath"
	"testing"

	"kanmin/internal/adapter/keep/reserve"
)

// disk is how much is free, besides what the reserve itself takes.
type disk struct {
	room int64
	path string
}

func (d *disk) free(string) (int64, error) {
	if at, err := os.Stat(d.path); err == nil {
		return d.room - at.Size(), nil
	}
	return d.room, nil
}

// The reserve is given up before the disk is full or when a write found no room, and comes back only when there is plenty.
func TestTheReserveComesAndGoes(t *testing.T) {
	t.Parallel()
	const size = 8 << 20
	path := filepath.Join(t.TempDir(), "reserve")
	d := &disk{100 << 20, path}
	r, err := reserve.Open(path, size, d.free)
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range []struct {
		room   int64
		give   bool
		scarce bool
	}{
		{100 << 20, false, false},
		{size + size/8, false, false},    // at the floor
		{size + size/8 - 1, false, true}, // below it
		{size + size/4, false, true},     // there would be room, and not enough of it
		{size + size/4 + 1, false, false},
		{100 << 20, true, true}, // a write found none
		{100 << 20, false, false},
	} {
		if d.room = step.room; step.give {
			if err := r.Give(); err != nil {
				t.Fatal(err)
			}
		} else if err := r.Tend(); err != nil {
			t.Fatal(err)
		}
		at, err := os.Stat(path)
		if r.Scarce() != step.scarce || (err != nil) != step.scarce || err == nil && at.Size() != size {
			t.Errorf("step %d: scarce %t, want %t; file %v %v", i, r.Scarce(), step.scarce, at, err)
		}
	}
}

// A house that starts on a full disk starts, and is scarce.
func TestAFullDiskStartsWithoutReserve(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "reserve")
	r, err := reserve.Open(path, 1<<20, (&disk{1 << 20, path}).free)
	if err != nil || !r.Scarce() {
		t.Fatal(err, r.Scarce())
	}
	if err := r.Give(); err != nil { // twice is once
		t.Fatal(err)
	}
}

// What the real disk tells is believed.
func TestTheRealDiskHasRoom(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "reserve")
	r, err := reserve.Open(path, 1<<20, reserve.Free)
	if err != nil || r.Scarce() {
		t.Fatal(err)
	}
	if at, err := os.Stat(path); err != nil || at.Size() != 1<<20 {
		t.Fatal(at, err)
	}
}
