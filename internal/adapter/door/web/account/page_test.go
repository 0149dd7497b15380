package account_test

import (
	"crypto/rand"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/adapter/door/login/keytest"
	"kanmin/internal/adapter/door/web/account"
	"kanmin/internal/adapter/door/web/account/code"
	"kanmin/internal/adapter/door/web/account/hat"
	"kanmin/internal/adapter/door/web/public/signin"
	"kanmin/internal/adapter/door/web/public/signin/invitation"
	"kanmin/internal/adapter/door/web/public/signin/registration"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

// pages are those of accounts, as serve plugs them together.
func pages(i *inntest.Inn) http.Handler { return i.Handler(routes(i)...) }

func routes(i *inntest.Inn) []gate.Route {
	leave := enrolling.Leave{Act: store.Act[enrolling.LeaveTx](i.DB)}
	var routes []gate.Route
	for _, p := range []interface{ Routes() []gate.Route }{
		signin.Page{Door: i.Door, Leave: leave}, invitation.Page{Door: i.Door}, registration.Page{Door: i.Door},
		account.Page{
			Read: store.Read[account.ReadTx](i.DB), Door: i.Door, Leave: leave,
			Remove: enrolling.Remove{Act: store.Act[enrolling.RemoveTx](i.DB)}, Revoke: enrolling.Revoke{Act: store.Act[enrolling.RevokeTx](i.DB)},
		},
		code.Page{Read: store.Read[code.ReadTx](i.DB), Door: i.Door},
		hat.Page{Read: store.Read[hat.ReadTx](i.DB), Switch: enrolling.Switch{Act: store.Act[enrolling.SwitchTx](i.DB), Entropy: rand.Reader}, Cookie: i.Cookie},
	} {
		routes = append(routes, p.Routes()...)
	}
	return routes
}

var (
	hidden = regexp.MustCompile(`name="(id|hat|ceremony)" value="([^"]+)"`)
	seed   = regexp.MustCompile(`id="seed">([A-Z2-7 ]+)<`)
)

func hiddens(body, name string) (values []string) {
	for _, m := range hidden.FindAllStringSubmatch(body, -1) {
		if m[1] == name {
			values = append(values, m[2])
		}
	}
	return values
}

func TestLookingAtALinkChangesNothing(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	b := inntest.NewBrowser(pages(i))
	link, activation := i.Invite(t, "operator-filer")
	path := "/signin/invitation/" + link
	first := b.Get(t, path).Body
	for n := range 5 { // link scanners fetch what is mailed
		if a := inntest.NewBrowser(b.Handler).Get(t, path); a.Status != http.StatusOK || a.Body != first {
			t.Errorf("fetch %d: %d, the same page: %v", n+1, a.Status, a.Body == first)
		}
	}
	if a := b.Get(t, "/signin/invitation/"+strings.Repeat("0", 52)); a.Body != first {
		t.Error("a link that was never issued shows another page")
	}
	for name, wrong := range map[string][2]string{
		"another code": {path, "WXYZ-GGGG-GGGG"}, "no code": {path, ""}, "another link": {"/signin/invitation/" + strings.Repeat("0", 52), activation},
		"a short link": {"/signin/invitation/x", activation},
	} {
		if a := b.Post(t, wrong[0], "code", wrong[1]); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "確かめられませんでした") {
			t.Errorf("%s: %d", name, a.Status)
		}
	}
	if a := b.Get(t, "/signin/registration"); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "招待のリンク") {
		t.Errorf("registration without an invitation: %d", a.Status)
	}
	if a := b.Post(t, path, "code", strings.ToLower(activation)); a.Status != http.StatusSeeOther || a.Location != "/signin/registration" {
		t.Fatalf("link and code: %d %s", a.Status, a.Location)
	}
	for range 5 {
		if a := b.Get(t, "/signin/registration"); a.Status != http.StatusOK {
			t.Errorf("registration: %d", a.Status)
		}
	}
	again := inntest.NewBrowser(b.Handler) // opened at work, taken up at home
	if a := again.Post(t, path, "code", activation); a.Status != http.StatusSeeOther {
		t.Errorf("a second browser, nothing registered yet: %d", a.Status)
	}
	i.Clock.Set(i.Clock.Now().Add(enrolling.LinkLife))
	if a := again.Post(t, path, "code", activation); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("after 72 hours: %d", a.Status)
	}
}

