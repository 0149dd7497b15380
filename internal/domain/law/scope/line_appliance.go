package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// lineAppliance (C1): an appliance is filed by its hardware product and maker, without a list of software.
var lineAppliance = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.line.appliance", Name: text.Both{Ja: "アプライアンス: ハードウェアの製品名と製造者名を届け出る", En: "appliance: file hardware product and maker"},
		Provision: []string{"act.4", "draft.lines"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "アプライアンス※については、そのハードウェアの製品名、製造者名の届出を求める。",
		Note:  text.Both{Ja: "特定用途のプログラムが組み込まれ、通常ほかのプログラムを組み込めない機器です。", En: "Built for one purpose; other programs normally cannot be installed."},
	},
	Reads: []string{"kind"},
	Check: func(s *subject) law.Truth { return is(s.kind, "appliance") },
}
