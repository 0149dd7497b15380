package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// clockDesignated (T13): introduced within two months of the operator's designation.
var clockDesignated = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.clock.designated", Name: text.Both{Ja: "指定から2月以内に導入: 指定から6月以内", En: "introduced within two months of designation: six months from it"},
		Provision: []string{"act.4", "order.suppl"}, Source: []string{"S5"}, Certainty: law.Reported, From: law.Commencement,
		Note: text.Both{Ja: "令和8年7月に改正案の意見募集がありました。採否は確認できていません。", En: "An amendment was consulted on in July 2026; the outcome is not known."},
	},
	Reads: []string{"newly_designated"},
	Check: func(s *subject) law.Truth { return s.newlyDesignated },
}
