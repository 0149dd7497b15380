package cli_test

import (
	"crypto/sha256"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"kanmin/internal/domain/ledger"
)

// The word of a report that was kept is checked without a server, and says that it is no receipt.
func TestAKeptReportIsVerified(t *testing.T) {
	t.Parallel()
	skey, vkey, err := note.GenerateKey(nil, "kanmin.example")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	word, err := ledger.MakeKept(ledger.Kept{Origin: "kanmin.example", Digest: sha256.Sum256([]byte("x")), At: 1_795_000_000_000_000}, signer)
	if err != nil {
		t.Fatal(err)
	}
	said := receipt(t, word, "-", "--key", vkey)
	for _, want := range []string{"預り証を確かめました", "令和8年11月18日", "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", "受付証を待ってください", "-- exit 0 --"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said:\n%s", want, said)
		}
	}
	word[len(word)-10] ^= 1
	if said := receipt(t, word, "-", "--key", vkey); !strings.Contains(said, "-- exit 1 --") {
		t.Error(said)
	}
}
