package ledger

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"kanmin/internal/domain/fault"
)

const maxKeys = 16

// KeyFromSeed makes the log's key pair from 32 bytes of entropy, in the text forms of C2SP
// signed-note: signing is secret, public is what receipts are verified with. The origin is the key's name.
func KeyFromSeed(origin string, seed [32]byte) (signing, public string, err error) {
	if !wellNamed(origin) {
		return "", "", fault.New(fault.Invalid, "fault.ledger.origin", nil)
	}
	pair := ed25519.NewKeyFromSeed(seed[:])
	half, ok := pair.Public().(ed25519.PublicKey)
	if !ok {
		return "", "", fault.New(fault.Internal, "", nil)
	}
	public, err = note.NewEd25519VerifierKey(origin, half)
	if err != nil {
		return "", "", err
	}
	hash := strings.Split(public, "+")[1]
	secret := base64.StdEncoding.EncodeToString(append([]byte{1}, seed[:]...)) // 1: Ed25519
	return fmt.Sprintf("PRIVATE+KEY+%s+%s+%s", origin, hash, secret), public, nil
}

// ParseKeys reads public keys, one a line; empty lines and lines that start with # are passed over.
func ParseKeys(s string) (note.Verifiers, error) {
	bad := fault.New(fault.Invalid, "fault.receipt.key", nil)
	if len(s) > maxSigned {
		return nil, bad
	}
	var list []note.Verifier
	seen := map[string]bool{}
	for l := range strings.Lines(strings.TrimPrefix(s, "\ufeff")) { // editors on Windows write the mark
		l = strings.TrimSpace(l)
		if l == "" || strings.HasPrefix(l, "#") || seen[l] {
			continue
		}
		seen[l] = true
		v, err := note.NewVerifier(l)
		if err != nil || !wellNamed(v.Name()) || len(list) == maxKeys {
			return nil, bad
		}
		list = append(list, v)
	}
	if len(list) == 0 {
		return nil, bad
	}
	return note.VerifierList(list...), nil
}
