package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// lineFacilityService: a cloud service that is the 特定重要設備 or a 構成設備 is filed by product and maker.
var lineFacilityService = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.line.facility-service", Name: text.Both{Ja: "設備に当たるクラウド: 製品名と製造者名を届け出る", En: "cloud that is the facility: file product and maker"},
		Provision: []string{"act.4", "draft.lines"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "特定重要設備又は構成設備に該当する場合は、製品名、製造者名を届出",
	},
	Reads: []string{"kind", "is_facility"},
	Check: func(s *subject) law.Truth { return law.All(is(s.kind, "cloud"), s.isFacility) },
}
