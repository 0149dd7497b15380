// Package owing reads what an operator owes, for every door that tells it: 機器台帳 beside what was filed (四半期の棚卸し), and all dates beside one another
// (期限カレンダー).
package owing

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/stocktake"
)

// StocktakeTx is what is read to put 機器台帳 beside what was filed.
type StocktakeTx interface {
	InventoryRev() (int, error)
	Places() ([]asset.Place, error)
	Items() ([]asset.Item, error)
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
	Procedure(ref string) (procedure.Procedure, error)
	SearchLines(f filing.Filter, after filing.Place, limit int) ([]filing.Line, filing.Place, error)
	CasesOf(ids []ident.Filing, most int) ([]filing.Reported, error)
}

// Door is filled in by serve.
type Door struct {
	// Stock and Dates read records that are protected (store.Look).
	Stock func(ctx context.Context, s access.Scope, purpose string, read func(StocktakeTx) ([]ident.Object, error)) error
	Dates func(ctx context.Context, s access.Scope, purpose string, read func(CalendarTx) ([]ident.Object, error)) error
}

// Stocktake puts 機器台帳 beside what was filed, as far as both are open to the scope. mint gives rows that are new their ids.
func (d Door) Stocktake(ctx context.Context, s access.Scope, purpose string, mint func(int) string) (t stocktake.Taken, err error) {
	err = d.Stock(ctx, s, purpose, func(tx StocktakeTx) (seen []ident.Object, err error) {
		t, seen, err = take(tx, s, mint)
		return seen, err
	})
	return t, err
}

// Bounds of what is read: notifications, the filings of their cases, and statements of no change.
const (
	notificationsRead = 40
	filingsRead       = 400
	attestedRead      = 40
)

// take reads 機器台帳 and what was filed, and compares them. seen are the filings that were looked at.
func take(tx StocktakeTx, s access.Scope, mint func(int) string) (t stocktake.Taken, seen []ident.Object, err error) {
	today := law.DayOf(s.At)
	if t.Rev, err = tx.InventoryRev(); err != nil {
		return t, nil, err
	}
	if t.Known.Places, err = tx.Places(); err != nil {
		return t, nil, err
	}
	if t.Known.Items, err = tx.Items(); err != nil {
		return t, nil, err
	}
	designations, err := tx.Sectors(s.Org, today)
	if err != nil {
		return t, nil, err
	}
	t.Known.Businesses = asset.Businesses(designations)
	lines, _, err := tx.SearchLines(filing.Filter{Kind: filing.Kind(notification.New.ID)}, filing.Place{}, notificationsRead)
	if err != nil {
		return t, nil, err
	}
	var ids []ident.Filing
	for _, l := range lines {
		if l.Case != "" && l.HeldBy(s.Org) {
			ids = append(ids, l.Filing.ID)
		}
	}
	list, err := tx.CasesOf(ids, filingsRead)
	if err != nil {
		return t, nil, err
	}
	for _, r := range list {
		seen = append(seen, ident.Object(r.ID))
	}
	told, err := stocktake.Tell(s.Org, list, tx.Procedure)
	if err != nil {
		return t, nil, err
	}
	t.Accounts = stocktake.Compare(law.Release(), today, t.Known, told, mint)
	more, err := attested(tx, s, &t)
	return t, append(seen, more...), err
}

// attested adds the statements of no change that arrived in this quarter.
func attested(tx StocktakeTx, s access.Scope, t *stocktake.Taken) (seen []ident.Object, err error) {
	first, _ := stocktake.Quarter(law.DayOf(s.At))
	lines, _, err := tx.SearchLines(filing.Filter{Kind: filing.Kind(notification.Stocktake.ID), From: first}, filing.Place{}, attestedRead)
	for _, l := range lines {
		if l.State == filing.Withdrawn || !l.HeldBy(s.Org) {
			continue
		}
		values, err := notification.StocktakeForm.Decode(l.Values)
		if err != nil {
			return nil, err
		}
		seen = append(seen, ident.Object(l.Filing.ID))
		t.Attested = append(t.Attested, stocktake.Attested{Sector: law.Sector(values[notification.BusinessField].Text()), Number: l.Number, ArrivedAt: l.ArrivedAt})
	}
	return seen, err
}
