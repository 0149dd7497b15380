package register_test

import (
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/declaring"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// nearMiss is a procedure that an office declared, open to every operator, whose filings can be corrected.
func (d *desk) nearMiss() (ref string) {
	d.t.Helper()
	ctx, both := d.t.Context(), func(s string) text.Both { return text.Both{Ja: s, En: s} }
	p := procedure.Started(both("ヒヤリハット"))
	p.Title, p.Summary = "経済産業大臣", []string{"item_1"}
	p.Form.Steps[0].Fields = []form.Field{{ID: "item_1", Kind: form.Line, Limit: 100, Section: "outline", Label: both("あったこと")}}
	write := store.Act[declaring.WriteTx](d.DB)
	begin := declaring.Begin{Act: store.Act[declaring.BeginTx](d.DB), Entropy: d.Entropy}
	if _, err := begin.Do(ctx, d.Scope("ministry-officer"), d.key("ministry-officer"), declaring.New{Declaration: p}); err != nil {
		d.t.Fatal(err)
	}
	type tx interface {
		Versions(ident.Number, access.Permission, int) ([]procedure.Version, error)
	}
	var v procedure.Version
	latest := func() {
		if err := store.Read[tx](d.DB)(ctx, d.Scope("ministry-officer"), func(tx tx) error {
			list, err := tx.Versions("", access.Permission{Action: access.Read, Object: access.Procedure}, 10)
			v = list[0]
			return err
		}); err != nil {
			d.t.Fatal(err)
		}
	}
	latest()
	opening := procedure.Opening{From: law.DayOf(ident.At(d.Clock.Now()))}
	if err := (declaring.Propose{Act: write}).Do(ctx, d.Scope("ministry-officer"), d.key("ministry-officer"), declaring.Proposal{Number: v.Number, Version: 1, Rev: v.Rev, Opening: opening}); err != nil {
		d.t.Fatal(err)
	}
	latest()
	if err := (declaring.Decide{Act: write}).Do(ctx, d.Scope("ministry-supervisor"), d.key("ministry-supervisor"), declaring.Decision{Number: v.Number, Version: 1, Rev: v.Rev, Open: true}); err != nil {
		d.t.Fatal(err)
	}
	return v.Number.ASCII() + "@1"
}

// The successor corrects what passed on, with the files that hang on it; the old organisation does not any more.
func TestTheSuccessorCorrectsWhatPassedOn(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, corrects)
	t.Run("postgres, row-level security alone", func(t *testing.T) {
		t.Parallel()
		corrects(t, stagetest.Postgres(t, func(c *store.Config) { c.NoWalls = true }))
	})
}

func corrects(t *testing.T, s *stagetest.Stage) {
	t.Helper()
	d, ctx := newDesk(t, s), t.Context()
	const old, heir = "operator-filer", "other-operator-filer"
	said := func(s string) form.Values { return form.Values{"item_1": form.Value{Texts: []string{s}}} }
	id, err := d.File.Do(ctx, d.Scope(old), d.key(old), submitting.Sending{Of: d.nearMiss(), Values: said("前の会社が書きました。")})
	if err != nil {
		t.Fatal(err)
	}
	f, err := d.Report(ctx, d.Scope(old), id)
	if err != nil {
		t.Fatal(err)
	}
	d.two(d.merger())
	d.inherit()
	d.Clock.Set(heirDay.Start().Time())
	correct := submitting.Correct{Act: store.Act[submitting.CorrectTx](d.DB), Entropy: d.Entropy}
	if _, err := correct.Do(ctx, d.Scope(old), d.key(old), f.Number); !fault.Is(err, fault.Conflict) {
		t.Errorf("the old organisation corrects: %v", err)
	}
	opened, err := correct.Do(ctx, d.Scope(heir), d.key(heir), f.Number)
	if err != nil {
		t.Fatal(err)
	}
	d.revises(heir, opened, said("承継した会社が直しました。"))
	for _, who := range []string{heir, "ministry-officer"} {
		if err := store.Read[correctTx](d.DB)(ctx, d.Scope(who), func(tx correctTx) error {
			now, content, err := tx.FilingByID(f.ID, readReports)
			if err == nil && (now.Rev != 2 || content.Summary != "承継した会社が直しました。") {
				t.Errorf("%s reads %d %q", who, now.Rev, content.Summary)
			}
			return err
		}); err != nil {
			t.Error(who, err)
		}
	}
	number(t, s)
	if r, err := d.VerifyLedger(ctx, func(int64, int64) error { return nil }); err != nil || !r.Sound() {
		t.Errorf("%v %+v", err, r)
	}
}

