package account

import (
	"net/netip"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
)

// tokenBody is the sealed part of a token.
type tokenBody struct {
	Label string
	Only  []access.Permission `json:",omitempty"`
	From  []netip.Prefix      `json:",omitempty"`
}

// AddToken adds a service token that its secret finds.
func (a Accounts) AddToken(t enrolling.Token, secret string) error {
	body, err := a.Seal(place("token", string(t.ID), 1), tokenBody{t.Label, t.Only, t.From})
	if err != nil {
		return err
	}
	_, err = a.Exec(`INSERT INTO token (id, lookup, hat, created_at, until_at, rev, body) VALUES ($1, $2, $3, $4, $5, 1, $6)`,
		t.ID, a.Keys.Digest("token", secret), t.Hat, t.CreatedAt, t.UntilAt, body)
	return err
}

// TokenBy finds under which hat a token acts. The person is left out: it is the token that acts.
func (a Accounts) TokenBy(secret string) (enrolling.Standing, error) {
	var st enrolling.Standing
	var t enrolling.Token
	var org ident.Org
	var unit ident.Unit
	var kind party.Kind
	var roles, hatProof, orgProof, proof, person string
	var rev int
	var body, own []byte
	err := a.One(`SELECT t.id, t.hat, t.created_at, COALESCE(t.used_at, 0), t.until_at, t.body, h.org, h.unit, h.roles, o.kind, `+row.Evidence("hat", "h")+`, `+row.Evidence("org", "o")+`, `+row.Evidence("token", "t")+`, `+row.Evidence("person", "p")+`, o.rev, o.body
		FROM token t JOIN hat h ON h.id = t.hat JOIN person p ON p.id = h.person JOIN org o ON o.id = h.org
		WHERE t.lookup = $1 AND t.ended_at IS NULL AND t.until_at > $2 AND `+currentHat("$2"),
		[]any{a.Keys.Digest("token", secret), a.Scope.At},
		&t.ID, &t.Hat, &t.CreatedAt, &t.UsedAt, &t.UntilAt, &own, &org, &unit, &roles, &kind, &hatProof, &orgProof, &proof, &person, &rev, &body)
	if err == nil && !(a.Proved("token", proof) && a.Proved("hat", hatProof) && a.Proved("org", orgProof) && a.Proved("person", person)) {
		err = fault.Absent()
	}
	if err != nil {
		return st, err
	}
	if err := a.openToken(&t, own); err != nil {
		return st, err
	}
	st.Actor, st.Token, st.Hats = actor(t.Hat, org, unit, kind, roles), t, 1
	st.Actor.Token, st.Only = t.ID, t.Only
	return st, a.Open(row.OrgPlace(org, rev), body, &st.Org)
}

func (a Accounts) openToken(t *enrolling.Token, body []byte) error {
	var b tokenBody
	err := a.Open(place("token", string(t.ID), 1), body, &b)
	t.Label, t.Only, t.From = b.Label, b.Only, b.From
	return err
}

// TokenLabel returns what the token that acts is called; there is no other that it may ask for.
func (a Accounts) TokenLabel(id ident.Token) (string, error) {
	if a.Scope.Token != id {
		return "", fault.Absent()
	}
	t := enrolling.Token{ID: id}
	var body []byte
	if err := a.One(`SELECT body FROM token WHERE id = $1`, []any{id}, &body); err != nil {
		return "", err
	}
	err := a.openToken(&t, body)
	return t.Label, err
}

// SeenToken notes that a token was used, at most once a minute.
func (a Accounts) SeenToken(id ident.Token) error {
	_, err := a.Exec(`UPDATE token SET used_at = $1 WHERE id = $2 AND (used_at IS NULL OR used_at <= $3)`,
		a.Scope.At, id, a.Scope.At.Add(-seenEvery))
	return err
}

// Tokens lists the live tokens under a person's hats, the newest first.
func (a Accounts) Tokens(person ident.Person) (list []enrolling.Token, err error) {
	if a.foreign(person) {
		return nil, nil
	}
	var bodies [][]byte
	within, args := a.bound("h.id", 3)
	err = a.Each(`SELECT t.id, t.hat, t.created_at, COALESCE(t.used_at, 0), t.until_at, t.body FROM token t JOIN hat h ON h.id = t.hat
		WHERE h.person = $1 AND t.ended_at IS NULL AND t.until_at > $2`+within+` ORDER BY t.created_at DESC, t.id DESC LIMIT 100`,
		append([]any{person, a.Scope.At}, args...), func(scan func(...any) error) error {
			var t enrolling.Token
			var body []byte
			err := scan(&t.ID, &t.Hat, &t.CreatedAt, &t.UsedAt, &t.UntilAt, &body)
			list, bodies = append(list, t), append(bodies, body)
			return err
		})
	for i := range list {
		if err != nil {
			break
		}
		err = a.openToken(&list[i], bodies[i])
	}
	return list, err
}

// EndToken ends a token; one that has ended is Absent.
func (a Accounts) EndToken(id ident.Token) error {
	return one(a.Exec(`UPDATE token SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL`, a.Scope.At, id))
}
