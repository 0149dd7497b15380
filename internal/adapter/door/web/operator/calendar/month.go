package calendar

import (
	"strconv"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/calendar"
)

// Month is one month as a picture, with the months beside it.
type Month struct {
	Table        look.Table
	Title        string
	Before, Next look.Link
}

// ofWeek are the days of a week, of which a row is made.
const ofWeek = 7

// month is the month that the address names, or that of today.
func month(r *gate.Request, entries []agenda.Entry) Month {
	today := law.DayOf(r.Now)
	year, m, _ := today.Civil()
	if at, err := time.Parse("2006-01", r.URL.Query().Get("month")); err == nil && at.Year() >= year-1 && at.Year() <= year+10 {
		year, m = at.Year(), int(at.Month())
	}
	first, _ := calendar.Date(year, m, 1)
	before, next := beside(year, m)
	g := grid{first, next, today, map[law.Day]int{}}
	for _, e := range entries {
		g.counts[e.On]++
	}
	v := Month{Title: name(r, first), Before: step(r, before), Next: step(r, next)}
	v.Table = look.Table{Caption: v.Title, Hide: true, Keep: true, Heads: []look.Head{{Text: r.T("calendar.week")}}}
	for _, d := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		v.Table.Heads = append(v.Table.Heads, look.Head{Text: r.T("calendar.day." + d), Centre: true})
	}
	for monday := first.Add(-(int(first.Weekday()) + ofWeek - 1) % ofWeek); monday.Before(next); monday = monday.Add(ofWeek) {
		_, mm, dd := monday.Civil()
		row := []look.Cell{{Text: strconv.Itoa(mm) + "/" + strconv.Itoa(dd)}}
		for n := range ofWeek {
			row = append(row, g.cell(r, monday.Add(n)))
		}
		v.Table.Rows = append(v.Table.Rows, row)
	}
	return v
}

// grid is a month with how many dates each day has.
type grid struct {
	first, next, today law.Day
	counts             map[law.Day]int
}

// cell is one day: how many dates it has, which lead to them.
func (g grid) cell(r *gate.Request, d law.Day) look.Cell {
	if d.Before(g.first) || !d.Before(g.next) {
		return look.Cell{}
	}
	_, _, dd := d.Civil()
	c := look.Cell{Text: strconv.Itoa(dd)}
	if n := g.counts[d]; n > 0 {
		c.Text, c.To = r.T("calendar.n", "day", dd, "n", n), Path+"?from="+d.String()+"&until="+d.String()+"&month="+d.String()[:len("2006-01")]+"#list"
	} else if d == g.today {
		c.Text = r.T("calendar.today", "day", dd)
	}
	return c
}

// beside are the first days of the months before and after one.
func beside(year, m int) (before, next law.Day) {
	before, _ = calendar.Date(year, m, 1)
	y, mm, _ := before.Add(-1).Civil()
	before, _ = calendar.Date(y, mm, 1)
	if m++; m > int(time.December) {
		year, m = year+1, int(time.January)
	}
	next, _ = calendar.Date(year, m, 1)
	return before, next
}

func name(r *gate.Request, d law.Day) string {
	y, m, _ := d.Civil()
	return r.T("calendar.month", "year", y, "month", m)
}

func step(r *gate.Request, d law.Day) look.Link {
	return look.Link{To: Path + "?month=" + d.String()[:len("2006-01")] + "#month", Text: name(r, d)}
}
