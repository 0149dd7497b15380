package supporting

import (
	"context"
	"io"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/support"
)

// HandTx is what handing over inside an office needs.
type HandTx interface {
	Tx
	Deskmates() ([]charge.Holder, error)
}

// Hand gives a wish for help to a colleague (担当の引継ぎ). Nobody outside the office is told to whom.
type Hand struct {
	Act     Act[HandTx]
	Entropy io.Reader
}

// Do hands it over. Who may call: officers of the office that has it in hand; while none does, or after the end, it is a Conflict. Somebody who is
// not of the unit is Invalid at to.
func (v Hand) Do(ctx context.Context, s access.Scope, key ident.Key, t Step, to ident.Person) (err error) {
	defer fault.Wrap(&err, "supporting.Hand")
	if err := s.Permit(MayAnswer); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx HandTx) (ledger.Entry, error) {
		w, err := tx.Support(t.Number, MayAnswer)
		switch {
		case err != nil:
		case w.Rev != t.Rev:
			err = fault.New(fault.Conflict, "fault.support.moved", nil)
		case w.Holder().Org != s.Org:
			err = fault.New(fault.Conflict, "fault.support.move", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		mates, err := tx.Deskmates()
		if err != nil {
			return ledger.Entry{}, err
		}
		i := slices.IndexFunc(mates, func(h charge.Holder) bool { return h.Person == to })
		if i < 0 {
			var l fault.List
			l.Add("to", "fault.charge.mate", nil)
			return ledger.Entry{}, l.Err()
		}
		e, err := saying{tx, s, v.Entropy}.said(support.Handed, "")
		if err != nil {
			return ledger.Entry{}, err
		}
		e.To = mates[i].Name
		return entry(ledger.SupportMoved, s, w, []string{string(e.Deed), string(to)}), tx.TellSupport(w, w.State, e, nil, "")
	})
	return err
}
