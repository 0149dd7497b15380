package calendar_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/operator/calendar"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

const feedForm = "form[action='/operator/calendar/feed'] input[name=key]"

// keyOf is the key of the form by which somebody makes an address.
func keyOf(t *testing.T, d *desktest.Desk, who string) string {
	t.Helper()
	return d.Get(t, who, calendar.Path).Find(feedForm).AttrOr("value", "")
}

// address makes somebody's address, and returns its path.
func address(t *testing.T, d *desktest.Desk, who string) string {
	t.Helper()
	a := d.Post(t, who, calendar.Path+"/feed", url.Values{"key": {keyOf(t, d, who)}})
	said := a.Text("#address")
	if a.Status != http.StatusOK || !strings.HasPrefix(said, "https://kanmin.example/calendar/") || !strings.HasSuffix(said, "/kanmin.ics") {
		t.Fatalf("%d %q %s", a.Status, said, a.Text("main"))
	}
	return strings.TrimPrefix(said, "https://kanmin.example")
}

// An address is shown once; whoever has it has days and numbers without signing in, as often as half a minute allows, and no look is recorded.
func TestAnAddressTellsDaysAndNumbers(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.Filed(t, filer, "試験の報告")
	machine(t, d, "SecretOS")
	key := keyOf(t, d, filer)
	a := d.Post(t, filer, calendar.Path+"/feed", url.Values{"key": {key}})
	at := strings.TrimPrefix(a.Text("#address"), "https://kanmin.example")
	if again := d.Post(t, filer, calendar.Path+"/feed", url.Values{"key": {key}}); again.Find("#address").Length() != 0 || again.Find("[role=alert]").Length() != 1 {
		t.Errorf("the same press again: %s", again.Text("main"))
	}
	if page := d.Get(t, filer, calendar.Path); strings.Contains(page.Body, at) || !strings.Contains(page.Text("section[aria-labelledby=file]"), "まだ読み取られていません") {
		t.Errorf("it is shown again, or not said: %s", page.Text("section[aria-labelledby=file]"))
	}
	head := d.Do(t, "", httptest.NewRequestWithContext(t.Context(), http.MethodHead, at, nil))
	got := d.Get(t, "", at)
	if head.Status != http.StatusOK || head.Body != "" || got.Status != http.StatusOK || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/calendar") {
		t.Fatalf("%d %d %s", head.Status, got.Status, got.Body)
	}
	if strings.Count(got.Body, "BEGIN:VEVENT") != 2 || !strings.Contains(got.Body, string(f.Number)) || got.Header.Get("ETag") != "" || got.Header.Get("Last-Modified") != "" || got.Header.Get("Cache-Control") != "private, no-store" || got.Header.Get("Set-Cookie") != "" {
		t.Errorf("%v %s", got.Header, got.Body)
	}
	for _, secret := range []string{"SecretOS", "詳報", "届出", "electricity", "給電", at} {
		if strings.Contains(got.Body, secret) {
			t.Errorf("the address tells %s", secret)
		}
	}
	if soon := d.Get(t, "", at); soon.Status != http.StatusTooManyRequests || soon.Header.Get("Retry-After") == "" {
		t.Errorf("at once again: %d", soon.Status)
	}
	d.Clock.Set(d.Clock.Now().Add(time.Minute))
	if later := d.Get(t, "", at); later.Status != http.StatusOK {
		t.Errorf("a minute later: %d", later.Status)
	}
	if page := d.Get(t, filer, calendar.Path); !strings.Contains(page.Text("section[aria-labelledby=file]"), "最後の読み取り") {
		t.Errorf("%s", page.Text("section[aria-labelledby=file]"))
	}
}

// What does not stand is one answer from the next request on: an address that never was, was made anew, ended or ran out, and one whose person lost the hat. It shows what its
// person may see now.
func TestAnAddressThatDoesNotStandIsAbsent(t *testing.T) {
	t.Parallel()
	d := desk(t)
	d.Filed(t, filer, "試験の報告")
	machine(t, d, "SampleOS")
	clean := func(a desktest.Answer) string {
		return strings.ReplaceAll(a.Body, a.Header.Get("X-Request-Id"), "")
	}
	never := clean(d.Get(t, "", "/calendar/"+strings.Repeat("0", 52)+"/kanmin.ics"))
	gone := func(at, what string) {
		t.Helper()
		d.Clock.Set(d.Clock.Now().Add(time.Minute))
		head := d.Do(t, "", httptest.NewRequestWithContext(t.Context(), http.MethodHead, at, nil))
		if a := d.Get(t, "", at); a.Status != http.StatusNotFound || clean(a) != never || head.Status != http.StatusNotFound {
			t.Errorf("%s: %d %d %s", what, a.Status, head.Status, a.Body)
		}
	}
	gone("/calendar/x/kanmin.ics", "no secret")
	first := address(t, d, filer)
	second := address(t, d, filer)
	gone(first, "made anew")
	if a := d.Get(t, "", second); a.Status != http.StatusOK {
		t.Fatalf("the new one: %d", a.Status)
	}
	if a := d.Post(t, filer, calendar.Path+"/feed/end", url.Values{"key": {keyOf(t, d, filer)}}); a.Status != http.StatusSeeOther {
		t.Fatalf("end: %d", a.Status)
	}
	gone(second, "ended")
	if a := d.Post(t, filer, calendar.Path+"/feed/end", url.Values{"key": {keyOf(t, d, filer)}}); a.Status != http.StatusSeeOther {
		t.Errorf("ended twice: %d", a.Status)
	}
	admin := address(t, d, "operator-admin") // who sees nothing of 機器台帳
	if a := d.Get(t, "", admin); a.Status != http.StatusOK || strings.Count(a.Body, "BEGIN:VEVENT") != 1 {
		t.Errorf("the administrator's: %d %s", a.Status, a.Body)
	}
	third := address(t, d, filer)
	lose(t, d, "operator-admin", d.As(filer).Hat)
	gone(third, "the hat is over")
	d.Clock.Set(d.Clock.Now().Add(agenda.FeedLife))
	gone(admin, "ran out")
	for _, who := range []string{"ministry-officer", "platform-admin", "maintainer"} {
		if a := d.Post(t, who, calendar.Path+"/feed", url.Values{"key": {"x"}}); a.Status < 400 {
			t.Errorf("%s makes an address of a calendar that they do not have: %d", who, a.Status)
		}
	}
}

// lose ends a hat.
func lose(t *testing.T, d *desktest.Desk, as string, hat ident.Hat) {
	t.Helper()
	s := d.Scope(as)
	if _, err := store.Act[endingTx](d.DB)(t.Context(), s, ident.Key{}, func(tx endingTx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.MemberEnded, Object: "x", Org: s.Org, Unit: s.Unit, Actor: s.ID()}, tx.EndHat(hat, s.At)
	}); err != nil {
		t.Fatal(err)
	}
}
