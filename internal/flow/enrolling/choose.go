package enrolling

import (
	"context"
	"io"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// ChooseTx is what the demonstration's sign-in needs.
type ChooseTx interface {
	Now() ident.Instant
	World() (string, error)
	HatOf(ident.Hat) (Hat, error)
	HatsOf(ident.Person) ([]Hat, error)
	AddSession(s Session, secret string) error
}

// Choose opens a session for a person of the fictional world, without any proof.
type Choose struct {
	Act     Act[ChooseTx]
	Entropy io.Reader
	Whole   time.Duration
}

// Do refuses a database that is not marked as a demonstration, inside the act, whoever wired it.
func (c Choose) Do(ctx context.Context, s access.Scope, hat ident.Hat) (o Opened, err error) {
	defer fault.Wrap(&err, "enrolling.Choose")
	_, err = c.Act(ctx, s, ident.Key{}, func(tx ChooseTx) (ledger.Entry, error) {
		if world, err := tx.World(); err != nil || world != WorldDemo {
			return ledger.Entry{}, fault.Absent()
		}
		h, err := tx.HatOf(hat)
		if err != nil {
			return ledger.Entry{}, err
		}
		hats, err := tx.HatsOf(h.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		if o, err = open(tx.Now(), h, Demo, c.Whole, c.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		o.Hats = len(hats)
		return opened(ledger.SessionOpened, o, h), tx.AddSession(o.Session, o.Secret)
	})
	return o, err
}
