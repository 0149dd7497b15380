package serve

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/access"
)

// lagLimit is how long an act may wait for its place in the log before the node says it is not ready.
const lagLimit = 60 * time.Second

// health are the routes that machines ask: /healthz is "the process answers", /readyz is "send people here".
func (h *House) health() []gate.Route {
	return []gate.Route{
		{Pattern: "GET /healthz", Handle: func(w http.ResponseWriter, _ *gate.Request) error {
			return writeJSON(w, http.StatusOK, map[string]any{"status": "ok"})
		}},
		{Pattern: "GET /readyz", Handle: func(w http.ResponseWriter, r *gate.Request) error {
			ready, report := h.ready(r.Context())
			status := http.StatusOK
			if !ready {
				status = http.StatusServiceUnavailable
			}
			return writeJSON(w, status, report)
		}},
	}
}

func (h *House) ready(ctx context.Context) (bool, map[string]any) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	pending, oldest, err := h.DB.Lag(ctx)
	report := map[string]any{"status": "ok", "engine": h.DB.Engine(), "sequencer_pending": pending, "sequencer_lag_seconds": oldest.Seconds()}
	switch {
	case err != nil:
		report["status"] = "database does not answer"
	case oldest > lagLimit:
		report["status"] = "sequencer lags"
	default:
		return true, report
	}
	return false, report
}

func writeJSON(w http.ResponseWriter, status int, v any) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(v)
}

// meters are what the second listener shows. Labels are route patterns, never paths or ids.
type meters struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func (h *House) newMeters() *meters {
	m := &meters{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "kanmin_request_seconds", Help: "Time to answer, by route and status class.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .4, 1, 2.5, 5, 10},
		}, []string{"route", "class"}),
	}
	lag := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "kanmin_sequencer_lag_seconds", Help: "Age of the oldest act without a place in the log."}, func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		_, oldest, err := h.DB.Lag(ctx)
		if err != nil {
			return -1
		}
		return oldest.Seconds()
	})
	m.registry.MustRegister(m.requests, lag, h.roomGauge(), h.spoolGauge())
	m.registry.MustRegister(h.alarms()...)
	return m
}

// alarms counts those that nobody has seen, by kind: no person and no organisation.
func (h *House) alarms() (list []prometheus.Collector) {
	for _, kind := range []access.AlarmKind{access.AlarmRate, access.AlarmUnusual, access.AlarmStray} {
		list = append(list, prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "kanmin_read_alarms_open", Help: "Alarms about unusual reads that nobody has seen.", ConstLabels: prometheus.Labels{"kind": string(kind)},
		}, func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
			defer cancel()
			n, err := h.DB.Alarms(ctx)
			if err != nil {
				return -1
			}
			return float64(n[kind])
		}))
	}
	return list
}

func (m *meters) observe(route string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, strconv.Itoa(status/100)+"xx").Observe(took.Seconds())
}

func (m *meters) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
