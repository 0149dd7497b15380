package ledger_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/ledger/ledgertest"
)

// everyByte calls see with each byte set to several other values, removed, and doubled.
func everyByte(data []byte, see func(changed []byte, at int)) {
	for i, b := range data {
		values := []byte{b ^ 1, b ^ 2, b ^ 4, b ^ 8, b ^ 16, b ^ 32, b ^ 64, b ^ 128, '\n', '\r', ' ', '='}
		for _, v := range values {
			if v == b {
				continue
			}
			c := bytes.Clone(data)
			c[i] = v
			see(c, i)
		}
		see(append(bytes.Clone(data[:i]), data[i+1:]...), i)
		for _, v := range []byte{b, '\n', '\r', ' ', '='} {
			see(append(append(bytes.Clone(data[:i]), v), data[i:]...), i)
		}
	}
	for _, tail := range []string{"\n", " ", "\r", "\x00", "A", "\n\n", "— x AAAAAAA=\n"} {
		see(append(bytes.Clone(data), tail...), len(data))
	}
}

func TestAnyChangedByteOfAReceiptIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		size  int
		index int64
	}{{1, 0}, {13, 6}, {64, 63}} {
		l := grown(t, c.size)
		receipt := l.receipt(t, c.index)
		r, err := ledger.VerifyReceipt(receipt, l.keys) // the control: unchanged, it holds
		if err != nil || r.Index != c.index || r.Checkpoint.Size != int64(c.size) || r.Statement.Number != "報-R8-7K4M-2QXD-W" {
			t.Fatal(r, err)
		}
		tried := 0
		everyByte(receipt, func(changed []byte, at int) {
			tried++
			if bytes.Equal(changed, receipt) {
				t.Fatal("not a change")
			}
			if _, err := ledger.VerifyReceipt(changed, l.keys); err == nil {
				t.Fatalf("%d of %d: accepted with byte %d changed:\n%s", c.index, c.size, at, changed)
			} else if fault.KindOf(err) == fault.Internal {
				t.Fatalf("byte %d: an error of ours: %v", at, err)
			}
		})
		t.Logf("entry %d of %d: %d changed receipts refused", c.index, c.size, tried)
	}
}

func TestAnyChangedByteOfTheTextIsRefused(t *testing.T) {
	t.Parallel()
	l := grown(t, 13)
	receipt := l.receipt(t, 6)
	twin, err := ledger.MakeText(receipt)
	if err != nil {
		t.Fatal(err)
	}
	a, err := ledger.VerifyReceipt(twin, l.keys)
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := ledger.VerifyReceipt(receipt, l.keys); a.Index != b.Index || !bytes.Equal(a.Raw, b.Raw) {
		t.Fatal("the twin is of another receipt")
	}
	everyByte(twin, func(changed []byte, at int) {
		if _, err := ledger.VerifyReceipt(changed, l.keys); err == nil {
			t.Fatalf("accepted with byte %d changed:\n%s", at, changed)
		}
	})
	for from, to := range map[string]string{"41分14秒": "41分13秒", "架空電力庁、": "", "記録簿": "記録薄", "\n": "\r\n"} {
		changed := []byte(strings.ReplaceAll(string(twin), from, to))
		if _, err := ledger.VerifyReceipt(changed, l.keys); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q for %q was accepted", to, from)
		}
	}
}

func TestAnyChangedByteOfThePromiseIsRefused(t *testing.T) {
	t.Parallel()
	l := grown(t, 3)
	data, err := ledger.MakeProvisional(l.leaves[2], l.signer)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := ledger.MakeProvisional(l.leaves[2], l.signer)
	if !bytes.Equal(data, again) {
		t.Fatal("the same leaf gave another provisional receipt")
	}
	p, err := ledger.VerifyProvisional(data, l.keys)
	if err != nil || p.Hash() != l.leaves[2].Hash || p.By != l.leaves[2].At.Add(ledger.Promise) {
		t.Fatal(p, err)
	}
	everyByte(data, func(changed []byte, at int) {
		if _, err := ledger.VerifyProvisional(changed, l.keys); err == nil {
			t.Fatalf("accepted with byte %d changed:\n%s", at, changed)
		}
	})
}

