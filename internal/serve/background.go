package serve

import (
	"context"
	"net"

	"golang.org/x/sync/errgroup"

	"kanmin/internal/adapter/out/mail"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/auditing"
)

// background starts what runs beside the doors. On several nodes each loop asks for its lease; one gets it.
func (h *House) background(ctx context.Context, group *errgroup.Group) error {
	if h.MailDir != "" {
		host := h.Base.Hostname()
		if net.ParseIP(host) != nil || host == "localhost" {
			host = "kanmin.example"
		}
		spool, err := mail.Open(h.MailDir, "kanmin@"+host)
		if err != nil {
			return err
		}
		group.Go(func() error { return h.DB.RunOutbox(ctx, spool) })
	}
	scope := access.System("background", ident.At(h.Now()))
	group.Go(func() error { return h.DB.RunSequencer(ctx) })
	group.Go(func() error { return h.DB.RunLooks(ctx, scope) })
	group.Go(func() error { return h.DB.RunTasks(ctx, auditing.Queue, h.DB.Checker(scope)) })
	return nil
}
