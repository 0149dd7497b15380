package serve

import (
	"context"
	"strings"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
)

// Suspect names whose reads are in question; Person is an e-mail address or an id.
type Suspect struct {
	Person      string
	Session     ident.Session
	Token       ident.Token
	From, Until ident.Instant
}

// Exposure is which records could have been read, and which were.
type Exposure = store.Exposure

// Exposed are the records of one organisation.
type Exposed = store.Exposed

// Exposure answers which records somebody could have read, and which they did (kanmin account exposure).
func (h *House) Exposure(ctx context.Context, who Suspect) (Exposure, error) {
	s := store.Suspect{Person: ident.Person(who.Person), Session: who.Session, Token: who.Token, From: who.From, Until: who.Until}
	if strings.Contains(who.Person, "@") {
		type byMail interface {
			PersonBy(mail string) (ident.Person, error)
		}
		err := store.Read[byMail](h.DB)(ctx, access.System("exposure", ident.At(h.Now())), func(tx byMail) (err error) {
			s.Person, err = tx.PersonBy(who.Person)
			return err
		})
		if err != nil {
			return Exposure{}, err
		}
	}
	return h.DB.Exposure(ctx, s)
}
