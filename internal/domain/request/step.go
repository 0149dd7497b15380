package request

import (
	"crypto/sha256"
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// StepKind is what one side did about a question that waits.
type StepKind string

// The kinds of step.
const (
	ExtensionAsked StepKind = "extension.asked" // 回答期限の延長の申出, by the one asked
	Extended       StepKind = "extended"        // 延長, by the office: a later day, or its own
	NotExtended    StepKind = "not-extended"    // 延長しない旨, by the office, with its reason
	Chased         StepKind = "chased"          // 再度のお願い, by the office
)

// ReasonLimit bounds the words of a step, in characters.
const ReasonLimit = 1000

// Step is one of them. By is the day that was wished for (ExtensionAsked) or given (Extended), else zero.
type Step struct {
	ID   ident.Object
	Kind StepKind
	Org  ident.Org
	Unit ident.Unit
	At   ident.Instant
	By   law.Day
	Said
}

// Said is the sealed part of a step.
type Said struct {
	Reason string `json:",omitempty"`
	Was    string `json:",omitempty"` // the day that was wished for before an Extended
	Name   string `json:",omitempty"` // of the person, for the own organisation only
}

// Digest is what the entry of a step says of it.
func (s Step) Digest() [32]byte {
	return sha256.Sum256([]byte(string(s.ID) + "\x00" + s.By.String() + "\x00" + s.Reason))
}

// Silent reports whether the wished day has passed without an answer. It has no effect in law: both sides see it.
func (r Request) Silent(today law.Day) bool {
	return r.State == Waiting && !r.AnswerBy.IsZero() && r.AnswerBy.Before(today)
}

// Pending is the extension that was asked for and not decided, nil when there is none.
func (r Request) Pending() *Step {
	for i := len(r.Steps) - 1; i >= 0; i-- {
		switch r.Steps[i].Kind {
		case ExtensionAsked:
			return &r.Steps[i]
		case Extended, NotExtended:
			return nil
		case Chased:
		}
	}
	return nil
}

// ChasedOn reports whether the office asked once more on a day.
func (r Request) ChasedOn(day law.Day) bool {
	return slices.ContainsFunc(r.Steps, func(s Step) bool { return s.Kind == Chased && law.DayOf(s.At) == day })
}

// Next judges a step that is to follow on a day. The places are by and reason.
func (r Request) Next(s Step, today law.Day) error {
	if err := r.Open(); err != nil {
		return err
	}
	var l fault.List
	switch s.Kind {
	case ExtensionAsked:
		if r.Pending() != nil {
			return fault.New(fault.Conflict, "fault.request.pending", nil)
		}
		r.checkDay(&l, s.By, today)
		needReason(&l, s.Reason)
	case Extended, NotExtended:
		if r.Pending() == nil {
			return fault.New(fault.Conflict, "fault.request.decided", nil)
		}
		if s.Kind == Extended {
			r.checkDay(&l, s.By, today)
		} else {
			needReason(&l, s.Reason)
		}
	case Chased:
		if r.ChasedOn(today) {
			return fault.New(fault.Conflict, "fault.request.chased", nil)
		}
	default:
		l.Add("kind", "fault.form.option", fault.Args{"text": string(s.Kind)})
	}
	text.Check(&l, "reason", s.Reason, ReasonLimit)
	return l.Err()
}

// checkDay wants a day from tomorrow on, later than the wished one, within a year.
func (r Request) checkDay(l *fault.List, by, today law.Day) {
	switch {
	case by.IsZero():
		l.Add("by", "fault.form.needed", nil)
	case !today.Before(by) || !r.AnswerBy.IsZero() && !r.AnswerBy.Before(by) || today.Add(366).Before(by):
		l.Add("by", "fault.request.day", fault.Args{"day": by.String()})
	}
}

func needReason(l *fault.List, reason string) {
	if text.Blank(reason) {
		l.Add("reason", "fault.form.needed", nil)
	}
}
