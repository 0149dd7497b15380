package consult_test

import (
	"os"
	"strings"
	"testing"

	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
)

// Every state × side × deed: what is not in this table is a Conflict, and the state stays.
func TestTheTableOfWhatMayFollow(t *testing.T) {
	t.Parallel()
	want := map[string]consult.State{
		"received office checking": consult.Checking, "received office answered": consult.Done, "checking office answered": consult.Done, "answered office answered": consult.Done,
		"received operator withdrawn": consult.Ended, "checking operator withdrawn": consult.Ended, "answered operator reopened": consult.Received,
		"received operator wrote": consult.Received, "checking operator wrote": consult.Checking, "received office wrote": consult.Received, "checking office wrote": consult.Checking,
		"received operator sent": consult.Received, "checking operator sent": consult.Checking, "answered operator sent": consult.Received,
		"received office marked": consult.Received, "checking office marked": consult.Checking, "answered office marked": consult.Done,
	}
	for _, from := range consult.States {
		for _, by := range []consult.Side{consult.Operator, consult.Competent, "x"} {
			for _, d := range []consult.Deed{consult.Checks, consult.Answered, consult.Withdrawn, consult.Reopened, consult.Wrote, consult.Sent, consult.Marked, "x"} {
				to, err := consult.Next(from, by, d)
				w, ok := want[string(from)+" "+string(by)+" "+string(d)]
				if !ok {
					w = from
				}
				if to != w || ok != (err == nil) || !ok && !fault.Is(err, fault.Conflict) {
					t.Errorf("%s %s %s: %s %v, want %s", from, by, d, to, err, w)
				}
			}
		}
	}
}

// The diagram in docs/adr/0048-consultation.md is what the table says.
func TestTheDiagramIsDrawnFromTheTable(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../../docs/adr/0048-consultation.md")
	if err != nil || !strings.Contains(string(b), consult.Diagram()) {
		t.Errorf("docs/adr/0048-consultation.md does not hold this diagram (%v):\n%s", err, consult.Diagram())
	}
}

// grown is a facility with a segment and two machines that say the same, and one that is retired.
func grown(name string, internet scope.Internet) ([]consult.Line, scope.Facts) {
	machine := func(id string) scope.Machine {
		return scope.Machine{ID: id, Name: "host-" + id, Segment: "s", Used: law.Yes, IsFacility: law.Yes, Make: "general", Count: 40, Software: []scope.Software{{Layer: "os", Maker: "架空", Product: name}}}
	}
	f := scope.Facts{Operator: scope.Operator{Designated: law.Yes}, Businesses: []scope.Business{{ID: "b", Sector: law.Electricity, Facilities: []scope.Facility{
		{ID: "f", Name: "給電", Internet: internet, Segments: []scope.Segment{{ID: "s", Name: "制御", Role: "facility"}}, Machines: []scope.Machine{machine("1"), machine("2")}}, {ID: "g", Name: "別の設備"}}}}}
	return consult.Grow(f, scope.Assess(law.Release(), law.Commencement, f), "b", []string{"f"}), f
}

func TestLinesAreFoldedAndNameNoMachine(t *testing.T) {
	t.Parallel()
	lines, _ := grown("SampleOS", "connected")
	if len(lines) != 3 || lines[0].Level != consult.Facility || lines[1].Level != consult.Segment || lines[2].Product != "SampleOS" || lines[2].Segment != "制御" || lines[2].File == law.NotAsked {
		t.Fatalf("%+v", lines)
	}
	again, _ := grown("SampleOS", "connected")
	other, _ := grown("SampleOS", "separated")
	for i := range lines {
		if lines[i].ID != again[i].ID {
			t.Errorf("the same line has two ids: %+v", lines[i])
		}
	}
	if lines[0].ID == other[0].ID {
		t.Error("a line that says something else is the same")
	}
	if f, _ := consult.Grow(scope.Facts{}, scope.Result{}, "b", nil), 0; len(f) != 0 {
		t.Error("lines out of nothing")
	}
}

func TestWhatIsCarriedOn(t *testing.T) {
	t.Parallel()
	lines, _ := grown("A", "connected")
	next, _ := grown("B", "connected")
	first := consult.Sheet{Version: 1, Agreed: consult.Agreed{Lines: lines}, Marks: []consult.Mark{{Line: lines[0].ID, Confirmed: true, Version: 1, MarkWords: consult.MarkWords{Office: "課", Name: "髙木"}}, {Line: lines[1].ID, Version: 1}, {Line: lines[2].ID, Confirmed: true}}}
	second := consult.Sheet{Version: 2, Agreed: consult.Continue(next, "本", []consult.Sheet{first})}
	if st, m := second.Stand(next[0].ID); st != consult.Confirmed || m.Version != 1 || m.Office != "課" || m.Name != "" {
		t.Errorf("an unchanged line: %s %+v", st, m)
	}
	if st, _ := second.Stand(next[1].ID); st != consult.Waiting {
		t.Errorf("a line that was asked about is %s in the next version", st)
	}
	if st, _ := second.Stand(next[2].ID); st != consult.Waiting {
		t.Errorf("a changed line is %s", st)
	}
	if len(second.Gone) != 1 || second.Gone[0].Product != "A" || second.All() {
		t.Errorf("%+v", second)
	}
	// What was taken back later is not carried: the last word counts.
	first.Marks = append(first.Marks, consult.Mark{Line: lines[0].ID})
	if st, _ := (consult.Sheet{Agreed: consult.Continue(next, "本", []consult.Sheet{first})}).Stand(next[0].ID); st != consult.Waiting {
		t.Errorf("a confirmation that was taken back is carried: %s", st)
	}
}
