package gate

import (
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
)

// rooms is, for each core, how many requests may be under way in the whole house for one of each priority to come in: what
// is less urgent is turned away first, and what is urgent finds places that nothing else may take (trunk reservation). Nobody
// waits in a line: those inside share the machine, so the numbers bound how long an answer takes.
var rooms = [...]int64{Urgent: 256, Watched: 64, Change: 48, Reading: 32, Bulk: 8}

// admission counts who is under way.
type admission struct {
	cores int64
	under atomic.Int64
}

// enter takes a place, and reports whether there was one. Who came in must leave.
func (a *admission) enter(p Priority) bool {
	if a.under.Add(1) > a.cores*rooms[p] {
		a.under.Add(-1)
		return false
	}
	return true
}

// over reports whether somebody of that priority would find no place now.
func (a *admission) over(p Priority) bool { return a.under.Load() >= a.cores*rooms[p] }

func (a *admission) leave() { a.under.Add(-1) }

// errScarce is what everything but 速報 is told while the disk is full.
var errScarce = fault.New(fault.Unavailable, "fault.disk", nil)

func changes(r *http.Request) bool { return r.Method != http.MethodGet && r.Method != http.MethodHead }

var errFull = fault.New(fault.Unavailable, "fault.full", nil)

// full answers who was turned away. It asks nothing of anybody: no session, no database, no template; else turning away
// would cost what it saves.
func (g *Gate) full(w http.ResponseWriter, r *http.Request) {
	s := stateOf(r)
	noteFault(w, errFull.Kind, errFull.Code)
	body := g.fullAnswer(w.Header(), s.lang, manner(r.URL.Path, r.Method, r.Header.Get("HX-Request") != ""), soonest+int(s.id[len(s.id)-1])%spread)
	w.WriteHeader(http.StatusServiceUnavailable)
	_, _ = w.Write(body) // the client went away: nobody to tell
}

// When to come again, in seconds: not all at once.
const (
	soonest = 2
	spread  = 7
)

// In which manner somebody is turned away.
const (
	byPage    = iota // a page that was only looked at comes by itself, without script too
	bySending        // what was sent is sent again by its person alone
	byProgram
	manners
)

func manner(path, method string, htmx bool) int {
	switch {
	case program(path):
		return byProgram
	case method != http.MethodGet || htmx:
		return bySending
	}
	return byPage
}

// fullAnswer sets the headers of the answer and returns its body.
func (g *Gate) fullAnswer(h http.Header, l look.Lang, manner, again int) []byte {
	h.Set("Retry-After", strconv.Itoa(again))
	h.Set("Cache-Control", "no-store")
	kind, body := "text/html; charset=utf-8", g.filled()[l]
	switch manner {
	case byProgram:
		kind, body = "application/problem+json", fullProblem()[l]
	case byPage:
		h.Set("Refresh", strconv.Itoa(again))
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	return body
}

var fullProblem = sync.OnceValue(func() map[look.Lang][]byte {
	m := map[look.Lang][]byte{}
	for _, l := range look.Langs {
		b, err := json.Marshal(ProblemOf(l, errFull))
		if err != nil {
			panic(err) // strings and numbers only
		}
		m[l] = b
	}
	return m
})

// fullPages is the page of a full house, as nobody in particular sees it, written once.
func (g *Gate) fullPages() map[look.Lang][]byte {
	m := map[look.Lang][]byte{}
	for _, l := range look.Langs {
		p := ProblemOf(l, errFull)
		f := look.Frame{Lang: l, House: g.House, Title: look.Say(l, "error.full.title")}
		b, err := errorPage.Render(f, errorView{Title: f.Title, Text: p.Detail, Detail: look.Say(l, "error.full.text"), Desk: g.House.Desk, Phone: true, Back: "/"})
		if err != nil {
			panic(err) // tests show it
		}
		m[l] = b
	}
	return m
}
