package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// clockNew: 法4条 「四月以内」 for everything introduced later that no other clock takes.
var clockNew = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.clock.new", Name: text.Both{Ja: "新たな導入: 導入から4月以内", En: "newly introduced: four months from it"},
		Provision: []string{"act.4", "order.2.1"}, Quote: "四月以内", Source: []string{"S0", "S5"}, Certainty: law.Confirmed, From: law.Commencement,
	},
	Reads: []string{"in_place", "integrated", "facility_in_place", "newly_designated", "changed"},
	Check: func(s *subject) law.Truth {
		return law.Any(clockExisting.Check(s), clockIntegrated.Check(s), clockDesignated.Check(s), clockChange.Check(s)).Opposite()
	},
}
