// Package viewing keeps views of lists (保存した条件): whoever may see a list saves what they narrowed it to, for themselves or for
// colleagues, and says with which view it opens. What is shared belongs to all who have it: each of them may change or end it, so that
// it outlives who made it.
package viewing

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/view"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// MayWrite is what saving, changing and ending a view needs.
var MayWrite = access.Permission{Action: access.Write, Object: access.View}

// entry records that a view was kept, by its id: name and conditions stand sealed.
func entry(kind ledger.Kind, s access.Scope, id ident.Object, stored any) ledger.Entry {
	b, err := json.Marshal(stored)
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{Kind: kind, Object: id, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b)}
}

// SaveTx is what saving a view needs.
type SaveTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Views(view.List) ([]view.Saved, error)
	AddView(view.Saved) error
	PreferView(view.List, ident.Object) error
}

// Save saves a view under a name.
type Save struct {
	Act     Act[SaveTx]
	Entropy io.Reader
}

// Do saves it; with First, the list opens with it from now on. Who may call: everybody who sees lists, as a person. A name that one's
// list has already is Invalid.
func (v Save) Do(ctx context.Context, s access.Scope, key ident.Key, n view.Saved) (err error) {
	defer fault.Wrap(&err, "viewing.Save")
	if err := s.Permit(MayWrite); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx SaveTx) (ledger.Entry, error) {
		there, err := tx.Views(n.List)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := n.Check(there); err != nil {
			return ledger.Entry{}, err
		}
		if len(there) >= view.Most {
			return ledger.Entry{}, fault.New(fault.Exceeded, "fault.view.many", fault.Args{"n": strconv.Itoa(view.Most)})
		}
		if n.ID, err = ident.NewID[ident.Object](tx.Now(), v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if n.By, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.AddView(n); err != nil {
			return ledger.Entry{}, err
		}
		if n.First {
			err = tx.PreferView(n.List, n.ID)
		}
		return entry(ledger.ViewSaved, s, n.ID, n), err
	})
	return err
}
