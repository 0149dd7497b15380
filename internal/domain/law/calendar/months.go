package calendar

// How tells by which clause of 民法143条 a period of months ended.
type How uint8

// The three ways in which a period of months ends.
const (
	WholeMonths     How = iota // 143条1項: begun on the first of a month, it ends with a month
	DayBefore                  // 143条2項本文: the day before the corresponding day
	NoCorresponding            // 143条2項ただし書: no such day in the last month, so its last day
)

// MonthsFrom returns the last day of a period of n months whose first counted day is first
// (民法143条), and by which clause. n is 1–1200.
func MonthsFrom(first Day, n int) (Day, How) {
	y, m, d := first.Civil()
	if d == 1 {
		m += n - 1
		y, m = y+(m-1)/12, (m-1)%12+1
		return Day{fromCivil(y, m, daysIn(y, m))}, WholeMonths
	}
	m += n
	y, m = y+(m-1)/12, (m-1)%12+1
	if last := daysIn(y, m); d > last {
		return Day{fromCivil(y, m, last)}, NoCorresponding
	}
	return Day{fromCivil(y, m, d) - 1}, DayBefore
}

// DaysFrom returns the last day of a period of n days whose first counted day is first.
func DaysFrom(first Day, n int) Day { return first.Add(n - 1) }
