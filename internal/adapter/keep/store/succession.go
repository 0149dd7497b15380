package store

import (
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Follow writes a succession: the heir's hat, the end of the leaver's where it is a hand-over, and what goes with a hat
// and has rows of its own. What belongs to unit and role (drafts, questions, duties) goes with the hat by itself.
func (t *Tx) Follow(s party.Succession, heir party.Hat) error {
	if err := t.AddHat(heir); err != nil {
		return err
	}
	if err := t.AddSuccession(s); err != nil {
		return err
	}
	if s.Kind != party.Handover {
		return nil
	}
	if err := t.EndHat(s.Hat.ID, s.Until); err != nil {
		return err
	}
	for _, carry := range carries {
		if err := carry.on(t, s); err != nil {
			return err
		}
	}
	return nil
}

// Unfollow puts back what Follow wrote: before its day nothing of it has been worn; a deputy ends now.
func (t *Tx) Unfollow(s party.Succession) error {
	end := s.At // never worn
	if s.At < t.Now() {
		end = t.Now()
	}
	if err := t.EndHat(s.Heir, end); err != nil {
		return err
	}
	if err := t.UndoSuccession(s.ID); err != nil || s.Kind != party.Handover {
		return err
	}
	for _, carry := range carries {
		if err := carry.back(t, s); err != nil {
			return err
		}
	}
	return t.EndHat(s.Hat.ID, s.Before)
}

// carries is what names a hat in rows of its own and goes to the next one, one line each: how on, and how back.
var carries = []struct {
	on, back func(*Tx, party.Succession) error
}{
	{onContacts, backContacts},
}

// onContacts ends the leaver's contacts with the hat and makes the heir the contact in their place, unconfirmed.
func onContacts(t *Tx, s party.Succession) error {
	list, err := t.ContactsOf(s.Hat.ID)
	if err != nil {
		return err
	}
	for _, c := range list {
		if err := t.EndContact(c.ID, s.Until); err != nil {
			return err
		}
		next := party.Contact{Org: c.Org, Unit: c.Unit, Kind: c.Kind, Hat: s.Heir, From: s.At}
		if next.ID, err = ident.NewID[string](t.Now(), t.q.Entropy); err != nil {
			return err
		}
		if err := t.AddContact(next); err != nil {
			return err
		}
	}
	return nil
}

func backContacts(t *Tx, s party.Succession) error {
	heirs, err := t.ContactsOf(s.Heir)
	if err != nil {
		return err
	}
	for _, c := range heirs {
		if err := t.EndContact(c.ID, c.From); err != nil {
			return err
		}
	}
	own, err := t.ContactsOf(s.Hat.ID)
	if err != nil {
		return err
	}
	for _, c := range own {
		if c.Until == s.Until {
			if err := t.EndContact(c.ID, s.Before); err != nil {
				return err
			}
		}
	}
	return nil
}
