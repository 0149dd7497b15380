package account

import (
	"bytes"
	"cmp"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// feedBody is the sealed part of an address: what it was when it was made.
type feedBody struct {
	Lookup  []byte
	Person  ident.Person
	Hat     ident.Hat
	UntilAt ident.Instant
	Tells   agenda.Tells `json:",omitempty"` // empty: of before it could tell anything but dates
}

// told is what was sealed of an address.
func (b feedBody) told() agenda.Tells { return cmp.Or(b.Tells, agenda.TellsDates) }

// AddFeed adds an address of the scope's person that its secret finds.
func (a Accounts) AddFeed(f agenda.Feed, secret string) error {
	lookup := a.Keys.Digest("feed", secret)
	body, err := a.Seal(place("feed", string(f.ID), 1), feedBody{lookup, f.Person, f.Hat, f.UntilAt, f.Tells})
	if err != nil {
		return err
	}
	_, err = a.Exec(`INSERT INTO feed (id, lookup, org, person, hat, created_at, until_at, tells, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, f.ID, lookup, a.Scope.Org, f.Person, f.Hat, f.CreatedAt, f.UntilAt, f.Tells, body)
	return err
}

// EndFeeds ends the address that tells the scope's person something under their hat, and returns how many there were.
func (a Accounts) EndFeeds(tells agenda.Tells) (int64, error) {
	return a.Exec(`UPDATE feed SET ended_at = $1 WHERE person = $2 AND hat = $3 AND org = $4 AND tells = $5 AND ended_at IS NULL`, a.Scope.At, a.Scope.Person, a.Scope.Hat, a.Scope.Org, tells)
}

// Feed is the address that tells the scope's person something under their hat; the zero value where they have none.
func (a Accounts) Feed(tells agenda.Tells) (f agenda.Feed, err error) {
	err = a.Each(`SELECT f.id, f.tells, f.org, f.person, f.hat, f.created_at, f.until_at, COALESCE(f.used_at, 0) FROM feed f WHERE f.person = $1 AND f.hat = $2 AND f.org = $3 AND f.tells = $4 AND f.ended_at IS NULL
		AND f.until_at > $5 ORDER BY f.created_at DESC, f.id LIMIT 1`, []any{a.Scope.Person, a.Scope.Hat, a.Scope.Org, tells, a.Scope.At}, func(scan func(...any) error) error {
		return scan(&f.ID, &f.Tells, &f.Org, &f.Person, &f.Hat, &f.CreatedAt, &f.UntilAt, &f.UsedAt)
	})
	return f, err
}

// FeedBy finds under which hat an address reads, as that stands now. The person is left out: it is a program that reads. One that has ended or run out, whose person may
// no longer sign in, or whose hat is over, is Absent like one that never was.
func (a Accounts) FeedBy(secret string) (f agenda.Feed, by access.Actor, err error) {
	var org ident.Org
	var unit ident.Unit
	var kind party.Kind
	var roles, hatProof, orgProof, person string
	var body []byte
	lookup := a.Keys.Digest("feed", secret)
	if err := a.One(`SELECT f.id, f.tells, f.org, f.person, f.hat, f.created_at, f.until_at, COALESCE(f.used_at, 0), f.body, h.org, h.unit, h.roles, o.kind, `+row.Evidence("hat", "h")+`, `+row.Evidence("org", "o")+`, `+row.Evidence("person", "p")+`
		FROM feed f JOIN hat h ON h.id = f.hat JOIN person p ON p.id = h.person AND p.id = f.person JOIN org o ON o.id = h.org
		WHERE f.lookup = $1 AND f.ended_at IS NULL AND f.until_at > $2 AND `+currentHat("$2"), []any{lookup, a.Scope.At},
		&f.ID, &f.Tells, &f.Org, &f.Person, &f.Hat, &f.CreatedAt, &f.UntilAt, &f.UsedAt, &body, &org, &unit, &roles, &kind, &hatProof, &orgProof, &person); err != nil {
		return agenda.Feed{}, by, err
	}
	if !(a.Proved("hat", hatProof) && a.Proved("org", orgProof) && a.Proved("person", person)) {
		return agenda.Feed{}, by, fault.Absent()
	}
	var was feedBody
	if err := a.Open(place("feed", string(f.ID), 1), body, &was); err != nil {
		return agenda.Feed{}, by, err
	}
	if !bytes.Equal(was.Lookup, lookup) || was.Hat != f.Hat || was.Person != f.Person || was.UntilAt != f.UntilAt || was.told() != f.Tells {
		return agenda.Feed{}, by, fault.Absent()
	}
	return f, actor(f.Hat, org, unit, kind, roles), nil
}

// FetchFeed notes that an address is fetched; false where it was a moment ago.
func (a Accounts) FetchFeed(id ident.Object) (bool, error) {
	n, err := a.Exec(`UPDATE feed SET used_at = $1 WHERE id = $2 AND org = $3 AND (used_at IS NULL OR used_at <= $4)`, a.Scope.At, id, a.Scope.Org, a.Scope.At.Add(-agenda.FeedEvery))
	return n == 1, err
}
