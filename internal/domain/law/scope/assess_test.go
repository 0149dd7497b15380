package scope_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
)

func day(s string) law.Day { return law.MustDay(s) }

var today = day("2026-11-24")

// plain is a machine about which every question of type is answered with no.
func plain(id string) scope.Machine {
	return scope.Machine{
		ID: id, Used: law.Yes, GlobalAddress: law.No, Authenticates: law.No, Controls: law.No, IsFacility: law.No, Stores: law.No,
		Bespoke: law.No, Spare: law.No, InPlace: law.No, Integrated: law.No, IntroducedOn: today, Segment: "office",
	}
}

func facility(f scope.Facility, ms ...scope.Machine) scope.Facility {
	f.ID = "f1"
	f.Segments = []scope.Segment{{ID: "ot", Role: "facility"}, {ID: "dmz", Role: "dmz"}, {ID: "usb", Role: "exchange"}, {ID: "office", Role: "other"}, {ID: "?", Role: "unknown"}}
	f.Machines = ms
	return f
}

var ordinary = scope.Facility{InPlace: law.Yes, Internet: "connected", Media: "none", Cloud: "none"}

func ask(sector law.Sector, f scope.Facility) scope.Result {
	return scope.Assess(law.Release(), today, scope.Facts{
		Operator:   scope.Operator{Designated: law.Yes, DesignatedOn: day("2024-01-01")},
		Businesses: []scope.Business{{ID: "b1", Sector: sector, Facilities: []scope.Facility{f}}},
	})
}

func one(t *testing.T, r scope.Result) scope.Verdict {
	t.Helper()
	if len(r.Machines) != 1 {
		t.Fatalf("%d machines", len(r.Machines))
	}
	return r.Machines[0]
}

// brief writes a verdict as "AE file=yes software:os:Microsoft Windows Server=no …".
func brief(v scope.Verdict) string {
	var b strings.Builder
	for _, l := range v.Types {
		b.WriteString(string(l))
	}
	if len(v.Possible) > 0 {
		b.WriteString("?")
		for _, l := range v.Possible {
			b.WriteString(string(l))
		}
	}
	fmt.Fprintf(&b, " specified=%s file=%s report=%s", v.Specified, v.File, v.Report)
	for _, l := range v.Lines {
		fmt.Fprintf(&b, " | %s %s %s=%s", l.Kind, l.Maker, l.Product, l.File)
	}
	return b.String()
}

