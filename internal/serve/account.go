package serve

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"os"
	"time"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/login"
	"kanmin/internal/adapter/door/web/account"
	"kanmin/internal/adapter/door/web/account/code"
	"kanmin/internal/adapter/door/web/account/hardware"
	"kanmin/internal/adapter/door/web/account/hat"
	"kanmin/internal/adapter/door/web/account/held"
	"kanmin/internal/adapter/door/web/account/second"
	"kanmin/internal/adapter/door/web/account/tokens"
	"kanmin/internal/adapter/door/web/organisation/sessions"
	ways "kanmin/internal/adapter/door/web/organisation/signin"
	authority "kanmin/internal/adapter/door/web/organisation/signin/certificate"
	drawer "kanmin/internal/adapter/door/web/organisation/signin/hardware"
	"kanmin/internal/adapter/door/web/public/signin"
	"kanmin/internal/adapter/door/web/public/signin/certificate"
	"kanmin/internal/adapter/door/web/public/signin/invitation"
	"kanmin/internal/adapter/door/web/public/signin/registration"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/dial"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// Login makes the door through which people come in.
func (h *House) Login() (*login.Door, error) {
	providers, err := h.providers()
	if err != nil {
		return nil, fmt.Errorf("KANMIN_OIDC_FILE: %w", err)
	}
	return login.New(login.Config{
		Providers: providers, Out: h.abroad(providers),
		Base: h.Base, Name: "官民連携基盤", Idle: h.SessionIdle, Whole: h.SessionMax, Proxied: h.TrustedProxy != "", Header: h.CertHeader, Now: h.Now, Entropy: h.Entropy,
		Read: store.Read[login.ReadTx](h.DB), Admitting: store.Read[login.AdmitTx](h.DB), Keep: store.Housekeep[login.KeepTx](h.DB),
		SignIn: store.Act[enrolling.SignInTx](h.DB), Accept: store.Act[enrolling.AcceptTx](h.DB), Attest: store.Act[enrolling.AttestTx](h.DB), Add: store.Act[enrolling.AddTx](h.DB),
		Printing: store.Act[enrolling.PrintTx](h.DB),
		Wearing:  store.Act[enrolling.WearTx](h.DB),
	})
}

// abroad is the client with which other houses' sign-ins are called: on the ports of their addresses, and to this machine
// only where a setting says so.
func (h *House) abroad(list []login.Provider) *http.Client {
	out := dial.Out{}
	for _, p := range list {
		out.Ports = append(out.Ports, p.Port())
	}
	if h.Loopback {
		out.Inside = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	}
	return out.Client(10 * time.Second)
}

// providers are other houses' sign-ins.
func (h *House) providers() ([]login.Provider, error) {
	if h.OIDCFile == "" {
		return nil, nil
	}
	info, err := os.Stat(h.OIDCFile)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s holds secrets: it must be readable by its owner alone (chmod 600)", h.OIDCFile)
	}
	data, err := os.ReadFile(h.OIDCFile)
	if err != nil {
		return nil, err
	}
	return login.ReadProviders(data)
}

// Found makes the platform's organisation and its first two administrators (kanmin account bootstrap).
func (h *House) Found(ctx context.Context, in enrolling.Founding) ([]enrolling.Link, error) {
	f := enrolling.Found{Act: store.Act[enrolling.FoundTx](h.DB), Entropy: h.Entropy}
	return f.Do(ctx, access.System("bootstrap", ident.At(h.Now())), in)
}

// Renew invites an administrator of the platform again (kanmin account renew).
func (h *House) Renew(ctx context.Context, mail string) (enrolling.Link, error) {
	r := enrolling.Renew{Act: store.Act[enrolling.RenewTx](h.DB), Entropy: h.Entropy}
	return r.Do(ctx, access.System("renew", ident.At(h.Now())), mail)
}

// offered are the ways in that this installation has.
func (d *doors) offered() enrolling.Methods {
	m := enrolling.Methods{enrolling.Passkey, enrolling.Code, enrolling.Printed}
	if len(d.login.Abroad()) > 0 {
		m = append(m, enrolling.OIDC)
	}
	if d.h.asksForCertificates() {
		m = append(m, enrolling.Certificate)
	}
	return m
}

