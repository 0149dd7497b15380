package register

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

var (
	today = law.MustDay("2026-11-28")
	next  = law.MustDay("2027-04-01")
)

// counter makes ids that differ.
type counter struct{ n byte }

func (c *counter) Read(b []byte) (int, error) {
	c.n++
	for i := range b {
		b[i] = c.n
	}
	return len(b), nil
}

// rows are an operator that is designated for electricity with two competent offices, one that is not, one that was closed.
func rowsOfTest() Rows {
	org := func(id ident.Org, kind party.Kind, closed ident.Instant) Org {
		return Org{Org: party.Org{ID: id, Kind: kind, Name: string(id)}, ClosedAt: closed}
	}
	competent := func(id string, office ident.Unit, from string) Competent {
		return Competent{Jurisdiction: party.Jurisdiction{ID: id, Operator: "grid", Sector: law.Electricity, Office: office, OfficeOrg: "meti", Act: party.ActReport, Title: "経済産業大臣", Channel: "here", From: law.MustDay(from)}}
	}
	every := Competent{Jurisdiction: party.Jurisdiction{ID: "pm", Office: "cao", Act: party.ActReport, From: law.MustDay("2026-10-01")}}
	return Rows{
		Today: today,
		Orgs:  map[ident.Org]Org{"grid": org("grid", party.Operator, 0), "new": org("new", party.Operator, 0), "gone": org("gone", party.Operator, 1), "meti": org("meti", party.Ministry, 0)},
		Standing: map[ident.Org]Standing{"grid": {
			Designations:  []Designated{{Designation: party.Designation{ID: "d1", Operator: "grid", Sector: law.Electricity, Ministers: []law.Minister{law.METI}, On: law.MustDay("2023-11-16")}, Business: "一般送配電"}},
			Jurisdictions: []Competent{competent("j1", "power", "2026-10-01"), competent("j2", "kanto", "2026-10-01"), every},
		}},
		Offices: map[ident.Unit]Office{
			"power": {Unit: Unit{Unit: party.Unit{ID: "power", Org: "meti"}}, Kind: party.Ministry}, "water": {Unit: Unit{Unit: party.Unit{ID: "water", Org: "mlit"}}, Kind: party.Ministry},
			"site": {Unit: Unit{Unit: party.Unit{ID: "site", Org: "grid"}}, Kind: party.Operator}, "shut": {Unit: Unit{Unit: party.Unit{ID: "shut", Org: "meti"}, ClosedAt: 1}, Kind: party.Ministry},
		},
	}
}

func planOf(d DesignationChange) (Plan, error) {
	return Matter{Designation: &d}.Plan(rowsOfTest(), Mint{At: 1, Entropy: &counter{}})
}

func TestALifeOfADesignation(t *testing.T) {
	t.Parallel()
	both := []Charged{{Unit: "power", Title: "経済産業大臣"}, {Unit: "water", Title: "国土交通大臣"}}
	for name, c := range map[string]struct {
		change                        DesignationChange
		ended, added, ending, charged int
		how                           Ending
		origin                        Origin
		operators                     string
		untilTheDay, fromTheDay       law.Day
	}{
		"指定":     {DesignationChange{Kind: Designate, Operator: "new", Sector: law.Water, Ministers: []law.Minister{law.MLIT, law.METI}, Offices: both, On: today}, 0, 1, 0, 4, "", ByDesignation, "new", law.Day{}, today},
		"変更":     {DesignationChange{Kind: Alter, Operator: "grid", Of: "d1", Sector: law.Electricity, Ministers: []law.Minister{law.METI, law.MLIT}, Offices: both, On: next}, 1, 1, 2, 4, EndedByChange, ByChange, "grid", next, next},
		"承継(合併)": {DesignationChange{Kind: Succeed, Operator: "grid", Of: "d1", Successors: []ident.Org{"new"}, On: next}, 1, 1, 2, 2, EndedBySuccession, BySuccession, "new", next, next},
		"解除":     {DesignationChange{Kind: Lift, Operator: "grid", Of: "d1", On: next}, 1, 0, 2, 0, EndedByLifting, "", "", next, law.Day{}},
	} {
		p, err := planOf(c.change)
		if err != nil || len(p.EndDesignations) != c.ended || len(p.AddDesignations) != c.added || len(p.EndJurisdictions) != c.ending || len(p.AddJurisdictions) != c.charged {
			t.Errorf("%s: %v %+v", name, err, p)
			continue
		}
		for _, e := range p.EndDesignations {
			if e.How != c.how || e.Until != c.untilTheDay {
				t.Errorf("%s: %+v", name, e)
			}
		}
		for _, e := range p.EndJurisdictions {
			if e.Until != next || e.ID == "pm" {
				t.Errorf("%s ends %+v: the row of every operator is none of this one", name, e)
			}
		}
		for _, d := range p.AddDesignations {
			if d.Origin != c.origin || string(d.Operator) != c.operators || d.On != c.fromTheDay || (c.origin == BySuccession && (d.Former != "d1" || d.Business != "一般送配電")) {
				t.Errorf("%s: %+v", name, d)
			}
		}
		ids := map[string]bool{}
		for _, j := range p.AddJurisdictions {
			if string(j.Operator) != c.operators || j.From != c.fromTheDay || ids[j.ID] || j.OfficeOrg == "" {
				t.Errorf("%s: %+v", name, j)
			}
			ids[j.ID] = true
		}
	}
}

