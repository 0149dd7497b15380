package scope_test

import (
	"fmt"
	"strings"
	"testing"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
)

func TestContradictionsNameBothPlaces(t *testing.T) {
	t.Parallel()
	for id, c := range map[string]struct {
		f    func(*scope.Facility)
		m    func(*scope.Machine)
		want []string
	}{
		"separated-global":        {func(f *scope.Facility) { f.Internet = "separated" }, func(m *scope.Machine) { m.Segment, m.GlobalAddress = "ot", law.Yes }, []string{"internet", "global_address"}},
		"in-place-introduced":     {nil, func(m *scope.Machine) { m.InPlace = law.Yes }, []string{"in_place_on_commencement", "introduced_on"}},
		"not-in-place-introduced": {nil, func(m *scope.Machine) { m.IntroducedOn = day("2020-01-01") }, []string{"in_place_on_commencement", "introduced_on"}},
		"integrated-new-facility": {func(f *scope.Facility) { f.InPlace = law.No }, func(m *scope.Machine) { m.Integrated = law.Yes }, []string{"integrated_with_existing_facility", "in_place_on_commencement"}},
		"appliance-software":      {nil, func(m *scope.Machine) { m.Make, m.Software = "appliance", []scope.Software{{Product: "x"}} }, []string{"kind", "software"}},
		"general-service":         {nil, func(m *scope.Machine) { m.Make, m.Service = "general", &scope.Service{} }, []string{"kind", "service"}},
		"cloud-hardware":          {nil, func(m *scope.Machine) { m.Make, m.Appliance = "cloud", &scope.Product{} }, []string{"kind", "appliance"}},
		"no-cloud-facility":       {nil, func(m *scope.Machine) { m.Make, m.IsFacility = "cloud", law.Yes }, []string{"cloud", "kind"}},
		"authenticates-for":       {nil, func(m *scope.Machine) { m.For = []string{"f1"} }, []string{"authenticates", "authenticates_for"}},
		"stores-about":            {nil, func(m *scope.Machine) { m.About = []string{"m"} }, []string{"stores_important_data", "stores_about"}},
		"changed-before":          {nil, func(m *scope.Machine) { m.ChangedOn = day("2026-11-01") }, []string{"changed_on", "introduced_on"}},
		"retired-before":          {nil, func(m *scope.Machine) { m.RetiredOn = day("2026-11-01") }, []string{"retired_on", "introduced_on"}},
		"spare-facility":          {nil, func(m *scope.Machine) { m.Spare, m.IsFacility = law.Yes, law.Yes }, []string{"spare", "is_facility"}},
		"separated-cloud":         {func(f *scope.Facility) { f.Internet, f.Cloud = "separated", "all" }, nil, []string{"internet", "cloud"}},
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			f, m := ordinary, plain("m")
			if c.f != nil {
				c.f(&f)
			}
			if c.m != nil {
				c.m(&m)
			}
			r := ask(law.Gas, facility(f, m))
			for _, got := range r.Contradictions {
				if got.ID == id && strings.HasSuffix(got.Places[0], "."+c.want[0]) && strings.HasSuffix(got.Places[1], "."+c.want[1]) {
					return
				}
			}
			t.Errorf("not named: %+v", r.Contradictions)
		})
	}
	if r := ask(law.Gas, facility(ordinary, plain("m"))); len(r.Contradictions) != 0 {
		t.Errorf("facts that agree are called contradictory: %+v", r.Contradictions)
	}
}

func TestRowsAreFoldedAndCanBeUnfolded(t *testing.T) {
	t.Parallel()
	var ms []scope.Machine
	for i := range 5 {
		m := plain(fmt.Sprint("m", i))
		m.Segment, m.Make = "ot", "general"
		m.Software = []scope.Software{{Layer: "os", Maker: "Red Hat", Product: "ＲＨＥＬ"}}
		if i == 4 {
			m.Segment, m.GlobalAddress, m.Software[0].Product = "office", law.Yes, "RHEL"
		}
		ms = append(ms, m)
	}
	r := ask(law.Gas, facility(ordinary, ms...))
	if len(r.Rows) != 2 || len(r.Rows[0].Machines) != 4 || len(r.Rows[1].Machines) != 1 || r.Rows[0].DueOn != day("2027-03-24") {
		t.Errorf("%+v", r.Rows)
	}
	if r.Unit.Certainty != law.Unknown {
		t.Error("the unit of filing is not marked unknown")
	}
}

