// Package keytest is a passkey in software, for tests: it answers WebAuthn's challenges as a browser with a platform
// authenticator does (ES256, attestation none), and can be told to lie.
package keytest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"
)

// Key is one authenticator with one credential in one browser.
type Key struct {
	Origin string
	// The lies: each makes the next answers wrong in one way.
	NoUser     bool   // the person was not verified
	OtherRP    string // signed for another relying party
	Challenge  string // another challenge than the one asked
	Counter    uint32 // of the next signature; rises with each
	Signature  func([]byte) []byte
	UserHandle []byte // another person's

	id      []byte
	handle  []byte
	private *ecdsa.PrivateKey
}

// New makes an authenticator in a browser that shows an origin.
func New(t testing.TB, origin string) *Key {
	t.Helper()
	k := &Key{Origin: origin, id: make([]byte, 32), Counter: 1}
	_, _ = rand.Read(k.id) // crypto/rand.Read never returns an error
	var err error
	if k.private, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	return k
}

var b64 = base64.RawURLEncoding

// Create answers a registration's options.
func (k *Key) Create(t testing.TB, options json.RawMessage) json.RawMessage {
	t.Helper()
	var o struct {
		Challenge string
		RP        struct{ ID string }
		User      struct{ ID string }
	}
	read(t, options, &o)
	var err error
	if k.handle, err = b64.DecodeString(o.User.ID); err != nil {
		t.Fatal(err)
	}
	data := k.data(o.RP.ID, 0x40)
	data = append(data, make([]byte, 16)...) // AAGUID: none
	data = binary.BigEndian.AppendUint16(data, uint16(len(k.id)))
	data = append(append(data, k.id...), k.public(t)...)
	object := cborMap(3)
	object = append(append(object, cborText("fmt")...), cborText("none")...)
	object = append(append(object, cborText("attStmt")...), cborMap(0)...)
	object = append(append(object, cborText("authData")...), cborBytes(data)...)
	return k.answer(t, map[string]any{
		"clientDataJSON": b64.EncodeToString(k.client(t, "webauthn.create", o.Challenge)), "attestationObject": b64.EncodeToString(object),
		"transports": []string{"internal"},
	})
}

// Get answers a sign-in's options.
func (k *Key) Get(t testing.TB, options json.RawMessage) json.RawMessage {
	t.Helper()
	var o struct{ Challenge, RPID string }
	read(t, options, &o)
	data, client := k.data(o.RPID, 0), k.client(t, "webauthn.get", o.Challenge)
	hash := sha256.Sum256(client)
	sum := sha256.Sum256(append(append([]byte{}, data...), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, k.private, sum[:])
	if err != nil {
		t.Fatal(err)
	}
	if k.Signature != nil {
		signature = k.Signature(signature)
	}
	handle := k.handle
	if k.UserHandle != nil {
		handle = k.UserHandle
	}
	return k.answer(t, map[string]any{
		"clientDataJSON": b64.EncodeToString(client), "authenticatorData": b64.EncodeToString(data),
		"signature": b64.EncodeToString(signature), "userHandle": b64.EncodeToString(handle),
	})
}

func (k *Key) answer(t testing.TB, response map[string]any) json.RawMessage {
	t.Helper()
	b, err := json.Marshal(map[string]any{
		"id": b64.EncodeToString(k.id), "rawId": b64.EncodeToString(k.id), "type": "public-key", "response": response,
		"clientExtensionResults": map[string]any{}, "authenticatorAttachment": "platform",
	})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (k *Key) client(t testing.TB, kind, challenge string) []byte {
	t.Helper()
	if k.Challenge != "" {
		challenge = k.Challenge
	}
	b, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": k.Origin, "crossOrigin": false})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// data is the authenticator data: whose, what was checked, how often.
func (k *Key) data(rp string, flags byte) []byte {
	if k.OtherRP != "" {
		rp = k.OtherRP
	}
	flags |= 0x01 // somebody is there
	if !k.NoUser {
		flags |= 0x04 // and was verified
	}
	sum := sha256.Sum256([]byte(rp))
	out := append(sum[:], flags)
	out = binary.BigEndian.AppendUint32(out, k.Counter)
	k.Counter++
	return out
}

// public is the COSE key: EC2, ES256, P-256.
func (k *Key) public(t testing.TB) []byte {
	t.Helper()
	point, err := k.private.PublicKey.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	out := append(cborMap(5), 0x01, 0x02, 0x03, 0x26, 0x20, 0x01) // 1: 2, 3: -7, -1: 1
	out = append(append(out, 0x21), cborBytes(point[1:33])...)    // -2: x
	return append(append(out, 0x22), cborBytes(point[33:])...)    // -3: y
}

func read(t testing.TB, options json.RawMessage, v any) {
	t.Helper()
	if err := json.Unmarshal(options, v); err != nil {
		t.Fatalf("options %s: %v", options, err)
	}
}

// The little of CBOR (RFC 8949) that is needed.
func cborMap(n byte) []byte { return []byte{0xa0 | n} }

func cborText(s string) []byte { return append(cborHead(0x60, len(s)), s...) }

func cborBytes(b []byte) []byte { return append(cborHead(0x40, len(b)), b...) }

func cborHead(major byte, n int) []byte {
	switch {
	case n < 24:
		return []byte{major | byte(n)}
	case n < 256:
		return []byte{major | 24, byte(n)}
	}
	return []byte{major | 25, byte(n >> 8), byte(n)}
}