func TestOtherKeysAndOtherLogsAreRefused(t *testing.T) {
	t.Parallel()
	l := grown(t, 5)
	receipt := l.receipt(t, 2)
	stranger, others, _ := keys(t, 2)
	both := note.VerifierList(verifier(t, l.public), verifier(t, publicOf(t, origin, 2)))
	promise, err := ledger.MakeProvisional(l.leaves[2], l.signer)
	if err != nil {
		t.Fatal(err)
	}
	head := l.head(t, 5)
	cosigned := sign(t, head, l.keys, stranger)
	refused := map[string]error{
		"fault.receipt.stranger":  second(ledger.VerifyReceipt(receipt, others)),
		"fault.receipt.promise":   second(ledger.VerifyReceipt(promise, l.keys)),
		"fault.receipt.final":     second(ledger.VerifyProvisional(receipt, l.keys)),
		"fault.receipt.form":      second(ledger.VerifyReceipt([]byte("lorem ipsum"), l.keys)),
		"fault.receipt.long":      second(ledger.VerifyReceipt(make([]byte, 1<<20), l.keys)),
		"fault.receipt.signature": second(ledger.OpenCheckpoint(bytes.Replace(head, []byte("\n5\n"), []byte("\n4\n"), 1), l.keys)),
		"fault.receipt.note":      second(ledger.OpenCheckpoint(twice(head), l.keys)),
	}
	for code, err := range refused {
		if !hasCode(err, code) {
			t.Errorf("want %s, got %v", code, err)
		}
		if why := ledger.Why(err); why.Ja == "" || why.En == "" {
			t.Errorf("%s has no sentence", code)
		}
	}
	if _, err := ledger.OpenCheckpoint(cosigned, l.keys); !hasCode(err, "fault.receipt.stranger") {
		t.Errorf("a line that nobody can check was accepted: %v", err)
	}
	if _, err := ledger.OpenCheckpoint(cosigned, both); err != nil {
		t.Errorf("two good signatures of known keys: %v", err)
	}
}

func TestReceiptsThatWouldNotHoldAreNotMade(t *testing.T) {
	t.Parallel()
	l := grown(t, 5)
	proof, err := tlog.ProveRecord(5, 2, l)
	if err != nil {
		t.Fatal(err)
	}
	changed := l.leaves[2]
	changed.Salt[0] ^= 1
	foreign, err := ledger.Commit(entry(2), "other.example/log", "leaf", firstAt, entropy(1))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		leaf  ledger.Leaf
		index int64
		head  []byte
	}{
		"another place":      {l.leaves[2], 3, l.head(t, 5)},
		"a place before 0":   {l.leaves[2], -1, l.head(t, 5)},
		"beyond the head":    {l.leaves[2], 5, l.head(t, 5)},
		"another head":       {l.leaves[2], 2, l.head(t, 4)},
		"another salt":       {changed, 2, l.head(t, 5)},
		"another log's leaf": {foreign, 2, l.head(t, 5)},
		"no head":            {l.leaves[2], 2, nil},
		"no statement":       {ledger.Leaf{}, 2, l.head(t, 5)},
	} {
		if _, err := ledger.MakeReceipt(c.leaf, c.index, proof, c.head); err == nil {
			t.Errorf("%s: a receipt was made", name)
		}
	}
	stranger, err := note.NewSigner(signingOf(t, "other.example/log", 2))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.MakeProvisional(l.leaves[2], stranger); err == nil {
		t.Error("another log's key signed a promise")
	}
	if _, err := ledger.SignCheckpoint(ledger.Checkpoint{Origin: origin}, stranger); err == nil {
		t.Error("another log's key signed a head")
	}
}

// TestTwoVerifiersAgree compares with the verifier that was written apart, over random changes and splices.
func TestTwoVerifiersAgree(t *testing.T) {
	t.Parallel()
	small, large := grown(t, 1), grown(t, 77)
	originals := [][]byte{small.receipt(t, 0), large.receipt(t, 0), large.receipt(t, 40), large.receipt(t, 76)}
	vkey := strings.Split(large.public, "+")
	raw, err := base64.StdEncoding.DecodeString(vkey[2])
	if err != nil {
		t.Fatal(err)
	}
	key := ed25519.PublicKey(raw[1:])
	rng := rand.New(rand.NewPCG(1, 2))
	accepted, refused := 0, 0
	for i := range 40_000 {
		data := mutate(rng, originals)
		if i < len(originals) {
			data = originals[i]
		}
		_, err := ledger.VerifyReceipt(data, large.keys)
		apart := ledgertest.Verify(data, origin, key)
		if (err == nil) != (apart == nil) {
			t.Fatalf("one says %v, the other %v, of\n%q", err, apart, data)
		}
		if err != nil {
			refused++
			continue
		}
		accepted++
		if !contains(originals, data) {
			t.Fatalf("both accept what was never made:\n%q", data)
		}
	}
	if accepted < len(originals) || refused < 30_000 {
		t.Fatalf("%d accepted, %d refused: the mutations test nothing", accepted, refused)
	}
	fmt.Printf("proof: receipts-mutated %d\nproof: receipts-refused-by-both %d\n", accepted+refused, refused)
}

