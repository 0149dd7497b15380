package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// clockIntegrated (R21, T17–T19): a machine run as one with a facility that was in place at commencement.
var clockIntegrated = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.clock.integrated", Name: text.Both{Ja: "既存の特定重要設備と一体として運用: 施行から6月以内", En: "run as one with a facility that was there: six months from commencement"},
		Provision: []string{"act.4", "draft.due"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "施行の際現に導入されている特定重要設備と一体として運用する特定重要電子計算機については、施行から6月以内に届出を求める。",
	},
	Reads: []string{"integrated", "facility_in_place", "in_place"},
	Check: func(s *subject) law.Truth {
		return law.All(s.integrated, s.facilityInPlace, s.inPlace.Opposite())
	},
}
