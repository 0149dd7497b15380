package store_test

import (
	"slices"
	"testing"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/request"
)

// The states that the table speaks of are those in which the nouns can stand.
func TestStatesAreThoseOfTheNouns(t *testing.T) {
	t.Parallel()
	report := []access.State{}
	for _, m := range filing.Transitions {
		for _, s := range []filing.State{m.From, m.To} {
			if !slices.Contains(report, access.State(s)) {
				report = append(report, access.State(s))
			}
		}
	}
	for o, want := range map[access.Object][]access.State{
		access.Report:  report,
		access.Draft:   {access.State(filing.DraftOpen), access.State(filing.DraftSent), access.State(filing.DraftDiscarded)},
		access.Request: {access.State(request.Waiting), access.State(request.Answered), access.State(request.Closed)},
	} {
		got := access.States(o)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, the noun has %v", o, got, want)
		}
	}
}
