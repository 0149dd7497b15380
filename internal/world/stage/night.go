package stage

import (
	"context"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/calling"
	"kanmin/internal/world"
)

// Contacts says whom an office may call at the grid company at night. The ministry's own desk stays empty (R44).
func Contacts(ctx context.Context, db *store.DB, w *world.World, at ident.Instant) error {
	s := w.Scope("operator-admin", at)
	return calling.Set{Act: store.Act[calling.SetTx](db)}.Do(ctx, s, ident.Key{Org: s.Org, Actor: s.ID(), Route: "night", Client: "contacts"}, 0, []oncall.Contact{
		{Name: "山﨑 さくら", Kana: "やまざき さくら", Post: "セキュリティ統括グループ", Phone: "03-0000-2002", When: "平日の昼"},
		{Name: "当直室", Kana: "とうちょくしつ", Post: "中央給電指令所", Phone: "03-0000-2099", When: "夜間・休日"},
	})
}
