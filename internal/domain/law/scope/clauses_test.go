package scope

import (
	"testing"

	"kanmin/internal/domain/law"
)

// clauses holds, for each rule, a case in which each clause holds and one in which it does not. A test below
// refuses a rule without both.
var clauses = []struct {
	rule, clause string
	s            subject
	want         law.Truth
}{
	{"scope.designated", "designated", subject{designated: law.Yes}, law.Yes},
	{"scope.designated", "another of the group is", subject{designated: law.No}, law.No},
	{"scope.designated", "not known", subject{designated: law.Maybe}, law.Maybe},
	{"scope.sector", "in force", subject{sectorActive: law.Yes}, law.Yes},
	{"scope.sector", "医療", subject{sectorActive: law.No}, law.No},
	{"scope.used", "used", subject{used: law.Yes}, law.Yes},
	{"scope.used", "another's", subject{used: law.No}, law.No},
	{"scope.in-use", "in use", subject{inUse: law.Yes}, law.Yes},
	{"scope.in-use", "spare", subject{inUse: law.No}, law.No},
	{"scope.type.a", "global address", subject{global: law.Yes}, law.Yes},
	{"scope.type.a", "none", subject{global: law.No}, law.No},
	{"scope.type.b", "for the service", subject{auth: law.Yes, forService: law.Yes}, law.Yes},
	{"scope.type.b", "only for offices", subject{auth: law.Yes, forService: law.No}, law.No},
	{"scope.type.b", "no authentication", subject{auth: law.No, forService: law.Yes}, law.No},
	{"scope.type.b", "for which system is not known", subject{auth: law.Yes, forService: law.Maybe}, law.Maybe},
	{"scope.type.c", "in the DMZ", subject{role: "dmz"}, law.Yes},
	{"scope.type.c", "elsewhere", subject{role: "other"}, law.No},
	{"scope.type.c", "where is not known", subject{role: unknown}, law.Maybe},
	{"scope.type.d", "controls", subject{controls: law.Yes}, law.Yes},
	{"scope.type.d", "does not", subject{controls: law.No}, law.No},
	{"scope.type.e", "the facility", subject{isFacility: law.Yes, role: "other"}, law.Yes},
	{"scope.type.e", "in its segment", subject{isFacility: law.No, role: "facility"}, law.Yes},
	{"scope.type.e", "neither", subject{isFacility: law.No, role: "dmz"}, law.No},
	{"scope.type.f", "data of A–E", subject{stores: law.Yes, storesTyped: law.Yes}, law.Yes},
	{"scope.type.f", "data of others", subject{stores: law.Yes, storesTyped: law.No}, law.No},
	{"scope.type.f", "no data", subject{stores: law.No, storesTyped: law.Yes}, law.No},
	{"scope.facility", "part of it", subject{isFacility: law.Yes}, law.Yes},
	{"scope.facility", "beside it", subject{isFacility: law.No}, law.No},
	{"scope.area.separated", "separated, periodic", subject{internet: "separated", media: "periodic"}, law.Yes},
	{"scope.area.separated", "connected", subject{internet: "connected", media: "periodic"}, law.No},
	{"scope.area.separated", "no exchange", subject{internet: "separated", media: "none"}, law.No},
	{"scope.area.separated", "occasional", subject{internet: "separated", media: "occasional"}, law.Maybe},
	{"scope.area.cloud", "all", subject{cloud: "all"}, law.Yes},
	{"scope.area.cloud", "most", subject{cloud: "most"}, law.Yes},
	{"scope.area.cloud", "part", subject{cloud: "part"}, law.No},
	{"scope.area.cloud", "none", subject{cloud: "none"}, law.No},
	{"scope.area.cloud", "not known", subject{cloud: unknown}, law.Maybe},
	{"scope.area.inside", "the facility inside", subject{internet: "separated", media: "periodic", isFacility: law.Yes}, law.Yes},
	{"scope.area.inside", "no special area", subject{internet: "connected", cloud: "none", isFacility: law.Yes}, law.No},
	{"scope.area.inside", "not of type E", subject{cloud: "all", isFacility: law.No, role: "other"}, law.No},
	{"scope.area.exchange", "in the area", subject{cloud: "all", role: "exchange"}, law.Yes},
	{"scope.area.exchange", "elsewhere", subject{cloud: "all", role: "other"}, law.No},
	{"scope.area.exchange", "no special area", subject{internet: "connected", cloud: "none", role: "exchange"}, law.No},
	{"scope.line.software", "general", subject{kind: "general"}, law.Yes},
	{"scope.line.software", "appliance", subject{kind: "appliance"}, law.No},
	{"scope.line.appliance", "appliance", subject{kind: "appliance"}, law.Yes},
	{"scope.line.appliance", "general", subject{kind: "general"}, law.No},
	{"scope.line.service", "cloud", subject{kind: "cloud", isFacility: law.No}, law.Yes},
	{"scope.line.service", "cloud that is the facility", subject{kind: "cloud", isFacility: law.Yes}, law.No},
	{"scope.line.service", "no cloud", subject{kind: "general", isFacility: law.No}, law.No},
	{"scope.line.facility-service", "cloud that is the facility", subject{kind: "cloud", isFacility: law.Yes}, law.Yes},
	{"scope.line.facility-service", "cloud", subject{kind: "cloud", isFacility: law.No}, law.No},
	{"scope.line.facility-service", "no cloud", subject{kind: "appliance", isFacility: law.Yes}, law.No},
	{"scope.exempt.designated", "Windows", subject{designatedLine: law.Yes}, law.Yes},
	{"scope.exempt.designated", "Linux", subject{designatedLine: law.No}, law.No},
	{"scope.exempt.bespoke", "bespoke", subject{bespoke: law.Yes}, law.Yes},
	{"scope.exempt.bespoke", "sold to others", subject{bespoke: law.No}, law.No},
	{"scope.once", "two types", subject{byHand: true, set: 0b11, internet: "connected", cloud: "none"}, law.Yes},
	{"scope.once", "one type", subject{byHand: true, set: 0b1, internet: "connected", cloud: "none"}, law.No},
	{"scope.clock.existing", "in place", subject{inPlace: law.Yes}, law.Yes},
	{"scope.clock.existing", "later", subject{inPlace: law.No}, law.No},
	{"scope.clock.integrated", "as one", subject{integrated: law.Yes, facilityInPlace: law.Yes, inPlace: law.No}, law.Yes},
	{"scope.clock.integrated", "apart", subject{integrated: law.No, facilityInPlace: law.Yes, inPlace: law.No}, law.No},
	{"scope.clock.integrated", "new facility", subject{integrated: law.Yes, facilityInPlace: law.No, inPlace: law.No}, law.No},
	{"scope.clock.integrated", "itself in place", subject{integrated: law.Yes, facilityInPlace: law.Yes, inPlace: law.Yes}, law.No},
	{"scope.clock.designated", "inside the window", subject{newlyDesignated: law.Yes}, law.Yes},
	{"scope.clock.designated", "outside", subject{newlyDesignated: law.No}, law.No},
	{"scope.clock.change", "changed", subject{changed: law.Yes}, law.Yes},
	{"scope.clock.change", "not changed", subject{changed: law.No}, law.No},
	{"scope.clock.new", "nothing else", subject{inPlace: law.No, integrated: law.No, newlyDesignated: law.No, changed: law.No}, law.Yes},
	{"scope.clock.new", "in place", subject{inPlace: law.Yes, integrated: law.No, newlyDesignated: law.No, changed: law.No}, law.No},
}

