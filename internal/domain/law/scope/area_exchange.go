package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// areaExchange: machines of the area of exchange itself count as type E there, in the wider reading, because the draft asks
// 類型E of that area.
var areaExchange = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.area.exchange", Name: text.Both{Ja: "やり取りする領域の機器を類型Eとして求める、広い読み方", En: "machines of the area of exchange count as type E (wider reading)"},
		Provision: []string{"draft.area", "ours"}, Source: []string{"S0", "own"}, Certainty: law.Unknown, From: law.Commencement,
	},
	Reads: []string{"internet", "media", "cloud", "role"},
	Check: func(s *subject) law.Truth { return law.All(areaWide(s), s.in("exchange")) },
}
