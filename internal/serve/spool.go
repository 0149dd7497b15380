package serve

import (
	"bytes"
	"context"
	"crypto/hpke"
	"crypto/sha256"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/keep/spool"
	"kanmin/internal/domain/ledger"
)

// spoolLook is how often it is tried to take in what was kept.
const spoolLook = time.Second

func (h *House) spoolKey() (hpke.PrivateKey, error) { return spool.KeyOf(h.Keys.Digest("spool", "")) }

// keeper opens the spool and puts requests into it; nil without one.
func (h *House) keeper() (func(gate.Kept) ([]byte, error), error) {
	if h.SpoolDir == "" {
		return nil, nil //nolint:nilnil // without a spool is a way to be
	}
	key, err := h.spoolKey()
	if err != nil {
		return nil, err
	}
	if h.spool, err = spool.Open(h.SpoolDir, key.PublicKey()); err != nil {
		return nil, err
	}
	return func(k gate.Kept) ([]byte, error) {
		piece, err := json.Marshal(k)
		if err != nil {
			return nil, err
		}
		if err := h.spool.Keep(piece); err != nil {
			return nil, err
		}
		signer := h.Keys.Signer()
		return ledger.MakeKept(ledger.Kept{Origin: signer.Name(), Digest: sha256.Sum256(k.Body), At: k.At}, signer)
	}, nil
}

func (h *House) watchSpool(ctx context.Context, doors http.Handler) error {
	if h.spool == nil {
		return nil
	}
	tick := time.NewTicker(spoolLook)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			if _, err := h.TakeIn(ctx, doors); err != nil {
				h.Log.LogAttrs(ctx, slog.LevelError, "spool", slog.String("err", gate.Redact(err.Error())))
			}
		}
	}
}

// TakeIn does what was kept, in order, as its people would have done it, and returns how many are in. It stops where the
// database still does not answer. What the house refuses stays in the spool's directory "refused", and is told.
func (h *House) TakeIn(ctx context.Context, doors http.Handler) (int, error) {
	if h.spool == nil || h.spool.Waiting() == 0 {
		return 0, nil
	}
	key, err := h.spoolKey()
	if err != nil {
		return 0, err
	}
	return h.spool.Drain(ctx, key, func(ctx context.Context, piece []byte) spool.Fate {
		var k gate.Kept
		if err := json.Unmarshal(piece, &k); err != nil {
			return spool.Refused
		}
		r, err := k.Request(ctx)
		if err != nil {
			return spool.Refused
		}
		w := &answered{header: http.Header{}}
		doors.ServeHTTP(w, r)
		switch {
		case w.status == http.StatusCreated, w.status == http.StatusSeeOther && strings.HasPrefix(w.header.Get("Location"), "/reporting/reports/"):
			return spool.Done
		case w.status >= http.StatusInternalServerError:
			return spool.Later
		}
		h.Log.LogAttrs(ctx, slog.LevelError, "a report that was kept is refused", slog.Int("status", w.status), slog.String("what to do", "look into the directory refused of KANMIN_SPOOL_DIR and call its organisation"))
		return spool.Refused
	})
}

// answered notes an answer that nobody waits for.
type answered struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is of http.ResponseWriter.
func (a *answered) Header() http.Header { return a.header }

// WriteHeader is of http.ResponseWriter.
func (a *answered) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
}

// Write is of http.ResponseWriter.
func (a *answered) Write(b []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(b)
}

func (h *House) spoolGauge() prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "kanmin_spool_waiting", Help: "Reports that were kept and are not taken in yet."}, func() float64 {
		if h.spool == nil {
			return 0
		}
		return float64(h.spool.Waiting())
	})
}
