package gate_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// door is a gate with its log.
type door struct {
	gate *gate.Gate
	log  *bytes.Buffer
	http.Handler
}

var reading = access.Permission{Action: access.Read, Object: access.Report}

const secret = "機密の内容"

func setup(t *testing.T, base string) door {
	t.Helper()
	b, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	log := &bytes.Buffer{}
	at := time.Date(2026, 11, 24, 14, 41, 8, 0, time.UTC)
	g := &gate.Gate{
		House: look.House{Desk: look.Desk{Name: text.Both{Ja: "相談窓口", En: "Desk"}, Phone: "03-0000-0000"}},
		Base:  b, Entropy: rand.Reader, Now: func() time.Time { return at },
		Log: slog.New(slog.NewJSONHandler(log, nil)), LogKey: []byte("k"),
		Identify: identify,
		Notices:  func(context.Context, access.Scope) (int, error) { return 3, nil },
	}
	return door{g, log, g.Handler(routes())}
}

func identify(r *http.Request) (gate.Visitor, error) {
	who := r.Header.Get("X-Test")
	if c, err := r.Cookie("who"); err == nil {
		who = c.Value
	}
	v := gate.Visitor{Actor: access.Actor{Person: "person-1", Hat: "hat-1", Org: "org-1", Unit: "u"}, OrgName: text.Both{Ja: "北都電力", En: "Hokuto"}, HatName: text.Both{Ja: "報告担当", En: "filer"}}
	switch who {
	case "filer":
		v.Kind, v.Roles = party.Operator, []access.Role{access.OperatorFiler}
	case "admin":
		v.Kind, v.Roles = party.Platform, []access.Role{access.PlatformAdmin}
	case "down":
		return gate.Visitor{}, fault.New(fault.Unavailable, "", nil)
	default:
		return gate.Visitor{}, fault.New(fault.SignedOut, "fault.signed-out", nil)
	}
	return v, nil
}

var testPage = look.Parse[string]("test", `{{define "content"}}<h1>{{.}}</h1>{{end}}`)

func routes() []gate.Route {
	fails := func(err error) gate.Handler {
		return func(http.ResponseWriter, *gate.Request) error { return err }
	}
	show := func(w http.ResponseWriter, r *gate.Request) error {
		return testPage.Write(w, r.Frame("nav.home"), "ok "+r.PathValue("id"))
	}
	one := func(w http.ResponseWriter, r *gate.Request) error {
		if r.PathValue("id") != "mine" { // absent and foreign
			return fault.Absent()
		}
		return show(w, r)
	}
	return []gate.Route{
		{Pattern: "GET /{$}", Handle: show},
		{Pattern: "GET /signin", Handle: show},
		{Pattern: "POST /signout", Handle: show},
		{Pattern: "GET /notices", Needs: reading, Handle: show},
		{Pattern: "GET /reporting/reports", Needs: reading, Handle: show},
		{Pattern: "GET /reporting/reports/{id}", Needs: reading, Handle: one},
		{Pattern: "POST /reporting/reports/{id}", Needs: reading, Handle: one},
		{Pattern: "POST /reporting/reports/{id}/answer", Needs: reading, Handle: one},
		{Pattern: "GET /reporting/prompt", Needs: access.Permission{Action: access.File, Object: access.Report}, Handle: show},
		{Pattern: "GET /ask", Needs: access.Permission{Action: access.Ask, Object: access.Report}, Handle: show},
		{Pattern: "GET /internal", Handle: fails(errors.New(secret))},
		{Pattern: "GET /panic", Handle: func(http.ResponseWriter, *gate.Request) error { panic(secret) }},
		{Pattern: "GET /busy", Handle: fails(fault.New(fault.Unavailable, "", nil))},
		{Pattern: "GET /conflict", Handle: fails(fault.New(fault.Conflict, "fault.draft.closed", nil))},
		{Pattern: "GET /invalid", Handle: fails(&fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "aware_at", Code: "fault.form.moment", Args: fault.Args{"text": "<R9.2.30>"}}}})},
		{Pattern: "POST /form", Body: 100, Handle: func(w http.ResponseWriter, r *gate.Request) error {
			if _, err := r.Fields(); err != nil {
				return err
			}
			return show(w, r)
		}},
		{Pattern: "GET /api/v1/mine/{id}", Needs: reading, Handle: one},
		{Pattern: "GET /api/v1/internal", Handle: fails(errors.New(secret))},
		{Pattern: "GET /api/v1/invalid", Handle: fails(&fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "rows[3].maker", Code: "fault.form.needed", Provision: "act.5"}}})},
		{Pattern: "GET /api/v1/key", Needs: reading, Handle: func(w http.ResponseWriter, r *gate.Request) error {
			k, err := r.Key([32]byte{1})
			if err != nil {
				return err
			}
			_, err = fmt.Fprint(w, k.Org, k.Actor, k.Route, k.Client)
			return err
		}},
	}
}

