package look_test

import (
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

type sightTx interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Sights(access.SightFilter) ([]access.Sight, error)
	LooksAt(ident.Object) ([]access.Seen, error)
}

// investigated is a report that an office has.
type investigated struct {
	*testing.T
	*stagetest.Stage
	report filing.Filing
	n      int
}

func (i *investigated) key(who string) ident.Key {
	i.n++
	return i.Key(who, "delay"+string(rune('a'+i.n)))
}

func (i *investigated) looks(who string) {
	i.Helper()
	if err := store.Look[sightTx](i.DB)(i.Context(), i.Scope(who), access.LookOpen, func(tx sightTx) ([]ident.Object, error) {
		f, _, err := tx.Filing(i.report.Number, access.Permission{Action: access.Read, Object: access.Report})
		return []ident.Object{ident.Object(f.ID)}, err
	}); err != nil {
		i.Fatal(who, err)
	}
}

// shown is what the owner is told: how often each office looked, and of how many it is said that they were late.
func (i *investigated) shown() (times, late, onPage int) {
	i.Helper()
	if err := store.Read[sightTx](i.DB)(i.Context(), i.Scope("operator-admin"), func(tx sightTx) error {
		list, err := tx.Sights(access.SightFilter{})
		for _, s := range list {
			if times += s.Times; s.DelayedUntil != 0 {
				late++
			}
		}
		if err != nil {
			return err
		}
		seen, err := tx.LooksAt(ident.Object(i.report.ID))
		for _, s := range seen {
			onPage += s.Times
		}
		return err
	}); err != nil {
		i.Fatal(err)
	}
	return times, late, onPage
}

// An owner is shown an office's looks at once; from the approval of a second officer on, later; and then that they were late.
func TestLooksAreShownLaterByTwoOfficers(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		t.Helper()
		i := &investigated{T: t, Stage: s}
		id, err := s.File.Do(t.Context(), s.Scope("operator-filer"), i.key("operator-filer"), submitting.Prompt(form.Values{
			"what_kind": {Texts: []string{"malware"}}, "what_text": {Texts: []string{"監視端末"}}, "aware_at": {Texts: []string{"2026-11-20T09:10+09:00"}}, "which": {Texts: []string{"北部"}},
			"impact": {Texts: []string{"none"}}, "callback": {Texts: []string{"03-0000-2002"}},
		}))
		if err == nil {
			i.report, err = s.Report(t.Context(), s.Scope("operator-filer"), id)
		}
		if err != nil {
			t.Fatal(err)
		}
		i.looks("ministry-officer")
		ask := auditing.AskDelay{Act: store.Act[auditing.AskDelayTx](s.DB), Entropy: s.Entropy}
		yes := auditing.ApproveDelay{Act: store.Act[auditing.DelayTx](s.DB)}
		end := auditing.EndDelay{Act: store.Act[auditing.DelayTx](s.DB)}
		until := law.DayOf(ident.At(s.Clock.Now())).Add(7)
		wish := access.Delay{About: i.report.Number, Ground: "捜査に支障を及ぼすおそれ"}
		delay, err := ask.Do(t.Context(), s.Scope("ministry-officer"), i.key("ministry-officer"), wish, until)
		if err != nil {
			t.Fatal(err)
		}
		i.looks("ministry-officer")
		if times, late, page := i.shown(); times != 2 || late != 0 || page != 2 {
			t.Errorf("asked for, not approved: %d, %d, %d", times, late, page)
		}
		i.refuses(ask, yes, delay, wish, until)
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		if err := yes.Do(t.Context(), s.Scope("ministry-supervisor"), i.key("ministry-supervisor"), delay); err != nil {
			t.Fatal(err)
		}
		s.Clock.Set(s.Clock.Now().Add(time.Minute))
		i.looks("ministry-officer")
		i.looks("cabinet-analyst") // of another office: shown at once
		if times, late, page := i.shown(); times != 3 || late != 0 || page != 3 {
			t.Errorf("approved: %d, %d, %d, want 3, 0, 3", times, late, page)
		}
		s.Clock.Set(until.End().Time())
		if times, late, page := i.shown(); times != 4 || late != 1 || page != 4 {
			t.Errorf("after the day: %d, %d, %d, want 4, 1, 4", times, late, page)
		}
		if err := end.Do(t.Context(), s.Scope("ministry-officer"), i.key("ministry-officer"), delay); !fault.Is(err, fault.Conflict) {
			t.Errorf("ended after its day: %v", err)
		}
	})
}

func (i *investigated) refuses(ask auditing.AskDelay, yes auditing.ApproveDelay, delay ident.Object, wish access.Delay, until law.Day) {
	i.Helper()
	ctx := i.Context()
	if err := yes.Do(ctx, i.Scope("ministry-officer"), i.key("ministry-officer"), delay); !fault.Is(err, fault.Denied) {
		i.Errorf("the officer approves: %v", err)
	}
	if err := yes.Do(ctx, i.Scope("cabinet-supervisor"), i.key("cabinet-supervisor"), delay); !fault.Is(err, fault.Hidden) {
		i.Errorf("a supervisor of another office approves: %v", err)
	}
	own, err := ask.Do(ctx, i.Scope("ministry-supervisor"), i.key("ministry-supervisor"), wish, until)
	if err == nil {
		err = yes.Do(ctx, i.Scope("ministry-supervisor"), i.key("ministry-supervisor"), own)
	}
	if !fault.Is(err, fault.Denied) {
		i.Errorf("a supervisor approves what they asked: %v", err)
	}
	for _, who := range []string{"other-ministry-officer", "supplier-ministry-officer"} {
		if _, err := ask.Do(ctx, i.Scope(who), i.key(who), wish, until); !fault.Is(err, fault.Hidden) {
			i.Errorf("%s, to whom it is not addressed: %v", who, err)
		}
	}
	if _, err := ask.Do(ctx, i.Scope("operator-admin"), i.key("operator-admin"), wish, until); !fault.Is(err, fault.Hidden) {
		i.Errorf("the owner: %v", err)
	}
	for _, bad := range []law.Day{{}, until.Add(-8), until.Add(access.DelayDays)} {
		if _, err := ask.Do(ctx, i.Scope("ministry-officer"), i.key("ministry-officer"), wish, bad); !fault.Is(err, fault.Invalid) {
			i.Errorf("until %v: %v", bad, err)
		}
	}
}
