package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// causeTrace: 原因となり得る事象, all types. An act itself leaves at least its trace.
var causeTrace = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.trace", Name: text.Both{Ja: "①〜③に係る事象の痕跡を認知した", En: "traces of (1)–(3) were found on it"},
		Provision: []string{"act.5", "draft.event"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "特定重要電子計算機において①～③に係る事象の痕跡を認知した場合(マルウェアの実行やシステム内部に不正に侵入された痕跡を認知した場合等)",
	},
	Reads: []string{"malware_trace", "access_trace", "interference_trace", "malware", "access", "interference"},
	Check: func(s *subject) law.Truth {
		return law.Any(s.malwareTrace, s.accessTrace, s.interferenceTrace, acts(s))
	},
}
