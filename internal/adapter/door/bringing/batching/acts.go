package batching

import (
	"context"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/text"
)

// Act is something that was done under a mandate that is in force.
type Act struct {
	Of mandate.Mandate
	mandate.Work
	Name text.Both // of the procedure
}

// Filter narrows acts; what is zero narrows nothing.
type Filter struct {
	Words       string // in the name of the operator, or a number
	Kind        string // mandate.Begun or mandate.Filed
	From, Until law.Day
}

func (f Filter) takes(a Act) bool {
	on := law.DayOf(a.At)
	return (f.Words == "" || text.Finds(f.Words, a.Of.OperatorIs, string(a.Number), string(a.Of.Number))) && (f.Kind == "" || f.Kind == a.Kind) &&
		(f.From.IsZero() || !on.Before(f.From)) && (f.Until.IsZero() || !on.After(f.Until))
}

// worksRead bounds the acts of one mandate that are looked at.
const worksRead = 1000

// Acts are the acts under the mandates in force that a filter leaves, the latest first.
func (d Doors) Acts(ctx context.Context, s access.Scope, f Filter) (list []Act, err error) {
	if err := Mine(s); err != nil {
		return nil, err
	}
	var all []mandate.Mandate
	if err := d.Read(ctx, s, func(tx Tx) (err error) {
		all, err = tx.MandateList(mandatesRead)
		return err
	}); err != nil {
		return nil, err
	}
	seen, names := map[ident.Unit]bool{}, map[string]text.Both{}
	for _, m := range all {
		work, ok := under(s, m)
		if !ok || seen[m.Unit] {
			continue
		}
		seen[m.Unit] = true
		if err := d.Work(ctx, work, func(tx WorkTx) error {
			works, err := tx.WorkOfMandate(worksRead)
			for _, w := range works {
				if _, known := names[w.Form]; err == nil && !known {
					of, bad := tx.Procedure(w.Form)
					names[w.Form], err = of.Name, bad
				}
				if a := (Act{m, w, names[w.Form]}); err == nil && f.takes(a) {
					list = append(list, a)
				}
			}
			return err
		}); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(list, func(a, b Act) int { return int(b.At - a.At) })
	return list, nil
}
