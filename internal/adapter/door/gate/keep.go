package gate

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// patience is how long a request that may be kept waits for the database before it is.
const patience = 5 * time.Second

// keeps reports whether requests of a route are kept: what sends a report, and nothing else.
func (r Route) keeps() bool {
	return r.Body == 0 && r.Needs == access.Permission{Action: access.File, Object: access.Report} && strings.HasPrefix(r.Pattern, "POST ") &&
		(strings.HasSuffix(r.Pattern, "/send") || strings.HasSuffix(r.Pattern, "/reports/prompt"))
}

// Kept is a request that came while the database did not answer, as it was.
type Kept struct {
	At      ident.Instant `json:"at"`
	Method  string        `json:"method"`
	Path    string        `json:"path"`
	Host    string        `json:"host"`
	Address string        `json:"address"` // of the peer
	Header  http.Header   `json:"header"`
	Body    []byte        `json:"body"`
}

// Request is the request again; Arrived tells then when it came.
func (k Kept) Request(ctx context.Context) (*http.Request, error) {
	r, err := http.NewRequestWithContext(context.WithValue(ctx, keptKey{}, k.At), k.Method, k.Path, bytes.NewReader(k.Body))
	if err != nil {
		return nil, err
	}
	r.Header, r.Host, r.RemoteAddr, r.RequestURI = k.Header, k.Host, k.Address, k.Path
	return r, nil
}

type keptKey struct{}

// Arrived is when a request came that was kept until now; false for every other.
func Arrived(ctx context.Context) (ident.Instant, bool) {
	at, ok := ctx.Value(keptKey{}).(ident.Instant)
	return at, ok
}

// knownLimit bounds how many are remembered, knownLife for how long.
const (
	knownLimit = 20_000
	knownLife  = 24 * time.Hour
)

// known remembers who came in with which secret, by a keyed digest of it: while the database does not answer nobody can be
// asked. It decides only about keeping; whoever is let go meanwhile is found out when the request is done.
type known struct {
	mu sync.Mutex
	by map[string]Visitor
	at map[string]ident.Instant
}

func (k *known) saw(secret string, v Visitor, at ident.Instant) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.by == nil || len(k.by) >= knownLimit && k.by[secret].Org == "" {
		k.by, k.at = map[string]Visitor{}, map[string]ident.Instant{}
	}
	k.by[secret], k.at[secret] = v, at
}

func (k *known) find(secret string, at ident.Instant) (Visitor, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	v, ok := k.by[secret]
	return v, ok && at < k.at[secret].Add(knownLife)
}

// secretOf is a keyed digest of what a request shows of its person; "" where it shows nothing.
func (g *Gate) secretOf(r *http.Request) string {
	shown := r.Header.Get("Authorization")
	if c, err := r.Cookie(g.CookieName("kanmin_session")); shown == "" && err == nil {
		shown = c.Value
	}
	if shown == "" {
		return ""
	}
	return g.Digest(shown)
}

// orKeep serves a route whose requests are kept while the database does not answer.
func (g *Gate) orKeep(w http.ResponseWriter, r *http.Request, route Route) error {
	s := stateOf(r)
	body, broken := io.ReadAll(r.Body)
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	tried := r.WithContext(ctx)
	tried.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), ending{broken}))
	err := g.serve(w, tried, route)
	if !fault.Is(err, fault.Unavailable) || broken != nil {
		return err
	}
	visitor, ok := g.known.find(g.secretOf(r), s.at)
	if !ok || access.For(visitor.Actor, s.at).Permit(route.Needs) != nil {
		return err
	}
	word, failed := g.Keep(Kept{s.at, r.Method, r.URL.RequestURI(), r.Host, r.RemoteAddr, r.Header.Clone(), body})
	if failed != nil {
		return errors.Join(err, failed)
	}
	noteFault(w, fault.Unavailable, "kept")
	return g.told(w, r, word)
}

// ending ends a body as it ended when it was read first: whole, or too large.
type ending struct{ err error }

// Read is of io.Reader.
func (e ending) Read([]byte) (int, error) {
	if e.err != nil {
		return 0, e.err
	}
	return 0, io.EOF
}

//go:embed keep.tmpl
var keptSource string

type keptView struct {
	Word string
	Desk look.Desk
}

var keptPage = look.Parse[keptView]("gate/keep", keptSource)

// told answers who was kept: 202 with the signed word of it. Nothing is asked of the database.
func (g *Gate) told(w http.ResponseWriter, r *http.Request, word []byte) error {
	s := stateOf(r)
	if !api(r) {
		return keptPage.WriteStatus(w, http.StatusAccepted, look.Frame{Lang: s.lang, House: g.House, Title: look.Say(s.lang, "kept.title")}, keptView{string(word), g.House.Desk})
	}
	b, err := json.Marshal(map[string]any{"kept": true, "kept_at": s.at.Time().Format(time.RFC3339Nano), "detail": look.Say(s.lang, "kept.lead"), "receipt": string(word)})
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(http.StatusAccepted)
	_, _ = w.Write(b) // the client went away: nobody to tell
	return nil
}
