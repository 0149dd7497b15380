package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// harmDone: 法2条5項.
var harmDone = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.harm", Name: text.Both{Ja: "特定侵害事象: ①〜③によりサイバーセキュリティが害された", En: "specified intrusion event: its cybersecurity is harmed by (1)–(3)"},
		Provision: []string{"act.2.5", "act.5"}, Source: []string{"S1", "S0"}, Certainty: law.Confirmed, From: law.Commencement,
		Quote: "特定重要電子計算機のサイバーセキュリティが害される事象",
	},
	Reads: []string{"malware", "access", "interference", "harm"},
	Check: func(s *subject) law.Truth { return law.All(acts(s), s.harm) },
}

// acts is whether one of the 特定不正行為 took place.
func acts(s *subject) law.Truth { return law.Any(s.malware, s.access, s.interference) }
