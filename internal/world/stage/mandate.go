package stage

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/mandating"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
)

type mandates interface {
	Org(ident.Org) (party.Org, error)
	MandateByID(ident.Object) (mandate.Mandate, error)
}

// Mandates are two 委任 of the maintainer: one with the waterworks that is in force, under which a draft was begun, and one that waits for the grid
// company.
func Mandates(ctx context.Context, db *store.DB, w *world.World, now func() time.Time) error {
	n := 0
	key := func(a access.Actor) ident.Key {
		n++
		return ident.Key{Org: a.Org, Actor: a.ID(), Route: "mandates", Client: fmt.Sprint(n)}
	}
	as := func(token string) access.Scope { return access.For(w.As(token), ident.At(now())) }
	propose, step := mandating.Propose{Act: store.Act[mandating.ProposeTx](db), Entropy: rand.Reader}, mandating.Step{Act: store.Act[mandating.StepTx](db), Entropy: rand.Reader}
	read := store.Read[mandates](db)
	today := law.DayOf(ident.At(now()))
	ask := func(token string, t mandate.Terms, facilities string) (m mandate.Mandate, err error) {
		var number string
		if err := read(ctx, as(token), func(tx mandates) error {
			o, err := tx.Org(w.As(token).Org)
			number = o.CorporateNumber
			return err
		}); err != nil {
			return m, err
		}
		t.From, t.Until = today, mandate.YearEnd(today)
		s := as("maintainer")
		id, err := propose.Do(ctx, s, key(s.Actor), mandate.Row{Number: number, Terms: t, Words: mandate.Words{Facilities: facilities}})
		if err != nil {
			return m, err
		}
		return m, read(ctx, s, func(tx mandates) (err error) {
			m, err = tx.MandateByID(id)
			return err
		})
	}
	whole := []mandate.Act{mandate.Draft, mandate.File, mandate.Fix, mandate.Notice}
	if _, err := ask("operator-admin", mandate.Terms{Acts: whole[:2], Sectors: []law.Sector{law.Electricity}}, "変電所の監視設備"); err != nil {
		return err
	}
	m, err := ask("water-admin", mandate.Terms{Acts: whole}, "北部浄水場の監視設備")
	if err != nil {
		return err
	}
	s := as("water-admin")
	id, err := step.Do(ctx, s, key(s.Actor), mandating.Taking{Number: m.Number, Do: mandate.Countersign})
	if err != nil {
		return err
	}
	if err := read(ctx, s, func(tx mandates) (err error) {
		m, err = tx.MandateByID(id)
		return err
	}); err != nil {
		return err
	}
	a, ok := m.Actor(w.As("maintainer"), today)
	if !ok {
		return fmt.Errorf("mandate %s lets nobody in", m.Number)
	}
	_, err = submitting.Open{Act: store.Act[submitting.OpenTx](db), Entropy: rand.Reader}.Do(ctx, access.For(a, ident.At(now())), key(a), notification.New.ID)
	return err
}
