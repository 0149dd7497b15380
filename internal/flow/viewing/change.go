package viewing

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/view"
)

// ChangeTx is what changing and ending a view needs.
type ChangeTx interface {
	Person(ident.Person) (party.Person, error)
	View(ident.Object) (view.Saved, error)
	Views(view.List) ([]view.Saved, error)
	ChangeView(view.Saved) error
	EndView(view.Saved) error
	PreferView(view.List, ident.Object) error
}

// Change renames a view, shares it or takes it back, and says whether one's list opens with it.
type Change struct{ Act Act[ChangeTx] }

// To is what a view is to be. Rev is the revision that was on screen.
type To struct {
	ID    ident.Object
	Rev   int
	Name  string
	Share view.Share
	First bool
}

// Do changes it. Who may call: whoever the view is there for; only who saved it takes it back for themselves. Somebody else's change
// in between is a Conflict.
func (v Change) Do(ctx context.Context, s access.Scope, key ident.Key, to To) (err error) {
	defer fault.Wrap(&err, "viewing.Change")
	if err := s.Permit(MayWrite); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx ChangeTx) (ledger.Entry, error) {
		old, err := tx.View(to.ID)
		if err != nil {
			return ledger.Entry{}, err
		}
		there, err := tx.Views(old.List)
		if err != nil {
			return ledger.Entry{}, err
		}
		n := old
		n.Name, n.Share, n.First = to.Name, to.Share, to.First
		if err := n.Check(there); err != nil {
			return ledger.Entry{}, err
		}
		if n.Share == view.Mine && old.Person != s.Person {
			var l fault.List
			l.Add("share", "fault.view.mine", nil)
			return ledger.Entry{}, l.Err()
		}
		if n.First != old.First {
			id := n.ID
			if !n.First {
				id = ""
			}
			if err := tx.PreferView(n.List, id); err != nil {
				return ledger.Entry{}, err
			}
		}
		if n.Name != old.Name || n.Share != old.Share {
			if n.By, err = s.SignedBy(tx.Person); err != nil {
				return ledger.Entry{}, err
			}
			n.Rev = to.Rev
			err = tx.ChangeView(n)
		}
		return entry(ledger.ViewChanged, s, n.ID, n), err
	})
	return err
}

// End ends a view.
type End struct{ Act Act[ChangeTx] }

// Do ends it for everybody it is there for. Who may call: each of them.
func (v End) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object, rev int) (err error) {
	defer fault.Wrap(&err, "viewing.End")
	if err := s.Permit(MayWrite); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx ChangeTx) (ledger.Entry, error) {
		old, err := tx.View(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		old.Rev = rev
		return entry(ledger.ViewEnded, s, id, old), tx.EndView(old)
	})
	return err
}
