package seal_test

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/mod/sumdb/note"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/domain/ident"
)

func ring(t *testing.T) (*seal.Keyring, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "keys")
	if err := seal.Create(path, "log.example", rand.Reader); err != nil {
		t.Fatal(err)
	}
	k, err := seal.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return k, path
}

func TestABodyOpensOnlyInItsPlace(t *testing.T) {
	t.Parallel()
	k, _ := ring(t)
	for _, org := range []ident.Org{"a", "b"} {
		w, err := k.NewKey(org, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if k.Has(org) {
			t.Error("a key was kept before it was stored")
		}
		if err := k.Unwrap(org, w); err != nil {
			t.Fatal(err)
		}
	}
	place := seal.Place{Org: "a", Table: "filing", ID: "1", Rev: 1}
	plain := []byte("製品名と製造者名")
	body, err := k.Seal(place, plain)
	if err != nil || bytes.Contains(body, plain) {
		t.Fatalf("sealed as %q, %v", body, err)
	}
	if got, err := k.Open(place, body); err != nil || !bytes.Equal(got, plain) {
		t.Fatalf("opened as %q, %v", got, err)
	}
	for name, p := range map[string]seal.Place{
		"another organisation": {Org: "b", Table: "filing", ID: "1", Rev: 1},
		"another table":        {Org: "a", Table: "draft", ID: "1", Rev: 1},
		"another row":          {Org: "a", Table: "filing", ID: "2", Rev: 1},
		"another revision":     {Org: "a", Table: "filing", ID: "1", Rev: 2},
		"no such organisation": {Org: "c", Table: "filing", ID: "1", Rev: 1},
	} {
		if _, err := k.Open(p, body); err == nil {
			t.Errorf("opened in %s", name)
		}
	}
	for i := range body {
		bent := bytes.Clone(body)
		bent[i] ^= 1
		if _, err := k.Open(place, bent); err == nil {
			t.Errorf("opened with byte %d changed", i)
		}
		if _, err := k.Open(place, body[:i]); err == nil {
			t.Errorf("opened cut at byte %d", i)
		}
	}
}

func TestAWrappedKeyBelongsToOneOrganisationAndOneFile(t *testing.T) {
	t.Parallel()
	k, path := ring(t)
	w, err := k.NewKey("a", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	again, err := seal.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Unwrap("b", w); err == nil {
		t.Error("a's key was taken for b's")
	}
	if err := again.Unwrap("a", w); err != nil || !again.Has("a") {
		t.Error(err)
	}
	other, _ := ring(t)
	if err := other.Unwrap("a", w); err == nil {
		t.Error("a key opened under another key file")
	}
}

func TestTheKeyFileIsPrivateAndMadeOnce(t *testing.T) {
	t.Parallel()
	k, path := ring(t)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := seal.Create(path, "log.example", rand.Reader); err == nil {
		t.Error("a key file was overwritten")
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.Load(path); err == nil {
		t.Error("a key file that others may read was accepted")
	}
	v, err := note.NewVerifier(k.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Sign(&note.Note{Text: "x\n"}, k.Signer())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := note.Open(signed, note.VerifierList(v)); err != nil {
		t.Error("the public key does not belong to the signer:", err)
	}
}

func TestDigestsKeepPurposesApart(t *testing.T) {
	t.Parallel()
	k, _ := ring(t)
	if bytes.Equal(k.Digest("mail", "x"), k.Digest("token", "x")) || !bytes.Equal(k.Digest("mail", "x"), k.Digest("mail", "x")) {
		t.Error("look-up digests are not keyed by purpose")
	}
}
