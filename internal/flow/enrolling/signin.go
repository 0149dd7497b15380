package enrolling

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"io"
	"slices"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// SignInTx is what signing in with a credential needs.
type SignInTx interface {
	Now() ident.Instant
	CredentialBy(kind Method, handle []byte) (Credential, error)
	CredentialsAt(kind Method, mail string) ([]Credential, error)
	UseCredential(Credential) error
	HatsOf(ident.Person) ([]Hat, error)
	AddSession(s Session, secret string) error
}

// SignIn opens a session for whoever proved who they are.
type SignIn struct {
	Act     Act[SignInTx]
	Entropy io.Reader
	Whole   time.Duration // a session's life however much it is used
	// Match returns the step for which a code of this device is good at an instant. It computes in
	// constant time and reads nothing else.
	Match func(c CodeSecret, code string, at ident.Instant) (step int64, ok bool)
}

// Verified is a passkey's answer after the door has checked it.
type Verified struct {
	Handle []byte
	Rev    int             // of the record against which it was checked
	Key    json.RawMessage // the record after it: the counter has moved
}

// Passkey opens a session for an assertion that the door verified. A record that moved meanwhile is refused:
// two answers with one counter cannot both be good.
func (v SignIn) Passkey(ctx context.Context, s access.Scope, a Verified) (o Opened, err error) {
	defer fault.Wrap(&err, "enrolling.SignIn")
	return v.in(ctx, s, func(tx SignInTx, _ ident.Instant) (Credential, error) {
		c, err := tx.CredentialBy(Passkey, a.Handle)
		if err != nil || c.Rev != a.Rev {
			return c, refused()
		}
		c.Key = a.Key
		return c, nil
	})
}

// Known is what a person typed to sign in without a passkey. An address may have several ways in of one kind, each issued
// by another organisation: Of is the one that the door took for meant, since its code fits, and Hash was made with the salt
// and cost of its passphrase or number.
type Known struct {
	Mail string
	Of   CredentialID
	Hash []byte
	Code string
}

// Code opens a session for a passphrase and a one-time code. The answer is one and the same
// whether the address is unknown, the passphrase is another, the code is wrong or was used.
func (v SignIn) Code(ctx context.Context, s access.Scope, k Known) (o Opened, err error) {
	defer fault.Wrap(&err, "enrolling.SignIn")
	return v.in(ctx, s, func(tx SignInTx, now ident.Instant) (Credential, error) {
		c, err := k.meant(tx, Code)
		if err != nil {
			return c, err
		}
		unknown := c.Code == nil
		if unknown { // the same work as for somebody known
			c.Code = &CodeSecret{Seed: make([]byte, 20), Hash: make([]byte, len(k.Hash)+1)}
		}
		same := subtle.ConstantTimeCompare(c.Code.Hash, k.Hash) == 1
		step, good := v.Match(*c.Code, k.Code, now)
		if unknown || !same || !good || step <= c.Code.Step {
			return c, refused()
		}
		c.Code.used(step, now)
		return c, nil
	})
}

// meant is the credential of a kind that the door took for meant; the zero one where the address has it no more.
func (k Known) meant(tx SignInTx, kind Method) (Credential, error) {
	list, err := tx.CredentialsAt(kind, k.Mail)
	for _, c := range list {
		if c.ID == k.Of {
			return c, err
		}
	}
	return Credential{}, err
}

// OwnCode is the passphrase that a person chose, which goes with a printed list that has no number; nil where there is none.
func OwnCode(list []Credential) *CodeSecret {
	for _, c := range list {
		if c.Code != nil && c.Org == "" {
			return c.Code
		}
	}
	return nil
}

