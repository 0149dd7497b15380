package noticing

import (
	"context"
	"io"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/party"
)

// RegisterTx is what registering a contact needs.
type RegisterTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	OwnUnits() ([]party.Unit, error)
	NoticeContacts(limit int) ([]notice.Contact, error)
	AddNoticeContact(notice.Contact) error
}

// Register registers a contractor (気付き連絡の連絡先). It has no code until its sheet is printed.
type Register struct {
	Act     Act[RegisterTx]
	Entropy io.Reader
}

// Do registers it and returns its id. Who may call: administrators of the operator. What cannot be is Invalid at its place: a unit that is
// not at or below one's own, a day that has passed. More than notice.ContactsMost good ones are Exceeded.
func (v Register) Do(ctx context.Context, s access.Scope, key ident.Key, c notice.Contact) (id ident.Object, err error) {
	defer fault.Wrap(&err, "noticing.Register")
	if err := s.Permit(MayWrite); err != nil {
		return "", err
	}
	c = c.Tidy()
	if err := c.Check(law.DayOf(s.At)); err != nil {
		return "", err
	}
	leaf, err := v.Act(ctx, s, key, func(tx RegisterTx) (ledger.Entry, error) {
		if err := own(tx, c.Unit); err != nil {
			return ledger.Entry{}, err
		}
		all, err := tx.NoticeContacts(notice.ContactsMost + 1)
		if err != nil {
			return ledger.Entry{}, err
		}
		if len(all) > notice.ContactsMost && all[notice.ContactsMost].EndedAt == 0 {
			return ledger.Entry{}, fault.New(fault.Exceeded, "fault.notice.contacts", nil)
		}
		c.At, c.CodedAt, c.EndedAt = tx.Now(), 0, 0
		if c.ID, err = ident.NewID[ident.Object](c.At, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if c.By, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.NoticeContactAdded, s, c.ID, c.Words.Plain()), tx.AddNoticeContact(c)
	})
	return leaf.Object, err
}

// own checks that a unit is at or below one's own.
func own(tx interface{ OwnUnits() ([]party.Unit, error) }, unit ident.Unit) error {
	units, err := tx.OwnUnits()
	if err == nil && !slices.ContainsFunc(units, func(u party.Unit) bool { return u.ID == unit }) {
		var l fault.List
		l.Add("unit", "fault.notice.unit", nil)
		err = l.Err()
	}
	return err
}