func TestWorkedClassifications(t *testing.T) {
	t.Parallel()
	windows := scope.Software{Layer: "os", Maker: "Microsoft", Product: "Windows Server 2022"}
	for _, c := range []struct {
		id, want string
		sector   law.Sector
		f        scope.Facility
		m        scope.Machine
		edit     func(*scope.Machine)
	}{
		{"C1 VPN box", "A specified=yes file=yes report=yes | appliance Fortinet FortiGate=yes", law.Electricity, ordinary, plain("m"), func(m *scope.Machine) {
			m.GlobalAddress, m.Make, m.Appliance = law.Yes, "appliance", &scope.Product{Maker: "Fortinet", Product: "FortiGate"}
		}},
		{"C2 domain controller", "B specified=yes file=yes report=yes | software Microsoft Windows Server 2022=no | software Trend Micro Deep Security=yes", law.Electricity, ordinary, plain("m"), func(m *scope.Machine) {
			m.Authenticates, m.For, m.Make = law.Yes, []string{"f1"}, "general"
			m.Software = []scope.Software{windows, {Layer: "middleware", Maker: "Trend Micro", Product: "Deep Security"}}
		}},
		{"C2 only Windows", "B specified=yes file=no report=yes | software Microsoft Windows Server 2022=no", law.Electricity, ordinary, plain("m"), func(m *scope.Machine) {
			m.Authenticates, m.For, m.Make = law.Yes, []string{"f1"}, "general"
			m.Software = []scope.Software{windows}
		}},
		{"C3 Linux in the segment", "E specified=yes file=yes report=yes | software Red Hat Red Hat Enterprise Linux=yes | software PostgreSQL PostgreSQL=yes | software 自社 在庫=yes", law.Gas, ordinary, plain("m"), func(m *scope.Machine) {
			m.Segment, m.Make = "ot", "general"
			m.Software = []scope.Software{{Layer: "os", Maker: "Red Hat", Product: "Red Hat Enterprise Linux"}, {Layer: "middleware", Maker: "PostgreSQL", Product: "PostgreSQL"}, {Layer: "application", Maker: "自社", Product: "在庫"}}
		}},
		{"C4 B and F", "BE specified=yes file=yes report=yes | software Red Hat RHEL=yes", law.Gas, ordinary, plain("m"), func(m *scope.Machine) {
			m.Segment, m.Authenticates, m.For, m.Make = "ot", law.Yes, []string{"f1"}, "general"
			m.Software = []scope.Software{{Layer: "os", Maker: "Red Hat", Product: "RHEL"}}
		}},
		{"C11 hospital", "E specified=no file=no report=no | software x y=no", law.Medical, ordinary, plain("m"), func(m *scope.Machine) {
			m.Segment, m.Make, m.Software = "ot", "general", []scope.Software{{Layer: "os", Maker: "x", Product: "y"}}
		}},
		{"C13 generation control", "E specified=yes file=yes report=yes | appliance 重電 出力制御=yes", law.Electricity, ordinary, plain("m"), func(m *scope.Machine) {
			m.IsFacility, m.Make, m.Appliance = law.Yes, "appliance", &scope.Product{Maker: "重電", Product: "出力制御"}
		}},
		{"cloud service", "B specified=yes file=yes report=yes | service 提供者 認証サービス=yes", law.Finance, ordinary, plain("m"), func(m *scope.Machine) {
			m.Authenticates, m.For, m.Make, m.Service = law.Yes, []string{"f1"}, "cloud", &scope.Service{Model: "saas", Name: "認証サービス", Provider: "提供者"}
		}},
		{"cloud that is the facility", "E specified=yes file=yes report=yes | facility-service 提供者 勘定系=yes", law.Finance, ordinary, plain("m"), func(m *scope.Machine) {
			m.IsFacility, m.Make, m.Service = law.Yes, "cloud", &scope.Service{Model: "saas", Name: "勘定系", Provider: "提供者"}
		}},
		{"bespoke", "E specified=yes file=no report=yes | appliance 重電 専用盤=no", law.Electricity, ordinary, plain("m"), func(m *scope.Machine) {
			m.IsFacility, m.Bespoke, m.Make, m.Appliance = law.Yes, law.Yes, "appliance", &scope.Product{Maker: "重電", Product: "専用盤"}
		}},
		{"office directory only", " specified=no file=no report=no", law.Electricity, ordinary, plain("m"), func(m *scope.Machine) {
			m.Authenticates, m.For, m.Make = law.Yes, []string{"other"}, "general"
		}},
		{"spare", "E specified=no file=no report=no", law.Electricity, ordinary, plain("m"), func(m *scope.Machine) {
			m.Segment, m.Spare, m.Make = "ot", law.Yes, "general"
		}},
		{"all unknown", "?ABCDEF specified=unknown file=unknown report=unknown", law.Electricity, scope.Facility{}, scope.Machine{ID: "m", Used: law.Maybe}, func(*scope.Machine) {}},
	} {
		t.Run(c.id, func(t *testing.T) {
			t.Parallel()
			m := c.m
			c.edit(&m)
			v := one(t, ask(c.sector, facility(c.f, m)))
			if got := brief(v); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
		})
	}
}

