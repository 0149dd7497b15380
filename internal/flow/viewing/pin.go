package viewing

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/view"
)

// MayPin is what arranging the tiles of 本日の対応 needs.
var MayPin = access.Permission{Action: access.Write, Object: access.Desk}

// PinTx is what arranging tiles needs.
type PinTx interface {
	View(ident.Object) (view.Saved, error)
	Tiles() ([]view.Tile, error)
	SetPin(view.Pin) error
}

// Pin puts a view on 本日の対応 as a tile, takes it down, or moves it.
type Pin struct{ Act Act[PinTx] }

// Where is what is done with a view, for oneself or for everybody of the office.
type Where struct {
	View   ident.Object
	Office bool
	Move   view.Move
}

// Do does it. Who may call: whoever has a desk and the view; the tiles of an office are arranged by each of its people. A tile that is not there any
// more, or is there already, is a Conflict.
func (v Pin) Do(ctx context.Context, s access.Scope, key ident.Key, to Where) (err error) {
	defer fault.Wrap(&err, "viewing.Pin")
	if err := s.Permit(MayPin); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx PinTx) (ledger.Entry, error) {
		if !to.Office && s.Person == "" { // a program has no page of its own
			var l fault.List
			l.Add("for", "fault.tile.person", nil)
			return ledger.Entry{}, l.Err()
		}
		saved, err := tx.View(to.View)
		if err != nil {
			return ledger.Entry{}, err
		}
		all, err := tx.Tiles()
		if err != nil {
			return ledger.Entry{}, err
		}
		pins, err := view.Arrange(saved, to.Office, to.Move, all)
		if err != nil {
			return ledger.Entry{}, err
		}
		for _, p := range pins {
			if err := tx.SetPin(p); err != nil {
				return ledger.Entry{}, err
			}
		}
		return entry(ledger.ViewPinned, s, saved.ID, pins), nil
	})
	return err
}
