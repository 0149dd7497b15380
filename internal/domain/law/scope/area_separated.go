package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// areaSeparated (C5): a facility physically separated from the internet, with which data are exchanged
// periodically by media, is asked only for types A, B, E of the exchange area. The draft says 定期的;
// whether occasional exchange counts is not known. Without any exchange the draft says nothing and the
// ordinary types are asked.
var areaSeparated = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.area.separated", Name: text.Both{Ja: "物理的分離: 媒体でやり取りする領域の類型A・B・Eだけを求める", En: "separated facility: only A, B, E of the area of exchange"},
		Provision: []string{"draft.area"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "可搬型記憶媒体等を用いて、特定重要設備を含む領域と定期的にデータのやり取りが行われる領域については、類型A(アタックサーフェス)、類型B(認証機器)、類型E(特定重要設備等)の届出を求める。",
	},
	Reads: []string{"internet", "media"},
	Check: func(s *subject) law.Truth {
		return law.All(is(s.internet, "separated"), periodic(s.media))
	},
}

func periodic(m Media) law.Truth {
	if m == "occasional" {
		return law.Maybe
	}
	return is(m, "periodic")
}

// is compares an answer with one of its choices; not known stays not known.
func is[T ~string](v T, choice string) law.Truth {
	if v == "" || v == unknown {
		return law.Maybe
	}
	return law.TruthOf(string(v) == choice)
}

// in reports whether the machine stands in a 区画 of the role.
func (s *subject) in(role string) law.Truth { return is(s.role, role) }