// asksForCertificates reports whether browsers are asked for client certificates anywhere.
func (h *House) asksForCertificates() bool { return h.CertListen != "" || h.CertHeader != "" }

// certificates are the pages about client certificates, where browsers are asked for them.
func (d *doors) certificates(in signin.Page) []gate.Route {
	if !d.h.asksForCertificates() {
		return nil
	}
	db := d.h.DB
	at, err := d.h.certificateURL(d.h.Base)
	if err != nil {
		panic(err) // Check has seen to it
	}
	return append(certificate.Page{Door: d.login, In: in, At: at, Base: d.h.Base.String()}.Routes(), authority.Page{
		Read: store.Read[authority.ReadTx](db), Door: d.login, Trust: d.trust(),
		Withdraw: enrolling.Withdraw{Act: store.Act[enrolling.WithdrawTx](db)},
	}.Routes()...)
}

// trust says whose client certificates are taken, for pages and programs.
func (d *doors) trust() enrolling.Trust {
	return enrolling.Trust{Act: store.Act[enrolling.TrustTx](d.h.DB), Entropy: d.h.Entropy, Vouched: login.Vouched}
}

// hardware are the flows of hardware tokens, for pages and programs.
func (d *doors) hardware() api.Hardware {
	db := d.h.DB
	return api.Hardware{
		Read: store.Read[api.HardwareTx](db), Stock: enrolling.Stock{Act: store.Act[enrolling.StockTx](db), Entropy: d.h.Entropy},
		Hand: enrolling.Hand{Act: store.Act[enrolling.HandTx](db)}, Retire: enrolling.Retire{Act: store.Act[enrolling.RetireTx](db)},
	}
}

// accountPages are サインイン, 招待の受取 and 自分の登録. choose is the address of the demonstration's page of people, ""
// anywhere else.
func (d *doors) accountPages(choose string) []gate.Route {
	db, entropy := d.h.DB, d.h.Entropy
	leave := enrolling.Leave{Act: store.Act[enrolling.LeaveTx](db)}
	change := enrolling.Switch{Act: store.Act[enrolling.SwitchTx](db), Entropy: entropy}
	in := signin.Page{Door: d.login, Leave: leave, Switch: change, Choose: choose, Certificate: d.h.asksForCertificates()}
	routes, box := d.certificates(in), d.hardware()
	for _, page := range []interface{ Routes() []gate.Route }{
		in,
		held.Page{Door: d.login},
		second.Page{
			Read: store.Read[second.ReadTx](db), Ask: enrolling.AskSecond{Act: store.Act[enrolling.AskSecondTx](db), Entropy: entropy},
			StandBy: enrolling.StandBy{Act: store.Act[enrolling.StandByTx](db)},
		},
		sessions.Page{Read: store.Read[sessions.ReadTx](db), Expel: enrolling.Expel{Act: store.Act[enrolling.ExpelTx](db)}, Idle: d.h.SessionIdle},
		invitation.Page{Door: d.login},
		registration.Page{Door: d.login, Certificate: d.h.asksForCertificates()},
		account.Page{
			Read: store.Read[account.ReadTx](db), Door: d.login, Leave: leave, Certificate: d.h.asksForCertificates(),
			Remove: enrolling.Remove{Act: store.Act[enrolling.RemoveTx](db)}, Revoke: enrolling.Revoke{Act: store.Act[enrolling.RevokeTx](db)},
		},
		code.Page{Read: store.Read[code.ReadTx](db), Door: d.login},
		hardware.Page{Read: store.Read[hardware.ReadTx](db), Door: d.login},
		drawer.Page{Read: store.Read[drawer.ReadTx](db), Door: d.login, Stock: box.Stock, Hand: box.Hand, Retire: box.Retire},
		tokens.Page{Read: store.Read[tokens.ReadTx](db), Issue: enrolling.Issue{Act: store.Act[enrolling.IssueTx](db), Entropy: entropy}},
		ways.Page{
			Read: store.Read[ways.ReadTx](db), Door: d.login, Choose: enrolling.SetMethods{Act: store.Act[enrolling.SetMethodsTx](db)},
			Offered: d.offered(),
		},
		hat.Page{Read: store.Read[hat.ReadTx](db), Switch: change, Cookie: d.login.Cookie},
	} {
		routes = append(routes, page.Routes()...)
	}
	return routes
}
