package enrolling

import (
	"context"
	"io"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// AcceptTx is what answering an invitation needs.
type AcceptTx interface {
	Now() ident.Instant
	TakeCeremony(kind, secret string) (Ceremony, error)
	Answering(id string, by ident.Person) (Answering, error)
	Attest(id string, v party.Vouch) error
	Answer(id string, c Credential, identified bool) (party.Hat, error)
	AddSession(s Session, secret string) error
}

// Accept answers an invitation (招待の受取): the person registers the first way in. Where they are identified, by two
// administrators or by another house's sign-in that one administrator stands by, the account opens and they are signed in;
// else what they registered waits, and opens nothing.
type Accept struct {
	Act     Act[AcceptTx]
	Entropy io.Reader
	Whole   time.Duration // of a session
}

// Do spends the ceremony and answers the invitation in one act: whatever fails leaves both as they were. That the code was
// given is the word of the administrator who passed it on. What is added for somebody who has an account already opens the
// inviting organisation only, since whoever holds link and code need not be that person. Who may call: whoever gave link and
// code, by the ceremony's secret. A link that was used or is too old is Invalid with one answer for both.
func (a Accept) Do(ctx context.Context, s access.Scope, ceremony string, c Credential) (o Opened, err error) {
	defer fault.Wrap(&err, "enrolling.Accept")
	_, err = a.Act(ctx, s, ident.Key{}, func(tx AcceptTx) (ledger.Entry, error) {
		begun, err := tx.TakeCeremony(CeremonyAccept, ceremony)
		if err != nil {
			return ledger.Entry{}, stale(err)
		}
		i, err := tx.Answering(begun.Body.Invitation, begun.Body.By)
		if err != nil {
			return ledger.Entry{}, fault.New(fault.Invalid, "fault.account.link", nil)
		}
		if c, err = a.registered(c, i, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		if begun.Body.By != "" {
			if err := tx.Attest(i.ID, party.Vouch{By: begun.Body.By, How: party.VouchCode}); err != nil {
				return ledger.Entry{}, err
			}
		}
		identified := access.Identified(i.Invitation, c.Kind == OIDC)
		hat, err := tx.Answer(i.ID, c, identified)
		if err != nil {
			return ledger.Entry{}, err
		}
		e := ledger.Entry{
			Kind: ledger.InvitationAnswered, Object: ident.Object(i.Hat.ID), Org: i.Hat.Org, Unit: i.Hat.Unit, Digest: digest([]string{string(c.ID)}),
			Facts: map[string]string{"method": string(c.Kind)},
		}
		if !identified {
			return e, nil
		}
		if o, err = open(tx.Now(), Hat{Hat: hat}, c.Kind, a.Whole, a.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		o.Session.Bound = c.Org
		e.Kind, e.Object, e.Actor, e.Digest = ledger.AccountActivated, ident.Object(hat.Person), string(hat.Person), digest([]string{string(c.ID), string(o.Session.ID)})
		return e, tx.AddSession(o.Session, o.Secret)
	})
	return o, err
}

// registered completes what somebody registers for an invitation.
func (a Accept) registered(c Credential, i Answering, now ident.Instant) (Credential, error) {
	if !i.Methods.Allows(c.Kind) { // it would be out with the next request
		return c, fault.New(fault.Invalid, "fault.account.method.off", nil)
	}
	if c.Kind == Certificate && c.Org != i.Hat.Org { // vouched for by another organisation's authority
		return c, refused()
	}
	if i.Known {
		c.Org = i.Hat.Org
	}
	return fresh(c, i.Hat.Person, now, a.Entropy)
}

// stale says that what was begun on the page is over: spent, too old or never begun.
func stale(err error) error {
	if fault.Is(err, fault.Hidden) {
		return fault.New(fault.Invalid, "fault.account.stale", nil)
	}
	return err
}

// fresh completes a new credential of a person.
func fresh(c Credential, person ident.Person, now ident.Instant, entropy io.Reader) (Credential, error) {
	var l fault.List
	checkLabel(&l, "label", c.Label)
	if err := l.Err(); err != nil {
		return c, err
	}
	id, err := ident.NewID[CredentialID](now, entropy)
	c.ID, c.Person, c.CreatedAt, c.Rev = id, person, now, 1
	return c, err
}

// open mints a session under a hat.
func open(now ident.Instant, hat Hat, by Method, whole time.Duration, entropy io.Reader) (Opened, error) {
	o := Opened{Hats: 1, Session: Session{
		Person: hat.Hat.Person, Hat: hat.Hat.ID, Method: by, CreatedAt: now, SeenAt: now, UntilAt: now.Add(whole),
	}}
	var err error
	if o.Session.ID, err = ident.NewID[ident.Session](now, entropy); err != nil {
		return o, err
	}
	o.Secret, err = ident.NewSecret(entropy)
	return o, err
}
