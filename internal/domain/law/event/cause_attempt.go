package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// causeAttempt: bypass input entered. Only for type E.
var causeAttempt = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.e.attempt", Name: text.Both{Ja: "類型E ②': 不正アクセス行為を行う通信を発見した", En: "type E (2'): traffic attempting unauthorised access was found"},
		Provision: []string{"act.5", "draft.event"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "不正アクセス行為を行う通信を発見した場合(アクセス制御機能の制限を免れるような情報等が入力された場合、認証情報が窃取された場合等)",
	},
	Reads: []string{"type_e", "attempt"},
	Check: func(s *subject) law.Truth { return law.All(s.typeE, s.attempt) },
}
