package reporting_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/operator/home"
	notifications "kanmin/internal/adapter/door/web/operator/notification"
	"kanmin/internal/adapter/door/web/reporting/attached"
	"kanmin/internal/adapter/door/web/reporting/elsewhere"
	"kanmin/internal/adapter/door/web/reporting/filling"
	"kanmin/internal/adapter/door/web/reporting/reports"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/statistic"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/attaching"
	"kanmin/internal/flow/releasing"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// house is a small world behind the real gate.
type house struct {
	*stagetest.Stage
	t   testing.TB
	url string
	as  string // who asks
	in  string // language, "" for Japanese

	statements atomic.Int64 // of all requests so far
	similar    *[]statistic.Similar
	withheld   *string // the section that the first office does not receive, of drafts
}

func newHouse(t testing.TB) *house {
	t.Helper()
	s, withheld, similar := stagetest.SQLite(t), new(string), new([]statistic.Similar)
	routes := home.Page{Look: store.Look[home.Tx](s.DB)}.Routes()
	routes = append(routes, notifications.Page{Look: store.Look[notifications.Tx](s.DB)}.Routes()...)
	routes = append(routes, filling.Pages{
		Open: submitting.Open{Act: store.Act[submitting.OpenTx](s.DB), Entropy: s.DB.Entropy}, Save: submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)},
		Choose: submitting.Choose{Act: store.Act[submitting.ChooseTx](s.DB)}, File: submitting.File{Act: store.Act[submitting.FileTx](s.DB), Entropy: s.DB.Entropy},
		Bring:    submitting.Bring{Act: store.Act[submitting.BringTx](s.DB)},
		Revise:   submitting.Revise{Act: store.Act[submitting.ReviseTx](s.DB)},
		Agree:    releasing.Agree{Act: store.Act[releasing.AgreeTx](s.DB), Entropy: s.DB.Entropy},
		Withhold: releasing.Withhold{Act: store.Act[releasing.WithholdTx](s.DB)},
		Discard:  submitting.Discard{Act: store.Act[submitting.DiscardTx](s.DB)}, Read: withholding(s, withheld),
	}.Routes()...)
	routes = append(routes, reports.Pages{
		Consent: releasing.Consent{Act: store.Act[releasing.ConsentTx](s.DB), Entropy: s.DB.Entropy},
		Release: releasing.Release{Act: store.Act[releasing.ReleaseTx](s.DB)},
		Follow:  submitting.Follow{Act: store.Act[submitting.FollowTx](s.DB), Entropy: s.DB.Entropy},
		Correct: submitting.Correct{Act: store.Act[submitting.CorrectTx](s.DB), Entropy: s.DB.Entropy}, Draft: store.Read[reports.DraftTx](s.DB),
		Answer: asking.Answer{Act: store.Act[asking.AnswerTx](s.DB)}, List: store.Look[listing.Tx](s.DB), Export: listing.Look(store.Look[listing.ExportTx](s.DB)), Look: store.Look[reports.ReportTx](s.DB),
		Read: store.Read[reports.ReportTx](s.DB), Receipts: s.DB, Similar: told(similar),
	}.Routes()...)
	routes = append(routes, elsewhere.Page{Look: store.Look[elsewhere.Tx](s.DB), Record: submitting.Elsewhere{Act: store.Act[submitting.ElsewhereTx](s.DB)}}.Routes()...)
	routes = append(routes, attached.Pages{
		Attach: attaching.Attach{Keep: store.Housekeep[attaching.TakeInTx](s.DB), Act: store.Act[attaching.AttachTx](s.DB), Entropy: s.DB.Entropy},
		Draft:  store.Read[attached.DraftTx](s.DB), Look: store.Look[attached.FiledTx](s.DB), Piece: store.Read[attached.PieceTx](s.DB), Receipts: s.DB,
	}.Routes()...)
	h := &house{withheld: withheld, similar: similar, Stage: s, t: t, as: "operator-filer"}
	g := &gate.Gate{
		Base: &url.URL{Scheme: "http", Host: "localhost"}, Identify: h.identify, Now: s.Clock.Now, Entropy: s.DB.Entropy,
		Log: slog.New(slog.DiscardHandler), LogKey: []byte("key of the test"),
	}
	door := g.Handler(routes)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		door.ServeHTTP(w, r.WithContext(store.Noting(r.Context(), func(string, []any) { h.statements.Add(1) })))
	}))
	t.Cleanup(server.Close)
	h.url = server.URL
	return h
}

func (h *house) identify(r *http.Request) (gate.Visitor, error) {
	for _, p := range h.People {
		if p.Token != "" && p.Token == r.Header.Get("X-As") {
			return gate.Visitor{Actor: p.Actor, OrgName: text.Both{Ja: p.Label, En: p.Token}, HatName: text.Both{Ja: p.Name, En: p.Token}}, nil
		}
	}
	return gate.Visitor{}, fault.New(fault.SignedOut, "fault.signed-out", nil)
}