// C13: that a part of the facility is a specified critical computer is confirmed; the letter E is the draft's.
func TestCertaintyOfTheFacilityItself(t *testing.T) {
	t.Parallel()
	m := plain("control")
	m.IsFacility, m.Make = law.Yes, "appliance"
	v := one(t, ask(law.Electricity, facility(ordinary, m)))
	if v.SpecifiedCertainty != law.Confirmed || v.Certainty != law.Drafted {
		t.Errorf("specified %s, whole %s; want confirmed, draft", v.SpecifiedCertainty, v.Certainty)
	}
	m.IsFacility, m.Segment = law.No, "ot"
	if v = one(t, ask(law.Electricity, facility(ordinary, m))); v.SpecifiedCertainty != law.Drafted {
		t.Errorf("beside the facility: %s", v.SpecifiedCertainty)
	}
}

// "No type" rests on the draft's types and says so; "not designated" rests on the Act.
func TestCertaintyOfNo(t *testing.T) {
	t.Parallel()
	v := one(t, ask(law.Gas, facility(ordinary, plain("pc"))))
	if v.Specified != law.No || v.Certainty != law.Drafted || len(v.Asks) != 6 {
		t.Errorf("of no type: %s %s %v", v.Specified, v.Certainty, v.Asks)
	}
	v = one(t, ask(law.Medical, facility(ordinary, plain("pc"))))
	if v.Specified != law.No || v.Certainty != law.Confirmed {
		t.Errorf("sector not in force: %s %s", v.Specified, v.Certainty)
	}
}

// C4: one server of types B and F is filed once, and F follows from the machine whose data it keeps.
func TestOneServerOfTwoTypes(t *testing.T) {
	t.Parallel()
	fw, server := plain("fw"), plain("ad")
	fw.GlobalAddress, fw.Make, fw.Appliance = law.Yes, "appliance", &scope.Product{Maker: "M", Product: "P"}
	server.Authenticates, server.For = law.Yes, []string{"f1"}
	server.Stores, server.About = law.Yes, []string{"fw"}
	server.Make, server.Software = "general", []scope.Software{{Layer: "os", Maker: "Red Hat", Product: "RHEL"}}
	r := ask(law.Electricity, facility(ordinary, fw, server))
	if got := brief(r.Machines[1]); got != "BF specified=yes file=yes report=yes | software Red Hat RHEL=yes" {
		t.Error(got)
	}
	if len(r.Rows) != 2 {
		t.Errorf("%d rows, want 2: %v", len(r.Rows), r.Rows)
	}
	if !fired(r.Machines[1], "scope.once") {
		t.Error("the rule on several types did not fire")
	}
}

func fired(v scope.Verdict, id string) bool {
	for _, f := range v.Trace {
		if f.Rule == id && f.Outcome == law.Yes {
			return true
		}
	}
	return false
}

// C5: an air-gapped plant with an area of exchange by USB is asked A, B, E only, and there are two readings.
func TestSeparatedFacility(t *testing.T) {
	t.Parallel()
	inside, dmz, usb := plain("plc"), plain("relay"), plain("usb")
	inside.Segment, inside.IsFacility, inside.Make = "ot", law.Yes, "appliance"
	dmz.Segment, dmz.Make = "dmz", "general"
	usb.Segment, usb.GlobalAddress, usb.Make = "usb", law.Yes, "general"
	plant := scope.Facility{InPlace: law.Yes, Internet: "separated", Media: "periodic", Cloud: "none"}
	r := ask(law.Gas, facility(plant, inside, dmz, usb))
	if diff := cmp.Diff([]law.Letter{"A", "B", "E"}, r.Facilities[0].Asked); diff != "" {
		t.Error(diff)
	}
	for i, want := range []string{"E specified=yes file=yes report=yes", " specified=yes file=no report=yes", "AE specified=yes file=yes report=yes | software  =yes"} {
		if got := brief(r.Machines[i]); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", r.Machines[i].ID, got, want)
		}
	}
	in := r.Machines[0].Readings
	if len(in) != 2 || !in[0].Default || in[0].File != law.Yes || in[1].File != law.No {
		t.Errorf("readings of the facility itself: %+v", in)
	}
	if r.Machines[0].Certainty != law.Unknown || len(r.Machines[0].Asks) == 0 {
		t.Errorf("certainty %s, asks %v", r.Machines[0].Certainty, r.Machines[0].Asks)
	}

	plant.Media = "occasional" // 定期的ではない: both readings, the wider is the ordinary one
	r = ask(law.Gas, facility(plant, inside, dmz, usb))
	if r.Facilities[0].Special != law.Maybe || len(r.Facilities[0].Asked) != 6 || len(r.Facilities[0].Readings) != 2 {
		t.Errorf("occasional exchange: %+v", r.Facilities[0])
	}
	if got := brief(r.Machines[1]); !strings.HasPrefix(got, "C specified=yes") || len(r.Machines[1].Readings) != 2 {
		t.Errorf("DMZ with occasional exchange: %s", got)
	}

	plant.Media = "none"
	if r = ask(law.Gas, facility(plant, inside)); r.Facilities[0].Special != law.No || r.Machines[0].Readings != nil {
		t.Error("without exchange the ordinary rules apply")
	}
}

