package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// formRansomware: 告示第2号 points to the common forms.
var formRansomware = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.form.2", Name: text.Both{Ja: "様式2(ランサムウェア事案共通様式)", En: "form 2 (ransomware)"},
		Provision: []string{"order.4.2", "notice.2", "agreement"}, Source: []string{"S3", "S8"}, Certainty: law.Reported, From: law.Commencement,
		Quote: "ランサムウェア事案共通様式",
	},
	Reads: []string{"kind"},
	Check: func(s *subject) law.Truth { return is(s.kind, "ransomware") },
}
