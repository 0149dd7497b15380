package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// noneScan: C10. It is recorded in the operator's own log; nothing is reported.
var noneScan = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.scan", Name: text.Both{Ja: "走査や拒まれた試みだけで、痕跡がない", En: "only a scan or refused tries, no trace"},
		Provision: []string{"draft.event", "ours"}, Source: []string{"S0", "own"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,

		Note: text.Both{Ja: "自社の記録に残してください。", En: "Keep it in your own log."},
	},
	Reads: []string{"scan"},
	Check: func(s *subject) law.Truth {
		return law.All(s.scan, law.Any(acts(s), s.malwareTrace, s.accessTrace, s.interferenceTrace, law.All(s.typeE, law.Any(s.received, s.attempt, s.credentials, s.command))).Opposite())
	},
}
