package stage

import (
	"context"
	"crypto/rand"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/declaring"
	"kanmin/internal/world"
)

func field(id, ja, en string, kind form.Kind) form.Field {
	f := form.Field{ID: id, Label: text.Both{Ja: ja, En: en}, Kind: kind, Section: "outline"}
	switch kind {
	case form.Line:
		f.Limit = 100
	case form.Count:
		f.Max = 100_000
	case form.Choice, form.Choices, form.Area, form.Moment, form.Day, form.Table:
	}
	return f
}

// survey is a procedure whose table is filled in by many sites: which equipment stands where.
func survey(rows int) procedure.Declaration {
	d := procedure.Started(text.Both{Ja: "機器の設置状況の調査", En: "Survey of equipment"})
	d.Title, d.Summary, d.Contact = "経済産業大臣", []string{"contact"}, "contact"
	contact := field("contact", "連絡先", "Contact", form.Line)
	contact.Section, contact.Needed = "contact", true
	t := field("equipment", "機器の一覧", "Equipment", form.Table)
	t.Limit, t.Number, t.Key = rows, "number", []string{"maker", "product", "place"}
	maker, product := field("maker", "メーカー", "Maker", form.Line), field("product", "製品名", "Product", form.Line)
	maker.Needed, product.Needed = true, true
	t.Columns = []form.Field{field("number", "管理番号", "Own number", form.Line), maker, product, field("place", "設置場所", "Place", form.Line), field("count", "台数", "Number of units", form.Count)}
	d.Form.Steps = []form.Step{
		{ID: "about", Title: text.Both{Ja: "連絡先を教えてください", En: "Whom can we call?"}, Short: text.Both{Ja: "連絡先", En: "Contact"}, Fields: []form.Field{contact}},
		{ID: "list", Title: text.Both{Ja: "機器を挙げてください", En: "Which equipment do you have?"}, Short: text.Both{Ja: "機器の一覧", En: "Equipment"}, Fields: []form.Field{t}},
	}
	return d
}

// Survey opens a procedure with a table of so many rows at most, from today on, and returns its ref.
func Survey(ctx context.Context, db *store.DB, w *world.World, at ident.Instant, rows int) (ref string, err error) {
	officer, second := w.Scope("ministry-officer", at), w.Scope("ministry-supervisor", at)
	key := func(s access.Scope, step string) ident.Key {
		return ident.Key{Org: s.Org, Actor: s.ID(), Route: "survey", Client: step}
	}
	if _, err := (declaring.Begin{Act: store.Act[declaring.BeginTx](db), Entropy: rand.Reader}).Do(ctx, officer, key(officer, "begin"), declaring.New{Declaration: survey(rows)}); err != nil {
		return "", err
	}
	type finder interface {
		Versions(n ident.Number, may access.Permission, limit int) ([]procedure.Version, error)
	}
	var v procedure.Version
	latest := func() error {
		return store.Read[finder](db)(ctx, officer, func(tx finder) error {
			list, err := tx.Versions("", access.Permission{Action: access.Read, Object: access.Procedure}, 100)
			for _, one := range list {
				if one.Declaration.Name == survey(rows).Name {
					v = one
				}
			}
			return err
		})
	}
	if err := latest(); err != nil {
		return "", err
	}
	write := store.Act[declaring.WriteTx](db)
	opening := procedure.Opening{From: law.DayOf(at), Sectors: []law.Sector{law.Electricity}}
	if err := (declaring.Propose{Act: write}).Do(ctx, officer, key(officer, "propose"), declaring.Proposal{Number: v.Number, Version: v.Version, Rev: v.Rev, Opening: opening}); err != nil {
		return "", err
	}
	if err := latest(); err != nil {
		return "", err
	}
	return v.Number.ASCII(), (declaring.Decide{Act: write}).Do(ctx, second, key(second, "open"), declaring.Decision{Number: v.Number, Version: v.Version, Rev: v.Rev, Open: true})
}
