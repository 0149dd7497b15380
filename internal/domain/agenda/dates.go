package agenda

import (
	"slices"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/reminder"
	"kanmin/internal/domain/stocktake"
)

// Dates are the days on which people are reminded of what 機器台帳 owes, the earliest first: each by the unit whose rows it is about, or by head where it is about none
// that is there. done reports whether the stock-take of the quarter was filed for a business; units are those of the rows.
func Dates(today law.Day, accounts []stocktake.Account, done func(stocktake.Account) bool, units map[ident.Object]ident.Unit, head ident.Unit) (list []reminder.Date) {
	add := func(d reminder.Date) {
		if i := slices.IndexFunc(list, d.Is); i >= 0 {
			list[i].N += d.N
			return
		}
		list = append(list, d)
	}
	for _, a := range accounts {
		for _, e := range register(today, a, done, func(d stocktake.Difference) ident.Unit { return unitOf(d, units, head) }) {
			for _, u := range e.Units {
				add(reminder.Date{Unit: u, Kind: string(e.Kind), On: e.On, N: max(e.Count, 1), Number: e.Number})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b reminder.Date) int { return a.On.Compare(b.On) })
	return list[:min(len(list), reminder.MostDates)]
}

// unitOf is the unit of the rows that are behind a difference.
func unitOf(d stocktake.Difference, units map[ident.Object]ident.Unit, head ident.Unit) ident.Unit {
	for _, id := range d.Behind {
		if u := units[id]; u != "" {
			return u
		}
	}
	return head
}