// C6: mostly on IaaS asks A, B, E; 一部 asks all.
func TestCloudFacility(t *testing.T) {
	t.Parallel()
	for cloud, want := range map[scope.Cloud]int{"all": 3, "most": 3, "part": 6, "none": 6, "unknown": 6} {
		r := ask(law.Finance, facility(scope.Facility{Internet: "connected", Media: "none", Cloud: cloud}, plain("m")))
		if len(r.Facilities[0].Asked) != want {
			t.Errorf("cloud %s asks %v", cloud, r.Facilities[0].Asked)
		}
		if two := len(r.Facilities[0].Readings) == 2; two != (cloud == "all" || cloud == "most" || cloud == "unknown") {
			t.Errorf("cloud %s: readings %v", cloud, r.Facilities[0].Readings)
		}
	}
}

// C11: a hospital is told that and when the sector can become active.
func TestSectorNotInForceIsExplained(t *testing.T) {
	t.Parallel()
	r := ask(law.Medical, facility(ordinary, plain("m")))
	if len(r.Notes) != 1 || !strings.Contains(r.Notes[0].Ja, "令和9年12月16日") || r.Facilities[0].Active != law.No {
		t.Errorf("%v", r.Notes)
	}
	if r.Facilities[0].Ministers[0].Title.Ja != "厚生労働大臣" {
		t.Error(r.Facilities[0].Ministers)
	}
}

// C14: the designated insurer owes, its holding company does not, for the same machine in the shared data centre.
func TestDutyIsOnTheDesignatedEntity(t *testing.T) {
	t.Parallel()
	m := plain("shared")
	m.Segment, m.Make = "ot", "general"
	for designated, want := range map[law.Truth]law.Truth{law.Yes: law.Yes, law.No: law.No, law.Maybe: law.Maybe} {
		r := scope.Assess(law.Release(), today, scope.Facts{
			Operator:   scope.Operator{Designated: designated},
			Businesses: []scope.Business{{ID: "b", Sector: law.Finance, Facilities: []scope.Facility{facility(ordinary, m)}}},
		})
		if v := one(t, r); v.Specified != want {
			t.Errorf("designated %s: specified %s", designated, v.Specified)
		}
	}
}

