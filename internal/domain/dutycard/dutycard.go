// Package dutycard owns the 当直カード (R7): a printed card with one-time codes, by each of which one 速報 that was written without a network
// is taken in. The platform keeps digests of the codes; the card opens the report form and nothing else.
package dutycard

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Codes is how many codes a card has.
const Codes = 10

// Card is one that was printed.
type Card struct {
	ID      ident.Object
	Org     ident.Org
	Unit    ident.Unit // whose reports they will be
	At      ident.Instant
	EndedAt ident.Instant // zero while it is good
	Words
}

// Words are what is sealed of a card.
type Words struct {
	Name string     // on the card, to tell it from an earlier one
	By   string     `json:",omitempty"`
	Unit ident.Unit // again, so that no card is put in the place of another's
}

// Good reports whether there is a card and its codes may be used.
func (c Card) Good() bool { return c.ID != "" && c.EndedAt == 0 }

// Code is one code of a card, without itself.
type Code struct {
	N      int // from 1, as printed
	UsedAt ident.Instant
	Number ident.Number // of the report that it brought
}

// Left counts the codes that are still good.
func Left(list []Code) (n int) {
	for _, c := range list {
		if c.UsedAt == 0 {
			n++
		}
	}
	return n
}

// Standing is what somebody stands on who shows a code.
type Standing struct {
	Card
	Code
	Kind   party.Kind
	Packet string // digest of what used it, in hexadecimal
}

// Actor is who acts by a code: the card, for its unit, and only to report.
func (s Standing) Actor() access.Actor {
	return access.Actor{
		Card: s.ID, Org: s.Card.Org, Unit: s.Card.Unit, Kind: s.Kind, Roles: []access.Role{access.OperatorFiler},
		Only: []access.Permission{{Action: access.File, Object: access.Report}},
	}
}

// Refused is the one answer to whatever cannot be taken in: it says nothing of what exists.
func Refused() error { return fault.New(fault.Invalid, "fault.packet.refused", nil) }