// Printed opens a session for a code of a printed list, with the person's passphrase or the number that goes with the list.
// The code is spent only where both are right; whatever is wrong, it is one answer.
func (v SignIn) Printed(ctx context.Context, s access.Scope, k Known) (o Opened, err error) {
	defer fault.Wrap(&err, "enrolling.SignIn")
	return v.in(ctx, s, func(tx SignInTx, now ident.Instant) (Credential, error) {
		c, err := k.meant(tx, Printed)
		if err != nil {
			return c, err
		}
		if c.Printed == nil {
			c.Printed = &PrintedList{Used: []ident.Instant{0}, Codes: [][]byte{make([]byte, 1)}}
		}
		secret := c.Printed.Number
		if secret == nil {
			own, err := tx.CredentialsAt(Code, k.Mail)
			if err != nil {
				return c, err
			}
			if secret = OwnCode(own); secret == nil {
				secret = &CodeSecret{Hash: make([]byte, len(k.Hash)+1)}
			}
		}
		same := subtle.ConstantTimeCompare(secret.Hash, k.Hash) == 1
		if !c.Printed.spend(k.Code, now) || !same {
			return c, refused()
		}
		return c, nil
	})
}

// Borne is what somebody bears that names them: a token's issuer and subject.
type Borne struct {
	Kind      Method
	Handle    []byte
	Key       json.RawMessage // the door's own record of it, as it was shown now; nil: it keeps none
	Corporate string          // 法人番号 that the issuer vouches for; empty: it says none
}

// Bearer opens a session for what the door has verified. Where the issuer says a 法人番号, only hats of that organisation
// are opened. What nobody has bound is Denied: it opens nothing and makes nothing.
func (v SignIn) Bearer(ctx context.Context, s access.Scope, b Borne) (o Opened, err error) {
	defer fault.Wrap(&err, "enrolling.SignIn")
	unbound := fault.New(fault.Denied, "fault.account.unbound", nil)
	o, err = v.under(ctx, s, func(h Hat) bool { return b.Corporate == "" || h.Org.CorporateNumber == b.Corporate }, func(tx SignInTx, _ ident.Instant) (Credential, error) {
		c, err := tx.CredentialBy(b.Kind, b.Handle)
		if fault.Is(err, fault.Hidden) {
			err = unbound
		}
		if b.Key != nil {
			c.Key = b.Key
		}
		return c, err
	})
	return o, err
}

func (v SignIn) in(ctx context.Context, s access.Scope, prove func(SignInTx, ident.Instant) (Credential, error)) (o Opened, err error) {
	return v.under(ctx, s, func(Hat) bool { return true }, prove)
}

// under opens a session under the first hat that the credential opens and fits.
func (v SignIn) under(ctx context.Context, s access.Scope, fits func(Hat) bool, prove func(SignInTx, ident.Instant) (Credential, error)) (o Opened, err error) {
	_, err = v.Act(ctx, s, ident.Key{}, func(tx SignInTx) (ledger.Entry, error) {
		now := tx.Now()
		c, err := prove(tx, now)
		if err != nil {
			return ledger.Entry{}, err
		}
		hats, err := tx.HatsOf(c.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		hats = slices.DeleteFunc(hats, func(h Hat) bool { return !c.Opens(h) || !fits(h) })
		if len(hats) == 0 { // left the organisation, not there yet, or this way in was switched off
			return ledger.Entry{}, refused()
		}
		c.UsedAt = now
		if err := tx.UseCredential(c); err != nil {
			return ledger.Entry{}, err
		}
		if o, err = open(now, hats[0], c.Kind, v.Whole, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		o.Hats, o.Session.Bound = len(hats), c.Org
		return opened(ledger.SessionOpened, o, hats[0]), tx.AddSession(o.Session, o.Secret)
	})
	return o, err
}

// opened is the entry of a session that was opened under a hat.
func opened(k ledger.Kind, o Opened, hat Hat) ledger.Entry {
	return ledger.Entry{
		Kind: k, Object: ident.Object(o.Session.ID), Org: hat.Hat.Org, Unit: hat.Hat.Unit, Actor: string(o.Session.Person),
		Digest: digest(o.Session), Facts: map[string]string{"method": string(o.Session.Method)},
	}
}
