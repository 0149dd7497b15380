package world_test

import (
	"path/filepath"
	"testing"

	"kanmin/internal/adapter/keep/index/reports"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/indicator"
	"kanmin/internal/domain/statistic"
	"kanmin/internal/world"
	"kanmin/internal/world/stage"
	"kanmin/internal/world/stagetest"
)

type lists interface {
	OwnFilings(before store.Cursor, limit int) ([]filing.Line, error)
	DeskFilings(before store.Cursor, limit int) ([]filing.Line, error)
}

func TestTheStoryHappens(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, theStoryHappens)
}

func theStoryHappens(t *testing.T, s *stagetest.Stage) {
	t.Helper()
	db, w, ctx, at := s.DB, s.World, t.Context(), ident.At(stagetest.Day)
	if err := world.Story(ctx, w, s.Doors, stagetest.Day); err != nil {
		t.Fatal(err)
	}
	for token, want := range map[string]int{
		"operator-filer": 3, "operator-site-filer": 1, "other-operator-filer": 1, "operator-viewer": 0,
	} {
		err := store.Read[lists](db)(ctx, w.Scope(token, at), func(tx lists) error {
			own, err := tx.OwnFilings(store.Cursor{}, 10)
			if len(own) != want {
				t.Errorf("%s sees %d own filings, want %d", token, len(own), want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for token, want := range map[string]int{
		"ministry-officer": 4, "cabinet-analyst": 4, "regional-officer": 0, "other-ministry-officer": 0, "nco-analyst": 0,
		"platform-admin": 0, "operator-filer": 0, "maintainer": 0,
	} {
		err := store.Read[lists](db)(ctx, w.Scope(token, at), func(tx lists) error {
			desk, err := tx.DeskFilings(store.Cursor{}, 10)
			if len(desk) != want {
				t.Errorf("%s has %d filings on the desk, want %d", token, len(desk), want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// In a world with 詳報 there is one of each 様式, with indicators that are read and techniques, and as many operators reported malware as those who
// reported it are told of; the kinds of the reports stay those of the story.
func TestDetailedReportsFollow(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	url := "sqlite:" + filepath.Join(dir, "kanmin.db")
	if err := store.Migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	clock := world.NewClock(stagetest.Day.AddDate(0, 0, -60))
	db, err := store.Open(t.Context(), store.Config{URL: url, Keys: stagetest.Keys(t, dir), Now: clock.Now, Origin: stagetest.Origin})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	w, err := stage.People(t.Context(), db, world.Scale{Sites: 1, Banks: 3, Detailed: true}, 1, clock.Now())
	if err == nil {
		err = world.Story(t.Context(), w, stage.Doors(db, clock), stagetest.Day)
	}
	if err != nil {
		t.Fatal(err)
	}
	kinds, indicators, filers := map[string]int{}, 0, map[ident.Org]bool{}
	now := ident.At(stagetest.Day)
	if err := store.Read[*store.Tx](db)(t.Context(), access.System("test", now), func(tx *store.Tx) error {
		all, err := tx.FiledReports("", 100)
		for _, r := range all {
			if r.Kind != filing.Kind(incident.Detailed.ID) {
				continue
			}
			values, err := incident.DetailedForm.Decode(r.Values)
			if err != nil {
				return err
			}
			read, bad := indicator.Read(values["indicators"].Text())
			if len(bad) > 0 || len(values["techniques"].Texts)+len(values["ddos_types"].Texts) == 0 {
				t.Errorf("%s: %v of %q", r.Number, bad, values["indicators"].Text())
			}
			kinds[values["form_kind"].Text()]++
			indicators += len(read)
			filers[r.Org] = true
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if kinds[incident.FormDDoS] == 0 || kinds[incident.FormRansomware] == 0 || kinds[incident.FormOther] == 0 || indicators < 20 || len(filers) < 6 {
		t.Errorf("%v, %d indicators, %d operators", kinds, indicators, len(filers))
	}
	x := reports.Index{Log: db, Read: store.Read[reports.Tx](db)}
	if err := x.Load(t.Context(), access.System("test", now)); err != nil {
		t.Fatal(err)
	}
	if list, _ := x.Similar(statistic.Asking{By: w.As("operator-filer").Org, Kinds: []string{"malware"}}, now); len(list) != 1 || list[0].Operators < statistic.SimilarOperators {
		t.Errorf("an operator that reported malware is told %+v", list)
	}
}
