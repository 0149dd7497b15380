package ledger_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// stored returns the log as the store hands it to an audit; each entry has its own copies.
func (l *log) stored() []ledger.Stored {
	out := make([]ledger.Stored, 0, len(l.leaves))
	for i, leaf := range l.leaves {
		first, count := ledger.NodesOf(int64(i))
		out = append(out, ledger.Stored{
			Index: int64(i), Leaf: leaf.ID, Hash: leaf.Hash, Salt: leaf.Salt,
			Statement: bytes.Clone(leaf.Statement), Nodes: slices.Clone(l.nodes[first : first+int64(count)]),
		})
	}
	return out
}

func audited(l *log, rows []ledger.Stored, hashes int64, heads ...[]byte) ledger.Verdict {
	a := ledger.NewAudit(origin, l.keys, heads...)
	for _, e := range rows {
		if !a.Entry(e) {
			break
		}
	}
	return a.Close(hashes)
}

// edit changes what a statement says about the addressees and keeps it well-formed.
func edit(statement []byte) []byte {
	return bytes.Replace(statement, []byte("架空電力庁"), []byte("別の役所"), 1)
}

// drop removes an entry and gives those after it the places before theirs, as a careful hand would do.
func drop(rows []ledger.Stored, at int) []ledger.Stored {
	out := slices.Clone(rows)
	for i := at; i+1 < len(out); i++ {
		nodes, index := out[i].Nodes, out[i].Index
		out[i] = rows[i+1]
		out[i].Nodes, out[i].Index = nodes, index
	}
	return out[:len(out)-1]
}

// swapped exchanges what is stored of two entries, all but index and tree.
func swapped(rows []ledger.Stored, a, b int) []ledger.Stored {
	x, y := rows[a], rows[b]
	x.Index, y.Index, x.Nodes, y.Nodes = y.Index, x.Index, y.Nodes, x.Nodes
	rows[a], rows[b] = y, x
	return rows
}

func TestAuditNamesTheFirstBadEntry(t *testing.T) {
	t.Parallel()
	const size = 200
	l := grown(t, size)
	for _, at := range []int{0, 1, 42, 63, 64, 127, 198, 199} {
		for name, c := range map[string]struct {
			change  func(rows []ledger.Stored) []ledger.Stored
			finding ledger.Finding
		}{
			"statement edited": {func(r []ledger.Stored) []ledger.Stored { r[at].Statement = edit(r[at].Statement); return r }, ledger.BadHash},
			"statement broken": {func(r []ledger.Stored) []ledger.Stored { r[at].Statement = []byte("{"); return r }, ledger.BadHash},
			"salt edited":      {func(r []ledger.Stored) []ledger.Stored { r[at].Salt[31] ^= 1; return r }, ledger.BadHash},
			"hash edited":      {func(r []ledger.Stored) []ledger.Stored { r[at].Hash[0] ^= 1; return r }, ledger.BadHash},
			"statement and hash edited": {func(r []ledger.Stored) []ledger.Stored {
				r[at].Statement = edit(r[at].Statement)
				r[at].Hash = ledger.HashOf(r[at].Salt, r[at].Statement)
				return r
			}, ledger.BadLeaf},
			"another leaf id":        {func(r []ledger.Stored) []ledger.Stored { r[at].Leaf = "leaf-x"; return r }, ledger.BadStatement},
			"tree leaf edited":       {func(r []ledger.Stored) []ledger.Stored { r[at].Nodes[0][5] ^= 1; return r }, ledger.BadLeaf},
			"tree hashes gone":       {func(r []ledger.Stored) []ledger.Stored { r[at].Nodes = nil; return r }, ledger.BadNode},
			"tree hash too many":     {func(r []ledger.Stored) []ledger.Stored { r[at].Nodes = append(r[at].Nodes, tlog.Hash{}); return r }, ledger.BadNode},
			"comes twice":            {func(r []ledger.Stored) []ledger.Stored { return slices.Insert(r, at+1, r[at]) }, ledger.UnexpectedEntry},
			"deleted":                {func(r []ledger.Stored) []ledger.Stored { return slices.Delete(r, at, at+1) }, ledger.MissingEntry},
			"cut off":                {func(r []ledger.Stored) []ledger.Stored { return r[:at] }, ledger.MissingEntry},
			"swapped with the first": {func(r []ledger.Stored) []ledger.Stored { return swapped(r, min(at, 7), max(at, 7)) }, ledger.BadLeaf},
			"deleted, others moved":  {func(r []ledger.Stored) []ledger.Stored { return drop(r, at) }, ledger.BadLeaf},
		} {
			v := audited(l, c.change(l.stored()), int64(len(l.nodes)), l.head(t, size))
			want := int64(at)
			switch {
			case name == "swapped with the first":
				want = min(want, 7)
			case name == "deleted, others moved" && at == size-1: // nothing moves: it is a log cut off
				c.finding = ledger.MissingEntry
			}
			if v.Finding != c.finding || v.Index != want || v.Text.Ja == "" || !strings.Contains(v.Text.En, fmt.Sprint(want)) {
				t.Errorf("%s at %d: %+v", name, at, v)
			}
		}
	}
}

