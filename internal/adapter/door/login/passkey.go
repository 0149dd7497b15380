package login

import (
	"context"
	"encoding/json"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// challengeLife bounds the time between a challenge and its answer.
const challengeLife = 5 * time.Minute

func refused() error { return fault.New(fault.Invalid, "fault.account.refused", nil) }

// stale says that what was begun is over.
func stale(err error) error {
	if fault.Is(err, fault.Hidden) {
		return fault.New(fault.Invalid, "fault.account.stale", nil)
	}
	return err
}

// user is a person as the WebAuthn library sees one.
type user struct {
	id          ident.Person
	name, title string
	keys        []webauthn.Credential
}

func (u user) WebAuthnID() []byte                         { return []byte(u.id) }
func (u user) WebAuthnName() string                       { return u.name }
func (u user) WebAuthnDisplayName() string                { return u.title }
func (u user) WebAuthnCredentials() []webauthn.Credential { return u.keys }

// BeginPasskey asks a browser to sign in; it is the same for everybody.
func (d *Door) BeginPasskey(ctx context.Context) (enrolling.Challenge, error) {
	rp, err := d.party()
	if err != nil {
		return enrolling.Challenge{}, err
	}
	asked, session, err := rp.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return enrolling.Challenge{}, err
	}
	return d.challenge(ctx, d.nobody(), asked.Response, session, enrolling.Ceremony{Kind: enrolling.CeremonySignIn})
}

func (d *Door) challenge(ctx context.Context, s access.Scope, options any, session *webauthn.SessionData, c enrolling.Ceremony) (ch enrolling.Challenge, err error) {
	if ch.Options, err = json.Marshal(options); err != nil {
		return ch, err
	}
	if c.Body.Challenge, err = json.Marshal(session); err != nil {
		return ch, err
	}
	ch.Ceremony, err = d.begin(ctx, s, challengeLife, c)
	return ch, err
}

