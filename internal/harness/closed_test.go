package harness

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/opening"
	"kanmin/internal/flow/phasing"
)

// Every route belongs to a function or to the house itself, by what its permission is about: one of an object that no
// function claims fails here, with the line that is missing.
func TestEveryRouteBelongsToAFunction(t *testing.T) {
	t.Parallel()
	n := map[opening.Function]int{}
	for _, r := range theScene(t).open(t).doors.Routes {
		if _, ok := opening.Of(r.Needs); !ok {
			t.Errorf("%s: say in objects of internal/domain/opening/function.go to which function %q %q belongs", r.Pattern, r.Needs.Object, r.Needs.Action)
		}
		n[r.Under()]++
	}
	for _, k := range opening.All() {
		if k.Built != (n[k.ID] > 0) {
			t.Errorf("%s: built is %v, and %d routes belong to it", k.ID, k.Built, n[k.ID])
		}
	}
}

// A function that is closed is one answer for everybody, whatever they ask for and whether it exists: nothing is looked up
// and nothing written. When the act is taken back all is as it was.
func TestAClosedFunctionIsOneAnswer(t *testing.T) {
	t.Parallel()
	for _, k := range opening.All() {
		if k.Built {
			t.Run(string(k.ID), func(t *testing.T) { t.Parallel(); closed(t, k.ID) })
		}
	}
}

func closed(t *testing.T, f opening.Function) {
	t.Helper()
	h := theScene(t).open(t)
	admin := h.as("platform-admin")
	enter := phasing.Enter{Act: store.Act[phasing.EnterTx](h.db), Entropy: rand.Reader}
	m := &maker{scene: h.scene, ctx: t.Context(), db: h.db, clock: h.clock}
	id, err := enter.Do(t.Context(), m.scope(admin), m.key(admin), opening.Decision{Function: f, Audience: opening.Audience{Reach: opening.Everybody}, Words: opening.Words{Ground: "ground"}})
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	var tried []call
	for _, r := range h.bind() {
		if r.Under() != f {
			continue
		}
		for _, p := range h.everybody() {
			for i, c := range h.calls(r, p) {
				if i > 2 {
					break
				}
				h.shut(p, c, said)
				h.shut(p, h.absentFrom(c, c.taken()...), said)
				tried = append(tried, c)
			}
		}
	}
	if len(tried) == 0 {
		t.Fatal("no route was tried")
	}
	end := phasing.End{Act: store.Act[phasing.EndTx](h.db)}
	if err := end.Do(t.Context(), m.scope(admin), m.key(admin), id); err != nil {
		t.Fatal(err)
	}
	for _, c := range tried { // the control: the same calls answer again
		if h.serves(h.first(c), c) && c.method == http.MethodGet && c.refuses == 0 {
			if got := h.do(h.first(c), h.ask(c)); got.status != http.StatusOK {
				t.Errorf("%s: %d after the act was taken back", h.ask(c), got.status)
			}
			return
		}
	}
}

// first is somebody to whom a call is served; the first of all where there is none.
func (h *house) first(c call) *principal {
	for _, p := range h.people {
		if h.serves(p, c) {
			return p
		}
	}
	return h.people[0]
}

// door tells the three ways in which an answer is written.
func door(c call) string {
	switch {
	case strings.HasPrefix(c.path, "/api/"):
		return "api"
	case c.part:
		return "part"
	}
	return "page"
}

// shut makes one call of a closed function.
func (h *house) shut(p *principal, c call, said map[string]string) {
	h.t.Helper()
	before := h.version()
	a := h.ask(c)
	got := h.do(p, a)
	counts.closed.Add(1)
	body := got.body
	if _, main, ok := strings.Cut(body, "<main"); ok {
		main, _, _ = strings.Cut(main, "</main>")
		if _, after, ok := strings.Cut(main, "</dl></div>"); ok { // the head for print names who prints
			main = after
		}
		body = main
	}
	if got.status != http.StatusForbidden {
		h.fail("%s as %s: %d, though the function is closed", a, p.called(), got.status)
	}
	if h.version() != before {
		h.fail("%s as %s: the function is closed, and yet something was written", a, p.called())
	}
	if want, ok := said[door(c)]; !ok {
		said[door(c)] = body
	} else if want != body {
		h.fail("%s as %s: another answer than elsewhere:\n%.600s\n%.600s", a, p.called(), body, want)
	}
}
