package csaf

import (
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/hex"
	"strings"

	"kanmin/internal/adapter/format/feed"
)

// Digest compares a document with the file of its digest that a provider puts beside it (.sha256, .sha512): the digest in hexadecimal, and
// perhaps the name. Who signed the document is not seen by it.
func Digest(name string, document []byte, beside string) error {
	at := feed.Place{File: name}
	said, _, _ := strings.Cut(strings.TrimSpace(beside), " ")
	want, err := hex.DecodeString(said)
	if err != nil {
		return at.Wrong(said)
	}
	var got []byte
	switch len(want) {
	case sha256.Size:
		d := sha256.Sum256(document)
		got = d[:]
	case sha512.Size:
		d := sha512.Sum512(document)
		got = d[:]
	default:
		return at.Wrong(said)
	}
	if subtle.ConstantTimeCompare(got, want) != 1 {
		return at.Fault("fault.feed.digest")
	}
	return nil
}
