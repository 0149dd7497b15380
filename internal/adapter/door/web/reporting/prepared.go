package reporting

import (
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dutycard"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// PreparedTx is what is read of how an operator is prepared.
type PreparedTx interface {
	DutyCard() (dutycard.Card, []dutycard.Code, error)
	Registered() (party.Org, party.Unit, party.Person, error)
	OfficesOf(p procedure.Procedure, operator ident.Org, on law.Day) ([]filing.Addressee, error)
}

// Prepared is what an operator has for the night without a network (R7): the card of its unit, who it is, and whom it calls.
type Prepared struct {
	Card    dutycard.Card
	Codes   []dutycard.Code
	Org     party.Org
	Unit    party.Unit
	Offices []filing.Addressee
}

// Prepare reads it as it stands at an instant.
func Prepare(tx PreparedTx, s access.Scope, at ident.Instant) (p Prepared, err error) {
	if p.Card, p.Codes, err = tx.DutyCard(); err != nil {
		return p, err
	}
	if p.Org, p.Unit, _, err = tx.Registered(); err != nil {
		return p, err
	}
	p.Offices, err = tx.OfficesOf(incident.Prompt, s.Org, law.DayOf(at))
	p.Offices = slices.DeleteFunc(p.Offices, func(a filing.Addressee) bool { return a.Authority != "" }) // who has it under a condition is told with the answers
	return p, err
}
