package store

import (
	"kanmin/internal/adapter/keep/store/filing"
	"kanmin/internal/domain/access"
	domain "kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/support"
)

// AddWish writes a wish for help with the rows by which offices have it, and those that will be competent after them.
func (t *Tx) AddWish(s support.Support, to []domain.Addressee) error {
	var audiences []string
	for _, o := range to {
		audiences = append(audiences, filing.Audiences(o)...)
	}
	return t.AddSupport(s, audiences)
}

// TellSupport writes what was said or done about a wish for help, and a message to some units.
func (t *Tx) TellSupport(w support.Support, to support.State, e support.Said, units []ident.Unit, urgency string) error {
	if err := t.AddSaid(w, to, e); err != nil {
		return err
	}
	return t.Notify(units, w.ID, w.Number, urgency)
}

// Showable is the procedure of a report, whose form says what of it may be shown, and to which helpers it may be.
func (t *Tx) Showable(id ident.Filing) (p procedure.Procedure, list []support.Candidate, err error) {
	f, _, err := t.FilingByID(id, access.Permission{Action: access.Read, Object: access.Report})
	if err == nil {
		p, err = t.Procedure(string(f.Kind))
	}
	if err == nil {
		list, err = t.Helpers(id)
	}
	return p, list, err
}
