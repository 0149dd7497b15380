package paper_test

import (
	"bytes"
	"os"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"kanmin/internal/adapter/format/paper"
	"kanmin/internal/domain/ledger"
)

const samples = "../../../domain/ledger/testdata/"

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(samples + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func keys(t *testing.T) note.Verifiers {
	t.Helper()
	k, err := ledger.ParseKeys(string(read(t, "log.vkey")))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestTheDocumentCarriesItsProof(t *testing.T) {
	t.Parallel()
	final := read(t, "receipt.tlog-proof")
	doc, err := paper.Receipt(final, "R-R8-7K4M-2QXD-W")
	if err != nil {
		t.Fatal(err)
	}
	if got := paper.Proof(doc); !bytes.Equal(got, final) {
		t.Fatalf("another proof came out: %q", got)
	}
	if _, err := ledger.VerifyReceipt(paper.Proof(doc), keys(t)); err != nil {
		t.Error(err)
	}
	if got := paper.Proof(final); !bytes.Equal(got, final) {
		t.Error("a plain proof was touched")
	}
	again, err := paper.Receipt(final, "R-R8-7K4M-2QXD-W")
	if err != nil || !bytes.Equal(doc, again) {
		t.Error("two documents of one proof differ", err)
	}
}

// What the paper says is what the proof says: the log, how many entries it had, and its digest.
func TestThePaperSaysWhatTheProofSays(t *testing.T) {
	t.Parallel()
	final := read(t, "receipt.tlog-proof")
	proved, err := ledger.VerifyReceipt(final, keys(t))
	if err != nil {
		t.Fatal(err)
	}
	shown, err := ledger.ReadReceipt(final)
	if err != nil || !slices.Equal(shown.Lines(), proved.Lines()) {
		t.Errorf("shown %v\nproved %v, %v", shown.Lines(), proved.Lines(), err)
	}
}

// Whatever byte of the document is changed: the proof that comes out is the one that went in, or it is refused.
func TestAChangedDocumentProvesNothingElse(t *testing.T) {
	t.Parallel()
	final, k := read(t, "receipt.tlog-proof"), keys(t)
	doc, err := paper.Receipt(final, "R-R8-7K4M-2QXD-W")
	if err != nil {
		t.Fatal(err)
	}
	refused, file := 0, bytes.Index(doc, []byte("/EmbeddedFile"))
	for i := range doc {
		if (i < file || i > file+2048) && i%97 != 0 {
			continue // every byte of the file inside and of what leads to it, some of the rest
		}
		bent := bytes.Clone(doc)
		bent[i] ^= 1 << (i % 8)
		proof := paper.Proof(bent)
		if _, err := ledger.VerifyReceipt(proof, k); err != nil {
			refused++
		} else if !bytes.Equal(proof, final) {
			t.Fatalf("byte %d: another proof was accepted", i)
		}
	}
	if refused == 0 {
		t.Error("no change touched the proof: nothing was tried")
	}
}

func FuzzProof(f *testing.F) {
	f.Add([]byte("%PDF-1.7\n/Type /EmbeddedFile stream\nx\x9c"))
	f.Fuzz(func(_ *testing.T, data []byte) { paper.Proof(data) })
}
