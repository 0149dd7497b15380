package filling

import (
	"errors"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// stops is why the draft cannot be sent whatever stands in it: what it follows or corrects was withdrawn (取下げ), or can no longer be followed so. It
// is nil where nothing does. Nothing that was written is lost by it.
func (w work) stops() error {
	about := w.frozen
	if w.Follows != "" {
		about = w.base
	}
	if about.State == filing.Withdrawn {
		return fault.New(fault.Conflict, "fault.draft.withdrawn", fault.Args{"filing": string(about.Number)})
	}
	if w.Follows == "" {
		return nil
	}
	return w.before.Permit(w.of, w.base.ID)
}

// warning says it on the pages of the draft, that something of the case was withdrawn since the draft was begun, or what the draft withdraws; nil
// where there is nothing to say.
func (w work) warning(r *gate.Request) *look.Notice {
	if e, ok := errors.AsType[*fault.Error](w.stops()); ok {
		n := &look.Notice{Tone: look.Danger, Title: r.T("draft.stopped"), Text: []string{look.SayArgs(r.Lang, e.Code, e.Args)}}
		if about := w.about(); about != "" {
			n.Link = look.Link{To: reporting.ReportAt(about), Text: r.T("draft.stopped.link")}
		}
		return n
	}
	for _, one := range w.before.Reports {
		if one.Of.Withdraws && one.ArrivedAt > w.CreatedAt {
			return &look.Notice{Tone: look.Warn, Title: r.T("draft.since"), Text: []string{r.T("draft.since.text", "filing", string(one.Number))}}
		}
	}
	return w.withdraws(r)
}

// withdraws says what the draft withdraws; nil where it withdraws nothing.
func (w work) withdraws(r *gate.Request) *look.Notice {
	i := slices.IndexFunc(w.before.Reports, func(one dossier.Report) bool { return one.ID == w.base.ID })
	if !w.of.Withdraws || i < 0 {
		return nil
	}
	one := w.before.Reports[i]
	return &look.Notice{
		Tone: look.Info, Title: r.T("withdrawal.about"), Text: []string{reporting.SourceOf(r.Lang, one)},
		Link: look.Link{To: reporting.ReportAt(one.Number), Text: r.T("draft.stopped.link")},
	}
}

// about is the number of what the draft follows or corrects.
func (w work) about() ident.Number {
	if w.Follows != "" {
		return w.base.Number
	}
	return w.frozen.Number
}
