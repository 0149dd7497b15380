package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// clockChange: a change of what was filed.
var clockChange = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.clock.change", Name: text.Both{Ja: "届出事項の変更: 変更から4月以内", En: "a change: four months from it"},
		Provision: []string{"act.4", "draft.due"}, Source: []string{"S0", "S3"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "届出事項の変更があった場合には、変更の日から4月以内に届出を求める。",
	},
	Reads: []string{"changed"},
	Check: func(s *subject) law.Truth { return s.changed },
}
