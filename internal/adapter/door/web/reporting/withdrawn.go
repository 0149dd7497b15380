package reporting

import (
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
)

// WithdrawalTx is what is read of a withdrawal (取下げ).
type WithdrawalTx interface {
	WithdrawalOf(ident.Filing) (filing.Withdrawal, error)
}

// WithdrawalOf reads the withdrawal of a filing, or by it, where there may be one.
func WithdrawalOf(tx WithdrawalTx, f filing.Filing, of procedure.Procedure) (w filing.Withdrawal, err error) {
	if f.State == filing.Withdrawn || of.Withdraws {
		w, err = tx.WithdrawalOf(f.ID)
	}
	return w, err
}

// WithdrawnNotice says on the page of a filing that it was withdrawn, or that it withdrew another, with the way to the other one where that is open to
// the reader; nil where neither is so. at is the address of a filing.
func WithdrawnNotice(r *gate.Request, id ident.Filing, w filing.Withdrawal, at func(ident.Number) string) *look.Notice {
	title, text, link, number := r.T("withdrawal.title"), "withdrawal.text", "withdrawal.by", w.ByNumber
	switch id {
	case w.Of:
	case w.By:
		title, text, link, number = r.T("withdrawal.of.title"), "withdrawal.of.text", "withdrawal.of", w.OfNumber
	default:
		return nil
	}
	n := &look.Notice{Tone: look.Warn, Title: title, Text: []string{r.T(text, "at", look.Second(r.Lang, w.At))}}
	if number != "" {
		n.Link = look.Link{To: at(number), Text: r.T(link, "number", string(number))}
	}
	return n
}

// WithdrawnEvents are the withdrawal of a filing in its course.
func WithdrawnEvents(r *gate.Request, id ident.Filing, w filing.Withdrawal) []look.Event {
	if w.Of == "" || w.Of != id {
		return nil
	}
	return []look.Event{{At: w.At, Seconds: true, Done: true, What: r.T("withdrawal.event"), Text: string(w.ByNumber)}}
}