// accepted takes an invitation up in a browser, with a password and a device; it returns the device's seed.
func accepted(t *testing.T, i *inntest.Inn, b *inntest.Browser) (link, activation, device string) {
	t.Helper()
	link, activation = i.Invite(t, "operator-filer")
	b.Post(t, "/signin/invitation/"+link, "code", activation)
	form := b.Get(t, "/signin/registration")
	m := seed.FindStringSubmatch(form.Body)
	if m == nil {
		t.Fatalf("no seed on the page: %d", form.Status)
	}
	typed := func(p string) []string {
		return []string{"label", "社給の電話", "passphrase", p, "again", p, "code", i.Shown(t, m[1])}
	}
	if a := b.Post(t, "/signin/registration", typed("short")...); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "12文字から128文字") || strings.Contains(a.Body, "value=\"short\"") {
		t.Errorf("too short: %d", a.Status)
	}
	if a := b.Post(t, "/signin/registration", typed(inntest.Passphrase)...); a.Status != http.StatusSeeOther || a.Location != "/account" {
		t.Fatalf("registered: %d %s %s", a.Status, a.Location, a.Body)
	}
	return link, activation, m[1]
}

func TestFromLinkToSignOutWithoutScript(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i := inntest.New(t, s)
		b := inntest.NewBrowser(pages(i))
		link, activation, device := accepted(t, i, b)
		if len(b.Cookies) != 1 {
			t.Errorf("cookies after accepting: %v", b.Cookies)
		}
		mine := b.Get(t, "/account")
		if mine.Status != http.StatusOK || !strings.Contains(mine.Body, "社給の電話") || !strings.Contains(mine.Body, "この端末") {
			t.Fatalf("自分の登録: %d", mine.Status)
		}
		if a := b.Post(t, "/signin/invitation/"+link, "code", activation); a.Status != http.StatusUnprocessableEntity {
			t.Errorf("the link again: %d", a.Status)
		}
		if a := b.Post(t, "/signout"); a.Status != http.StatusSeeOther || len(b.Cookies) != 0 {
			t.Errorf("sign-out: %d %v", a.Status, b.Cookies)
		}
		if a := b.Get(t, "/account"); a.Status != http.StatusSeeOther || a.Location != "/signin?return=%2Faccount" {
			t.Errorf("afterwards: %d %s", a.Status, a.Location)
		}
		i.Clock.Set(i.Clock.Now().Add(time.Minute))
		planted := strings.Repeat("7", 52) // somebody else's browser knows it: fixation
		b.Keep(i.Cookie(planted))
		a := b.Post(t, "/signin", "mail", "operator-filer@example.jp", "passphrase", "間違えたパスワードです", "code", i.Shown(t, device), "return", "/account")
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Body, "operator-filer@example.jp") || strings.Contains(a.Body, "間違えた") {
			t.Errorf("another password: %d", a.Status)
		}
		a = b.Post(t, "/signin", "mail", "operator-filer@example.jp", "passphrase", inntest.Passphrase, "code", i.Shown(t, device), "return", "//evil.example/")
		if a.Status != http.StatusSeeOther || a.Location != "/" {
			t.Errorf("signed in: %d %q", a.Status, a.Location)
		}
		if c := b.Cookies["__Host-kanmin_session"]; c.Value == planted {
			t.Error("the planted secret became the session's")
		} else if _, err := i.Who(t.Context(), i.Cookie(planted), ""); err == nil {
			t.Error("the planted secret is somebody")
		}
	})
}

