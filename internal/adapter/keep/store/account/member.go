package account

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
)

// memberLimit bounds the people of one organisation on one page.
const memberLimit = 5000

// MethodsOf returns the ways in that an organisation has chosen; of another organisation than the scope's it is Absent. A rule that no act
// wrote allows none.
func (a Accounts) MethodsOf(org ident.Org) (enrolling.Methods, error) {
	if a.Scope.Org != "" && a.Scope.Org != org {
		return nil, fault.Absent()
	}
	var methods, rule string
	err := a.One(`SELECT COALESCE(g.methods, ''), `+row.Lasting("signin_rule", "g", "o.id")+` FROM org o LEFT JOIN signin_rule g ON g.org = o.id WHERE o.id = $1`, []any{org}, &methods, &rule)
	if !a.Stands("signin_rule", rule) {
		return enrolling.Methods{}, err
	}
	return enrolling.ReadMethods(methods), err
}

// SetMethods replaces the ways into the scope's organisation. Who acts for a part of it only is told that it is Absent.
func (a Accounts) SetMethods(m enrolling.Methods) error {
	return one(a.Exec(`INSERT INTO signin_rule (org, methods, changed_at) SELECT u.org, $1, $2 FROM unit u WHERE u.id = $3 AND u.org = $4 AND u.parent IS NULL
		ON CONFLICT (org) DO UPDATE SET methods = excluded.methods, changed_at = excluded.changed_at`, m.String(), a.Scope.At, a.Scope.Unit, a.Scope.Org))
}

// Roster lists the hats of the scope's organisation, at or below its unit, that may be worn now, by name.
func (a Accounts) Roster() (list []enrolling.Member, err error) {
	var bodies [][]byte
	var revs []int
	err = a.Each(`SELECT h.id, h.person, h.unit, h.roles, p.rev, p.body,
		(SELECT COUNT(*) FROM session s WHERE s.hat = h.id AND s.ended_at IS NULL AND s.until_at > $1),
		COALESCE((SELECT string_agg(c.kind, ' ') FROM credential c WHERE c.person = h.person AND c.ended_at IS NULL AND (c.org IS NULL OR c.org = h.org)), '')
		FROM hat h JOIN person p ON p.id = h.person JOIN unit_above x ON x.unit = h.unit
		WHERE h.org = $2 AND x.above = $3 AND `+currentHat("$1")+` ORDER BY h.from_at, h.id LIMIT $4`,
		[]any{a.Scope.At, a.Scope.Org, a.Scope.Unit, memberLimit}, func(scan func(...any) error) error {
			var m enrolling.Member
			var roles, ways string
			var body []byte
			var rev int
			err := scan(&m.Hat, &m.Person, &m.Unit, &roles, &rev, &body, &m.Sessions, &ways)
			for r := range strings.FieldsSeq(roles) {
				m.Roles = append(m.Roles, access.Role(r))
			}
			for w := range strings.FieldsSeq(ways) {
				m.Ways = append(m.Ways, enrolling.Method(w))
			}
			slices.Sort(m.Ways)
			list, bodies, revs = append(list, m), append(bodies, body), append(revs, rev)
			return err
		})
	for i := range list {
		if err != nil {
			break
		}
		list[i].Name, err = a.nameOf(list[i].Person, revs[i], bodies[i])
	}
	return list, err
}

// MemberWays lists the live ways in of somebody who has, or had, a hat of the scope's organisation, without what they are
// made of. Somebody of elsewhere is Absent.
func (a Accounts) MemberWays(person ident.Person) ([]enrolling.Credential, error) {
	var n int
	if err := a.One(`SELECT COUNT(*) FROM hat h JOIN unit_above x ON x.unit = h.unit WHERE h.person = $1 AND h.org = $2 AND x.above = $3`,
		[]any{person, a.Scope.Org, a.Scope.Unit}, &n); err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, fault.Absent()
	}
	list, err := a.credentials(`SELECT `+columns+` WHERE c.person = $1 AND c.ended_at IS NULL AND (c.org IS NULL OR c.org = $2) ORDER BY c.created_at, c.id LIMIT 100`,
		person, a.Scope.Org)
	for i := range list {
		list[i].Handle, list[i].Key, list[i].Code, list[i].Printed = nil, nil, nil, nil
	}
	return list, err
}

