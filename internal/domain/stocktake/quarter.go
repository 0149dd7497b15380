package stocktake

import (
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/calendar"
)

// Attested is a 棚卸し・変更なし that arrived.
type Attested struct {
	Sector    law.Sector
	Number    ident.Number
	ArrivedAt ident.Instant
}

// Months of a quarter, and of a year.
const (
	ofQuarter = 3
	ofYear    = 12
)

// Quarter is the first and the last day of the quarter of a day. By which quarters a 棚卸し counts is UNKNOWN: those of the calendar are ours.
func Quarter(d law.Day) (first, last law.Day) {
	year, month, _ := d.Civil()
	month = (month-1)/ofQuarter*ofQuarter + 1
	first, _ = calendar.Date(year, month, 1)
	if month += ofQuarter; month > ofYear {
		year, month = year+1, 1
	}
	next, _ := calendar.Date(year, month, 1)
	return first, next.Add(-1)
}

// Quarters are the last days of the quarter of a day and of those that follow.
func Quarters(d law.Day, n int) (list []law.Day) {
	for range n {
		_, last := Quarter(d)
		list = append(list, last)
		d = last.Add(1)
	}
	return list
}

// Taken is 機器台帳 beside what was filed, as of a moment.
type Taken struct {
	Rev      int
	Known    asset.Known
	Accounts []Account
	Attested []Attested // 棚卸し・変更なし of the quarter
}

// Done reports whether the stock-take of the quarter of a day was filed for a business: something of it was, in that quarter, and nothing differs since.
func (t Taken) Done(a Account, today law.Day) bool {
	first, _ := Quarter(today)
	if !a.Same() {
		return false
	}
	if !law.DayOf(a.Told.Last.ArrivedAt).Before(first) {
		return true
	}
	for _, x := range t.Attested {
		if x.Sector == a.Business.Sector {
			return true
		}
	}
	return false
}
