// Package export owns 書き出し that is got ready as a task: a long list of filings, gathered part by part in the sight of whoever
// ordered it, kept sealed for a day and taken in any format.
package export

import (
	"net/url"
	"time"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
)

// State is where an export stands.
type State string

// The states.
const (
	Waiting State = "waiting" // nobody has begun
	Running State = "running"
	Ready   State = "ready"
	Stopped State = "stopped" // by whoever ordered it
	Refused State = "refused" // it cannot be got ready; Why says why
	Gone    State = "gone"    // its day is over
)

// States are all of them.
var States = []State{Waiting, Running, Ready, Stopped, Refused, Gone}

// Bounds: filings of an export, filings of a part, exports that one person has at a time, and how long one is kept.
const (
	Most   = 100_000
	Batch  = 500
	AtOnce = 5
	Kept   = 24 * time.Hour
)

// Export is one order.
type Export struct {
	ID     ident.Object
	Org    ident.Org
	Unit   ident.Unit
	Person ident.Person // who ordered it
	Token  ident.Token  // or the program that did
	Hat    ident.Hat    // under which it is gathered: what its rights leave when a part is read
	State  State
	Why    string // catalogue key, where it was refused
	At     ident.Instant
	EndsAt ident.Instant // when it is thrown away
	Total  int           // filings that the filter left at the beginning; 0 while unknown
	Done   int           // filings gathered
	Parts  int           // parts that are kept
	Next   filing.Place  // where the next part begins

	BegunAt  ident.Instant // of the present run: after a restart it goes on where it stood
	BegunAtN int           // Done at that time
	Words
}

// Words are what is sealed of an export.
type Words struct {
	Query string // the filter, as filing.Filter writes it
}

// Filter is what the list was narrowed to.
func (e Export) Filter() (filing.Filter, error) {
	q, err := url.ParseQuery(e.Query)
	if err != nil {
		return filing.Filter{}, fault.New(fault.Invalid, "fault.invalid", nil)
	}
	return filing.ReadFilter(q.Get)
}

// Open reports whether somebody still works, or will, on it.
func (e Export) Open() bool { return e.State == Waiting || e.State == Running }

// Left is how long the rest will take at the pace of the present run; ok is false while nothing is known.
func (e Export) Left(now ident.Instant) (left time.Duration, ok bool) {
	n, took := e.Done-e.BegunAtN, now.Time().Sub(e.BegunAt.Time())
	if e.State != Running || n <= 0 || took <= 0 || e.Total <= 0 {
		return 0, false
	}
	return time.Duration(float64(took) / float64(n) * float64(max(e.Total-e.Done, 0))), true
}

// Part is some filings of an export in their order, with the names of their procedures, as they were when they were read.
type Part struct {
	Lines []filing.Line
	Kinds map[filing.Kind]text.Both
}

// Keep leaves of the lines what a list shows: no answer is kept, and a summary is its owner's.
func Keep(lines []filing.Line, own bool) []filing.Line {
	list := make([]filing.Line, len(lines))
	for i, l := range lines {
		list[i] = filing.Line{Filing: l.Filing, Waiting: l.Waiting}
		list[i].Filer = filing.FilerBlock{Name: l.Filer.Name, NameEn: l.Filer.NameEn, CorporateNumber: l.Filer.CorporateNumber}
		if own {
			list[i].Summary = l.Summary
		}
	}
	return list
}
