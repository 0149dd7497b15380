package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
)

// answer is what is decided about one machine, in a form that can be compared.
type answer struct {
	specified law.Truth // 特定重要電子計算機, so its incidents are reportable: no exemption and no narrowing of areas touches this
	asked     law.Truth // of a type for which machines of this area are asked
	file      law.Truth
	types     letters // certain, wider reading
	possible  letters // may be, wider reading
	narrow    letters // certain or possible in the narrower reading
	split     bool    // the two readings differ
	kind      lineKind
	clocks    clocks
}

// lineKind is how a machine is filed.
type lineKind string

const (
	lineOpen    lineKind = ""
	bySoftware  lineKind = "software"
	byAppliance lineKind = "appliance"
	byService   lineKind = "service"
	byProduct   lineKind = "facility-service" // a cloud service that is the facility: product and maker
)

// clocks is the set of due rules that remain possible.
type clocks uint8

const (
	clockOfChange clocks = 1 << iota
	clockOfDesignation
	clockOfExisting
	clockOfIntegrated
	clockOfNew
)

// clockRules are the names of due rules by bit.
var clockRules = []string{"asset.change", "asset.designated", "asset.existing", "asset.integrated", "asset.new"}

// functional are the types by function and 区画, before any special rule about areas.
func functional(s *subject) [6]law.Truth {
	if s.byHand {
		var out [6]law.Truth
		for i := range out {
			out[i] = law.TruthOf(s.set&(1<<i) != 0)
		}
		return out
	}
	return [6]law.Truth{typeA.Check(s), typeB.Check(s), typeC.Check(s), typeD.Check(s), typeE.Check(s), typeF.Check(s)}
}

// wide gives the types asked in the wider reading: certain and possible.
func wide(s *subject) (certain, possible letters) {
	fn, special := functional(s), areaWide(s)
	if s.byHand {
		special = law.No
	}
	fn[4] = law.Any(fn[4], law.All(special, s.in("exchange")))
	for i, t := range fn {
		if i == 2 || i == 3 || i == 5 {
			t = law.All(t, special.Opposite()) // C, D, F are not asked in a special area
		}
		switch t {
		case law.Yes:
			certain |= 1 << i
		case law.Maybe, law.NotAsked:
			possible |= 1 << i
		case law.No:
		}
	}
	return certain, possible
}

// narrow gives the types in the narrower reading of an area: A and B of the area of exchange, and what is E by function there.
func narrow(s *subject) letters {
	fn, here := functional(s), s.in("exchange")
	var out letters
	for _, i := range []int{0, 1, 4} {
		if law.All(fn[i], here) != law.No {
			out |= 1 << i
		}
	}
	return out
}

// judge applies every rule to a subject.
func judge(s *subject) rule.Verdict[answer] {
	var v rule.Verdict[answer]
	for i, c := range conditions {
		if c.Check(s) == law.Yes {
			v.Fired |= 1 << i
		}
	}
	a := &v.Answer
	a.types, a.possible = wide(s)
	if special := area(s); special != law.No && !s.byHand {
		a.narrow = narrow(s)
		a.split = a.narrow != a.types|a.possible
	}
	who := law.All(whoDesignated.Check(s), whoSector.Check(s), whoUsed.Check(s), whoInUse.Check(s))
	fn := functional(s)
	a.asked = law.All(who, some(a.types, a.possible))
	a.specified = law.All(who, law.Any(law.Any(fn[:]...), some(a.types, a.possible)))
	a.kind = kindOf(s)
	a.file = law.All(a.asked, left(s, a.kind))
	if a.file != law.No {
		a.clocks = clocksOf(s)
	}
	return v
}

func some(certain, possible letters) law.Truth {
	switch {
	case certain != 0:
		return law.Yes
	case possible != 0:
		return law.Maybe
	}
	return law.No
}

func kindOf(s *subject) lineKind {
	switch {
	case lineSoftware.Check(s) == law.Yes:
		return bySoftware
	case lineAppliance.Check(s) == law.Yes:
		return byAppliance
	case lineFacilityService.Check(s) == law.Yes:
		return byProduct
	case lineService.Check(s) == law.Yes:
		return byService
	}
	return lineOpen
}

// left tells whether something remains to be filed after the exemptions.
func left(s *subject, k lineKind) law.Truth {
	hardware := exemptBespoke.Check(s).Opposite()
	switch {
	case k == bySoftware:
		return s.softwareLeft
	case k == byAppliance:
		return hardware
	case is(s.kind, "cloud") == law.Yes:
		return law.Yes
	case s.softwareLeft == law.Yes && hardware == law.Yes:
		return law.Yes // whatever kind it turns out to be
	}
	return law.Maybe
}

// clocksOf keeps, in the order of precedence, every clock that is not excluded, up to the first that is certain.
func clocksOf(s *subject) clocks {
	var out clocks
	for i, c := range []*rule.Condition[subject]{&clockChange, &clockDesignated, &clockExisting, &clockIntegrated} {
		switch c.Check(s) {
		case law.Yes:
			return out | 1<<i
		case law.Maybe, law.NotAsked:
			out |= 1 << i
		case law.No:
		}
	}
	return out | clockOfNew
}