// ask sends one request; pairs are headers.
func (d door) ask(method, path, body string, pairs ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i+1 < len(pairs); i += 2 {
		r.Header.Set(pairs[i], pairs[i+1])
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w
}

func TestKindsAndStatuses(t *testing.T) {
	t.Parallel()
	d := setup(t, "http://localhost:8080")
	for _, c := range []struct {
		who, path string
		status    int
		says      string
	}{
		{"", "/", 200, "ok"},
		{"filer", "/reporting/reports/mine", 200, "ok mine"},
		{"filer", "/reporting/reports/other", 404, "ページが見つかりません"},
		{"admin", "/reporting/reports/mine", 404, "ページが見つかりません"},
		{"filer", "/ask", 403, "今の立場ではできません"},
		{"filer", "/nowhere", 404, "ページが見つかりません"},
		{"filer", "/internal", 500, "お問い合わせ番号"},
		{"filer", "/panic", 500, "お問い合わせ番号"},
		{"filer", "/busy", 503, "混み合っています"},
		{"down", "/", 503, "混み合っています"},
		{"filer", "/conflict", 409, "すでに提出されたか"},
		{"filer", "/invalid", 422, "日時として読み取れませんでした(&lt;R9.2.30&gt;)"},
		{"filer", "/signout", 405, "この方法では開けません"},
		{"filer", "/api/v1/mine/other", 404, `"code":"fault.hidden"`},
		{"", "/api/v1/mine/mine", 401, `"type":"urn:kanmin:problem:signed-out"`},
		{"filer", "/api/v1/nowhere", 404, `"code":"fault.hidden"`},
		{"filer", "/api/v1/internal", 500, `"incident":"`},
		{"filer", "/api/v1/invalid", 422, `"path":"rows[3].maker","code":"fault.form.needed","detail":"記入してください。","provision":"act.5"`},
		{"", "/reporting/prompt", 303, ""},
	} {
		w := d.ask(http.MethodGet, c.path, "", "X-Test", c.who)
		if w.Code != c.status || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s %s: %d, want %d with %q:\n%s", c.who, c.path, w.Code, c.status, c.says, w.Body)
		}
		if strings.Contains(w.Body.String(), secret) {
			t.Errorf("%s: the cause reached the visitor", c.path)
		}
		if strings.HasPrefix(c.path, "/api/") && c.status >= 400 && (w.Header().Get("Content-Type") != "application/problem+json" || !json.Valid(w.Body.Bytes())) {
			t.Errorf("%s: %s", c.path, w.Header().Get("Content-Type"))
		}
		if c.status == 503 && w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", c.path)
		}
	}
}

func TestHiddenIsOneAnswerByteForByte(t *testing.T) {
	t.Parallel()
	d := setup(t, "http://localhost:8080")
	for _, prefix := range []string{"", "/api/v1"} {
		want := d.ask(http.MethodGet, prefix+"/no/such/route", "", "X-Test", "filer")
		mine := "/reporting/reports/"
		if prefix != "" {
			mine = "/mine/"
		}
		for _, path := range []string{mine + "foreign", mine + "absent", mine + "%00", "/x"} {
			got := d.ask(http.MethodGet, prefix+path, "", "X-Test", "filer")
			if got.Code != want.Code || !bytes.Equal(got.Body.Bytes(), want.Body.Bytes()) {
				t.Errorf("%s: %d, %q differs from an unknown route: %q", prefix+path, got.Code, got.Body, want.Body)
			}
			for k := range want.Header() {
				if k != "X-Request-Id" && got.Header().Get(k) != want.Header().Get(k) {
					t.Errorf("%s: header %s differs", path, k)
				}
			}
		}
	}
	known := d.ask(http.MethodGet, "/reporting/reports/mine", "", "X-Test", "filer")
	if known.Code == 404 {
		t.Error("control: a record that is there is hidden")
	}
}

func TestSignedOutGoesToSignInAndBack(t *testing.T) {
	t.Parallel()
	d := setup(t, "http://localhost:8080")
	for _, c := range []struct{ method, path, back string }{
		{"GET", "/reporting/reports/a?step=2&x=%E3%81%82", "/reporting/reports/a?step=2&x=%E3%81%82"},
		{"POST", "/reporting/reports/a", "/reporting/reports/a"},
		{"POST", "/reporting/reports/a/answer", "/reporting/reports/a"},
	} {
		w := d.ask(c.method, c.path, "")
		if want := "/signin?return=" + url.QueryEscape(c.back); w.Code != 303 || w.Header().Get("Location") != want {
			t.Errorf("%s %s: %d to %q, want %q", c.method, c.path, w.Code, w.Header().Get("Location"), want)
		}
	}
	w := d.ask("POST", "/reporting/reports/a", "", "HX-Request", "true", "HX-Current-URL", "http://localhost:8080/reporting/prompt/x?step=3")
	if want := "/signin?return=" + url.QueryEscape("/reporting/prompt/x?step=3"); w.Code != 401 || w.Header().Get("HX-Redirect") != want {
		t.Errorf("htmx: %d %q", w.Code, w.Header().Get("HX-Redirect"))
	}
	w = d.ask("GET", "/", "", "Authorization", "Bearer stale")
	if w.Code != 303 {
		t.Errorf("a stale token on a public page: %d", w.Code)
	}
}

