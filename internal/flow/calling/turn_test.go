package calling_test

import (
	"errors"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/calling"
	"kanmin/internal/world/stagetest"
)

func turnsOf(t *testing.T, s *stagetest.Stage, who string) (list []oncall.Turn) {
	t.Helper()
	if err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope(who), func(tx *store.Tx) (err error) {
		list, err = tx.DutyTurns(0, ident.At(s.Clock.Now()).Add(400*24*time.Hour))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

func stateOf(t *testing.T, s *stagetest.Stage, who string) (state oncall.State) {
	t.Helper()
	if err := store.Read[*store.Tx](s.DB)(t.Context(), s.Scope(who), func(tx *store.Tx) (err error) {
		state, err = tx.DutyState()
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return state
}

func nights(first law.Day, days int, c oncall.Contact) []oncall.Turn {
	return oncall.Plan{First: first, Last: first.Add(days - 1), Hours: oncall.Night, Who: c}.Turns()
}

// rostered writes the nights of seven days, and returns the first of them.
func rostered(t *testing.T, s *stagetest.Stage) law.Day {
	t.Helper()
	monday := law.DayOf(ident.At(s.Clock.Now())).Add(2)
	add := calling.AddTurns{Act: store.Act[calling.TurnsTx](s.DB), Entropy: s.Entropy}
	if err := add.Do(t.Context(), s.Scope(boss), s.Key(boss, "rostered"), nights(monday, 7, night[2]), false); err != nil {
		t.Fatal(err)
	}
	return monday
}

// A roster is written once, however often it is pressed, and brought anew.
func TestARosterIsWrittenAndBroughtAnew(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		today := law.DayOf(ident.At(s.Clock.Now()))
		monday := today.Add(7 - int(today.Weekday()+6)%7)
		add := calling.AddTurns{Act: store.Act[calling.TurnsTx](s.DB), Entropy: s.Entropy}
		do := func(who, client string, turns []oncall.Turn, instead bool) error {
			return add.Do(t.Context(), s.Scope(who), s.Key(who, client), turns, instead)
		}
		if err := do(filer, "filer", nights(monday, 7, night[0]), false); !fault.Is(err, fault.Denied) && !fault.Is(err, fault.Hidden) {
			t.Error("one who is no administrator writes the roster:", err)
		}
		for _, client := range []string{"a", "a"} { // pressed twice
			if err := do(boss, client, nights(monday, 7, night[0]), false); err != nil {
				t.Fatal(err)
			}
		}
		list := turnsOf(t, s, boss)
		if len(list) != 7 || list[0].Who.Name != "髙木 一" || list[0].By == "" || list[0].Person != "" {
			t.Fatalf("%d turns: %+v", len(list), list)
		}
		if err := do(boss, "b", nights(monday, 7, night[2]), true); err != nil { // instead of them
			t.Fatal(err)
		}
		if list = turnsOf(t, s, boss); len(list) != 7 || list[0].Who.Name != "神﨑" {
			t.Fatalf("%d turns after it was brought anew: %+v", len(list), list)
		}
	})
}

// A week is copied into one that has no turns yet.
func TestAWeekIsCopied(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		monday := rostered(t, s)
		week := calling.CopyWeek{Act: store.Act[calling.TurnsTx](s.DB), Entropy: s.Entropy}
		if err := week.Do(t.Context(), s.Scope(boss), s.Key(boss, "copy"), monday, monday.Add(7)); err != nil {
			t.Error(err)
		}
		for place, days := range map[string][2]law.Day{"to": {monday, monday.Add(7)}, "from": {monday.Add(70), monday.Add(77)}} {
			err := week.Do(t.Context(), s.Scope(boss), s.Key(boss, "copy"+place), days[0], days[1])
			if e, ok := errors.AsType[*fault.Error](err); !ok || len(e.Fields) != 1 || e.Fields[0].Path != place {
				t.Errorf("%s: %v", place, err)
			}
		}
		if list := turnsOf(t, s, boss); len(list) != 14 {
			t.Fatalf("%d turns after a week was copied", len(list))
		}
	})
}

