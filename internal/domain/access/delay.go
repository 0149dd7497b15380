package access

import (
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Delay is an act by which the looks of one office at one report are shown to its owner later (R45: 調査等のため), asked for by one
// officer and approved by another. Looks before the approval, and those of other offices, are shown as ever; afterwards
// the delayed ones are shown too, and that they were delayed.
type Delay struct {
	ID      ident.Object
	About   ident.Number // of the report
	Object  ident.Object
	Org     ident.Org
	Unit    ident.Unit
	State   DelayState
	Ground  string
	UntilAt ident.Instant

	AskedBy, DecidedBy     ident.Person
	AskedAt, DecidedAt     ident.Instant
	AskedName, DecidedName string // as registered today
}

// DelayState is where a delay stands.
type DelayState string

// The states.
const (
	DelayAsked     DelayState = "asked"
	DelayApproved  DelayState = "approved"
	DelayWithdrawn DelayState = "withdrawn"
)

// Bounds of a delay. They are ours; no provision is known that names any.
const (
	DelayDays   = 90
	DelayGround = 500
)

// Check judges what is asked for on a day; an Invalid fault names every place.
func (d *Delay) Check(until, today law.Day) error {
	var l fault.List
	d.Ground = strings.TrimSpace(d.Ground)
	text.Check(&l, "ground", d.Ground, DelayGround)
	if text.Blank(d.Ground) {
		l.Add("ground", "fault.form.needed", nil)
	}
	switch {
	case until.IsZero():
		l.Add("until", "fault.form.needed", nil)
	case until.Before(today), until.Since(today) > DelayDays:
		l.Add("until", "fault.delay.until", nil)
	default:
		d.UntilAt = until.End()
	}
	if d.About == "" {
		l.Add("number", "fault.form.needed", nil)
	}
	return l.Err()
}

// Approve is the second officer's yes.
func (d *Delay) Approve(by ident.Person, at ident.Instant) error {
	switch {
	case by == "":
		return fault.New(fault.Denied, "fault.account.browser", nil)
	case by == d.AskedBy:
		return fault.New(fault.Denied, "fault.delay.self", nil)
	case d.State != DelayAsked || at >= d.UntilAt:
		return fault.New(fault.Conflict, "fault.delay.over", nil)
	}
	d.State, d.DecidedBy, d.DecidedAt = DelayApproved, by, at
	return nil
}

// End withdraws what was asked, or lets the owner be shown from now on what is delayed.
func (d *Delay) End(at ident.Instant) error {
	if d.State == DelayWithdrawn || at >= d.UntilAt {
		return fault.New(fault.Conflict, "fault.delay.over", nil)
	}
	if d.State == DelayAsked {
		d.State = DelayWithdrawn
	}
	d.UntilAt = at
	return nil
}
