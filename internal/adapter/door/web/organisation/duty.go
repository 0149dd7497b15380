package organisation

import (
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/oncall"
)

// RosterPath is the address of 当番表.
const RosterPath = Path + "/roster"

// warned is for how many days ahead a night without anybody is told.
const warned = 7

// DutyTx is what the notices about contacts and roster are read from.
type DutyTx interface {
	DutyState() (oncall.State, error)
	DutyTurns(from, until ident.Instant) ([]oncall.Turn, error)
}

// DutyNotices are what a unit is told until it is put right: that nobody has confirmed contacts and roster in this quarter, or since a
// hand-over (R6); and the nights of the next days on which nobody is on duty. A unit that keeps no roster has none of these.
func DutyNotices(r *gate.Request, tx DutyTx) ([]look.Notice, error) {
	s, err := tx.DutyState()
	if err != nil {
		return nil, err
	}
	return NoticesOf(r, tx, s)
}

// NoticesOf is DutyNotices for whoever has read how they stand.
func NoticesOf(r *gate.Request, tx DutyTx, s oncall.State) (list []look.Notice, err error) {
	to := look.Link{To: RosterPath, Text: r.T("roster.title")}
	if s.Asks(r.Now) {
		n := look.Notice{Tone: look.Warn, Title: r.T("roster.banner"), Text: []string{r.T("roster.banner.text")}, Link: to}
		if s.ConfirmedAt != 0 && s.HandoverAt > s.ConfirmedAt {
			n.Text = []string{r.T("roster.banner.handover")}
		}
		list = append(list, n)
	}
	if s.Turns == 0 {
		return list, nil
	}
	today := law.DayOf(r.Now)
	turns, err := tx.DutyTurns(r.Now, today.Add(warned).Start())
	gaps := oncall.Gaps(turns, Ahead(oncall.Nights(today, today.Add(warned)), r.Now))
	if err != nil || len(gaps) == 0 {
		return list, err
	}
	n := look.Notice{Tone: look.Warn, Title: r.T("roster.gaps", "n", len(gaps)), Link: to}
	for _, g := range gaps[:min(len(gaps), 3)] {
		n.Text = append(n.Text, SpanWords(r.Lang, g))
	}
	return append(list, n), nil
}

// Ahead are the parts of spans that have not passed.
func Ahead(list []oncall.Span, at ident.Instant) (left []oncall.Span) {
	for _, s := range list {
		if s.Until > at {
			left = append(left, oncall.Span{From: max(s.From, at), Until: s.Until})
		}
	}
	return left
}

// SpanWords is a time as people write it; its end has the day only where it lies on another.
func SpanWords(l look.Lang, s oncall.Span) string {
	until := look.Moment(l, s.Until)
	if law.DayOf(s.From) == law.DayOf(s.Until) {
		until = look.Clock(s.Until)
	}
	return look.Moment(l, s.From) + look.Say(l, "roster.span") + until
}
