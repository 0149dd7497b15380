package account

import (
	"time"

	"kanmin/internal/flow/enrolling"
)

func (a Accounts) ceremony(kind, secret string) string {
	return name(a.Keys.Digest("ceremony."+kind, secret))
}

// AddCeremony keeps something half done until its secret comes back. What is too old goes.
func (a Accounts) AddCeremony(c enrolling.Ceremony, secret string) error {
	if _, err := a.Exec(`DELETE FROM ceremony WHERE until_at < $1`, a.Scope.At); err != nil {
		return err
	}
	id := a.ceremony(c.Kind, secret)
	body, err := a.Seal(place("ceremony", id, 1), c.Body)
	if err != nil {
		return err
	}
	var person any
	if c.Person != "" {
		person = c.Person
	}
	_, err = a.Exec(`INSERT INTO ceremony (id, kind, person, until_at, tries, body) VALUES ($1, $2, $3, $4, 0, $5)`, id, c.Kind, person, c.UntilAt, body)
	return err
}

// Ceremony returns what was begun, without spending it; what is spent, too old or of another kind is Absent.
func (a Accounts) Ceremony(kind, secret string) (enrolling.Ceremony, error) {
	return a.begun(`SELECT kind, COALESCE(person, ''), until_at, body FROM ceremony WHERE id = $1 AND until_at > $2`, kind, secret)
}

// TakeCeremony returns what was begun and spends it.
func (a Accounts) TakeCeremony(kind, secret string) (enrolling.Ceremony, error) {
	return a.begun(`DELETE FROM ceremony WHERE id = $1 AND until_at > $2 RETURNING kind, COALESCE(person, ''), until_at, body`, kind, secret)
}

func (a Accounts) begun(query, kind, secret string) (enrolling.Ceremony, error) {
	var c enrolling.Ceremony
	var body []byte
	id := a.ceremony(kind, secret)
	if err := a.One(query, []any{id, a.Scope.At}, &c.Kind, &c.Person, &c.UntilAt, &body); err != nil {
		return c, err
	}
	return c, a.Open(place("ceremony", id, 1), body, &c.Body)
}

// Try counts one try at something (an e-mail address, a link), known or not, and returns how many there were
// within the window that the first of them opened.
func (a Accounts) Try(what string, window time.Duration) (tries int, err error) {
	id := name(a.Keys.Digest("try", what))
	err = a.One(`INSERT INTO ceremony (id, kind, until_at, tries, body) VALUES ($1, 'try', $2, 1, $3)
		ON CONFLICT (id) DO UPDATE SET tries = CASE WHEN ceremony.until_at <= $4 THEN 1 ELSE ceremony.tries + 1 END,
			until_at = CASE WHEN ceremony.until_at <= $4 THEN excluded.until_at ELSE ceremony.until_at END
		RETURNING tries`, []any{id, a.Scope.At.Add(window), []byte{}, a.Scope.At}, &tries)
	return tries, err
}

// Succeeded forgets the tries at something.
func (a Accounts) Succeeded(what string) error {
	_, err := a.Exec(`DELETE FROM ceremony WHERE id = $1`, name(a.Keys.Digest("try", what)))
	return err
}
