package held_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/adapter/door/web/account/held"
	"kanmin/internal/adapter/door/web/public/signin"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

// A form that was sent after 20 minutes waits until its person has signed in again; nobody else finds it.
func TestAFormWaitsForASignIn(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	got := ""
	routes := append(held.Page{Door: i.Door}.Routes(), signin.Page{
		Door: i.Door, Leave: enrolling.Leave{Act: store.Act[enrolling.LeaveTx](i.DB)}, Switch: enrolling.Switch{Act: store.Act[enrolling.SwitchTx](i.DB), Entropy: i.Entropy},
	}.Routes()...)
	routes = append(routes, gate.Route{Pattern: "POST /approve", Needs: access.Permission{Action: access.Write, Object: access.Account}, Fresh: true, Handle: func(w http.ResponseWriter, r *gate.Request) error {
		form, err := r.Fields()
		got = form.Get("reason")
		return gate.See(w, "/done?"+map[bool]string{true: "good"}[err == nil])
	}})
	h := i.Handler(routes...)
	seed, o := i.WithCode(t, "operator-approver")
	b, stranger := inntest.NewBrowser(h), inntest.NewBrowser(h)
	b.Keep(i.Cookie(o.Secret))
	_, other := i.WithCode(t, "operator-filer")
	stranger.Keep(i.Cookie(other.Secret))

	i.Clock.Set(i.Clock.Now().Add(20 * time.Minute))
	a := b.Post(t, "/approve", "reason", `<b>"承認"の理由</b>`, "key", "k-1")
	if a.Status != http.StatusSeeOther || !strings.HasPrefix(a.Location, "/signin?again=1&return=%2Faccount%2Fheld%2F") || got != "" {
		t.Fatalf("after 20 minutes: %d %s, and the act was done: %q", a.Status, a.Location, got)
	}
	back := strings.ReplaceAll(strings.TrimPrefix(a.Location, "/signin?again=1&return="), "%2F", "/")
	if page := b.Get(t, a.Location); !strings.Contains(page.Body, "入力した内容は残っています") {
		t.Error("the page does not say that what was typed is kept")
	}
	in := b.Post(t, "/signin", "mail", "operator-approver@example.jp", "passphrase", inntest.Passphrase, "code", i.Shown(t, seed), "return", back)
	if in.Location != back {
		t.Fatalf("after signing in: %d %s, want %s", in.Status, in.Location, back)
	}
	page := b.Get(t, back)
	if page.Status != http.StatusOK || !strings.Contains(page.Body, `action="/approve"`) || !strings.Contains(page.Body, `name="reason" value="&lt;b&gt;&#34;承認&#34;の理由&lt;/b&gt;"`) || !strings.Contains(page.Body, `name="key" value="k-1"`) {
		t.Fatalf("the kept form: %d %s", page.Status, page.Body)
	}
	if absent, theirs := stranger.Get(t, "/account/held/"+strings.Repeat("0", 52)), stranger.Get(t, back); theirs.Status != http.StatusNotFound || theirs.Body != absent.Body {
		t.Errorf("a stranger: %d", theirs.Status)
	}
	if a := b.Post(t, "/approve", "reason", `<b>"承認"の理由</b>`, "key", "k-1"); a.Location != "/done?good" || got == "" {
		t.Errorf("the press on the kept form: %d %s", a.Status, a.Location)
	}
	i.Clock.Set(i.Clock.Now().Add(25 * time.Minute))
	if a := b.Get(t, back); a.Status != http.StatusOK {
		t.Errorf("25 minutes later: %d", a.Status)
	}
	i.Clock.Set(i.Clock.Now().Add(6 * time.Minute))
	if a := b.Get(t, back); a.Status != http.StatusNotFound {
		t.Errorf("half an hour later: %d", a.Status)
	}
}

// A session that ended between two questions: the answer waits for its person, and for nobody else (R8).
func TestAnAnswerWaitsForASessionThatEnded(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	leave := enrolling.Leave{Act: store.Act[enrolling.LeaveTx](i.DB)}
	routes := append(held.Page{Door: i.Door}.Routes(), signin.Page{
		Door: i.Door, Leave: leave, Switch: enrolling.Switch{Act: store.Act[enrolling.SwitchTx](i.DB), Entropy: i.Entropy},
	}.Routes()...)
	routes = append(routes, gate.Route{Pattern: "POST /draft/what", Needs: access.Permission{Action: access.Write, Object: access.Account}, Handle: func(w http.ResponseWriter, _ *gate.Request) error {
		return gate.See(w, "/draft/when")
	}})
	h := i.Handler(routes...)
	seed, o := i.WithCode(t, "operator-filer")
	b := inntest.NewBrowser(h)
	b.Keep(i.Cookie(o.Secret))
	i.Clock.Set(i.Clock.Now().Add(3 * time.Hour)) // long idle
	a := b.Post(t, "/draft/what", "what_text", "画面に身代金を求める文", "do", "next")
	if a.Status != http.StatusSeeOther || !strings.HasPrefix(a.Location, "/signin?return=%2Faccount%2Fheld%2F") {
		t.Fatalf("after the session ended: %d %s", a.Status, a.Location)
	}
	back := strings.ReplaceAll(strings.TrimPrefix(a.Location, "/signin?return="), "%2F", "/")
	if in := b.Post(t, "/signin", "mail", "operator-filer@example.jp", "passphrase", inntest.Passphrase, "code", i.Shown(t, seed), "return", back); in.Location != back {
		t.Fatalf("after signing in: %d %s", in.Status, in.Location)
	}
	if page := b.Get(t, back); !strings.Contains(page.Body, `action="/draft/what"`) || !strings.Contains(page.Body, "画面に身代金を求める文") || !strings.Contains(page.Body, `name="do" value="next"`) {
		t.Errorf("what was typed is lost: %d %s", page.Status, page.Body)
	}
	// So does one field that was to be kept on leaving it: the page is sent to sign in by itself.
	_, o = i.WithCode(t, "operator-site-filer")
	b = inntest.NewBrowser(h)
	b.Keep(i.Cookie(o.Secret))
	i.Clock.Set(i.Clock.Now().Add(3 * time.Hour))
	b.Headers = http.Header{"Hx-Request": {"true"}, "Hx-Current-Url": {inntest.Origin + "/draft/what"}}
	left := b.Post(t, "/draft/what", "what_text", "書きかけの文")
	if left.Status != http.StatusUnauthorized || !strings.HasPrefix(left.Header.Get("HX-Redirect"), "/signin?return=%2Faccount%2Fheld%2F") {
		t.Errorf("a field left after the session ended: %d to %s", left.Status, left.Header.Get("HX-Redirect"))
	}
	// Nothing is kept for a cookie that was never a session, nor for a session that its person ended.
	stranger := inntest.NewBrowser(h)
	stranger.Keep(i.Cookie(strings.Repeat("a", len(o.Secret))))
	if a := stranger.Post(t, "/draft/what", "what_text", "x"); strings.Contains(a.Location, "held") {
		t.Errorf("kept for nobody: %s", a.Location)
	}
	_, other := i.WithCode(t, "operator-approver")
	gone := inntest.NewBrowser(h)
	gone.Keep(i.Cookie(other.Secret))
	if a := gone.Post(t, "/signout"); a.Status != http.StatusSeeOther {
		t.Fatalf("sign out: %d", a.Status)
	}
	gone.Keep(i.Cookie(other.Secret))
	if a := gone.Post(t, "/draft/what", "what_text", "x"); strings.Contains(a.Location, "held") {
		t.Errorf("kept for a session that was ended: %s", a.Location)
	}
}
