package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// whoUsed: 法2条2項2号 speaks of computers *used by* the operator; who owns or runs them does not matter, so
// that vendors' machines, shared data centres and cloud services count.
var whoUsed = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.used", Name: text.Both{Ja: "事業者が使用している(所有は問わない)", En: "the operator uses it, whoever owns it"},
		Provision: []string{"act.2.2.2"}, Source: []string{"S1"}, Certainty: law.Confirmed, From: law.Commencement,
	},
	Reads: []string{"used"},
	Check: func(s *subject) law.Truth { return s.used },
}
