// Package enrolling is how people come to have an account, sign in, change their hat and leave: the
// first two administrators, invitations, passkeys and one-time codes, sessions, service tokens.
//
// Secrets (of a session, a token, a link) are minted here, handed out once, and kept as a keyed
// digest only. What is slow (a passphrase's hash, a passkey's signature) is done by the door
// before the act; what the act decides, it decides on rows read in it.
package enrolling

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"net/netip"
	"net/url"
	"slices"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// Bounds of signing in.
const (
	LinkLife    = 72 * time.Hour   // of an invitation
	RecentLife  = 15 * time.Minute // how fresh a sign-in must be to change credentials or tokens
	TokenLife   = 366 * 24 * time.Hour
	MaxSecrets  = 20 // live credentials, and live tokens, of one person
	labelLimit  = 60
	nameLimit   = 100
	mailLimit   = 254
	secretLimit = 200
)

// CredentialID names a credential.
type CredentialID string

// Credential is one way in of one person. Key is the door's own record of a public key, Code is set for passphrase and
// one-time codes, Printed for a list.
type Credential struct {
	ID        CredentialID
	Person    ident.Person
	Kind      Method
	Label     string
	CreatedAt ident.Instant
	UsedAt    ident.Instant
	Rev       int
	// Org is the organisation that issued it and whose hats alone it opens; empty: all hats of the person.
	Org ident.Org
	// Handle is by what it is looked up: a passkey's credential id, an issuer with its subject, the digest of a public key.
	Handle  []byte
	Key     json.RawMessage
	Code    *CodeSecret
	Printed *PrintedList
}

// Opens reports whether the credential opens a hat: the hat's organisation has chosen its method, and no other
// organisation issued it.
func (c Credential) Opens(h Hat) bool {
	return h.Methods.Allows(c.Kind) && (c.Org == "" || c.Org == h.Hat.Org)
}

// CodeSecret is what is known of a passphrase and of the device that shows codes.
type CodeSecret struct {
	Seed []byte // shared with the device
	Salt []byte
	Hash []byte // of the passphrase, by Cost
	Cost Cost
	Step int64 // of the last code that was used: a code is good once
	Dial Dial  // how the device shows its codes
}

// Cost is what one guess at a passphrase costs (argon2id).
type Cost struct {
	Time, MemoryKiB uint32
	Threads         uint8
}

// Session is one browser that is signed in, under one hat.
type Session struct {
	ID        ident.Session
	Person    ident.Person
	Hat       ident.Hat
	Method    Method
	CreatedAt ident.Instant // of the sign-in; a change of hat does not move it
	SeenAt    ident.Instant // to the minute
	UntilAt   ident.Instant
	// Bound is the organisation out of which the session cannot switch, since it issued the credential; empty: none.
	Bound ident.Org
	// BackedAt is until when a second person stands by a session of a weak method.
	BackedAt ident.Instant
}

// Idle reports whether nobody has used the session for too long.
func (s Session) Idle(now ident.Instant, limit time.Duration) bool {
	return now > s.SeenAt.Add(limit)
}

// Alone reports whether the session was opened by a weak method and no second person stands by it.
func (s Session) Alone(now ident.Instant) bool { return s.Method.Weak() && s.BackedAt < now }

// Token is a service token: it acts under one hat until a day.
type Token struct {
	ID        ident.Token
	Hat       ident.Hat
	Label     string
	CreatedAt ident.Instant
	UsedAt    ident.Instant
	UntilAt   ident.Instant
	// Only is what it may do of what the hat allows; nil: all of it. From is from where it may be used; empty: anywhere.
	Only []access.Permission
	From []netip.Prefix
}

// UsableFrom reports whether the token may be used from an address.
func (t Token) UsableFrom(a netip.Addr) bool {
	a = a.Unmap()
	return len(t.From) == 0 || slices.ContainsFunc(t.From, func(p netip.Prefix) bool { return p.Contains(a) })
}

// Hat is a hat with the words by which people know it.
type Hat struct {
	party.Hat
	Kind    party.Kind
	Org     party.Org
	Unit    party.Unit
	Methods Methods // of the organisation
}

// Standing is who stands behind a session or token.
type Standing struct {
	access.Actor
	Org     party.Org
	Hats    int
	Session Session
	Token   Token
}

// Answering is an invitation as it stands when somebody answers it.
type Answering struct {
	party.Invitation
	Methods Methods // of the organisation
	// Known is set when the account came in before, or stands for another organisation too: whoever answers need not be that
	// person, so what is added opens the inviting organisation only.
	Known bool
}

