package assigning

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// UndoTx is what taking an act back needs.
type UndoTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	ChargeAct(ident.Object) (charge.Act, error)
	Charged([]ident.Number, []ident.Filing) ([]charge.Line, error)
	SetCharge(charge.Line) error
	UndoChargeAct(charge.Act) error
}

// Undo takes back an act about many.
type Undo struct{ Act Act[UndoTx] }

// Do gives each filing back to whom it was with, unless somebody changed it since. Who may call: officers of the unit. An act that was
// taken back already, and one of which nothing is left to take back, is a Conflict.
func (v Undo) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (err error) {
	defer fault.Wrap(&err, "assigning.Undo")
	if err := s.Permit(May); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx UndoTx) (ledger.Entry, error) {
		c, err := tx.ChargeAct(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if c.UndoneAt != 0 {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.charge.undone", nil)
		}
		var ids []ident.Filing
		for _, m := range c.Lines {
			if m.Why == "" {
				ids = append(ids, m.Filing)
			}
		}
		now, err := tx.Charged(nil, ids)
		if err != nil {
			return ledger.Entry{}, err
		}
		n := 0
		list, to := c.Back(now)
		for i, m := range list {
			if m.Why != "" {
				continue
			}
			n++
			if err := tx.SetCharge(charge.Line{Filing: m.Filing, Holder: to[i], Rev: m.Rev, Act: c.ID}); err != nil {
				return ledger.Entry{}, err
			}
		}
		if n == 0 {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.charge.late", nil)
		}
		if c.Undo, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.FilingsUnassigned, s, c), tx.UndoChargeAct(c)
	})
	return err
}
