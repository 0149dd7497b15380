package ledger_test

import (
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const origin = "kanmin.example/log"

var firstAt = ident.At(time.Date(2026, 11, 24, 14, 41, 8, 123456000, time.UTC))

// log is a small log in memory, as a store would keep it.
type log struct {
	leaves []ledger.Leaf
	nodes  []tlog.Hash
	signer note.Signer
	keys   note.Verifiers
	public string
}

func (l *log) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, 0, len(indexes))
	for _, i := range indexes {
		if i < 0 || i >= int64(len(l.nodes)) {
			return nil, errors.New("no such hash")
		}
		out = append(out, l.nodes[i])
	}
	return out, nil
}

func keys(t testing.TB, seed byte) (note.Signer, note.Verifiers, string) {
	t.Helper()
	signing, public, err := ledger.KeyFromSeed(origin, [32]byte{seed})
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(signing)
	if err != nil {
		t.Fatal(err)
	}
	known, err := ledger.ParseKeys(public)
	if err != nil {
		t.Fatal(err)
	}
	return signer, known, public
}

func entropy(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

func entry(i int) ledger.Entry {
	return ledger.Entry{
		Kind: ledger.ReportPromptFiled, Object: "filing-01", Number: "報-R8-7K4M-2QXD-W", Org: "org-01", Unit: "unit-01",
		Actor: "person-01", Digest: sha256.Sum256(fmt.Appendf(nil, "content %d", i)),
		Facts: map[string]string{
			ledger.FactAddressees: "架空電力庁、内閣府", ledger.FactFiler: "𠮷田電力株式会社 <髙圧&送電>",
			ledger.FactBook: "2026-10-01", ledger.FactDue: "2026-12-24", "note": `a "quoted" \ word`,
		},
	}
}

func commit(t testing.TB, i int) ledger.Leaf {
	t.Helper()
	leaf, err := ledger.Commit(entry(i), origin, ident.Leaf(fmt.Sprintf("leaf-%06d", i)), firstAt.Add(time.Duration(i)*time.Second), entropy(byte(i)))
	if err != nil {
		t.Fatal(err)
	}
	return leaf
}

// grown makes a log of n entries.
func grown(t testing.TB, n int) *log {
	t.Helper()
	l := &log{}
	l.signer, l.keys, l.public = keys(t, 1)
	for i := range n {
		leaf := commit(t, i)
		made, _, err := ledger.Append(int64(i), []tlog.Hash{leaf.Hash}, l)
		if err != nil {
			t.Fatal(err)
		}
		l.leaves, l.nodes = append(l.leaves, leaf), append(l.nodes, made...)
	}
	return l
}

func (l *log) head(t testing.TB, size int64) []byte {
	t.Helper()
	root, err := tlog.TreeHash(size, l)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := ledger.SignCheckpoint(ledger.Checkpoint{Origin: origin, Size: size, Root: root}, l.signer)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func (l *log) receipt(t testing.TB, index int64) []byte {
	t.Helper()
	size := int64(len(l.leaves))
	proof, err := tlog.ProveRecord(size, index, l)
	if err != nil {
		t.Fatal(err)
	}
	data, err := ledger.MakeReceipt(l.leaves[index], index, proof, l.head(t, size))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s differs from what was given out before (-want +got):\n%s", name, d)
	}
}

func TestGoldenVectorsStayAsTheyWereGivenOut(t *testing.T) {
	t.Parallel()
	l := grown(t, 13)
	receipt := l.receipt(t, 6)
	twin, err := ledger.MakeText(receipt)
	if err != nil {
		t.Fatal(err)
	}
	promise, err := ledger.MakeProvisional(l.leaves[6], l.signer)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "statement.json", l.leaves[6].Statement)
	golden(t, "leaf.hash", []byte(l.leaves[6].Hash.String()+"\n"))
	golden(t, "receipt.tlog-proof", receipt)
	golden(t, "receipt.txt", twin)
	golden(t, "provisional.note", promise)
	golden(t, "log.vkey", []byte(l.public+"\n"))
	if len(receipt) > 8<<10 {
		t.Errorf("a receipt has %d bytes; 8 KiB were promised", len(receipt))
	}
}

