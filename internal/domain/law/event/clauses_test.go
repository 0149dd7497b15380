package event

import (
	"testing"

	"kanmin/internal/domain/law"
)

const (
	y = law.Yes
	n = law.No
	m = law.Maybe
)

// none is a subject of which everything is answered with no.
func none(edit func(*subject)) subject {
	s := subject{
		designated: y, sectorActive: y, specified: y, typeE: n, waived: n, malware: n, access: n, interference: n, line: n, harm: n,
		malwareTrace: n, accessTrace: n, interferenceTrace: n, received: n, attempt: n, credentials: n, command: n, scan: n,
		model: "own", contractor: n, kind: "other", leak: n, sensitive: n, financial: n, improper: n, overNumber: n,
	}
	edit(&s)
	return s
}

var clauses = []struct {
	rule, clause string
	edit         func(*subject)
	want         law.Truth
}{
	{"event.designated", "designated", func(*subject) {}, y},
	{"event.designated", "parent", func(s *subject) { s.designated = n }, n},
	{"event.sector", "in force", func(*subject) {}, y},
	{"event.sector", "医療", func(s *subject) { s.sectorActive = n }, n},
	{"event.specified", "specified", func(*subject) {}, y},
	{"event.specified", "office PC", func(s *subject) { s.specified = n }, n},
	{"event.waiver", "within", func(s *subject) { s.waived = y }, y},
	{"event.waiver", "after", func(*subject) {}, n},
	{"event.act.malware", "placed", func(s *subject) { s.malware = y }, y},
	{"event.act.malware", "only received", func(s *subject) { s.received = y }, n},
	{"event.act.access", "entered", func(s *subject) { s.access = y }, y},
	{"event.act.access", "only tried", func(s *subject) { s.attempt = y }, n},
	{"event.act.interference", "stopped by an attack", func(s *subject) { s.interference = y }, y},
	{"event.act.interference", "a fault", func(*subject) {}, n},
	{"event.act.line", "flooded line", func(s *subject) { s.interference, s.line = y, y }, y},
	{"event.act.line", "host only", func(s *subject) { s.interference = y }, n},
	{"event.act.line", "line, business not touched", func(s *subject) { s.line = y }, n},
	{"event.harm", "① and harmed", func(s *subject) { s.malware, s.harm = y, y }, y},
	{"event.harm", "② and harmed", func(s *subject) { s.access, s.harm = y, y }, y},
	{"event.harm", "③ and harmed", func(s *subject) { s.interference, s.harm = y, y }, y},
	{"event.harm", "an act, not harmed", func(s *subject) { s.access = y }, n},
	{"event.harm", "harmed, no act", func(s *subject) { s.harm = y }, n},
	{"event.harm", "harm not known", func(s *subject) { s.access, s.harm = y, m }, m},
	{"event.trace", "malware ran", func(s *subject) { s.malwareTrace = y }, y},
	{"event.trace", "intrusion", func(s *subject) { s.accessTrace = y }, y},
	{"event.trace", "interference", func(s *subject) { s.interferenceTrace = y }, y},
	{"event.trace", "the act itself", func(s *subject) { s.access = y }, y},
	{"event.trace", "none", func(*subject) {}, n},
	{"event.e.received", "E", func(s *subject) { s.typeE, s.received = y, y }, y},
	{"event.e.received", "A", func(s *subject) { s.received = y }, n},
	{"event.e.received", "E, nothing", func(s *subject) { s.typeE = y }, n},
	{"event.e.received", "type not known", func(s *subject) { s.typeE, s.received = m, y }, m},
	{"event.e.attempt", "E", func(s *subject) { s.typeE, s.attempt = y, y }, y},
	{"event.e.attempt", "B", func(s *subject) { s.attempt = y }, n},
	{"event.e.attempt", "E, nothing", func(s *subject) { s.typeE = y }, n},
	{"event.e.credentials", "E", func(s *subject) { s.typeE, s.credentials = y, y }, y},
	{"event.e.credentials", "F", func(s *subject) { s.credentials = y }, n},
	{"event.e.credentials", "E, nothing", func(s *subject) { s.typeE = y }, n},
	{"event.e.command", "E", func(s *subject) { s.typeE, s.command = y, y }, y},
	{"event.e.command", "C", func(s *subject) { s.command = y }, n},
	{"event.e.command", "E, nothing", func(s *subject) { s.typeE = y }, n},
	{"event.scan", "only a scan", func(s *subject) { s.scan = y }, y},
	{"event.scan", "no scan", func(*subject) {}, n},
	{"event.scan", "a scan and traces", func(s *subject) { s.scan, s.accessTrace = y, y }, n},
	{"event.scan", "a scan and bypass input on E", func(s *subject) { s.scan, s.typeE, s.attempt = y, y, y }, n},
	{"event.aware.own", "own machine", func(*subject) {}, y},
	{"event.aware.own", "IaaS", func(s *subject) { s.model = "iaas" }, y},
	{"event.aware.own", "application on PaaS", func(s *subject) { s.model, s.layer = "paas", "application" }, y},
	{"event.aware.own", "SaaS", func(s *subject) { s.model = "saas" }, n},
	{"event.aware.provider", "SaaS", func(s *subject) { s.model = "saas" }, y},
	{"event.aware.provider", "middleware on PaaS", func(s *subject) { s.model, s.layer = "paas", "middleware" }, y},
	{"event.aware.provider", "OS on PaaS", func(s *subject) { s.model, s.layer = "paas", "os" }, y},
	{"event.aware.provider", "application on PaaS", func(s *subject) { s.model, s.layer = "paas", "application" }, n},
	{"event.aware.provider", "layer not known", func(s *subject) { s.model = "paas" }, m},
	{"event.aware.contractor", "a contractor first", func(s *subject) { s.contractor = y }, y},
	{"event.aware.contractor", "no contractor", func(*subject) {}, n},
	{"event.form.1", "DDoS", func(s *subject) { s.kind = "ddos" }, y},
	{"event.form.1", "other", func(*subject) {}, n},
	{"event.form.2", "ransomware", func(s *subject) { s.kind = "ransomware" }, y},
	{"event.form.2", "other", func(*subject) {}, n},
	{"event.form.3", "other", func(*subject) {}, y},
	{"event.form.3", "DDoS", func(s *subject) { s.kind = "ddos" }, n},
	{"event.ppc", "improper purpose", func(s *subject) { s.leak, s.improper = y, y }, y},
	{"event.ppc", "sensitive", func(s *subject) { s.leak, s.sensitive = y, y }, y},
	{"event.ppc", "financial harm", func(s *subject) { s.leak, s.financial = y, y }, y},
	{"event.ppc", "more than 1,000", func(s *subject) { s.leak, s.overNumber = y, y }, y},
	{"event.ppc", "a leak of no such case", func(s *subject) { s.leak = y }, n},
	{"event.ppc", "no leak", func(s *subject) { s.improper = y }, n},
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
			s := none(c.edit)
			if got := r.Check(&s); got != c.want {
				t.Errorf("%s, %s: %s, want %s", c.rule, c.clause, got, c.want)
			}
		}
		if !found {
			t.Errorf("no rule is called %s", c.rule)
		}
		s := seen[c.rule]
		s[0], s[1] = s[0] || c.want == y, s[1] || c.want == n
		seen[c.rule] = s
	}
	for _, r := range conditions {
		if s := seen[r.ID]; !s[0] || !s[1] {
			t.Errorf("%s lacks a positive or a negative case", r.ID)
		}
	}
}

