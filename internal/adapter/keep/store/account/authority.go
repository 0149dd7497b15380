package account

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// authorityBody is the sealed part of an authority.
type authorityBody struct {
	Name    string
	Until   ident.Instant
	DER     []byte
	Revoked enrolling.Revocations
}

func authorityPlace(a enrolling.Authority) seal.Place {
	return seal.Place{Org: a.Org, Table: "authority", ID: string(a.ID), Rev: a.Rev}
}

// AddAuthority lets certificates of an authority lead into its organisation.
func (a Accounts) AddAuthority(u enrolling.Authority) error {
	u.Rev = 1
	body, err := a.Seal(authorityPlace(u), authorityBody{u.Name, u.Until, u.DER, u.Revoked})
	if err != nil {
		return err
	}
	_, err = a.Exec(`INSERT INTO authority (id, org, lookup, created_at, rev, body) VALUES ($1, $2, $3, $4, $5, $6)`,
		u.ID, u.Org, a.Keys.Digest("authority", string(u.DER)), u.CreatedAt, u.Rev, body)
	return err
}

// AuthoritiesOf lists the authorities whose certificates lead into an organisation, the oldest first; of another organisation
// than the scope's there are none.
func (a Accounts) AuthoritiesOf(org ident.Org) (list []enrolling.Authority, err error) {
	if a.Scope.Org != "" && a.Scope.Org != org {
		return nil, nil
	}
	var bodies [][]byte
	err = a.Each(`SELECT u.id, u.org, u.created_at, u.rev, u.body, `+row.Evidence("authority", "u")+` FROM authority u WHERE u.org = $1 AND u.ended_at IS NULL ORDER BY u.created_at, u.id LIMIT 100`,
		[]any{org}, func(scan func(...any) error) error {
			var u enrolling.Authority
			var body []byte
			var evidence string
			err := scan(&u.ID, &u.Org, &u.CreatedAt, &u.Rev, &body, &evidence)
			if a.Proved("authority", evidence) {
				list, bodies = append(list, u), append(bodies, body)
			}
			return err
		})
	for i := range list {
		if err != nil {
			break
		}
		var b authorityBody
		err = a.Open(authorityPlace(list[i]), bodies[i], &b)
		list[i].Name, list[i].Until, list[i].DER, list[i].Revoked = b.Name, b.Until, b.DER, b.Revoked
	}
	return list, err
}

// ChangeAuthority writes an authority of the scope's organisation over the revision that was read; ended takes it away.
func (a Accounts) ChangeAuthority(u enrolling.Authority, ended bool) error {
	u.Rev++
	body, err := a.Seal(authorityPlace(u), authorityBody{u.Name, u.Until, u.DER, u.Revoked})
	if err != nil {
		return err
	}
	query, args := `UPDATE authority SET rev = $1, body = $2 WHERE id = $3 AND rev = $4 AND org = $5 AND ended_at IS NULL`, []any{u.Rev, body, u.ID, u.Rev - 1, a.Scope.Org}
	if ended {
		query, args = `UPDATE authority SET ended_at = $6, rev = $1, body = $2 WHERE id = $3 AND rev = $4 AND org = $5 AND ended_at IS NULL`, append(args, a.Scope.At)
	}
	n, err := a.Exec(query, args...)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.account.stale", nil)
	}
	return err
}