// A turn is given to somebody else with who and why, and taken back; of others it is not.
func TestATurnIsSwappedAndTakenBack(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		rostered(t, s)
		list := turnsOf(t, s, boss)
		swap := calling.Swap{Act: store.Act[calling.SwapTx](s.DB), Entropy: s.Entropy}
		if err := swap.Do(t.Context(), s.Scope(boss), s.Key(boss, "why"), calling.Swapping{Turn: list[0].ID, Who: night[0], Why: " "}); !fault.Is(err, fault.Invalid) {
			t.Error("swapped without a reason:", err)
		}
		if err := swap.Do(t.Context(), s.Scope(chief), s.Key(chief, "theirs"), calling.Swapping{Turn: list[0].ID, Who: night[0], Why: "出張"}); !fault.Is(err, fault.Hidden) {
			t.Error("another organisation's turn:", err)
		}
		if err := swap.Do(t.Context(), s.Scope(boss), s.Key(boss, "swap"), calling.Swapping{Turn: list[0].ID, Who: night[0], Why: "出張のため"}); err != nil {
			t.Fatal(err)
		}
		got := turnsOf(t, s, boss)[0]
		if got.Who.Name != "髙木 一" || got.Was != "神﨑" || got.Why != "出張のため" || got.From != list[0].From {
			t.Errorf("after the swap: %+v", got)
		}
		drop := calling.Drop{Act: store.Act[calling.SwapTx](s.DB)}
		if err := drop.Do(t.Context(), s.Scope(boss), s.Key(boss, "old"), list[0].ID); !fault.Is(err, fault.Hidden) {
			t.Error("a turn that was given away is taken back:", err)
		}
		if err := drop.Do(t.Context(), s.Scope(boss), s.Key(boss, "drop"), got.ID); err != nil || len(turnsOf(t, s, boss)) != 6 {
			t.Error("a turn cannot be taken back:", err)
		}
		s.Clock.Set(s.Clock.Now().Add(60 * 24 * time.Hour))
		if err := drop.Do(t.Context(), s.Scope(boss), s.Key(boss, "late"), list[3].ID); !fault.Is(err, fault.Conflict) {
			t.Error("a turn that has passed is taken back:", err)
		}
	})
}

// Contacts and roster are confirmed with one press; where there is nothing, there is nothing to confirm.
func TestContactsAndRosterAreConfirmed(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		confirm := calling.Confirm{Act: store.Act[calling.ConfirmTx](s.DB), Entropy: s.Entropy}
		if err := confirm.Do(t.Context(), s.Scope(boss), s.Key(boss, "nothing")); !fault.Is(err, fault.Conflict) {
			t.Error("nothing was confirmed:", err)
		}
		if err := (calling.Set{Act: store.Act[calling.SetTx](s.DB)}).Do(t.Context(), s.Scope(boss), s.Key(boss, "list"), 0, night[:1]); err != nil {
			t.Fatal(err)
		}
		at := ident.At(s.Clock.Now())
		if state := stateOf(t, s, boss); !state.Asks(at) || state.Contacts != 1 {
			t.Errorf("%+v", state)
		}
		if err := confirm.Do(t.Context(), s.Scope(filer), s.Key(filer, "filer")); err == nil {
			t.Error("one who is no administrator confirms")
		}
		if err := confirm.Do(t.Context(), s.Scope(boss), s.Key(boss, "press")); err != nil {
			t.Fatal(err)
		}
		if state := stateOf(t, s, boss); state.Asks(at) || state.By == "" {
			t.Errorf("%+v", state)
		}
		if state := stateOf(t, s, boss); !state.Asks(at.Add(100 * 24 * time.Hour)) {
			t.Error("it is asked for once, not each quarter")
		}
	})
}
