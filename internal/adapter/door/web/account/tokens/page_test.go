package tokens_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/adapter/door/web/account/tokens"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

var (
	shown = regexp.MustCompile(`id="secret">(kanmin_[0-9a-z]{52})<`)
	key   = regexp.MustCompile(`name="key" value="([^"]+)"`)
)

// routes are the page and one route of each kind that a token may be narrowed from.
func routes(i *inntest.Inn) []gate.Route {
	ok := func(w http.ResponseWriter, _ *gate.Request) error { w.WriteHeader(http.StatusOK); return nil }
	return append(tokens.Page{Read: store.Read[tokens.ReadTx](i.DB), Issue: enrolling.Issue{Act: store.Act[enrolling.IssueTx](i.DB), Entropy: i.Entropy}}.Routes(),
		gate.Route{Pattern: "GET /api/v1/reports", Needs: access.Permission{Action: access.Read, Object: access.Report}, Handle: ok},
		gate.Route{Pattern: "POST /api/v1/reports", Needs: access.Permission{Action: access.File, Object: access.Report}, Handle: ok},
		gate.Route{Pattern: "GET /api/v1/drafts", Needs: access.Permission{Action: access.Read, Object: access.Draft}, Handle: ok},
	)
}

// call uses a token from an address.
func call(t *testing.T, h http.Handler, route, secret, from string) (int, string) {
	t.Helper()
	method, path, _ := strings.Cut(route, " ")
	r := httptest.NewRequestWithContext(t.Context(), method, inntest.Origin+path, nil)
	r.Header.Set("Authorization", "Bearer "+secret)
	r.RemoteAddr = from
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

func TestATokenIsNarrowed(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i := inntest.New(t, s)
		h := i.Handler(routes(i)...)
		_, o := i.WithKey(t, "operator-filer")
		b := inntest.NewBrowser(h)
		b.Keep(i.Cookie(o.Secret))
		issue := func(pairs ...string) (secret string, a inntest.Answer) {
			t.Helper()
			m := key.FindStringSubmatch(b.Get(t, tokens.Path).Body)
			a = b.Post(t, tokens.Path, append([]string{"key", m[1], "label", "資産管理", "until", "2027-01-31"}, pairs...)...)
			if m := shown.FindStringSubmatch(a.Body); m != nil {
				secret = m[1]
			}
			return secret, a
		}
		reading, _ := issue("scope", "read", "from", "192.0.2.0/24\n2001:db8::/32、198.51.100.7")
		filing, _ := issue("scope", "chosen", "only", "report file", "from", "")
		whole, _ := issue("scope", "all", "from", "")
		if reading == "" || filing == "" || whole == "" {
			t.Fatal("no token was made")
		}
		absent, words := call(t, h, "GET /api/v1/nowhere", whole, "192.0.2.9:1")
		if absent != http.StatusNotFound {
			t.Fatal(absent)
		}
		_, nobody := call(t, h, "GET /api/v1/reports", "kanmin_"+strings.Repeat("0", 52), "192.0.2.9:1")
		for _, c := range []struct {
			name, route, secret, from string
			want                      int
		}{
			{"reading", "GET /api/v1/reports", reading, "192.0.2.9:1", 200},
			{"reading, v6", "GET /api/v1/reports", reading, "[2001:db8::5]:1", 200},
			{"reading, v4 in v6", "GET /api/v1/reports", reading, "[::ffff:192.0.2.9]:1", 200},
			{"reading, a single address", "GET /api/v1/drafts", reading, "198.51.100.7:1", 200},
			{"reading files", "POST /api/v1/reports", reading, "192.0.2.9:1", 404},
			{"from elsewhere", "GET /api/v1/reports", reading, "192.0.3.1:1", 401},
			{"from nowhere", "GET /api/v1/reports", reading, "", 401},
			{"filing", "POST /api/v1/reports", filing, "203.0.113.1:1", 200},
			{"filing reads", "GET /api/v1/reports", filing, "203.0.113.1:1", 404},
			{"filing reads drafts", "GET /api/v1/drafts", filing, "203.0.113.1:1", 404},
			{"whole", "POST /api/v1/reports", whole, "203.0.113.1:1", 200},
		} {
			status, body := call(t, h, c.route, c.secret, c.from)
			if status != c.want || status == 404 && body != words || status == 401 && body != nobody {
				t.Errorf("%s: %d, want %d: %s", c.name, status, c.want, body)
			}
		}
	})
}

func TestWhatIsTypedForAToken(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	b := inntest.NewBrowser(i.Handler(routes(i)...))
	_, o := i.WithKey(t, "operator-filer")
	b.Keep(i.Cookie(o.Secret))
	good := map[string]string{"key": "k", "label": "連携", "until": "2027-01-31", "scope": "chosen", "only": "report read", "from": "192.0.2.1"}
	send := func(change ...string) inntest.Answer {
		var pairs []string
		for k, v := range good {
			for n := 0; n < len(change); n += 2 {
				if change[n] == k {
					v = change[n+1]
				}
			}
			pairs = append(pairs, k, v)
		}
		return b.Post(t, tokens.Path, pairs...)
	}
	for name, c := range map[string]struct{ field, value, says string }{
		"no name": {"label", " ", "記入してください"}, "no day": {"until", "来月", "日付として読み取れませんでした"}, "yesterday": {"until", "2026-11-22", "1年"},
		"no range": {"from", "192.0.2.1/33", "192.0.2.1/33"}, "host bits": {"from", "192.0.2.1/24", "192.0.2.1/24"}, "a name": {"from", "<b>localhost", "&lt;b&gt;localhost"},
		"nothing chosen": {"only", "", "今の立場でできること"}, "not the hat's": {"only", "report ask", "今の立場でできること"}, "too many": {"from", strings.Repeat("192.0.2.1 ", 21), "20個まで"},
	} {
		a := send(c.field, c.value)
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, c.says) || shown.MatchString(a.Body) {
			t.Errorf("%s: %d, without %q", name, a.Status, c.says)
		}
		if c.field != "label" && !strings.Contains(a.Body, `value="連携"`) {
			t.Errorf("%s: what was typed is gone", name)
		}
	}
	first := send()
	if m := shown.FindStringSubmatch(first.Body); m == nil || !strings.Contains(html.UnescapeString(first.Body), "192.0.2.1/32") {
		t.Fatalf("control: %d", first.Status)
	}
	if again := send(); shown.MatchString(again.Body) || !strings.Contains(again.Body, "すでに表示しました") {
		t.Errorf("the same press again: %d", again.Status)
	}
	i.Clock.Set(i.Clock.Now().Add(16 * time.Minute))
	if a := send("key", "k2"); a.Status != http.StatusSeeOther || !strings.HasPrefix(a.Location, "/signin?again=1") {
		t.Errorf("long after signing in: %d", a.Status)
	}
}
