package event_test

import (
	"fmt"
	"strings"
	"testing"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/event"
)

func day(s string) law.Day { return law.MustDay(s) }

var today = day("2026-11-24")

// nothing is an event about which every question is answered with no, on a specified computer of the types.
func nothing(types ...law.Letter) event.Facts {
	no := law.No
	return event.Facts{
		Operator: event.Operator{Designated: law.Yes, DesignatedOn: day("2024-01-01"), Sector: law.Electricity},
		Machine:  event.Machine{Specified: law.Yes, Types: types, Model: "own"},
		Happened: event.Happened{Malware: no, Access: no, Interference: no, Line: no, Harm: no, MalwareTrace: no, AccessTrace: no, InterferenceTrace: no,
			Received: no, Attempt: no, Credentials: no, Command: no, Scan: no},
		When: event.When{Occurred: event.On(today), Aware: event.On(today)},
		Kind: "other", Personal: event.PersonalData{Leak: no},
	}
}

// brief writes a result as "required=yes heads=event.trace? form=1 due=2026-12-24".
func brief(r event.Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "required=%s heads=", r.Required)
	for i, h := range r.Heads {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString(strings.TrimPrefix(h.Rule, "event."))
		if h.Outcome != law.Yes {
			b.WriteString("?")
		}
	}
	if r.Form != nil {
		fmt.Fprintf(&b, " form=%d", r.Form.Number)
	}
	if d := detailed(r); d != "" {
		b.WriteString(" due=" + d)
	}
	return b.String()
}

// detailed is when the 詳報 to the minister is due.
func detailed(r event.Result) string {
	for _, c := range r.Clocks {
		if strings.HasPrefix(c.Recipient, "recipient.minister") && len(c.Dues) > 0 {
			return c.Dues[0].Due.String()
		}
	}
	return ""
}

