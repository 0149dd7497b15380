package auditing

import (
	"context"
	"crypto/sha256"
	"io"
	"strconv"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
)

// RaiseTx is what an alarm needs.
type RaiseTx interface {
	Now() ident.Instant
	// AddAlarm is false when the person had an alarm of this kind on this day.
	AddAlarm(a access.Alarm, day string) (bool, error)
	PlatformUnits() ([]ident.Unit, error)
	Notify(units []ident.Unit, object ident.Object, number ident.Number, urgency string) error
}

// Raise writes an alarm about somebody's reads and tells their own unit and the platform's administrators. The messages
// carry its number and nothing else.
type Raise struct {
	Act     Act[RaiseTx]
	Entropy io.Reader
}

// Do returns whether the alarm is new. Who may call: the house itself.
func (r Raise) Do(ctx context.Context, s access.Scope, w access.Watched, kind access.AlarmKind) (raised bool, err error) {
	defer fault.Wrap(&err, "auditing.Raise")
	if _, system := s.IsSystem(); !system {
		return false, fault.Absent()
	}
	_, err = r.Act(ctx, s, ident.Key{}, func(tx RaiseTx) (ledger.Entry, error) {
		now := tx.Now()
		a := access.Alarm{Org: w.Org, Unit: w.Unit, Kind: kind, Actor: w.Actor, At: now, Count: w.Alarms()[kind]}
		var err error
		if a.ID, err = ident.NewID[ident.Object](now, r.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if a.Number, err = ident.NewNumber(ident.NumberNotice, now, r.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if raised, err = tx.AddAlarm(a, law.DayOf(now).String()); err != nil || !raised {
			return ledger.Entry{}, err
		}
		units, err := tx.PlatformUnits()
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.Notify(append(units, a.Unit), a.ID, a.Number, "action"); err != nil {
			return ledger.Entry{}, err
		}
		return ledger.Entry{
			Kind: ledger.AlarmRaised, Object: a.ID, Number: a.Number, Actor: a.Actor,
			Digest: sha256.Sum256([]byte(string(kind) + " " + strconv.Itoa(a.Count))), Facts: map[string]string{"alarm": string(kind), "count": strconv.Itoa(a.Count)},
		}, nil
	})
	return raised, err
}

// SeeTx is what closing an alarm needs.
type SeeTx interface {
	SeeAlarm(n ident.Number, reason string) (a access.Alarm, first bool, err error)
}

// See closes an alarm: somebody who is responsible looked into it, and says what was found.
type See struct{ Act Act[SeeTx] }

// Do closes it with a reason of at most access.ReasonLimit runes. Who may call: who supervises the unit, and the platform's
// administrators, in a browser; not the person whom the alarm is about: a token of theirs would be another name for them. A
// second time changes nothing.
func (v See) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number, reason string) (err error) {
	defer fault.Wrap(&err, "auditing.See")
	if err := s.Permit(access.Permission{Action: access.Write, Object: access.Alarms}); err != nil {
		return err
	}
	if s.Person == "" {
		return fault.New(fault.Denied, "fault.account.browser", nil)
	}
	var l fault.List
	if text.Blank(reason) {
		l.Add("reason", "fault.alarm.reason", nil)
	}
	text.Check(&l, "reason", reason, access.ReasonLimit)
	if err := l.Err(); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx SeeTx) (ledger.Entry, error) {
		a, first, err := tx.SeeAlarm(n, strings.TrimSpace(reason))
		if err != nil {
			return ledger.Entry{}, err
		}
		if !first {
			return ledger.Entry{}, nil
		}
		if a.Actor == s.ID() || a.Bearer == s.Person {
			return ledger.Entry{}, fault.New(fault.Denied, "fault.alarm.own", nil)
		}
		return ledger.Entry{Kind: ledger.AlarmSeen, Object: a.ID, Number: a.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256([]byte(string(a.Number) + "\x00" + strings.TrimSpace(reason)))}, nil
	})
	return err
}
