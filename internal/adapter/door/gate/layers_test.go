package gate_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
)

func TestHeadersOfEveryAnswer(t *testing.T) {
	t.Parallel()
	plain, tls := setup(t, "http://localhost:8080"), setup(t, "https://kanmin.example")
	for _, path := range []string{"/", "/nowhere", "/panic", "/api/v1/nowhere", look.Static("app.css")} {
		h := plain.ask("GET", path, "").Header()
		csp := h.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "require-trusted-types-for 'script'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: no %s in %q", path, want, csp)
			}
		}
		if strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") {
			t.Errorf("%s: %q", path, csp)
		}
		for k, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin", "Strict-Transport-Security": ""} {
			if h.Get(k) != want {
				t.Errorf("%s: %s is %q", path, k, h.Get(k))
			}
		}
	}
	if tls.ask("GET", "/", "").Header().Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS over TLS")
	}
	c := tls.gate.Cookie("session", "v", 60)
	if !c.Secure || !c.HttpOnly || c.Name != "__Host-session" || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
		t.Errorf("cookie %+v", c)
	}
	if c := plain.gate.Cookie("session", "v", 60); c.Secure || c.Name != "session" {
		t.Errorf("cookie on loopback %+v", c)
	}
}

func TestOtherSitesCannotAct(t *testing.T) {
	t.Parallel()
	d := setup(t, "http://localhost:8080")
	for _, h := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}} {
		w := d.ask("POST", "/signout", "", append(h, "X-Test", "filer")...)
		if w.Code != 403 || !strings.Contains(w.Body.String(), "ほかのサイト") {
			t.Errorf("%v: %d", h, w.Code)
		}
	}
	if w := d.ask("POST", "/signout", "", "Sec-Fetch-Site", "same-origin", "X-Test", "filer"); w.Code != 200 {
		t.Errorf("control: our own form: %d", w.Code)
	}
}

func TestBodiesAreBounded(t *testing.T) {
	t.Parallel()
	d := setup(t, "http://localhost:8080")
	form := []string{"Content-Type", "application/x-www-form-urlencoded"}
	if w := d.ask("POST", "/form", "a="+strings.Repeat("x", 200), form...); w.Code != 413 || !strings.Contains(w.Body.String(), "上限100バイト") {
		t.Errorf("too large: %d %s", w.Code, w.Body)
	}
	if w := d.ask("POST", "/form", "a=%zz", form...); w.Code != 422 {
		t.Errorf("unreadable: %d", w.Code)
	}
	if w := d.ask("POST", "/form", "a=b", form...); w.Code != 200 {
		t.Errorf("control: %d", w.Code)
	}
}

func TestLogTellsNothing(t *testing.T) {
	t.Parallel()
	d := setup(t, "http://localhost:8080")
	d.ask("GET", "/reporting/reports/"+url.PathEscape(secret)+"?q="+url.QueryEscape(secret), "", "X-Test", "filer", "User-Agent", secret)
	d.ask("POST", "/form", "a="+secret, "Content-Type", "application/x-www-form-urlencoded")
	d.ask("GET", "/internal", "", "X-Test", "filer")
	d.ask("GET", "/panic", "", "X-Test", "filer")
	d.ask("EVIL", "/", "")
	logged := d.log.String()
	for _, bad := range []string{secret, url.PathEscape(secret), "person-1", "hat-1", "org-1", "EVIL", "other?"} {
		if strings.Contains(logged, bad) {
			t.Errorf("%q is in the log:\n%s", bad, logged)
		}
	}
	allowed := map[string]bool{"time": true, "level": true, "msg": true, "req": true, "method": true, "route": true, "status": true, "us": true, "bytes": true, "actor": true, "hat": true, "org": true, "fault": true, "code": true, "incident": true, "err": true, "stack": true}
	lines := 0
	for line := range strings.Lines(logged) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatal(err)
		}
		lines++
		for k := range fields {
			if !allowed[k] {
				t.Errorf("%s is not an allowed field", k)
			}
		}
	}
	if lines != 7 || !strings.Contains(logged, `"route":"GET /reporting/reports/{id}","status":404`) || !strings.Contains(logged, d.gate.Digest("org-1")) {
		t.Errorf("%d lines:\n%s", lines, logged)
	}
}

func TestRedact(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`parse "秘密": bad`: "parse «»: bad", "秘密 x": "?? x", "plain: disk full": "plain: disk full", "open 'x": "open «»",
	} {
		if got := gate.Redact(in); got != want {
			t.Errorf("Redact(%q) = %q, want %q", in, got, want)
		}
	}
	if n := len(gate.Redact(strings.Repeat("a", 10_000))); n > 610 {
		t.Errorf("%d characters", n)
	}
}
