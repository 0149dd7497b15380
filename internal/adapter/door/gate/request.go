package gate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/opening"
)

// Request is a request with everything that was found out about it, once.
type Request struct {
	*http.Request
	Scope   access.Scope // of the visitor at Now; empty for nobody
	Visitor Visitor
	Lang    look.Lang
	Now     ident.Instant // the clock, read once per request
	ID      string        // request id, as in the log
	// Under is the mandate (委任) under which Scope acts in an operator's name; zero where the visitor acts for their own organisation.
	Under mandate.Mandate

	gate *Gate
}

// state travels in the context from the first layer to the last.
type state struct {
	id      string
	at      ident.Instant
	lang    look.Lang
	pattern string
	body    io.ReadCloser // before any limit
	visitor Visitor
	asked   bool // Identify was called
	err     error
	acts    *[]opening.Act // of opening, that speak to the visitor
	peer    netip.Addr
	placed  bool // peer was asked for
}

// Peer is from where the request of a context comes; false where there is none, or nobody asked. The zero address is that
// of a request of which the trusted proxy said nothing.
func Peer(ctx context.Context) (netip.Addr, bool) {
	s, ok := ctx.Value(stateKey{}).(*state)
	if !ok {
		return netip.Addr{}, false
	}
	return s.peer, s.placed
}

type stateKey struct{}

// stateOf returns the request's state. A request that did not pass the layers is a mistake in the
// program: there is none in the tree, and a panic here becomes an incident number.
func stateOf(r *http.Request) *state {
	s, ok := r.Context().Value(stateKey{}).(*state)
	if !ok {
		panic("gate: a request without state")
	}
	return s
}

// From returns what the gate knows of a plain request that passed it, for doors that are built on
// net/http alone (the API). ok is false when it did not pass.
func From(ctx context.Context) (r Request, ok bool) {
	p, ok := ctx.Value(requestKey{}).(*Request)
	if !ok {
		return Request{}, false
	}
	return *p, true
}

type requestKey struct{}

func (g *Gate) request(r *http.Request) (*Request, error) {
	s := stateOf(r)
	v, err := g.identify(r)
	if err != nil {
		return nil, err
	}
	req := &Request{Visitor: v, Lang: s.lang, Now: s.at, ID: s.id, gate: g}
	if v.Known() {
		req.Scope = access.For(v.Actor, s.at)
		if g.Keep != nil {
			g.known.saw(g.secretOf(r), v, s.at)
		}
	}
	req.Request = r.WithContext(context.WithValue(r.Context(), requestKey{}, req))
	return req, nil
}

// identify asks once per request. Nobody is a good answer; only other faults are errors.
func (g *Gate) identify(r *http.Request) (Visitor, error) {
	s := stateOf(r)
	if !s.asked {
		s.asked = true
		s.visitor, s.err = g.Identify(r)
		if fault.Is(s.err, fault.SignedOut) {
			s.visitor, s.err = Visitor{}, nil
		}
		if s.err != nil {
			s.visitor = Visitor{}
		}
	}
	if s.err == nil && !s.visitor.Known() && bearer(r) {
		return Visitor{}, errSignedOut // a token that is no longer good is never nobody
	}
	return s.visitor, s.err
}

// bearer reports whether the request comes with a token. Another scheme is a proxy's business, not ours.
func bearer(r *http.Request) bool {
	scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.EqualFold(scheme, "Bearer")
}

// T is the catalogue's sentence in the visitor's language.
func (r *Request) T(key string, pairs ...any) string { return look.Say(r.Lang, key, pairs...) }

// Why is the sentence of a field's fault in the visitor's language.
func (r *Request) Why(f fault.Field) string { return look.SayArgs(r.Lang, f.Code, f.Args) }

