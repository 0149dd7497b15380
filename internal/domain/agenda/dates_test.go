package agenda_test

import (
	"fmt"
	"testing"

	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/reminder"
	"kanmin/internal/domain/stocktake"
)

// Each unit is reminded of its own rows, the head office of what is about no row and of the stock-take; rows of one day are one date.
func TestDatesOfTheMachinesAreThoseOfTheirUnits(t *testing.T) {
	t.Parallel()
	row := func(on string, behind ...ident.Object) stocktake.Difference {
		return stocktake.Difference{Change: notification.Added, Due: due(t, on), Dated: true, Behind: behind}
	}
	a := stocktake.Account{Business: asset.Business{ID: "d1"}, Filed: true, Differences: []stocktake.Difference{row("2026-11-24", "i1"), row("2026-11-24", "i2"), row("2026-11-24", "i1"), row("2026-12-01"), {Change: notification.Changed}}}
	a.Told.Last.Number = "届-2"
	list := agenda.Dates(law.MustDay("2026-11-30"), []stocktake.Account{a}, func(stocktake.Account) bool { return false }, map[ident.Object]ident.Unit{"i1": "site", "i2": "plant"}, "head")
	got := ""
	for _, d := range list {
		got += fmt.Sprintf("%s %s %s %s\n", d.Kind, d.On, d.Unit, d.Number)
	}
	if want := "stocktake 2026-12-31 head 届-2\nfiling 2027-03-24 site 届-2\nfiling 2027-03-24 plant 届-2\nfiling 2027-04-01 head 届-2\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	p := agenda.Of(law.MustDay("2026-11-30"), agenda.Owed{Accounts: []stocktake.Account{a}, Done: func(stocktake.Account) bool { return false }, Units: map[ident.Object]ident.Unit{"i1": "site", "i2": "plant"}, Head: "head",
		Sent: []reminder.Sent{{Kind: reminder.Filing, On: list[1].On, At: 5}, {Kind: reminder.Filing, On: list[1].On, At: 7}, {Kind: reminder.Stocktake, On: list[1].On, At: 9}, {Object: "d1", On: list[1].On, At: 8}}})
	p.Reach = []reminder.Reach{{Unit: "site", People: 2}, {Unit: "plant"}, {Unit: "head", Boxes: 1}}
	if units := fmt.Sprint(p.Units()); units != "[head site plant]" {
		t.Error(units)
	}
	e := p.Entries[1]
	if s := p.Reminded(e); s.At != 7 {
		t.Errorf("the last reminder is %+v", s)
	}
	if r := p.Reaches(e); len(r) != 2 || r[0].Unit != "site" {
		t.Errorf("it reaches %+v", r)
	}
	if s := p.Reminded(agenda.Entry{Object: "d1"}); s.At != 8 {
		t.Errorf("a duty's own: %+v", s)
	}
}
