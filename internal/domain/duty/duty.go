// Package duty owns who owes what, by when and why. A duty is opened and recomputed by facts and
// discharged by a filing or an answer; reminders hang on it.
package duty

import (
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// State is where a duty stands.
type State string

// The states of a duty.
const (
	Open       State = "open"
	Discharged State = "discharged"
	Lifted     State = "lifted" // facts changed: it is no longer owed
	Stayed     State = "stayed" // 対象外の申出あり: it is not waited for, until an office asks
)

// Change is what an arrival does to a duty that stands.
type Change struct {
	Subject ident.Object
	Rule    string
	To      State
}

// Duty is one thing owed.
type Duty struct {
	ID       ident.Duty
	Org      ident.Org
	Unit     ident.Unit
	Rule     string       // a rule of the book, "incident.detailed"
	Subject  ident.Object // the case, the item …
	DueOn    law.Day
	State    State
	OpenedAt ident.Instant
	// Why is the explained date as computed on the day the duty was opened or recomputed.
	Why law.Due
}
