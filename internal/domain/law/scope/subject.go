package scope

import (
	"strconv"

	"kanmin/internal/domain/law"
)

// subject is one machine with everything that the conditions read, flat, so that a changed copy can be judged again.
type subject struct {
	machinePath, facilityPath, segmentPath string

	designated   law.Truth
	sectorActive law.Truth
	used         law.Truth
	inUse        law.Truth // neither spare nor retired

	internet Internet
	media    Media
	cloud    Cloud
	role     Role

	global, auth, forService, controls, isFacility law.Truth
	stores, storesTyped                            law.Truth

	kind           Make
	bespoke        law.Truth
	designatedLine law.Truth // a line of software is a designated product
	softwareLeft   law.Truth // a line of software remains to be filed

	inPlace, integrated, facilityInPlace law.Truth
	newlyDesignated                      law.Truth // introduced within the window after designation
	changed                              law.Truth

	set    letters // set by hand
	byHand bool
}

// letters is a set of types.
type letters uint8

func bit(l law.Letter) letters { return 1 << (l[0] - 'A') }

func setOf(ls []law.Letter) letters {
	var s letters
	for _, l := range ls {
		s |= bit(l)
	}
	return s
}

// list returns the letters of the set in order.
func (s letters) list() []law.Letter {
	out := []law.Letter{}
	for _, l := range law.Letters() {
		if s&bit(l) != 0 {
			out = append(out, l)
		}
	}
	return out
}

func (s letters) String() string { return s.join("") }

// place is where a machine stands in the input.
type place struct {
	business, facility, machine int
}

func (p place) businessPath() string { return "businesses[" + strconv.Itoa(p.business) + "]" }
func (p place) facilityPath() string {
	return p.businessPath() + ".facilities[" + strconv.Itoa(p.facility) + "]"
}
func (p place) machinePath() string {
	return p.facilityPath() + ".machines[" + strconv.Itoa(p.machine) + "]"
}

// assumed turns an unanswered question into yes; 分からない stays not known.
func assumed(t law.Truth) law.Truth {
	if t == law.NotAsked {
		return law.Yes
	}
	return t
}

// open turns an unanswered question into not known.
func open(t law.Truth) law.Truth {
	if t == law.NotAsked {
		return law.Maybe
	}
	return t
}

// refer reads a yes–no with a list of what it refers to: a list without an answer means yes.
func refer(t law.Truth, to []string) law.Truth {
	if t == law.NotAsked && len(to) > 0 {
		return law.Yes
	}
	return open(t)
}
