// Package login is how a request becomes somebody: passkeys (WebAuthn with user verification),
// passphrase and one-time code (TOTP), session cookies, bearer tokens. It decides nothing about
// accounts: it does what is slow or needs a browser, and hands the result to flow/enrolling.
//
// Without a passkey there is no second thing that is free of passwords and works in every browser;
// so codes go with a passphrase, and the page says so.
package login

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"golang.org/x/time/rate"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
)

// ReadTx is what finding out who somebody is needs.
type ReadTx interface {
	SessionBy(secret string) (enrolling.Standing, error)
	LapsedBy(secret string, within time.Duration) (ident.Person, error)
	TokenBy(secret string) (enrolling.Standing, error)
	CredentialBy(kind enrolling.Method, handle []byte) (enrolling.Credential, error)
	CredentialsAt(kind enrolling.Method, mail string) ([]enrolling.Credential, error)
	Credentials(ident.Person) ([]enrolling.Credential, error)
	Ceremony(kind, secret string) (enrolling.Ceremony, error)
	AuthoritiesOf(ident.Org) ([]enrolling.Authority, error)
	Hardware(enrolling.HardwareID) (enrolling.Hardware, error)
}

// AdmitTx is what comparing both halves of an invitation needs.
type AdmitTx interface {
	InvitationBy(link, code string) (i party.Invitation, by ident.Person, err error)
	Org(ident.Org) (party.Org, error)
	PersonBy(mail string) (ident.Person, error)
}

// KeepTx is what the door notes for itself.
type KeepTx interface {
	SeenSession(ident.Session) error
	SeenToken(ident.Token) error
	AddCeremony(c enrolling.Ceremony, secret string) error
	TakeCeremony(kind, secret string) (enrolling.Ceremony, error)
	Try(what string, window time.Duration) (int, error)
	Succeeded(what string) error
	OpenedInvitation(id string) error
}

// Port runs do in one transaction: store.Read for reads, store.Housekeep for notes.
type Port[T any] = func(ctx context.Context, s access.Scope, do func(T) error) error

// Config is what serve fills in; every field is needed.
type Config struct {
	// Base is the address under which people reach the platform: its host is the RP id of every
	// passkey for ever, its scheme decides the cookie's name.
	Base    *url.URL
	Name    string        // of the platform, as a browser shows it beside a passkey
	Idle    time.Duration // without a request a session ends; 30 min
	Whole   time.Duration // whatever happens it ends; 12 h
	Proxied bool          // connections come from the trusted proxy alone, which names whom it speaks for
	Now     func() time.Time
	Entropy io.Reader
	// Header is in what header the trusted proxy hands a client's certificate over; not looked at unless Proxied.
	Header string
	// Providers are other houses' sign-ins, and Out the client with which they are called; optional.
	Providers []Provider
	Out       *http.Client

	Read      Port[ReadTx]
	Admitting Port[AdmitTx]
	Keep      Port[KeepTx]
	SignIn    enrolling.Act[enrolling.SignInTx]
	Accept    enrolling.Act[enrolling.AcceptTx]
	Attest    enrolling.Act[enrolling.AttestTx]
	Add       enrolling.Act[enrolling.AddTx]
	Printing  enrolling.Act[enrolling.PrintTx]
	Wearing   enrolling.Act[enrolling.WearTx]
}

// DefaultCost is one guess at a passphrase: argon2id by RFC 9106's second recommendation, on one thread.
var DefaultCost = enrolling.Cost{Time: 3, MemoryKiB: 64 << 10, Threads: 1}

// Door knows how to let people in.
type Door struct {
	Config
	// Cost of new passphrases; DefaultCost unless a test needs many.
	Cost enrolling.Cost

	rp       *webauthn.WebAuthn // nil where passkeys cannot be
	calls    *rate.Limiter      // of whoever is nobody: each call writes a row
	networks *networks
	slots    chan struct{} // bounds how many passphrases are hashed at once: each takes Cost.MemoryKiB
	signIn   enrolling.SignIn
	accept   enrolling.Accept
	attest   enrolling.Attest
	add      enrolling.Add
	print    enrolling.Print
	wear     enrolling.Wear

	issuers []*issuer
}

