package agenda_test

import (
	"testing"

	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/stocktake"
	"kanmin/internal/domain/window"
)

func due(t *testing.T, on string) law.Due {
	t.Helper()
	d, err := law.DueFor("asset.new", law.Question{On: law.MustDay(on)})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Everything stands by its date, rows of one date once, and 社内締切 is counted back in working days.
func TestEverythingStandsByItsDate(t *testing.T) {
	t.Parallel()
	row := func(on string) stocktake.Difference {
		return stocktake.Difference{Change: notification.Added, Due: due(t, on), Dated: true}
	}
	account := stocktake.Account{Business: asset.Business{ID: "d1", Sector: "electricity"}, Filed: true, Differences: []stocktake.Difference{row("2026-11-24"), row("2026-11-24"), row("2026-12-01"), {Change: notification.Changed}}}
	account.Told.Last.Number = "届-2"
	owed := agenda.Owed{
		Duties:   []duty.Duty{{Subject: "c1", DueOn: law.MustDay("2026-12-24"), Why: due(t, "2026-11-24")}},
		Errands:  []window.Errand{{ID: "e1", Needed: law.Yes, State: window.ToHandIn, DueOn: law.MustDay("2026-12-04")}, {ID: "e2", Needed: law.Maybe, State: window.ToHandIn, DueOn: law.MustDay("2026-12-04")}, {ID: "e3", Needed: law.Yes, State: window.HandedIn, DueOn: law.MustDay("2026-12-04")}, {ID: "e4", Needed: law.Yes, State: window.ToHandIn}},
		Accounts: []stocktake.Account{account}, Done: func(stocktake.Account) bool { return false }, Days: law.InternalDays,
	}
	for name, c := range map[string]struct {
		today string
		done  bool
		want  string
	}{
		"early": {"2026-11-30", false, "elsewhere 2026-12-04 2026-11-19 inside\ndetailed 2026-12-24 2026-12-10 ahead\nstocktake 2026-12-31 2026-12-14 ahead\nfiling 2027-03-24 2027-03-09 ahead\nfiling 2027-04-01 2027-03-17 ahead\n"},
		"later": {"2026-12-24", true, "elsewhere 2026-12-04 2026-11-19 late\ndetailed 2026-12-24 2026-12-10 today\nfiling 2027-03-24 2027-03-09 ahead\nstocktake 2027-03-31 2027-03-16 ahead\nfiling 2027-04-01 2027-03-17 ahead\n"},
	} {
		owed.Done = func(stocktake.Account) bool { return c.done }
		got := ""
		list := agenda.Of(law.MustDay(c.today), owed).Entries
		seen := map[string]bool{}
		for _, e := range list {
			got += string(e.Kind) + " " + e.On.String() + " " + e.Internal.String() + " " + string(e.State) + "\n"
			if seen[e.ID()] {
				t.Errorf("%s: %s twice", name, e.ID())
			}
			seen[e.ID()] = true
		}
		if got != c.want {
			t.Errorf("%s: got\n%swant\n%s", name, got, c.want)
		}
		if n := list[3].Count + list[2].Count; n != 2 {
			t.Errorf("%s: rows of one date: %+v", name, list)
		}
	}
}
