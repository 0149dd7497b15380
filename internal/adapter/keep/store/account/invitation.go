package account

import (
	"bytes"
	"crypto/subtle"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/enrolling"
)

// AddInvitation adds an invitation that its link finds and its code opens.
func (a Accounts) AddInvitation(i enrolling.Invitation, link, code string) error {
	_, err := a.Exec(`INSERT INTO invitation (id, lookup, code, hat, created_at, until_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		i.ID, a.Keys.Digest("invitation", link), a.Keys.Digest("code", link+"\x00"+code), i.Hat, i.CreatedAt, i.UntilAt)
	return err
}

// InvitationBy finds an invitation that can still be taken up, by both of its halves. It changes nothing.
func (a Accounts) InvitationBy(link, code string) (enrolling.Invitation, error) {
	var i enrolling.Invitation
	var want []byte
	var proof string
	err := a.One(`SELECT id, code, hat, created_at, until_at, `+row.Evidence("invitation", "invitation")+` FROM invitation WHERE lookup = $1 AND used_at IS NULL AND until_at > $2`,
		[]any{a.Keys.Digest("invitation", link), a.Scope.At}, &i.ID, &want, &i.Hat, &i.CreatedAt, &i.UntilAt, &proof)
	if err == nil && !a.Proved("invitation", proof) {
		err = fault.Absent()
	}
	if err != nil {
		return i, err
	}
	if subtle.ConstantTimeCompare(want, a.Keys.Digest("code", link+"\x00"+code)) != 1 {
		return enrolling.Invitation{}, fault.Absent()
	}
	return i, nil
}

// TakeInvitation spends an invitation; one that was spent or is too old is Absent. It says whether its person came in before
// or stands for another organisation.
func (a Accounts) TakeInvitation(id enrolling.InvitationID) (enrolling.Invitation, error) {
	if err := one(a.Exec(`UPDATE invitation SET used_at = $1 WHERE id = $2 AND used_at IS NULL AND until_at > $1`, a.Scope.At, id)); err != nil {
		return enrolling.Invitation{}, err
	}
	i := enrolling.Invitation{ID: id}
	var proof string
	err := a.One(`SELECT i.hat, i.created_at, i.until_at, `+row.Evidence("invitation", "i")+`, EXISTS (SELECT 1 FROM credential c WHERE c.person = h.person) OR
		EXISTS (SELECT 1 FROM hat o WHERE o.person = h.person AND o.org <> h.org AND (o.until_at IS NULL OR o.until_at > $2))
		FROM invitation i JOIN hat h ON h.id = i.hat WHERE i.id = $1`, []any{id, a.Scope.At}, &i.Hat, &i.CreatedAt, &i.UntilAt, &proof, &i.Known)
	if err == nil && !a.Proved("invitation", proof) {
		err = fault.Absent()
	}
	return i, err
}

// EndInvitations spends every open invitation for a hat, before another is issued.
func (a Accounts) EndInvitations(hat ident.Hat) error {
	_, err := a.Exec(`UPDATE invitation SET used_at = $1 WHERE hat = $2 AND used_at IS NULL`, a.Scope.At, hat)
	return err
}

// PersonBy finds a person by the e-mail address under which they sign in.
func (a Accounts) PersonBy(mail string) (id ident.Person, err error) {
	var proof string
	err = a.One(`SELECT l.person, `+row.Evidence("login", "l")+` FROM login l WHERE l.lookup = $1`, []any{a.login(mail)}, &id, &proof)
	if err == nil && !a.Proved("login", proof) {
		return "", fault.Absent()
	}
	return id, err
}

// mailed is the link of an invitation that goes by mail: it is computed from the id under the house's key whenever the
// mail is made, and kept nowhere.
func (a Accounts) mailed(id ident.Object) (string, error) {
	return ident.NewSecret(bytes.NewReader(a.Keys.Digest("mailed-link", string(id))))
}

// InviteByMail adds an invitation whose link leaves by mail. No code opens it until its letter is printed.
func (a Accounts) InviteByMail(i register.Invited, unit ident.Unit) error {
	link, err := a.mailed(i.ID)
	if err != nil {
		return err
	}
	closed, err := ident.NewSecret(a.Entropy)
	if err != nil {
		return err
	}
	if err := a.Add(`INSERT INTO invitation (id, lookup, code, hat, created_at, until_at, number) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		i.ID, a.Keys.Digest("invitation", link), a.Keys.Digest("code", closed), i.Hat, a.Scope.At, i.UntilAt, i.Number); err != nil {
		return err
	}
	return a.Add(`INSERT INTO outbox (id, unit, channel, object, number, urgency, state, at, due_at, attempts) VALUES ($1, $2, 'invitation', $3, $4, $5, 'waiting', $6, $6, 0)`,
		i.ID, unit, i.ID, i.Number, message.Action, a.Scope.At)
}

// PrintLetter makes the code of an open invitation that goes by mail; the one before is over. One that was taken up, ended or
// is too old is a Conflict.
func (a Accounts) PrintLetter(id ident.Object, code string) error {
	link, err := a.mailed(id)
	if err != nil {
		return err
	}
	n, err := a.Exec(`UPDATE invitation SET code = $1, printed_at = $2, prints = COALESCE(prints, 0) + 1 WHERE id = $3 AND number IS NOT NULL AND used_at IS NULL AND until_at > $2`,
		a.Keys.Digest("code", link+"\x00"+code), a.Scope.At, id)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.letter.over", nil)
	}
	return err
}

// MailOf says where an open invitation goes, and its link, to background work alone; ok is false when it was taken up,
// ended or is too old.
func (a Accounts) MailOf(id ident.Object) (to, link string, ok bool, err error) {
	if a.Scope.Org != "" {
		return "", "", false, nil
	}
	var person ident.Person
	var body []byte
	err = a.Each(`SELECT p.id, p.body FROM invitation i JOIN hat h ON h.id = i.hat JOIN person p ON p.id = h.person WHERE i.id = $1 AND i.number IS NOT NULL
		AND i.used_at IS NULL AND i.until_at > $2 AND `+currentHat("$2"), []any{id, a.Scope.At}, func(scan func(...any) error) error {
		ok = true
		return scan(&person, &body)
	})
	if err != nil || !ok {
		return "", "", false, err
	}
	var who party.Person
	if err := a.Open(seal.Place{Org: seal.House, Table: "person", ID: string(person), Rev: 1}, body, &who); err != nil {
		return "", "", false, err
	}
	link, err = a.mailed(id)
	return who.Email, link, err == nil, err
}
