package inntest

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
)

// Handler puts the gate before pages.
func (i *Inn) Handler(routes ...gate.Route) http.Handler {
	g := &gate.Gate{
		Base: i.Base, Identify: i.Identify, Now: i.Clock.Now, Entropy: rand.Reader, Log: slog.New(slog.DiscardHandler), LogKey: []byte("test"), Hold: i.Hold, Lapsed: i.Lapsed,
	}
	return g.Handler(routes)
}

// Browser keeps cookies as a browser without JavaScript does.
type Browser struct {
	Handler http.Handler
	Cookies map[string]*http.Cookie
	Headers http.Header // sent besides, for what a script does
}

// NewBrowser opens a browser before pages.
func NewBrowser(h http.Handler) *Browser {
	return &Browser{Handler: h, Cookies: map[string]*http.Cookie{}}
}

// Keep puts a cookie into the browser.
func (b *Browser) Keep(c *http.Cookie) { b.Cookies[c.Name] = c }

// Answer is what a browser was shown.
type Answer struct {
	Status   int
	Location string
	Body     string
	Header   http.Header
}

// Get looks at a page.
func (b *Browser) Get(t testing.TB, path string) Answer {
	t.Helper()
	return b.do(t, http.MethodGet, path, "", nil)
}

// Post sends a form.
func (b *Browser) Post(t testing.TB, path string, pairs ...string) Answer {
	t.Helper()
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return b.do(t, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(v.Encode()))
}

// Do sends a form as it is encoded, for fields that stand more than once.
func (b *Browser) Do(t testing.TB, path, encoded string) Answer {
	t.Helper()
	return b.do(t, http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(encoded))
}

// PostJSON sends what a script would; the answer is read into out when it is good.
func (b *Browser) PostJSON(t testing.TB, path string, in, out any) Answer {
	t.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	a := b.do(t, http.MethodPost, path, "application/json", bytes.NewReader(body))
	if a.Status == http.StatusOK && out != nil {
		if err := json.Unmarshal([]byte(a.Body), out); err != nil {
			t.Fatalf("%s: %v: %s", path, err, a.Body)
		}
	}
	return a
}

func (b *Browser) do(t testing.TB, method, path, kind string, body io.Reader) Answer {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, Origin+path, body)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		r.Header.Set("Origin", Origin)
	}
	maps.Copy(r.Header, b.Headers)
	for _, c := range b.Cookies {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.Handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.Cookies, c.Name)
			continue
		}
		b.Cookies[c.Name] = c
	}
	return Answer{Status: w.Code, Location: w.Header().Get("Location"), Body: w.Body.String(), Header: w.Header()}
}
