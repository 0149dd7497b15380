package login_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/login"
	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/domain/fault"
	"kanmin/internal/world/stagetest"
)

var quiet = slog.New(slog.DiscardHandler)

// front is a door behind a gate, whose one route tries a passphrase and says what came of it.
func front(t *testing.T, i *inntest.Inn) http.Handler {
	t.Helper()
	base, err := url.Parse(inntest.Origin)
	if err != nil {
		t.Fatal(err)
	}
	g := &gate.Gate{Base: base, Identify: i.Identify, Address: i.Address, Now: i.Clock.Now, Entropy: i.Entropy, Log: quiet, LogKey: []byte("key")}
	return g.Handler([]gate.Route{{Pattern: "POST /try", Handle: func(w http.ResponseWriter, r *gate.Request) error {
		form, err := r.Fields()
		if err != nil {
			return err
		}
		switch _, err := i.ByCode(r.Context(), form.Get("mail"), inntest.Passphrase, form.Get("code")); {
		case err == nil:
			w.WriteHeader(http.StatusNoContent)
		case fault.Is(err, fault.Exceeded):
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = fmt.Fprint(w, inntest.CodeOf(err))
		default:
			w.WriteHeader(http.StatusUnauthorized)
		}
		return nil
	}}})
}

// attempt is a passphrase tried from a place.
type attempt struct{ from, mail, code, forwarded string }

func (a attempt) on(t *testing.T, h http.Handler) (int, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, inntest.Origin+"/try", strings.NewReader(url.Values{"mail": {a.mail}, "code": {a.code}}.Encode()))
	r.RemoteAddr = a.from
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if a.forwarded != "" {
		r.Header.Set("X-Forwarded-For", a.forwarded)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Body.String()
}

// spray tries other accounts from one place until it is turned away, and returns how often it was heard.
func spray(t *testing.T, i *inntest.Inn, h http.Handler, from func(n int) attempt) int {
	t.Helper()
	for n := range 400 {
		if n%20 == 19 { // the whole node's bound is another one
			i.Clock.Set(i.Clock.Now().Add(time.Second))
		}
		a := from(n)
		a.mail, a.code = fmt.Sprintf("%d@example.jp", n), "123456"
		if status, why := a.on(t, h); status == http.StatusTooManyRequests {
			if why != "fault.account.network" {
				t.Fatalf("turned away for %s", why)
			}
			return n
		}
	}
	return -1
}

// One network that tries one account after another is turned away; an office on another address is not, nor is it for its
// own successes; and what was refused is heard again as time goes by.
func TestTriesOfOneNetworkAreBounded(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	h := front(t, i)
	if n := spray(t, i, h, func(int) attempt { return attempt{from: "192.0.2.7:40000"} }); n < 100 || n > 110 {
		t.Errorf("heard %d times", n)
	}
	if status, _ := (attempt{from: "192.0.2.8:1", mail: "x@example.jp", code: "123456"}).on(t, h); status != http.StatusUnauthorized {
		t.Errorf("the next address: %d", status)
	}
	if n := spray(t, i, h, func(n int) attempt { return attempt{from: fmt.Sprintf("[2001:db8:1:2::%x]:1", n)} }); n < 100 || n > 110 {
		t.Errorf("a subscriber of IPv6 with many addresses was heard %d times", n)
	}
	if status, _ := (attempt{from: "[2001:db8:1:3::1]:1", mail: "x@example.jp", code: "123456"}).on(t, h); status != http.StatusUnauthorized {
		t.Errorf("the next /64: %d", status)
	}
	i.Clock.Set(i.Clock.Now().Add(7 * time.Second))
	if status, _ := (attempt{from: "192.0.2.7:5", mail: "y@example.jp", code: "123456"}).on(t, h); status != http.StatusUnauthorized {
		t.Errorf("seven seconds later: %d", status)
	}
	seed, _ := i.WithCode(t, "operator-filer")
	for n := range 150 { // an office of which everybody comes in
		i.Clock.Set(i.Clock.Now().Add(31 * time.Second))
		if status, why := (attempt{from: "192.0.2.9:1", mail: "operator-filer@example.jp", code: i.Shown(t, seed)}).on(t, h); status != http.StatusNoContent {
			t.Fatalf("sign-in %d of an office: %d %s", n, status, why)
		}
	}
}

// Behind the trusted proxy the address is the one that it names last; what a client wrote before it counts for nothing.
func TestTheProxyNamesTheNetwork(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t), func(c *login.Config) { c.Proxied = true })
	h := front(t, i)
	const proxy = "10.0.0.5:1"
	n := spray(t, i, h, func(int) attempt { return attempt{from: proxy, forwarded: "198.51.100.1, 203.0.113.9"} })
	if n < 100 || n > 110 {
		t.Errorf("heard %d times", n)
	}
	if status, _ := (attempt{proxy, "x@example.jp", "123456", "203.0.113.44, 203.0.113.9"}).on(t, h); status != http.StatusTooManyRequests {
		t.Errorf("with another address in front: %d", status)
	}
	if status, _ := (attempt{proxy, "x@example.jp", "123456", "203.0.113.9, 203.0.113.10"}).on(t, h); status != http.StatusUnauthorized {
		t.Errorf("another client of the proxy: %d", status)
	}
	if n := spray(t, i, h, func(int) attempt { return attempt{from: proxy} }); n < 100 || n > 110 { // of whom it says nothing: all of them are one
		t.Errorf("whom the proxy does not name was heard %d times", n)
	}
}

// However many networks try, what is kept of them stays within its bound.
func TestNetworksTakeBoundedMemory(t *testing.T) {
	t.Parallel()
	n := login.NewNetworks()
	at := inntest.New(t, stagetest.SQLite(t)).At()
	for k := range 200_000 {
		n.Take(fmt.Sprintf("10.%d.%d.%d", k>>16, k>>8&255, k&255), at)
	}
	if kept := n.Len(); kept != 8192 {
		t.Errorf("%d networks are kept", kept)
	}
}
