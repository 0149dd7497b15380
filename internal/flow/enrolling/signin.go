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
	CredentialAt(kind Method, mail string) (Credential, error)
	UseCredential(Credential) error
	HatsOf(ident.Person) ([]Hat, error)
	AddSession(s Session, secret string) error
}

// SignIn opens a session for whoever proved who they are.
type SignIn struct {
	Act     Act[SignInTx]
	Entropy io.Reader
	Whole   time.Duration // a session's life however much it is used
	// Match returns the step for which a code of this seed is good at an instant. It computes in
	// constant time and reads nothing else.
	Match func(seed []byte, code string, at ident.Instant) (step int64, ok bool)
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

// Known is what a person typed to sign in without a passkey.
type Known struct {
	Mail string
	Hash []byte // of the passphrase, by the door, with the salt and cost of this address
	Code string
}

// Code opens a session for a passphrase and a one-time code. The answer is one and the same
// whether the address is unknown, the passphrase is another, the code is wrong or was used.
func (v SignIn) Code(ctx context.Context, s access.Scope, k Known) (o Opened, err error) {
	defer fault.Wrap(&err, "enrolling.SignIn")
	return v.in(ctx, s, func(tx SignInTx, now ident.Instant) (Credential, error) {
		c, err := tx.CredentialAt(Code, k.Mail)
		if err != nil && !fault.Is(err, fault.Hidden) {
			return c, err
		}
		unknown := err != nil || c.Code == nil
		if unknown { // the same work as for somebody known
			c.Code = &CodeSecret{Seed: make([]byte, 20), Hash: make([]byte, len(k.Hash)+1)}
		}
		same := subtle.ConstantTimeCompare(c.Code.Hash, k.Hash) == 1
		step, good := v.Match(c.Code.Seed, k.Code, now)
		if unknown || !same || !good || step <= c.Code.Step {
			return c, refused()
		}
		c.Code.Step = step
		return c, nil
	})
}

// Printed opens a session for a code of a printed list, with the person's passphrase or the number that goes with the list.
// The code is spent only where both are right; whatever is wrong, it is one answer.
func (v SignIn) Printed(ctx context.Context, s access.Scope, k Known) (o Opened, err error) {
	defer fault.Wrap(&err, "enrolling.SignIn")
	return v.in(ctx, s, func(tx SignInTx, now ident.Instant) (Credential, error) {
		c, err := tx.CredentialAt(Printed, k.Mail)
		if err != nil && !fault.Is(err, fault.Hidden) {
			return c, err
		}
		if err != nil || c.Printed == nil {
			c.Printed = &PrintedList{Used: []ident.Instant{0}, Codes: [][]byte{make([]byte, 1)}}
		}
		secret := c.Printed.Number
		if secret == nil {
			own, err := tx.CredentialAt(Code, k.Mail)
			if err != nil && !fault.Is(err, fault.Hidden) {
				return c, err
			}
			if secret = own.Code; secret == nil {
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

func (v SignIn) in(ctx context.Context, s access.Scope, prove func(SignInTx, ident.Instant) (Credential, error)) (o Opened, err error) {
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
		hats = slices.DeleteFunc(hats, func(h Hat) bool { return !c.Opens(h) })
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
