package security_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/public/security"
	"kanmin/internal/world/stagetest"
)

func TestWhereToReportAWeakness(t *testing.T) {
	t.Parallel()
	base := &url.URL{Scheme: "https", Host: "kanmin.example"}
	var now time.Time
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		now = s.Clock.Now()
		return security.File{Base: base, Contact: "mailto:psirt@kanmin.example https://kanmin.example/report", Policy: "https://kanmin.example/policy"}.Routes()
	})
	a := d.Get(t, "", security.Path)
	if a.Status != http.StatusOK || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/plain") {
		t.Fatalf("%d %s", a.Status, a.Header.Get("Content-Type"))
	}
	fields := map[string][]string{}
	for line := range strings.Lines(a.Body) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			t.Errorf("%q is no field", line)
		}
		fields[name] = append(fields[name], value)
	}
	if got := strings.Join(fields["Contact"], " "); got != "mailto:psirt@kanmin.example https://kanmin.example/report" {
		t.Errorf("Contact: %s", got)
	}
	if len(fields["Expires"]) != 1 {
		t.Fatalf("Expires: %q", fields["Expires"])
	}
	until, err := time.Parse(time.RFC3339, fields["Expires"][0])
	if err != nil || until.Before(now.Add(30*24*time.Hour)) || until.After(now.AddDate(1, 0, 0)) {
		t.Errorf("Expires: %v, %v", until, err)
	}
	if got := fields["Canonical"]; len(got) != 1 || got[0] != "https://kanmin.example/.well-known/security.txt" {
		t.Errorf("Canonical: %q", got)
	}
	if (security.File{Base: base}).Routes() != nil {
		t.Error("there is a file without anybody to write to")
	}
}

func TestSettingsOfContacts(t *testing.T) {
	t.Parallel()
	for text, good := range map[string]bool{
		"": true, "mailto:a@kanmin.example": true, "https://kanmin.example/x tel:+81-3-0000-1000": true,
		"a@kanmin.example": false, "http://kanmin.example": false, "mailto:": false, "https://例え.example": false, "mailto:a@b.example nonsense": false,
	} {
		if err := security.Check("NAME", text, "mailto", "https", "tel"); (err == nil) != good || err != nil && !strings.Contains(err.Error(), "NAME") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
