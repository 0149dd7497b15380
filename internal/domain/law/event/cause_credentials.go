package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// causeCredentials: a tick of its own in the draft. Only for type E.
var causeCredentials = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.e.credentials", Name: text.Both{Ja: "類型E ②': 認証情報が窃取された", En: "type E (2'): credentials were stolen"},
		Provision: []string{"act.5", "draft.event"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "認証情報が窃取された場合",
	},
	Reads: []string{"type_e", "credentials"},
	Check: func(s *subject) law.Truth { return law.All(s.typeE, s.credentials) },
}
