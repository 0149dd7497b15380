package gate

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// recover turns a panic into an incident number. What was already written stays.
func (g *Gate) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if p == http.ErrAbortHandler { //nolint:errorlint // the value itself, as net/http documents
				panic(p)
			}
			n := g.incident()
			g.Log.LogAttrs(r.Context(), slog.LevelError, "panic", slog.String("incident", n), slog.String("err", Redact(fmt.Sprint(p))), slog.String("stack", stack()))
			h := w.Header()
			h.Set("Content-Type", "text/plain; charset=utf-8")
			h.Set("Cache-Control", "no-store")
			h.Del("Content-Length")
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = fmt.Fprintf(w, "%s\n%s\n%s: %s\n", look.Say(look.Ja, "error.internal.title"), look.Say(look.Ja, "error.internal.text"), look.Say(look.Ja, "error.internal.number"), n)
		}()
		next.ServeHTTP(w, r)
	})
}

// stack keeps the places only: arguments and values do not belong into a log.
func stack() string {
	var places []string
	for line := range strings.Lines(string(debug.Stack())) {
		if at := strings.TrimSpace(line); strings.Contains(at, ".go:") {
			at, _, _ = strings.Cut(at, " ")
			places = append(places, at)
		}
	}
	return strings.Join(places, " ")
}

// number gives the request its id and reads the clock.
func (g *Gate) number(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at := ident.At(g.Now())
		id, err := ident.NewID[ident.Object](at, g.Entropy)
		if err != nil {
			panic(err) // no entropy: nothing can be done safely
		}
		s := &state{id: string(id), at: at, lang: look.Ja, body: r.Body}
		if g.Address != nil {
			s.peer, s.placed = g.Address(r), true
		}
		w.Header().Set("X-Request-Id", s.id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), stateKey{}, s)))
	})
}

// writer notes what was answered.
type writer struct {
	http.ResponseWriter
	status int
	bytes  int64
	kind   string
	code   string
}

func (w *writer) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *writer) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func noteFault(w http.ResponseWriter, k fault.Kind, code string) {
	if n, ok := w.(*writer); ok {
		n.kind, n.code = k.String(), code
	}
}

// record writes one line per answer. The fields are these and no others: no path, query, body,
// address, name; ids only as keyed digests.
func (g *Gate) record(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start, whole := g.Now(), false
		n := &writer{ResponseWriter: w}
		s := stateOf(r)
		defer func() {
			took := g.Now().Sub(start)
			route := s.pattern
			if route == "" {
				route = "none"
			}
			if n.status == 0 {
				n.status = http.StatusOK
			}
			if !whole { // a panic is on its way to the first layer
				n.status, n.kind = http.StatusInternalServerError, "panic"
			}
			attrs := []slog.Attr{
				slog.String("req", s.id), slog.String("method", method(r.Method)), slog.String("route", route), slog.Int("status", n.status),
				slog.Int64("us", took.Microseconds()), slog.Int64("bytes", n.bytes),
			}
			if s.visitor.Known() {
				attrs = append(attrs, slog.String("actor", g.Digest(s.visitor.ID())), slog.String("hat", g.Digest(string(s.visitor.Hat))), slog.String("org", g.Digest(string(s.visitor.Org))))
			}
			if n.kind != "" {
				attrs = append(attrs, slog.String("fault", n.kind), slog.String("code", n.code))
			}
			g.Log.LogAttrs(r.Context(), slog.LevelInfo, "answered", attrs...)
			if g.Observe != nil {
				g.Observe(route, n.status, took)
			}
		}()
		next.ServeHTTP(n, r)
		whole = true
	})
}

// method keeps invented methods out of the log.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

// Digest is what a log line carries instead of an id: the same id gives the same digest on one
// installation, and nobody without the key can go back.
func (g *Gate) Digest(id string) string {
	m := hmac.New(sha256.New, g.LogKey)
	_, _ = m.Write([]byte(id)) // a hash never fails
	return hex.EncodeToString(m.Sum(nil)[:8])
}

// policy is the content security policy: nothing from elsewhere, nothing inline, no HTML from
// text but by htmx's own parsing (see web/js/kanmin.js).
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types kanmin"

// always is what every answer carries.
var always = []struct {
	name  string
	value []string
}{
	{"Content-Security-Policy", []string{policy}},
	{"X-Content-Type-Options", []string{"nosniff"}},
	{"X-Frame-Options", []string{"DENY"}},
	{"Referrer-Policy", []string{"no-referrer"}},
	{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
	{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
	{"Permissions-Policy", []string{"camera=(), microphone=(), geolocation=(), payment=(), usb=()"}},
}

// headers sets what every answer carries.
func (g *Gate) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.guard(w.Header())
		next.ServeHTTP(w, r)
	})
}

// guard sets the headers that protect whoever reads the answer.
func (g *Gate) guard(h http.Header) {
	for _, one := range always {
		h[one.name] = one.value // the names are canonical already: this is done for everybody who is turned away, too
	}
	if g.secure() {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
}

// bound limits the body; a route may set its own limit.
func (g *Gate) bound(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, BodyLimit)
		next.ServeHTTP(w, r)
	})
}

// uncross stops requests that change something and come from another origin.
func (g *Gate) uncross(next http.Handler) http.Handler {
	var p http.CrossOriginProtection
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := p.Check(r); err != nil {
			g.fail(w, r, errCrossed)
			return
		}
		next.ServeHTTP(w, r)
	})
}

const langCookie = "kanmin_lang"

// speak chooses the language: what the visitor once chose, else Japanese for pages and what the
// client asks for in the API. ?lang= on a page keeps the choice and shows the page without it.
func (g *Gate) speak(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := stateOf(r)
		if c, err := r.Cookie(g.CookieName(langCookie)); err == nil && c.Value == string(look.En) {
			s.lang = look.En
		}
		if api(r) && strings.HasPrefix(strings.ToLower(r.Header.Get("Accept-Language")), "en") {
			s.lang = look.En
		}
		q := r.URL.Query()
		if want := q.Get("lang"); want != "" {
			if want == string(look.En) {
				s.lang = look.En
			} else {
				s.lang = look.Ja
			}
			if r.Method == http.MethodGet && !api(r) {
				q.Del("lang")
				to := *r.URL
				to.RawQuery = q.Encode()
				http.SetCookie(w, g.Cookie(langCookie, string(s.lang), 365*24*60*60))
				_ = See(w, SafeReturn(to.RequestURI()))
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

const incidentAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

// incident mints the number that stands for an error: it can be read over the telephone.
func (g *Gate) incident() string {
	var b [8]byte
	if _, err := g.Entropy.Read(b[:]); err != nil {
		return "0000-0000"
	}
	for i := range b {
		b[i] = incidentAlphabet[b[i]&31]
	}
	return string(b[:4]) + "-" + string(b[4:])
}

// Redact makes an error fit for a log: quoted values and everything outside ASCII, which is where
// content would be, give way to a mark. At most 600 characters.
func Redact(s string) string {
	var b strings.Builder
	quote := rune(0)
	for _, r := range s {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '`' || r == '\'':
			quote = r
			b.WriteString("«»")
		case r < 0x20 || r > 0x7e:
			b.WriteByte('?')
		default:
			b.WriteRune(r)
		}
		if b.Len() > 600 {
			b.WriteString("…")
			break
		}
	}
	return b.String()
}
