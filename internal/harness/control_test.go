package harness

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// A harness that finds nothing may be blind. These routes leak, each in its own way; each check must tell.

var readReport = access.Permission{Action: access.Read, Object: access.Report}

// leaking are the routes of the controls. They know the world from outside, as a careless handler knows its tables.
func leaking(s *scene, db **store.DB) map[string]planted {
	number := func(r *gate.Request) bool {
		return slices.ContainsFunc(s.objects["report"], func(o *object) bool { return o.id == r.PathValue("number") })
	}
	get := func(name string, handle gate.Handler) planted {
		return planted{Route: gate.Route{Pattern: "GET /control/" + name + "/{number}", Needs: readReport, Handle: handle}}
	}
	return map[string]planted{
		"another status": get("status", func(_ http.ResponseWriter, r *gate.Request) error {
			if number(r) {
				return fault.New(fault.Denied, "fault.denied", nil)
			}
			return fault.Absent()
		}),
		"another header": get("header", func(w http.ResponseWriter, r *gate.Request) error {
			if number(r) {
				w.Header().Set("ETag", `"1"`)
			}
			return fault.Absent()
		}),
		"an answer for everybody": get("open", func(w http.ResponseWriter, _ *gate.Request) error {
			_, err := fmt.Fprint(w, "ok")
			return err
		}),
		"nothing for anybody": get("closed", func(http.ResponseWriter, *gate.Request) error { return fault.Absent() }),
		"a refusal that writes": get("writes", func(_ http.ResponseWriter, r *gate.Request) error {
			_, err := store.Act[*store.Tx](*db)(r.Context(), access.System("control", r.Now), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
				return ledger.Entry{Kind: ledger.AccountInvited, Object: "control"}, tx.SetSetting("control", r.PathValue("number"))
			})
			if err != nil {
				return err
			}
			return fault.Absent()
		}),
		"a canary": get("canary", func(w http.ResponseWriter, _ *gate.Request) error {
			w.Header().Set("X-Note", strings.ToUpper(s.content[0].word))
			return fault.Absent()
		}),
		"a field that nobody bound": {Route: gate.Route{Pattern: "GET /control/form", Needs: access.Permission{Action: access.Read, Object: access.Account}, Handle: func(w http.ResponseWriter, _ *gate.Request) error {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, err := fmt.Fprint(w, `<form method="post" action="/account/hat"><input name="hat"><input name="secretly"></form>`)
			return err
		}}},
	}
}

func TestTheControlsAreCaught(t *testing.T) {
	t.Parallel()
	var db *store.DB
	told := map[string]string{ // what the harness must say
		"another status": "from what does not exist", "another header": "from what does not exist", "an answer for everybody": "the table does not allow it",
		"nothing for anybody": "the table allows it", "a refusal that writes": "something was written", "a canary": "is told by", "a field that nobody bound": `"secretly"`,
	}
	for name, p := range leaking(theScene(t), &db) {
		h := theScene(t).open(t, p)
		db = h.db
		said := ""
		h.fail = func(format string, args ...any) { said += fmt.Sprintf(format, args...) + "\n" }
		routes := h.bind()
		h.judgeAll(slices.DeleteFunc(routes, func(r *route) bool { return r.Pattern != p.Pattern }))
		if !strings.Contains(said, told[name]) {
			t.Errorf("%s was not caught: %.300s", name, said)
		}
	}
}

// An id that is not looked at, a page that shows what it was sent, and one that falls over.
func TestCarelessRoutesAreCaught(t *testing.T) {
	t.Parallel()
	s := theScene(t)
	careless := planted{Route: gate.Route{Pattern: "GET /control/reports/{number}/requests/{request}", Needs: readReport, Handle: func(w http.ResponseWriter, r *gate.Request) error {
		if !slices.ContainsFunc(s.objects["report"], func(o *object) bool { return o.id == r.PathValue("number") && s.as("operator-filer").stands(own, o) }) {
			return fault.Absent()
		}
		_, err := fmt.Fprint(w, "authorised by the one, shown the other")
		return err
	}}}
	echoing := planted{Route: gate.Route{Pattern: "GET /control/echo", Needs: access.Permission{Action: access.Read, Object: access.Account}, Handle: func(w http.ResponseWriter, r *gate.Request) error {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, err := fmt.Fprint(w, r.URL.Query().Get("q"))
		return err
	}}}
	failing := echoing
	failing.Pattern, failing.Handle = "GET /control/fail", func(_ http.ResponseWriter, r *gate.Request) error {
		if r.URL.Query().Get("q") == "\x00" {
			panic("a NUL")
		}
		return nil
	}
	leading := echoing
	leading.Pattern, leading.Handle = "GET /control/lead", func(w http.ResponseWriter, r *gate.Request) error { return gate.See(w, r.URL.Query().Get("return")) }
	loose := echoing
	loose.Pattern, loose.Handle = "POST /api/control/loose", func(http.ResponseWriter, *gate.Request) error { return nil }
	loose.body = `{"a":{"b":1}}`
	for want, p := range map[string]planted{"a member is unknown": loose, "in place of": careless, "unescaped": echoing, ": 500": failing, "leads away": leading} {
		h := s.open(t, p)
		said := ""
		h.fail = func(format string, args ...any) { said += fmt.Sprintf(format, args...) + "\n" }
		routes := slices.DeleteFunc(h.bind(), func(r *route) bool { return r.Pattern != p.Pattern })
		h.swapAll(routes)
		h.attack(routes[0])
		if !strings.Contains(said, want) {
			t.Errorf("%s was not caught: %.300s", p.Pattern, said)
		}
	}
}

// A route of which nothing is known is told, with the line that is missing.
func TestAnUnboundRouteIsTold(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string]string{
		"GET /x/{thing}": "{thing}", "GET /x": "public:", "POST /api/v1/reports/{number}/x": "body:", "DELETE /x/{number}": "does:",
	} {
		r := gate.Route{Pattern: pattern, Needs: access.Permission{Action: access.Read, Object: access.Account}}
		if want == "public:" {
			r.Needs = access.Permission{}
		}
		if said := strings.Join(unbound([]gate.Route{r}), "\n"); !strings.Contains(said, want) || !strings.Contains(said, "bindings_test.go") {
			t.Errorf("%s: %q", pattern, said)
		}
	}
}

// The eye sees a word in every shape, whatever stands around it, and nothing else.
func TestTheEyeSees(t *testing.T) {
	t.Parallel()
	e := newEye()
	e.learn(&mark{what: "x", word: "birdabcdefghijkl"})
	for form, shape := range shapesOf("birdabcdefghijkl") {
		for around := range 4 {
			if text := strings.Repeat("髙", around) + shape + strings.Repeat("y", around); len(e.see([]byte(text))) != 1 {
				t.Errorf("%s, %d around: not seen", form, around)
			}
		}
	}
	if seen := e.see([]byte("bird abcdefghijkl birdabcdefghijk")); len(seen) > 0 {
		t.Errorf("seen where it is not: %v", seen)
	}
}