func TestAuditFindsTheSoundLogSound(t *testing.T) {
	t.Parallel()
	for _, size := range []int{0, 1, 2, 3, 64, 200} {
		l := grown(t, size)
		head := l.head(t, int64(size))
		v := audited(l, l.stored(), int64(len(l.nodes)), head)
		c, err := ledger.OpenCheckpoint(head, l.keys)
		if err != nil {
			t.Fatal(err)
		}
		if v.Finding != ledger.Sound || v.Size != int64(size) || v.Root != c.Root {
			t.Errorf("%d entries: %+v", size, v)
		}
	}
}

func TestAuditNamesStoredHashesAbove(t *testing.T) {
	t.Parallel()
	l := grown(t, 200)
	for _, at := range []int64{1, 3, 63, 127, 191} {
		_, count := ledger.NodesOf(at)
		for level := 1; level < count; level++ {
			rows := l.stored()
			rows[at].Nodes[level][9] ^= 4
			v := audited(l, rows, int64(len(l.nodes)), l.head(t, 200))
			if v.Finding != ledger.BadNode || v.Through != at || v.Index != at+1-int64(1)<<level {
				t.Errorf("level %d of %d: %+v", level, at, v)
			}
		}
	}
	for _, n := range []int64{-1, 1} {
		if v := audited(l, l.stored(), int64(len(l.nodes))+n, l.head(t, 200)); v.Finding != ledger.BadNode {
			t.Errorf("%+d stored hashes: %+v", n, v)
		}
	}
}

// TestAuditOfALogRecomputedAsAWhole: whoever can write everything but not sign is found by the
// heads that were signed, as near as those stand.
func TestAuditOfALogRecomputedAsAWhole(t *testing.T) {
	t.Parallel()
	l, forged := grown(t, 100), grown(t, 42)
	for i := 42; i < 100; i++ {
		leaf := l.leaves[i]
		if i == 42 {
			leaf.Statement = edit(leaf.Statement)
			leaf.Hash = ledger.HashOf(leaf.Salt, leaf.Statement)
		}
		made, _, err := ledger.Append(int64(i), []tlog.Hash{leaf.Hash}, forged)
		if err != nil {
			t.Fatal(err)
		}
		forged.leaves, forged.nodes = append(forged.leaves, leaf), append(forged.nodes, made...)
	}
	for _, c := range []struct {
		heads         []int64
		from, through int64
	}{{[]int64{100}, 0, 99}, {[]int64{100, 40}, 40, 99}, {[]int64{50, 100, 40}, 40, 49}, {[]int64{100, 43, 42}, 42, 42}} {
		var heads [][]byte
		for _, h := range c.heads {
			heads = append(heads, l.head(t, h))
		}
		v := audited(forged, forged.stored(), int64(len(forged.nodes)), heads...)
		if v.Finding != ledger.BadRoot || v.Index != c.from || v.Through != c.through {
			t.Errorf("heads %v: %+v", c.heads, v)
		}
	}
}

func TestAuditOfHeadsAndEntriesBeyond(t *testing.T) {
	t.Parallel()
	l := grown(t, 20)
	stranger, _, _ := keys(t, 9)
	bad := func(change func(h []byte) []byte) []byte { return change(l.head(t, 20)) }
	for name, heads := range map[string][][]byte{
		"none":             nil,
		"empty":            {{}},
		"size edited":      {bad(func(h []byte) []byte { return bytes.Replace(h, []byte("\n20\n"), []byte("\n19\n"), 1) })},
		"signed by others": {mustSign(t, l, 20, stranger)},
	} {
		if v := audited(l, l.stored(), int64(len(l.nodes)), heads...); v.Finding != ledger.BadHead || v.Text.Ja == "" {
			t.Errorf("%s: %+v", name, v)
		}
	}
	v := audited(l, l.stored(), int64(len(l.nodes)), l.head(t, 15))
	if v.Finding != ledger.UnexpectedEntry || v.Index != 15 || v.Leaf != l.leaves[15].ID {
		t.Errorf("beyond the head: %+v", v)
	}
	if a := ledger.NewAudit("other.example/log", l.keys, l.head(t, 20)); a.Close(0).Finding != ledger.BadHead {
		t.Error("the head of another log")
	}
}

func mustSign(t *testing.T, l *log, size int64, by note.Signer) []byte {
	t.Helper()
	c, err := ledger.OpenCheckpoint(l.head(t, size), l.keys)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := ledger.SignCheckpoint(c, by)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func BenchmarkAudit(b *testing.B) {
	l := grown(b, 1024)
	rows := l.stored()
	head := l.head(b, 1024)
	b.ReportAllocs()
	for b.Loop() {
		if v := audited(l, rows, int64(len(l.nodes)), head); v.Finding != ledger.Sound {
			b.Fatal(v)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1024, "ns/entry")
}

func BenchmarkVerifyReceipt(b *testing.B) {
	l := grown(b, 1024)
	data := l.receipt(b, 500)
	for b.Loop() {
		if _, err := ledger.VerifyReceipt(data, l.keys); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCommit(b *testing.B) {
	for b.Loop() {
		if _, err := ledger.Commit(entry(1), origin, ident.Leaf("leaf"), firstAt, entropy(1)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAppend100(b *testing.B) {
	l := grown(b, 1000)
	leaves := make([]tlog.Hash, 100)
	for b.Loop() {
		if _, _, err := ledger.Append(1000, leaves, l); err != nil {
			b.Fatal(err)
		}
	}
}
