package account

import (
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// AddCountersign asks a second person of the scope's organisation.
func (a Accounts) AddCountersign(c enrolling.Countersign) error {
	body, err := a.Seal(place("countersign", c.ID, 1), c.Body)
	if err != nil {
		return err
	}
	_, err = a.Exec(`INSERT INTO countersign (id, org, kind, state, person, session, asked_at, until_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		c.ID, a.Scope.Org, c.Kind, c.State, c.Person, orNull(c.Session), c.AskedAt, c.UntilAt, body)
	return err
}

// Countersigns lists what is asked in the scope's organisation and neither answered nor too old, the oldest first.
func (a Accounts) Countersigns() (list []enrolling.Countersign, err error) {
	var bodies [][]byte
	err = a.Each(`SELECT id, kind, state, person, COALESCE(session, ''), asked_at, until_at, body FROM countersign
		WHERE org = $1 AND state = $2 AND until_at > $3 ORDER BY asked_at, id LIMIT 200`,
		[]any{a.Scope.Org, enrolling.CountersignAsked, a.Scope.At}, func(scan func(...any) error) error {
			var c enrolling.Countersign
			var body []byte
			err := scan(&c.ID, &c.Kind, &c.State, &c.Person, &c.Session, &c.AskedAt, &c.UntilAt, &body)
			list, bodies = append(list, c), append(bodies, body)
			return err
		})
	for i := range list {
		if err != nil {
			break
		}
		err = a.Open(place("countersign", list[i].ID, 1), bodies[i], &list[i].Body)
	}
	return list, err
}

// AnswerCountersign answers what is asked; what was answered meanwhile, or elsewhere, is Absent.
func (a Accounts) AnswerCountersign(id, state string) error {
	return one(a.Exec(`UPDATE countersign SET state = $1, by_person = $2, answered_at = $3 WHERE id = $4 AND org = $5 AND state = $6 AND until_at > $3`,
		state, a.Scope.Person, a.Scope.At, id, a.Scope.Org, enrolling.CountersignAsked))
}

// BackSession notes until when a second person stands by a session under a hat of the scope's organisation.
func (a Accounts) BackSession(id ident.Session, until ident.Instant) error {
	return one(a.Exec(`UPDATE session SET backed_at = $1 WHERE id = $2 AND ended_at IS NULL AND hat IN (SELECT h.id FROM hat h WHERE h.org = $3)`,
		until, id, a.Scope.Org))
}
