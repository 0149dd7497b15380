package stage

import (
	"context"
	"crypto/rand"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/flow/linking"
	"kanmin/internal/world"
)

// Campaign is what a ministry's officer holds to be of one attack: two of the reports that came, shown to the Cabinet Office.
func Campaign(ctx context.Context, db *store.DB, w *world.World, at ident.Instant) error {
	s := w.Scope("ministry-officer", at)
	key := func(step string) ident.Key {
		return ident.Key{Org: s.Org, Actor: s.ID(), Route: "campaign", Client: step}
	}
	type finder interface {
		SearchLines(f filing.Filter, after filing.Place, limit int) ([]filing.Line, filing.Place, error)
	}
	var reports []ident.Number
	if err := store.Look[finder](db)(ctx, s, access.LookList, func(tx finder) (seen []ident.Object, err error) {
		lines, _, err := tx.SearchLines(filing.Filter{Oldest: true, Kind: filing.Kind(incident.Prompt.ID)}, filing.Place{}, 2)
		for _, l := range lines {
			reports, seen = append(reports, l.Number), append(seen, ident.Object(l.Filing.ID))
		}
		return seen, err
	}); err != nil || len(reports) == 0 {
		return err
	}
	id, err := linking.Start{Act: store.Act[linking.StartTx](db), Entropy: rand.Reader}.Do(ctx, s, key("begin"), linking.Beginning{Words: campaign.Words{
		Name: "保守用の遠隔接続を狙う侵入", Note: "保守用端末とVPN装置が続けて報告された。", Assessment: "分かっていること: どちらも保守のための接続から始まっている。\n分かっていないこと: 同じ攻撃者によるものか。",
	}, Reports: reports, Why: "保守のための接続から始まっているため"})
	if err != nil {
		return err
	}
	return linking.Share{Act: store.Act[linking.ShareTx](db)}.Do(ctx, s, key("share"), id, w.As("cabinet-analyst").Unit)
}