func TestClocks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		id, want string
		edit     func(*scope.Machine, *scope.Operator, *scope.Facility)
	}{
		{"new", "asset.new 2027-03-24", func(*scope.Machine, *scope.Operator, *scope.Facility) {}},
		{"existing", "asset.existing 2027-03-31", func(m *scope.Machine, _ *scope.Operator, _ *scope.Facility) {
			m.InPlace, m.IntroducedOn = law.Yes, day("2020-04-01")
		}},
		{"integrated T17", "asset.integrated 2027-03-15", func(m *scope.Machine, _ *scope.Operator, _ *scope.Facility) {
			m.Integrated, m.IntroducedOn = law.Yes, day("2026-11-15")
		}},
		{"integrated with a new facility", "asset.new 2027-03-15", func(m *scope.Machine, _ *scope.Operator, f *scope.Facility) {
			m.Integrated, m.IntroducedOn, f.InPlace = law.Yes, day("2026-11-15"), law.No
		}},
		{"designated T13", "asset.designated 2027-06-01", func(m *scope.Machine, o *scope.Operator, _ *scope.Facility) {
			o.DesignatedOn, m.IntroducedOn = day("2026-12-01"), day("2027-01-20")
		}},
		{"designated T14", "asset.new 2027-06-07", func(m *scope.Machine, o *scope.Operator, _ *scope.Facility) {
			o.DesignatedOn, m.IntroducedOn = day("2026-12-01"), day("2027-02-05")
		}},
		{"there when designated", "asset.designated 2027-06-01", func(m *scope.Machine, o *scope.Operator, _ *scope.Facility) {
			o.DesignatedOn, m.InPlace, m.IntroducedOn = day("2026-12-01"), law.Yes, day("2020-01-01")
		}},
		{"changed", "asset.change 2027-05-10", func(m *scope.Machine, _ *scope.Operator, _ *scope.Facility) { m.ChangedOn = day("2027-01-10") }},
		{"integrated not known", "asset.new 2027-03-24, asset.integrated 2027-03-24", func(m *scope.Machine, _ *scope.Operator, _ *scope.Facility) { m.Integrated = law.Maybe }},
		{"commencement day", "asset.new 2027-02-01, asset.existing 2027-03-31", func(m *scope.Machine, _ *scope.Operator, _ *scope.Facility) {
			m.InPlace, m.IntroducedOn = law.NotAsked, day("2026-10-01")
		}},
		{"no day", "", func(m *scope.Machine, _ *scope.Operator, _ *scope.Facility) { m.IntroducedOn = law.Day{} }},
	} {
		t.Run(c.id, func(t *testing.T) {
			t.Parallel()
			m, f, o := plain("m"), ordinary, scope.Operator{Designated: law.Yes, DesignatedOn: day("2024-01-01")}
			m.Segment, m.Make = "ot", "appliance"
			c.edit(&m, &o, &f)
			v := one(t, scope.Assess(law.Release(), today, scope.Facts{Operator: o, Businesses: []scope.Business{{ID: "b", Sector: law.Gas, Facilities: []scope.Facility{facility(f, m)}}}}))
			var got []string
			for _, d := range v.Dues {
				got = append(got, d.Rule+" "+d.Due.String())
			}
			slices.Sort(got)
			want := strings.Split(c.want, ", ")
			slices.Sort(want)
			if strings.Join(got, ", ") != strings.Join(want, ", ") {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestWhatWouldChangeTheAnswer(t *testing.T) {
	t.Parallel()
	m := plain("fw")
	m.GlobalAddress, m.Make = law.Yes, "appliance"
	m.Controls = law.Maybe
	v := one(t, ask(law.Gas, facility(ordinary, m)))
	has := func(list []scope.Change, path, to string) *scope.Change {
		for i := range list {
			if strings.HasSuffix(list[i].Path, path) && list[i].To.En == to {
				return &list[i]
			}
		}
		return nil
	}
	if c := has(v.Changes, ".global_address", "no"); c == nil || !strings.Contains(c.Outcome.En, "possibly D") {
		t.Errorf("without a global address: %+v", c)
	}
	if c := has(v.Changes, ".bespoke", "yes"); c == nil || !strings.Contains(c.Outcome.Ja, "例外") {
		t.Errorf("made for one operator: %+v", c)
	}
	if c := has(v.Open, ".controls_access", "yes"); c == nil || !strings.Contains(c.Outcome.En, "type A, D") {
		t.Errorf("the open question: %+v", c)
	}
	nearly := false
	for _, n := range v.Nearly {
		nearly = nearly || n.Rule == "scope.type.e"
	}
	if !nearly {
		t.Error("type E, one fact away, is not named as nearly fired")
	}
}
