package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// ppcLeak: a duty of another law with its own clock; it does not depend on the Act.
var ppcLeak = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.ppc", Name: text.Both{Ja: "個人データの漏えい等で、規則7条の場合に当たる", En: "leak of personal data in a case of rule 7"},
		Provision: []string{"appi.26", "appi.rule.7"}, Source: []string{"S10"}, Certainty: law.Confirmed, From: law.Commencement,
	},
	Reads: []string{"leak", "sensitive", "financial", "improper", "over_1000"},
	Check: func(s *subject) law.Truth {
		return law.All(s.leak, law.Any(s.sensitive, s.financial, s.improper, s.overNumber))
	},
}
