package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// areaCloud (C6): when all or most functions of the facility use a cloud service, only types A, B, E of the area
// that exchanges the data are asked. 一部 (part) means the ordinary types.
var areaCloud = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.area.cloud", Name: text.Both{Ja: "クラウド: データをやり取りする領域の類型A・B・Eだけを求める", En: "facility on cloud: only A, B, E of the area of exchange"},
		Provision: []string{"draft.area"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "特定重要設備の機能の全部又は大部分がクラウドサービスを利用している場合、特定重要設備の機能に必要なデータのやり取りを行う領域については、類型A(アタックサーフェス)、類型B(認証機器)、類型E(特定重要設備等)の届出を求める。",
	},
	Reads: []string{"cloud"},
	Check: func(s *subject) law.Truth { return law.Any(is(s.cloud, "all"), is(s.cloud, "most")) },
}
