package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// typeA: 考え方の案 類型A「グローバルIPアドレスが割り当てられている機器」. An attack surface.
var typeA = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.type.a", Name: text.Both{Ja: "類型A: グローバルIPアドレスが割り当てられている", En: "type A: it has a global IP address"},
		Provision: []string{"act.2.2.2", "draft.types"}, Quote: "グローバルIPアドレスが割り当てられている機器", Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
	},
	Reads: []string{"global_address"},
	Check: func(s *subject) law.Truth { return s.global },
}
