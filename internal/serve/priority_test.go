package serve_test

import (
	"io"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/serve"
)

// Who goes first when the house is full, on the real route table: each way of a 速報, from sign-in to receipt, is urgent, and
// nothing that hands out or takes in whole tables is.
func TestWhatIsUrgent(t *testing.T) {
	t.Parallel()
	h, err := serve.Open(t.Context(), config(t), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	doors, err := h.Doors(serve.Extra{})
	if err != nil {
		t.Fatal(err)
	}
	is := map[string]gate.Priority{}
	for _, r := range doors.Routes {
		is[r.Pattern] = r.Priority()
	}
	for want, patterns := range map[gate.Priority][]string{
		gate.Urgent: {
			"GET /readyz", "GET /signin", "POST /signin/passkey/finish", "GET /reporting/prompt", "POST /reporting/prompt", "POST /reporting/prompt/{draft}/{step}", "POST /reporting/prompt/{draft}/send",
			"POST /api/v1/reports/prompt", "PATCH /api/v1/drafts/{number}", "POST /api/v1/drafts/{number}/send", "POST /reporting/reports/{number}/correct", "GET /api/v1/reports/{number}/receipt", "GET /reporting/reports/{number}/receipt/{file}",
		},
		gate.Watched: {"GET /ministry/today", "GET /ministry/reports/{number}", "GET /api/v1/reports/{number}", "GET /reporting/reports/{number}", "POST /ministry/reports/{number}/ask/send"},
		gate.Change:  {"POST /organisation/members/invite", "POST /reporting/procedures/{procedure}/{draft}/send"},
		gate.Reading: {"GET /reporting/reports", "GET /api/v1/reports", "GET /operator/home", "GET /find", "GET /{$}"},
		gate.Bulk:    {"GET /reporting/export/{format}", "GET /organisation/export/members/{format}", "GET /ministry/reports/{number}/export.zip", "POST /reporting/prompt/{draft}/excel", "POST /api/v1/drafts/{number}/sheet"},
	} {
		for _, p := range patterns {
			if got, ok := is[p]; !ok || got != want {
				t.Errorf("%s: priority %d, want %d (known: %t)", p, got, want, ok)
			}
		}
	}
}