func TestWorkedEvents(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		id, want string
		types    []law.Letter
		edit     func(*event.Facts)
	}{
		{"T10", "required=yes heads=harm,trace form=3 due=2026-12-24", []law.Letter{"A"}, func(f *event.Facts) {
			f.Happened.Access, f.Happened.Harm = law.Yes, law.Yes
			if err := f.When.Aware.UnmarshalText([]byte("2026-11-24T10:15:00+09:00")); err != nil {
				t.Error(err)
			}
		}},
		{"C7 SaaS", "required=yes heads=harm,trace form=3 due=2026-12-07", []law.Letter{"B"}, func(f *event.Facts) {
			f.Happened.Access, f.Happened.Harm, f.Machine.Model = law.Yes, law.Yes, "saas"
			f.When = event.When{Occurred: event.On(day("2026-11-01")), Provider: event.On(day("2026-11-05"))}
		}},
		{"C6 IaaS", "required=yes heads=harm,trace form=3 due=2026-12-01", []law.Letter{"E"}, func(f *event.Facts) {
			f.Happened.Access, f.Happened.Harm, f.Machine.Model = law.Yes, law.Yes, "iaas"
			f.When = event.When{Occurred: event.On(day("2026-11-01")), Aware: event.On(day("2026-11-01")), Provider: event.On(day("2026-11-05"))}
		}},
		{"PaaS middleware", "required=yes heads=harm,trace form=3 due=2026-12-07", []law.Letter{"E"}, func(f *event.Facts) {
			f.Happened.Access, f.Happened.Harm, f.Machine.Model, f.Machine.Layer = law.Yes, law.Yes, "paas", "middleware"
			f.When = event.When{Aware: event.On(day("2026-11-01")), Provider: event.On(day("2026-11-05"))}
		}},
		{"PaaS application", "required=yes heads=harm,trace form=3 due=2026-12-01", []law.Letter{"E"}, func(f *event.Facts) {
			f.Happened.Access, f.Happened.Harm, f.Machine.Model, f.Machine.Layer = law.Yes, law.Yes, "paas", "application"
			f.When = event.When{Aware: event.On(day("2026-11-01")), Provider: event.On(day("2026-11-05"))}
		}},
		{"C8 on E", "required=yes heads=e.received form=3 due=2026-12-24", []law.Letter{"E"}, func(f *event.Facts) { f.Happened.Received = law.Yes }},
		{"C8 on A", "required=no heads= form=3", []law.Letter{"A"}, func(f *event.Facts) { f.Happened.Received = law.Yes }},
		{"②' on E", "required=yes heads=e.attempt form=3 due=2026-12-24", []law.Letter{"E"}, func(f *event.Facts) { f.Happened.Attempt = law.Yes }},
		{"②' credentials on E", "required=yes heads=e.credentials form=3 due=2026-12-24", []law.Letter{"E", "F"}, func(f *event.Facts) { f.Happened.Credentials = law.Yes }},
		{"③' on E", "required=yes heads=e.command form=3 due=2026-12-24", []law.Letter{"E"}, func(f *event.Facts) { f.Happened.Command = law.Yes }},
		{"③' on C", "required=no heads= form=3", []law.Letter{"C"}, func(f *event.Facts) { f.Happened.Command = law.Yes }},
		{"C9 line flooded, harmed", "required=yes heads=harm,trace form=1 due=2026-12-24", []law.Letter{"A"}, func(f *event.Facts) {
			f.Happened.Interference, f.Happened.Line, f.Happened.Harm, f.Kind = law.Yes, law.Yes, law.Yes, "ddos"
		}},
		{"C9 line flooded, harm not known", "required=yes heads=harm?,trace form=1 due=2026-12-24", []law.Letter{"A"}, func(f *event.Facts) {
			f.Happened.Interference, f.Happened.Line, f.Happened.Harm, f.Kind = law.Yes, law.Yes, law.Maybe, "ddos"
		}},
		{"C10 port scan", "required=no heads= form=3", []law.Letter{"A"}, func(f *event.Facts) { f.Happened.Scan = law.Yes }},
		{"traces", "required=yes heads=trace form=3 due=2026-12-24", []law.Letter{"C"}, func(f *event.Facts) { f.Happened.AccessTrace = law.Yes }},
		{"C11 hospital", "required=no heads= form=3", []law.Letter{"E"}, func(f *event.Facts) {
			f.Happened.Access, f.Happened.Harm, f.Operator.Sector = law.Yes, law.Yes, law.Medical
		}},
		{"C14 parent", "required=no heads= form=3", []law.Letter{"E"}, func(f *event.Facts) {
			f.Happened.Access, f.Happened.Harm, f.Operator.Designated, f.Operator.DesignatedOn = law.Yes, law.Yes, law.No, law.Day{}
		}},
		{"T15 waived", "required=no heads=harm,trace form=3", []law.Letter{"A"}, func(f *event.Facts) {
			f.Happened.Access, f.Happened.Harm, f.Operator.DesignatedOn = law.Yes, law.Yes, day("2026-07-01")
			f.When = event.When{Occurred: event.On(day("2026-12-20")), Aware: event.On(day("2026-12-20"))}
		}},
		{"T15 last day", "required=no heads=harm,trace form=3", []law.Letter{"A"}, func(f *event.Facts) {
			f.Happened.Access, f.Happened.Harm, f.Operator.DesignatedOn = law.Yes, law.Yes, day("2026-07-01")
			f.When = event.When{Occurred: event.On(day("2027-01-01")), Aware: event.On(day("2027-01-01"))}
		}},
		{"T15 after", "required=yes heads=harm,trace form=3 due=2027-02-01", []law.Letter{"A"}, func(f *event.Facts) {
			f.Happened.Access, f.Happened.Harm, f.Operator.DesignatedOn = law.Yes, law.Yes, day("2026-07-01")
			f.When = event.When{Occurred: event.On(day("2027-01-02")), Aware: event.On(day("2027-01-02"))}
		}},
		{"nothing known", "required=unknown heads=harm?,trace?,e.received?,e.attempt?,e.credentials?,e.command?", nil, func(f *event.Facts) { *f = event.Facts{} }},
	} {
		t.Run(c.id, func(t *testing.T) {
			t.Parallel()
			f := nothing(c.types...)
			c.edit(&f)
			if got := brief(event.Assess(law.Release(), today, f)); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

// C2: what is exempt from the notification stays reportable: the assessment of an event does not ask about exemptions.
func TestExemptionDoesNotTouchTheReport(t *testing.T) {
	t.Parallel()
	for _, q := range event.Questions(law.At(today)) {
		if strings.Contains(q.ID, "exempt") || strings.Contains(q.ID, "bespoke") {
			t.Errorf("the question %s reaches into reports", q.ID)
		}
	}
}

// T15: the waiver asks and never refuses.
func TestWaiverAsks(t *testing.T) {
	t.Parallel()
	f := nothing("A")
	f.Happened.Access, f.Operator.DesignatedOn = law.Yes, day("2026-07-01")
	f.When = event.When{Occurred: event.On(day("2026-12-20")), Aware: event.On(day("2026-12-20"))}
	r := event.Assess(law.Release(), day("2026-12-20"), f)
	if r.Waived != law.Yes || r.WaivedUntil != day("2027-01-01") || r.Certainty.Refuses() {
		t.Errorf("%s until %s, %s", r.Waived, r.WaivedUntil, r.Certainty)
	}
	if len(r.Notes) == 0 || !strings.Contains(r.Notes[0].Ja, "改正案") || !strings.Contains(r.Notes[0].Ja, "報告することはできます") {
		t.Errorf("no warning: %v", r.Notes)
	}
}

// T16: three clocks side by side, form 2, destinations apart.
func TestThreeClocks(t *testing.T) {
	t.Parallel()
	f := nothing("E")
	f.Happened.Malware, f.Happened.Harm, f.Kind, f.Personal = law.Yes, law.Yes, "ransomware", event.PersonalData{Leak: law.Yes}
	r := event.Assess(law.Release(), today, f)
	if r.Form == nil || r.Form.Number != 2 {
		t.Errorf("form %v", r.Form)
	}
	got := map[string]string{}
	for _, c := range r.Clocks {
		for _, d := range c.Dues {
			got[c.Recipient+" "+d.Rule] = d.Due.String()
			for _, other := range d.Alternatives {
				got[c.Recipient+" "+d.Rule+" "+other.ID] = other.Due.String()
			}
		}
		if c.Recipient == "recipient.ppc" && (c.Channel != law.Elsewhere || c.Required != law.Yes) {
			t.Errorf("PPC: %v", c)
		}
		if strings.HasPrefix(c.Recipient, "recipient.minister") && (c.Name.Ja != "経済産業大臣" || c.Prompt == nil) {
			t.Errorf("minister: %v", c)
		}
	}
	for k, want := range map[string]string{
		"recipient.minister.meti incident.detailed": "2026-12-24", "recipient.pm incident.detailed": "2026-12-24",
		"recipient.ppc ppc.final": "2027-01-22", "recipient.ppc ppc.final first-day-excluded": "2027-01-25", "recipient.ppc ppc.prompt": "2026-11-30",
	} {
		if got[k] != want {
			t.Errorf("%s: %s, want %s", k, got[k], want)
		}
	}
}

func TestAwarenessThroughAContractorShowsBothDays(t *testing.T) {
	t.Parallel()
	f := nothing("E")
	f.Happened.Access = law.Yes
	f.When = event.When{Occurred: event.On(day("2026-11-15")), Contractor: event.On(day("2026-11-16")), Acknowledge: event.On(day("2026-11-20"))}
	r := event.Assess(law.Release(), today, f)
	if r.Awareness.Day != day("2026-11-20") || r.Awareness.Elapsed != 4 || len(r.Awareness.Readings) != 1 || r.Awareness.Readings[0].ID != "contractor" || r.Awareness.Readings[0].Due != day("2026-12-16") {
		t.Errorf("%+v", r.Awareness)
	}
	f.When = event.When{Aware: event.On(day("2026-11-20")), Provider: event.On(day("2026-11-10"))}
	f.Machine.Model = "unknown"
	if r = event.Assess(law.Release(), today, f); r.Awareness.Day != day("2026-11-10") || len(r.Awareness.Readings) != 1 {
		t.Errorf("model not known, the earlier day: %+v", r.Awareness)
	}
}

func TestPromptReportIsNeverOverdue(t *testing.T) {
	t.Parallel()
	f := nothing("E")
	f.Happened.Access = law.Yes
	r := event.Assess(law.Release(), day("2027-05-01"), f)
	for _, c := range r.Clocks {
		if c.Prompt == nil {
			continue
		}
		if !strings.Contains(c.Prompt.Ja, "158日") || strings.Contains(c.Prompt.Ja, "期限切れ") || strings.Contains(c.Prompt.Ja, "遅延") {
			t.Error(c.Prompt.Ja)
		}
	}
}

// "Not reportable" rests on the draft's list and says so; "no specified computer" rests on the Act.
func TestCertaintyOfNo(t *testing.T) {
	t.Parallel()
	f := nothing("A")
	f.Happened.Received = law.Yes
	if r := event.Assess(law.Release(), today, f); r.Required != law.No || r.Certainty != law.Drafted || len(r.Asks) == 0 {
		t.Errorf("mail on a gateway: %s %s %v", r.Required, r.Certainty, r.Asks)
	}
	f.Machine.Specified, f.Machine.Types = law.No, nil
	if r := event.Assess(law.Release(), today, f); r.Required != law.No || r.Certainty != law.Confirmed {
		t.Errorf("office PC: %s %s", r.Required, r.Certainty)
	}
	f = nothing("E")
	f.Happened.Access, f.Happened.Harm = law.Yes, law.Yes
	if r := event.Assess(law.Release(), today, f); r.Certainty != law.Confirmed {
		t.Errorf("a specified intrusion event is the Act's own: %s", r.Certainty)
	}
}

func TestWhatWouldChangeTheAnswer(t *testing.T) {
	t.Parallel()
	f := nothing("A")
	f.Happened.Received = law.Yes // C8 on the gateway
	r := event.Assess(law.Release(), today, f)
	found := false
	for _, c := range r.Changes {
		found = found || c.Path == "machine.type_e" && c.To.En == "yes" && strings.Contains(c.Outcome.Ja, "報告が要ります")
	}
	if !found {
		t.Errorf("that type E would change the answer is not said: %+v", r.Changes)
	}
	nearly := false
	for _, n := range r.Nearly {
		nearly = nearly || n.Rule == "event.e.received"
	}
	if !nearly {
		t.Error("①' is one fact away and not named")
	}
}

func TestEventContradictionsNameBothPlaces(t *testing.T) {
	t.Parallel()
	for id, edit := range map[string]func(*event.Facts){
		"aware-before-occurred":    func(f *event.Facts) { f.When.Aware = event.On(day("2026-11-01")) },
		"provider-before-occurred": func(f *event.Facts) { f.When.Provider, f.Machine.Model = event.On(day("2026-11-01")), "saas" },
		"told-before-noticed": func(f *event.Facts) {
			f.When.Acknowledge, f.When.Contractor = event.On(day("2026-11-24")), event.On(day("2026-11-25"))
		},
		"own-provider":               func(f *event.Facts) { f.When.Provider = event.On(today) },
		"not-specified-types":        func(f *event.Facts) { f.Machine.Specified = law.No },
		"type-e-types":               func(f *event.Facts) { f.Machine.TypeE = law.Yes },
		"scan-and-more":              func(f *event.Facts) { f.Happened.Scan, f.Happened.Access = law.Yes, law.Yes },
		"harm-without-act":           func(f *event.Facts) { f.Happened.Harm = law.Yes },
		"line-without-interference":  func(f *event.Facts) { f.Happened.Line = law.Yes },
		"ddos-without-interference":  func(f *event.Facts) { f.Kind = "ddos" },
		"ransomware-without-malware": func(f *event.Facts) { f.Kind = "ransomware" },
		"not-designated-on":          func(f *event.Facts) { f.Operator.Designated = law.No },
		"layer-without-paas":         func(f *event.Facts) { f.Machine.Layer = "os" },
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			f := nothing("A")
			edit(&f)
			for _, c := range event.Assess(law.Release(), today, f).Contradictions {
				if c.ID == id && len(c.Places) == 2 && c.Says.Ja != "" && c.Says.En != "" {
					return
				}
			}
			t.Error("not named")
		})
	}
	if r := event.Assess(law.Release(), today, nothing("A")); len(r.Contradictions) != 0 {
		t.Errorf("facts that agree are called contradictory: %+v", r.Contradictions)
	}
}

func TestBeforeCommencementIsSaid(t *testing.T) {
	t.Parallel()
	f := nothing("E")
	f.Happened.Access = law.Yes
	f.When = event.When{Aware: event.On(day("2026-09-30"))}
	r := event.Assess(law.Release(), today, f)
	if len(r.Notes) == 0 || !strings.Contains(r.Notes[0].Ja, "施行") || detailed(r) != "" {
		t.Errorf("%v %s", r.Notes, detailed(r))
	}
}

func BenchmarkAssessEvent(b *testing.B) {
	f := nothing("E")
	f.Happened.Access, f.Personal = law.Yes, event.PersonalData{Leak: law.Yes}
	for b.Loop() {
		event.Assess(law.Release(), today, f)
	}
}
