package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// awareProvider: C7.
var awareProvider = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.aware.provider", Name: text.Both{Ja: "クラウド事業者の通知の時点で認知とみなす(SaaS、PaaSのミドルウェア・OS)", En: "awareness is the provider's notice (SaaS; middleware and OS on PaaS)"},
		Provision: []string{"act.5", "draft.report"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "SaaSを利用している場合、PaaSを利用している場合(ミドルウェア、OSに係るものに限る。)については、クラウドサービス事業者から通知があった時点で「認知」とみなす。",
	},
	Reads: []string{"model", "layer"},
	Check: func(s *subject) law.Truth {
		return law.Any(is(s.model, "saas"), law.All(is(s.model, "paas"), is(s.layer, "application").Opposite()))
	},
}
