package appointing

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// HandOverTx is what handing over needs.
type HandOverTx interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	Colleague(ident.Hat) (party.Colleague, error)
	Overseers(unit ident.Unit, role access.Role, at ident.Instant, but ident.Hat) (int, error)
	// Follow gives the heir its hat, ends the leaver's where it is a hand-over, and takes along what is the hat's.
	Follow(s party.Succession, heir party.Hat) error
}

// HandOver plans that one person follows another (引継ぎ, R12), today or on a day to come. From the beginning of that day
// the heir has a hat of the leaver's unit; the leaver's ends with the day, at 24:00. Credentials never move.
type HandOver struct {
	Act     Act[HandOverTx]
	Entropy io.Reader
}

// Order is one hand-over.
type Order struct {
	Leaver ident.Hat
	Heir   ident.Hat // a hat of whoever follows, in the same organisation
	On     law.Day
	Roles  []string // of the leaver's roles; empty: all
	Note   string   // 申し送り, sealed
}

// Do plans all of them, or none: a place of a refusal is "orders[2].heir". Who may call: an administrator to whom both
// hats are open. Somebody who left cannot follow.
func (v HandOver) Do(ctx context.Context, s access.Scope, key ident.Key, orders []Order) (err error) {
	defer fault.Wrap(&err, "appointing.HandOver")
	if len(orders) == 0 || len(orders) > MaxOrders {
		return fault.New(fault.Exceeded, "fault.handover.many", fault.Args{"limit": fmt.Sprint(MaxOrders)})
	}
	_, err = v.Act(ctx, s, key, func(tx HandOverTx) (ledger.Entry, error) {
		by, err := warrant(tx, s)
		if err != nil {
			return ledger.Entry{}, err
		}
		var l fault.List
		for i, o := range orders {
			path := ""
			if len(orders) > 1 {
				path = fmt.Sprintf("orders[%d].", i)
			}
			if err := v.one(tx, by, o, path, &l); err != nil {
				return ledger.Entry{}, err
			}
		}
		return entry(ledger.HandoverPlanned, s, orders[0].Leaver, orders, map[string]string{"on": orders[0].On.String(), "count": fmt.Sprint(len(orders))}), l.Err()
	})
	return err
}

// one plans one hand-over, or notes why not.
func (v HandOver) one(tx HandOverTx, by party.Hat, o Order, path string, l *fault.List) error {
	leaver, err := tx.Colleague(o.Leaver)
	if fault.Is(err, fault.Hidden) {
		l.Add(path+"leaver", "fault.handover.leaver", nil)
		return nil
	}
	if err != nil {
		return err
	}
	heir, err := tx.Colleague(o.Heir)
	if fault.Is(err, fault.Hidden) {
		l.Add(path+"heir", "fault.handover.heir", nil)
		return nil
	}
	if err != nil {
		return err
	}
	if len(o.Roles) == 0 {
		o.Roles = leaver.Roles
	}
	if !o.check(leaver, heir, tx.Now(), path, l) {
		return nil
	}
	now := tx.Now()
	s := party.Succession{Kind: party.Handover, Hat: leaver.Hat, At: max(now, o.On.Start()), Until: o.On.End(), Before: leaver.Until, By: by.Person, CreatedAt: now, Note: o.Note}
	h := party.Hat{Person: heir.Person, Org: leaver.Org, Unit: leaver.Unit, Roles: o.Roles, From: s.At}
	if s.ID, err = ident.NewID[string](now, v.Entropy); err != nil {
		return err
	}
	if h.ID, err = ident.NewID[ident.Hat](now, v.Entropy); err != nil {
		return err
	}
	s.Heir = h.ID
	if err := tx.Follow(s, h); err != nil {
		return err
	}
	return notTheLast(tx, leaver, o.On.End()) // with the heir's hat in place
}

func (o Order) check(leaver, heir party.Colleague, now ident.Instant, path string, l *fault.List) bool {
	before := len(l.Fields)
	today := law.DayOf(now)
	switch {
	case o.On.IsZero():
		l.Add(path+"on", "fault.required", nil)
	case o.On.Before(today):
		l.Add(path+"on", "fault.handover.past", nil)
	case o.On.Since(today) > FarDays:
		l.Add(path+"on", "fault.handover.far", nil)
	case leaver.Until != 0 && leaver.Until <= o.On.End():
		l.Add(path+"leaver", "fault.handover.ended", fault.Args{"name": leaver.Name, "day": lastDay(leaver.Hat)})
	case heir.Until != 0 && heir.Until <= o.On.Start() || heir.StandingAt(now) == party.Past:
		l.Add(path+"heir", "fault.handover.gone", fault.Args{"name": heir.Name, "day": lastDay(heir.Hat)})
	}
	if leaver.Deputises != "" {
		l.Add(path+"leaver", "fault.people.deputy", nil)
	}
	if leaver.Person == heir.Person {
		l.Add(path+"heir", "fault.handover.same", nil)
	}
	for _, r := range o.Roles {
		if !slices.Contains(leaver.Roles, r) {
			l.Add(path+"roles", "fault.handover.roles", nil)
			break
		}
	}
	line(l, path+"note", strings.ReplaceAll(strings.ReplaceAll(o.Note, "\n", " "), "\r", " "), noteLimit)
	return len(l.Fields) == before
}

// lastDay is the day with which a hat ends, as it stands in a sentence.
func lastDay(h party.Hat) string { return law.DayOf(h.Until - 1).String() }

// UndoTx is what taking a succession back needs.
type UndoTx interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	Successions() ([]party.Succession, error)
	// Unfollow puts everything back as it was before a succession.
	Unfollow(party.Succession) error
}

// Undo takes a hand-over back before its day, or ends a deputy.
type Undo struct{ Act Act[UndoTx] }

// Do undoes it. Who may call: an administrator to whom it is open. A hand-over whose day has begun is a Conflict fault:
// then another one leads back.
func (v Undo) Do(ctx context.Context, s access.Scope, key ident.Key, id string) (err error) {
	defer fault.Wrap(&err, "appointing.Undo")
	_, err = v.Act(ctx, s, key, func(tx UndoTx) (ledger.Entry, error) {
		if _, err := warrant(tx, s); err != nil {
			return ledger.Entry{}, err
		}
		list, err := tx.Successions()
		if err != nil {
			return ledger.Entry{}, err
		}
		i := slices.IndexFunc(list, func(p party.Succession) bool { return p.ID == id })
		if i < 0 {
			return ledger.Entry{}, fault.Absent()
		}
		if list[i].Kind == party.Handover && list[i].At <= tx.Now() {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.handover.begun", nil)
		}
		return entry(ledger.HandoverUndone, s, list[i].Hat.ID, id, nil), tx.Unfollow(list[i])
	})
	return err
}
