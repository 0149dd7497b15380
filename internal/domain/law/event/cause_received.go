package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// causeReceived: C8. Only for type E: a blocked mail on a gateway of type A is none.
var causeReceived = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.e.received", Name: text.Both{Ja: "類型E ①': マルウェアを受信した", En: "type E (1'): malware was received"},
		Provision: []string{"act.5", "draft.event"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "マルウェアを受信した場合",
	},
	Reads: []string{"type_e", "received"},
	Check: func(s *subject) law.Truth { return law.All(s.typeE, s.received) },
}
