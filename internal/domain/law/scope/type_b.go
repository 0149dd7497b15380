package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// typeB: 考え方の案 類型B「特定社会基盤役務の提供に係るシステムの認証を提供する機器等」. It must authenticate for the system
// that provides the service: a company directory that only serves offices is none (R19).
var typeB = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.type.b", Name: text.Both{Ja: "類型B: 役務を提供するシステムの認証を提供している", En: "type B: it authenticates for the system that provides the service"},
		Provision: []string{"act.2.2.2", "draft.types"}, Quote: "特定社会基盤役務の提供に係るシステムの認証を提供する機器等", Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
	},
	Reads: []string{"authenticates", "for_service"},
	Check: func(s *subject) law.Truth { return law.All(s.auth, s.forService) },
}
