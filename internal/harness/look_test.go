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
				after, told := at.looks(), at.told(p)
				for o, what := range told {
					if doors[c.Pattern] = true; after[o.names[1]] == before[o.names[1]] {
						h.fail("%s tells %s %s and leaves no look at it: read it by store.Look", a, name, what)
					}
				}
				for _, o := range h.objects["report"] { // and none at what was not shown; the hours of one case bear no word
					if c.method == http.MethodGet && len(told) > 0 && told[o] == "" && after[o.names[1]] > before[o.names[1]] && !c.obj["report"].sameCase(o) {
						h.fail("%s leaves a look of %s at %s, of which it tells nothing", a, name, o.label)
					}
				}
			}
		}
	}
	return doors
}

// looks counts the looks at each record.
func (h *house) looks() map[string]int {
	h.t.Helper()
	rows, err := h.watch.QueryContext(h.t.Context(), `SELECT object, COUNT(*) FROM look GROUP BY object`)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	list := map[string]int{}
	for rows.Next() {
		var object string
		var n int
		if err := rows.Scan(&object, &n); err != nil {
			h.t.Fatal(err)
		}
		list[object] = n
	}
	if err := rows.Err(); err != nil {
		h.t.Fatal(err)
	}
	return list
}

// told is something of each record of another organisation of which the last answer told somebody; a number is nothing.
func (h *house) told(p *principal) map[*object]string {
	list := map[*object]string{}
	for _, s := range h.visible {
		if !strings.HasPrefix(s.what, "report ") || s.ref {
			continue
		}
		for _, o := range h.objects["report"] {
			if o.org != p.Org && strings.HasPrefix(s.what, o.label+":") {
				list[o] = s.what
			}
		}
	}
	return list
}

// sameCase is whether two reports are about one case.
func (o *object) sameCase(other *object) bool {
	return o != nil && (o.follows == other || other.follows == o || o.follows != nil && o.follows == other.follows)
}
