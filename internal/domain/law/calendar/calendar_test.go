package calendar_test

import (
	"testing"
	"time"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law/calendar"
)

func day(s string) calendar.Day { return calendar.MustDay(s) }

func TestDayAgreesWithTheStandardLibrary(t *testing.T) {
	t.Parallel()
	at := time.Date(1868, 1, 1, 0, 0, 0, 0, time.UTC)
	d := day("1868-01-01")
	for at.Year() < 2201 {
		y, m, dd := d.Civil()
		if y != at.Year() || m != int(at.Month()) || dd != at.Day() || d.Weekday() != at.Weekday() || d.String() != at.Format("2006-01-02") {
			t.Fatalf("%s is %d-%d-%d %s; the library says %s", d, y, m, dd, d.Weekday(), at)
		}
		if p, err := calendar.ParseDay(d.String()); err != nil || p != d {
			t.Fatalf("%s read back as %s, %v", d, p, err)
		}
		at, d = at.AddDate(0, 0, 1), d.Add(1)
	}
}

func TestDayOfIsJapansDay(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2026-11-23T14:59:59Z": "2026-11-23", "2026-11-23T15:00:00Z": "2026-11-24",
	} {
		at, err := time.Parse(time.RFC3339, in)
		if err != nil {
			t.Fatal(err)
		}
		d := calendar.DayOf(ident.At(at))
		if d != day(want) {
			t.Errorf("%s is in %s, want %s", in, d, want)
		}
		if d.Start() > ident.At(at) || d.End() <= ident.At(at) {
			t.Errorf("%s does not lie between start and end of %s", in, d)
		}
	}
}

func TestParseDayIsStrict(t *testing.T) {
	t.Parallel()
	for in, code := range map[string]string{
		"": "fault.day.form", "2027-2-3": "fault.day.form", "2027/02/03": "fault.day.form", "２０２７-02-03": "fault.day.form",
		"2027-02-30": "fault.day.none", "2027-13-01": "fault.day.none", "0000-01-01": "fault.day.none", "2027-02-29": "fault.day.none",
		"\t027-02-03": "fault.day.form", "2027-02-03Z": "fault.day.form",
	} {
		_, err := calendar.ParseDay(in)
		if f, ok := err.(*fault.Error); !ok || f.Kind != fault.Invalid || f.Code != code {
			t.Errorf("ParseDay(%q): %v, want %s", in, err, code)
		}
	}
	if _, err := calendar.ParseDay("2028-02-29"); err != nil {
		t.Error(err)
	}
}

func TestEra(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2027-03-01": "令和9年3月1日(月)", "2019-05-01": "令和元年5月1日(水)", "2019-04-30": "平成31年4月30日(火)",
		"1989-01-07": "昭和64年1月7日(土)", "1926-12-24": "大正15年12月24日(金)", "1912-07-29": "明治45年7月29日(月)",
		"1872-12-31": "1872年12月31日(火)", "2117-12-31": "令和99年12月31日(金)", "2118-01-01": "2118年1月1日(土)",
	} {
		if got := day(in).Era(); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	if got := day("2027-03-01").Both(); got != "令和9年3月1日(月)(2027-03-01)" {
		t.Error(got)
	}
}

func TestReadDayAsPeopleType(t *testing.T) {
	t.Parallel()
	for _, in := range []string{
		"2027-03-01", "2027/3/1", "2027.3.1", "20270301", "2027年3月1日", "２０２７／３／１", "令和9年3月1日", "令和９年３月１日(月)",
		"令和九年三月一日", "二〇二七年三月一日", "R9.3.1", "r9/3/1", "Ｒ９－３－１", "R09-03-01", "令9.3.1", "㋿9年3月1日",
		" 2027 年 3 月 1 日 ", "2027年3月1日（月曜日）", "2027−3−1", "2027ー3ー1", "平成39年3月1日", "2027-3-1(月)",
	} {
		r, err := calendar.ReadDay(in)
		if err != nil || r.Day != day("2027-03-01") {
			t.Errorf("ReadDay(%q) = %s, %v", in, r.Day, err)
			continue
		}
		if r.Understood.Ja != "令和9年3月1日(月)(2027-03-01)と読み取りました。" {
			t.Error(r.Understood.Ja)
		}
	}
	for in, want := range map[string]string{
		"令和元年五月一日": "2019-05-01", "H31.4.30": "2019-04-30", "昭和64年1月7日": "1989-01-07", "令和十二年十二月三十一日": "2030-12-31",
	} {
		if r, err := calendar.ReadDay(in); err != nil || r.Day != day(want) {
			t.Errorf("ReadDay(%q) = %s, %v, want %s", in, r.Day, err, want)
		}
	}
}

func TestReadDaySaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for in, code := range map[string]string{
		"": "fault.day.form", "あした": "fault.day.form", "27.3.1": "fault.day.form", "2027/3": "fault.day.form", "2027-03-01-02": "fault.day.form",
		"2027/2/30": "fault.day.none", "令和9年2月30日": "fault.day.none", "20270230": "fault.day.none", "2027/13/1": "fault.day.none",
		"令和0年1月1日": "fault.day.era", "令和100年1月1日": "fault.day.era", "令和元年4月30日": "fault.day.era", "H0.1.1": "fault.day.era",
		"2027-03-01(火)": "fault.day.weekday", "令和9年3月1日(雨)": "fault.day.form", "2027-03-01(月": "fault.day.form",
		"\xff\xfe": "fault.day.form", "十十年": "fault.day.form",
	} {
		r, err := calendar.ReadDay(in)
		f, ok := err.(*fault.Error)
		if !ok || f.Kind != fault.Invalid || f.Code != code {
			t.Errorf("ReadDay(%q) = %s, %v, want %s", in, r.Day, err, code)
		}
	}
	_, err := calendar.ReadDay("2027/2/30")
	if f := err.(*fault.Error); f.Args["last"] != "2027-02-28" {
		t.Errorf("the month's last day is not named: %v", f.Args)
	}
}

func FuzzReadDay(f *testing.F) {
	for _, s := range []string{"2027-03-01", "令和九年三月一日(月)", "H31.4.30", "ー", "(月)", "十"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := calendar.ReadDay(s)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			return
		}
		for _, form := range []string{r.Day.String(), r.Day.Era()} {
			if again, err := calendar.ReadDay(form); err != nil || again.Day != r.Day {
				if y, _, _ := r.Day.Civil(); y >= 1000 {
					t.Fatalf("%q read as %s, its form %q as %s, %v", s, r.Day, form, again.Day, err)
				}
			}
		}
	})
}

func TestMonthsFrom(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		first string
		n     int
		want  string
		how   calendar.How
	}{
		{"2026-11-25", 4, "2027-03-24", calendar.DayBefore},
		{"2026-12-01", 4, "2027-03-31", calendar.WholeMonths},
		{"2026-10-31", 4, "2027-02-28", calendar.NoCorresponding},
		{"2027-10-30", 4, "2028-02-29", calendar.NoCorresponding},
		{"2027-10-29", 4, "2028-02-28", calendar.DayBefore},
		{"2026-10-01", 6, "2027-03-31", calendar.WholeMonths},
		{"2026-10-02", 6, "2027-04-01", calendar.DayBefore},
		{"2026-12-31", 12, "2027-12-30", calendar.DayBefore},
		{"2026-12-01", 1, "2026-12-31", calendar.WholeMonths},
		{"2028-02-29", 12, "2029-02-28", calendar.NoCorresponding},
	} {
		if got, how := calendar.MonthsFrom(day(c.first), c.n); got != day(c.want) || how != c.how {
			t.Errorf("%d months from %s end %s (%d), want %s (%d)", c.n, c.first, got, how, c.want, c.how)
		}
	}
}

func TestHolidayTableAgreesWithTheStatute(t *testing.T) {
	t.Parallel()
	count := 0
	for d := day("1970-01-01"); !d.After(day("2050-12-31")); d = d.Add(1) {
		table, statute := calendar.Holiday(d), calendar.Statutory(d)
		if table != statute {
			t.Errorf("%s: the table says %q, the statute %q", d, table, statute)
		}
		if table != "" {
			count++
		}
	}
	if count != 1329 {
		t.Errorf("%d holidays, the origin has 1329", count)
	}
}

func TestHolidaysBeyondTheTableComeFromTheStatute(t *testing.T) {
	t.Parallel()
	if calendar.Holiday(day("2051-01-01")) != "元日" || calendar.Holiday(day("2051-01-02")) != "休日" { // a Sunday and its Monday
		t.Error("2051-01-01 is a Sunday; the day after is a holiday in lieu")
	}
	if c, ok := calendar.Why(day("2051-05-03")); !ok || !c.Forecast {
		t.Error("a holiday of 2051 is a forecast")
	}
	if c, ok := calendar.Why(day("2027-05-03")); !ok || c.Forecast || c.Why.Ja != "憲法記念日" || c.Why.En != "Constitution Day" {
		t.Errorf("2027-05-03: %v", c)
	}
}

func TestEveryHolidayHasAnEnglishName(t *testing.T) {
	t.Parallel()
	for d := day("2019-06-01"); !d.After(day("2050-12-31")); d = d.Add(1) {
		if c, ok := calendar.Why(d); ok && c.Why.En == "national holiday" {
			t.Errorf("%s %s has no English name", d, c.Why.Ja)
		}
	}
}

func TestOpenPassesClosedDays(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2027-03-22": "2027-03-23", "2027-12-29": "2028-01-04", "2027-05-03": "2027-05-06", "2027-03-24": "2027-03-24",
		"2026-09-19": "2026-09-24", "2026-12-31": "2027-01-04", "2027-02-28": "2027-03-01",
	} {
		got, passed := calendar.Open(day(in))
		if got != day(want) || len(passed) != got.Since(day(in)) {
			t.Errorf("%s opens on %s after %d days, want %s", in, got, len(passed), want)
		}
	}
}

func TestWorkingDaysBack(t *testing.T) {
	t.Parallel()
	if got := calendar.WorkingBefore(day("2027-05-05")); got != day("2027-04-30") {
		t.Error(got)
	}
	if got := calendar.MinusWorking(day("2027-03-31"), 10); got != day("2027-03-16") {
		t.Error(got)
	}
	if got := calendar.MinusWorking(day("2027-01-03"), 0); got != day("2026-12-28") {
		t.Error(got)
	}
}

func BenchmarkOpen(b *testing.B) {
	d := day("2027-12-29")
	for b.Loop() {
		calendar.Open(d)
	}
}
