package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// causeCommand: only for type E.
var causeCommand = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.e.command", Name: text.Both{Ja: "類型E ③': 虚偽の情報、不正な指令を受信した", En: "type E (3'): false information or an unauthorised command was received"},
		Provision: []string{"act.5", "draft.event"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "虚偽の情報、不正な指令を受信した場合",
	},
	Reads: []string{"type_e", "command"},
	Check: func(s *subject) law.Truth { return law.All(s.typeE, s.command) },
}
