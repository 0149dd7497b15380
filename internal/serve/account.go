package serve

import (
	"context"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/login"
	"kanmin/internal/adapter/door/web/account"
	"kanmin/internal/adapter/door/web/account/code"
	"kanmin/internal/adapter/door/web/account/hat"
	"kanmin/internal/adapter/door/web/account/held"
	"kanmin/internal/adapter/door/web/account/second"
	"kanmin/internal/adapter/door/web/account/tokens"
	"kanmin/internal/adapter/door/web/organisation/sessions"
	ways "kanmin/internal/adapter/door/web/organisation/signin"
	"kanmin/internal/adapter/door/web/public/signin"
	"kanmin/internal/adapter/door/web/public/signin/invitation"
	"kanmin/internal/adapter/door/web/public/signin/registration"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// Login makes the door through which people come in.
func (h *House) Login() (*login.Door, error) {
	return login.New(login.Config{
		Base: h.Base, Name: "官民連携基盤", Idle: h.SessionIdle, Whole: h.SessionMax, Proxied: h.TrustedProxy != "", Now: h.Now, Entropy: h.Entropy,
		Read: store.Read[login.ReadTx](h.DB), Admitting: store.Read[login.AdmitTx](h.DB), Keep: store.Housekeep[login.KeepTx](h.DB),
		SignIn: store.Act[enrolling.SignInTx](h.DB), Accept: store.Act[enrolling.AcceptTx](h.DB), Add: store.Act[enrolling.AddTx](h.DB),
		Printing: store.Act[enrolling.PrintTx](h.DB),
	})
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

// accountPages are サインイン, 招待の受取 and 自分の登録. choose is the address of the demonstration's page of people, ""
// anywhere else.
func (d *doors) accountPages(choose string) []gate.Route {
	db, entropy := d.h.DB, d.h.Entropy
	leave := enrolling.Leave{Act: store.Act[enrolling.LeaveTx](db)}
	change := enrolling.Switch{Act: store.Act[enrolling.SwitchTx](db), Entropy: entropy}
	var routes []gate.Route
	for _, page := range []interface{ Routes() []gate.Route }{
		signin.Page{Door: d.login, Leave: leave, Switch: change, Choose: choose},
		held.Page{Door: d.login},
		second.Page{
			Read: store.Read[second.ReadTx](db), Ask: enrolling.AskSecond{Act: store.Act[enrolling.AskSecondTx](db), Entropy: entropy},
			StandBy: enrolling.StandBy{Act: store.Act[enrolling.StandByTx](db)},
		},
		sessions.Page{Read: store.Read[sessions.ReadTx](db), Expel: enrolling.Expel{Act: store.Act[enrolling.ExpelTx](db)}, Idle: d.h.SessionIdle},
		invitation.Page{Door: d.login},
		registration.Page{Door: d.login},
		account.Page{
			Read: store.Read[account.ReadTx](db), Door: d.login, Leave: leave,
			Remove: enrolling.Remove{Act: store.Act[enrolling.RemoveTx](db)}, Revoke: enrolling.Revoke{Act: store.Act[enrolling.RevokeTx](db)},
		},
		code.Page{Read: store.Read[code.ReadTx](db), Door: d.login},
		tokens.Page{Read: store.Read[tokens.ReadTx](db), Issue: enrolling.Issue{Act: store.Act[enrolling.IssueTx](db), Entropy: entropy}},
		ways.Page{
			Read: store.Read[ways.ReadTx](db), Door: d.login, Choose: enrolling.SetMethods{Act: store.Act[enrolling.SetMethodsTx](db)},
			Offered: enrolling.Methods{enrolling.Passkey, enrolling.Code, enrolling.Printed},
		},
		hat.Page{Read: store.Read[hat.ReadTx](db), Switch: change, Cookie: d.login.Cookie},
	} {
		routes = append(routes, page.Routes()...)
	}
	return routes
}
