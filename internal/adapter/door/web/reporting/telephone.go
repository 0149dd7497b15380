package reporting

import (
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
)

// Telephone is what a page says of a report that came by telephone (電話での受付), as far as its reader may know it.
type Telephone struct {
	Mark    look.Tag
	Facts   []look.Answer
	Waiting bool
}

// TelephoneOf makes it ready to be shown; nil for every other report.
func TelephoneOf(r *gate.Request, i intake.Intake) *Telephone {
	if !i.Here() {
		return nil
	}
	t := &Telephone{Mark: TakenTag(r, i.State, i.At), Waiting: i.State == intake.Waiting}
	add := func(key, text string) {
		if text != "" {
			t.Facts = append(t.Facts, look.Answer{Question: r.T(key), Text: text})
		}
	}
	add("phone.called", look.Moment(r.Lang, i.CalledAt))
	add("phone.caller", i.Caller)
	add("phone.phone", i.Phone)
	add("phone.office", look.Named(r.Lang, i.OfficeIs, i.OfficeEn))
	add("phone.by", i.By)
	add("phone.entered", look.Moment(r.Lang, i.At))
	add("phone.back", backText(r, i))
	if i.DoneAt != 0 {
		add("phone.done."+string(i.State), doneText(r, i))
	}
	return t
}

func backText(r *gate.Request, i intake.Intake) string {
	switch {
	case i.BackAt == 0:
		return r.T("phone.back.none")
	case i.BackTo == "":
		return look.Moment(r.Lang, i.BackAt)
	}
	return r.T("phone.back.at", "phone", i.BackTo, "at", look.Moment(r.Lang, i.BackAt)) + " " + i.BackBy
}

func doneText(r *gate.Request, i intake.Intake) string {
	return look.Moment(r.Lang, i.DoneAt) + " " + i.DoneBy
}

// TakenTag is the mark of a report that came by telephone: for how long it is not confirmed, or that it is.
func TakenTag(r *gate.Request, s intake.State, at ident.Instant) look.Tag {
	if s == intake.Waiting {
		return look.Tag{Text: r.T("phone.mark.waiting", "long", Waited(r, at)), Tone: look.Warn}
	}
	return look.Tag{Text: r.T("phone.mark." + string(s)), Tone: look.Plain}
}

// Taken is a tag of a list's line with the mark of a report that came by telephone.
func Taken(r *gate.Request, l filing.Line, t look.Tag) look.Tag {
	if l.Telephone != "" {
		mark := TakenTag(r, l.Telephone, l.Taken)
		t.Text += r.T("phone.also", "mark", mark.Text)
		if l.Telephone == intake.Waiting && t.Tone != look.Danger {
			t.Tone = look.Warn
		}
	}
	return t
}

// Waited says how long something waits.
func Waited(r *gate.Request, at ident.Instant) string {
	d := r.Now.Time().Sub(at.Time())
	switch {
	case d < time.Hour:
		return r.T("phone.minutes", "n", max(0, int(d.Minutes())))
	case d < 48*time.Hour:
		return r.T("phone.hours", "n", int(d.Hours()))
	}
	return r.T("phone.days", "n", int(d.Hours())/24)
}
