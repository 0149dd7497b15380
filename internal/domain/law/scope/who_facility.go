package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// whoFacility (C13): the Act itself says that computers which are part of the 特定重要設備 are included, whatever the lower rules call
// the type. For them it is confirmed that they are 特定重要電子計算機; only the letter E is the draft's.
var whoFacility = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.facility", Name: text.Both{Ja: "特定重要設備の一部である電子計算機(法律に明記)", En: "part of the critical facility itself (said by the Act)"},
		Provision: []string{"act.2.2.2", "espa.orders"}, Source: []string{"S1", "S7"}, Certainty: law.Confirmed, From: law.Commencement,
	},
	Reads: []string{"is_facility"},
	Check: func(s *subject) law.Truth { return s.isFacility },
}
