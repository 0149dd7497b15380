package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// typeD: 考え方の案 類型D「「特定重要設備」を含むセグメントへのアクセスを制御する機器」. An internal firewall or switch.
var typeD = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.type.d", Name: text.Both{Ja: "類型D: 特定重要設備を含むセグメントへのアクセスを制御している", En: "type D: it controls access to the segment with the critical facility"},
		Provision: []string{"act.2.2.2", "draft.types"}, Quote: "「特定重要設備」を含むセグメントへのアクセスを制御する機器", Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
	},
	Reads: []string{"controls_access"},
	Check: func(s *subject) law.Truth { return s.controls },
}
