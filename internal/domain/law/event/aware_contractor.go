package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// awareContractor: no rule was found, so both days are shown (R11).
var awareContractor = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.aware.contractor", Name: text.Both{Ja: "委託先が先に気付いた(認知の日の読み方が二つある)", En: "a contractor noticed first (two readings of awareness)"},
		Provision: []string{"act.5", "ours"}, Source: []string{"S3", "own"}, Certainty: law.Unknown, From: law.Commencement,

		Note: text.Both{Ja: "事業者が知った日を使い、委託先が気付いた日を安全な日として並べます。", En: "The operator's own day is used; the contractor's stands beside it as the safe one."},
	},
	Reads: []string{"contractor"},
	Check: func(s *subject) law.Truth { return s.contractor },
}
