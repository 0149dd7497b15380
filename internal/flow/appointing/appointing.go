// Package appointing is who acts for an organisation: people are offered a hat, their roles and unit change, a hat ends,
// one is handed over to another (引継ぎ), somebody deputises (代理), and somebody can be reached.
//
// Every grant stands on the granter's own hat as it is in the act, held until its end: whoever lost the administrator's
// role a second ago grants nothing. Nobody gives a role above their own, or to a unit that is not below their own.
// Days are compared when a hat is put on; nothing waits for a job at midnight.
package appointing

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// Bounds.
const (
	OfferLife  = 7 * 24 * time.Hour // of an offer: its code may come by letter
	MaxOffers  = 1000               // open at one time, of one organisation
	FarDays    = 366                // how far ahead a hand-over or deputy can be planned
	MaxOrders  = 500                // hand-overs in one go
	nameLimit  = 100
	phoneLimit = 40
	noteLimit  = 500
)

var mayWrite = access.Permission{Action: access.Write, Object: access.People}

// granter is what every grant reads first.
type granter interface {
	Granter() (party.Hat, error)
}

// warrant judges who grants on the row read in the act: an administrator's hat that has not ended meanwhile and still
// is of the unit in whose name the act stands.
func warrant(tx granter, s access.Scope) (party.Hat, error) {
	if err := s.Permit(mayWrite); err != nil {
		return party.Hat{}, err
	}
	h, err := tx.Granter()
	if err != nil && !fault.Is(err, fault.Hidden) {
		return h, err
	}
	if err != nil || h.Unit != s.Unit || !access.Administers(s.Kind, h.Roles) {
		return h, fault.New(fault.Denied, "fault.people.granter", nil)
	}
	return h, nil
}

// checkRoles wants at least one role, each one that the granter may give, none twice.
func checkRoles(l *fault.List, kind party.Kind, by party.Hat, roles []string) {
	gives := access.Gives(kind, by.Roles)
	if len(roles) == 0 {
		l.Add("roles", "fault.people.roles", nil)
	}
	for i, r := range roles {
		if !slices.Contains(gives, access.Role(r)) || slices.Contains(roles[:i], r) {
			l.Add("roles", "fault.people.above", nil)
			return
		}
	}
}

// checkUnit wants a unit at or below the granter's.
func checkUnit(l *fault.List, units []party.Unit, id ident.Unit) {
	if !slices.ContainsFunc(units, func(u party.Unit) bool { return u.ID == id }) {
		l.Add("unit", "fault.people.unit", nil)
	}
}

// overseer is what is asked before an administrator goes.
type overseer interface {
	Overseers(unit ident.Unit, role access.Role, at ident.Instant, but ident.Hat) (int, error)
}

// notTheLast refuses that a unit has nobody at or above it who administers it, from an instant on.
func notTheLast(tx overseer, k party.Colleague, at ident.Instant) error {
	if !access.Administers(k.Kind, k.Roles) {
		return nil
	}
	n, err := tx.Overseers(k.Unit, access.Offices(k.Kind)[0], at, k.ID)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.people.last", nil)
	}
	return err
}

// entry is what an act about a hat says to the log.
func entry(kind ledger.Kind, s access.Scope, hat ident.Hat, what any, facts map[string]string) ledger.Entry {
	b, err := json.Marshal(what)
	if err != nil {
		panic(err) // strings and numbers only
	}
	return ledger.Entry{Kind: kind, Object: ident.Object(hat), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b), Facts: facts}
}

func required(l *fault.List, path, s string, limit int) {
	if text.Blank(s) {
		l.Add(path, "fault.required", nil)
		return
	}
	line(l, path, s, limit)
}

// line wants text of one line.
func line(l *fault.List, path, s string, limit int) {
	if strings.ContainsAny(s, "\r\n\t") {
		l.Add(path, "fault.people.line", nil)
		return
	}
	text.Check(l, path, s, limit)
}