func TestWhatStandsInTheWayOfADesignationIsNamed(t *testing.T) {
	t.Parallel()
	good := DesignationChange{Kind: Designate, Operator: "new", Sector: law.Water, Ministers: []law.Minister{law.MLIT}, Offices: []Charged{{Unit: "water", Title: "国土交通大臣"}}, On: today}
	of := DesignationChange{Kind: Succeed, Operator: "grid", Of: "d1", Successors: []ident.Org{"new"}, On: next}
	with := func(base DesignationChange, change func(*DesignationChange)) DesignationChange {
		change(&base)
		return base
	}
	for want, d := range map[string]DesignationChange{
		"kind fault.form.needed":           with(good, func(d *DesignationChange) { d.Kind = "x" }),
		"on fault.form.needed":             with(good, func(d *DesignationChange) { d.On = law.Day{} }),
		"operator fault.register.operator": with(good, func(d *DesignationChange) { d.Operator = "gone" }),
		"operator fault.form.needed":       with(good, func(d *DesignationChange) { d.Operator = "nobody" }),
		"sector fault.form.needed":         with(good, func(d *DesignationChange) { d.Sector = "x" }),
		"ministers fault.form.needed":      with(good, func(d *DesignationChange) { d.Ministers = []law.Minister{"x"} }),
		"office1 fault.form.needed":        with(good, func(d *DesignationChange) { d.Offices = nil }),
		"office1 fault.register.authority": with(good, func(d *DesignationChange) { d.Offices = []Charged{{Unit: "site", Title: "x"}} }),
		"office1 fault.register.closed":    with(good, func(d *DesignationChange) { d.Offices = []Charged{{Unit: "shut", Title: "x"}} }),
		"business fault.text.long":         with(good, func(d *DesignationChange) { d.Business = strings.Repeat("あ", BusinessLimit+1) }),
		"sector fault.designation.there": with(good, func(d *DesignationChange) {
			d.Operator, d.Sector, d.Business = "grid", law.Electricity, "一般送配電"
		}),
		"on fault.register.later":           with(of, func(d *DesignationChange) { d.On = today }),
		"on fault.register.far":             with(of, func(d *DesignationChange) { d.On = law.MustDay("2099-04-01") }),
		"of fault.designation.of":           with(of, func(d *DesignationChange) { d.Of = "d2" }),
		"successor fault.form.needed":       with(of, func(d *DesignationChange) { d.Successors = nil }),
		"successor fault.designation.self":  with(of, func(d *DesignationChange) { d.Successors = []ident.Org{"grid"} }),
		"successor fault.register.operator": with(of, func(d *DesignationChange) { d.Successors = []ident.Org{"meti"} }),
	} {
		_, err := planOf(d)
		e, ok := errors.AsType[*fault.Error](err)
		if !ok || e.Kind != fault.Invalid || len(e.Fields) == 0 || e.Fields[0].Path+" "+e.Fields[0].Code != want {
			t.Errorf("want %s, got %v", want, err)
		}
	}
	for i, d := range []DesignationChange{good, of} {
		if _, err := planOf(d); err != nil {
			t.Errorf("control %s: %v", strconv.Itoa(i), err)
		}
	}
}
