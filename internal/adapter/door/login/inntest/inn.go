// Package inntest is a small world with a door for real, for tests: invitations, passkeys in software, devices that show
// codes, browsers.
package inntest

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/login"
	"kanmin/internal/adapter/door/login/keytest"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

// Origin is where the browsers of an Inn are.
const Origin = "https://kanmin.example"

// Inn is a small world with a door for real.
type Inn struct {
	*stagetest.Stage
	*login.Door
}

// New makes the door of a stage; change may set what is optional.
func New(t testing.TB, s *stagetest.Stage, change ...func(*login.Config)) *Inn {
	t.Helper()
	base, err := url.Parse(Origin)
	if err != nil {
		t.Fatal(err)
	}
	c := login.Config{
		Base: base, Name: "test", Idle: 30 * time.Minute, Whole: 12 * time.Hour, Now: s.Clock.Now, Entropy: rand.Reader,
		Read: store.Read[login.ReadTx](s.DB), Admitting: store.Read[login.AdmitTx](s.DB), Keep: store.Housekeep[login.KeepTx](s.DB),
		SignIn: store.Act[enrolling.SignInTx](s.DB), Accept: store.Act[enrolling.AcceptTx](s.DB), Add: store.Act[enrolling.AddTx](s.DB),
		Printing: store.Act[enrolling.PrintTx](s.DB),
		Wearing:  store.Act[enrolling.WearTx](s.DB),
	}
	for _, f := range change {
		f(&c)
	}
	d, err := login.New(c)
	if err != nil {
		t.Fatal(err)
	}
	d.Cost = enrolling.Cost{Time: 1, MemoryKiB: 64, Threads: 1}
	return &Inn{Stage: s, Door: d}
}

// At is the present.
func (i *Inn) At() ident.Instant { return ident.At(i.Clock.Now()) }

// Invite gives somebody of the world a login and an invitation.
func (i *Inn) Invite(t testing.TB, token string) (link, code string) {
	t.Helper()
	secret, err := ident.NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	code = "2345-6789-ABCD"
	type tx interface {
		AddLogin(ident.Person, string) error
		AddInvitation(i party.Invitation, link, code, path string) error
	}
	a := i.As(token)
	_, err = store.Act[tx](i.DB)(t.Context(), access.System("test", i.At()), ident.Key{}, func(tx tx) (ledger.Entry, error) {
		if err := tx.AddLogin(a.Person, token+"@example.jp"); err != nil {
			return ledger.Entry{}, err
		}
		inv := party.Invitation{ID: secret[:26], Hat: party.Hat{ID: a.Hat, Org: a.Org, Unit: a.Unit, Roles: []string{string(a.Roles[0])}}, CreatedAt: i.At(), ExpiresAt: i.At().Add(enrolling.LinkLife)}
		return ledger.Entry{Kind: ledger.AccountInvited, Object: "test", Org: a.Org, Unit: a.Unit}, tx.AddInvitation(inv, secret, code, "")
	})
	if err != nil {
		t.Fatal(err)
	}
	return secret, code
}

// WithKey accepts an invitation with a passkey.
func (i *Inn) WithKey(t testing.TB, token string) (*keytest.Key, enrolling.Opened) {
	t.Helper()
	link, code := i.Invite(t, token)
	half, err := i.Admit(t.Context(), link, code)
	if err != nil {
		t.Fatal(err)
	}
	ch, err := i.BeginAccept(t.Context(), half)
	if err != nil {
		t.Fatal(err)
	}
	key := keytest.New(t, Origin)
	o, err := i.FinishAccept(t.Context(), half, ch.Ceremony, "鍵1", key.Create(t, ch.Options))
	if err != nil {
		t.Fatal(err)
	}
	return key, o
}

// Passphrase is everybody's.
const Passphrase = "雨の日は傘をさして歩きます"

// WithCode accepts an invitation with a passphrase and a device; it returns the device's seed.
func (i *Inn) WithCode(t testing.TB, token string) (seed string, o enrolling.Opened) {
	t.Helper()
	link, code := i.Invite(t, token)
	half, err := i.Admit(t.Context(), link, code)
	if err != nil {
		t.Fatal(err)
	}
	d, err := i.Accepting(t.Context(), half)
	if err != nil {
		t.Fatal(err)
	}
	o, err = i.AcceptCode(t.Context(), half, enrolling.NewCode{Label: "電話", Passphrase: Passphrase, Again: Passphrase, Code: i.Shown(t, d.Seed)})
	if err != nil {
		t.Fatal(err)
	}
	return d.Seed, o
}

// Shown is what the device shows now.
func (i *Inn) Shown(t testing.TB, seed string) string {
	t.Helper()
	code, err := totp.GenerateCode(ungroup(seed), i.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func ungroup(s string) string {
	var out []rune
	for _, r := range s {
		if r != ' ' {
			out = append(out, r)
		}
	}
	return string(out)
}

// Who is whom a cookie or a bearer token stands for.
func (i *Inn) Who(ctx context.Context, cookie *http.Cookie, bearer string) (gate.Visitor, error) {
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
	if cookie != nil {
		r.AddCookie(cookie)
	}
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	return i.Identify(r)
}

// WantFault wants a kind and, if it is not empty, a code.
func WantFault(t testing.TB, what string, err error, kind fault.Kind, code string) {
	t.Helper()
	if !fault.Is(err, kind) || code != "" && CodeOf(err) != code {
		t.Errorf("%s: %v, want %s %s", what, err, kind, code)
	}
}

// CodeOf is the catalogue key of a fault.
func CodeOf(err error) string {
	for err != nil {
		if e, ok := err.(*fault.Error); ok { //nolint:errorlint // walked by hand
			return e.Code
		}
		u, ok := err.(interface{ Unwrap() error })
		if !ok {
			return ""
		}
		err = u.Unwrap()
	}
	return ""
}
