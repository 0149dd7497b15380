package registering

import (
	"context"
	"io"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// ItemsTx is what writing rows needs.
type ItemsTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	HoldInventory() (int, error)
	Places() ([]asset.Place, error)
	Items() ([]asset.Item, error)
	PutItem(asset.Item) error
}

// AsSeen is the Rev of a row that rests on Writing.Seen.
const AsSeen = -1

// Written is one row that is written: a new one where ID is "", else over the revision that was seen.
type Written struct {
	ID    ident.Object
	Rev   int
	Cells form.Values
	Gone  bool // it was entered by mistake: it leaves the list, and stays in the history
}

// Writing are rows that are written together. Seen is the revision of 機器台帳 on which a comparison rests; nil: each row's own counts.
type Writing struct {
	Seen *int
	Rows []Written
}

// SetItems writes rows of 機器台帳: one from the page, many of a sheet or of a program.
type SetItems struct {
	Act     Act[ItemsTx]
	Entropy io.Reader
}

// Do writes them all, or none; rows that change nothing are passed over. Who may call: who files for the
// organisation. Faults name the places as rows[3].maker; what somebody else changed meanwhile is a Conflict, a row that is not theirs Absent.
func (v SetItems) Do(ctx context.Context, s access.Scope, key ident.Key, w Writing) (err error) {
	defer fault.Wrap(&err, "registering.SetItems")
	if err := s.Permit(MayWrite); err != nil {
		return err
	}
	if len(w.Rows) == 0 || len(w.Rows) > asset.MostAtOnce {
		return fault.New(fault.Exceeded, "fault.form.rows", fault.Args{"limit": strconv.Itoa(asset.MostAtOnce)})
	}
	_, err = v.Act(ctx, s, key, func(tx ItemsTx) (ledger.Entry, error) {
		was, err := tx.HoldInventory()
		if err == nil && w.Seen != nil && *w.Seen != was {
			err = fault.New(fault.Conflict, "fault.asset.moved", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		list, err := v.judged(tx, w.Rows)
		if err != nil {
			return ledger.Entry{}, err
		}
		by, err := s.SignedBy(tx.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		for i := range list {
			list[i].By = by
			if err := tx.PutItem(list[i]); err != nil {
				return ledger.Entry{}, err
			}
		}
		return entry(ledger.AssetItemsSet, s, ident.Object(s.Unit), len(list), list), nil
	})
	return err
}

// judged are the rows that are to be written, out of those that are there.
func (v SetItems) judged(tx ItemsTx, rows []Written) (list []asset.Item, err error) {
	places, err := tx.Places()
	if err != nil {
		return nil, err
	}
	there, err := tx.Items()
	if err != nil {
		return nil, err
	}
	known := make(map[ident.Object]asset.Item, len(there))
	for _, i := range there {
		known[i.ID] = i
	}
	var l fault.List
	for n, w := range rows {
		old, ok := known[w.ID]
		switch {
		case w.ID != "" && !ok:
			return nil, fault.Absent()
		case w.ID != "" && w.Rev != old.Rev && w.Rev != AsSeen:
			return nil, fault.New(fault.Conflict, "fault.asset.moved", nil)
		}
		i := old
		if w.Gone {
			i.State = asset.Gone
		} else if i = asset.ReadItem(&l, "rows["+strconv.Itoa(n)+"].", w.Cells, places); w.ID != "" {
			i.ID, i.Unit, i.Rev = old.ID, old.Unit, old.Rev
			if i.Unname(old); i.Same(old) {
				continue
			}
		}
		if i.ID == "" {
			if i.ID, err = ident.NewID[ident.Object](tx.Now(), v.Entropy); err != nil {
				return nil, err
			}
			known[i.ID] = i
		}
		list = append(list, i)
	}
	if len(known) > asset.Most {
		return nil, fault.New(fault.Exceeded, "fault.form.rows", fault.Args{"limit": strconv.Itoa(asset.Most)})
	}
	return list, l.Err()
}
