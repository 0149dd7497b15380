package crash_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/crash"
)

func write(path, data string, off int64) crash.Op {
	return crash.Op{Change: crash.Write, Path: path, Data: []byte(data), Off: off}
}

func TestDisk(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ops       []crash.Op
		none, all map[string]string
	}{
		"a write is late": {
			[]crash.Op{write("a", "XY", 1)},
			map[string]string{"a": "old"}, map[string]string{"a": "oXY"},
		},
		"a sync keeps what came before it": {
			[]crash.Op{write("a", "X", 0), {Change: crash.Sync, Path: "a", Began: 1}, write("a", "Y", 1)},
			map[string]string{"a": "Xld"}, map[string]string{"a": "XYd"},
		},
		"a sync keeps nothing that came while it ran": {
			[]crash.Op{write("a", "X", 0), write("a", "Y", 1), {Change: crash.Sync, Path: "a", Began: 1}},
			map[string]string{"a": "Xld"}, map[string]string{"a": "XYd"},
		},
		"a new file has no name until its directory is synced": {
			[]crash.Op{{Change: crash.Create, Path: "b"}, write("b", "new", 0), {Change: crash.Sync, Path: "b", Began: 2}},
			map[string]string{"a": "old"}, map[string]string{"a": "old", "b": "new"},
		},
		"a synced directory names it": {
			[]crash.Op{{Change: crash.Create, Path: "b"}, write("b", "new", 0), {Change: crash.Sync, Path: ".", Began: 2}},
			map[string]string{"a": "old", "b": ""}, map[string]string{"a": "old", "b": "new"},
		},
		"a deleted file may come back": {
			[]crash.Op{{Change: crash.Unlink, Path: "a"}},
			map[string]string{"a": "old"}, map[string]string{},
		},
		"a rename may not have happened": {
			[]crash.Op{{Change: crash.Rename, Path: "a", To: "b"}},
			map[string]string{"a": "old"}, map[string]string{"b": "old"},
		},
		"a truncation is late, and zeros fill what grows": {
			[]crash.Op{{Change: crash.Truncate, Path: "a", Size: 1}, write("a", "Z", 3)},
			map[string]string{"a": "old"}, map[string]string{"a": "o\x00\x00Z"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := crash.NewDisk(map[string][]byte{"a": []byte("old")})
			for _, op := range c.ops {
				d.Apply(op)
			}
			for way, want := range map[crash.Way]map[string]string{crash.None: c.none, crash.All: c.all} {
				if diff := cmp.Diff(want, texts(d.Image(way, nil))); diff != "" {
					t.Errorf("%s: %s", way, diff)
				}
			}
		})
	}
}

func texts(image map[string][]byte) map[string]string {
	t := map[string]string{}
	for name, data := range image {
		t[name] = string(data)
	}
	return t
}

// TestTorn: a torn write arrives in whole sectors, never all of them; what came before it does.
func TestTorn(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for seed := range uint64(200) {
		d := crash.NewDisk(map[string][]byte{"a": nil})
		d.Apply(write("a", strings.Repeat("-", 2048), 0))
		d.Apply(write("a", strings.Repeat("A", 1536), 512))
		got := string(d.Image(crash.Torn, rand.New(rand.NewPCG(seed, 0)))["a"])
		pattern := ""
		for at := 0; at < len(got); at += 512 {
			if piece := got[at : at+512]; strings.Count(piece, piece[:1]) != 512 {
				t.Fatalf("a sector is torn: %q", piece)
			}
			pattern += got[at : at+1]
		}
		if len(pattern) != 4 || pattern[0] != '-' || pattern == "-AAA" {
			t.Fatalf("sectors %q", pattern)
		}
		seen[pattern] = true
	}
	if len(seen) != 7 {
		t.Errorf("of 7 ways to tear three sectors, %d were drawn: %v", len(seen), seen)
	}
}

// TestSome: any part of what is late may arrive.
func TestSome(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for seed := range uint64(100) {
		d := crash.NewDisk(map[string][]byte{"a": []byte("...")})
		for i, s := range []string{"1", "2", "3"} {
			d.Apply(write("a", s, int64(i)))
		}
		seen[string(d.Image(crash.Some, rand.New(rand.NewPCG(seed, 0)))["a"])] = true
	}
	if len(seen) != 8 {
		t.Errorf("of 8 parts, %d were drawn: %v", len(seen), seen)
	}
}
