package stage

import (
	"context"
	"fmt"
	"slices"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notification"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
)

// Notifications files what the operators of the world notify, but for those whose own pages are to begin empty, and has it opened by the offices.
func Notifications(ctx context.Context, db *store.DB, w *world.World, at ident.Instant, but ...string) error {
	file := submitting.File{Act: store.Act[submitting.FileTx](db), Entropy: db.Entropy}
	doors := Doors(db, world.NewClock(at.Time()))
	for i, n := range w.Notifications() {
		if slices.ContainsFunc(but, func(token string) bool { return w.As(token).Org == n.By.Org }) {
			continue
		}
		key := ident.Key{Org: n.By.Org, Actor: n.By.ID(), Route: "notified", Client: fmt.Sprint(i)}
		id, err := file.Do(ctx, access.For(n.By, at), key, submitting.Sending{Of: notification.New.ID, Values: n.Values})
		if err != nil {
			return fmt.Errorf("world: notification %d: %w", i, err)
		}
		for _, office := range []string{"cabinet-analyst", "ministry-officer"} {
			if err := doors.Open(ctx, w.Scope(office, at), id); err != nil && !fault.Is(err, fault.Hidden) {
				return err
			}
		}
	}
	return nil
}
