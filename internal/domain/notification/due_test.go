package notification_test

import (
	"testing"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// The date of a row is that of the rule of the book that applies to it (law.md §12), and byte for byte what `kanmin law due` says.
func TestTheEarliestDateIsThatOfTheBook(t *testing.T) {
	t.Parallel()
	day := law.MustDay
	integrated := plant(cells{"integrated": "yes"})
	newly := []party.Designation{{Sector: law.Electricity, On: day("2026-12-01")}}
	for name, c := range map[string]struct {
		plant    form.Row
		rows     []form.Row
		business []party.Designation
		at, due  string
		rule     string
		ask      law.Question
	}{
		"T4: four months":               {plant(nil), []form.Row{product("1", cells{"introduced_on": "2026-11-30"})}, designee, "2026-12-01", "2027-03-31", "asset.new", law.Question{On: day("2026-11-30")}},
		"T3":                            {plant(nil), []form.Row{product("1", cells{"introduced_on": "2026-10-31"})}, designee, "2026-12-01", "2027-03-01", "asset.new", law.Question{On: day("2026-10-31")}},
		"T9: in place":                  {plant(nil), []form.Row{product("1", cells{"existing": "yes", "introduced_on": "-"})}, designee, "2026-12-01", "2027-03-31", "asset.existing", law.Question{On: law.Commencement}},
		"in place since":                {plant(nil), []form.Row{product("1", cells{"existing": "yes", "introduced_on": "2019-04-01"})}, designee, "2026-12-01", "2027-03-31", "asset.existing", law.Question{On: day("2019-04-01")}},
		"before, and not said in place": {plant(nil), []form.Row{product("1", cells{"introduced_on": "2019-04-01"})}, designee, "2026-12-01", "2027-03-31", "asset.existing", law.Question{On: day("2019-04-01")}},
		"T17: run as one":               {integrated, []form.Row{product("1", cells{"introduced_on": "2026-11-15"})}, designee, "2026-12-01", "2027-03-15", "asset.integrated", law.Question{On: day("2026-11-15"), AsOf: day("2026-12-01")}},
		"T18":                           {integrated, []form.Row{product("1", cells{"introduced_on": "2027-02-01"})}, designee, "2027-02-02", "2027-03-31", "asset.integrated", law.Question{On: day("2027-02-01"), AsOf: day("2027-02-02")}},
		"T19":                           {integrated, []form.Row{product("1", cells{"introduced_on": "2027-04-05"})}, designee, "2027-04-06", "2027-08-05", "asset.integrated", law.Question{On: day("2027-04-05"), AsOf: day("2027-04-06")}},
		"T13: newly designated":         {plant(nil), []form.Row{product("1", cells{"introduced_on": "2027-01-20"})}, newly, "2027-02-01", "2027-06-01", "asset.designated", law.Question{On: day("2027-01-20"), Designated: day("2026-12-01")}},
		"T14":                           {plant(nil), []form.Row{product("1", cells{"introduced_on": "2027-02-05"})}, newly, "2027-02-06", "2027-06-07", "asset.designated", law.Question{On: day("2027-02-05"), Designated: day("2026-12-01")}},
		"newly designated, in place":    {plant(nil), []form.Row{product("1", cells{"existing": "yes", "introduced_on": "-"})}, newly, "2026-12-02", "2027-06-01", "asset.designated", law.Question{On: day("2026-12-01")}},
		"the earliest of several":       {plant(nil), []form.Row{product("1", cells{"introduced_on": "2026-11-30"}), product("2", cells{"introduced_on": "2026-10-31", "product": "x"}), product("3", cells{"existing": "yes", "product": "y"})}, designee, "2026-12-01", "2027-03-01", "asset.new", law.Question{On: day("2026-10-31")}},
	} {
		with := procedure.Facts{At: day(c.at).Start(), Business: c.business}
		got, found := notification.New.Date(values(c.plant, c.rows...), with)
		if !found || got.Due != day(c.due) || got.Rule != c.rule {
			t.Errorf("%s: %s by %s, %v; want %s by %s", name, got.Due, got.Rule, found, c.due, c.rule)
		}
		c.ask.Sector = law.Electricity
		want, err := law.DueFor(c.rule, c.ask)
		if err != nil {
			t.Fatal(err)
		}
		a, _ := law.Encode(got)
		b, _ := law.Encode(want)
		if string(a) != string(b) {
			t.Errorf("%s: not what the book says\n%s%s", name, a, b)
		}
	}
}

func TestOnlyRowsOfWhichSomethingHappenedHaveADateInAChange(t *testing.T) {
	t.Parallel()
	v := values(plant(nil), product("1", cells{"introduced_on": "2026-10-31"}), product("2", cells{"change": "ended", "changed_on": "2027-01-15"}))
	got, found := notification.Change.Date(v, facts)
	if !found || got.Rule != "asset.change" || got.Due != law.MustDay("2027-05-17") {
		t.Errorf("%s %s %v", got.Rule, got.Due, found)
	}
	if got, found = notification.Change.Date(values(plant(nil), product("1", nil)), facts); found {
		t.Errorf("nothing happened, and there is %s", got.Due)
	}
	for _, p := range []procedure.Procedure{notification.None, notification.Stocktake} {
		if _, found := p.Date(v, facts); found {
			t.Errorf("%s has a date", p.ID)
		}
	}
	if _, found = notification.New.Date(values(plant(nil), product("1", cells{"introduced_on": "いつか"})), facts); found {
		t.Error("what is no day has a date")
	}
}
