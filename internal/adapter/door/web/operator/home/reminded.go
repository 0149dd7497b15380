package home

import (
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// machines adds the dates of 機器台帳 of which people were reminded.
func (f found) machines(r *gate.Request, v *view) {
	today := law.DayOf(r.Now)
	seen := map[string]bool{}
	for _, s := range f.reminded {
		id := s.Kind + s.On.String()
		if s.Kind == "" || seen[id] {
			continue
		}
		seen[id] = true
		left, tone := reporting.Left(r.Lang, s.On, today)
		t := f.remind(r, s.Object, look.Todo{
			What: r.T("calendar.kind." + s.Kind), Tag: look.Tag{Text: left, Tone: tone}, Until: r.T("home.until", "day", look.Day(r.Lang, s.On)), Alert: s.On.Since(today) <= 1,
			To: look.Link{To: reporting.CalendarPath + "?from=" + s.On.String() + "&until=" + s.On.String() + "#list", Text: r.T("home.open")},
		})
		if t.Alert {
			v.Now = append(v.Now, t)
		} else {
			v.Week = append(v.Week, t)
		}
	}
}

// remind says on a line when people were last reminded of it.
func (f found) remind(r *gate.Request, of ident.Object, t look.Todo) look.Todo {
	for _, s := range f.reminded {
		if s.Object == of {
			t.Until += r.T("home.reminded", "at", look.Moment(r.Lang, s.At))
		}
	}
	return t
}
