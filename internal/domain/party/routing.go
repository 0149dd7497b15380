package party

import (
	"slices"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// Routing says, from a day until another, by which channel one authority has reports of a kind (提出先の設定, R1). Such rows are the
// offices'; where there is none, the law book says.
type Routing struct {
	ID        string
	Authority string // of the law book: recipient.ppc
	Kind      string // id of the procedure: report.prompt; empty: every report
	When      string // the condition on the facts, one of Whens; empty: as the law book says
	Channel   law.Channel
	// Office has what is reported where the channel is this platform, under Title.
	Office    ident.Unit
	OfficeOrg ident.Org
	Title     string
	Cited     string // provision or decision behind it
	Certainty law.Certainty
	From      law.Day
	Until     law.Day // zero while in force
}

// ReportSections is what an authority receives of a report where nothing is withheld from it.
var ReportSections = []string{"outline", "computer", "contact"}

// Whens are the conditions that a row may set.
var Whens = []string{"any", "reportable", "personal-data", "sector"}

// Holds reports whether the row counts on a day for reports of a kind.
func (r Routing) Holds(kind string, on law.Day) bool {
	return (r.Kind == "" || r.Kind == kind) && !on.Before(r.From) && (r.Until.IsZero() || on.Before(r.Until))
}

// RouteOf is the row that counts for an authority: one that is of the kind before one that is of every kind.
func RouteOf(list []Routing, authority, kind string, on law.Day) (Routing, bool) {
	for _, of := range []string{kind, ""} {
		if i := slices.IndexFunc(list, func(r Routing) bool { return r.Authority == authority && r.Kind == of && r.Holds(kind, on) }); i >= 0 {
			return list[i], true
		}
	}
	return Routing{}, false
}