func mutate(rng *rand.Rand, originals [][]byte) []byte {
	data := bytes.Clone(originals[rng.IntN(len(originals))])
	for range 1 + rng.IntN(3) {
		i := rng.IntN(len(data))
		switch lines := bytes.SplitAfter(data, []byte("\n")); rng.IntN(8) {
		case 0:
			data[i] ^= 1 << rng.IntN(8)
		case 1:
			data[i] = "ABCDEFabcdef0123456789+/= \n\r"[rng.IntN(28)]
		case 2:
			data = append(data[:i:i], data[i+1:]...)
		case 3:
			data = append(append(bytes.Clone(data[:i]), byte(rng.IntN(256))), data[i:]...)
		case 4: // two lines change places
			a, b := rng.IntN(len(lines)), rng.IntN(len(lines))
			lines[a], lines[b] = lines[b], lines[a]
			data = bytes.Join(lines, nil)
		case 5: // a line goes or comes twice
			a := rng.IntN(len(lines))
			data = bytes.Join(append(lines[:a:a], lines[min(len(lines), a+2*rng.IntN(2)):]...), nil)
		case 6: // a line of another receipt
			other := bytes.SplitAfter(originals[rng.IntN(len(originals))], []byte("\n"))
			lines[rng.IntN(len(lines))] = other[rng.IntN(len(other))]
			data = bytes.Join(lines, nil)
		case 7: // the head of one, the tail of another
			other := originals[rng.IntN(len(originals))]
			data = append(data[:i:i], other[min(i, len(other)):]...)
		}
		if len(data) == 0 {
			return data
		}
	}
	return data
}

func contains(list [][]byte, data []byte) bool {
	for _, o := range list {
		if bytes.Equal(o, data) {
			return true
		}
	}
	return false
}

func second[T any](_ T, err error) error { return err }

func hasCode(err error, code string) bool {
	f, ok := err.(*fault.Error) //nolint:errorlint // the ledger returns faults unwrapped
	return ok && f.Code == code
}

func signingOf(t *testing.T, name string, seed byte) string {
	t.Helper()
	signing, _, err := ledger.KeyFromSeed(name, [32]byte{seed})
	if err != nil {
		t.Fatal(err)
	}
	return signing
}

func publicOf(t *testing.T, name string, seed byte) string {
	t.Helper()
	_, public, err := ledger.KeyFromSeed(name, [32]byte{seed})
	if err != nil {
		t.Fatal(err)
	}
	return public
}

func verifier(t *testing.T, public string) note.Verifier {
	t.Helper()
	v, err := note.NewVerifier(public)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func sign(t *testing.T, signed []byte, known note.Verifiers, by note.Signer) []byte {
	t.Helper()
	n, err := note.Open(signed, known)
	if err != nil {
		t.Fatal(err)
	}
	out, err := note.Sign(n, by)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestAPromiseMustAgreeWithItself: what the log's own key signed is refused too when its lines contradict each other.
func TestAPromiseMustAgreeWithItself(t *testing.T) {
	t.Parallel()
	l := grown(t, 2)
	data, err := ledger.MakeProvisional(l.leaves[1], l.signer)
	if err != nil {
		t.Fatal(err)
	}
	body := string(data[:bytes.Index(data, []byte("\n\n"))+1])
	lines := strings.SplitAfter(body, "\n")
	for i, other := range []string{"kanmin/provisional/v2\n", "other.example/log\n", l.leaves[0].Hash.String() + "\n", "included by 2027-01-01T00:00:00.000000Z\n", base64.StdEncoding.EncodeToString(l.leaves[0].Salt[:]) + "\n", string(l.leaves[0].Statement) + "\n"} {
		changed := append([]string(nil), lines...)
		changed[i] = other
		signed, err := note.Sign(&note.Note{Text: strings.Join(changed, "")}, l.signer)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ledger.VerifyProvisional(signed, l.keys); !fault.Is(err, fault.Invalid) {
			t.Errorf("line %d: %v", i, err)
		}
	}
	same, err := note.Sign(&note.Note{Text: body}, l.signer)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.VerifyProvisional(same, l.keys); err != nil { // the control
		t.Fatal(err)
	}
}

// twice is a note with its signature lines doubled.
func twice(head []byte) []byte {
	_, lines, _ := bytes.Cut(head, []byte("— "))
	return append(append(bytes.Clone(head), "— "...), lines...)
}