// Frame is what stands around a page, with the title of a catalogue key.
func (r *Request) Frame(key string, pairs ...any) look.Frame {
	f := r.gate.frame(r.Request, r.Visitor, r.Lang)
	f.Title = look.Say(r.Lang, key, pairs...)
	f.PrintedAt = r.Now
	if m := r.Under; m.ID != "" {
		f.Who = look.Say(r.Lang, "mandate.acting", "who", f.Who, "operator", m.OperatorIs, "number", m.Number)
		f.WhoOrg = m.OperatorIs
	}
	if r.Visitor.Known() && r.gate.Notices != nil && f.NoticesTo != "" {
		n, err := r.gate.Notices(r.Context(), access.For(r.Visitor.Actor, r.Now))
		if err != nil { // the header must not take the page down; the count is then not shown
			r.gate.Log.LogAttrs(r.Context(), slog.LevelWarn, "notices", slog.String("req", r.ID), slog.String("kind", fault.KindOf(err).String()))
			f.NoticesTo = ""
		}
		f.Notices = n
	}
	return f
}

// frame is the part of a page's frame that depends on visitor and routes only.
func (g *Gate) frame(r *http.Request, v Visitor, l look.Lang) look.Frame {
	f := look.Frame{House: g.House, Lang: l, LangTo: map[look.Lang]string{}}
	for _, x := range look.Langs {
		f.LangTo[x] = "?lang=" + string(x)
	}
	exists := func(path string) string {
		if g.hasRoute(http.MethodGet, path) {
			return path
		}
		return ""
	}
	f.HelpTo = exists(HelpPath)
	for _, e := range look.Public() {
		if to := exists(e.To); to != "" {
			f.FootLinks = append(f.FootLinks, look.Link{To: to, Text: look.Say(l, e.Key)})
		}
	}
	if !v.Known() {
		f.SignIn = exists(SignInPath)
		return f
	}
	f.NoticesTo, f.FindTo = exists(NoticesPath), exists(FindPath)
	if g.hasRoute(http.MethodPost, SignOutPath) {
		f.SignOut = SignOutPath
	}
	if v.Hats > 1 {
		f.Switch = exists(SwitchPath)
	}
	f.WhoOrg = v.OrgName.In(string(l))
	f.Who = f.WhoOrg
	if h := v.HatName.In(string(l)); h != "" {
		f.Who += "/" + h
	}
	g.menu(&f, r, v)
	return f
}

// menu adds the entries whose page exists and is open to the acting hat, and the functions that are not open yet (R43).
func (g *Gate) menu(nav *look.Frame, r *http.Request, v Visitor) {
	scope := access.For(v.Actor, stateOf(r).at)
	open := func(path string) bool {
		route, ok := g.routeAt(http.MethodGet, path)
		return ok && scope.Permit(route.Needs) == nil
	}
	for _, e := range look.Menu(v.Kind) {
		if f := g.later(r, v, e.To, open(e.To)); f != opening.House {
			nav.Nav = append(nav.Nav, look.NavItem{Text: look.Say(nav.Lang, e.Key), To: FunctionsPath + "/" + string(f), Later: true})
			continue
		}
		if !open(e.To) {
			continue
		}
		nav.Nav = append(nav.Nav, look.NavItem{Text: look.Say(nav.Lang, e.Key), To: e.To, Now: e.At(r.URL.Path) && stateOf(r).pattern != ""})
	}
	if i := slices.IndexFunc(nav.Nav, func(n look.NavItem) bool { return !n.Later }); i >= 0 {
		nav.HomeTo = nav.Nav[i].To
	}
	if open(SettingsPath) && !slices.ContainsFunc(nav.Nav, func(n look.NavItem) bool { return n.To == SettingsPath }) {
		nav.SettingsTo = SettingsPath
	}
	if a := look.Alarm(v.Kind); a.Key != "" && open(a.To) {
		nav.Alarm = look.Link{To: a.To, Text: look.Say(nav.Lang, a.Key)}
	}
}

