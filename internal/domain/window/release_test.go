package window_test

import (
	"testing"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/window"
)

// What goes by law is refused to be withheld where the law is confirmed, and asked about where it is not; where the law is silent the choice is
// open and marked unknown. The walk is over every authority and section.
func TestWhatTheLawSaysOfSections(t *testing.T) {
	t.Parallel()
	day := law.MustDay("2026-11-24")
	for _, c := range []struct {
		kind       party.Kind
		section    string
		must, asks bool
		certainty  law.Certainty
	}{
		{party.Ministry, "outline", true, false, law.Confirmed}, {party.Cabinet, "outline", true, false, law.Confirmed},
		{party.Ministry, "computer", false, true, law.Reported}, {party.Cabinet, "computer", false, true, law.Reported},
		{party.Ministry, "contact", false, false, law.Unknown}, {party.NCO, "outline", false, false, law.Reported}, {party.NCO, "computer", false, false, law.Reported},
	} {
		d, found := window.DefaultOf(c.kind, c.section, day)
		if !found || d.Must != c.must || d.Asks != c.asks || d.Certainty != c.certainty || len(d.Provision) == 0 || d.Answer.En == "" {
			t.Errorf("%s %s: %+v", c.kind, c.section, d)
		}
		if d.Must && !d.Certainty.Refuses() {
			t.Errorf("%s %s: refused on what is not confirmed", c.kind, c.section)
		}
	}
	if d, found := window.DefaultOf(party.Ministry, "another", day); found || d.Must {
		t.Errorf("a section of which the book says nothing: %+v", d)
	}
}