func TestEveryClause(t *testing.T) {
	t.Parallel()
	seen := map[string][2]bool{}
	for _, c := range clauses {
		found := false
		for _, r := range conditions {
			if r.ID != c.rule {
				continue
			}
			found = true
			if got := r.Check(&c.s); got != c.want {
				t.Errorf("%s, %s: %s, want %s", c.rule, c.clause, got, c.want)
			}
		}
		if !found {
			t.Errorf("no rule is called %s", c.rule)
		}
		s := seen[c.rule]
		s[0], s[1] = s[0] || c.want == law.Yes, s[1] || c.want == law.No
		seen[c.rule] = s
	}
	for _, r := range conditions {
		if s := seen[r.ID]; !s[0] || !s[1] {
			t.Errorf("%s lacks a positive or a negative case", r.ID)
		}
	}
}

// A fact that a rule reads must be one that a trace can show.
func TestEveryFactThatIsReadIsShown(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, f := range shown {
		if known[f.ID] {
			t.Errorf("%s stands twice", f.ID)
		}
		known[f.ID] = true
		if f.Name.Ja == "" || f.Name.En == "" || f.Path(&subject{facilityPath: "businesses[0].facilities[0]", segmentPath: "segment"}) == "" {
			t.Errorf("%s has no words or place", f.ID)
		}
	}
	for _, r := range conditions {
		for _, id := range r.Reads {
			if !known[id] {
				t.Errorf("%s reads %s, which no trace shows", r.ID, id)
			}
		}
	}
}

// A rule of which the law is not certain never ends an assessment with a refusal: it asks, and the answer says which rule asked.
func TestRulesBelowConfirmedAsk(t *testing.T) {
	t.Parallel()
	for i, r := range conditions {
		if r.Certainty.Refuses() {
			continue
		}
		for _, c := range clauses {
			if c.rule != r.ID || c.want == law.No {
				continue
			}
			s := c.s
			s.machinePath, s.facilityPath = "businesses[0].facilities[0].machines[0]", "businesses[0].facilities[0]"
			v := Verdict{Specified: judge(&s).Answer.specified}
			if v.Specified == law.No {
				v.Specified = law.Maybe // the rule takes part in an answer that is not no
			}
			v.trace(&s)
			asked := false
			for _, id := range v.Asks {
				asked = asked || id == r.ID
			}
			trivial := r == &whoInUse // what is in use is used, by the Act; only the other answer asks
			if !asked && !trivial && !(s.byHand && i >= 4 && i < 10) {
				t.Errorf("%s decided without asking", r.ID)
			}
		}
	}
}
