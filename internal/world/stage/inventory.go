package stage

import (
	"context"
	"fmt"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/registering"
	"kanmin/internal/world"
)

// Inventory fills 機器台帳 of an operator of the world, through the flows of the product.
func Inventory(ctx context.Context, db *store.DB, w *world.World, at ident.Instant, token string) error {
	place, rows := w.Inventory()
	s := w.Scope(token, at)
	key := func(what string) ident.Key {
		return ident.Key{Org: s.Org, Actor: s.ID(), Route: "inventory", Client: what}
	}
	type tx interface {
		Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
	}
	if err := store.Read[tx](db)(ctx, s, func(tx tx) error {
		list, err := tx.Sectors(s.Org, law.DayOf(at))
		if len(list) > 0 {
			place.Business = list[0].ID
		}
		return err
	}); err != nil {
		return err
	}
	if _, err := (registering.SetPlace{Act: store.Act[registering.PlaceTx](db), Entropy: db.Entropy}).Do(ctx, s, key("place"), registering.Placing{Asked: place}); err != nil {
		return fmt.Errorf("world: a facility: %w", err)
	}
	writing := registering.Writing{}
	for _, cells := range rows {
		writing.Rows = append(writing.Rows, registering.Written{Cells: cells})
	}
	if err := (registering.SetItems{Act: store.Act[registering.ItemsTx](db), Entropy: db.Entropy}).Do(ctx, s, key("rows"), writing); err != nil {
		return fmt.Errorf("world: 機器台帳: %w", err)
	}
	return nil
}
