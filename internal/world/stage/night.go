package stage

import (
	"context"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/calling"
	"kanmin/internal/world"
)

// Contacts says whom an office may call at the grid company at night, and who is on duty there in these days: one night of them has nobody.
// The ministry's own desk stays empty (R44).
func Contacts(ctx context.Context, db *store.DB, w *world.World, at ident.Instant) error {
	s := w.Scope("operator-admin", at)
	key := func(client string) ident.Key {
		return ident.Key{Org: s.Org, Actor: s.ID(), Route: "night", Client: client}
	}
	contacts := []oncall.Contact{
		{Name: "山﨑 さくら", Kana: "やまざき さくら", Post: "セキュリティ統括グループ", Phone: "03-0000-2002", When: "平日の昼"},
		{Name: "当直室", Kana: "とうちょくしつ", Post: "中央給電指令所", Phone: "03-0000-2099", When: "夜間・休日"},
	}
	if err := (calling.Set{Act: store.Act[calling.SetTx](db)}).Do(ctx, s, key("contacts"), 0, contacts); err != nil {
		return err
	}
	today := law.DayOf(at)
	nights := func(c oncall.Contact, first, last int, deputy bool) []oncall.Turn {
		return oncall.Plan{First: today.Add(first), Last: today.Add(last), Hours: oncall.Night, Who: c, Deputy: deputy}.Turns()
	}
	turns := append(nights(oncall.Contact{Name: "髙木 一", Kana: "たかぎ はじめ", Post: "宿直", Phone: "090-0000-2011"}, -1, 2, false), nights(contacts[1], -1, 2, true)...)
	turns = append(turns, nights(oncall.Contact{Name: "神﨑 まこと", Kana: "かんざき まこと", Post: "宿直", Phone: "090-0000-2012"}, 4, 8, false)...)
	return calling.AddTurns{Act: store.Act[calling.TurnsTx](db), Entropy: db.Entropy}.Do(ctx, s, key("roster"), turns, false)
}