// answer is what came back.
type answer struct {
	t      testing.TB
	status int
	header http.Header
	body   string
	at     string // the path that was asked
}

func (a answer) to() string { return a.header.Get("Location") }

func (a answer) doc() *goquery.Document {
	a.t.Helper()
	d, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
	if err != nil {
		a.t.Fatal(err)
	}
	return d
}

// says is the text of what a selector finds, with single spaces; it must find something.
func (a answer) says(selector string) string {
	a.t.Helper()
	s := a.doc().Find(selector)
	if s.Length() == 0 {
		a.t.Errorf("%s: nothing fits %s\n%s", a.at, selector, main(a.body))
	}
	return strings.Join(strings.Fields(s.Text()), " ")
}

func (a answer) has(selector string) bool { return a.doc().Find(selector).Length() > 0 }

// value is an attribute of the first thing that fits.
func (a answer) value(selector, name string) string {
	a.t.Helper()
	v, ok := a.doc().Find(selector).First().Attr(name)
	if !ok {
		a.t.Errorf("%s: no %s of %s\n%s", a.at, name, selector, main(a.body))
	}
	return v
}

func main(body string) string {
	_, body, _ = strings.Cut(body, "<main")
	body, _, _ = strings.Cut(body, "</main>")
	return body
}

func (h *house) get(path string, header ...string) answer {
	h.t.Helper()
	return h.send(http.MethodGet, path, nil, header...)
}

// post sends a form; the names and values follow one another.
func (h *house) post(path string, pairs ...string) answer {
	h.t.Helper()
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return h.send(http.MethodPost, path, v)
}

func (h *house) send(method, path string, form url.Values, header ...string) answer {
	h.t.Helper()
	h.Clock.Set(h.Clock.Now().Add(time.Second))
	r, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("X-As", h.as)
	if h.in != "" {
		r.Header.Set("Cookie", "kanmin_lang="+h.in)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	if resp.StatusCode >= 500 {
		h.t.Errorf("%s %s as %s: %d\n%s", method, path, h.as, resp.StatusCode, b)
	}
	return answer{h.t, resp.StatusCode, resp.Header, string(b), path}
}

// goes fails unless an answer is the way to another page.
func (h *house) goes(a answer, to string) {
	h.t.Helper()
	if a.status != http.StatusSeeOther || a.to() != to {
		h.t.Fatalf("%s: %d to %q, want 303 to %q\n%s", a.at, a.status, a.to(), to, main(a.body))
	}
}

// open opens a draft by pressing the button, and returns its address.
func (h *house) open() string {
	h.t.Helper()
	key := h.get("/reporting/prompt").value(`main form[action="/reporting/prompt"] input[name=key]`, "value")
	a := h.post("/reporting/prompt", "key", key)
	at, ok := strings.CutSuffix(a.to(), "/what")
	if a.status != http.StatusSeeOther || !ok {
		h.t.Fatalf("open: %d %q", a.status, a.to())
	}
	return at
}

// fill answers every question and returns the draft's address.
func (h *house) fill() string {
	h.t.Helper()
	at := h.open()
	h.goes(h.post(at+"/what", "base.what_kind", "0", "what_kind", "malware", "base.what_text", "0", "what_text", "画面に身代金を求める文", "do", "next"), at+"/when")
	h.goes(h.post(at+"/when", "base.aware_at", "0", "aware_at", "R8.11.23 8:15", "base.noticed_at", "0", "noticed_at", "", "do", "next"), at+"/which")
	h.goes(h.post(at+"/which", "base.which", "0", "which.unknown", "1", "do", "next"), at+"/impact")
	h.goes(h.post(at+"/impact", "base.impact", "0", "impact", "?", "do", "next"), at+"/callback")
	h.goes(h.post(at+"/callback", "base.callback", h.get(at+"/callback").value("#callback-base", "value"), "callback", h.get(at+"/callback").value("#callback", "value"), "do", "next"), at+"/check")
	return at
}

// sent sends a report and returns its address.
func (h *house) sent() string {
	h.t.Helper()
	at := h.fill()
	a := h.post(at+"/send", "key", h.get(at+"/send").value("input[name=key]", "value"))
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.to(), "/reporting/reports/R-") {
		h.t.Fatalf("send: %d %q\n%s", a.status, a.to(), main(a.body))
	}
	return a.to()
}

// placed gives every entry its place in the log.
func (h *house) placed() {
	h.t.Helper()
	l, ok, err := h.TakeSpine(h.t.Context(), "test")
	if err != nil || !ok {
		h.t.Fatalf("lease: %v, %v", ok, err)
	}
	for n := 1; n > 0; {
		if n, err = h.Sequence(h.t.Context(), l); err != nil {
			h.t.Fatal(err)
		}
	}
}

// number is the number at the end of an address.
func number(h *house, at string) ident.Number {
	h.t.Helper()
	n, err := ident.ParseNumber(at[strings.LastIndex(at, "/")+1:])
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}
