package reports_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/keep/index/reports"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/statistic"
	"kanmin/internal/flow/releasing"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

// counting is a small world with an index.
type counting struct {
	t *testing.T
	*stagetest.Stage
	*reports.Index
}

func start(t *testing.T, s *stagetest.Stage) counting {
	t.Helper()
	c := counting{t, s, &reports.Index{Log: s.DB, Read: store.Read[reports.Tx](s.DB)}}
	if err := c.Load(t.Context(), access.System("test", ident.At(s.Clock.Now()))); err != nil {
		t.Fatal(err)
	}
	return c
}

// follow places what waits in the log and lets the index take it.
func (c counting) follow() {
	c.t.Helper()
	l, ok, err := c.TakeSpine(c.t.Context(), "test")
	if err != nil || !ok {
		c.t.Fatalf("lease: %v, %v", ok, err)
	}
	for n := 1; n > 0; {
		if n, err = c.Sequence(c.t.Context(), l); err != nil {
			c.t.Fatal(err)
		}
	}
	if err := c.Step(c.t.Context()); err != nil {
		c.t.Fatal(err)
	}
}

type sightTx interface {
	ReleasedSince(law.Day) (map[ident.Filing][]string, error)
}

// counts is what somebody counts.
func (c counting) counts(who string) statistic.Result {
	c.t.Helper()
	var sight statistic.Sight
	if err := store.Read[sightTx](c.DB)(c.t.Context(), c.Scope(who), func(tx sightTx) (err error) {
		sight, err = tx.ReleasedSince(law.Commencement)
		return err
	}); err != nil {
		c.t.Fatal(err)
	}
	cases, _, err := c.Cases(sight)
	if err != nil {
		c.t.Fatal(err)
	}
	today := law.DayOf(ident.At(c.Clock.Now()))
	q, err := statistic.ReadQuery(func(string) string { return "" }, today)
	if err != nil {
		c.t.Fatal(err)
	}
	return statistic.Count(cases, q, today)
}

// held files a 速報 that keeps a section from the ministry, or nothing where it is empty.
func (c counting) held(section string, voluntary bool) ident.Filing {
	c.t.Helper()
	of, by := incident.Prompt, "operator-filer"
	if voluntary {
		of = incident.Voluntary
	}
	open := submitting.Open{Act: store.Act[submitting.OpenTx](c.DB), Entropy: c.DB.Entropy}
	save := submitting.Save{Act: store.Act[submitting.SaveTx](c.DB)}
	id, err := open.Do(c.t.Context(), c.Scope(by), c.Key(by, "open"), of.ID)
	if err != nil {
		c.t.Fatal(err)
	}
	typed := submitting.SaveOf{Form: of.Form, Answers: map[string]submitting.Answer{}}
	if err := store.Read[*store.Tx](c.DB)(c.t.Context(), c.Scope(by), func(tx *store.Tx) error {
		d, _, err := tx.DraftByID(id)
		typed.Draft = d.Number
		return err
	}); err != nil {
		c.t.Fatal(err)
	}
	for field, v := range world.Values(c.Clock.Now().Add(-time.Hour), "試験の報告", "access") {
		base := 0
		if field == "callback" {
			base = 1
		}
		typed.Answers[field] = submitting.Answer{Value: v, Base: base}
	}
	if _, err := save.Do(c.t.Context(), c.Scope(by), c.Key(by, "save"), typed); err != nil {
		c.t.Fatal(err)
	}
	if section != "" {
		w := releasing.Withhold{Act: store.Act[releasing.WithholdTx](c.DB)}
		wish := releasing.Wish{Title: "経済産業大臣", Section: section, Until: c.Clock.Now().Add(time.Hour).Format(time.RFC3339), Reason: "捜査に支障があるため", Sure: true}
		if err := w.Do(c.t.Context(), c.Scope(by), c.Key(by, "hold"), typed.Draft, []releasing.Wish{wish}); err != nil {
			c.t.Fatal(err)
		}
	}
	filed, err := c.File.Do(c.t.Context(), c.Scope(by), c.Key(by, "send"), submitting.Sending{Draft: typed.Draft})
	if err != nil {
		c.t.Fatal(err)
	}
	return filed
}

// The index follows the log: each office counts what it received, once it was placed; nobody counts without a sight.
func TestTheIndexFollowsTheLog(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		if _, _, err := (&reports.Index{}).Cases(statistic.Sight{}); !fault.Is(err, fault.Unavailable) {
			t.Errorf("before it is loaded: %v", err)
		}
		c := start(t, s)
		c.Filed(t, "operator-filer", "1")
		if n := c.counts("ministry-officer").N; n != 0 {
			t.Errorf("before it was placed: %d", n)
		}
		c.follow()
		c.Filed(t, "other-operator-filer", "2")
		c.follow()
		for who, want := range map[string]int{"ministry-officer": 2, "ministry-supervisor": 2, "cabinet-analyst": 2, "other-ministry-officer": 0, "operator-filer": 0} {
			if got := c.counts(who); got.N != want {
				t.Errorf("%s counts %d, want %d", who, got.N, want)
			}
		}
		if all, _, err := c.Cases(nil); err != nil || len(all) != 0 {
			t.Errorf("without a sight: %d, %v", len(all), err)
		}
		sectors := c.counts("ministry-officer").Tables
		for _, one := range sectors {
			if one.Figure == statistic.Sector && (len(one.Rows) != 1 || one.Rows[0] != (statistic.Row{Value: "electricity", N: 2})) {
				t.Errorf("sectors: %+v", one.Rows)
			}
		}
		again := start(t, s) // after a start everything is there at once
		if got := again.counts("ministry-officer").N; got != 2 {
			t.Errorf("after a start: %d", got)
		}
	})
}

// Two worlds: one office counts the same to the byte whether a section was withheld from it or another one was, and more once it has it.
func TestWhatIsWithheldIsInNoFigure(t *testing.T) {
	t.Parallel()
	same := cmp.Comparer(func(a, b law.Day) bool { return a == b })
	held, open := start(t, stagetest.SQLite(t)), start(t, stagetest.SQLite(t))
	id := held.held("computer", false)
	open.held("", false)
	held.follow()
	open.follow()
	if d := cmp.Diff(held.counts("ministry-officer"), open.counts("ministry-officer"), same); d != "" { // a 速報 says nothing there that is counted
		t.Error(d)
	}
	release := releasing.Release{Act: store.Act[releasing.ReleaseTx](held.DB)}
	held.Clock.Set(held.Clock.Now().Add(2 * time.Hour))
	if did, err := release.Due(t.Context(), access.System("test", ident.At(held.Clock.Now())), id); err != nil || !did {
		t.Fatal(did, err)
	}
	held.follow()
	if got := held.counts("ministry-officer"); got.N != 1 {
		t.Errorf("given out: %+v", got.N)
	}
}

// A voluntary report is counted apart, and in no number about dates.
func TestAVoluntaryReportStandsApart(t *testing.T) {
	t.Parallel()
	c := start(t, stagetest.SQLite(t))
	c.held("", true)
	c.follow()
	c.Clock.Set(c.Clock.Now().AddDate(0, 3, 0))
	r := c.counts("ministry-officer")
	if r.N != 0 || r.All[statistic.OfVoluntary] != 1 || r.Timely.Of != 0 {
		t.Errorf("%d %v %+v", r.N, r.All, r.Timely)
	}
}