func TestPasskeysThroughThePages(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	b := inntest.NewBrowser(pages(i))
	link, activation := i.Invite(t, "operator-filer")
	b.Post(t, "/signin/invitation/"+link, "code", activation)
	key, spare := keytest.New(t, inntest.Origin), keytest.New(t, inntest.Origin)

	var ch signin.Begun
	var done signin.Done
	b.PostJSON(t, "/signin/registration/passkey/begin", struct{}{}, &ch)
	if a := b.PostJSON(t, "/signin/registration/passkey/finish", signin.Finish{Ceremony: ch.Ceremony, Label: "鍵", Answer: key.Create(t, ch.Options)}, &done); a.Status != http.StatusOK || done.To != "/account" {
		t.Fatalf("registered: %d %s", a.Status, a.Body)
	}
	i.Clock.Set(i.Clock.Now().Add(time.Second)) // lists are in the order of registration
	b.PostJSON(t, "/account/passkey/begin", struct{}{}, &ch)
	if a := b.PostJSON(t, "/account/passkey/finish", signin.Finish{Ceremony: ch.Ceremony, Label: "予備", Answer: spare.Create(t, ch.Options)}, &done); a.Status != http.StatusOK {
		t.Fatalf("a second one: %d %s", a.Status, a.Body)
	}
	other := inntest.NewBrowser(b.Handler)
	other.PostJSON(t, "/signin/passkey/begin", struct{}{}, &ch)
	if a := other.PostJSON(t, "/signin/passkey/finish", signin.Finish{Ceremony: ch.Ceremony, Return: "/account", Answer: spare.Get(t, ch.Options)}, &done); a.Status != http.StatusOK || done.To != "/account" {
		t.Fatalf("signed in with the second: %d %s", a.Status, a.Body)
	}
	mine := b.Get(t, "/account")
	ids := hiddens(mine.Body, "id")
	if len(ids) != 3 { // two keys, one session elsewhere
		t.Fatalf("buttons: %v", ids)
	}
	if a := b.Post(t, "/account/credential/remove", "id", ids[1]); a.Status != http.StatusSeeOther {
		t.Fatalf("removed: %d", a.Status)
	}
	if a := other.Get(t, "/account"); a.Status != http.StatusSeeOther {
		t.Errorf("the browser of the removed key is still in: %d", a.Status)
	}
	if a := b.Post(t, "/account/credential/remove", "id", ids[0]); a.Status != http.StatusConflict || !strings.Contains(a.Body, "最後の認証手段") {
		t.Errorf("the last one: %d", a.Status)
	}
	other.PostJSON(t, "/signin/passkey/begin", struct{}{}, &ch)
	if a := other.PostJSON(t, "/signin/passkey/finish", signin.Finish{Ceremony: ch.Ceremony, Answer: spare.Get(t, ch.Options)}, nil); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("the removed key signs in: %d", a.Status)
	}
	for name, junk := range map[string]any{"a list": []int{}, "unknown member": map[string]string{"x": "y"}, "a number": 3, "nothing": nil} {
		if a := other.PostJSON(t, "/signin/passkey/finish", junk, nil); a.Status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, a.Status)
		}
	}
}

