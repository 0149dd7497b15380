package gate

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
)

// The one table from kinds to statuses.
var statuses = map[fault.Kind]int{
	fault.Internal:    http.StatusInternalServerError,
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.Denied:      http.StatusForbidden,
	fault.Hidden:      http.StatusNotFound,
	fault.Conflict:    http.StatusConflict,
	fault.Exceeded:    http.StatusTooManyRequests,
	fault.Unavailable: http.StatusServiceUnavailable,
	fault.SignedOut:   http.StatusUnauthorized,
}

// Titles and texts of the page, by kind.
var pages = map[fault.Kind][2]string{
	fault.Internal:    {"error.internal.title", "error.internal.text"},
	fault.Invalid:     {"error.invalid.title", "error.invalid.text"},
	fault.Denied:      {"error.denied.title", "error.denied.text"},
	fault.Hidden:      {"error.hidden.title", "error.hidden.text"},
	fault.Conflict:    {"error.conflict.title", "error.conflict.text"},
	fault.Exceeded:    {"error.exceeded.title", "error.exceeded.text"},
	fault.Unavailable: {"error.unavailable.title", "error.unavailable.text"},
	fault.SignedOut:   {"error.signed-out.title", "error.signed-out.text"},
}

// The two answers that no flow gives.
var (
	errSignedOut = fault.New(fault.SignedOut, "fault.signed-out", nil)
	errMethod    = fault.New(fault.Invalid, "fault.method", nil)
	errCrossed   = fault.New(fault.Denied, "fault.crossed", nil)
)

func absent() error { return fault.Absent() }

// Status returns the status that an error is answered with.
func Status(err error) int {
	e, ok := errors.AsType[*fault.Error](err)
	switch {
	case !ok:
		return http.StatusInternalServerError
	case e == errMethod:
		return http.StatusMethodNotAllowed
	case e.Code == errScarce.Code:
		return http.StatusInsufficientStorage
	case e.Kind == fault.Exceeded && (e.Code == "fault.body.large" || e.Code == "fault.attachment.size"):
		return http.StatusRequestEntityTooLarge
	}
	return statuses[e.Kind]
}

// Problem is an error as the API says it (RFC 9457).
type Problem struct {
	Type     string         `json:"type"`
	Title    string         `json:"title"`
	Status   int            `json:"status"`
	Detail   string         `json:"detail,omitempty"`
	Code     string         `json:"code,omitempty"`
	Fields   []ProblemField `json:"fields,omitempty"`
	Incident string         `json:"incident,omitempty"`
	OpensAt  string         `json:"opens_at,omitempty"` // of a function that is not open yet, where the day is fixed
}

// ProblemField is one place in the input.
type ProblemField struct {
	Path      string            `json:"path"`
	Code      string            `json:"code"`
	Detail    string            `json:"detail"`
	Args      map[string]string `json:"args,omitempty"`
	Provision string            `json:"provision,omitempty"`
}

// ProblemOf describes err in a language. Nothing of an internal error is in it.
func ProblemOf(l look.Lang, err error) Problem {
	kind := fault.KindOf(err)
	p := Problem{Type: "urn:kanmin:problem:" + kind.String(), Title: look.Say(l, pages[kind][0]), Status: Status(err)}
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || kind == fault.Internal {
		p.Code, p.Detail = "fault.internal", look.Say(l, "fault.internal")
		return p
	}
	if p.Code = e.Code; p.Code == "" && kind == fault.Unavailable {
		p.Code = "fault.unavailable"
	}
	if p.Code != "" {
		p.Detail = look.SayArgs(l, p.Code, e.Args)
	}
	for _, f := range e.Fields {
		p.Fields = append(p.Fields, ProblemField{Path: f.Path, Code: f.Code, Detail: look.SayArgs(l, f.Code, f.Args), Args: f.Args, Provision: f.Provision})
	}
	return p
}

// fail answers err: the only place that does.
func (g *Gate) fail(w http.ResponseWriter, r *http.Request, err error) {
	if n, ok := closedOf(err); ok {
		g.failClosed(w, r, n)
		return
	}
	s, kind := stateOf(r), fault.KindOf(err)
	l := s.lang
	p := ProblemOf(l, err)
	if kind == fault.Internal || kind == fault.Unavailable {
		p.Incident = g.incident()
		attrs := []slog.Attr{slog.String("req", s.id), slog.String("incident", p.Incident), slog.String("route", s.pattern), slog.String("err", Redact(err.Error()))}
		g.Log.LogAttrs(r.Context(), slog.LevelError, "failed", attrs...)
	}
	noteFault(w, kind, p.Code)
	if kind == fault.Unavailable {
		w.Header().Set("Retry-After", "60")
	}
	switch {
	case api(r):
		g.failAPI(w, p)
	case r.Header.Get("HX-Request") == "true":
		g.failFragment(w, r, err, p)
	case errors.Is(err, errStale) || errors.Is(err, errAlone):
		_ = See(w, g.again(err, g.hold(r)))
	case kind == fault.SignedOut && g.hasRoute(http.MethodGet, SignInPath):
		to := SignInPath + "?return=" + url.QueryEscape(g.hold(r))
		_ = See(w, to)
	default:
		g.failPage(w, r, p)
	}
}

