package serve

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime"
	"strconv"

	"golang.org/x/sync/errgroup"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/text"
)

// Extra is what the demo adds to a house: its band, its sign-in, and a word when it is ready.
type Extra struct {
	Demo   bool
	Choose string // address of the page on which a person is chosen
	Routes func(*House) []gate.Route
	Ready  func(address string)
	Flood  bool // nobody is turned away when the house is full (gate.Gate)
}

// Serve answers people and programs and does the background work until ctx ends, or until a part fails.
func (h *House) Serve(ctx context.Context, x Extra) error {
	// With one, the only core would lie idle whenever a commit waits for the disk, and nobody would be let in or turned away.
	if runtime.GOMAXPROCS(0) == 1 {
		runtime.GOMAXPROCS(2)
	}
	if err := h.reserveRoom(); err != nil {
		return fmt.Errorf("KANMIN_RESERVE: %w", err)
	}
	l, err := h.listen(ctx)
	if err != nil {
		return err
	}
	doors, err := h.Doors(x)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	group, ctx := errgroup.WithContext(ctx)
	if err := h.metrics(ctx, group, doors.Metrics); err != nil {
		return errors.Join(err, l.Close())
	}
	if err := h.background(ctx, group); err != nil {
		return errors.Join(err, l.Close())
	}
	certified, err := h.listenForCertificates(ctx)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	if certified != nil {
		group.Go(func() error { return answer(ctx, certified, doors) })
	}
	group.Go(func() error { return answer(ctx, h.porch(l, doors), doors) })
	group.Go(func() error { return h.watchSpool(ctx, doors) })
	h.Log.LogAttrs(ctx, slog.LevelInfo, "serving", slog.String("node", h.node()))
	if x.Ready != nil {
		x.Ready(l.Addr().String())
	}
	return group.Wait()
}

// metrics serves the second listener.
func (h *House) metrics(ctx context.Context, group *errgroup.Group, metrics http.Handler) error {
	if h.Metrics == "" {
		return nil
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", h.Metrics)
	if err != nil {
		return err
	}
	group.Go(func() error { return answer(ctx, l, metrics) })
	return nil
}

// Doors answers the requests of people and programs; Routes is the table by which it does, Metrics the second
// listener's answer.
type Doors struct {
	http.Handler
	Routes  []gate.Route
	Metrics http.Handler
	gate    *gate.Gate
}

// Doors assembles the doors, without a listener.
func (h *House) Doors(x Extra) (*Doors, error) {
	m := h.newMeters()
	doors, err := h.doors()
	if err != nil {
		return nil, err
	}
	routes := append(h.health(), doors.routes(x.Choose)...)
	if x.Routes != nil {
		routes = append(routes, x.Routes(h)...)
	}
	keep, err := h.keeper()
	if err != nil {
		return nil, fmt.Errorf("KANMIN_SPOOL_DIR: %w", err)
	}
	g := &gate.Gate{
		House: look.House{
			Desk: look.Desk{
				Name: text.Both{Ja: "相談窓口", En: "Help desk"}, Phone: h.DeskPhone, Hours: text.Both{Ja: h.DeskHours, En: h.DeskHoursEn},
			},
			Demo: x.Demo, Exercise: h.World == "exercise",
		},
		Base: h.Base, Identify: doors.identify, Notices: doors.notices, Openings: doors.openings(), Mandates: doors.mandates(), Hold: doors.login.Hold, Lapsed: doors.login.Lapsed, Address: doors.login.Address, Now: h.Now, Entropy: h.Entropy, Log: h.Log,
		LogKey: h.Keys.Digest("log", ""), Observe: m.observe, Extend: extend, Scarce: h.scarce, Keep: keep, Flood: x.Flood,
	}
	return &Doors{Handler: g.Handler(routes), Routes: routes, Metrics: m.handler(), gate: g}, nil
}

// node names this process among several.
func (h *House) node() string {
	if h.Node != "" {
		return h.Node
	}
	name, err := os.Hostname()
	if err != nil {
		name = "node"
	}
	return name + "/" + strconv.Itoa(os.Getpid())
}
