package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// actInterference: 法2条4項3号.
var actInterference = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.act.interference", Name: text.Both{Ja: "③電子計算機を害して業務が妨害された", En: "(3) business was interfered with by harming the computer"},
		Provision: []string{"act.2.4.3", "penal.35", "draft.event"}, Source: []string{"S1", "S0"}, Certainty: law.Confirmed, From: law.Commencement,
		Quote: "電子計算機のサイバーセキュリティを害することによって行われる業務妨害が行われた場合",
	},
	Reads: []string{"interference"},
	Check: func(s *subject) law.Truth { return s.interference },
}
