package calendar

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/text"
)

// Reading is what was understood when a person typed a day.
type Reading struct {
	Day        Day       `json:"day"`
	Understood text.Both `json:"understood"` // echoed beside the field (R17)
}

// ReadDay reads a day as people type it: 2027-03-01, 2027/3/1, 2027.3.1, 20270301, 2027年3月1日,
// 令和9年3月1日(月), 令9.3.1, R9/3/1, H31.4.30, 令和元年五月一日, in any width, with spaces.
// A weekday in brackets must agree. It returns an Invalid fault whose code says what is
// wrong: fault.day.form (not read), fault.day.none (no such day), fault.day.weekday (disagrees),
// fault.day.era (the era had no such year).
func ReadDay(s string) (Reading, error) {
	bad := fault.New(fault.Invalid, "fault.day.form", fault.Args{"text": clip(s)})
	if len(s) > 200 || !utf8.ValidString(s) {
		return Reading{}, bad
	}
	t, weekday, ok := plain(s)
	if !ok {
		return Reading{}, bad
	}
	e, t := leadingEra(t)
	n, ok := numbers(t, e == nil)
	if !ok {
		return Reading{}, bad
	}
	year := n[0]
	if e != nil {
		if year < 1 || year > 99 {
			return Reading{}, fault.New(fault.Invalid, "fault.day.era", fault.Args{"text": clip(s), "era": e.name})
		}
		year += e.year - 1
	} else if year < 1000 {
		return Reading{}, bad // 27.3.1 could be Heisei, Reiwa or 2027
	}
	d, exists := Date(year, n[1], n[2])
	if !exists {
		return Reading{}, noSuchDay(s, year, n[1])
	}
	if e != nil && d.Before(e.first) {
		return Reading{}, fault.New(fault.Invalid, "fault.day.era", fault.Args{"text": clip(s), "era": e.name})
	}
	if weekday != "" && weekday != d.WeekdayJa() {
		return Reading{}, fault.New(fault.Invalid, "fault.day.weekday",
			fault.Args{"text": clip(s), "weekday": weekday, "is": d.Both()})
	}
	return Reading{Day: d, Understood: text.Both{
		Ja: d.Both() + "と読み取りました。",
		En: "Read as " + d.English() + ".",
	}}, nil
}

// plain folds width and case, takes off spaces and a weekday in brackets, and turns every mark
// that people put between numbers into a slash.
func plain(s string) (t, weekday string, ok bool) {
	t = strings.ToUpper(norm.NFKC.String(s))
	t = strings.Join(strings.Fields(t), "")
	if i := strings.IndexByte(t, '('); i >= 0 {
		w := strings.TrimSuffix(strings.TrimSuffix(t[i+1:], ")"), "曜日")
		w = strings.TrimSuffix(w, "曜")
		for _, ja := range weekdaysJa {
			if w == ja {
				weekday = ja
			}
		}
		if weekday == "" || !strings.HasSuffix(t, ")") {
			return "", "", false
		}
		t = t[:i]
	}
	t = strings.TrimSuffix(t, "日")
	t = strings.Map(func(r rune) rune {
		switch r {
		case '-', '.', '/', '年', '月', '‐', '‑', '–', '—', '−', 'ー', '・', '。', '、', ',':
			return '/'
		}
		return r
	}, t)
	return t, weekday, t != ""
}

// leadingEra takes the era's name, its first character or its letter off the front.
func leadingEra(t string) (*era, string) {
	for i := range eras {
		e := &eras[i]
		first, _ := utf8.DecodeRuneInString(e.name)
		for _, p := range []string{e.name, string(first), string(e.letter)} {
			if rest, ok := strings.CutPrefix(t, p); ok {
				return e, strings.TrimPrefix(rest, "/")
			}
		}
	}
	return nil, t
}

// numbers reads year/month/day, or eight digits together when no era was given.
func numbers(t string, western bool) (n [3]int, ok bool) {
	if western && len(t) == 8 && digits(t) {
		t = t[:4] + "/" + t[4:6] + "/" + t[6:]
	}
	parts := strings.Split(t, "/")
	if len(parts) != 3 {
		return n, false
	}
	for i, p := range parts {
		if i == 0 && p == "元" && !western {
			n[0] = 1
			continue
		}
		if n[i], ok = number(p); !ok {
			return n, false
		}
	}
	return n, true
}

// number reads up to four digits, Western or kanji (九, 十二, 三十一, 二〇二七).
func number(p string) (int, bool) {
	if digits(p) {
		v, err := strconv.Atoi(p)
		return v, err == nil && len(p) <= 4
	}
	value, place, seen := 0, 0, 0
	for _, r := range p {
		seen++
		if r == '十' {
			if value > 9 || strings.Count(p, "十") > 1 {
				return 0, false
			}
			value, place = max(value, 1)*10, 10
			continue
		}
		i := strings.IndexRune(kanjiDigits, r)
		if i < 0 || seen > 4 {
			return 0, false
		}
		digit := i / len("一")
		switch {
		case place == 10 && digit > 0:
			value, place = value+digit, 1
		case place == 10, place == 1:
			return 0, false
		default:
			value = value*10 + digit
		}
	}
	return value, seen > 0
}

const kanjiDigits = "〇一二三四五六七八九"

func digits(p string) bool {
	for i := range len(p) {
		if p[i] < '0' || p[i] > '9' {
			return false
		}
	}
	return p != ""
}