// api reports whether the address belongs to programs.
func api(r *http.Request) bool { return program(r.URL.Path) }

// program reports whether programs come to an address, not people.
func program(path string) bool {
	return strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/taxii2/")
}

// returnTo is where the visitor goes on after signing in: this page, or for a post the page of the same address or the
// nearest one above it.
func (g *Gate) returnTo(r *http.Request) string {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return SafeReturn(r.URL.RequestURI())
	}
	for at := path.Clean(r.URL.Path); at != "/" && at != "."; at = path.Dir(at) {
		if g.hasRoute(http.MethodGet, at) {
			return SafeReturn(at)
		}
	}
	return "/"
}

func (g *Gate) failAPI(w http.ResponseWriter, p Problem) {
	if p.Status == http.StatusUnauthorized {
		challenge := `Bearer realm="kanmin"`
		if p.Code == errStale.Code || p.Code == errAlone.Code { // RFC 9470
			challenge += fmt.Sprintf(`, error="insufficient_user_authentication", max_age="%d"`, int(FreshLife.Seconds()))
		}
		w.Header().Set("WWW-Authenticate", challenge)
	}
	b, err := json.Marshal(p)
	if err != nil {
		panic(err) // strings and numbers only
	}
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(b)))
	w.WriteHeader(p.Status)
	_, _ = w.Write(b) //nolint:gosec // html/template escaped it; if the client went away there is nobody to tell
}

// failFragment answers a part of a page: the notice alone, or the way to sign in again.
func (g *Gate) failFragment(w http.ResponseWriter, r *http.Request, err error, p Problem) {
	if p.Status == http.StatusUnauthorized {
		back := g.returnTo(r)
		if u, err := url.Parse(r.Header.Get("HX-Current-URL")); err == nil && u.Path != "" {
			back = SafeReturn((&url.URL{Path: u.Path, RawQuery: u.RawQuery}).String())
		}
		if g.rules[stateOf(r).pattern].Needs.Action != access.Read { // what would have been kept is kept for its person
			if held := g.hold(r); strings.HasPrefix(held, HeldPath) {
				back = held
			}
		}
		to := SignInPath + "?return=" + url.QueryEscape(back)
		if errors.Is(err, errStale) || errors.Is(err, errAlone) {
			to = g.again(err, back)
		}
		w.Header().Set("HX-Redirect", to)
	}
	l := stateOf(r).lang
	b, err := errorPage.Fragment(look.Frame{Lang: l}, "notice", noticeOf(l, p))
	if err != nil {
		panic(err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_, _ = w.Write(b) //nolint:gosec // html/template escaped it; if the client went away there is nobody to tell
}

func noticeOf(l look.Lang, p Problem) look.Notice {
	n := look.Notice{Tone: look.Danger, Title: p.Title, Assert: true}
	if p.Detail != "" {
		n.Text = append(n.Text, p.Detail)
	}
	for _, f := range p.Fields {
		n.Text = append(n.Text, f.Detail)
	}
	if p.Incident != "" {
		n.Text = append(n.Text, look.Say(l, "error.internal.number")+": "+p.Incident)
	}
	return n
}

//go:embed fail.tmpl
var failSource string

// errorView is the page of an error.
type errorView struct {
	Title, Text, Detail, Incident string
	Fields                        []ProblemField
	Desk                          look.Desk
	Phone                         bool
	Back                          string
}

var errorPage = look.Parse[errorView]("gate/fail", failSource)

func (g *Gate) failPage(w http.ResponseWriter, r *http.Request, p Problem) {
	s := stateOf(r)
	visitor, err := g.identify(r)
	if err != nil {
		visitor = Visitor{} // it is what failed; the page must still be shown
	}
	f := g.frame(r, visitor, s.lang)
	f.Title, f.NoticesTo = p.Title, ""
	for i := range f.Nav { // nothing may tell an address that exists from one that does not
		f.Nav[i].Now = false
	}
	v := errorView{Title: p.Title, Fields: p.Fields, Incident: p.Incident, Desk: g.House.Desk, Phone: p.Status >= 500, Back: "/"}
	if f.HomeTo != "" {
		v.Back = f.HomeTo
	}
	kind := strings.TrimPrefix(p.Type, "urn:kanmin:problem:")
	for k, words := range pages {
		if k.String() == kind {
			v.Text = look.Say(s.lang, words[1])
		}
	}
	switch p.Code {
	case "fault.method":
		f.Title, v.Text = look.Say(s.lang, "error.method.title"), look.Say(s.lang, "error.method.text")
	case "fault.crossed":
		f.Title, v.Text = look.Say(s.lang, "error.crossed.title"), look.Say(s.lang, "error.crossed.text")
	case "fault.hidden", "fault.denied", "fault.internal", "fault.unavailable", "fault.signed-out", "fault.invalid", "":
	default:
		v.Detail = p.Detail
	}
	v.Title = f.Title
	if err := errorPage.WriteStatus(w, p.Status, f, v); err != nil {
		panic(err) // recovered into plain text by the first layer
	}
}
