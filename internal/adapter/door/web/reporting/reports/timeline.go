package reports

import (
	"cmp"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/request"
)

// timeline is what happened, newest first.
func (o opened) timeline(r *gate.Request) []look.Event {
	var to []string
	_, addressees := filing.ByConsent(o.to)
	for _, a := range addressees {
		if a.Channel == filing.Here {
			to = append(to, look.Addressed(r.Lang, a.Title))
		}
	}
	list := []look.Event{{At: o.ArrivedAt, Seconds: true, Done: true, What: r.T("reports.event.arrived"), By: r.T("reports.event.sent-by", "name", reporting.Sender(r.Lang, o.Content)), Text: join(r, to)}}
	for _, s := range o.seen {
		list = append(list, look.Event{At: s.FirstAt, Done: true, What: r.T("reports.event.opened"), By: look.Named(r.Lang, s.Office, s.OfficeEn)})
	}
	for _, c := range o.call {
		e := look.Event{At: c.At, Done: true, What: r.T("oncall.event.step"), By: o.officeOf(r, c.Unit)}
		if c.Kind.Reached() {
			e.What = r.T("oncall.event.reached")
		}
		if c.Kind.Reached() || c.Kind == oncall.Step { // that nobody answered is the office's own
			list = append(list, e)
		}
	}
	for _, a := range o.asks {
		e := look.Event{At: a.AskedAt, Done: true, What: kindName(r, a.Kind), By: look.Named(r.Lang, a.Office, a.OfficeEn), Text: string(a.Number), Alert: a.State == request.Waiting}
		list = append(list, e)
		if a.AnsweredAt != 0 {
			what := r.T("reports.event.answered")
			if a.State == request.Closed {
				what = r.T("request.closed.event")
			}
			list = append(list, look.Event{At: a.AnsweredAt, Done: true, What: what, By: a.Name, Text: string(a.Number)})
		}
	}
	for _, c := range o.formed {
		list = append(list, look.Event{At: c.At, Done: true, What: r.T("formal.event"), By: o.officeOf(r, c.Unit)})
		if c.UndoneAt != 0 {
			list = append(list, look.Event{At: c.UndoneAt, Done: true, What: r.T("formal.event.undone"), By: o.officeOf(r, c.Unit)})
		}
	}
	list = append(list, reporting.WithdrawnEvents(r, o.ID, o.gone)...)
	list = append(append(list, append(o.releasedEvents(r), o.consentEvents(r)...)...), reporting.PassedEvents(r, o.Filing)...)
	slices.SortStableFunc(list, func(a, b look.Event) int { return cmp.Compare(b.At, a.At) })
	return list
}
