package inquiry_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/event"
	"kanmin/internal/domain/law/inquiry"
	"kanmin/internal/domain/law/scope"
)

var today = law.MustDay("2026-11-24")

const vpn = `{"notification":{"operator":{"designated":"yes","designated_on":"2024-01-01"},"businesses":[{"id":"b","sector":"electricity","facilities":[
	{"id":"f","internet":"connected","media":"none","cloud":"none","segments":[{"id":"s","role":"other"}],"machines":[
	{"id":"vpn","segment":"s","global_address":true,"authenticates":"no","controls_access":"いいえ","is_facility":"no","stores_important_data":"分からない",
	 "kind":"appliance","appliance":{"maker":"Fortinet","product":"FortiGate"},"introduced_on":"令和8年11月24日","in_place_on_commencement":"no","integrated_with_existing_facility":"no"}]}]}]}}`

func TestAssessAnswersInOneFormForEverybody(t *testing.T) {
	t.Parallel()
	out, err := inquiry.Assess([]byte(vpn), today)
	if err != nil {
		t.Fatal(err)
	}
	again, err := inquiry.Assess([]byte(vpn), today)
	if err != nil || string(out) != string(again) {
		t.Fatal("the same facts gave other bytes", err)
	}
	var a inquiry.Answer
	if err := json.Unmarshal(out, &a); err != nil {
		t.Fatal(err)
	}
	m := a.Notification.Machines[0]
	if len(m.Types) != 1 || m.Types[0] != law.A || m.File != law.Yes || m.Dues[0].Due != law.MustDay("2027-03-24") {
		t.Errorf("%v %s %v", m.Types, m.File, m.Dues)
	}
	if len(a.Understood) != 1 || a.Understood[0].Path != "notification.businesses[0].facilities[0].machines[0].introduced_on" || !strings.Contains(a.Understood[0].Says.Ja, "2026-11-24") {
		t.Errorf("what was understood: %v", a.Understood)
	}
	if strings.Contains(string(out), "null") {
		t.Error("a list is null")
	}
}

func TestBothAssessmentsInOneInquiry(t *testing.T) {
	t.Parallel()
	out, err := inquiry.Assess([]byte(`{"day":"2026-12-01","notification":{"businesses":[{"id":"b","sector":"gas","facilities":[]}]},
		"event":{"machine":{"types":["E"]},"happened":{"malware_received":"yes"},"when":{"operator_aware":"2026-11-24T10:15:00+09:00"}}}`), today)
	if err != nil {
		t.Fatal(err)
	}
	var a inquiry.Answer
	if err := json.Unmarshal(out, &a); err != nil {
		t.Fatal(err)
	}
	if a.Notification == nil || a.Event == nil || a.Event.Required != law.Yes || a.Event.Awareness.Elapsed != 7 {
		t.Errorf("%s", out)
	}
}

func TestFaultsNameTheirPlace(t *testing.T) {
	t.Parallel()
	machine := func(m string) string {
		return `{"notification":{"businesses":[{"id":"b","sector":"gas","facilities":[{"id":"f","segments":[{"id":"s"}],"machines":[` + m + `]}]}]}}`
	}
	const at = "notification.businesses[0].facilities[0].machines[0]."
	for _, c := range []struct{ in, path, code string }{
		{``, "", "fault.json.syntax"}, {`{"notification":{`, "", "fault.json.syntax"}, {`[]`, "", "fault.json.object"}, {`{} {}`, "", "fault.json.trailing"},
		{`{}`, "notification", "fault.law.empty"},
		{`{"notifications":{}}`, "notifications", "fault.json.unknown"},
		{`{"day":"2026-11-24","day":"2026-11-25"}`, "day", "fault.json.duplicate"},
		{`{"day":20261124}`, "day", "fault.json.string"}, {`{"day":"2027/2/30"}`, "day", "fault.day.none"}, {`{"day":"2100-01-01","event":{}}`, "day", "fault.law.far"},
		{`{"event":{"when":{"operator_aware":"きのう"}}}`, "event.when.operator_aware", "fault.day.form"},
		{`{"event":{"operator":{"sector":"space"}}}`, "event.operator.sector", "fault.law.sector"},
		{`{"event":{"operator":{"sector":"finance","class":"x"}}}`, "event.operator.class", "fault.law.class"},
		{`{"event":{"operator":{"corporate_number":"12"}}}`, "event.operator.corporate_number", "fault.law.corporate"},
		{`{"event":{"machine":{"types":["E","G"]}}}`, "event.machine.types[1]", "fault.law.choice"},
		{`{"event":{"kind":"virus"}}`, "event.kind", "fault.law.choice"},
		{`{"event":{"happened":{"harm":3}}}`, "event.happened.harm", "fault.json.string"},
		{`{"event":{"when":{"occurred":"2099-12-31"}}}`, "event.when.occurred", "fault.law.far"},
		{`{"notification":{}}`, "notification.businesses", "fault.law.missing"},
		{`{"notification":{"businesses":[{"sector":"gas"}]}}`, "notification.businesses[0].id", "fault.law.missing"},
		{`{"notification":{"businesses":[null]}}`, "notification.businesses[0]", "fault.law.missing"},
		{`{"notification":{"businesses":{}}}`, "notification.businesses", "fault.json.array"},
		{`{"notification":{"businesses":[{"id":"b"}]}}`, "notification.businesses[0].sector", "fault.law.sector"},
		{machine(`{"id":"m"},{"id":"m"}`), "notification.businesses[0].facilities[0].machines[1].id", "fault.law.twice"},
		{machine(`{"id":"m","segment":"x"}`), at + "segment", "fault.law.reference"},
		{machine(`{"id":"m","authenticates_for":["f","g"]}`), at + "authenticates_for[1]", "fault.law.reference"},
		{machine(`{"id":"m","stores_about":["n"]}`), at + "stores_about[0]", "fault.law.reference"},
		{machine(`{"id":"m","types":["A"]}`), at + "types_reason", "fault.law.reason"},
		{machine(`{"id":"m","types":["AB"],"types_reason":"x"}`), at + "types[0]", "fault.law.choice"},
		{machine(`{"id":"m","count":-1}`), at + "count", "fault.json.number"}, {machine(`{"id":"m","count":1.5}`), at + "count", "fault.json.number"},
		{machine(`{"id":"m","introduced_on":"2099-01-01"}`), at + "introduced_on", "fault.law.far"},
		{machine(`{"id":"m","name":"a\u0000b"}`), at + "name", "fault.text.nul"}, {machine(`{"id":"m","name":"` + strings.Repeat("あ", 401) + `"}`), at + "name", "fault.text.long"},
		{machine(`{"id":"m","colour":"red"}`), at + "colour", "fault.json.unknown"},
		{strings.Repeat("[", 100), "", "fault.json.depth"},
	} {
		_, err := inquiry.Assess([]byte(c.in), today)
		var f *fault.Error
		if !errors.As(err, &f) {
			t.Errorf("%.60s: %v", c.in, err)
			continue
		}
		code, path := f.Code, ""
		if len(f.Fields) > 0 {
			code, path = f.Fields[0].Code, f.Fields[0].Path
		}
		if code != c.code || path != c.path || f.Kind != fault.Invalid && f.Kind != fault.Exceeded {
			t.Errorf("%.60s: %s at %q, want %s at %q", c.in, code, path, c.code, c.path)
		}
	}
}