func TestHatsAreChangedByAPress(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i := inntest.New(t, s)
		b := inntest.NewBrowser(pages(i))
		key, o := i.WithKey(t, "operator-filer") // before the second hat: a key of the person, not of one organisation
		second := giveHat(t, i, "operator-filer", "ministry-officer")
		b.Keep(i.Cookie(o.Secret))
		b.Post(t, "/signout")
		var ch signin.Begun
		var done signin.Done
		b.PostJSON(t, "/signin/passkey/begin", struct{}{}, &ch)
		b.PostJSON(t, "/signin/passkey/finish", signin.Finish{Ceremony: ch.Ceremony, Return: "/account", Answer: key.Get(t, ch.Options)}, &done)
		if done.To != "/account/hat?return=%2Faccount" {
			t.Fatalf("with two hats one goes to %q", done.To)
		}
		choices := hiddens(b.Get(t, done.To).Body, "hat")
		if len(choices) != 2 {
			t.Fatalf("choices: %v", choices)
		}
		before := b.Cookies["__Host-kanmin_session"].Value
		if a := b.Get(t, "/account/hat?hat="+string(second)); b.Cookies["__Host-kanmin_session"].Value != before || a.Status != http.StatusOK {
			t.Error("looking at the page changed the hat")
		}
		if a := b.Post(t, "/account/hat", "hat", string(i.As("ministry-officer").Hat)); a.Status != http.StatusNotFound {
			t.Errorf("somebody else's hat: %d", a.Status)
		}
		if a := b.Post(t, "/account/hat", "hat", string(second), "return", "/account"); a.Status != http.StatusSeeOther || a.Location != "/account" {
			t.Fatalf("changed: %d %s", a.Status, a.Location)
		}
		after := b.Cookies["__Host-kanmin_session"].Value
		v, err := i.Who(t.Context(), i.Cookie(after), "")
		if err != nil || v.Org != i.As("ministry-officer").Org || v.Kind != party.Ministry || after == before {
			t.Errorf("now %+v, %v", v.Actor, err)
		}
		if _, err := i.Who(t.Context(), i.Cookie(before), ""); err == nil {
			t.Error("the secret of the other hat is still good")
		}
	})
}

// giveHat lets somebody act for somebody else's unit too (兼務).
func giveHat(t *testing.T, i *inntest.Inn, who, as string) ident.Hat {
	t.Helper()
	type tx interface{ AddHat(party.Hat) error }
	a := i.As(as)
	h := party.Hat{ID: "zzzz-second-hat", Person: i.As(who).Person, Org: a.Org, Unit: a.Unit, Roles: []string{string(access.Officer)}}
	_, err := store.Act[tx](i.DB)(t.Context(), access.System("test", i.At()), ident.Key{}, func(tx tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.AccountInvited, Object: "x", Org: a.Org, Unit: a.Unit}, tx.AddHat(h)
	})
	if err != nil {
		t.Fatal(err)
	}
	return h.ID
}

func TestADeviceIsAddedAndReplaced(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	_, o := i.WithKey(t, "operator-filer")
	b := inntest.NewBrowser(pages(i))
	b.Keep(i.Cookie(o.Secret))
	var seeds []string
	for range 2 {
		form := b.Get(t, "/account/code")
		m, ceremony := seed.FindStringSubmatch(form.Body), hiddens(form.Body, "ceremony")
		if m == nil || len(ceremony) != 1 {
			t.Fatalf("the page: %d", form.Status)
		}
		bad := b.Post(t, "/account/code", "ceremony", ceremony[0], "label", "x", "passphrase", inntest.Passphrase, "again", inntest.Passphrase, "code", "12345")
		if bad.Status != http.StatusUnprocessableEntity || seed.FindStringSubmatch(bad.Body)[1] != m[1] {
			t.Errorf("another code: %d, and the page must show the same seed", bad.Status)
		}
		a := b.Post(t, "/account/code", "ceremony", ceremony[0], "label", "電話", "passphrase", inntest.Passphrase, "again", inntest.Passphrase, "code", i.Shown(t, m[1]))
		if a.Status != http.StatusSeeOther || a.Location != "/account" {
			t.Fatalf("registered: %d", a.Status)
		}
		seeds = append(seeds, m[1])
	}
	i.Clock.Set(i.Clock.Now().Add(time.Minute))
	if _, err := i.ByCode(t.Context(), "operator-filer@example.jp", inntest.Passphrase, i.Shown(t, seeds[0])); err == nil {
		t.Error("the replaced device is still good")
	}
	if _, err := i.ByCode(t.Context(), "operator-filer@example.jp", inntest.Passphrase, i.Shown(t, seeds[1])); err != nil {
		t.Errorf("the new device: %v", err)
	}
	i.Clock.Set(i.Clock.Now().Add(20 * time.Minute))
	if a := b.Get(t, "/account/code"); a.Location != "/signin?again=1&return=%2Faccount%2Fcode" {
		t.Errorf("twenty minutes after signing in: %d %s", a.Status, a.Location)
	}
}
