package auditing

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
)

func delayEntry(kind ledger.Kind, s access.Scope, d access.Delay) ledger.Entry {
	b, err := json.Marshal([]any{d.ID, d.Object, d.State, d.Ground, d.UntilAt, d.AskedBy, d.DecidedBy, d.DecidedAt})
	if err != nil {
		panic(err) // strings and numbers only
	}
	return ledger.Entry{Kind: kind, Object: d.ID, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b)}
}

// AskDelayTx is what asking needs.
type AskDelayTx interface {
	Now() ident.Instant
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	AddDelay(access.Delay) error
}

// AskDelay asks that the looks of the own office at one report be shown to its owner later.
type AskDelay struct {
	Act     Act[AskDelayTx]
	Entropy io.Reader
}

// Do returns the id. Who may call: officers, analysts and supervisors to whose office the report is addressed, in a browser; to
// everybody else it is Absent.
func (a AskDelay) Do(ctx context.Context, s access.Scope, key ident.Key, d access.Delay, until law.Day) (id ident.Object, err error) {
	defer fault.Wrap(&err, "auditing.AskDelay")
	if err := s.Permit(access.Permission{Action: access.Ask, Object: access.Delays}); err != nil {
		return "", err
	}
	if s.Person == "" {
		return "", fault.New(fault.Denied, "fault.account.browser", nil)
	}
	leaf, err := a.Act(ctx, s, key, func(tx AskDelayTx) (ledger.Entry, error) {
		now := tx.Now()
		if err := d.Check(until, law.DayOf(now)); err != nil {
			return ledger.Entry{}, err
		}
		f, _, err := tx.Filing(d.About, access.Permission{Action: access.Read, Object: access.Report})
		if err != nil {
			return ledger.Entry{}, err
		}
		d.Object, d.Org, d.Unit, d.State, d.AskedBy, d.AskedAt = ident.Object(f.ID), s.Org, s.Unit, access.DelayAsked, s.Person, now
		if d.ID, err = ident.NewID[ident.Object](now, a.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		return delayEntry(ledger.DelayAsked, s, d), tx.AddDelay(d)
	})
	return leaf.Object, err
}

// DelayTx is what deciding and ending need.
type DelayTx interface {
	Now() ident.Instant
	Delay(ident.Object) (access.Delay, error)
	MoveDelay(d access.Delay, from access.DelayState) error
}

// ApproveDelay is the second officer's yes: looks from now on are shown later.
type ApproveDelay struct{ Act Act[DelayTx] }

// Do approves. Who may call: a supervisor at or above the office who is another person than the one who asked, signed in freshly.
func (a ApproveDelay) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (err error) {
	defer fault.Wrap(&err, "auditing.ApproveDelay")
	if err := s.Permit(access.Permission{Action: access.Decide, Object: access.Delays}); err != nil {
		return err
	}
	_, err = a.Act(ctx, s, key, func(tx DelayTx) (ledger.Entry, error) {
		return moveDelay(tx, s, id, ledger.DelayApproved, func(d *access.Delay, at ident.Instant) error { return d.Approve(s.Person, at) })
	})
	return err
}

// EndDelay ends a delay before its day, or withdraws one that was only asked for: the owner is shown from now on.
type EndDelay struct{ Act Act[DelayTx] }

// Do ends it. Who may call: whoever may ask for it. What is over is a Conflict.
func (a EndDelay) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (err error) {
	defer fault.Wrap(&err, "auditing.EndDelay")
	if err := s.Permit(access.Permission{Action: access.End, Object: access.Delays}); err != nil {
		return err
	}
	_, err = a.Act(ctx, s, key, func(tx DelayTx) (ledger.Entry, error) {
		return moveDelay(tx, s, id, ledger.DelayEnded, func(d *access.Delay, at ident.Instant) error { return d.End(at) })
	})
	return err
}

func moveDelay(tx DelayTx, s access.Scope, id ident.Object, kind ledger.Kind, change func(*access.Delay, ident.Instant) error) (ledger.Entry, error) {
	d, err := tx.Delay(id)
	if err != nil {
		return ledger.Entry{}, err
	}
	from := d.State
	if err := change(&d, tx.Now()); err != nil {
		return ledger.Entry{}, err
	}
	return delayEntry(kind, s, d), tx.MoveDelay(d, from)
}
