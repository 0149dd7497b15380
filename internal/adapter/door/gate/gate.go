// Package gate is the one way in: the fixed list of what happens to every request before a page
// or the API sees it, the route table with the permission of each route, and the one place
// where a fault becomes a status and a sentence.
//
// A handler returns an error and never writes one:
//
//	gate.Route{Pattern: "GET /operator/home", Needs: access.Permission{Action: access.Read, Object: access.Home}, Handle: h.show}
//	func (h *home) show(w http.ResponseWriter, r *gate.Request) error { … }
//
// What is not the visitor's and what does not exist are one answer, byte for byte.
package gate

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/text"
)

// Visitor is who stands behind a request, with the words for the header. The zero value is
// nobody.
type Visitor struct {
	access.Actor
	OrgName, HatName text.Both // ○○電力(株), 報告担当
	// Hats is how many hats the person has; the switch is shown from two.
	Hats int
	// FreshUntil is until when the sign-in is fresh enough for routes that want it; not looked at for a service token, whose
	// making was such an act.
	FreshUntil ident.Instant
	// Alone is set while a sign-in by a weak method waits for a second person.
	Alone bool
}

// Known reports whether somebody is there.
func (v Visitor) Known() bool { return v.Org != "" }

// Handler answers one route. What it returns is turned into a page or a problem document here;
// it must not have written anything when it returns an error.
type Handler func(w http.ResponseWriter, r *Request) error

// Route is one row of the route table.
type Route struct {
	Pattern string            // of http.ServeMux: "POST /reporting/prompt/{draft}/send"
	Needs   access.Permission // zero: public
	Body    int64             // limit of the body in bytes; 0: BodyLimit
	Fresh   bool              // wants a sign-in of the last 15 minutes whatever it needs (access.Permission.Fresh): exports, own credentials
	// Function is to which function the route belongs, where its permission does not say (機能の公開).
	Function opening.Function
	Handle   Handler
}

// BodyLimit is how much a request may send where its route says nothing. It is large enough for
// a form whose texts are too long, so that the answer can name the field.
const BodyLimit = 4 << 20

// Addresses of pages that the header links to. They are shown only when the route exists.
const (
	SignInPath  = "/signin"
	SignOutPath = "/signout"
	SwitchPath  = "/account/hat"
	NoticesPath = "/notices"
	FindPath    = "/find"
	HelpPath    = "/help"
	SecondPath  = "/account/second" // a second person stands by
	HeldPath    = "/account/held/"  // a form that was kept while its person signed in again
	// SettingsPath is 組織の設定, in the menu of some kinds of organisation and in the tools of the others.
	SettingsPath = "/organisation"
)

// Gate is what serve fills in. All fields without "optional" are needed.
type Gate struct {
	House look.House
	// Base is the address under which people reach the platform; https makes cookies Secure.
	Base *url.URL
	// Identify finds out who stands behind a request, from its session cookie or bearer token. It
	// returns a SignedOut fault when nobody does.
	Identify func(*http.Request) (Visitor, error)
	// Notices counts what waits for the actor, for the header; optional.
	Notices func(context.Context, access.Scope) (int, error)
	// Hold keeps a form whose person must sign in again, and returns the secret under which HeldPath shows it; optional.
	Hold func(context.Context, access.Scope, Held) (string, error)
	// Lapsed tells whose session the request's cookie was, if that ended by time alone: what they sent is kept for them, and
	// nothing else follows from it; optional.
	Lapsed func(*http.Request) (access.Scope, bool)
	// Address says from where a request comes, for Peer; optional.
	Address func(*http.Request) netip.Addr
	// Openings lists the acts by which functions are open or closed that speak to the scope; without it all that is built is open.
	Openings func(context.Context, access.Scope) ([]opening.Act, error)
	// Mandates finds the mandate (委任) by which somebody of a maintainer may come to a number of an operator's; optional.
	Mandates func(context.Context, access.Scope, ident.Number) (Mandated, bool, error)
	// Extend gives the piece of a long body that comes or goes next time anew; optional.
	Extend  func(http.ResponseWriter)
	Now     func() time.Time
	Entropy io.Reader
	Log     *slog.Logger
	// LogKey keys the digests that stand in log lines instead of ids.
	LogKey []byte
	// Keep puts a request aside until the database answers again, and returns the signed word of it; optional.
	Keep func(Kept) ([]byte, error)
	// Scarce reports whether the disk is so full that only what is urgent may still be written; optional.
	Scarce func() bool
	// Flood lets everybody in however full the house is: the control of the measurement of overload.
	Flood bool
	// Observe is told of every answer, for metrics; optional. Route is the pattern, never the path.
	Observe func(route string, status int, took time.Duration)

	mux    *http.ServeMux
	rules  map[string]Route // by pattern
	inside admission
	known  known
	filled func() map[look.Lang][]byte // the page of a full house

	urgency map[string]Priority // by pattern
	away    func() map[look.Lang][manners][][]byte
	outside atomic.Int64 // how many the porch turned away
	said    atomic.Int64 // the second in which the log last said so
}

