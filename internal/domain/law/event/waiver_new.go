package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// waiverNew: T15. Reported, and under amendment: it asks and never holds a report back.
var waiverNew = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.waiver", Name: text.Both{Ja: "指定から6月以内に発生した(報告の猶予)", En: "occurred within six months of designation (waiver)"},
		Provision: []string{"order.suppl"}, Source: []string{"S5"}, Certainty: law.Reported, From: law.Commencement,

		Note: text.Both{Ja: "改正案の意見募集があり、採否は確認できていません。報告することはできます。", En: "Under amendment; the outcome is not known. A report may be made all the same."},
	},
	Reads: []string{"waived"},
	Check: func(s *subject) law.Truth { return s.waived },
}
