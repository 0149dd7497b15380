package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// formDDoS: 告示第2号 points to the common forms.
var formDDoS = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.form.1", Name: text.Both{Ja: "様式1(DDoS攻撃事案共通様式)", En: "form 1 (DDoS)"},
		Provision: []string{"order.4.2", "notice.2", "agreement"}, Source: []string{"S3", "S8"}, Certainty: law.Reported, From: law.Commencement,
		Quote: "DDoS攻撃事案共通様式",
	},
	Reads: []string{"kind"},
	Check: func(s *subject) law.Truth { return is(s.kind, "ddos") },
}
