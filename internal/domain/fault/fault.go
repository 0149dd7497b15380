// Package fault owns the closed set of ways in which Kanmin says no.
//
// Every package returns these; only adapter/door/gate turns a Kind into an
// HTTP status or a sentence. The text of a fault is a catalogue key with
// arguments, never a sentence, so that a page, the API and the command line say the
// same thing in the reader's language.
package fault

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Kind is what went wrong, from the caller's point of view.
type Kind uint8

// The closed set of kinds. An error that carries none of them is Internal: its
// detail is logged under an incident number and never shown.
const (
	Internal    Kind = iota // ours to mend
	Invalid                 // the input cannot be read or breaks a bound; Fields name the places
	Denied                  // the caller may know that the thing exists, but may not do this
	Hidden                  // absent, or not the caller's: the two are one answer
	Conflict                // the state moved, or the idempotency key was used with another body
	Exceeded                // a limit of size, count or rate
	Unavailable             // try again later
	SignedOut               // no valid session or token
)

var kindNames = [...]string{"internal", "invalid", "denied", "hidden", "conflict", "exceeded", "unavailable", "signed-out"}

// String returns the stable name that problem documents carry.
func (k Kind) String() string { return kindNames[k] }

// Args fills the placeholders of a catalogue sentence.
type Args map[string]string

// Field is one place in the input and what is wrong there.
type Field struct {
	Path      string // JSON path of the API or id of the form field: "aware_at", "rows[3].maker"
	Code      string // catalogue key, "fault.…"
	Args      Args
	Provision string // the rule behind it, when it is one of law
}

// Error is a fault with its place.
type Error struct {
	Kind   Kind
	Op     string // "submitting.File"
	Code   string // catalogue key, "fault.…"; may be empty
	Args   Args
	Fields []Field
	Err    error // cause, for the log only
}

// Error is for logs and tests; people read the catalogue's sentence.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Op != "" {
		b.WriteString(e.Op + ": ")
	}
	b.WriteString(e.Kind.String())
	if e.Code != "" {
		b.WriteString(" " + e.Code)
	}
	for _, f := range e.Fields {
		fmt.Fprintf(&b, " [%s: %s%s]", f.Path, f.Code, args(f.Args))
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

func args(a Args) string {
	keys := make([]string, 0, len(a))
	for k := range a {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var b strings.Builder
	for _, k := range keys {
		fmt.Fprintf(&b, " %s=%q", k, a[k])
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of the first fault in err's chain, Internal if there is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is a fault of kind k.
func Is(err error, k Kind) bool {
	e, ok := errors.AsType[*Error](err)
	return ok && e.Kind == k
}

// New makes a fault with a catalogue key.
func New(k Kind, code string, a Args) *Error { return &Error{Kind: k, Code: code, Args: a} }

// Absent is the one answer for "there is none" and "not yours".
func Absent() *Error { return &Error{Kind: Hidden, Code: "fault.hidden"} }

// Wrap adds the operation to the error of a function: the first line of a flow or store method is
//
//	defer fault.Wrap(&err, "submitting.File")
func Wrap(err *error, op string) {
	if *err == nil {
		return
	}
	if e, ok := errors.AsType[*Error](*err); ok {
		if e.Op == "" {
			c := *e
			c.Op = op
			*err = &c
		}
		return
	}
	*err = &Error{Kind: Internal, Op: op, Err: *err}
}

// List collects field faults; its zero value is ready.
type List struct{ Fields []Field }

// Add notes one place.
func (l *List) Add(path, code string, a Args) {
	l.Fields = append(l.Fields, Field{Path: path, Code: code, Args: a})
}

// Err returns nil when nothing was noted, else one Invalid fault that carries every place.
func (l *List) Err() error {
	if len(l.Fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Code: "fault.invalid", Fields: l.Fields}
}