// Bounds of one node, so that a crowd at the door does not hold up those inside: passphrases hashed at once,
// ceremonies and tries of strangers a second and at once.
const (
	hashing   = 2
	strangers = 50
	crowd     = 200
)

// New makes the door. An address that is a number (http://127.0.0.1:8080) has no passkeys: browsers bind them to names.
func New(c Config) (*Door, error) {
	d := &Door{Config: c, Cost: DefaultCost, slots: make(chan struct{}, hashing), calls: rate.NewLimiter(strangers, crowd), networks: newNetworks()}
	d.signIn = enrolling.SignIn{Act: c.SignIn, Entropy: c.Entropy, Whole: c.Whole, Match: MatchCode}
	d.accept = enrolling.Accept{Act: c.Accept, Entropy: c.Entropy, Whole: c.Whole}
	d.attest = enrolling.Attest{Act: c.Attest}
	d.add = enrolling.Add{Act: c.Add, Entropy: c.Entropy}
	d.print = enrolling.Print{Act: c.Printing, Entropy: c.Entropy}
	d.wear = enrolling.Wear{Act: c.Wearing, Entropy: c.Entropy}
	for _, p := range c.Providers {
		d.issuers = append(d.issuers, &issuer{Provider: p})
	}
	if _, err := netip.ParseAddr(c.Base.Hostname()); err == nil {
		return d, nil
	}
	var err error
	d.rp, err = webauthn.New(&webauthn.Config{
		RPID: c.Base.Hostname(), RPDisplayName: c.Name, RPOrigins: []string{c.Base.Scheme + "://" + c.Base.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		return nil, fmt.Errorf("KANMIN_BASE_URL %s: %w", c.Base, err)
	}
	return d, nil
}

// party is the relying party of passkeys.
func (d *Door) party() (*webauthn.WebAuthn, error) {
	if d.rp == nil {
		return nil, fault.New(fault.Denied, "fault.account.nameless", nil)
	}
	return d.rp, nil
}

// nobody is the scope of whoever has not signed in.
func (d *Door) nobody() access.Scope { return access.For(access.Actor{}, d.at()) }

// crowded refuses strangers beyond what one node bears, or of a network that tried too often.
func (d *Door) crowded(ctx context.Context, s access.Scope) error {
	if s.Person != "" {
		return nil
	}
	if err := d.near(ctx, s.At); err != nil {
		return err
	}
	if !d.calls.AllowN(s.At.Time(), 1) {
		return fault.New(fault.Exceeded, "fault.account.crowd", nil)
	}
	return nil
}

// Knock counts a try of a stranger who brings a secret through another door, and refuses as crowded does; Welcome gives it back.
func (d *Door) Knock(ctx context.Context) error { return d.crowded(ctx, d.nobody()) }

// Welcome is for who came in after Knock.
func (d *Door) Welcome(ctx context.Context) { d.welcome(ctx, d.at()) }

// begin keeps a ceremony and returns its secret.
func (d *Door) begin(ctx context.Context, s access.Scope, life time.Duration, c enrolling.Ceremony) (string, error) {
	if err := d.crowded(ctx, s); err != nil {
		return "", err
	}
	secret, err := ident.NewSecret(d.Entropy)
	if err != nil {
		return "", err
	}
	c.UntilAt = s.At.Add(life)
	return secret, d.Keep(ctx, s, func(tx KeepTx) error { return tx.AddCeremony(c, secret) })
}

// take spends a ceremony, whatever comes of it.
func (d *Door) take(ctx context.Context, s access.Scope, kind, secret string) (c enrolling.Ceremony, err error) {
	err = d.Keep(ctx, s, func(tx KeepTx) (err error) {
		c, err = tx.TakeCeremony(kind, secret)
		return err
	})
	return c, stale(err)
}

// peek reads a ceremony and leaves it.
func (d *Door) peek(ctx context.Context, s access.Scope, kind, secret string) (c enrolling.Ceremony, err error) {
	err = d.Read(ctx, s, func(tx ReadTx) (err error) {
		c, err = tx.Ceremony(kind, secret)
		return err
	})
	return c, stale(err)
}
