package roster_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/organisation/roster"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

const feedAt = roster.Path + "/feed"

// address makes somebody's address, and returns its path.
func address(t *testing.T, d *desktest.Desk, who string) string {
	t.Helper()
	a := d.Post(t, who, feedAt, keyed(d.Get(t, who, roster.Path), feedAt, nil))
	said := a.Text("#address")
	if a.Status != http.StatusOK || !strings.HasPrefix(said, "https://kanmin.example/roster/") || !strings.HasSuffix(said, "/kanmin.ics") {
		t.Fatalf("%d %q %s", a.Status, said, a.Text("main"))
	}
	return strings.TrimPrefix(said, "https://kanmin.example")
}

// wrote puts two nights into the roster.
func wrote(t *testing.T, d *desktest.Desk, who string) {
	t.Helper()
	first := d.Get(t, who, roster.Path)
	night := map[string]string{"name": "髙木 一", "phone": "03-0000-1101", "role": "first", "first": "2026-11-24", "last": "2026-11-25", "hours": "night"}
	if a := d.Post(t, who, roster.Path, keyed(first, roster.Path, night)); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
}

// Whoever has the address has whose turn it is, without signing in: no number to call, no mark by which a change could be asked for. A swap is in the next
// fetch.
func TestAnAddressTellsWhoseTurnItIs(t *testing.T) {
	t.Parallel()
	d, _ := desk(t)
	wrote(t, d, boss)
	at := address(t, d, "operator-approver")
	if page := d.Get(t, "operator-approver", roster.Path); strings.Contains(page.Body, at) || !strings.Contains(page.Text("main"), "まだ読み取られていません") {
		t.Errorf("it is shown again, or not said: %s", page.Text("main"))
	}
	head := d.Do(t, "", httptest.NewRequestWithContext(t.Context(), http.MethodHead, at, nil))
	got := d.Get(t, "", at)
	if head.Status != http.StatusOK || head.Body != "" || got.Status != http.StatusOK || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/calendar") {
		t.Fatalf("%d %d %s", head.Status, got.Status, got.Body)
	}
	if strings.Count(got.Body, "SUMMARY:当番 髙木 一 (Kanmin)") != 2 || strings.Contains(got.Body, "1101") || got.Header.Get("ETag") != "" || got.Header.Get("Set-Cookie") != "" || got.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("%v %s", got.Header, got.Body)
	}
	if soon := d.Get(t, "", at); soon.Status != http.StatusTooManyRequests || soon.Header.Get("Retry-After") == "" {
		t.Errorf("at once again: %d", soon.Status)
	}
	d.Clock.Set(d.Clock.Now().Add(time.Minute))
	other := address(t, d, "other-operator-filer")
	if theirs := d.Get(t, "", other); theirs.Status != http.StatusOK || strings.Contains(theirs.Body, "BEGIN:VEVENT") {
		t.Errorf("another organisation's: %d %s", theirs.Status, theirs.Body)
	}
	if d.Get(t, "operator-approver", roster.Path).Find("form[action='"+feedAt+"/end']").Length() != 1 {
		t.Error("it cannot be ended")
	}
}

// What does not stand is one answer: one that never was, was made anew, ended or ran out, one whose person lost the hat, and one that tells something else.
func TestAnAddressOfTheRosterThatDoesNotStandIsAbsent(t *testing.T) {
	t.Parallel()
	d, _ := desk(t)
	wrote(t, d, boss)
	clean := func(a desktest.Answer) string {
		return strings.ReplaceAll(a.Body, a.Header.Get("X-Request-Id"), "")
	}
	never := clean(d.Get(t, "", "/roster/"+strings.Repeat("0", 52)+"/kanmin.ics"))
	gone := func(at, what string) {
		t.Helper()
		d.Clock.Set(d.Clock.Now().Add(time.Minute))
		if a := d.Get(t, "", at); a.Status != http.StatusNotFound || clean(a) != never {
			t.Errorf("%s: %d %s", what, a.Status, a.Body)
		}
	}
	const who = "operator-approver"
	first := address(t, d, who)
	second := address(t, d, who)
	gone(first, "made anew")
	if a := d.Get(t, "", second); a.Status != http.StatusOK {
		t.Fatalf("the new one: %d", a.Status)
	}
	if a := d.Post(t, who, feedAt+"/end", keyed(d.Get(t, who, roster.Path), feedAt+"/end", nil)); a.Status != http.StatusSeeOther {
		t.Fatalf("end: %d", a.Status)
	}
	gone(second, "ended")
	officer := address(t, d, "ministry-officer")
	if a := d.Get(t, "", officer); a.Status != http.StatusOK {
		t.Errorf("an office's own: %d", a.Status)
	}
	third := address(t, d, who)
	s := d.Scope(boss)
	type ending interface {
		EndHat(hat ident.Hat, at ident.Instant) error
	}
	if _, err := store.Act[ending](d.DB)(t.Context(), s, ident.Key{}, func(tx ending) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.MemberEnded, Object: "x", Org: s.Org, Unit: s.Unit, Actor: s.ID()}, tx.EndHat(d.As(who).Hat, s.At)
	}); err != nil {
		t.Fatal(err)
	}
	gone(third, "the hat is over")
	d.Clock.Set(d.Clock.Now().Add(agenda.FeedLife))
	gone(officer, "ran out")
}
