package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// awareOwn: the ordinary rule.
var awareOwn = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.aware.own", Name: text.Both{Ja: "自ら認知した日から数える(オンプレミス、IaaS、PaaSのアプリケーション)", En: "counted from the operator's own awareness (own, IaaS, application on PaaS)"},
		Provision: []string{"act.5", "draft.report"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "PaaS(アプリケーションに係るもの), IaaSの場合には、オンプレ設備と同様に扱う。",
	},
	Reads: []string{"model", "layer"},
	Check: func(s *subject) law.Truth { return awareProvider.Check(s).Opposite() },
}
