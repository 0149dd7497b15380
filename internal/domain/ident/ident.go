// Package ident owns identities: typed ids, instants, the numbers that people read
// over the telephone (R36), and idempotency keys. It reads no clock and no entropy:
// both come in as values.
package ident

import (
	"encoding/base32"
	"encoding/binary"
	"encoding/hex"
	"io"
	"time"
)

// Ids are typed. Inside, an id is 26 characters of time-sortable lower-case base32; it is never shown to people (they
// see a Number) and never parsed for its time.

// Org is an organisation: operator, maintainer, supplier, authority …
type Org string

// Unit is a 事業所・部署 of an operator, or an office of an authority.
type Unit string

// Person is a natural person.
type Person string

// Hat is one person acting for one unit in certain roles (立場).
type Hat string

// Draft is a filing that was not sent.
type Draft string

// Filing is one act that arrived.
type Filing string

// Case is a 事案.
type Case string

// Duty is one thing owed.
type Duty string

// Request is one question to one filer.
type Request string

// Leaf is one entry of the log.
type Leaf string

// Session is one browser that is signed in.
type Session string

// Token is a service token.
type Token string

// Object is any id that access rows, looks and ledger entries point at.
type Object string

var sortable = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID mints an id from the instant of the act and 80 bits of entropy.
func NewID[T ~string](at Instant, entropy io.Reader) (T, error) {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], uint64(at)<<16) //nolint:gosec // instants are positive
	if _, err := io.ReadFull(entropy, b[6:]); err != nil {
		return "", err
	}
	return T(sortable.EncodeToString(b[:])), nil
}

// NewSecret mints 256 bits as 52 characters, for session cookies, tokens and single-use links.
func NewSecret(entropy io.Reader) (string, error) {
	var b [32]byte
	if _, err := io.ReadFull(entropy, b[:]); err != nil {
		return "", err
	}
	return sortable.EncodeToString(b[:]), nil
}

// NewUUID mints a random UUIDv4, for identities that leave the house.
func NewUUID(entropy io.Reader) (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(entropy, b[:]); err != nil {
		return "", err
	}
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:], nil
}

// Instant is a point in time in integer microseconds since 1970-01-01T00:00:00Z.
// Columns and fields that hold one are named …_at / …At.
type Instant int64

// At converts a time, truncating to microseconds.
func At(t time.Time) Instant { return Instant(t.UnixMicro()) }

// Time returns the instant in UTC.
func (i Instant) Time() time.Time { return time.UnixMicro(int64(i)).UTC() }

// Add returns the instant d later.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d.Microseconds()) }

// JST is Japan's civil time, fixed at UTC+9 since 1951: no time zone database is needed.
var JST = time.FixedZone("JST", 9*60*60)

// Japan returns the instant on Japan's clock.
func (i Instant) Japan() time.Time { return i.Time().In(JST) }

// Key names one act of one client, so that a repeated request is answered, not repeated.
// Org, Actor and Route come from the gate, Client from the Idempotency-Key header or the
// form's hidden field, Digest is SHA-256 of the canonical request.
type Key struct {
	Org    Org
	Actor  string // person or token id
	Route  string
	Client string
	Digest [32]byte
}
