package phasing_test

import (
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/phasing"
	"kanmin/internal/world/stagetest"
)

type tx interface {
	OpeningsFor() ([]opening.Act, error)
	Openings() ([]opening.Act, error)
	Alarms(f access.AlarmFilter, limit int) ([]access.Alarm, error)
}

func state(t *testing.T, s *stagetest.Stage, who string) opening.State {
	t.Helper()
	return stateOf(t, s, s.Scope(who))
}

// water is somebody of the water utility, which has another minister.
func water(t *testing.T, s *stagetest.Stage) access.Scope {
	t.Helper()
	at := ident.At(s.Clock.Now())
	var found ident.Org
	if err := store.Read[phasing.EnterTx](s.DB)(t.Context(), s.Scope("platform-admin"), func(tx phasing.EnterTx) error {
		list, err := tx.OpeningOrgs()
		for _, o := range list {
			if o.Name == "𠮷見沢市上下水道局" {
				found = o.ID
			}
		}
		return err
	}); err != nil || found == "" {
		t.Fatal("there is no water utility", err)
	}
	return access.For(access.Actor{Person: "p", Org: found, Kind: party.Operator, Roles: []access.Role{access.OperatorFiler}}, at)
}

func stateOf(t *testing.T, s *stagetest.Stage, at access.Scope) opening.State {
	t.Helper()
	var list []opening.Act
	if err := store.Read[tx](s.DB)(t.Context(), at, func(tx tx) (err error) {
		list, err = tx.OpeningsFor()
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return opening.Report.For(list, ident.At(s.Clock.Now()))
}

func managed(t *testing.T, s *stagetest.Stage, who string) (n int) {
	t.Helper()
	if err := store.Read[tx](s.DB)(t.Context(), s.Scope(who), func(tx tx) error {
		list, err := tx.Openings()
		n = len(list)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// A function is closed for all operators, a ministry opens it to its own for one day, and it goes back by itself: nobody
// else is told, and each end may be taken back.
func TestAMinistryOpensForOneDayAndGoesBack(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		t.Helper()
		ctx := t.Context()
		enter := phasing.Enter{Act: store.Act[phasing.EnterTx](s.DB), Entropy: s.Entropy}
		words := opening.Words{Ground: "事務連絡", Form: "様式1", Address: "担当課"}
		closing := opening.Decision{Function: opening.Report, Audience: opening.Audience{Reach: opening.OneKind, Of: string(party.Operator)}, Words: words}
		shut, err := enter.Do(ctx, s.Scope("platform-admin"), s.Key("platform-admin", "c"), closing)
		if err != nil {
			t.Fatal(err)
		}
		if st := state(t, s, "operator-filer"); st.Open || st.Words.Form != "様式1" {
			t.Fatalf("closed: %+v", st)
		}
		told(t, s, 1)
		if !state(t, s, "ministry-officer").Open {
			t.Error("closed for operators, and an office is told so")
		}
		chief := s.As("ministry-supervisor")
		tomorrow := law.DayOf(ident.At(s.Clock.Now())).Add(1)
		pilot := opening.Decision{Function: opening.Report, Open: true, Audience: opening.Audience{Reach: opening.Ministry, Of: string(chief.Org)}, From: tomorrow, Until: tomorrow, Words: words}
		opened, err := enter.Do(ctx, s.Scope("ministry-supervisor"), s.Key("ministry-supervisor", "o"), pilot)
		if err != nil {
			t.Fatal(err)
		}
		told(t, s, 1) // opening is no alarm
		again, err := enter.Do(ctx, s.Scope("ministry-supervisor"), s.Key("ministry-supervisor", "o"), pilot)
		if err != nil || again != opened {
			t.Errorf("repeated: %v, %v", again, err)
		}
		if st := state(t, s, "operator-filer"); st.Open || st.OpensAt != tomorrow.Start() {
			t.Errorf("the evening before: %+v", st)
		}
		s.Clock.Set(tomorrow.Start().Time())
		if st := state(t, s, "operator-filer"); !st.Open || st.EndsAt != tomorrow.End() {
			t.Errorf("on the day: %+v", st)
		}
		if stateOf(t, s, water(t, s)).Open {
			t.Error("an operator of another ministry is in")
		}
		s.Clock.Set(tomorrow.End().Time())
		if state(t, s, "operator-filer").Open {
			t.Error("it did not go back at 24:00")
		}
		refusals(t, s, shut, opened)
	})
}

// told says that the other administrator finds so many closings among the alarms, by whom, and nobody else any.
func told(t *testing.T, s *stagetest.Stage, want int) {
	t.Helper()
	l, ok, err := s.TakeQueue(t.Context(), phasing.Queue, "test")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	for did := true; did; {
		if did, err = s.DoTask(t.Context(), l, phasing.Queue, s.TellsClosings(access.System("test", ident.At(s.Clock.Now())))); err != nil {
			t.Fatal(err)
		}
	}
	for who, n := range map[string]int{"platform-admin-2": want, "ministry-supervisor": 0, "operator-admin": 0} {
		if err := store.Read[tx](s.DB)(t.Context(), s.Scope(who), func(tx tx) error {
			list, err := tx.Alarms(access.AlarmFilter{}, 10)
			found := 0
			for _, a := range list {
				if a.Kind == access.AlarmClosed && a.Actor == s.Scope("platform-admin").ID() {
					found++
				}
			}
			if found != n {
				t.Errorf("%s is told of %d closings, want %d", who, found, n)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func refusals(t *testing.T, s *stagetest.Stage, shut, opened ident.Object) {
	t.Helper()
	enter := phasing.Enter{Act: store.Act[phasing.EnterTx](s.DB), Entropy: s.Entropy}
	end := phasing.End{Act: store.Act[phasing.EndTx](s.DB)}
	ctx := t.Context()
	if err := end.Do(ctx, s.Scope("ministry-supervisor"), s.Key("ministry-supervisor", "x"), shut); !fault.Is(err, fault.Hidden) {
		t.Errorf("a ministry ends the platform's act: %v", err)
	}
	if err := end.Do(ctx, s.Scope("other-ministry-officer"), s.Key("other-ministry-officer", "x"), opened); !fault.Is(err, fault.Hidden) {
		t.Errorf("an officer ends an act: %v", err)
	}
	if err := end.Do(ctx, s.Scope("platform-admin"), s.Key("platform-admin", "x"), opened); !fault.Is(err, fault.Conflict) {
		t.Errorf("what is over is ended: %v", err)
	}
	if err := end.Do(ctx, s.Scope("platform-admin"), s.Key("platform-admin", "y"), shut); err != nil {
		t.Error(err)
	}
	if !state(t, s, "operator-filer").Open || !stateOf(t, s, water(t, s)).Open {
		t.Error("taken back, and still closed")
	}
	one := opening.Decision{Function: opening.Report, Open: true, Audience: opening.Audience{Reach: opening.OneOrg, Of: string(water(t, s).Org)}, Words: opening.Words{Ground: "x"}}
	if _, err := enter.Do(ctx, s.Scope("ministry-supervisor"), s.Key("ministry-supervisor", "z"), one); !fault.Is(err, fault.Invalid) {
		t.Errorf("a ministry opens for an operator of another: %v", err)
	}
	if _, err := enter.Do(ctx, s.Scope("operator-admin"), s.Key("operator-admin", "z"), one); !fault.Is(err, fault.Hidden) {
		t.Errorf("an operator opens: %v", err)
	}
	if a, b, c := managed(t, s, "platform-admin"), managed(t, s, "ministry-supervisor"), managed(t, s, "operator-admin"); a != 2 || b != 1 || c != 0 {
		t.Errorf("history of the platform %d, of the ministry %d, of an operator %d; want 2, 1, 0", a, b, c)
	}
}
