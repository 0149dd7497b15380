package gate

import (
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
)

// FreshLife is how long a sign-in is fresh enough for a route that wants it.
const FreshLife = 15 * time.Minute

// heldLimit bounds a form that is kept while its person signs in again.
const heldLimit = 256 << 10

// Held is a form that was sent when the sign-in was no longer fresh.
type Held struct {
	Path   string
	Fields url.Values
}

// The two answers of a route that wants a fresh sign-in: prove once more who you are; let a second person stand by.
var (
	errStale = &fault.Error{Kind: fault.SignedOut, Code: "fault.account.recent"}
	errAlone = &fault.Error{Kind: fault.SignedOut, Code: "fault.account.second"}
)

// fresh wants a sign-in of the last FreshLife and, after a weak method, a second person. A service token passes: whoever
// made it did so freshly, and for the permissions that it names.
func (r *Request) fresh() error {
	switch {
	case r.Visitor.Token != "":
		return nil
	case r.Visitor.Alone:
		return errAlone
	case r.Now > r.Visitor.FreshUntil:
		return errStale
	}
	return nil
}

// again is where a visitor proves once more who they are, and comes back from.
func (g *Gate) again(err error, back string) string {
	if err == errAlone && g.hasRoute(http.MethodGet, SecondPath) { //nolint:errorlint // the value itself
		return SecondPath + "?return=" + url.QueryEscape(back)
	}
	return SignInPath + "?again=1&return=" + url.QueryEscape(back)
}

// hold keeps the form that was sent, and returns where to go on. What cannot be kept (a file, too much) is not worth
// less than the answer: the visitor then comes back to the page alone.
func (g *Gate) hold(r *http.Request) string {
	s := stateOf(r)
	if r.Method != http.MethodPost || g.Hold == nil {
		return g.returnTo(r)
	}
	of := access.For(s.visitor.Actor, s.at)
	if s.visitor.Session == "" {
		var lapsed bool
		if g.Lapsed != nil {
			of, lapsed = g.Lapsed(r)
		}
		if !lapsed {
			return g.returnTo(r)
		}
	}
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if !strings.EqualFold(strings.TrimSpace(kind), "application/x-www-form-urlencoded") {
		return g.returnTo(r)
	}
	if err := r.ParseForm(); err != nil || len(r.PostForm.Encode()) > heldLimit {
		return g.returnTo(r)
	}
	secret, err := g.Hold(r.Context(), of, Held{Path: r.URL.Path, Fields: r.PostForm})
	if err != nil {
		g.Log.LogAttrs(r.Context(), slog.LevelWarn, "hold", slog.String("req", s.id), slog.String("kind", fault.KindOf(err).String()))
		return g.returnTo(r)
	}
	return HeldPath + secret
}
