package filling

import (
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/indicator"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notice"
)

// followedTx is what is read of the case about which a draft is a further report.
type followedTx interface {
	CaseFilings(ident.Case, access.Permission) ([]filing.Reported, error)
	DutiesOf(ident.Object) ([]duty.Duty, error)
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
}

// follows is the case of a further report: what was reported before, what is owed, and what is wrong with a report that an answer names.
type follows struct {
	base   filing.Filing
	before dossier.Dossier
	owed   []duty.Duty
	refers []fault.Field
}

// readCase reads the case; whole also what only the last pages say of it.
func (w *work) readCase(tx DraftTx, whole bool) error {
	base, said, err := tx.FilingByID(w.Follows, mayRead)
	if err != nil {
		return err
	}
	w.base = base
	list := []filing.Reported{{Filing: base, Content: said}}
	if base.Case != "" {
		if list, err = tx.CaseFilings(base.Case, mayRead); err != nil {
			return err
		}
	}
	if w.before, err = dossier.Read(list, tx.Procedure); err != nil {
		return err
	}
	if !w.of.Withdraws { // which says nothing of what was said before
		w.was = w.of.Begins(w.before.Values())
	}
	if !whole {
		return nil
	}
	if w.owed, err = tx.DutiesOf(ident.Object(w.base.Case)); err != nil {
		return err
	}
	return w.readReferred(tx)
}

// readReferred looks at the report that an answer names, as sending will.
func (w *work) readReferred(tx DraftTx) error {
	typed := filing.Values(w.entries)[w.of.Refers].Text()
	if w.of.Refers == "" || typed == "" {
		return nil
	}
	n, err := ident.ParseNumber(typed)
	if err == nil {
		var kept filing.Filing
		kept, _, err = tx.Filing(n, mayFile)
		if err == nil && kept.Case != "" && kept.Case != w.base.Case {
			return nil
		}
		if err == nil {
			w.refers = []fault.Field{{Path: w.of.Refers, Code: "fault.incident.kept.same"}}
			return nil
		}
		if !fault.Is(err, fault.Hidden) {
			return err
		}
	}
	w.refers = []fault.Field{{Path: w.of.Refers, Code: "fault.incident.kept"}}
	return nil
}

// standing is what is owed under the clock of the procedure and not done.
func (w work) standing() (duty.Duty, bool) {
	for _, d := range w.owed {
		if d.Rule == w.of.Clock.Rule && (d.State == duty.Open || d.State == duty.Stayed) {
			return d, true
		}
	}
	return duty.Duty{}, false
}

// dueNow is the date of the case, or the one that a changed time gives.
func (w work) dueNow(values form.Values, at ident.Instant) (law.Due, bool, error) {
	if !w.of.Follows {
		return w.of.Due(values, at)
	}
	d, stands := w.standing()
	if !stands {
		return law.Due{}, false, nil
	}
	due, again, err := w.of.Again(w.before.Values(), values, at)
	if !again {
		due = d.Why
	}
	return due, true, err
}

// source says from which report, or from which 気付き連絡, an answer comes that nobody has touched since; empty for any other.
func (w work) source(r *gate.Request, field string) string {
	if number, ok := notice.Sourced(w.answers[field].Current.From); ok {
		return r.T("follow.source", "source", r.T("tip.source", "number", number))
	}
	from := w.before.Answers()[field].From
	if w.answers[field].Current.From == "" || from.ID == "" {
		return ""
	}
	return r.T("follow.source", "source", reporting.SourceOf(r.Lang, from))
}

// reading is what was understood of pasted indicators.
func reading(r *gate.Request, f form.Field, v form.Value) string {
	if f.Reads != indicator.Indicators || v.Empty() || v.Unknown {
		return ""
	}
	return reporting.Counted(r.Lang, v.Text())
}

// noted are the answers of a page with where they come from.
func (w work) noted(r *gate.Request, list []look.Answer, fields []form.Field) []look.Answer {
	for i, f := range fields {
		if from := w.source(r, f.ID); from != "" {
			list[i].Note = strings.TrimSpace(list[i].Note + " " + from)
		}
	}
	return list
}
