package stage

import (
	"context"
	"crypto/rand"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/noticing"
	"kanmin/internal/world"
)

type told interface {
	NoticeBy(corporate, code string) (notice.Standing, error)
}

type named interface {
	Org(ident.Org) (party.Org, error)
}

// Notice lets a contractor of the grid company notice something first (R11): it has a code, and its 気付き連絡 waits. It returns the code.
func Notice(ctx context.Context, db *store.DB, w *world.World, at ident.Instant) (code string, err error) {
	s := w.Scope("operator-admin", at)
	key := func(s access.Scope, client string) ident.Key {
		return ident.Key{Org: s.Org, Actor: s.ID(), Route: "notice", Client: client}
	}
	register := noticing.Register{Act: store.Act[noticing.RegisterTx](db), Entropy: rand.Reader}
	id, err := register.Do(ctx, s, key(s, "register"), notice.Contact{
		Unit: s.Unit, Until: law.DayOf(at).Add(150), Words: notice.Words{Company: "かえでセキュリティ監視株式会社", Name: "監視センター 𠮷川", Phone: "03-0000-7007", Note: "監視端末とVPN装置の監視を委託"},
	})
	if err != nil {
		return "", err
	}
	sheet, err := noticing.Print{Act: store.Act[noticing.PrintTx](db), Entropy: rand.Reader}.Do(ctx, s, key(s, "print"), id)
	if err != nil {
		return "", err
	}
	var org party.Org
	if err := store.Read[named](db)(ctx, s, func(tx named) (err error) {
		org, err = tx.Org(s.Org)
		return err
	}); err != nil {
		return "", err
	}
	var by notice.Standing
	if err := store.Read[told](db)(ctx, access.For(access.Actor{}, at), func(tx told) (err error) {
		by, err = tx.NoticeBy(org.CorporateNumber, sheet.Code)
		return err
	}); err != nil {
		return "", err
	}
	scope := access.For(by.Actor(), at)
	_, err = noticing.Send{Act: store.Act[noticing.SendTx](db), Entropy: rand.Reader}.Do(ctx, scope, key(scope, "send"), noticing.Telling{By: by, Content: notice.Content{
		What: "北部給電指令所の監視端末から、海外の見慣れないサーバへの通信を検知しました。\n同じ時刻に、管理者権限の新しいアカウントが作られています。", NoticedAt: at.Add(-25 * time.Minute),
		Machines: "北部給電指令所 監視端末 NK-OPS-03", Technical: "198.51.100[.]23\nhxxps://update.example[.]net/a.bin\n9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Caller: "かえでセキュリティ監視 監視センター 𠮷川", Phone: "03-0000-7007",
	}})
	return sheet.Code, err
}
