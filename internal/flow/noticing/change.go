package noticing

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/party"
)

// ContactTx is what changing or ending a contact needs.
type ContactTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	OwnUnits() ([]party.Unit, error)
	NoticeContact(ident.Object) (notice.Contact, error)
	SetNoticeContact(notice.Contact) error
}

// Change changes what is said of a contact, which unit it wakes and until when. Its code stays.
type Change struct{ Act Act[ContactTx] }

// Do changes it over the revision that was seen. Who may call: administrators of the operator. One that has ended, or that somebody changed
// meanwhile, is a Conflict.
func (v Change) Do(ctx context.Context, s access.Scope, key ident.Key, to notice.Contact) (err error) {
	defer fault.Wrap(&err, "noticing.Change")
	if err := s.Permit(MayWrite); err != nil {
		return err
	}
	to = to.Tidy()
	if err := to.Check(law.DayOf(s.At)); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx ContactTx) (ledger.Entry, error) {
		c, err := standing(tx, to.ID)
		if err == nil && c.Rev != to.Rev {
			err = moved()
		}
		if err == nil {
			err = own(tx, to.Unit)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		c.Unit, c.Until, c.Company, c.Name, c.Phone, c.Note = to.Unit, to.Until, to.Company, to.Name, to.Phone, to.Note
		if c.By, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.NoticeContactChanged, s, c.ID, c.Words.Plain()), tx.SetNoticeContact(c)
	})
	return err
}

// standing is a contact that has not ended.
func standing(tx interface {
	NoticeContact(ident.Object) (notice.Contact, error)
}, id ident.Object) (notice.Contact, error) {
	c, err := tx.NoticeContact(id)
	if err == nil && c.EndedAt != 0 {
		err = fault.New(fault.Conflict, "fault.notice.ended", nil)
	}
	return c, err
}
