package registering

import (
	"context"
	"io"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// PlaceTx is what writing a facility needs.
type PlaceTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	HoldInventory() (int, error)
	Places() ([]asset.Place, error)
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
	PutPlace(asset.Place) error
}

// SetPlace writes a facility (設備) with its segments and what is asked about it once (R19).
type SetPlace struct {
	Act     Act[PlaceTx]
	Entropy io.Reader
}

// Placing is a facility as it is to be: a new one where ID is "", else over the revision that was seen.
type Placing struct {
	ID  ident.Object
	Rev int
	asset.Asked
}

// Do writes it over the revision that was seen, or adds it, and returns its id. Who may call: who files for the organisation. Faults name
// the places as asset.Asked.Check does; one that somebody else changed meanwhile is a Conflict, one that is not theirs Absent.
func (v SetPlace) Do(ctx context.Context, s access.Scope, key ident.Key, w Placing) (_ ident.Object, err error) {
	defer fault.Wrap(&err, "registering.SetPlace")
	if err := s.Permit(MayWrite); err != nil {
		return "", err
	}
	leaf, err := v.Act(ctx, s, key, func(tx PlaceTx) (ledger.Entry, error) {
		if _, err := tx.HoldInventory(); err != nil {
			return ledger.Entry{}, err
		}
		places, err := tx.Places()
		if err != nil {
			return ledger.Entry{}, err
		}
		p, err := v.found(places, w, tx.Now())
		if err != nil {
			return ledger.Entry{}, err
		}
		designations, err := tx.Sectors(s.Org, law.DayOf(tx.Now()))
		if err != nil {
			return ledger.Entry{}, err
		}
		var businesses []string
		for _, d := range designations {
			businesses = append(businesses, d.ID)
		}
		var others []asset.Place
		for _, o := range places {
			if o.ID != p.ID {
				others = append(others, o)
			}
		}
		p.Asked = w.Asked
		if err := p.Check(others, businesses); err != nil {
			return ledger.Entry{}, err
		}
		if p.By, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.AssetPlaceSet, s, p.ID, 1, p.Asked), tx.PutPlace(p)
	})
	return leaf.Object, err
}

// found is the facility that is to be written.
func (v SetPlace) found(places []asset.Place, w Placing, now ident.Instant) (p asset.Place, err error) {
	if w.ID == "" {
		if len(places) >= asset.MostFacilities {
			return p, fault.New(fault.Exceeded, "fault.form.rows", fault.Args{"limit": strconv.Itoa(asset.MostFacilities)})
		}
		p.ID, err = ident.NewID[ident.Object](now, v.Entropy)
		return p, err
	}
	p, ok := asset.Of(places, w.ID)
	switch {
	case !ok:
		return p, fault.Absent()
	case p.Rev != w.Rev:
		return p, fault.New(fault.Conflict, "fault.asset.moved", nil)
	}
	return p, nil
}