// later is the function that an entry of the menu waits for: one that is not built, or whose page the acting hat could open
// if it were; House for an entry that waits for nothing.
func (g *Gate) later(r *http.Request, v Visitor, path string, exists bool) opening.Function {
	f := opening.At(path)
	if route, ok := g.routeAt(http.MethodGet, path); ok {
		if f = route.Under(); !exists {
			return opening.House
		}
	}
	s, err := g.stands(r, v, f)
	if err != nil || s.Open { // a menu must not take the page down
		return opening.House
	}
	return f
}

// Fields reads a form that was posted. The faults name what is wrong with the whole.
func (r *Request) Fields() (url.Values, error) {
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); !strings.EqualFold(strings.TrimSpace(kind), "application/x-www-form-urlencoded") {
		return nil, fault.New(fault.Invalid, "fault.body.form", nil) // read as empty it would look saved
	}
	if err := r.ParseForm(); err != nil {
		return nil, unreadable(err)
	}
	return r.PostForm, nil
}

// unreadable says why a body could not be read.
func unreadable(err error) error {
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return fault.New(fault.Exceeded, "fault.body.large", fault.Args{"limit": fmt.Sprint(tooLarge.Limit)})
	}
	return fault.New(fault.Invalid, "fault.body.form", nil)
}

// keyLimit bounds an idempotency key.
const keyLimit = 200

// Key returns the idempotency key of an act: the header for the API, the hidden field "key" of a
// form otherwise. Digest is the SHA-256 of what is asked for, as the caller defines it.
func (r *Request) Key(digest [32]byte) (ident.Key, error) {
	client := r.Header.Get("Idempotency-Key")
	if client == "" {
		client = r.PostFormValue("key")
	}
	return r.KeyOf(client, digest)
}

// KeyOf is Key for a form that was read piece by piece: client is its field "key".
func (r *Request) KeyOf(client string, digest [32]byte) (ident.Key, error) {
	if client == "" {
		return ident.Key{}, &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "Idempotency-Key", Code: "fault.key.missing"}}}
	}
	if len(client) > keyLimit || strings.ContainsFunc(client, func(c rune) bool { return c < ' ' || c >= 0x7f }) {
		return ident.Key{}, &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "Idempotency-Key", Code: "fault.key.long"}}}
	}
	return ident.Key{Org: r.Scope.Org, Actor: r.Scope.ID(), Route: stateOf(r.Request).pattern, Client: client, Digest: digest}, nil
}

// NewKey mints the idempotency key that a form carries from its rendering.
func (r *Request) NewKey() (string, error) { return ident.NewSecret(r.gate.Entropy) }

// See answers a post with the page to look at next.
func See(w http.ResponseWriter, path string) error {
	w.Header().Set("Location", path)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusSeeOther)
	return nil
}

// SafeReturn returns path if it is an address within this platform, else "/". It refuses what
// browsers read as another host: //host, /\host, anything with a scheme, controls.
func SafeReturn(path string) string {
	if path == "" || len(path) > 2000 || path[0] != '/' || strings.HasPrefix(path, "//") || strings.Contains(path, `\`) {
		return "/"
	}
	for _, c := range path {
		if c < 0x20 || c == 0x7f {
			return "/"
		}
	}
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || strings.HasPrefix(u.Path, "//") {
		return "/"
	}
	return path
}

// Cookie returns a cookie as this platform sets them: for this host alone, out of reach of
// scripts, over TLS except on loopback. Seconds < 0 deletes it, 0 ends with the browser.
func (g *Gate) Cookie(name, value string, seconds int) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure wherever there is TLS: loopback has none
		Name: g.CookieName(name), Value: value, Path: "/", MaxAge: seconds,
		Secure: g.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// CookieName is the name under which a cookie is kept: with the __Host- prefix over TLS.
func (g *Gate) CookieName(name string) string {
	if g.secure() {
		return "__Host-" + name
	}
	return name
}

func (g *Gate) secure() bool { return g.Base.Scheme == "https" }
