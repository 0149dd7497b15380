package serve

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"kanmin/internal/adapter/keep/reserve"
)

// reserveLook is how often the disk is looked at.
const reserveLook = time.Second

// reserveRoom holds the piece of the disk that is kept for what is urgent. On PostgreSQL the disk is another machine's.
func (h *House) reserveRoom() error {
	path, sqlite := strings.CutPrefix(h.DatabaseURL, "sqlite:")
	size, err := h.reserved()
	if err != nil || !sqlite || size == 0 {
		return err
	}
	if h.room, err = reserve.Open(path+"-reserve", size, reserve.Free); err == nil && h.room.Scarce() {
		h.Log.Error("the disk is nearly full: only prompt reports are written", slog.String("what to do", "make room, or lower KANMIN_RESERVE"))
	}
	return err
}

func (h *House) scarce() bool { return h.room != nil && h.room.Scarce() }

// full gives the room up after a write found none.
func (h *House) full() bool {
	if h.room == nil {
		return false
	}
	if !h.room.Scarce() {
		h.Log.Error("the disk is full: the reserve is given up, only prompt reports are written", slog.String("what to do", "make room"))
	}
	return h.room.Give() == nil
}

// watchDisk tends the reserve while the house stands.
func (h *House) watchDisk(ctx context.Context) error {
	if h.room == nil {
		return nil
	}
	tick := time.NewTicker(reserveLook)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			before := h.room.Scarce()
			if err := h.room.Tend(); err != nil {
				h.Log.LogAttrs(ctx, slog.LevelError, "disk", slog.String("err", err.Error()))
			}
			if after := h.room.Scarce(); after != before {
				h.Log.LogAttrs(ctx, slog.LevelWarn, "disk", slog.Bool("scarce", after))
			}
		}
	}
}

// roomGauge is for whoever watches the machine.
func (h *House) roomGauge() prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "kanmin_disk_scarce", Help: "1 while the disk is so full that only prompt reports are written."}, func() float64 {
		if h.scarce() {
			return 1
		}
		return 0
	})
}
