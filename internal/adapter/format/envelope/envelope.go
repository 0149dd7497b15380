// Package envelope is the file in which a packet travels: sealed with HPKE (RFC 9180, base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256,
// AES-256-GCM) to the platform's public key. Whoever carries it reads nothing and changes nothing (docs/adr/0032).
package envelope

import (
	"crypto/ecdh"
	"crypto/hpke"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/packet"
)

// The parts of the file: the line by which it is known, the ephemeral public key, what is sealed with its tag.
const (
	Head   = "KANMIN-PACKET-1\n"
	Info   = "kanmin/packet/v1"
	Suffix = ".kanmin"
	// Limit is the largest file.
	Limit = len(Head) + 65 + packet.Limit + 16
	// Body bounds an upload: more than a file may have, so that the answer can say what is wrong with it.
	Body = 1 << 20
)

// KeyOf derives the key pair from a secret of 32 bytes or more.
func KeyOf(secret []byte) (hpke.PrivateKey, error) {
	return hpke.DHKEM(ecdh.P256()).DeriveKeyPair(secret)
}

// Seal makes the file, as the offline form does.
func Seal(key hpke.PublicKey, inside []byte) ([]byte, error) {
	sealed, err := hpke.Seal(key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(Info), inside)
	return append([]byte(Head), sealed...), err
}

// Open returns what is inside. Another's file, a changed one and no such file at all are one fault.
func Open(key hpke.PrivateKey, file []byte) ([]byte, error) {
	bad := fault.New(fault.Invalid, "fault.packet.refused", nil)
	sealed, ours := strings.CutPrefix(string(file), Head)
	if !ours || len(file) > Limit {
		return nil, bad
	}
	inside, err := hpke.Open(key, hpke.HKDFSHA256(), hpke.AES256GCM(), []byte(Info), []byte(sealed))
	if err != nil {
		return nil, bad
	}
	return inside, nil
}
