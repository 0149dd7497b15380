package ledger_test

import (
	"bytes"
	"crypto/sha256"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"kanmin/internal/domain/ledger"
)

// What was signed is read back; one byte changed, or another key, and it is not.
func TestKeptIsSigned(t *testing.T) {
	t.Parallel()
	skey, vkey, err := note.GenerateKey(nil, "kanmin.example")
	if err != nil {
		t.Fatal(err)
	}
	_, other, err := note.GenerateKey(nil, "kanmin.example")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		t.Fatal(err)
	}
	keys := func(key string) note.Verifiers {
		v, err := note.NewVerifier(key)
		if err != nil {
			t.Fatal(err)
		}
		return note.VerifierList(v)
	}
	want := ledger.Kept{Origin: "kanmin.example", Digest: sha256.Sum256([]byte(`{"what_text":"𠮷"}`)), At: 1_795_000_000_123_456}
	data, err := ledger.MakeKept(want, signer)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ledger.VerifyKept(data, keys(vkey)); err != nil || got != want || !ledger.IsKept(data) {
		t.Fatalf("%+v %v", got, err)
	}
	if _, err := ledger.VerifyKept(data, keys(other)); err == nil {
		t.Error("another key's word was taken")
	}
	for i := range data {
		bad := bytes.Clone(data)
		bad[i] ^= 1
		if got, err := ledger.VerifyKept(bad, keys(vkey)); err == nil {
			t.Errorf("byte %d changed, and it says %+v", i, got)
		}
	}
	want.Origin = "another.example"
	if _, err := ledger.MakeKept(want, signer); err == nil {
		t.Error("signed for another log")
	}
}
