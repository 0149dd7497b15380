package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// exemptBespoke: 専用設計品 are outside the notification, not outside reports. What general product runs inside one (its OS) is not known
// to be exempt and is asked.
var exemptBespoke = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.exempt.bespoke", Name: text.Both{Ja: "専用設計品は届出の対象外", En: "made for one operator only: no notification"},
		Provision: []string{"order.2.1.but", "draft.exempt"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "専ら一の基幹インフラ事業者の事業の用に供するもの(専用設計品)については、届出義務の対象外とする。",
		Note:  text.Both{Ja: "理由と資料を残してください。報告の対象からは外れません。", En: "Keep reason and evidence; it stays reportable."},
	},
	Reads: []string{"bespoke"},
	Check: func(s *subject) law.Truth { return s.bespoke },
}
