package serve

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"golang.org/x/sync/errgroup"

	"kanmin/internal/adapter/door/owing"
	"kanmin/internal/adapter/door/web/ministry/today"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/mail"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/task"
	"kanmin/internal/flow/advising"
	"kanmin/internal/flow/attaching"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/flow/breaking"
	"kanmin/internal/flow/exporting"
	"kanmin/internal/flow/instituting"
	"kanmin/internal/flow/phasing"
	"kanmin/internal/flow/releasing"
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
	if h.BounceDir != "" {
		if _, err := os.ReadDir(h.BounceDir); err != nil {
			return fmt.Errorf("KANMIN_BOUNCE_DIR: %w", err)
		}
		b := &mail.Bounces{Dir: h.BounceDir, Parse: h.Files.Each, Take: h.DB.TakeReports, Count: h.DB.CountReport, Log: h.Log}
		group.Go(func() error { return b.Run(ctx) })
	}
	scope := access.System("background", ident.At(h.Now()))
	group.Go(func() error { return h.DB.RunSequencer(ctx) })
	group.Go(func() error { return h.DB.RunLooks(ctx, scope) })
	group.Go(func() error {
		return h.Names.Run(ctx, scope, func(err error) { h.Log.LogAttrs(ctx, slog.LevelError, "names", slog.String("err", err.Error())) })
	})
	group.Go(func() error {
		return h.Counted.Run(ctx, scope, func(err error) { h.Log.LogAttrs(ctx, slog.LevelError, "statistics", slog.String("err", err.Error())) })
	})
	group.Go(func() error {
		return h.Holdings.Run(ctx, scope, func(err error) { h.Log.LogAttrs(ctx, slog.LevelError, "holdings", slog.String("err", err.Error())) })
	})
	group.Go(func() error { return h.watchDictionary(ctx) })
	group.Go(func() error { return h.watchDisk(ctx) })
	group.Go(func() error { return h.DB.RunWatch(ctx, scope) })
	group.Go(func() error { return h.DB.RunStale(ctx, scope) })
	group.Go(func() error { return h.DB.RunTasks(ctx, auditing.Queue, h.DB.Checker(scope)) })
	group.Go(func() error { return h.DB.RunTasks(ctx, instituting.HandOverQueue, h.DB.HandsOver(scope)) })
	group.Go(func() error { return h.DB.RunTasks(ctx, instituting.InheritQueue, h.DB.Inherits(scope)) })
	group.Go(func() error { return h.DB.RunTasks(ctx, breaking.Queue, h.DB.OpensGlass(scope)) })
	group.Go(func() error { return h.DB.RunTasks(ctx, auditing.RetryQueue, h.DB.Retries()) })
	group.Go(func() error { return h.DB.RunCalls(ctx) })
	group.Go(func() error { return h.DB.RunReminders(ctx) })
	group.Go(func() error { return h.DB.RunDates(ctx, owing.Reminding(store.Read[owing.StocktakeTx](h.DB))) })
	group.Go(func() error { return h.DB.RunMornings(ctx) })
	group.Go(func() error {
		return h.DB.RunTasks(ctx, store.MorningQueue, h.DB.Mornings(today.Counted(store.Read[today.Counting](h.DB))))
	})
	group.Go(func() error { return h.DB.RunTasks(ctx, attaching.Queue, h.DB.Cleans(scope)) })
	group.Go(func() error { return h.DB.RunTasks(ctx, releasing.Queue, h.DB.GivesOut(scope)) })
	group.Go(func() error { return h.DB.RunTasks(ctx, exporting.Queue, h.fills(scope)) })
	group.Go(func() error { return h.DB.RunTasks(ctx, advising.Queue, h.takesAdvisories(scope)) })
	group.Go(func() error { return h.DB.RunTasks(ctx, phasing.Queue, h.DB.TellsClosings(scope)) })
	return nil
}

// takesAdvisories reads files of advisories, each in a child.
func (h *House) takesAdvisories(s access.Scope) store.Handler {
	take := advising.Take{
		Keep: store.Housekeep[advising.TakeKeepTx](h.DB), Act: store.Act[advising.TakeTx](h.DB), Entropy: h.Entropy,
		Now: func() ident.Instant { return ident.At(h.Now()) }, Parse: h.Files.Advisories,
	}
	return func(ctx context.Context, t task.Task, progress func(done, total int64) error) (string, error) {
		return "", take.Do(ctx, s, t, progress)
	}
}

// fills gathers long lists, in the sight of whoever ordered each.
func (h *House) fills(s access.Scope) store.Handler {
	fill := exporting.Fill{Keep: store.Housekeep[exporting.FillTx](h.DB), Look: store.Look[exporting.ReadTx](h.DB), Now: func() ident.Instant { return ident.At(h.Now()) }}
	return func(ctx context.Context, t task.Task, progress func(done, total int64) error) (string, error) {
		return "", fill.Do(ctx, s, t, progress)
	}
}