func TestEveryFactThatIsReadIsShown(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, f := range shown {
		if known[f.ID] || f.Name.Ja == "" || f.Name.En == "" || f.Path(&subject{}) == "" {
			t.Errorf("%s stands twice or has no words or place", f.ID)
		}
		known[f.ID] = true
	}
	for _, r := range conditions {
		for _, id := range r.Reads {
			if !known[id] {
				t.Errorf("%s reads %s, which no trace shows", r.ID, id)
			}
		}
	}
	for id := range exampleQuestions {
		if !known[id] {
			t.Errorf("examples stand beside %s, which is no question", id)
		}
	}
}

// A rule below confirmed asks: wherever it takes part, the answer names it among those that ask.
func TestRulesBelowConfirmedAsk(t *testing.T) {
	t.Parallel()
	for _, r := range conditions {
		if r.Certainty.Refuses() {
			continue
		}
		for _, c := range clauses {
			if c.rule != r.ID || c.want == n {
				continue
			}
			s := none(c.edit)
			if r != &noneScan {
				s.accessTrace = y // the rule takes part only in an answer that is not no
			}
			a := &assessment{}
			a.trace(&s, judge(&s).Answer)
			asked := false
			for _, id := range a.result.Asks {
				asked = asked || id == r.ID
			}
			if !asked {
				t.Errorf("%s (%s) took part without asking", r.ID, c.clause)
			}
		}
	}
}