func TestLabelsStayAsReceiptsCarryThem(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, k := range []ledger.Kind{
		ledger.DraftOpened, ledger.DraftSaved, ledger.DraftResolved, ledger.ReportPromptFiled, ledger.RequestAsked,
		ledger.RequestAnswered, ledger.SessionOpened, ledger.SessionClosed, ledger.AccountBootstrapped,
		ledger.AccountInvited, ledger.AccountActivated, ledger.AccountPasskeyAdded, ledger.AccountTOTPAdded,
		ledger.AccountCredentialRemoved, ledger.AccountTokenIssued, ledger.AccountTokenRevoked,
		ledger.AccountClosed, ledger.LooksDigested, ledger.SessionSwitched, ledger.LedgerCheckAsked, ledger.LedgerChecked, "not.labelled",
	} {
		fmt.Fprintf(&b, "%s\t%s\t%s\n", k, k.Label().Ja, k.Label().En)
	}
	golden(t, "labels.golden", []byte(b.String()))
}

func TestCommitWritesWhatTheEntrySays(t *testing.T) {
	t.Parallel()
	e, leaf := entry(3), commit(t, 3)
	s, err := ledger.ParseStatement(leaf.Statement)
	if err != nil {
		t.Fatal(err)
	}
	if s.Kind != e.Kind || s.Number != e.Number || s.Instant() != leaf.At || s.Arrived() != leaf.At || s.Digest != fmt.Sprintf("%x", e.Digest) {
		t.Errorf("statement %s of %+v", leaf.Statement, e)
	}
	if s.Actor != ledger.Pseudonym(leaf.Salt, e.Actor) || strings.Contains(string(leaf.Statement), e.Actor) {
		t.Errorf("the actor stands in %s", leaf.Statement)
	}
	if d := cmp.Diff(e.Facts, s.Facts); d != "" {
		t.Error(d)
	}
	if other := commit(t, 4); ledger.Pseudonym(other.Salt, e.Actor) == s.Actor {
		t.Error("two receipts of one person can be joined by the pseudonym")
	}
}

func TestACorrectionKeepsTheFirstArrival(t *testing.T) {
	t.Parallel()
	e := entry(0)
	e.Facts[ledger.FactArrived] = firstAt.Add(-time.Hour).Time().Format(ledger.StampLayout)
	leaf, err := ledger.Commit(e, origin, "leaf", firstAt, entropy(1))
	if err != nil {
		t.Fatal(err)
	}
	s, err := ledger.ParseStatement(leaf.Statement)
	if err != nil || s.Arrived() != firstAt.Add(-time.Hour) || s.Instant() != firstAt {
		t.Fatal(s.Arrived(), s.Instant(), err)
	}
}