// ofMembers is the condition on a session (s) under a hat of the scope's organisation at or below its unit.
const ofMembers = `s.ended_at IS NULL AND EXISTS (SELECT 1 FROM hat h JOIN unit_above x ON x.unit = h.unit WHERE h.id = s.hat AND h.org = $1 AND x.above = $2)`

// MemberSessions lists the live sessions under the organisation's hats that were used since an instant, the newest first.
func (a Accounts) MemberSessions(since ident.Instant) (list []enrolling.MemberSession, err error) {
	var bodies [][]byte
	var revs []int
	err = a.Each(`SELECT s.id, s.person, s.hat, s.method, s.created_at, s.seen_at, s.until_at, p.rev, p.body FROM session s JOIN person p ON p.id = s.person
		WHERE `+ofMembers+` AND s.until_at > $3 AND s.seen_at >= $4 ORDER BY s.created_at DESC, s.id DESC LIMIT $5`,
		[]any{a.Scope.Org, a.Scope.Unit, a.Scope.At, since, memberLimit}, func(scan func(...any) error) error {
			var s enrolling.MemberSession
			var body []byte
			var rev int
			err := scan(&s.ID, &s.Person, &s.Hat, &s.Method, &s.CreatedAt, &s.SeenAt, &s.UntilAt, &rev, &body)
			list, bodies, revs = append(list, s), append(bodies, body), append(revs, rev)
			return err
		})
	for i := range list {
		if err != nil {
			break
		}
		list[i].Name, err = a.nameOf(list[i].Person, revs[i], bodies[i])
	}
	return list, err
}

// EndMemberSessions ends every session of a person under the organisation's hats and returns their number.
func (a Accounts) EndMemberSessions(person ident.Person) (int, error) {
	n, err := a.Exec(`UPDATE session AS s SET ended_at = $3 WHERE s.person = $4 AND `+ofMembers, a.Scope.Org, a.Scope.Unit, a.Scope.At, person)
	return int(n), err
}

// EndBearers ends the sessions under the scope's organisation's hats that certificates opened which hold no longer, and returns
// their number. Who has several is judged by each: one that does not hold ends them all.
func (a Accounts) EndBearers(still func(enrolling.Credential) bool) (ended int, err error) {
	list, err := a.credentials(`SELECT `+columns+` WHERE c.kind = $1 AND c.org = $2 AND c.ended_at IS NULL`, enrolling.Certificate, a.Scope.Org)
	for _, c := range list {
		if err != nil || still(c) {
			continue
		}
		var n int64
		n, err = a.Exec(`UPDATE session SET ended_at = $1 WHERE person = $2 AND method = $3 AND ended_at IS NULL AND hat IN (SELECT h.id FROM hat h WHERE h.org = $4)`,
			a.Scope.At, c.Person, enrolling.Certificate, a.Scope.Org)
		ended += int(n)
	}
	return ended, err
}

// EndOrgSessions ends every session under hats of an organisation, whichever it is, and returns their number.
func (a Accounts) EndOrgSessions(org ident.Org) (int, error) {
	n, err := a.Exec(`UPDATE session SET ended_at = $1 WHERE ended_at IS NULL AND hat IN (SELECT h.id FROM hat h WHERE h.org = $2)`, a.Scope.At, org)
	return int(n), err
}

func (a Accounts) nameOf(id ident.Person, rev int, body []byte) (string, error) {
	var p party.Person
	err := a.Open(seal.Place{Org: seal.House, Table: "person", ID: string(id), Rev: rev}, body, &p)
	return p.Name, err
}
