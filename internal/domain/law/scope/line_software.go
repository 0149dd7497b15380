package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// lineSoftware (C3): on a general machine each application, middleware and OS is filed by product and maker; no
// hardware name.
var lineSoftware = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.line.software", Name: text.Both{Ja: "一般の機器: ソフトウェアの製品名と製造者名を届け出る", En: "general machine: file product and maker of the software"},
		Provision: []string{"act.4", "draft.lines"}, Source: []string{"S0", "S2"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "ソフトウェア(アプリケーション、ミドルウェア及びOS)の製品名、製造者名の報告を求め、ハードウェア名等については報告を求めないこととする。",
	},
	Reads: []string{"kind"},
	Check: func(s *subject) law.Truth { return is(s.kind, "general") },
}
