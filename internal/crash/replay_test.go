package crash_test

import (
	"testing"

	"kanmin/internal/crash"
)

func record(t *testing.T, mode crash.Control, acts, workers int) *crash.Recording {
	t.Helper()
	r, err := crash.Record(t.Context(), crash.Driven(self(t), mode), t.TempDir(), acts, workers)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestPowerCut(t *testing.T) {
	r, err := crash.Record(t.Context(), released(t), t.TempDir(), 4, 2)
	if err != nil {
		t.Fatal(err)
	}
	tally, err := r.Replay(t.Context(), crash.Cuts{Seed: 1, Every: 3, Scratch: crash.Scratch()})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(tally)
	if tally.Bad() > 0 || tally.Acks != 12 || tally.Images < 200 {
		t.Error(tally)
	}
}

// TestPowerCutFinds: what must not pass is found.
func TestPowerCutFinds(t *testing.T) {
	for mode, found := range map[crash.Control]func(crash.Tally) bool{
		crash.NormalSync:   func(t crash.Tally) bool { return t.Lost > 0 && t.Corrupt == 0 },
		crash.SecondOutbox: func(t crash.Tally) bool { return t.Broken > 0 && t.Lost == 0 && t.Corrupt == 0 },
	} {
		t.Run(string(mode), func(t *testing.T) {
			tally, err := record(t, mode, 2, 1).Replay(t.Context(), crash.Cuts{Seed: 1, Every: 4, Scratch: crash.Scratch()})
			if err != nil {
				t.Fatal(err)
			}
			t.Log(tally)
			if !found(tally) {
				t.Errorf("not found: %v", tally)
			}
		})
	}
}
