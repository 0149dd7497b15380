package window_test

import (
	"testing"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/window"
)

// A row brings a report to an authority of another law, and says of none that all is done there; while it is not known that the condition
// holds, nothing is sent. The authorities of 法5条 are done with here.
func TestARowDischargesNoOtherLaw(t *testing.T) {
	t.Parallel()
	day := law.MustDay("2026-11-24")
	row := party.Routing{ID: "r1", Authority: "recipient.ppc", Channel: law.Here, Certainty: law.Reported, From: law.MustDay("2026-10-01")}
	nco := party.Routing{ID: "r2", Authority: window.NCO, When: "any", Channel: law.Here, Certainty: law.Reported, From: row.From}
	for personal, want := range map[law.Truth]bool{law.Yes: true, law.Maybe: false, law.NotAsked: false} {
		f := window.Facts{Aware: day, AsOf: day, Owed: true, Personal: personal, Routes: []party.Routing{row, nco}}
		found := 0
		for _, l := range window.Lines(f) {
			switch l.ID {
			case "recipient.ppc":
				found++
				if l.Channel != law.Here || l.Done() || l.Sends != want || l.Sends != f.Gives(row) || len(l.Clocks) == 0 {
					t.Errorf("%v: channel %s, done %v, sends %v, %d clocks", personal, l.Channel, l.Done(), l.Sends, len(l.Clocks))
				}
			case window.NCO:
				if l.Done() || l.Sends {
					t.Errorf("%s reads by consent alone: done %v, sends %v", l.ID, l.Done(), l.Sends)
				}
			case "recipient.pm", "recipient.minister":
				found++
				if !l.Done() || l.Sends {
					t.Errorf("%s: done %v, sends %v", l.ID, l.Done(), l.Sends)
				}
			}
		}
		if found < 3 {
			t.Errorf("%v: %d authorities", personal, found)
		}
	}
}
