package serve

import (
	"context"
	"log/slog"

	"golang.org/x/sync/errgroup"

	"kanmin/internal/adapter/door/web/ministry/today"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/flow/attaching"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/flow/breaking"
	"kanmin/internal/flow/instituting"
	"kanmin/internal/flow/phasing"
)

// background starts what runs beside the doors. On several nodes each loop asks for its lease; one gets it.
func (h *House) background(ctx context.Context, group *errgroup.Group) error {
	sender, err := h.sender()
	if err != nil {
		return err
	}
	if sender != nil {
		group.Go(func() error { return h.DB.RunOutbox(ctx, linking{sender, h.Base.String()}) })
	}
	scope := access.System("background", ident.At(h.Now()))
	group.Go(func() error { return h.DB.RunSequencer(ctx) })
	group.Go(func() error { return h.DB.RunLooks(ctx, scope) })
	group.Go(func() error {
		return h.Names.Run(ctx, scope, func(err error) { h.Log.LogAttrs(ctx, slog.LevelError, "names", slog.String("err", err.Error())) })
	})
	group.Go(func() error { return h.watchDictionary(ctx) })
	group.Go(func() error { return h.DB.RunWatch(ctx, scope) })
	group.Go(func() error { return h.DB.RunStale(ctx, scope) })
	group.Go(func() error { return h.DB.RunTasks(ctx, auditing.Queue, h.DB.Checker(scope)) })
	group.Go(func() error { return h.DB.RunTasks(ctx, instituting.HandOverQueue, h.DB.HandsOver(scope)) })
	group.Go(func() error { return h.DB.RunTasks(ctx, breaking.Queue, h.DB.OpensGlass(scope)) })
	group.Go(func() error { return h.DB.RunTasks(ctx, auditing.RetryQueue, h.DB.Retries()) })
	group.Go(func() error { return h.DB.RunMornings(ctx) })
	group.Go(func() error { return h.DB.RunTasks(ctx, store.MorningQueue, h.DB.Mornings(h.mornings())) })
	group.Go(func() error { return h.DB.RunTasks(ctx, attaching.Queue, h.DB.Cleans(scope)) })
	group.Go(func() error { return h.DB.RunTasks(ctx, phasing.Queue, h.DB.TellsClosings(scope)) })
	return nil
}

// mornings counts what an office's own page counts, in the office's scope.
func (h *House) mornings() store.Morning {
	read := store.Read[today.Counting](h.DB)
	return func(ctx context.Context, s access.Scope) (n message.Numbers, err error) {
		err = read(ctx, s, func(tx today.Counting) (err error) {
			n, err = today.Count(tx, s)
			return err
		})
		return n, err
	}
}
