package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// typeE: 考え方の案 類型E「特定重要設備又は当該特定重要設備と同一セグメントの機器」. OT devices are in, by 法2条2項2号 expressly (C13).
var typeE = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.type.e", Name: text.Both{Ja: "類型E: 特定重要設備そのもの、又は同一セグメントにある", En: "type E: it is the critical facility or stands in its segment"},
		Provision: []string{"act.2.2.2", "draft.types"}, Quote: "特定重要設備又は当該特定重要設備と同一セグメントの機器", Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
	},
	Reads: []string{"is_facility", "role"},
	Check: func(s *subject) law.Truth { return law.Any(s.isFacility, s.in("facility")) },
}