func TestDesignatedProductsAndTheirNeighbours(t *testing.T) {
	t.Parallel()
	for product, want := range map[string]law.Truth{
		"Windows Server 2022": law.No, "ＷＩＮＤＯＷＳ　11": law.No, "Windows": law.No,
		"Windows 11 IoT Enterprise LTSC": law.Maybe, "Windows Embedded": law.Maybe,
		"Red Hat Enterprise Linux": law.Yes, "SQL Server": law.Yes,
	} {
		m := plain("m")
		m.Segment, m.Make, m.Software = "ot", "general", []scope.Software{{Layer: "os", Maker: "マイクロソフト", Product: product}}
		v := one(t, ask(law.Gas, facility(ordinary, m)))
		if v.Lines[0].File != want || v.Report != law.Yes {
			t.Errorf("%s: file %s, report %s; want %s, yes", product, v.Lines[0].File, v.Report, want)
		}
	}
	m := plain("m")
	m.Segment, m.Make, m.Software = "ot", "general", []scope.Software{{Layer: "middleware", Maker: "Microsoft", Product: "Windows Server"}, {Layer: "os", Maker: "別会社", Product: "Windows"}}
	v := one(t, ask(law.Gas, facility(ordinary, m)))
	if v.Lines[0].File != law.Yes || v.Lines[1].File != law.Yes {
		t.Errorf("middleware and another maker are not designated: %s", brief(v))
	}
}

func TestTypesSetByHandAreMarked(t *testing.T) {
	t.Parallel()
	m := plain("m")
	m.Types, m.Reason = []law.Letter{law.D}, "窓口で確認"
	m.Make = "appliance"
	v := one(t, ask(law.Gas, facility(ordinary, m)))
	if brief(v) != "D specified=yes file=yes report=yes" || v.ByHand != "窓口で確認" {
		t.Error(brief(v), v.ByHand)
	}
}

func fifty() scope.Facts {
	var ms []scope.Machine
	for i := range 50 {
		m := plain(fmt.Sprint("m", i))
		m.Segment = []string{"ot", "dmz", "usb", "office"}[i%4]
		m.GlobalAddress = law.TruthOf(i%7 == 0)
		m.Controls = []law.Truth{law.Yes, law.No, law.Maybe}[i%3]
		m.Stores, m.About = law.TruthOf(i%10 == 9), nil
		if i%10 == 9 {
			m.About = []string{"m0", "m1"}
		}
		m.Make = "general"
		m.Software = []scope.Software{
			{Layer: "os", Maker: "Microsoft", Product: "Windows Server 2022"}, {Layer: "os", Maker: "Red Hat", Product: fmt.Sprint("RHEL ", i)},
			{Layer: "middleware", Maker: "Oracle", Product: "Database"}, {Layer: "application", Maker: "自社", Product: "制御", Bespoke: law.Yes},
		}
		m.IntroducedOn = today.Add(i)
		ms = append(ms, m)
	}
	return scope.Facts{
		Operator:   scope.Operator{Designated: law.Yes, DesignatedOn: day("2024-01-01")},
		Businesses: []scope.Business{{ID: "b", Sector: law.Gas, Facilities: []scope.Facility{facility(ordinary, ms...)}}},
	}
}

func BenchmarkAssess50(b *testing.B) {
	f := fifty()
	for b.Loop() {
		scope.Assess(law.Release(), today, f)
	}
}

// Rules of one sector or one operator (業態別・個別) hold there and nowhere else.
func TestAValueForOneSectorOrOperator(t *testing.T) {
	t.Parallel()
	text := law.Current()
	for i := range text.Deadlines {
		if text.Deadlines[i].ID == "asset.new" {
			own := text.Deadlines[i]
			own.Sector, own.Length.N = law.Gas, 2
			text.Deadlines = append(text.Deadlines, own)
			break
		}
	}
	scada := text.Designated[0]
	scada.ID, scada.Operator, scada.Maker, scada.Product, scada.Names = "designated.own", "1234567890123", "重電", "制御ソフト", []string{"制御ソフト"}
	text.Designated = append(text.Designated, scada)
	changed := law.Compile(text)
	for _, c := range []struct {
		sector    law.Sector
		corporate string
		due       string
		file      law.Truth
	}{{law.Gas, "1234567890123", "2027-01-25", law.No}, {law.Gas, "9999999999999", "2027-01-25", law.Yes}, {law.Water, "", "2027-03-24", law.Yes}} {
		m, edge := plain("m"), plain("edge")
		m.Segment, m.Make, m.Software = "ot", "general", []scope.Software{{Layer: "os", Maker: "重電", Product: "制御ソフト"}}
		edge.Segment, edge.Make = "ot", "appliance"
		r := scope.Assess(changed, today, scope.Facts{
			Operator:   scope.Operator{Designated: law.Yes, DesignatedOn: day("2024-01-01"), Corporate: c.corporate},
			Businesses: []scope.Business{{ID: "b", Sector: c.sector, Facilities: []scope.Facility{facility(ordinary, m, edge)}}},
		})
		if r.Machines[0].File != c.file || r.Machines[1].Dues[0].Due != day(c.due) {
			t.Errorf("%s %s: file %s, due %s", c.sector, c.corporate, r.Machines[0].File, r.Machines[1].Dues[0].Due)
		}
	}
}
