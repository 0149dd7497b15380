package login

import (
	"context"
	"net/http"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/flow/enrolling"
)

// heldLife is how long a form waits for its person to sign in again.
const heldLife = 30 * time.Minute

// lapsedLife is how long after its end a session still says for whom a form is to be kept.
const lapsedLife = 24 * time.Hour

// Hold keeps a form, sealed, until its person has signed in again (gate.Gate.Hold).
func (d *Door) Hold(ctx context.Context, s access.Scope, h gate.Held) (string, error) {
	return d.begin(ctx, s, heldLife, enrolling.Ceremony{
		Kind: enrolling.CeremonyHeld, Person: s.Person, Body: enrolling.CeremonyBody{Path: h.Path, Fields: h.Fields},
	})
}

// Lapsed tells whose session a cookie was that ended by time alone within the last day (gate.Gate.Lapsed). One that
// somebody ended says nothing.
func (d *Door) Lapsed(r *http.Request) (access.Scope, bool) {
	s := d.nobody()
	c, err := r.Cookie(d.cookieName())
	if err != nil || len(c.Value) != secretLength {
		return s, false
	}
	err = d.Read(r.Context(), s, func(tx ReadTx) (err error) {
		s.Person, err = tx.LapsedBy(c.Value, lapsedLife)
		return err
	})
	return s, err == nil
}

// Held returns a form that was kept. One of somebody else is as absent as one that is too old.
func (d *Door) Held(ctx context.Context, s access.Scope, secret string) (gate.Held, error) {
	var c enrolling.Ceremony
	err := d.Read(ctx, s, func(tx ReadTx) (err error) {
		c, err = tx.Ceremony(enrolling.CeremonyHeld, secret)
		return err
	})
	if err == nil && (s.Person == "" || c.Person != s.Person) {
		err = fault.Absent()
	}
	return gate.Held{Path: c.Body.Path, Fields: c.Body.Fields}, err
}
