package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// whoInUse: a spare that is not in use, and what was taken out of use, is not "used" (R20, our reading).
var whoInUse = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.in-use", Name: text.Both{Ja: "使用中である(予備・使用終了ではない)", En: "it is in use, neither spare nor retired"},
		Provision: []string{"act.2.2.2", "ours"}, Source: []string{"own"}, Certainty: law.Unknown, From: law.Commencement,
		Note: text.Both{Ja: "予備機と使用終了の扱いは、定めが確認できていません。", En: "No rule on spares and on end of use was found."},
	},
	Reads: []string{"in_use"},
	Check: func(s *subject) law.Truth { return s.inUse },
}