func TestCommitRefusesAndNamesThePlace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*ledger.Entry)
		origin string
		path   string
	}{
		"kind in capitals":  {func(e *ledger.Entry) { e.Kind = "Report.Filed" }, origin, "kind"},
		"kind of one word":  {func(e *ledger.Entry) { e.Kind = "filed" }, origin, "kind"},
		"no kind":           {func(e *ledger.Entry) { e.Kind = "" }, origin, "kind"},
		"fact of two lines": {func(e *ledger.Entry) { e.Facts["note"] = "a\nb" }, origin, "facts.note"},
		"fact with bidi":    {func(e *ledger.Entry) { e.Facts["note"] = "a\u202eb" }, origin, "facts.note"},
		"fact with NUL":     {func(e *ledger.Entry) { e.Facts["note"] = "a\x00b" }, origin, "facts.note"},
		"fact not UTF-8":    {func(e *ledger.Entry) { e.Facts["note"] = "\xff" }, origin, "facts.note"},
		"long fact":         {func(e *ledger.Entry) { e.Facts["note"] = strings.Repeat("あ", 2001) }, origin, "facts.note"},
		"fact's odd name":   {func(e *ledger.Entry) { e.Facts["Note 1"] = "a" }, origin, "facts"},
		"origin with space": {func(*ledger.Entry) {}, "kanmin example", "origin"},
		"origin with plus":  {func(*ledger.Entry) {}, "kanmin+example", "origin"},
		"no origin":         {func(*ledger.Entry) {}, "", "origin"},
		"number of 2 lines": {func(e *ledger.Entry) { e.Number = "a\nb" }, origin, "number"},
	} {
		e := entry(0)
		c.change(&e)
		_, err := ledger.Commit(e, c.origin, "leaf", firstAt, entropy(1))
		f, ok := errors.AsType[*fault.Error](err)
		if !ok || f.Kind != fault.Invalid || f.Fields[0].Path != c.path {
			t.Errorf("%s: %v", name, err)
		}
	}
	e := entry(0)
	for i := range 12 {
		e.Facts[fmt.Sprintf("f%d", i)] = strings.Repeat("x", 1999)
	}
	if _, err := ledger.Commit(e, origin, "leaf", firstAt, entropy(1)); !fault.Is(err, fault.Exceeded) {
		t.Errorf("a statement of 24 kB: %v", err)
	}
	if _, err := ledger.Commit(entry(0), origin, "leaf", firstAt, strings.NewReader("short")); err == nil {
		t.Error("a salt was made of 5 bytes")
	}
}

func TestTreeGrowsAsRFC6962Says(t *testing.T) {
	t.Parallel()
	want := &log{}
	l := grown(t, 300)
	for i, leaf := range l.leaves {
		made, err := tlog.StoredHashesForRecordHash(int64(i), leaf.Hash, want)
		if err != nil {
			t.Fatal(err)
		}
		want.nodes = append(want.nodes, made...)
		first, count := ledger.NodesOf(int64(i))
		if first != int64(len(want.nodes)-len(made)) || count != len(made) {
			t.Fatalf("entry %d brings hashes %d+%d, want %d+%d", i, first, count, len(want.nodes)-len(made), len(made))
		}
	}
	if d := cmp.Diff(want.nodes, l.nodes); d != "" {
		t.Fatal(d)
	}
	for _, size := range []int64{0, 1, 2, 3, 7, 8, 100, 255, 256} {
		var leaves []tlog.Hash
		for _, leaf := range l.leaves[size:] {
			leaves = append(leaves, leaf.Hash)
		}
		reads := 0
		made, root, err := ledger.Append(size, leaves, tlog.HashReaderFunc(func(i []int64) ([]tlog.Hash, error) {
			reads++
			return l.ReadHashes(i)
		}))
		if err != nil || reads > 1 {
			t.Fatal(reads, err)
		}
		whole, _ := tlog.TreeHash(300, l)
		if d := cmp.Diff(l.nodes[tlog.StoredHashCount(size):], made); d != "" || root != whole {
			t.Fatalf("batch from %d: %s %s %s", size, root, whole, d)
		}
	}
	if (ledger.Tree{}).Root() != tlog.Hash(sha256.Sum256(nil)) {
		t.Error("the root of nothing")
	}
}

func TestLoadTreeRefuses(t *testing.T) {
	t.Parallel()
	if _, err := ledger.LoadTree(-1, &log{}); err == nil {
		t.Error("a tree of -1")
	}
	if _, err := ledger.LoadTree(5, &log{}); err == nil {
		t.Error("a tree whose hashes are absent")
	}
	short := tlog.HashReaderFunc(func([]int64) ([]tlog.Hash, error) { return nil, nil })
	if _, _, err := ledger.Append(5, nil, short); err == nil {
		t.Error("a reader that gives too few")
	}
}
