package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// formOther: added on 2026-09-15; its columns were not seen.
var formOther = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.form.3", Name: text.Both{Ja: "様式3(その他サイバー攻撃等事案共通様式)", En: "form 3 (other)"},
		Provision: []string{"order.4.2", "notice.2", "agreement"}, Source: []string{"S3"}, Certainty: law.Reported, From: law.Commencement,
		Quote: "その他サイバー攻撃等事案共通様式",
	},
	Reads: []string{"kind"},
	Check: func(s *subject) law.Truth { return is(s.kind, "other") },
}