// Ceremony is something half done: a challenge that waits for its answer, an invitation whose
// code was given. It is found by a secret that the browser holds.
type Ceremony struct {
	Kind    string
	Person  ident.Person // whose it is; empty before anybody is known
	UntilAt ident.Instant
	Body    CeremonyBody
}

// CeremonyBody is the sealed part of a ceremony.
type CeremonyBody struct {
	Challenge  json.RawMessage `json:",omitempty"` // the WebAuthn library's session
	Seed       []byte          `json:",omitempty"` // of a device being registered
	Invitation string          `json:",omitempty"`
	By         ident.Person    `json:",omitempty"` // who passed on the code of the invitation
	Name, Mail string          `json:",omitempty"`
	Path       string          `json:",omitempty"` // of a form that was kept
	Fields     url.Values      `json:",omitempty"`
	Org        ident.Org       `json:",omitempty"` // of an invitation
	Corporate  string          `json:",omitempty"` // 法人番号 of the organisation of an invitation
	// Of somebody who is at another house's sign-in.
	Provider string `json:",omitempty"`
	Nonce    string `json:",omitempty"`
	Verifier string `json:",omitempty"`
	For      string `json:",omitempty"`
	Half     string `json:",omitempty"`
	Again    bool   `json:",omitempty"`
	// Joining is set when the invitation's address belongs to an account: its person signs in and agrees. Offered is
	// what is offered.
	Joining bool      `json:",omitempty"`
	Waiting bool      `json:",omitempty"` // the invitation was answered and waits for an administrator
	Ready   bool      `json:",omitempty"` // the account is open: its person signs in
	Offered party.Hat `json:",omitzero"`
	// Stock are hardware tokens that were handed in and not taken yet.
	Stock []Hardware `json:",omitempty"`
}

// The kinds of ceremony.
const (
	CeremonySignIn   = "signin"   // a passkey's challenge, nobody known yet
	CeremonyRegister = "register" // a new passkey's challenge
	CeremonyAccept   = "accept"   // an invitation whose link and code were given
	CeremonySeed     = "seed"     // a device for codes being added by its person
	CeremonyOIDC     = "oidc"     // somebody is at another house's sign-in
	CeremonyStock    = "stock"    // a file of hardware tokens that is being looked at
	CeremonyHeld     = "held"     // a form that was kept while its person signs in again
)

// Opened is a session that was just opened: Secret goes into the cookie and nowhere else. Without one the answer to an
// invitation waits for an administrator.
type Opened struct {
	Session Session
	Secret  string
	Hats    int
}

// Waits reports whether the answer to an invitation waits for an administrator: nobody is signed in.
func (o Opened) Waits() bool { return o.Secret == "" }

// digest is what an entry says of a change: SHA-256 of what was stored, secrets left out.
func digest(v any) [32]byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and numbers only
	}
	return sha256.Sum256(b)
}

func refused() error { return fault.New(fault.Invalid, "fault.account.refused", nil) }

// signedIn wants a person in a browser: a service token changes nothing about accounts.
func signedIn(s access.Scope) error {
	if err := s.Permit(access.Permission{Action: access.Write, Object: access.Account}); err != nil {
		return err
	}
	if s.Person == "" || s.Session == "" {
		return fault.New(fault.Denied, "fault.account.browser", nil)
	}
	return nil
}

// recent wants a fresh sign-in, so that an unattended screen cannot become a lasting way in; after a weak method also a
// second person, so that a copied sheet cannot.
func recent(session Session, now ident.Instant) error {
	if session.Alone(now) {
		return fault.New(fault.Denied, "fault.account.second", nil)
	}
	if now > session.FreshUntil() {
		return fault.New(fault.Denied, "fault.account.recent", nil)
	}
	return nil
}

// FreshUntil is until when the session is fresh: RecentLife after the sign-in or, after a weak method, while a second
// person stands by it.
func (s Session) FreshUntil() ident.Instant {
	if s.Method.Weak() {
		return s.BackedAt
	}
	return s.CreatedAt.Add(RecentLife)
}

// Challenge is what a browser is asked to sign: Options for it, Ceremony to come back with the answer.
type Challenge struct {
	Options  json.RawMessage
	Ceremony string
}

// Device is what a page shows so that an app or token can be set to show codes: the seed to type, the same as a
// QR code (the path of an SVG of Size by Size), and the secret of the ceremony.
type Device struct {
	Name, Mail string
	Seed       string
	Path       string
	Size       int
	Ceremony   string
	Waiting    bool      // the invitation was answered and waits for an administrator
	Ready      bool      // the account is open: its person signs in
	Joining    bool      // there is an account already: nothing is registered, its person agrees
	Offered    party.Hat // what is offered to it
}

// NewCode is what somebody typed to register passphrase and device.
type NewCode struct{ Label, Passphrase, Again, Code string }
