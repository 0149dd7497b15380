package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/gathering"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stage"
	"kanmin/internal/world/stagetest"
)

// gatherer drives a collection as its head and its units do.
type gatherer struct {
	*stagetest.Stage
	t     *testing.T
	of    string
	n     int
	draft ident.Number
}

func gather(t *testing.T, s *stagetest.Stage) *gatherer {
	t.Helper()
	of, err := stage.Survey(t.Context(), s.DB, s.World, ident.At(s.Clock.Now()), 5000)
	if err != nil {
		t.Fatal(err)
	}
	g := &gatherer{Stage: s, t: t, of: of}
	g.draft = g.open()
	return g
}

func (g *gatherer) key(who string) ident.Key {
	g.n++
	g.Clock.Set(g.Clock.Now().Add(time.Second))
	return g.Key(who, fmt.Sprint("gather", g.n))
}

func (g *gatherer) open() (n ident.Number) {
	g.t.Helper()
	k := g.key("operator-filer")
	id, err := submitting.Open{Act: store.Act[submitting.OpenTx](g.DB), Entropy: g.Entropy}.Do(g.t.Context(), g.Scope("operator-filer"), k, g.of)
	if err != nil {
		g.t.Fatal(err)
	}
	g.read("operator-filer", func(tx *store.Tx) error {
		d, _, err := tx.DraftByID(id)
		n = d.Number
		return err
	})
	return n
}

func (g *gatherer) read(who string, read func(tx *store.Tx) error) {
	g.t.Helper()
	if err := store.Read[*store.Tx](g.DB)(g.t.Context(), g.Scope(who), read); err != nil {
		g.t.Fatal(err)
	}
}

// all is the head's view.
func (g *gatherer) all() (all collection.Gathered) {
	g.t.Helper()
	g.read("operator-filer", func(tx *store.Tx) (err error) {
		all, err = tx.GatheredFrom(g.draft)
		return err
	})
	return all
}

func (g *gatherer) ask(units ...ident.Unit) {
	g.t.Helper()
	k := g.key("operator-filer")
	in := collection.Request{Draft: g.draft, Steps: []string{"list"}, Units: units, DueOn: law.DayOf(ident.At(g.Clock.Now())).Add(7), Note: "昨年と同じ範囲です"}
	if err := (gathering.Ask{Act: store.Act[gathering.AskTx](g.DB), Entropy: g.Entropy}).Do(g.t.Context(), g.Scope("operator-filer"), k, in); err != nil {
		g.t.Fatal(err)
	}
}

func (g *gatherer) part(unit ident.Unit) collection.Part {
	g.t.Helper()
	all := g.all()
	i := slices.IndexFunc(all.Parts, func(p collection.Part) bool { return p.Unit == unit })
	if i < 0 {
		g.t.Fatal("no part of ", unit)
	}
	return all.Parts[i]
}

func (g *gatherer) put(who string, draft ident.Number, rows ...submitting.Written) {
	g.t.Helper()
	k := g.key(who)
	f, _ := g.all().Of.Form.Field("equipment")
	if _, err := (submitting.Rows{Act: store.Act[submitting.SaveTx](g.DB)}).Do(g.t.Context(), g.Scope(who), k, submitting.RowsOf{Draft: draft, Table: f, Rows: rows}); err != nil {
		g.t.Fatal(err)
	}
}

func (g *gatherer) say(who string, p collection.Part, to string) error {
	k := g.key(who)
	return gathering.Answer{Act: store.Act[gathering.AnswerTx](g.DB)}.Do(g.t.Context(), g.Scope(who), k, gathering.Said{Number: p.Number, Rev: p.Rev, To: to})
}

func (g *gatherer) move(in gathering.Moved) (int, error) {
	in.Draft = g.draft
	k := g.key("operator-filer")
	return gathering.Move{Act: store.Act[gathering.MoveTx](g.DB)}.Do(g.t.Context(), g.Scope("operator-filer"), k, in)
}

func (g *gatherer) take(unit ident.Unit, p collection.Preview) error {
	k := g.key("operator-filer")
	return gathering.Take{Act: store.Act[gathering.TakeTx](g.DB)}.Do(g.t.Context(), g.Scope("operator-filer"), k, g.draft, preview(p, unit))
}

func preview(p collection.Preview, unit ident.Unit) collection.UnitPreview {
	return p.Units[slices.IndexFunc(p.Units, func(u collection.UnitPreview) bool { return u.Unit == unit })]
}

// settle chooses what one unit says.
func (g *gatherer) settle(d collection.Double, unit ident.Unit) {
	g.t.Helper()
	i := slices.IndexFunc(d.Said, func(s collection.Said) bool { return s.Unit == unit })
	k := g.key("operator-filer")
	if err := (gathering.Settle{Act: store.Act[gathering.SettleTx](g.DB)}).Do(g.t.Context(), g.Scope("operator-filer"), k, g.draft, map[string]string{d.Key: d.Said[i].Ref}); err != nil {
		g.t.Fatal(err)
	}
}

