// Package breaking is 緊急閲覧 (break-glass): one administrator of the platform asks, another approves, the house opens one report
// for a bounded time and tells its owner, and either of the two ends it.
package breaking

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/emergency"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

var (
	mayAsk     = access.Permission{Action: access.Ask, Object: access.Glass}
	mayApprove = access.Permission{Action: access.Decide, Object: access.Glass}
	mayEnd     = access.Permission{Action: access.End, Object: access.Glass}
)

// Queue is the queue of the house's own part; a task's key is the queue and the id.
const Queue = "glass"

func entry(kind ledger.Kind, s access.Scope, g emergency.Glass) ledger.Entry {
	b, err := json.Marshal([]any{g.ID, g.Number, g.About, g.Reason, g.Hours, g.State, g.AskedBy, g.DecidedBy, g.OpenedAt, g.UntilAt, g.EndedBy, g.EndedAt})
	if err != nil {
		panic(err) // strings and numbers only
	}
	return ledger.Entry{Kind: kind, Object: g.ID, Number: g.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b), Facts: map[string]string{"hours": strconv.Itoa(g.Hours)}}
}

// AskTx is what asking needs.
type AskTx interface {
	Now() ident.Instant
	Administers(ident.Person) (bool, error)
	AddGlass(emergency.Glass) error
	PlatformUnits() ([]ident.Unit, error)
	Notify(units []ident.Unit, object ident.Object, number ident.Number, urgency string) error
}

// Ask asks for one report, with a reason and for some hours. Nothing opens by it, and nobody is told whether the report exists.
type Ask struct {
	Act     Act[AskTx]
	Entropy io.Reader
}

// Do returns the id of what was asked. Who may call: a platform administrator in a browser, signed in freshly.
func (a Ask) Do(ctx context.Context, s access.Scope, key ident.Key, g emergency.Glass) (id ident.Object, err error) {
	defer fault.Wrap(&err, "breaking.Ask")
	if err := s.Permit(mayAsk); err != nil {
		return "", err
	}
	if s.Person == "" {
		return "", fault.New(fault.Denied, "fault.account.browser", nil)
	}
	if err := g.Check(); err != nil {
		return "", err
	}
	leaf, err := a.Act(ctx, s, key, func(tx AskTx) (ledger.Entry, error) {
		now := tx.Now()
		if err := stands(tx, s.Person); err != nil {
			return ledger.Entry{}, err
		}
		g.Org, g.Unit, g.State, g.AskedBy, g.AskedAt = s.Org, s.Unit, emergency.Asked, s.Person, now
		var err error
		if g.ID, err = ident.NewID[ident.Object](now, a.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if g.Number, err = ident.NewNumber(ident.NumberNotice, now, a.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.AddGlass(g); err != nil {
			return ledger.Entry{}, err
		}
		units, err := tx.PlatformUnits()
		if err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.GlassAsked, s, g), tx.Notify(units, g.ID, g.Number, "urgent")
	})
	return leaf.Object, err
}

// stands refuses somebody whose own role has ended, be it since their request began.
func stands(tx interface {
	Administers(ident.Person) (bool, error)
}, who ident.Person,
) error {
	ok, err := tx.Administers(who)
	if err == nil && !ok {
		err = fault.Absent()
	}
	return err
}

// ApproveTx is what approving needs.
type ApproveTx interface {
	Now() ident.Instant
	Administers(ident.Person) (bool, error)
	Glass(ident.Object) (emergency.Glass, error)
	MoveGlass(emergency.Glass, emergency.State) error
	AddTask(queue, key string, due ident.Instant) error
}

// Approve is the second person's yes; the house then opens the report, in an act of its own: no administrator's act sees one.
type Approve struct{ Act Act[ApproveTx] }

// Do approves. Who may call: another platform administrator than the one who asked, in a browser, signed in freshly. What was
// approved, withdrawn or waited too long is a Conflict; when the role of either has ended it is Absent.
func (a Approve) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (err error) {
	defer fault.Wrap(&err, "breaking.Approve")
	if err := s.Permit(mayApprove); err != nil {
		return err
	}
	_, err = a.Act(ctx, s, key, func(tx ApproveTx) (ledger.Entry, error) {
		g, err := tx.Glass(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		from := g.State
		if err := g.Approve(s.Person, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		for _, who := range []ident.Person{s.Person, g.AskedBy} {
			if err := stands(tx, who); err != nil {
				return ledger.Entry{}, err
			}
		}
		if err := tx.MoveGlass(g, from); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.GlassApproved, s, g), tx.AddTask(Queue, Queue+"/"+string(g.ID), 0)
	})
	return err
}

// EndTx is what ending needs.
type EndTx interface {
	Now() ident.Instant
	Glass(ident.Object) (emergency.Glass, error)
	MoveGlass(emergency.Glass, emergency.State) error
	ShutGlass(emergency.Glass) error
}

// End ends a 緊急閲覧 before its time, or withdraws what was only asked.
type End struct{ Act Act[EndTx] }

// Do ends it, from the next request on. Who may call: the platform's administrators in a browser. What is over is a Conflict.
func (e End) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (err error) {
	defer fault.Wrap(&err, "breaking.End")
	if err := s.Permit(mayEnd); err != nil {
		return err
	}
	if s.Person == "" {
		return fault.New(fault.Denied, "fault.account.browser", nil)
	}
	_, err = e.Act(ctx, s, key, func(tx EndTx) (ledger.Entry, error) {
		g, err := tx.Glass(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		from := g.State
		if err := g.End(s.Person, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.MoveGlass(g, from); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.GlassEnded, s, g), tx.ShutGlass(g)
	})
	return err
}
