package serve

import (
	"context"

	"kanmin/internal/adapter/door/login"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// Login makes the door through which people come in.
func (h *House) Login() (*login.Door, error) {
	return login.New(login.Config{
		Base: h.Base, Name: "官民連携基盤", Idle: h.SessionIdle, Whole: h.SessionMax, Now: h.Now, Entropy: h.Entropy,
		Read: store.Read[login.ReadTx](h.DB), Admitting: store.Read[login.AdmitTx](h.DB), Keep: store.Housekeep[login.KeepTx](h.DB),
		SignIn: store.Act[enrolling.SignInTx](h.DB), Accept: store.Act[enrolling.AcceptTx](h.DB), Add: store.Act[enrolling.AddTx](h.DB),
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