func (g *gatherer) rows(who string, n ident.Number) (rows []form.Row, answers map[string]filing.Answer) {
	g.t.Helper()
	g.read(who, func(tx *store.Tx) error {
		_, entries, err := tx.Draft(n)
		rows, answers = filing.Values(entries)["equipment"].Rows, filing.Answers(entries)
		return err
	})
	return rows, answers
}

// sites are the units below the head's: that of the site's filer first.
func (g *gatherer) sites() (list []ident.Unit) {
	g.t.Helper()
	own := g.As("operator-site-filer").Unit
	list = append(list, own)
	for _, u := range g.all().Units {
		if u.ID != own {
			list = append(list, u.ID)
		}
	}
	return list
}

func machine(id string, base int, product, place string) submitting.Written {
	return written(id, base, "maker", "富士通", "product", product, "place", place)
}

// From the asking to the draft that went: begun, done, doubled, chosen, taken over, given back, sent back, the next year.
func TestCollection(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		g := gather(t, s)
		sites := g.sites()
		north, south := sites[0], sites[1]
		g.ask(north, south)
		p := g.part(north)
		if p.Begun() || p.State != collection.Asked || p.Note != "昨年と同じ範囲です" || p.Name == "" || p.From == "" {
			t.Fatalf("%+v", p)
		}
		if err := g.say("operator-site-filer", p, string(collection.Same)); !fault.Is(err, fault.Invalid) {
			t.Errorf("nothing changed since a time that never was: %v", err)
		}
		g.put("operator-site-filer", p.Number, machine("n1", 0, "RX1", "1階"), machine("n2", 0, "RX2", "2階"))
		if p = g.part(north); !p.Begun() || p.Ready() || !p.Missing() {
			t.Errorf("%+v", p)
		}
		if err := g.say("operator-site-filer", p, string(collection.Done)); err != nil {
			t.Fatal(err)
		}
		g.put("operator-filer", g.part(south).Number, machine("s1", 0, "RX2", "2階"), machine("s2", 0, "RX3", "別館"))
		if err := g.say("operator-filer", g.part(south), string(collection.Done)); err != nil {
			t.Fatal(err)
		}
		all := g.all()
		before := all.Merge()
		if before.Open != 1 || preview(before, north).New != 1 || preview(before, south).New != 1 {
			t.Fatalf("%+v", before)
		}
		g.settle(before.Doubles[0], north)
		chosen := g.all().Merge()
		if chosen.Open != 0 || preview(chosen, north).New != 2 {
			t.Fatalf("%+v", chosen)
		}
		for _, u := range []ident.Unit{north, south} {
			if err := g.take(u, chosen); err != nil {
				t.Fatal(u, err)
			}
		}
		if err := g.take(north, chosen); !fault.Is(err, fault.Conflict) {
			t.Errorf("the same preview taken over twice: %v", err)
		}
		rows, answers := g.rows("operator-filer", g.draft)
		if len(rows) != 3 {
			t.Fatalf("%v", rows)
		}
		if a := answers[filing.RowField("equipment", "n1")].Current; a.Name != "辻 和也" || a.From != g.part(north).Name {
			t.Errorf("who filled it in is lost: %+v", a)
		}
		if err := g.say("operator-site-filer", g.part(north), string(collection.Asked)); !fault.Is(err, fault.Conflict) {
			t.Errorf("taken back after it was taken over: %v", err)
		}
		g.undo(north, south)
		g.next(north)
	})
}

