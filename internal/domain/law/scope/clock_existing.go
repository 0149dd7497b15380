package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// clockExisting (T9): what was in place at commencement is filed within six months of it.
var clockExisting = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.clock.existing", Name: text.Both{Ja: "施行の際に導入済み: 施行から6月以内", En: "in place at commencement: six months from it"},
		Provision: []string{"act.4", "draft.due"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "施行の際現に導入されている特定重要電子計算機(略)については、施行から6月以内に届出を求める。",
	},
	Reads: []string{"in_place"},
	Check: func(s *subject) law.Truth { return s.inPlace },
}
