// Package stocktake is 四半期の棚卸し: what an operator's 機器台帳 (社内台帳) says that its 届出 (強化法4条) do not say yet, row by row, each with the date by
// which it is to be filed and the reasons for it. It is the operator's own: nothing of it stands in a filing, and no office reads it.
package stocktake

import (
	"slices"

	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/procedure"
)

// Told is what a notification says together with the changes that followed it.
type Told struct {
	Base    filing.Filing // the notification, which a further change follows
	Last    filing.Filing // the one that arrived last
	Values  form.Values
	Sources map[string]string // by field: the filing from which the answer comes, in words
}

// Sector is the business that it is about.
func (t Told) Sector() law.Sector {
	return law.Sector(t.Values[notification.BusinessField].Text())
}

// Tell reads what the notifications of an operator say, one for each business: where two were filed, the one that was heard of last. What was
// withdrawn, and what another operator holds now, says nothing. find finds a procedure by its reference.
func Tell(org ident.Org, list []filing.Reported, find func(ref string) (procedure.Procedure, error)) (told []Told, err error) {
	cases := map[ident.Case][]filing.Reported{}
	var order []ident.Case
	for _, r := range list {
		if _, known := cases[r.Case]; !known {
			order = append(order, r.Case)
		}
		cases[r.Case] = append(cases[r.Case], r)
	}
	for _, id := range order {
		d, err := dossier.Read(cases[id], find)
		if err != nil {
			return nil, err
		}
		d = d.Stands() // where a change was withdrawn, what stood before stands again
		base, found := d.Has(notification.New.ID)
		if !found || !base.HeldBy(org) {
			continue
		}
		one := Told{Base: base.Filing, Last: d.Last().Filing, Values: d.Values(), Sources: map[string]string{}}
		for field, a := range d.Answers() {
			one.Sources[field] = a.From.Source()
		}
		n := slices.IndexFunc(told, func(t Told) bool { return t.Sector() == one.Sector() })
		switch {
		case n < 0:
			told = append(told, one)
		case told[n].Last.ArrivedAt < one.Last.ArrivedAt:
			told[n] = one
		}
	}
	return told, nil
}
