package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// actLine: the statute includes impairing the connected line, so that a flood that never touches the host counts (C9).
var actLine = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.act.line", Name: text.Both{Ja: "③接続された電気通信回線の機能への障害による妨害", En: "(3) by impairing the telecommunications line connected to it"},
		Provision: []string{"act.2.4.3"}, Source: []string{"S1"}, Certainty: law.Confirmed, From: law.Commencement,
	},
	Reads: []string{"interference", "line"},
	Check: func(s *subject) law.Truth { return law.All(s.interference, s.line) },
}
