package party

import "kanmin/internal/domain/law"

// The rule of the 通知 is a routing row about this authority and this kind.
const (
	OnwardAuthority = "recipient.pm"
	OnwardKind      = "asset."
)

// Moments of the 通知.
const (
	OnArrival  = "arrival"
	AfterCheck = "check"
)

// Moments are when the minister may tell the 内閣総理大臣 of a 届出.
var Moments = []string{OnArrival, AfterCheck}

// Onward is when the minister tells the 内閣総理大臣 of a 届出 (通知, 強化法4条). That it is passed on is CONFIRMED; no provision on the moment was found
// (UNKNOWN), so the moment is a dated row that two people decide. It governs the message: who may read a 届出 is said by rows of jurisdiction.
type Onward struct {
	When      string
	Rule      string // id of the row; empty: nobody has entered one
	Certainty law.Certainty
}

// OnwardOn is what counts on a day. Without a row it is at arrival: an operator waits for nothing, and nobody learns of it late.
func OnwardOn(list []Routing, on law.Day) Onward {
	if r, found := RouteOf(list, OnwardAuthority, OnwardKind, on); found {
		return Onward{When: r.When, Rule: r.ID, Certainty: r.Certainty}
	}
	return Onward{When: OnArrival, Certainty: law.Unknown}
}
