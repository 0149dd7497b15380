package calendar

import "time"

// Statutory returns the name of the holiday that 国民の祝日に関する法律 (昭和23年法律第178号) gives d, or "".
// It knows every amendment since 1970 and the laws that made single days holidays. It answers
// where the table ends, and a test holds the table against it.
func Statutory(d Day) string {
	if name := named(d); name != "" {
		return name
	}
	if substitute(d) || between(d) {
		return "休日"
	}
	return ""
}

// named are the days of 2条 and of the special laws.
func named(d Day) string {
	y, m, dd := d.Civil()
	if name := single[d]; name != "" {
		return name
	}
	switch m*100 + dd {
	case 101:
		return "元日"
	case 211:
		return "建国記念の日"
	case 429:
		switch {
		case y >= 2007:
			return "昭和の日"
		case y >= 1989:
			return "みどりの日"
		}
		return "天皇誕生日"
	case 503:
		return "憲法記念日"
	case 505:
		return "こどもの日"
	case 1103:
		return "文化の日"
	case 1123:
		return "勤労感謝の日"
	}
	switch {
	case y >= 2007 && m == 5 && dd == 4:
		return "みどりの日"
	case y >= 2020 && m == 2 && dd == 23, y >= 1989 && y <= 2018 && m == 12 && dd == 23:
		return "天皇誕生日"
	case m == 3 && dd == vernal(y):
		return "春分の日"
	case m == 9 && dd == autumnal(y):
		return "秋分の日"
	}
	return moved(y, m, dd, d.Weekday() == time.Monday)
}

// moved are the days that the Happy Monday amendments and the Games of 2020 and 2021 moved.
func moved(y, m, dd int, monday bool) string {
	second, third := monday && dd >= 8 && dd <= 14, monday && dd >= 15 && dd <= 21
	games := y == 2020 || y == 2021
	switch {
	case m == 1 && (y >= 2000 && second || y < 2000 && dd == 15):
		return "成人の日"
	case m == 7 && !games && (y >= 2003 && third || y >= 1996 && y < 2003 && dd == 20):
		return "海の日"
	case m == 8 && dd == 11 && y >= 2016 && !games:
		return "山の日"
	case m == 9 && (y >= 2003 && third || y < 2003 && dd == 15):
		return "敬老の日"
	case m == 10 && y >= 2022 && second:
		return "スポーツの日"
	case m == 10 && (y >= 2000 && y <= 2019 && second || y < 2000 && dd == 10):
		return "体育の日"
	}
	return ""
}

// single are days made holidays, or moved, by laws for that one day.
var single = map[Day]string{
	MustDay("1989-02-24"): "大喪の礼",
	MustDay("1990-11-12"): "即位礼正殿の儀",
	MustDay("1993-06-09"): "結婚の儀",
	MustDay("2019-05-01"): "休日", // 天皇の即位の日
	MustDay("2019-10-22"): "休日", // 即位礼正殿の儀
	MustDay("2020-07-23"): "海の日", MustDay("2020-07-24"): "スポーツの日", MustDay("2020-08-10"): "山の日",
	MustDay("2021-07-22"): "海の日", MustDay("2021-07-23"): "スポーツの日", MustDay("2021-08-08"): "山の日",
}

var (
	substituteSince = MustDay("1973-04-12")
	betweenSince    = MustDay("1985-12-27")
)

// substitute is 3条2項: when a named day is a Sunday, the next day that is not a named day; until 2006
// only the Monday after it; not before 1973-04-12.
func substitute(d Day) bool {
	if d.Before(substituteSince) {
		return false
	}
	y, _, _ := d.Civil()
	if y < 2007 {
		return d.Weekday() == time.Monday && named(d.Add(-1)) != ""
	}
	for p := d.Add(-1); named(p) != ""; p = p.Add(-1) {
		if p.Weekday() == time.Sunday {
			return true
		}
	}
	return false
}

// between is 3条3項: a day whose neighbours are both named days, since 1985-12-27; until 2006 not a
// Sunday and not a Monday that is already a substitute.
func between(d Day) bool {
	if d.Before(betweenSince) || named(d.Add(-1)) == "" || named(d.Add(1)) == "" {
		return false
	}
	y, _, _ := d.Civil()
	return y >= 2007 || d.Weekday() != time.Sunday
}

// vernal and autumnal are the days of March and September by the formula in general use for the
// equinoxes in Japan's time, good for 1970–2099. Units are millionths of a day.
func vernal(y int) int   { return equinox(y, 20_835_700, 20_843_100) }
func autumnal(y int) int { return equinox(y, 23_258_800, 23_248_800) }

func equinox(y, before1980, after int) int {
	if y < 1980 {
		return (before1980+242_194*(y-1980))/1_000_000 + (1983-y)/4
	}
	return (after+242_194*(y-1980))/1_000_000 - (y-1980)/4
}
