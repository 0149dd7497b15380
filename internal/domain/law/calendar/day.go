package calendar

import (
	"fmt"
	"time"
	"unicode/utf8"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// Day is a calendar day in Japan (暦日). It begins at 00:00 and ends at 24:00 JST. The zero value is
// "no day". Days compare with == and are written YYYY-MM-DD everywhere outside.
type Day struct{ n int32 } // days, 1 = 0001-01-01

// Date returns the day of a civil date that is known to exist; ok is false when it does not
// (2027-02-30) or the year is outside 1–9999.
func Date(year, month, day int) (d Day, ok bool) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return Day{}, false
	}
	return Day{fromCivil(year, month, day)}, true
}

// MustDay returns the day of a literal; it panics on anything else, so it is for tables and tests only.
func MustDay(s string) Day {
	d, err := ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// DayOf returns the day in Japan in which the instant lies.
func DayOf(i ident.Instant) Day {
	t := i.Japan()
	return Day{fromCivil(t.Year(), int(t.Month()), t.Day())}
}

// ParseDay reads exactly YYYY-MM-DD. People's spellings are ReadDay's.
// It returns an Invalid fault: fault.day.form or fault.day.none.
func ParseDay(s string) (Day, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Day{}, fault.New(fault.Invalid, "fault.day.form", fault.Args{"text": clip(s)})
	}
	var n [3]int
	for i, c := range []byte(s) {
		if i == 4 || i == 7 {
			continue
		}
		if c < '0' || c > '9' {
			return Day{}, fault.New(fault.Invalid, "fault.day.form", fault.Args{"text": clip(s)})
		}
		part := 0
		if i > 7 {
			part = 2
		} else if i > 4 {
			part = 1
		}
		n[part] = n[part]*10 + int(c-'0')
	}
	d, ok := Date(n[0], n[1], n[2])
	if !ok {
		return Day{}, noSuchDay(s, n[0], n[1])
	}
	return d, nil
}

// noSuchDay says that a date does not exist and, when the month does, which day is its last.
func noSuchDay(s string, year, month int) error {
	a := fault.Args{"text": clip(s), "last": ""}
	if year >= 1 && year <= 9999 && month >= 1 && month <= 12 {
		a["last"] = Day{fromCivil(year, month, daysIn(year, month))}.String()
	}
	return fault.New(fault.Invalid, "fault.day.none", a)
}

// IsZero reports whether d is no day.
func (d Day) IsZero() bool { return d.n == 0 }

// Civil returns year, month 1–12 and day of the month.
func (d Day) Civil() (year, month, day int) { return toCivil(d.n) }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return time.Weekday(d.n % 7) } // 0001-01-01 was a Monday

// Add returns the day n days later (earlier when negative); no day stays no day.
func (d Day) Add(n int) Day {
	if d.n == 0 {
		return d
	}
	return Day{d.n + int32(n)} //nolint:gosec // periods are bounded by their callers
}

// Since returns how many days d is after o.
func (d Day) Since(o Day) int { return int(d.n - o.n) }

// Before reports whether d is earlier than o.
func (d Day) Before(o Day) bool { return d.n < o.n }

// After reports whether d is later than o.
func (d Day) After(o Day) bool { return d.n > o.n }

// Compare returns -1, 0 or 1.
func (d Day) Compare(o Day) int {
	switch {
	case d.n < o.n:
		return -1
	case d.n > o.n:
		return 1
	}
	return 0
}

// Start returns the instant at which the day begins in Japan (00:00 JST).
func (d Day) Start() ident.Instant {
	y, m, dd := d.Civil()
	return ident.At(time.Date(y, time.Month(m), dd, 0, 0, 0, 0, ident.JST))
}

// End returns the instant at which the day ends in Japan (24:00 JST, 民法141条).
func (d Day) End() ident.Instant { return d.Add(1).Start() }

// String returns YYYY-MM-DD, or "" for no day.
func (d Day) String() string {
	if d.n == 0 {
		return ""
	}
	y, m, dd := d.Civil()
	const digits = "0123456789"
	b := [10]byte{
		digits[y/1000%10], digits[y/100%10], digits[y/10%10], digits[y%10], '-',
		digits[m/10], digits[m%10], '-', digits[dd/10], digits[dd%10],
	}
	return string(b[:])
}

// MarshalText writes YYYY-MM-DD, or nothing for no day.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD exactly, or nothing for no day.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Day{}
		return nil
	}
	p, err := ParseDay(string(b))
	if err != nil {
		return err
	}
	*d = p
	return nil
}

// Scan reads a TEXT column that holds YYYY-MM-DD; NULL and "" give no day.
func (d *Day) Scan(v any) error {
	switch s := v.(type) {
	case nil:
		*d = Day{}
		return nil
	case string:
		return d.UnmarshalText([]byte(s))
	case []byte:
		return d.UnmarshalText(s)
	}
	return fmt.Errorf("calendar: a day cannot be read from %T", v)
}

func leap(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

var monthDays = [13]int{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func daysIn(year, month int) int {
	if month == 2 && leap(year) {
		return 29
	}
	return monthDays[month]
}

// fromCivil counts days with the year beginning in March, so that the leap day is the last.
func fromCivil(y, m, d int) int32 {
	if m <= 2 {
		y, m = y-1, m+12
	}
	return int32(365*y + y/4 - y/100 + y/400 + (153*m-457)/5 + d - 306) //nolint:gosec // years are 1–9999
}

func toCivil(n int32) (y, m, d int) {
	z := int(n) + 305 // days since 0000-03-01
	era := z / 146097
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	y, m, d = yoe+era*400, mp+3, doy-(153*mp+2)/5+1
	if m > 12 {
		y, m = y+1, m-12
	}
	return y, m, d
}

func clip(s string) string {
	if utf8.RuneCountInString(s) <= 40 {
		return s
	}
	return string([]rune(s)[:40]) + "…"
}