// Handler assembles the door. The order of the list is fixed: a request passes from top to
// bottom. It panics on a wrong route table, which happens at start only.
func (g *Gate) Handler(routes []Route) http.Handler {
	g.mux = http.NewServeMux()
	g.rules, g.urgency = map[string]Route{}, map[string]Priority{}
	g.mux.HandleFunc("GET /static/{file...}", func(http.ResponseWriter, *http.Request) {})
	for _, r := range routes {
		g.rules[r.Pattern], g.urgency[r.Pattern] = r, r.Priority()
		g.mux.Handle(r.Pattern, g.route(r))
	}
	g.inside.cores = int64(runtime.GOMAXPROCS(0))
	g.filled, g.away = sync.OnceValue(g.fullPages), sync.OnceValue(g.aways)
	var h http.Handler = http.HandlerFunc(g.dispatch)
	for _, layer := range []func(http.Handler) http.Handler{
		g.speak,   // language
		g.uncross, // cross-origin requests that change something
		g.bound,   // size of the body
		g.headers, // security headers
		g.record,  // access log
		g.number,  // request id and clock
		g.recover, // panics
	} {
		h = layer(h)
	}
	return h
}

// dispatch finds the route. Static files, unknown addresses and wrong methods are answered here.
func (g *Gate) dispatch(w http.ResponseWriter, r *http.Request) {
	h, pattern := g.mux.Handler(r)
	s := stateOf(r)
	switch {
	case pattern == "GET /static/{file...}":
		s.pattern = pattern
		if !look.ServeStatic(w, r) {
			g.fail(w, r, absent())
		}
	case pattern == "":
		if allow := g.allowed(r); allow != "" {
			w.Header().Set("Allow", allow)
			g.fail(w, r, errMethod)
			return
		}
		err := g.awaited(r)
		if err == nil {
			err = absent()
		}
		g.fail(w, r, err)
	default:
		s.pattern = pattern
		if _, ok := g.rules[pattern]; !ok { // ServeMux's own redirect to the clean address
			h.ServeHTTP(w, r)
			return
		}
		g.mux.ServeHTTP(w, r) // sets the path values
	}
}

// allowed lists the methods that the address knows, in case the request used another one.
func (g *Gate) allowed(r *http.Request) string {
	allow := ""
	for _, m := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		if m != r.Method && g.hasRoute(m, r.URL.Path) {
			if allow != "" {
				allow += ", "
			}
			allow += m
		}
	}
	return allow
}

// hasRoute reports whether a page or endpoint exists at a path.
func (g *Gate) hasRoute(method, path string) bool {
	_, ok := g.routeAt(method, path)
	return ok
}

func (g *Gate) routeAt(method, path string) (Route, bool) {
	probe := &http.Request{Method: method, URL: &url.URL{Path: path}}
	_, pattern := g.mux.Handler(probe)
	route, ok := g.rules[pattern]
	return route, ok
}

// route wraps one handler: is there room, who is it, may they, do it.
func (g *Gate) route(route Route) http.Handler {
	priority := route.Priority()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !g.Flood {
			if !g.inside.enter(priority) {
				g.full(w, r)
				return
			}
			defer g.inside.leave()
		}
		if priority > Watched && changes(r) && g.Scarce != nil && g.Scarce() {
			g.fail(w, r, errScarce)
			return
		}
		serve := g.serve
		if _, again := Arrived(r.Context()); g.Keep != nil && route.keeps() && !again {
			serve = g.orKeep
		}
		if err := serve(w, r, route); err != nil {
			g.fail(w, r, err)
		}
	})
}

func (g *Gate) serve(w http.ResponseWriter, r *http.Request, route Route) error {
	s := stateOf(r)
	if route.Body > 0 {
		r.Body = http.MaxBytesReader(w, s.body, route.Body)
	}
	req, err := g.request(r)
	if err != nil {
		return err
	}
	if err := g.act(req, route); err != nil {
		return err
	}
	if err := g.opened(req, route.Under()); err != nil {
		return err
	}
	if route.Needs != (access.Permission{}) {
		if !req.Visitor.Known() {
			return errSignedOut
		}
		if err := req.Scope.Permit(route.Needs); err != nil {
			return err
		}
	}
	if route.Fresh || route.Needs.Fresh() {
		if err := req.fresh(); err != nil {
			return err
		}
	}
	return route.Handle(w, req)
}
