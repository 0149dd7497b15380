package account

import (
	"crypto/subtle"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
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
	err := a.One(`SELECT id, code, hat, created_at, until_at FROM invitation WHERE lookup = $1 AND used_at IS NULL AND until_at > $2`,
		[]any{a.Keys.Digest("invitation", link), a.Scope.At}, &i.ID, &want, &i.Hat, &i.CreatedAt, &i.UntilAt)
	if err != nil {
		return i, err
	}
	if subtle.ConstantTimeCompare(want, a.Keys.Digest("code", link+"\x00"+code)) != 1 {
		return enrolling.Invitation{}, fault.Absent()
	}
	return i, nil
}

// TakeInvitation spends an invitation; one that was spent or is too old is Absent.
func (a Accounts) TakeInvitation(id enrolling.InvitationID) (enrolling.Invitation, error) {
	if err := one(a.Exec(`UPDATE invitation SET used_at = $1 WHERE id = $2 AND used_at IS NULL AND until_at > $1`, a.Scope.At, id)); err != nil {
		return enrolling.Invitation{}, err
	}
	i := enrolling.Invitation{ID: id}
	err := a.One(`SELECT hat, created_at, until_at FROM invitation WHERE id = $1`, []any{id}, &i.Hat, &i.CreatedAt, &i.UntilAt)
	return i, err
}

// EndInvitations spends every open invitation for a hat, before another is issued.
func (a Accounts) EndInvitations(hat ident.Hat) error {
	_, err := a.Exec(`UPDATE invitation SET used_at = $1 WHERE hat = $2 AND used_at IS NULL`, a.Scope.At, hat)
	return err
}

// PersonBy finds a person by the e-mail address under which they sign in.
func (a Accounts) PersonBy(mail string) (id ident.Person, err error) {
	err = a.One(`SELECT person FROM login WHERE lookup = $1`, []any{a.login(mail)}, &id)
	return id, err
}
