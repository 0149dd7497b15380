// Package desktest shows pages to the people of a small world through the real gate, for tests.
package desktest

import (
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/request"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

// Desk is a small world with a door.
type Desk struct {
	*stagetest.Stage
	http.Handler
	gate gate.Gate
	n    int
}

// New makes the door of a fresh world with some routes.
func New(t testing.TB, routes func(*stagetest.Stage) []gate.Route) *Desk {
	t.Helper()
	d := &Desk{Stage: stagetest.SQLite(t)}
	d.gate = gate.Gate{
		House: look.House{Desk: look.Desk{Name: text.Both{Ja: "相談窓口", En: "Help desk"}, Phone: "03-0000-1000", Hours: text.Both{Ja: "平日", En: "weekdays"}}},
		Base:  &url.URL{Scheme: "https", Host: "kanmin.example"}, Identify: d.identify, Now: d.Clock.Now, Entropy: rand.Reader,
		Log: slog.New(slog.DiscardHandler), LogKey: []byte("k"),
	}
	d.Handler = d.gate.Handler(routes(d.Stage))
	return d
}

// identify believes a header: who signs in how is login's to test.
func (d *Desk) identify(r *http.Request) (gate.Visitor, error) {
	name := r.Header.Get("X-As")
	if name == "" {
		return gate.Visitor{}, fault.New(fault.SignedOut, "fault.signed-out", nil)
	}
	return gate.Visitor{Actor: d.As(name), OrgName: text.Both{Ja: "組織", En: "Organisation"}, FreshUntil: ident.At(d.Clock.Now())}, nil
}

// Answer is a page as a visitor gets it.
type Answer struct {
	*goquery.Document
	Status int
	Body   string
	Header http.Header
}

// Text is the text of what a selector finds.
func (a Answer) Text(selector string) string {
	return strings.Join(strings.Fields(a.Find(selector).Text()), " ")
}

// Get opens a page as somebody, in Japanese.
func (d *Desk) Get(t testing.TB, who, path string, header ...string) Answer {
	t.Helper()
	return d.Do(t, who, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil), header...)
}

// Post sends a form as somebody.
func (d *Desk) Post(t testing.TB, who, path string, form url.Values) Answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path, strings.NewReader(form.Encode()))
	return d.Do(t, who, r, "Content-Type", "application/x-www-form-urlencoded")
}

// Do sends any request as somebody.
func (d *Desk) Do(t testing.TB, who string, r *http.Request, header ...string) Answer {
	t.Helper()
	if who != "" {
		r.Header.Set("X-As", who)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	body, err := io.ReadAll(w.Result().Body)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	return Answer{Document: doc, Status: w.Code, Body: string(body), Header: w.Result().Header}
}

// File sends a 速報 as somebody, with a line, and returns it.
func (d *Desk) File(t testing.TB, who, line string) filing.Filing {
	t.Helper()
	d.n++
	values := world.Values(d.Clock.Now().Add(-3600e9), line, "malware")
	id, err := d.Doors.File.Do(t.Context(), d.Scope(who), d.Key(who, "file"+string(rune('a'+d.n))), submitting.Prompt(values))
	if err != nil {
		t.Fatal(err)
	}
	f, err := d.Report(t.Context(), d.Scope(who), id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// AskAbout asks about a report as an office and returns the question.
func (d *Desk) AskAbout(t testing.TB, who string, f filing.Filing, line string) request.Request {
	t.Helper()
	d.n++
	id, err := d.Ask.Do(t.Context(), d.Scope(who), d.Key(who, "ask"+string(rune('a'+d.n))), asking.Question{Filing: f.Number, Kind: request.Enquiry, Text: line})
	if err != nil {
		t.Fatal(err)
	}
	r, err := d.Request(t.Context(), d.Scope(who), f.ID, id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Reply answers a question as a filer.
func (d *Desk) Reply(t testing.TB, who string, f filing.Filing, q request.Request, line string) {
	t.Helper()
	d.n++
	if _, err := d.Doors.Answer.Do(t.Context(), d.Scope(who), d.Key(who, "reply"+string(rune('a'+d.n))), asking.Reply{Filing: f.Number, Request: q.Number, Text: line}); err != nil {
		t.Fatal(err)
	}
}

// Opened lists the offices that the owner of a report is told have opened it.
func (d *Desk) Opened(t testing.TB, owner string, f filing.Filing) []access.Seen {
	t.Helper()
	type tx interface {
		Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
		LooksAt(ident.Object) ([]access.Seen, error)
	}
	var seen []access.Seen
	err := store.Read[tx](d.DB)(t.Context(), d.Scope(owner), func(tx tx) (err error) {
		if _, _, err = tx.Filing(f.Number, access.Permission{Action: access.Read, Object: access.Report}); err == nil {
			seen, err = tx.LooksAt(ident.Object(f.ID))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return seen
}
