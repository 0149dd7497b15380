package store

import (
	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/request"
)

// Arriving loads what an arrival rests on: the filer's block as registered today and the offices that are
// competent today.
func (t *Tx) Arriving(act party.Act) (filing.Arriving, error) {
	s := t.q.Scope
	a := filing.Arriving{At: s.At, Leaf: t.q.Leaf}
	org, unit, person, err := t.Registered()
	if err != nil {
		return a, err
	}
	if s.Person != "" {
		a.Sender = s.Signed(person.Name)
	} else if a.Program, err = t.TokenLabel(s.Token); err != nil {
		return a, err
	}
	a.Filer = filing.FilerBlock{
		Name: org.Name, NameEn: org.NameEn, Kana: org.Kana, CorporateNumber: org.CorporateNumber, Address: org.Address,
		Representative: org.Representative, Unit: unit.Name,
	}
	if a.Offices, err = t.Offices(s.Org, act, law.DayOf(s.At)); err != nil {
		return a, err
	}
	if len(a.Offices) == 0 {
		return a, fault.New(fault.Unavailable, "fault.filing.nobody", nil)
	}
	return a, nil
}

// AddArrival writes the filing with its content, addressees and readers, the duty it opens, and a message to each office.
func (t *Tx) AddArrival(a filing.Arrival) error {
	if err := t.AddFiling(a.Filing, a.Content, a.To); err != nil {
		return err
	}
	if err := t.AddDuty(a.Duty); err != nil {
		return err
	}
	var units []ident.Unit
	for _, to := range a.To {
		if to.Channel == filing.Here {
			units = append(units, to.Unit)
		}
	}
	return t.Notify(units, ident.Object(a.Filing.ID), a.Filing.Number, outbox.Urgent)
}

// Asked loads a question through its filing.
func (t *Tx) Asked(f, r ident.Number, p access.Permission) (filing.Filing, request.Request, error) {
	fl, _, err := t.Filing(f, p)
	if err != nil {
		return fl, request.Request{}, err
	}
	req, err := t.Request(fl.ID, r)
	return fl, req, err
}