func TestSyntaxIsPlacedByLineAndColumn(t *testing.T) {
	t.Parallel()
	_, err := inquiry.Assess([]byte("{\n \"event\": x}"), today)
	var f *fault.Error
	if !errors.As(err, &f) || f.Args["line"] != "2" {
		t.Errorf("%v", err)
	}
}

func TestBoundsHold(t *testing.T) {
	t.Parallel()
	if _, err := inquiry.Assess(make([]byte, 9<<20), today); !fault.Is(err, fault.Exceeded) {
		t.Error("nine megabytes were read:", err)
	}
	many := `{"notification":{"businesses":[` + strings.Repeat(`{"id":"b"},`, 5001) + `{}]}}`
	if _, err := inquiry.Assess([]byte(many), today); !fault.Is(err, fault.Invalid) {
		t.Error("5,002 businesses were read:", err)
	}
	_, err := inquiry.Assess([]byte(`{"event":{"machine":{"types":[`+strings.Repeat(`1,`, 4000)+`1]}}}`), today)
	var f *fault.Error
	if !errors.As(err, &f) || len(f.Fields) > 60 {
		t.Error("faults are not bounded")
	}
}

// Every fact can be decoded: a kind of field that the decoder does not know would panic.
func TestEveryFactCanBeRead(t *testing.T) {
	t.Parallel()
	whole := inquiry.Inquiry{
		Day: today,
		Notification: &scope.Facts{Operator: scope.Operator{Name: "n", Corporate: "1234567890123", Designated: law.Yes, DesignatedOn: today}, Businesses: []scope.Business{{
			ID: "b", Name: "n", Sector: law.Finance, Class: "book-entry", DesignatedOn: today, Facilities: []scope.Facility{{
				ID: "f", Name: "n", InPlace: law.Yes, Internet: "connected", Media: "none", Cloud: "part", Segments: []scope.Segment{{ID: "s", Name: "n", Role: "dmz"}},
				Machines: []scope.Machine{{
					ID: "m", Name: "n", Count: 3, Segment: "s", Used: law.Yes, Spare: law.No, GlobalAddress: law.Yes, Authenticates: law.Yes, For: []string{"f"}, Controls: law.Maybe,
					IsFacility: law.No, Stores: law.Yes, About: []string{"m"}, Make: "cloud", Appliance: &scope.Product{Maker: "a", Product: "b"}, Service: &scope.Service{Model: "saas", Name: "x", Provider: "y"},
					Software: []scope.Software{{Layer: "os", Maker: "a", Product: "b", Bespoke: law.No}}, Bespoke: law.No, IntroducedOn: today, InPlace: law.No, Integrated: law.No,
					ChangedOn: today, RetiredOn: today, Types: []law.Letter{law.A}, Reason: "r",
				}},
			}},
		}}},
		Event: &event.Facts{Operator: event.Operator{Name: "n", Sector: law.Gas, DesignatedOn: today}, Machine: event.Machine{Name: "n", Types: []law.Letter{law.E}, TypeE: law.Yes, Model: "paas", Layer: "os"},
			Happened: event.Happened{Malware: law.Yes}, When: event.When{Occurred: event.On(today), Aware: event.On(today)}, Kind: "ddos", Personal: event.PersonalData{Leak: law.No}},
	}
	b, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	back, _, err := inquiry.Decode(b)
	if err != nil {
		t.Fatalf("%v\n%s", err, b)
	}
	again, err := json.Marshal(back)
	if err != nil || string(again) != string(b) {
		t.Errorf("\n%s\n%s", b, again)
	}
}

func FuzzAssess(f *testing.F) {
	f.Add([]byte(vpn))
	f.Add([]byte(`{"event":{"machine":{"types":["E"]},"happened":{"malware_received":true},"when":{"operator_aware":"R8.11.24"}}}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		out, err := inquiry.Assess(in, today)
		if err != nil {
			if fault.KindOf(err) == fault.Internal {
				t.Fatal(err)
			}
			return
		}
		if !json.Valid(out) {
			t.Fatalf("%s", out)
		}
	})
}
