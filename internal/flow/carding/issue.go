package carding

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dutycard"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// IssueTx is what issuing a card needs.
type IssueTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Org(ident.Org) (party.Org, error)
	DutyCard() (dutycard.Card, []dutycard.Code, error)
	EndDutyCard(dutycard.Card) error
	AddDutyCard(c dutycard.Card, corporate string, codes []string) error
}

// Issue makes the card of one's own unit (当直カードの発行).
type Issue struct {
	Act     Act[IssueTx]
	Entropy io.Reader
}

// Sheet is what is printed, this once.
type Sheet struct {
	Card  dutycard.Card
	Codes []string
}

// Do makes a card and ends the one before it. Who may call: administrators of the operator. An operator without a 法人番号 is a
// Conflict, since a packet names it by that. A repeated key gives no codes.
func (v Issue) Do(ctx context.Context, s access.Scope, key ident.Key) (sheet Sheet, err error) {
	defer fault.Wrap(&err, "carding.Issue")
	if err := s.Permit(MayWrite); err != nil {
		return sheet, err
	}
	leaf, err := v.Act(ctx, s, key, func(tx IssueTx) (ledger.Entry, error) {
		org, err := tx.Org(s.Org)
		if err == nil && org.CorporateNumber == "" {
			err = fault.New(fault.Conflict, "fault.card.number", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		old, _, err := tx.DutyCard()
		if err == nil && old.Good() {
			err = tx.EndDutyCard(old)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		if sheet, err = v.sheet(s, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		if sheet.Card.By, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.DutyCardIssued, s, sheet.Card), tx.AddDutyCard(sheet.Card, org.CorporateNumber, sheet.Codes)
	})
	if err != nil || leaf.Replayed {
		return Sheet{}, err
	}
	return sheet, nil
}

func (v Issue) sheet(s access.Scope, now ident.Instant) (Sheet, error) {
	c := dutycard.Card{Org: s.Org, Unit: s.Unit, At: now, Words: dutycard.Words{Unit: s.Unit}}
	name, err := ident.NewCode(v.Entropy)
	if err != nil {
		return Sheet{}, err
	}
	c.Name = name[:4]
	if c.ID, err = ident.NewID[ident.Object](now, v.Entropy); err != nil {
		return Sheet{}, err
	}
	sheet := Sheet{Card: c}
	for range dutycard.Codes {
		code, err := ident.NewCheckedCode(v.Entropy)
		if err != nil {
			return Sheet{}, err
		}
		sheet.Codes = append(sheet.Codes, code)
	}
	return sheet, nil
}
