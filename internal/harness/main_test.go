package harness

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"

	"kanmin/internal/adapter/out/parser/parsertest"
)

// TestMain prints what was done, for make proof, and takes the scene away.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "parse" { // the child that reads uploads
		os.Exit(parsertest.Parse(os.Args[2:]))
	}
	debug.SetGCPercent(200) // many short-lived answers
	debug.SetMemoryLimit(8 << 30)
	code := m.Run()
	s, err := sharedScene()
	if err == nil {
		counts.canaries.Store(int64(s.eye.marks))
	}
	for _, c := range []struct {
		name string
		n    int64
	}{
		{"live-requests", counts.live.Load()}, {"refusals", counts.refused.Load()}, {"refusals-by-state", counts.stated.Load()}, {"token-refusals", counts.tokens.Load()}, {"denial-pairs", counts.pairs.Load()},
		{"forms", counts.forms.Load()}, {"twin-worlds", counts.pairsOfWorlds.Load()}, {"twin-answers", counts.twins.Load()}, {"canaries", counts.canaries.Load()}, {"canaries-found", counts.leaks.Load()}, {"files-unpacked", counts.unpacked.Load()},
		{"swapped-pairs", counts.swaps.Load()}, {"hostile-requests", counts.hostile.Load()}, {"closed-answers", counts.closed.Load()}, {"timed-revocations", counts.timed.Load()},
	} {
		fmt.Printf("proof: %s %d\n", c.name, c.n)
	}
	if err == nil {
		_ = os.RemoveAll(filepath.Dir(s.file))
	}
	os.Exit(code)
}