func TestSafeReturn(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"/reporting/prompt/x?step=3": "/reporting/prompt/x?step=3", "/": "/",
		"": "/", "//evil.example/": "/", `/\evil.example`: "/", `\/evil.example`: "/", "https://evil.example/": "/", "javascript:alert(1)": "/",
		"/a\r\nSet-Cookie: x": "/", "/%2F/evil": "/", "/a//b": "/a//b", "/\t/evil.example": "/", "evil.example": "/", "/" + strings.Repeat("a", 2000): "/", "/%zz": "/",
		"/..//evil.example": "/..//evil.example",
	} {
		if got := gate.SafeReturn(in); got != want {
			t.Errorf("SafeReturn(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzSafeReturn(f *testing.F) {
	f.Add("//x")
	f.Add("/a?b=c#d")
	base := &url.URL{Scheme: "https", Host: "kanmin.example"}
	f.Fuzz(func(t *testing.T, in string) {
		u, err := url.Parse(gate.SafeReturn(in))
		if err != nil {
			t.Fatal(err)
		}
		if to := base.ResolveReference(u); to.Host != base.Host || to.Scheme != base.Scheme {
			t.Fatalf("%q leads to %s", in, to)
		}
	})
}

func TestLanguage(t *testing.T) {
	t.Parallel()
	d := setup(t, "http://localhost:8080")
	w := d.ask("GET", "/reporting/reports?lang=en&a=1", "", "X-Test", "filer")
	if w.Code != 303 || w.Header().Get("Location") != "/reporting/reports?a=1" || !strings.Contains(w.Header().Get("Set-Cookie"), "kanmin_lang=en") {
		t.Errorf("choice: %d %v", w.Code, w.Header())
	}
	for _, c := range []struct{ path, header, value, want string }{
		{"/", "X-None", "", `lang="ja"`},
		{"/", "Accept-Language", "en", `lang="ja"`},
		{"/", "Cookie", "kanmin_lang=en", `lang="en"`},
		{"/", "Cookie", "kanmin_lang=xx", `lang="ja"`},
		{"/api/v1/nowhere", "Accept-Language", "en-GB", "Not found."},
		{"/api/v1/nowhere", "X-None", "", "見つかりません。"},
	} {
		if w := d.ask("GET", c.path, "", c.header, c.value); !strings.Contains(w.Body.String(), c.want) {
			t.Errorf("%+v: %s", c, w.Body)
		}
	}
	if w := d.ask("GET", "//evil.example/?lang=en", ""); strings.HasPrefix(w.Header().Get("Location"), "//") {
		t.Errorf("open redirect to %q", w.Header().Get("Location"))
	}
}

func TestHeaderShowsWhoAndOnlyWhatExists(t *testing.T) {
	t.Parallel()
	d := setup(t, "http://localhost:8080")
	got := d.ask("GET", "/reporting/reports/mine", "", "X-Test", "filer").Body.String()
	for _, want := range []string{"北都電力/報告担当", `href="/notices"`, "(3<span", `href="/reporting/reports" aria-current="page"`, `href="/reporting/prompt"`, "インシデントを報告する", `action="/signout"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	for _, not := range []string{`href="/operator/home"`, `href="/help"`, `href="/account/hat"`, `action="/find"`} {
		if strings.Contains(got, not) {
			t.Errorf("%s leads nowhere", not)
		}
	}
}

func TestKeyNeedsAClientPart(t *testing.T) {
	t.Parallel()
	d := setup(t, "http://localhost:8080")
	if w := d.ask("GET", "/api/v1/key", "", "X-Test", "filer"); w.Code != 422 || !strings.Contains(w.Body.String(), "fault.key.missing") {
		t.Errorf("none: %d %s", w.Code, w.Body)
	}
	if w := d.ask("GET", "/api/v1/key", "", "X-Test", "filer", "Idempotency-Key", strings.Repeat("k", 201)); w.Code != 422 {
		t.Errorf("long: %d", w.Code)
	}
	w := d.ask("GET", "/api/v1/key", "", "X-Test", "filer", "Idempotency-Key", "k1")
	if got := w.Body.String(); got != "org-1person-1GET /api/v1/keyk1" {
		t.Errorf("%q", got)
	}
}

func TestStaticOverTheGate(t *testing.T) {
	t.Parallel()
	d := setup(t, "http://localhost:8080")
	w := d.ask("GET", look.Static("htmx.js"), "")
	b, err := io.ReadAll(w.Result().Body)
	if err != nil || w.Code != 200 || len(b) < 30_000 {
		t.Errorf("%d, %d bytes, %v", w.Code, len(b), err)
	}
	if w := d.ask("GET", "/static/nothing.css", ""); w.Code != 404 {
		t.Errorf("absent: %d", w.Code)
	}
}