// undo gives a part back: what the head wrote since stays.
func (g *gatherer) undo(north, south ident.Unit) {
	g.t.Helper()
	g.put("operator-filer", g.draft, written("n2", 1, "place", "本社で直した"))
	untake := gathering.Untake{Act: store.Act[gathering.TakeTx](g.DB)}
	k := g.key("operator-filer")
	stay, err := untake.Do(g.t.Context(), g.Scope("operator-filer"), k, g.draft, g.part(north).Number)
	if err != nil || stay != 1 {
		g.t.Errorf("%d stay: %v", stay, err)
	}
	if rows, _ := g.rows("operator-filer", g.draft); len(rows) != 2 {
		g.t.Errorf("%v", rows)
	}
	k = g.key("operator-filer")
	if _, err := untake.Do(g.t.Context(), g.Scope("operator-filer"), k, g.draft, g.part(north).Number); !fault.Is(err, fault.Conflict) {
		g.t.Errorf("given back twice: %v", err)
	}
	if _, err := g.move(gathering.Moved{Units: []ident.Unit{north}, To: string(collection.Returned)}); !fault.Is(err, fault.Invalid) {
		g.t.Errorf("sent back without a remark: %v", err)
	}
	if n, err := g.move(gathering.Moved{Units: []ident.Unit{north}, To: string(collection.Returned), Note: "設置場所を確かめてください"}); n != 1 || err != nil {
		g.t.Error(n, err)
	}
	for i, want := range []int{1, 0} { // once a day
		if n, err := g.move(gathering.Moved{To: collection.Chased, Note: "お待ちしています"}); n != want || fault.Is(err, fault.Conflict) != (i == 1) {
			g.t.Errorf("chase %d: %d, %v", i, n, err)
		}
	}
	due := law.DayOf(ident.At(g.Clock.Now())).Add(30)
	if n, err := g.move(gathering.Moved{To: collection.Extended, DueOn: due}); n != 1 || err != nil || g.part(north).DueOn != due {
		g.t.Error(n, err, g.part(north).DueOn)
	}
	if err := g.say("operator-site-filer", g.part(north), string(collection.Done)); err != nil {
		g.t.Error(err)
	}
	if err := g.take(north, g.all().Merge()); err != nil {
		g.t.Error(err)
	}
	if p := g.part(south); p.Missing() || p.TakenAt == 0 {
		g.t.Errorf("%+v", p)
	}
}

// next begins the next year with what was said in this one, after the draft has gone.
func (g *gatherer) next(north ident.Unit) {
	g.t.Helper()
	sent := g.part(north)
	k := g.key("operator-site-filer")
	if _, err := g.Doors.File.Do(g.t.Context(), g.Scope("operator-site-filer"), k, submitting.Sending{Draft: sent.Number}); !fault.Is(err, fault.Conflict) {
		g.t.Errorf("a unit sends its part by itself: %v", err)
	}
	discard := submitting.Discard{Act: store.Act[submitting.DiscardTx](g.DB)}
	k = g.key("operator-site-filer")
	if err := discard.Do(g.t.Context(), g.Scope("operator-site-filer"), k, sent.Number); !fault.Is(err, fault.Conflict) {
		g.t.Errorf("a unit puts its part aside by itself: %v", err)
	}
	k = g.key("operator-filer")
	if err := discard.Do(g.t.Context(), g.Scope("operator-filer"), k, g.draft); err != nil {
		g.t.Error(err)
	}
	if p := g.part(north); p.Open {
		g.t.Error("the part stays open after its draft has gone")
	}
	g.draft = g.open()
	g.ask(north)
	if err := g.say("operator-site-filer", g.part(north), collection.Begun); err != nil {
		g.t.Fatal(err)
	}
	p := g.part(north)
	if rows, answers := g.rows("operator-site-filer", p.Number); len(rows) != 2 || answers[filing.RowField("equipment", "n1")].Current.Name != "辻 和也" {
		g.t.Errorf("%v", rows)
	}
	if err := g.say("operator-site-filer", p, string(collection.Same)); err != nil {
		g.t.Error(err)
	}
}

// A unit is told of its own part alone, and other organisations of nothing: absent and foreign are one answer.
func TestCollectionsAreTheirs(t *testing.T) {
	t.Parallel()
	read, answer := access.Permission{Action: access.Read, Object: access.Collection}, access.Permission{Action: access.Answer, Object: access.Collection}
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		g := gather(t, s)
		sites := g.sites()
		g.ask(sites...)
		own, other := g.part(sites[0]), g.part(sites[1])
		for who, want := range map[string]map[ident.Number]bool{
			"operator-filer":       {own.Number: true, other.Number: true},
			"operator-site-filer":  {own.Number: true},
			"other-operator-filer": {}, "ministry-officer": {}, "platform-admin": {}, "operator-viewer": {},
		} {
			g.read(who, func(tx *store.Tx) error {
				for _, n := range []ident.Number{own.Number, other.Number} {
					for _, may := range []access.Permission{read, answer} {
						if _, err := tx.PartOf(n, may); (err == nil) != want[n] || err != nil && !fault.Is(err, fault.Hidden) {
							t.Errorf("%s, %s: %v", who, n, err)
						}
					}
				}
				list, err := tx.Parts(own.Collection)
				if len(list) > 1 && who != "operator-filer" {
					t.Errorf("%s is told of %d parts", who, len(list))
				}
				if err != nil {
					return err
				}
				if who == "operator-filer" {
					return nil
				}
				if _, err := tx.GatheredFrom(g.draft); !fault.Is(err, fault.Hidden) {
					t.Errorf("%s is told of the head's draft: %v", who, err)
				}
				all, err := tx.Collections(10)
				if len(all) > 0 {
					t.Errorf("%s is told of the collection", who)
				}
				return err
			})
		}
	})
}
