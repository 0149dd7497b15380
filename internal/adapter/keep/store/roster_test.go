package store_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/appointing"
	"kanmin/internal/flow/calling"
	"kanmin/internal/world/stagetest"
)

// shift is a turn that begins and ends so many minutes from now.
type shift struct {
	name        string
	from, until int
	deputy      bool
}

// onDuty writes turns of a unit.
func onDuty(t *testing.T, s *stagetest.Stage, who string, shifts ...shift) {
	t.Helper()
	now := ident.At(s.Clock.Now())
	var turns []oncall.Turn
	for i, x := range shifts {
		turn := oncall.Turn{From: now.Add(time.Duration(x.from) * time.Minute), Until: now.Add(time.Duration(x.until) * time.Minute), Deputy: x.deputy}
		turn.Who = oncall.Contact{Name: x.name, Phone: "090-0000-110" + strconv.Itoa(i), Email: "a" + strconv.Itoa(i) + "@night.example"}
		turns = append(turns, turn)
	}
	add := calling.AddTurns{Act: store.Act[calling.TurnsTx](s.DB), Entropy: s.Entropy}
	if err := add.Do(t.Context(), s.Scope(who), s.Key(who, "turns"), turns, false); err != nil {
		t.Fatal(err)
	}
}

func calledFor(t *testing.T, s *stagetest.Stage, f filing.Filing) (names []string) {
	t.Helper()
	for _, c := range callsOf(t, s, "ministry-officer", f) {
		names = append(names, c.Who.Name)
	}
	return names
}

// Whoever is on duty is called first, the deputy next, then who came on duty since, then the contacts in their order; nobody else.
func TestWhoIsOnDutyIsCalledFirst(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		setCalls(t, s, "ministry-supervisor", []oncall.Contact{{Name: "課長", Phone: "03-0000-1101"}})
		onDuty(t, s, "ministry-supervisor", shift{"deputy", -60, 600, true}, shift{"early", -60, 20, false}, shift{"late", 20, 600, false}, shift{"tomorrow", 1440, 1500, false})
		f := file(t, s, "operator-filer", "1")
		for range 6 {
			steps(t, s)
			s.Clock.Set(s.Clock.Now().Add(oncall.Every))
		}
		if d := cmp.Diff([]string{"early", "deputy", "late", "課長"}, calledFor(t, s, f)); d != "" {
			t.Error(d)
		}
	})
}

// An office with a roster and no contacts is called, too; when nobody is on duty it is not.
func TestARosterAloneIsEnough(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		onDuty(t, s, "ministry-supervisor", shift{"宿直", 30, 600, false})
		f := file(t, s, "operator-filer", "1")
		if n := steps(t, s); n != 0 {
			t.Errorf("%d were called and nobody is on duty yet", n)
		}
		s.Clock.Set(s.Clock.Now().Add(time.Hour))
		if n := steps(t, s); n != 1 || len(calledFor(t, s, f)) != 1 {
			t.Errorf("%d were called of the roster", n)
		}
	})
}

// Who of an operator is on duty, and whether it was confirmed, is told to the offices that have a report of it, and to nobody else.
func TestARosterIsTheOperatorsAndItsOffices(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		onDuty(t, s, "operator-admin", shift{"当直室", -60, 600, false})
		if err := (calling.Confirm{Act: store.Act[calling.ConfirmTx](s.DB), Entropy: s.Entropy}).Do(t.Context(), s.Scope("operator-admin"), s.Key("operator-admin", "confirm")); err != nil {
			t.Fatal(err)
		}
		f := file(t, s, "operator-filer", "1")
		for who, want := range map[string]bool{"ministry-officer": true, "operator-filer": true, "other-ministry-officer": false, "other-operator-filer": false, "platform-admin": false, "maintainer": false} {
			if err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope(who), func(tx *store.Tx) error {
				turns, err := tx.DutyTurnsOf(f.ID)
				if err != nil {
					return err
				}
				at, err := tx.DutyConfirmedOf(f.ID, s.Scope("operator-admin").Unit)
				if (len(turns) == 1) != want || (at != 0) != want {
					t.Errorf("%s is told %v, confirmed at %d", who, turns, at)
				}
				return err
			}); err != nil {
				t.Error(err)
			}
		}
	})
}

func ownTurns(t *testing.T, s *stagetest.Stage) (list []oncall.Turn) {
	t.Helper()
	if err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope("operator-admin"), func(tx *store.Tx) (err error) {
		list, err = tx.DutyTurns(0, ident.At(s.Clock.Now()).Add(400*24*time.Hour))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// A turn of a colleague's address is theirs: when their role ends before it, nobody is on duty and the night is a gap.
func TestWhoLeavesLeavesAGapThatIsTold(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		today := law.DayOf(ident.At(s.Clock.Now()))
		var mail string
		var hat ident.Hat
		if err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope("operator-admin"), func(tx *store.Tx) error {
			list, err := tx.Colleagues()
			for _, k := range list {
				if k.ID == s.Scope("operator-filer").Hat {
					mail, hat = k.Mail, k.ID
				}
			}
			return err
		}); err != nil || mail == "" {
			t.Fatal(mail, err)
		}
		add := calling.AddTurns{Act: store.Act[calling.TurnsTx](s.DB), Entropy: s.Entropy}
		if err := add.Do(t.Context(), s.Scope("operator-admin"), s.Key("operator-admin", "a"), oncall.Plan{First: today.Add(1), Last: today.Add(2), Hours: oncall.Night, Who: oncall.Contact{Name: "山﨑", Phone: "03-0000-1101", Email: mail}}.Turns(), false); err != nil {
			t.Fatal(err)
		}
		span := oncall.Nights(today.Add(1), today.Add(2))[1:]
		if list := ownTurns(t, s); len(list) != 2 || list[0].Away || list[0].Person == "" || len(oncall.Gaps(list, span)) != 0 {
			t.Fatalf("%+v", list)
		}
		if err := (appointing.End{Act: store.Act[appointing.EndTx](s.DB)}).Do(t.Context(), s.Scope("operator-admin"), s.Key("operator-admin", "end"), hat, law.DayOf(ident.At(s.Clock.Now()))); err != nil {
			t.Fatal(err)
		}
		list := ownTurns(t, s)
		if !list[0].Away || len(oncall.Gaps(list, span)) != 1 || len(oncall.OnDuty(list, list[0].From)) != 0 {
			t.Errorf("who has left still has a turn: %+v", list)
		}
	})
}
