package account

import (
	"time"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
)

// seenEvery is how exactly the last use of a session or token is known.
const seenEvery = time.Minute

// AddSession opens a session that its secret finds.
func (a Accounts) AddSession(s enrolling.Session, secret string) error {
	_, err := a.Exec(`INSERT INTO session (id, lookup, person, hat, method, created_at, seen_at, until_at, bound) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		s.ID, a.Keys.Digest("session", secret), s.Person, s.Hat, s.Method, s.CreatedAt, s.SeenAt, s.UntilAt, orNull(s.Bound))
	return err
}

// SessionBy finds who stands behind a session's secret, in one statement: the session has neither
// ended nor outlived its day, the person is active, the hat may be worn, its organisation still allows the way in by which
// the session was opened. Idleness is the caller's to judge.
func (a Accounts) SessionBy(secret string) (enrolling.Standing, error) {
	var st enrolling.Standing
	var s enrolling.Session
	var org ident.Org
	var unit ident.Unit
	var kind party.Kind
	var roles, methods, hatProof, orgProof, proof, person, rule string
	var rev int
	var body []byte
	err := a.One(`SELECT s.id, s.person, s.hat, s.method, s.created_at, s.seen_at, s.until_at, COALESCE(s.bound, ''), COALESCE(s.backed_at, 0),
		h.org, h.unit, h.roles, o.kind, `+row.Evidence("hat", "h")+`, `+row.Evidence("org", "o")+`, `+row.Evidence("session", "s")+`, `+row.Evidence("person", "p")+`, o.rev, o.body, COALESCE(g.methods, ''), `+row.Lasting("signin_rule", "g", "h.org")+`,
		(SELECT COUNT(*) FROM hat x WHERE x.person = s.person AND x.from_at <= $2 AND (x.until_at IS NULL OR x.until_at > $2) AND (s.bound IS NULL OR x.org = s.bound))
		FROM session s JOIN person p ON p.id = s.person JOIN hat h ON h.id = s.hat JOIN org o ON o.id = h.org LEFT JOIN signin_rule g ON g.org = h.org
		WHERE s.lookup = $1 AND s.ended_at IS NULL AND s.until_at > $2 AND `+currentHat("$2"),
		[]any{a.Keys.Digest("session", secret), a.Scope.At},
		&s.ID, &s.Person, &s.Hat, &s.Method, &s.CreatedAt, &s.SeenAt, &s.UntilAt, &s.Bound, &s.BackedAt, &org, &unit, &roles, &kind, &hatProof, &orgProof, &proof, &person, &rev, &body, &methods, &rule, &st.Hats)
	if err == nil && !(a.Proved("session", proof) && a.Proved("hat", hatProof) && a.Proved("org", orgProof) && a.Proved("person", person) && a.Stands("signin_rule", rule) && enrolling.ReadMethods(methods).Allows(s.Method)) {
		err = fault.Absent()
	}
	if err != nil {
		return enrolling.Standing{}, err
	}
	st.Actor, st.Session = actor(s.Hat, org, unit, kind, roles), s
	st.Person, st.Actor.Session, st.Bound = s.Person, s.ID, s.Bound
	return st, a.Open(row.OrgPlace(org, rev), body, &st.Org)
}

// LapsedBy finds whose session a secret was that nobody ended, and that was not over for longer than a time.
func (a Accounts) LapsedBy(secret string, within time.Duration) (p ident.Person, err error) {
	var proof, person string
	err = a.One(`SELECT s.person, `+row.Evidence("session", "s")+`, `+row.Evidence("person", "p")+` FROM session s JOIN person p ON p.id = s.person WHERE s.lookup = $1 AND s.ended_at IS NULL AND s.until_at > $2 AND p.state = 'active'`,
		[]any{a.Keys.Digest("session", secret), a.Scope.At.Add(-within)}, &p, &proof, &person)
	if err == nil && !(a.Proved("session", proof) && a.Proved("person", person)) {
		return "", fault.Absent()
	}
	return p, err
}

// SeenSession notes that a session was used, at most once a minute.
func (a Accounts) SeenSession(id ident.Session) error {
	_, err := a.Exec(`UPDATE session SET seen_at = $1 WHERE id = $2 AND seen_at <= $3 AND ended_at IS NULL`,
		a.Scope.At, id, a.Scope.At.Add(-seenEvery))
	return err
}

// Session returns a session that has not ended.
func (a Accounts) Session(id ident.Session) (enrolling.Session, error) {
	s := enrolling.Session{ID: id}
	var proof string
	within, args := a.bound("session.hat", 3)
	err := a.One(`SELECT person, hat, method, created_at, seen_at, until_at, COALESCE(bound, ''), COALESCE(backed_at, 0), `+row.Evidence("session", "session")+` FROM session
		WHERE id = $1 AND ended_at IS NULL AND until_at > $2`+within,
		append([]any{id, a.Scope.At}, args...), &s.Person, &s.Hat, &s.Method, &s.CreatedAt, &s.SeenAt, &s.UntilAt, &s.Bound, &s.BackedAt, &proof)
	if err == nil && (a.foreign(s.Person) || !a.Proved("session", proof)) {
		return enrolling.Session{}, fault.Absent()
	}
	return s, err
}

// Sessions lists a person's sessions that have not ended, the newest first.
func (a Accounts) Sessions(person ident.Person) (list []enrolling.Session, err error) {
	if a.foreign(person) {
		return nil, nil
	}
	within, args := a.bound("session.hat", 3)
	err = a.Each(`SELECT id, hat, method, created_at, seen_at, until_at FROM session
		WHERE person = $1 AND ended_at IS NULL AND until_at > $2`+within+` ORDER BY created_at DESC, id DESC LIMIT 100`,
		append([]any{person, a.Scope.At}, args...), func(scan func(...any) error) error {
			s := enrolling.Session{Person: person}
			err := scan(&s.ID, &s.Hat, &s.Method, &s.CreatedAt, &s.SeenAt, &s.UntilAt)
			list = append(list, s)
			return err
		})
	return list, err
}

// EndSession ends a session; one that has ended is Absent.
func (a Accounts) EndSession(id ident.Session) error {
	return one(a.Exec(`UPDATE session SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL`, a.Scope.At, id))
}

// EndOtherSessions ends every session of a person but one, as far as the scope's sign-in leads.
func (a Accounts) EndOtherSessions(person ident.Person, but ident.Session) error {
	within, args := a.bound("session.hat", 4)
	_, err := a.Exec(`UPDATE session SET ended_at = $1 WHERE person = $2 AND id <> $3 AND ended_at IS NULL`+within, append([]any{a.Scope.At, person, but}, args...)...)
	return err
}
