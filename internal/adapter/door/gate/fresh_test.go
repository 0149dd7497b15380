package gate_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// freshDoor is a gate with a page and an endpoint that want a fresh sign-in; X-Fresh says how old the visitor's is.
func freshDoor(t *testing.T, held *gate.Held) http.Handler {
	t.Helper()
	d := setup(t, "http://localhost:8080")
	d.gate.Identify = func(r *http.Request) (gate.Visitor, error) {
		v, err := identify(r)
		v.Session = "s-1"
		v.FreshUntil = ident.At(d.gate.Now())
		switch r.Header.Get("X-Fresh") {
		case "old":
			v.FreshUntil--
		case "alone":
			v.Alone = true
		case "token":
			v.Session, v.Token, v.FreshUntil = "", "t-1", 0
		}
		return v, err
	}
	d.gate.Hold = func(_ context.Context, s access.Scope, h gate.Held) (string, error) {
		if s.Person != "person-1" {
			return "", fault.Absent()
		}
		*held = h
		return "kept", nil
	}
	show := func(w http.ResponseWriter, r *gate.Request) error {
		return testPage.Write(w, r.Frame("nav.home"), "done")
	}
	return d.gate.Handler([]gate.Route{
		{Pattern: "GET /signin", Handle: show},
		{Pattern: "GET " + gate.SecondPath, Handle: show},
		{Pattern: "GET /approve", Needs: reading, Fresh: true, Handle: show},
		{Pattern: "POST /approve", Needs: reading, Fresh: true, Handle: show},
		{Pattern: "POST /api/v1/approve", Needs: reading, Fresh: true, Handle: show},
	})
}

func TestAnActThatWantsAFreshSignIn(t *testing.T) {
	t.Parallel()
	var held gate.Held
	h := freshDoor(t, &held)
	ask := func(method, path, fresh, who string) (status int, to, body string, header http.Header) {
		w := door{Handler: h}.ask(method, path, "text=%E4%B8%80%E8%A1%8C&text=two", "X-Test", who, "X-Fresh", fresh, "Content-Type", "application/x-www-form-urlencoded")
		return w.Code, w.Header().Get("Location"), w.Body.String(), w.Header()
	}
	for _, c := range []struct {
		method, path, fresh, who string
		status                   int
		to                       string
	}{
		{"GET", "/approve", "", "filer", 200, ""},
		{"POST", "/approve", "", "filer", 200, ""},
		{"POST", "/approve", "token", "filer", 200, ""},
		{"GET", "/approve", "old", "filer", 303, "/signin?again=1&return=%2Fapprove"},
		{"POST", "/approve", "old", "filer", 303, "/signin?again=1&return=%2Faccount%2Fheld%2Fkept"},
		{"POST", "/approve", "alone", "filer", 303, "/account/second?return=%2Faccount%2Fheld%2Fkept"},
		{"POST", "/approve", "old", "admin", 404, ""}, // may not: whether the sign-in is fresh is not looked at
		{"POST", "/api/v1/approve", "old", "filer", 401, ""},
		{"POST", "/api/v1/approve", "alone", "filer", 401, ""},
		{"POST", "/api/v1/approve", "", "filer", 200, ""},
	} {
		status, to, body, header := ask(c.method, c.path, c.fresh, c.who)
		if status != c.status || to != c.to {
			t.Errorf("%s %s %s: %d %s, want %d %s", c.method, c.path, c.fresh, status, to, c.status, c.to)
		}
		if status != http.StatusUnauthorized {
			continue
		}
		var p gate.Problem
		if err := json.Unmarshal([]byte(body), &p); err != nil || p.Detail == "" || !strings.HasPrefix(p.Code, "fault.account.") || !strings.Contains(header.Get("WWW-Authenticate"), `error="insufficient_user_authentication", max_age="900"`) {
			t.Errorf("the problem: %s %v %q", body, err, header.Get("WWW-Authenticate"))
		}
	}
	if want := (url.Values{"text": {"一行", "two"}}); held.Path != "/approve" || held.Fields.Encode() != want.Encode() {
		t.Errorf("kept: %+v", held)
	}
	if gate.FreshLife != 15*time.Minute {
		t.Errorf("fresh for %s", gate.FreshLife)
	}
}

// What cannot be kept leads back to the page alone.
func TestWhatIsTooMuchIsNotKept(t *testing.T) {
	t.Parallel()
	var held gate.Held
	h := freshDoor(t, &held)
	for kind, body := range map[string]string{
		"application/x-www-form-urlencoded": "text=" + strings.Repeat("a", 300<<10), "multipart/form-data; boundary=x": "--x--", "text/plain": "x",
	} {
		w := door{Handler: h}.ask(http.MethodPost, "/approve", body, "X-Test", "filer", "X-Fresh", "old", "Content-Type", kind)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/signin?again=1&return=%2Fapprove" || held.Path != "" {
			t.Errorf("%s: %d %s", kind, w.Code, w.Header().Get("Location"))
		}
	}
}
