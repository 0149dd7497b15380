package scope

import (
	"math/bits"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// rowOnce (C4): a device of several types is filed once.
var rowOnce = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.once", Name: text.Both{Ja: "複数の類型に当たる一の機器は1件だけ届け出る", En: "a device of several types is filed once"},
		Provision: []string{"draft.types"}, Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
		Quote: "一の機器が複数の類型に該当する場合は、当該一の機器についてのみ届出を求める。",
	},
	Reads: []string{},
	Check: func(s *subject) law.Truth {
		certain, possible := wide(s)
		switch {
		case bits.OnesCount8(uint8(certain)) > 1:
			return law.Yes
		case bits.OnesCount8(uint8(certain|possible)) > 1:
			return law.Maybe
		}
		return law.No
	},
}
