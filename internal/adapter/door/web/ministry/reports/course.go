package reports

import (
	"cmp"
	"slices"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/request"
)

// course is the case as a picture: the times that were said, what arrived, when this office opened it, its calls, questions and answers. It
// holds nothing that the page does not say elsewhere.
func (o *opened) course(r *gate.Request) *look.Plot {
	type point struct {
		at   ident.Instant
		what string
	}
	var list []point
	add := func(at ident.Instant, what string) {
		if at != 0 {
			list = append(list, point{at, what})
		}
	}
	for _, t := range o.file.Times() {
		if at, err := form.MomentInstant(t.Told[len(t.Told)-1].Text()); err == nil {
			add(at, reporting.Label(r.Lang, t.Field))
		}
	}
	for _, one := range o.file.Reports {
		add(one.ArrivedAt, r.T("course.arrived", "name", one.Of.Name.In(string(r.Lang))))
		add(o.seen[one.ID], r.T("course.opened", "name", one.Of.Name.In(string(r.Lang))))
	}
	for _, c := range o.call {
		add(c.At, r.T("course.call"))
	}
	for _, q := range o.asks {
		add(q.AskedAt, r.T("officer.event.asked", "kind", r.T(kindKey(q.Kind))))
		what := r.T("officer.event.answered")
		if q.State == request.Closed {
			what = r.T("request.closed.event")
		}
		add(q.AnsweredAt, what)
	}
	if len(list) < 2 {
		return nil
	}
	slices.SortStableFunc(list, func(a, b point) int { return cmp.Compare(a.at, b.at) })
	p := &look.Plot{Kind: look.Course, ID: "course", Title: r.T("course.title"), Text: r.T("course.text"), Head: r.T("course.what"), Series: []look.Series{{Name: r.T("course.when")}}}
	for _, one := range list {
		since := one.at - list[0].at
		p.Labels = append(p.Labels, one.what)
		p.Series[0].Values = append(p.Series[0].Values, look.Value{N: float64(since), Text: look.Moment(r.Lang, one.at), Mark: after(r, since)})
	}
	return p
}

// after is how long after the first event something happened, in few letters.
func after(r *gate.Request, since ident.Instant) string {
	d := time.Duration(since) * time.Microsecond
	switch {
	case since == 0:
		return ""
	case d < time.Hour:
		return r.T("course.minutes", "n", int(d.Minutes()))
	case d < 48*time.Hour:
		return r.T("course.hours", "n", int(d.Hours()))
	}
	return r.T("course.days", "n", int(d.Hours()/24))
}
