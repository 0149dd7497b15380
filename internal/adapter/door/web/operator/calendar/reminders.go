package calendar

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/reminder"
)

// Reminders says of each date when people are reminded of it, and whom that reaches.
type Reminders struct {
	Nobody look.Notice // where a reminder would reach nobody
	Table  look.Table
}

// reminders are those of the dates that the page shows.
func reminders(r *gate.Request, p agenda.Plan, shown []agenda.Entry) (v Reminders) {
	if len(shown) == 0 {
		return v
	}
	v.Table = look.Table{Caption: r.T("calendar.remind"), Hide: true, Heads: []look.Head{{Text: r.T("calendar.due")}, {Text: r.T("calendar.what")}, {Text: r.T("calendar.remind.ahead")}, {Text: r.T("calendar.remind.sent")}, {Text: r.T("calendar.remind.to")}}}
	for _, e := range shown[:min(len(shown), whysShown)] {
		sent := r.T("calendar.remind.none")
		if s := p.Reminded(e); s.N > 0 {
			sent = look.Moment(r.Lang, s.At)
		}
		v.Table.Rows = append(v.Table.Rows, []look.Cell{{Text: look.Day(r.Lang, e.On)}, {Text: what(r, e)}, {Text: ahead(r, e)}, {Text: sent}, reaches(r, p.Reaches(e))})
	}
	if slices.ContainsFunc(p.Reach, reminder.Reach.Nobody) {
		v.Nobody = look.Notice{Tone: look.Warn, Title: r.T("calendar.remind.nobody"), Text: []string{r.T("calendar.remind.nobody.text")}}
		if r.Scope.Permit(organisation.MayRead) == nil {
			v.Nobody.Link = look.Link{To: organisation.Path + "/mail", Text: r.T("mailbox.title")}
		}
	}
	return v
}

// ahead are the days on which people will be reminded of a date: each of those before it, and how often after it.
func ahead(r *gate.Request, e agenda.Entry) string {
	var days []string
	late := 0
	for _, at := range reminder.Ahead(e.OpenedAt, e.On, r.Now) {
		if day := law.DayOf(at); day.After(e.On) {
			late++
		} else {
			days = append(days, look.Day(r.Lang, day))
		}
	}
	switch {
	case late > 0 && e.State == agenda.Late:
		days = append(days, r.T("calendar.remind.more", "n", late))
	case late > 0:
		days = append(days, r.T("calendar.remind.late", "n", late))
	}
	if len(days) == 0 {
		return r.T("calendar.remind.over")
	}
	return strings.Join(days, r.T("calendar.remind.sep"))
}

func reaches(r *gate.Request, list []reminder.Reach) look.Cell {
	var words []string
	for _, x := range list {
		if x.Nobody() {
			return look.Cell{Tag: &look.Tag{Text: r.T("calendar.remind.reach.none", "unit", look.Named(r.Lang, x.Name, x.NameEn)), Tone: look.Danger}}
		}
		words = append(words, r.T("calendar.remind.reach", "unit", look.Named(r.Lang, x.Name, x.NameEn), "people", x.People, "boxes", x.Boxes))
	}
	return look.Cell{Text: strings.Join(words, " / ")}
}
