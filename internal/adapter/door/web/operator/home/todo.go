package home

import (
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/requests"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/request"
)

// ask is the line of a question that waits for an answer.
func (f found) ask(r *gate.Request, a request.Request, now bool) look.Todo {
	l := f.ofFiling(a.Filing)
	t := look.Todo{
		What: r.T("home.ask.enquiry", "office", look.Named(r.Lang, a.Office, a.OfficeEn)), Ref: string(a.Number), Tag: look.Tag{Text: r.T("home.tag.ask"), Tone: look.Warn}, Alert: now,
		Until: r.T("home.ask.soon"), Note: l.Summary, To: look.Link{To: reporting.ReportsPath, Text: r.T("home.open")},
	}
	if a.Kind == request.Fix {
		t.What, t.Tag = r.T("home.ask.fix", "office", look.Named(r.Lang, a.Office, a.OfficeEn)), look.Tag{Text: r.T("reports.state.fix-asked"), Tone: look.Danger}
	}
	switch {
	case a.Silent(law.DayOf(r.Now)):
		t.Until, t.Alert = requests.Wished(r.Lang, a, law.DayOf(r.Now)), true
	case !a.AnswerBy.IsZero():
		t.Until = r.T("home.until", "day", look.Day(r.Lang, a.AnswerBy))
	}
	if l.Number == "" {
		return t
	}
	t.Holder = r.T("home.holder", "name", reporting.Sender(r.Lang, l.Content))
	t.To.To = reporting.ReportAt(l.Number)
	if r.Scope.Permit(access.Permission{Action: access.Answer, Object: access.Request}) == nil {
		t.To = look.Link{To: reporting.ReportAt(l.Number, "requests", a.Number.ASCII()), Text: r.T("reports.reply")}
	}
	return t
}

// duty is the line of a 詳報 that is owed soon.
func (f found) duty(r *gate.Request, d duty.Duty, now bool) look.Todo {
	left, tone := reporting.Left(r.Lang, d.DueOn, law.DayOf(r.Now))
	t := look.Todo{
		What: r.T("home.detailed"), Tag: look.Tag{Text: left, Tone: tone}, Until: r.T("home.until", "day", look.Day(r.Lang, d.DueOn)), Alert: now,
		To: look.Link{To: reporting.ReportsPath, Text: r.T("home.open")},
	}
	if l, ok := f.ofCase(d.Subject); ok {
		t.Ref, t.Note, t.Holder, t.To.To = string(l.Number), l.Summary, r.T("home.holder", "name", reporting.Sender(r.Lang, l.Content)), reporting.ReportAt(l.Number)
	}
	return f.remind(r, ident.Object(d.ID), t)
}

func (f found) ofFiling(id ident.Filing) filing.Line {
	for _, l := range f.lines {
		if l.Filing.ID == id {
			return l
		}
	}
	return filing.Line{}
}

func (f found) ofCase(o ident.Object) (filing.Line, bool) {
	for _, l := range f.lines {
		if ident.Object(l.Case) == o {
			return l, true
		}
	}
	return filing.Line{}, false
}
