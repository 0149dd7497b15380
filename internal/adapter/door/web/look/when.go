package look

import (
	"html/template"
	"strconv"
	"strings"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law/calendar"
)

// Day writes a calendar day: 令和9年3月1日(月), Mon 2027-03-01.
func Day(l Lang, d calendar.Day) string {
	if l == En {
		return d.English()
	}
	return d.Era()
}

// DayBoth adds the western date in brackets where both help.
func DayBoth(l Lang, d calendar.Day) string {
	if l == En {
		return d.English()
	}
	return d.Both()
}

// Moment writes an instant on Japan's clock to the minute: 令和8年11月24日(火) 23:41.
func Moment(l Lang, i ident.Instant) string { return onClock(l, i, "15:04") }

// Second writes an instant to the second, for arrivals.
func Second(l Lang, i ident.Instant) string {
	if l == En {
		return onClock(l, i, "15:04:05")
	}
	return onClock(l, i, "15時04分05秒")
}

// Clock writes only hour and minute.
func Clock(i ident.Instant) string { return i.Japan().Format("15:04") }

func onClock(l Lang, i ident.Instant, clock string) string {
	if i == 0 {
		return ""
	}
	s := Day(l, calendar.DayOf(i)) + " " + i.Japan().Format(clock)
	if l == En {
		s += " JST"
	}
	return s
}

// Machine writes the instant for the datetime attribute.
func Machine(i ident.Instant) string { return i.Japan().Format("2006-01-02T15:04:05-07:00") }

// Number writes an integer in groups of three: 12,000.
func Number[T ~int | ~int64](n T) string {
	s := strconv.FormatInt(int64(n), 10)
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// funcs are the functions of templates in one language.
func funcs(l Lang) template.FuncMap {
	return template.FuncMap{
		"t":       func(key string, pairs ...any) string { return Say(l, key, pairs...) },
		"lang":    func() string { return string(l) },
		"words":   strings.Fields,
		"day":     func(d calendar.Day) string { return Day(l, d) },
		"dayBoth": func(d calendar.Day) string { return DayBoth(l, d) },
		"moment":  func(i ident.Instant) string { return Moment(l, i) },
		"second":  func(i ident.Instant) string { return Second(l, i) },
		"clock":   Clock,
		"machine": Machine,
		"num":     Number[int],
		"static":  Static,
		"phone":   Phone,
		"add":     func(a, b int) int { return a + b },
	}
}

// Phone is the tel: address of a number as written, or "" when there is none to dial.
func Phone(s string) template.URL {
	var b strings.Builder
	for _, r := range s {
		if r >= '0' && r <= '9' || r == '+' && b.Len() == 0 {
			b.WriteRune(r)
		} else if r == '(' && b.Len() >= 9 {
			break // 内線
		}
	}
	if b.Len() < 3 {
		return ""
	}
	return template.URL("tel:" + b.String()) //nolint:gosec // digits and a leading plus only
}