// What a site sent the head office corrects: a unit at or above the one that filed.
func TestTheHeadOfficeCorrectsWhatASiteSent(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, headCorrects)
	t.Run("postgres, row-level security alone", func(t *testing.T) {
		t.Parallel()
		headCorrects(t, stagetest.Postgres(t, func(c *store.Config) { c.NoWalls = true }))
	})
}

func headCorrects(t *testing.T, s *stagetest.Stage) {
	t.Helper()
	d, ctx := newDesk(t, s), t.Context()
	const site, head = "operator-site-filer", "operator-filer"
	said := func(s string) form.Values { return form.Values{"item_1": form.Value{Texts: []string{s}}} }
	id, err := d.File.Do(ctx, d.Scope(site), d.key(site), submitting.Sending{Of: d.nearMiss(), Values: said("現場が書きました。")})
	if err != nil {
		t.Fatal(err)
	}
	f, err := d.Report(ctx, d.Scope(site), id)
	if err != nil || f.Unit == d.As(head).Unit {
		t.Fatal(f.Unit, err)
	}
	correct := submitting.Correct{Act: store.Act[submitting.CorrectTx](d.DB), Entropy: d.Entropy}
	opened, err := correct.Do(ctx, d.Scope(head), d.key(head), f.Number)
	if err != nil {
		t.Fatal(err)
	}
	d.revises(head, opened, said("本社が直しました。"))
	for _, who := range []string{site, head, "ministry-officer"} {
		if err := store.Read[correctTx](d.DB)(ctx, d.Scope(who), func(tx correctTx) error {
			now, content, err := tx.FilingByID(f.ID, readReports)
			if err == nil && (now.Rev != 2 || content.Summary != "本社が直しました。") {
				t.Errorf("%s reads %d %q", who, now.Rev, content.Summary)
			}
			return err
		}); err != nil {
			t.Error(who, err)
		}
	}
	if _, err := correct.Do(ctx, d.Scope("other-operator-filer"), d.key("other-operator-filer"), f.Number); !fault.Is(err, fault.Hidden) {
		t.Errorf("a stranger corrects: %v", err)
	}
}

type correctTx interface {
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// revises writes other answers into a correction and sends it.
func (d *desk) revises(who string, opened ident.Draft, values form.Values) {
	d.t.Helper()
	t, ctx := d.t, d.t.Context()
	var draft filing.Draft
	var of procedure.Procedure
	if err := store.Read[correctTx](d.DB)(ctx, d.Scope(who), func(tx correctTx) (err error) {
		if draft, _, err = tx.DraftByID(opened); err == nil {
			of, err = tx.Procedure(draft.Form)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	save := submitting.Save{Act: store.Act[submitting.SaveTx](d.DB)}
	if _, err := save.Do(ctx, d.Scope(who), d.key(who), submitting.SaveOf{Draft: draft.Number, Form: of.Form, Answers: map[string]submitting.Answer{"item_1": {Value: values["item_1"], Base: 1}}}); err != nil {
		t.Fatal(err)
	}
	revise := submitting.Revise{Act: store.Act[submitting.ReviseTx](d.DB), Entropy: d.Entropy}
	if _, err := revise.Do(ctx, d.Scope(who), d.key(who), submitting.Sending{Draft: draft.Number}); err != nil {
		t.Fatalf("the successor cannot send a correction: %v", err)
	}
}
