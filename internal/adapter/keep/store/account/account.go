// Package account keeps how people sign in: credentials, sessions, tokens, invitations, and what
// is half done. A secret is kept as a keyed digest only; what must come back is sealed with the
// house's own key.
package account

import (
	"encoding/hex"
	"strconv"
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
)

// Accounts are the rows of a transaction about signing in.
type Accounts struct{ *row.Q }

// place is where the house seals a row about accounts.
func place(table, id string, rev int) seal.Place {
	return seal.Place{Org: seal.House, Table: table, ID: id, Rev: rev}
}

// foreign reports whether somebody who is signed in asks for the ways in of another person.
func (a Accounts) foreign(person ident.Person) bool {
	return a.Scope.Org != "" && a.Scope.Person != person
}

// bound narrows a statement to hats of the organisation out of which the scope's sign-in does not lead: hat is the column
// that names the hat, n the number of the next placeholder.
func (a Accounts) bound(hat string, n int) (where string, args []any) {
	if a.Scope.Bound == "" {
		return "", nil
	}
	return ` AND EXISTS (SELECT 1 FROM hat b WHERE b.id = ` + hat + ` AND b.org = $` + strconv.Itoa(n) + `)`, []any{a.Scope.Bound}
}

// one turns the number of changed rows into the one answer for "none" and "not yours".
func one(n int64, err error) error {
	if err == nil && n == 0 {
		return fault.Absent()
	}
	return err
}

// currentHat is the condition under which a hat (h) of an active person (p) may be worn at $n.
func currentHat(at string) string {
	return `p.state = 'active' AND h.from_at <= ` + at + ` AND (h.until_at IS NULL OR h.until_at > ` + at + `)`
}

// HatsOf lists the hats that a person may wear now, in the order in which they were given.
func (a Accounts) HatsOf(person ident.Person) ([]enrolling.Hat, error) {
	if a.foreign(person) {
		return nil, nil
	}
	return a.hats(`h.person = $2`, person)
}

// HatOf returns one hat that may be worn now.
func (a Accounts) HatOf(id ident.Hat) (enrolling.Hat, error) {
	list, err := a.hats(`h.id = $2`, id)
	if err == nil && (len(list) == 0 || a.foreign(list[0].Person)) {
		err = fault.Absent()
	}
	if err != nil {
		return enrolling.Hat{}, err
	}
	return list[0], nil
}

// ActorOf is who wears a hat now, for work that goes on while its person is away. A hat that may not be worn any more is Absent.
func (a Accounts) ActorOf(id ident.Hat) (access.Actor, error) {
	h, err := a.HatOf(id)
	if err != nil {
		return access.Actor{}, err
	}
	return actor(h.ID, h.Hat.Org, h.Hat.Unit, h.Kind, strings.Join(h.Roles, " ")), nil
}

func (a Accounts) hats(which string, id any) ([]enrolling.Hat, error) {
	var list []enrolling.Hat
	var bodies [][2]row.Body
	within, args := a.bound("h.id", 3)
	err := a.Each(`SELECT h.id, h.person, h.org, h.unit, h.roles, o.kind, `+row.Evidence("hat", "h")+`, `+row.Evidence("org", "o")+`, `+row.Evidence("person", "p")+`, o.rev, o.body, u.rev, u.body, COALESCE(g.methods, ''), `+row.Lasting("signin_rule", "g", "h.org")+` FROM hat h JOIN person p ON p.id = h.person
		JOIN org o ON o.id = h.org JOIN unit u ON u.id = h.unit LEFT JOIN signin_rule g ON g.org = h.org WHERE `+which+` AND `+currentHat("$1")+within+` ORDER BY h.from_at, h.id LIMIT 100`,
		append([]any{a.Scope.At, id}, args...), func(scan func(...any) error) error {
			var h enrolling.Hat
			var roles, methods, hat, org, person, rule string
			var body [2]row.Body
			err := scan(&h.ID, &h.Person, &h.Hat.Org, &h.Hat.Unit, &roles, &h.Kind, &hat, &org, &person, &body[0].Rev, &body[0].Sealed, &body[1].Rev, &body[1].Sealed, &methods, &rule)
			h.Roles, h.Methods = strings.Fields(roles), enrolling.ReadMethods(methods)
			if a.Proved("hat", hat) && a.Proved("org", org) && a.Proved("person", person) && a.Stands("signin_rule", rule) {
				list, bodies = append(list, h), append(bodies, body)
			}
			return err
		})
	for i := range list {
		if err != nil {
			break
		}
		org, unit := list[i].Hat.Org, list[i].Hat.Unit
		if err = a.Open(row.OrgPlace(org, bodies[i][0].Rev), bodies[i][0].Sealed, &list[i].Org); err == nil {
			err = a.Open(row.UnitPlace(org, unit, bodies[i][1].Rev), bodies[i][1].Sealed, &list[i].Unit)
		}
	}
	return list, err
}

// AddLogin lets a person be found by an e-mail address. An address that is somebody's is a Conflict fault.
func (a Accounts) AddLogin(person ident.Person, mail string) error {
	_, err := a.Exec(`INSERT INTO login (lookup, person) VALUES ($1, $2)`, a.login(mail), person)
	return err
}

func (a Accounts) login(mail string) []byte {
	return a.Keys.Digest("login", enrolling.TidyMail(mail))
}

// actor is who wears a hat.
func actor(hat ident.Hat, org ident.Org, unit ident.Unit, kind party.Kind, roles string) access.Actor {
	a := access.Actor{Hat: hat, Org: org, Unit: unit, Kind: kind}
	for r := range strings.FieldsSeq(roles) {
		a.Roles = append(a.Roles, access.Role(r))
	}
	return a
}

// orNull is an id that may be missing.
func orNull[T ~string](id T) any {
	if id == "" {
		return nil
	}
	return id
}

// name is a digest as a primary key.
func name(digest []byte) string { return hex.EncodeToString(digest) }

// PersonBy finds a person by the e-mail address under which they sign in.
func (a Accounts) PersonBy(mail string) (id ident.Person, err error) {
	var proof string
	err = a.One(`SELECT l.person, `+row.Evidence("login", "l")+` FROM login l WHERE l.lookup = $1`, []any{a.login(mail)}, &id, &proof)
	if err == nil && !a.Proved("login", proof) {
		return "", fault.Absent()
	}
	return id, err
}
