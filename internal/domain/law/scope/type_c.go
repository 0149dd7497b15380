package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// typeC: 考え方の案 類型C「「特定重要設備」を含むセグメントのDMZ等」. It follows from the 区画 in which the machine stands.
var typeC = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.type.c", Name: text.Both{Ja: "類型C: 特定重要設備を含むセグメントのDMZ等にある", En: "type C: it stands in the DMZ of the segment with the critical facility"},
		Provision: []string{"act.2.2.2", "draft.types"}, Quote: "「特定重要設備」を含むセグメントのDMZ等", Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
	},
	Reads: []string{"role"},
	Check: func(s *subject) law.Truth { return s.in("dmz") },
}
