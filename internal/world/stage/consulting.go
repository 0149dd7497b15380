package stage

import (
	"context"
	"crypto/rand"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/consulting"
	"kanmin/internal/world"
)

// consulted is what is read of consultations.
type consulted interface {
	ConsultList(limit int) ([]consult.Consultation, error)
	Consult(ident.Number, access.Permission) (consult.Consultation, error)
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
}

// consults wires the flows of 相談窓口.
func consults(db *store.DB) world.Consulting {
	read := store.Read[consulted](db)
	return world.Consulting{
		Ask: consulting.Ask{Act: store.Act[consulting.AskTx](db), Entropy: rand.Reader}, Say: consulting.Say{Act: store.Act[consulting.Tx](db), Entropy: rand.Reader}, Mark: consulting.Mark{Act: store.Act[consulting.MarkTx](db), Entropy: rand.Reader},
		Find: func(ctx context.Context, s access.Scope, id ident.Object) (c consult.Consultation, err error) {
			return c, read(ctx, s, func(tx consulted) error {
				list, err := tx.ConsultList(100)
				if err != nil {
					return err
				}
				for _, one := range list {
					if one.ID == id {
						c, err = tx.Consult(one.Number, consulting.MayRead)
						return err
					}
				}
				return fault.Absent()
			})
		},
		Businesses: func(ctx context.Context, s access.Scope) (list []party.Designation, err error) {
			return list, read(ctx, s, func(tx consulted) error {
				list, err = tx.Sectors(s.Org, law.DayOf(s.At))
				return err
			})
		},
	}
}
