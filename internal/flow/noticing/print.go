package noticing

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/party"
)

// PrintTx is what printing a sheet needs.
type PrintTx interface {
	Now() ident.Instant
	Org(ident.Org) (party.Org, error)
	NoticeContact(ident.Object) (notice.Contact, error)
	CodeNoticeContact(c notice.Contact, corporate, code string) error
}

// Print makes the code of a contact (気付き連絡のコード). It is kept as a keyed digest, so it stands on the sheet alone; the one before ends.
type Print struct {
	Act     Act[PrintTx]
	Entropy io.Reader
}

// Sheet is what is printed, this once.
type Sheet struct {
	Contact notice.Contact
	Code    string // empty where the key was used before: it is shown once
}

// Do makes a code. Who may call: administrators of the operator. A contact that has ended or is past its day, and an operator without a
// 法人番号 (the code is found together with it), are a Conflict.
func (v Print) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (sheet Sheet, err error) {
	defer fault.Wrap(&err, "noticing.Print")
	if err := s.Permit(MayWrite); err != nil {
		return sheet, err
	}
	leaf, err := v.Act(ctx, s, key, func(tx PrintTx) (ledger.Entry, error) {
		org, err := tx.Org(s.Org)
		if err == nil && org.CorporateNumber == "" {
			err = fault.New(fault.Conflict, "fault.card.number", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		c, err := standing(tx, id)
		if err == nil && !c.Good(law.DayOf(tx.Now())) {
			err = fault.New(fault.Conflict, "fault.notice.ended", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		c.CodedAt = tx.Now()
		if sheet.Code, err = ident.NewCheckedCode(v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		sheet.Contact = c
		return entry(ledger.NoticeSheetPrinted, s, c.ID, c.Words.Plain()), tx.CodeNoticeContact(c, org.CorporateNumber, sheet.Code)
	})
	if err != nil || leaf.Replayed {
		return Sheet{}, err
	}
	return sheet, nil
}
