package calendar

import "strconv"

// era is one 元号 with the first day on which it is used.
type era struct {
	name   string
	letter byte
	first  Day
	year   int // Gregorian year of its year 1
}

// eras, newest first. Meiji begins for us with the Gregorian calendar (明治6年1月1日).
var eras = []era{
	{"令和", 'R', MustDay("2019-05-01"), 2019},
	{"平成", 'H', MustDay("1989-01-08"), 1989},
	{"昭和", 'S', MustDay("1926-12-25"), 1926},
	{"大正", 'T', MustDay("1912-07-30"), 1912},
	{"明治", 'M', MustDay("1873-01-01"), 1868},
}

var weekdaysJa = [7]string{"日", "月", "火", "水", "木", "金", "土"}

// WeekdayJa returns the day of the week in one character: 月.
func (d Day) WeekdayJa() string { return weekdaysJa[d.Weekday()] }

// Era returns the form in which Japanese offices write the day: 令和9年3月1日(月). Days before
// 1873 and after 2117 keep the western year. No day gives "".
func (d Day) Era() string {
	if d.IsZero() {
		return ""
	}
	y, m, dd := d.Civil()
	year := strconv.Itoa(y)
	for _, e := range eras {
		if y-e.year > 98 {
			break // nobody will write 令和100年
		}
		if !d.Before(e.first) {
			year = e.name + strconv.Itoa(y-e.year+1)
			if y == e.year {
				year = e.name + "元"
			}
			break
		}
	}
	return year + "年" + strconv.Itoa(m) + "月" + strconv.Itoa(dd) + "日(" + d.WeekdayJa() + ")"
}

// Both returns the era form with the western date in brackets: 令和9年3月1日(月)(2027-03-01).
func (d Day) Both() string {
	if d.IsZero() {
		return ""
	}
	return d.Era() + "(" + d.String() + ")"
}

// English returns the day for English sentences: Mon 2027-03-01.
func (d Day) English() string {
	if d.IsZero() {
		return ""
	}
	return d.Weekday().String()[:3] + " " + d.String()
}
