package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// actAccess: 法2条4項2号.
var actAccess = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.act.access", Name: text.Both{Ja: "②不正アクセス行為が行われた", En: "(2) unauthorised access took place"},
		Provision: []string{"act.2.4.2", "access.2.4", "draft.event"}, Source: []string{"S1", "S0"}, Certainty: law.Confirmed, From: law.Commencement,
		Quote: "不正アクセス行為(不正アクセス禁止法第2条第4項に定める不正アクセス行為をいう。)が行われた場合",
	},
	Reads: []string{"access"},
	Check: func(s *subject) law.Truth { return s.access },
}
