package login

import (
	"context"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
)

const (
	acceptLife = 30 * time.Minute // from giving link and code to having a way in
	seedLife   = 15 * time.Minute
)

// Admit compares both halves of an invitation and returns the secret under which it is being
// accepted (HalfCookie). The invitation is not spent yet. Whatever is wrong with either half, it is
// one fault; an address that was never issued gives the same one.
func (d *Door) Admit(ctx context.Context, link, code string) (string, error) {
	s := d.nobody()
	wrong := fault.New(fault.Invalid, "fault.account.link", nil)
	if len(link) != secretLength {
		return "", wrong
	}
	what := "link\x00" + link
	if err := d.try(ctx, s, what); err != nil {
		return "", err
	}
	c := enrolling.Ceremony{Kind: enrolling.CeremonyAccept}
	code = enrolling.TidyCode(code)
	err := d.Admitting(ctx, s, func(tx AdmitTx) error { return admitted(tx, &c, link, code, s.At) })
	if fault.Is(err, fault.Hidden) {
		return "", wrong
	}
	if err != nil {
		return "", err
	}
	if c.Body.Waiting {
		if c.Body.Ready, err = d.attest.Do(ctx, s, link, code); err != nil {
			return "", err
		}
	}
	if c.Body.Seed, err = d.newSeed(); err != nil {
		return "", err
	}
	if err := d.Keep(ctx, s, func(tx KeepTx) error { return tx.OpenedInvitation(c.Body.Invitation) }); err != nil {
		return "", err
	}
	return d.begin(ctx, s, acceptLife, c)
}

// admitted fills a ceremony from an invitation: to somebody new, to whom it was sent again, or to an account that the address
// belongs to.
func admitted(tx AdmitTx, c *enrolling.Ceremony, link, code string, now ident.Instant) error {
	i, by, err := tx.InvitationBy(link, code)
	if err != nil {
		return err
	}
	c.Person, c.Body.Invitation, c.Body.By, c.Body.Name, c.Body.Mail, c.Body.Org, c.Body.Offered = i.Hat.Person, i.ID, by, i.Name, i.Mail, i.Hat.Org, i.Hat
	if i.State == party.InvitationWaiting {
		c.Body.Waiting = true
		return nil
	}
	org, err := tx.Org(i.Hat.Org)
	if err != nil {
		return err
	}
	c.Body.Corporate = org.CorporateNumber
	if i.Hat.Person != "" {
		return nil
	}
	if i.Hat.From > now {
		return fault.New(fault.Invalid, "fault.account.early", fault.Args{"day": law.DayOf(i.Hat.From).String()})
	}
	_, err = tx.PersonBy(i.Mail)
	c.Body.Joining = err == nil
	if fault.Is(err, fault.Hidden) {
		return nil
	}
	return err
}

// Accepting returns whose invitation is being accepted, and the device that the page offers to set up.
func (d *Door) Accepting(ctx context.Context, accepting string) (enrolling.Device, error) {
	c, err := d.peek(ctx, d.nobody(), enrolling.CeremonyAccept, accepting)
	if err != nil {
		return enrolling.Device{}, err
	}
	return d.device(c, "")
}

// AcceptCode takes up the invitation with a passphrase and a device, and opens a session.
func (d *Door) AcceptCode(ctx context.Context, accepting string, n enrolling.NewCode) (enrolling.Opened, error) {
	s := d.nobody()
	c, err := d.typed(ctx, s, enrolling.CeremonyAccept, accepting, n)
	if err != nil {
		return enrolling.Opened{}, err
	}
	return d.accept.Do(ctx, s, accepting, c)
}

// BeginDevice offers a device for codes to somebody who is signed in.
func (d *Door) BeginDevice(ctx context.Context, s access.Scope, name, mail string) (enrolling.Device, error) {
	if s.Person == "" || s.Session == "" {
		return enrolling.Device{}, signedOut()
	}
	seed, err := d.newSeed()
	if err != nil {
		return enrolling.Device{}, err
	}
	c := enrolling.Ceremony{Kind: enrolling.CeremonySeed, Person: s.Person, Body: enrolling.CeremonyBody{Seed: seed, Name: name, Mail: mail}}
	secret, err := d.begin(ctx, s, seedLife, c)
	if err != nil {
		return enrolling.Device{}, err
	}
	return d.device(c, secret)
}

// Device shows a device again that its person began to set up.
func (d *Door) Device(ctx context.Context, s access.Scope, ceremony string) (enrolling.Device, error) {
	c, err := d.own(ctx, s, ceremony)
	if err != nil {
		return enrolling.Device{}, err
	}
	return d.device(c, ceremony)
}

// AddCode registers passphrase and device for somebody who is signed in.
func (d *Door) AddCode(ctx context.Context, s access.Scope, ceremony string, n enrolling.NewCode) error {
	if _, err := d.own(ctx, s, ceremony); err != nil {
		return err
	}
	c, err := d.typed(ctx, s, enrolling.CeremonySeed, ceremony, n)
	if err != nil {
		return err
	}
	if _, err := d.take(ctx, s, enrolling.CeremonySeed, ceremony); err != nil {
		return err
	}
	_, err = d.add.Do(ctx, s, c)
	return err
}

func (d *Door) own(ctx context.Context, s access.Scope, ceremony string) (enrolling.Ceremony, error) {
	c, err := d.peek(ctx, s, enrolling.CeremonySeed, ceremony)
	if err == nil && (s.Person == "" || c.Person != s.Person) {
		err = stale(fault.Absent())
	}
	return c, err
}

// typed counts the try, then checks what was typed; a mistake leaves the ceremony for the next try.
func (d *Door) typed(ctx context.Context, s access.Scope, kind, ceremony string, n enrolling.NewCode) (enrolling.Credential, error) {
	if err := d.try(ctx, s, kind+"\x00"+ceremony); err != nil {
		return enrolling.Credential{}, err
	}
	begun, err := d.peek(ctx, s, kind, ceremony)
	if err != nil {
		return enrolling.Credential{}, err
	}
	return d.secretOf(ctx, s, begun, n)
}

// at reads the clock.
func (d *Door) at() ident.Instant { return ident.At(d.Now()) }
