package harness

import (
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"

	"kanmin/internal/domain/access"
)

// Whatever door tells an office something of a record of another organisation, it leaves a look that the owner is shown (誰が見たか):
// pages, API, exports, receipts. Generated from the route table: a later door that reads and leaves none fails here.
func TestEveryDoorThatTellsLeavesALook(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	doors := h.tellers(h.bind())
	for _, known := range []string{"GET /ministry/reports/{number}", "GET /api/v1/reports/{number}"} {
		if !doors[known] {
			t.Errorf("%s tells nothing: the eye is blind", known)
		}
	}
}

// The control: a door that reads a report by store.Read.
func TestADoorWithoutALookIsCaught(t *testing.T) {
	t.Parallel()
	var db *store.DB
	type tx interface {
		Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	}
	h := theScene(t).open(t, planted{Route: gate.Route{Pattern: "GET /control/peep/{number}", Needs: readReport, Handle: func(w http.ResponseWriter, r *gate.Request) error {
		n, err := ident.ParseNumber(r.PathValue("number"))
		if err != nil {
			return err
		}
		return store.Read[tx](db)(r.Context(), r.Scope, func(tx tx) error {
			_, c, err := tx.Filing(n, readReport)
			if err == nil {
				_, err = w.Write(c.Values)
			}
			return err
		})
	}}})
	db = h.db
	caught := false
	h.fail = func(string, ...any) { caught = true }
	for _, r := range h.bind() {
		if strings.Contains(r.Pattern, "/control/") {
			h.tellers([]*route{r})
		}
	}
	if !caught {
		t.Error("a report is read without a look, and nobody minds")
	}
}

// tellers calls routes as offices and returns those that told something of a record.
func (h *house) tellers(routes []*route) map[string]bool {
	h.t.Helper()
	doors := map[string]bool{}
	for _, r := range routes {
		for _, name := range []string{"ministry-officer", "ministry-supervisor", "regional-officer", "cabinet-analyst"} {
			p := h.as(name)
			for i, c := range h.calls(r, p) {
				if i > 8 || !h.serves(p, c) || c.method != http.MethodGet && i > 0 {
					continue
				}
				at := h
				if c.method != http.MethodGet {
					at = h.copied()
				}
				before := at.looks()
				a := at.ask(c)
				at.do(p, a)
				what := at.told(p)
				if what == "" {
					continue
				}
				if doors[c.Pattern] = true; at.looks() == before {
					h.fail("%s tells %s %s and leaves no look: read it by store.Look", a, name, what)
				}
			}
		}
	}
	return doors
}

// looks counts the rows of look.
func (h *house) looks() (n int) {
	h.t.Helper()
	if err := h.watch.QueryRowContext(h.t.Context(), `SELECT COUNT(*) FROM look`).Scan(&n); err != nil {
		h.t.Fatal(err)
	}
	return n
}

// told is something of a record of another organisation that the last answer told somebody; a number is none.
func (h *house) told(p *principal) string {
	for _, s := range h.visible {
		if !strings.HasPrefix(s.what, "report ") || s.ref {
			continue
		}
		for _, o := range h.objects["report"] {
			if o.org != p.Org && strings.HasPrefix(s.what, o.label+":") {
				return s.what
			}
		}
	}
	return ""
}