// FinishPasskey checks the answer and opens a session. Whatever is wrong with the answer, it is one
// fault; the challenge is spent.
func (d *Door) FinishPasskey(ctx context.Context, ceremony string, answer []byte) (enrolling.Opened, error) {
	s := d.nobody()
	rp, err := d.party()
	if err != nil {
		return enrolling.Opened{}, err
	}
	c, err := d.take(ctx, s, enrolling.CeremonySignIn, ceremony)
	if err != nil {
		return enrolling.Opened{}, err
	}
	var session webauthn.SessionData
	if err := json.Unmarshal(c.Body.Challenge, &session); err != nil {
		return enrolling.Opened{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return enrolling.Opened{}, refused()
	}
	var known enrolling.Credential
	err = d.Read(ctx, s, func(tx ReadTx) (err error) {
		known, err = tx.CredentialBy(enrolling.Passkey, parsed.RawID)
		return err
	})
	if fault.Is(err, fault.Hidden) {
		return enrolling.Opened{}, refused()
	}
	if err != nil {
		return enrolling.Opened{}, err
	}
	var key webauthn.Credential
	if err := json.Unmarshal(known.Key, &key); err != nil {
		return enrolling.Opened{}, err
	}
	whose := func(_, _ []byte) (webauthn.User, error) {
		return user{id: known.Person, keys: []webauthn.Credential{key}}, nil
	}
	_, after, err := rp.ValidatePasskeyLogin(whose, session, parsed)
	if err != nil || after.Authenticator.CloneWarning { // a counter that went back: somebody has a copy
		return enrolling.Opened{}, refused()
	}
	record, err := json.Marshal(after)
	if err != nil {
		return enrolling.Opened{}, err
	}
	o, err := d.signIn.Passkey(ctx, s, enrolling.Verified{Handle: known.Handle, Rev: known.Rev, Key: record})
	if err == nil {
		d.welcome(ctx, s.At)
	}
	return o, err
}

// BeginAdd asks the browser of somebody who is signed in for another passkey.
func (d *Door) BeginAdd(ctx context.Context, s access.Scope, name, mail string) (enrolling.Challenge, error) {
	if s.Person == "" || s.Session == "" {
		return enrolling.Challenge{}, signedOut()
	}
	u := user{id: s.Person, name: mail, title: name}
	err := d.Read(ctx, s, func(tx ReadTx) error {
		have, err := tx.Credentials(s.Person)
		for _, c := range have {
			var key webauthn.Credential
			if c.Kind == enrolling.Passkey && err == nil {
				err = json.Unmarshal(c.Key, &key)
				u.keys = append(u.keys, key)
			}
		}
		return err
	})
	if err != nil {
		return enrolling.Challenge{}, err
	}
	return d.register(ctx, s, u)
}

// BeginAccept asks the browser of whoever is accepting an invitation for the first passkey.
func (d *Door) BeginAccept(ctx context.Context, accepting string) (enrolling.Challenge, error) {
	s := d.nobody()
	c, err := d.peek(ctx, s, enrolling.CeremonyAccept, accepting)
	if err != nil {
		return enrolling.Challenge{}, err
	}
	return d.register(ctx, s, user{id: c.Person, name: c.Body.Mail, title: c.Body.Name})
}

func (d *Door) register(ctx context.Context, s access.Scope, u user) (enrolling.Challenge, error) {
	rp, err := d.party()
	if err != nil {
		return enrolling.Challenge{}, err
	}
	asked, session, err := rp.BeginRegistration(u, webauthn.WithExclusions(webauthn.Credentials(u.keys).CredentialDescriptors()))
	if err != nil {
		return enrolling.Challenge{}, err
	}
	return d.challenge(ctx, s, asked.Response, session, enrolling.Ceremony{Kind: enrolling.CeremonyRegister, Person: u.id})
}

// FinishAdd checks the new passkey and registers it.
func (d *Door) FinishAdd(ctx context.Context, s access.Scope, ceremony, label string, answer []byte) error {
	c, err := d.registered(ctx, s, s.Person, ceremony, answer)
	if err != nil {
		return err
	}
	c.Label = label
	_, err = d.add.Do(ctx, s, c)
	return err
}

// FinishAccept checks the first passkey, takes up the invitation and opens a session.
func (d *Door) FinishAccept(ctx context.Context, accepting, ceremony, label string, answer []byte) (enrolling.Opened, error) {
	s := d.nobody()
	begun, err := d.peek(ctx, s, enrolling.CeremonyAccept, accepting)
	if err != nil {
		return enrolling.Opened{}, err
	}
	c, err := d.registered(ctx, s, begun.Person, ceremony, answer)
	if err != nil {
		return enrolling.Opened{}, err
	}
	c.Label = label
	return d.accept.Do(ctx, s, accepting, c)
}

// registered checks a browser's answer to a registration. The challenge is spent, whatever comes of it.
func (d *Door) registered(ctx context.Context, s access.Scope, person ident.Person, ceremony string, answer []byte) (enrolling.Credential, error) {
	bad := fault.New(fault.Invalid, "fault.account.passkey", nil)
	rp, err := d.party()
	if err != nil {
		return enrolling.Credential{}, err
	}
	begun, err := d.take(ctx, s, enrolling.CeremonyRegister, ceremony)
	if err != nil {
		return enrolling.Credential{}, err
	}
	if begun.Person != person {
		return enrolling.Credential{}, bad
	}
	var session webauthn.SessionData
	if err := json.Unmarshal(begun.Body.Challenge, &session); err != nil {
		return enrolling.Credential{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return enrolling.Credential{}, bad
	}
	key, err := rp.CreateCredential(user{id: person}, session, parsed)
	if err != nil {
		return enrolling.Credential{}, bad
	}
	key.Attestation = webauthn.CredentialAttestation{} // none was asked for: nothing to keep
	record, err := json.Marshal(key)
	return enrolling.Credential{Kind: enrolling.Passkey, Handle: key.ID, Key: record}, err
}
