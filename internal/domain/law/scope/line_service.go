package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// lineService: a cloud service is filed by its name and provider, unless it is the facility itself.
var lineService = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.line.service", Name: text.Both{Ja: "クラウド: サービス名と提供者名を届け出る", En: "cloud: file service and provider"},
		Provision: []string{"act.4", "draft.lines"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "クラウドサービスを利用している場合、当該クラウドサービスのサービス名、サービス提供者名を届出。",
	},
	Reads: []string{"kind", "is_facility"},
	Check: func(s *subject) law.Truth { return law.All(is(s.kind, "cloud"), s.isFacility.Opposite()) },
}
