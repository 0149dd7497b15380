package store

import (
	"kanmin/internal/adapter/keep/store/filing"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

// earlierSheets bounds how many versions are looked through for what was confirmed before.
const earlierSheets = 20

// ConsultGround is what a consultation about a business of the scope's organisation stands on. A business that is none of its own is Absent.
func (t *Tx) ConsultGround(business string) (g consult.Ground, err error) {
	if err := t.q.Scope.Permit(access.Permission{Action: access.Write, Object: access.Consult}); err != nil {
		return g, fault.Absent()
	}
	on := law.DayOf(t.Now())
	list, err := t.Sectors(t.q.Scope.Org, on)
	found := false
	for _, d := range list {
		if d.ID == business {
			g.Business, found = d, true
		}
	}
	if err == nil && !found {
		err = fault.Absent()
	}
	if err != nil {
		return g, err
	}
	offices, err := t.Offices(t.q.Scope.Org, party.ActNotification, on)
	if err != nil {
		return g, err
	}
	g.To = consult.Askable(offices, g.Business)
	if g.Inventory, err = t.InventoryRev(); err != nil {
		return g, err
	}
	g.Earlier, err = t.ConsultSheets(business, earlierSheets)
	return g, err
}

// BeginConsult writes a consultation with the 範囲整理表 that goes along (nil: none), the rows by which offices have it, and those that will be competent
// after them, and a message to each.
func (t *Tx) BeginConsult(c consult.Consultation, h *consult.Sheet, g consult.Ground, urgency string) error {
	var audiences []string
	var units []ident.Unit
	for _, o := range g.To {
		audiences, units = append(audiences, filing.Audiences(o)...), append(units, o.Unit)
	}
	if err := t.AddConsult(c, audiences); err != nil {
		return err
	}
	if h != nil {
		if err := t.AddConsultSheet(*h); err != nil {
			return err
		}
	}
	return t.Notify(units, c.ID, c.Number, urgency)
}

// TellConsult writes what was said or done in a consultation, with a version of the 範囲整理表 that goes along (nil: none), and a message to some units.
func (t *Tx) TellConsult(c consult.Consultation, to consult.State, e consult.Said, h *consult.Sheet, told consult.Told) error {
	if err := t.AddConsultSaid(c, to, e); err != nil {
		return err
	}
	if h != nil {
		if err := t.AddConsultSheet(*h); err != nil {
			return err
		}
	}
	return t.Notify(told.Units, c.ID, c.Number, told.Urgency)
}
