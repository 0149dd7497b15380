package access

import "slices"

// State is where a record stands in the life of its kind; "" is a kind that has none.
type State string

// states are the states that a kind of record can stand in. The nouns own them; a test holds the two together.
var states = map[Object][]State{
	Report:     {"arrived", "checked", "fix-asked", "fixed", "withdrawn"},
	Request:    {"waiting", "answered", "closed"},
	Draft:      {"open", "sent", "discarded"},
	Procedure:  {"draft", "proposed", "published", "closed"},
	FAQ:        {"proposed", "returned", "published", "replaced", "withdrawn"},
	Approval:   {"waiting", "approved", "returned", "withdrawn"},
	Collection: {"asked", "done", "none", "same", "returned", "ended"},
	Name:       {"standing", "undone", "waiting", "answered", "withdrawn"},
	Naming:     {"waiting", "answered", "withdrawn", "standing", "undone"},
	Alarms:     {"open", "seen"},
}

// States lists the states of a kind of record, in the order of its life; nil for one that has none.
func States(o Object) []State { return slices.Clone(states[o]) }

// Marking is how far a record may travel: TLP 2.0, or 機密性 of the 政府機関等のサイバーセキュリティ対策のための統一基準群. No rule equates the
// two scales; here the Japanese one stands at the strict side of its neighbours. Nothing that is stored carries a
// marking yet: every record is Unmarked.
type Marking string

// The markings. A record without one counts as the strictest.
const (
	Unmarked         Marking = ""
	Red              Marking = "RED"
	Confidential3    Marking = "機密性3"
	AmberStrict      Marking = "AMBER+STRICT"
	Confidential2    Marking = "機密性2"
	Amber            Marking = "AMBER"
	Green            Marking = "GREEN"
	Clear            Marking = "CLEAR"
	Confidential1    Marking = "機密性1"
	strictest                = 5
	unknownMarking           = 0
	anyMarkingColumn         = "*"
)

// Strictness orders markings: 1 may travel freely, 5 stays with whom it was given to; 0 is no marking at all.
func (m Marking) Strictness() int {
	switch m {
	case Unmarked, Red, Confidential3:
		return strictest
	case AmberStrict, Confidential2:
		return 4
	case Amber:
		return 3
	case Green:
		return 2
	case Clear, Confidential1:
		return 1
	}
	return unknownMarking
}

// Markings lists every marking, the strictest first.
func Markings() []Marking {
	return []Marking{Unmarked, Red, Confidential3, AmberStrict, Confidential2, Amber, Green, Clear, Confidential1}
}

// Restriction is what the one who gave a record has said about passing it on (提供先制限). Nothing that is stored
// carries one yet: every record is Unrestricted.
type Restriction string

// The restrictions, from the one that binds least.
const (
	Unrestricted Restriction = "none"
	NoForeign    Restriction = "no-foreign"    // 外国政府等を除く
	WorkingGroup Restriction = "working-group" // WG限り
	Named        Restriction = "named"         // 名宛人限り
)

// Restrictions lists every restriction, the one that binds least first.
func Restrictions() []Restriction { return []Restriction{Unrestricted, NoForeign, WorkingGroup, Named} }

// bit is a bit of its own for each restriction; none for a word that is no restriction.
func (r Restriction) bit() uint8 {
	switch r {
	case Unrestricted, "":
		return 1
	case NoForeign:
		return 2
	case WorkingGroup:
		return 4
	case Named:
		return 8
	}
	return 0
}

// Facts are what a decision about one record turns on besides who, what and relation. The zero value is a record of a
// kind without states, without a marking (which counts as the strictest) and without restriction.
type Facts struct {
	State       State
	Marking     Marking
	Restriction Restriction
}
