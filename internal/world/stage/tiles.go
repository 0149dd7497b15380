package stage

import (
	"context"
	"crypto/rand"
	"strconv"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/view"
	"kanmin/internal/flow/viewing"
	"kanmin/internal/world"
)

// tiles are what the people of an office want to see each morning.
var tiles = []struct {
	list        view.List
	name, query string
}{
	{view.Expected, "未提出の届出", "state=missing"},
	{view.Filings, "要確認の届出", "kind=asset.&state=arrived&flag=some"},
	{view.Received, "対応が要る報告", "need=me"},
}

// Tiles puts tiles on 本日の対応 of two offices.
func Tiles(ctx context.Context, db *store.DB, w *world.World, now ident.Instant) error {
	save := viewing.Save{Act: store.Act[viewing.SaveTx](db), Entropy: rand.Reader}
	pin := viewing.Pin{Act: store.Act[viewing.PinTx](db)}
	type tx interface {
		Tiles() ([]view.Tile, error)
	}
	for _, who := range []string{"ministry-officer", "cabinet-analyst"} {
		s := access.For(w.As(who), now)
		key := func(step string, i int) ident.Key {
			return ident.Key{Org: s.Org, Actor: s.ID(), Route: "world", Client: "tile " + step + strconv.Itoa(i)}
		}
		for i, t := range tiles {
			if err := save.Do(ctx, s, key("save", i), view.Saved{List: t.list, Share: view.Unit, Words: view.Words{Name: t.name, Query: t.query}}); err != nil {
				return err
			}
		}
		var list []view.Tile
		if err := store.Read[tx](db)(ctx, s, func(tx tx) (err error) { list, err = tx.Tiles(); return err }); err != nil {
			return err
		}
		for i, t := range list {
			if err := pin.Do(ctx, s, key("pin", i), viewing.Where{View: t.ID, Office: true, Move: view.Put}); err != nil {
				return err
			}
		}
	}
	return nil
}
