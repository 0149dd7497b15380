package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// areaInside: is type E inside the separated side, the facility itself, still asked? The draft can be read both
// ways. The wider reading (asked) is the default and the narrower is shown beside it (R19).
var areaInside = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.area.inside", Name: text.Both{Ja: "分離した側の設備そのもの(類型E)も求める、広い読み方", En: "type E inside the separated side is asked as well (wider reading)"},
		Provision: []string{"draft.area", "ours"}, Source: []string{"S0", "own"}, Certainty: law.Unknown, From: law.Commencement,
		Note: text.Both{Ja: "狭い読み方では、やり取りする領域の機器だけを求めます。", En: "In the narrower reading only machines of the area of exchange are asked."},
	},
	Reads: []string{"internet", "media", "cloud", "is_facility", "role"},
	Check: func(s *subject) law.Truth { return law.All(area(s), typeE.Check(s)) },
}

// area is whether one of the two special rules about areas holds. It is not known when a fact is missing, and also when the text
// leaves it open (occasional exchange).
func area(s *subject) law.Truth { return law.Any(areaSeparated.Check(s), areaCloud.Check(s)) }

// areaWide is the same in the wider reading, in which what the text leaves open is no special area: only a missing fact leaves it open.
func areaWide(s *subject) law.Truth {
	separated := law.All(is(s.internet, "separated"), is(s.media, "periodic"))
	return law.Any(separated, areaCloud.Check(s))
}
