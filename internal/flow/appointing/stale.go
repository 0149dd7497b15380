package appointing

import (
	"context"
	"io"
	"strconv"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// LockTx is what locking an account that nobody uses needs.
type LockTx interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	Colleague(ident.Hat) (party.Colleague, error)
	Overseers(unit ident.Unit, role access.Role, at ident.Instant, but ident.Hat) (int, error)
	EndHat(id ident.Hat, at ident.Instant) error
	AddSuccession(party.Succession) error
}

// Lock stops a hat that nobody wears (長く使われていないアカウントの停止): until an administrator lifts it.
type Lock struct {
	Act     Act[LockTx]
	Entropy io.Reader
}

// Do stops it from the next request on, for sessions and tokens alike. Who may call: an administrator of the hat's unit; never
// for the last administrator of a unit, nor for the hat that they wear themselves: a Conflict.
func (v Lock) Do(ctx context.Context, s access.Scope, key ident.Key, hat ident.Hat) (err error) {
	defer fault.Wrap(&err, "appointing.Lock")
	_, err = v.Act(ctx, s, key, func(tx LockTx) (ledger.Entry, error) {
		by, err := warrant(tx, s)
		if err != nil {
			return ledger.Entry{}, err
		}
		k, err := tx.Colleague(hat)
		if err != nil {
			return ledger.Entry{}, err
		}
		if by.ID == hat || k.StandingAt(tx.Now()) != party.Current {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.stale.state", nil)
		}
		return lock(tx, s, k, v.Entropy, by.Person)
	})
	return err
}

// locking is what both an administrator's lock and the house's need.
type locking interface {
	Now() ident.Instant
	Overseers(unit ident.Unit, role access.Role, at ident.Instant, but ident.Hat) (int, error)
	EndHat(id ident.Hat, at ident.Instant) error
	AddSuccession(party.Succession) error
}

// lock ends a hat and notes until when it would have lasted; by is empty where the house does it by itself.
func lock(tx locking, s access.Scope, k party.Colleague, entropy io.Reader, by ident.Person) (ledger.Entry, error) {
	now := tx.Now()
	if err := notTheLast(tx, k, now); err != nil {
		return ledger.Entry{}, err
	}
	n := party.Succession{Kind: party.Locked, Hat: k.Hat, At: now, Before: k.Until, By: by, CreatedAt: now}
	var err error
	if n.ID, err = ident.NewID[string](now, entropy); err != nil {
		return ledger.Entry{}, err
	}
	if err := tx.EndHat(k.ID, now); err != nil {
		return ledger.Entry{}, err
	}
	return entry(ledger.MemberLocked, s, k.ID, n.ID, nil), tx.AddSuccession(n)
}

// LockStaleTx is what the house's own locking needs.
type LockStaleTx interface {
	Now() ident.Instant
	Colleague(ident.Hat) (party.Colleague, error)
	StaleDays() (int, error)
	Overseers(unit ident.Unit, role access.Role, at ident.Instant, but ident.Hat) (int, error)
	EndHat(id ident.Hat, at ident.Instant) error
	AddSuccession(party.Succession) error
}

// LockStale locks what nobody used for longer than the organisation's days and party.StaleGrace.
type LockStale struct {
	Act     Act[LockStaleTx]
	Entropy io.Reader
}

// Do locks one hat if its time has come on the rows read in the act; nothing counts before since, when the house began to look.
// The last administrator of a unit stays. Who may call: the house itself.
func (v LockStale) Do(ctx context.Context, s access.Scope, hat party.Hat, since ident.Instant) (locked bool, err error) {
	defer fault.Wrap(&err, "appointing.LockStale")
	if _, system := s.IsSystem(); !system {
		return false, fault.Absent()
	}
	s.Org, s.Unit = hat.Org, hat.Unit
	_, err = v.Act(ctx, s, ident.Key{}, func(tx LockStaleTx) (ledger.Entry, error) {
		locked = false
		k, err := tx.Colleague(hat.ID)
		if err != nil {
			return ledger.Entry{}, err
		}
		days, err := tx.StaleDays()
		if err != nil {
			return ledger.Entry{}, err
		}
		now := tx.Now()
		if k.StandingAt(now) != party.Current || now < party.LocksAt(k, party.StaleAfter(days), since) {
			return ledger.Entry{}, nil
		}
		e, err := lock(tx, s, k, v.Entropy, "")
		if fault.Is(err, fault.Conflict) { // somebody must be able to lift the others' locks
			return ledger.Entry{}, nil
		}
		locked = err == nil
		return e, err
	})
	return locked, err
}

// KeepTx is what keeping an account that nobody uses needs.
type KeepTx interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	Colleague(ident.Hat) (party.Colleague, error)
	AddSuccession(party.Succession) error
}

// Keep says why a hat that nobody wears is kept (利用継続の確認): its days begin anew.
type Keep struct {
	Act     Act[KeepTx]
	Entropy io.Reader
}

// Do notes the reason. Who may call: an administrator of the hat's unit.
func (v Keep) Do(ctx context.Context, s access.Scope, key ident.Key, hat ident.Hat, reason string) (err error) {
	defer fault.Wrap(&err, "appointing.Keep")
	var l fault.List
	required(&l, "reason", reason, noteLimit)
	if err := l.Err(); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx KeepTx) (ledger.Entry, error) {
		by, err := warrant(tx, s)
		if err != nil {
			return ledger.Entry{}, err
		}
		k, err := tx.Colleague(hat)
		if err != nil {
			return ledger.Entry{}, err
		}
		if k.StandingAt(tx.Now()) != party.Current {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.stale.state", nil)
		}
		n, err := kept(tx.Now(), k.Hat, by.Person, v.Entropy)
		if err != nil {
			return ledger.Entry{}, err
		}
		n.Note = strings.TrimSpace(reason)
		return entry(ledger.MemberKept, s, hat, n.ID, nil), tx.AddSuccession(n)
	})
	return err
}

func kept(now ident.Instant, hat party.Hat, by ident.Person, entropy io.Reader) (n party.Succession, err error) {
	n = party.Succession{Kind: party.Kept, Hat: hat, At: now, By: by, CreatedAt: now}
	n.ID, err = ident.NewID[string](now, entropy)
	return n, err
}

// UnlockTx is what lifting a lock needs.
type UnlockTx interface {
	Now() ident.Instant
	Granter() (party.Hat, error)
	Locks() ([]party.Succession, error)
	ReopenHat(id ident.Hat, until ident.Instant) error
	UndoSuccession(id string) error
	AddSuccession(party.Succession) error
}

// Unlock lifts a lock (停止の解除): the hat may be worn again as long as before, and its days begin anew.
type Unlock struct {
	Act     Act[UnlockTx]
	Entropy io.Reader
}

// Do lifts it. What is not locked is Absent; a hat whose own end has come meanwhile a Conflict. Who may call: an administrator
// of the hat's unit, in a browser; the door asks for a fresh sign-in.
func (v Unlock) Do(ctx context.Context, s access.Scope, key ident.Key, hat ident.Hat) (err error) {
	defer fault.Wrap(&err, "appointing.Unlock")
	if s.Person == "" || s.Session == "" {
		return fault.New(fault.Denied, "fault.account.browser", nil)
	}
	_, err = v.Act(ctx, s, key, func(tx UnlockTx) (ledger.Entry, error) {
		by, err := warrant(tx, s)
		if err != nil {
			return ledger.Entry{}, err
		}
		list, err := tx.Locks()
		if err != nil {
			return ledger.Entry{}, err
		}
		now := tx.Now()
		for _, n := range list {
			if n.Hat.ID != hat {
				continue
			}
			if n.Before != 0 && n.Before <= now {
				return ledger.Entry{}, fault.New(fault.Conflict, "fault.people.past", nil)
			}
			if err := tx.ReopenHat(hat, n.Before); err != nil {
				return ledger.Entry{}, err
			}
			if err := tx.UndoSuccession(n.ID); err != nil {
				return ledger.Entry{}, err
			}
			anew, err := kept(now, n.Hat, by.Person, v.Entropy)
			if err != nil {
				return ledger.Entry{}, err
			}
			return entry(ledger.MemberUnlocked, s, hat, n.ID, nil), tx.AddSuccession(anew)
		}
		return ledger.Entry{}, fault.Absent()
	})
	return err
}

// StaleDaysTx is what choosing the days needs.
type StaleDaysTx interface {
	Granter() (party.Hat, error)
	SetStaleDays(int) error
}

// StaleDays says after how many days without use an account is listed (使われていないとみなす日数).
type StaleDays struct{ Act Act[StaleDaysTx] }

// Do sets them, from party.StaleLeast to party.StaleMost. Who may call: an administrator for the whole organisation.
func (v StaleDays) Do(ctx context.Context, s access.Scope, key ident.Key, days int) (err error) {
	defer fault.Wrap(&err, "appointing.StaleDays")
	if days < party.StaleLeast || days > party.StaleMost {
		var l fault.List
		l.Add("days", "fault.stale.days", fault.Args{"least": strconv.Itoa(party.StaleLeast), "most": strconv.Itoa(party.StaleMost)})
		return l.Err()
	}
	_, err = v.Act(ctx, s, key, func(tx StaleDaysTx) (ledger.Entry, error) {
		by, err := warrant(tx, s)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.SetStaleDays(days); fault.Is(err, fault.Hidden) { // they act for a part of it
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.account.whole", nil)
		} else if err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.StaleDaysSet, s, by.ID, days, map[string]string{"days": strconv.Itoa(days)}), nil
	})
	return err
}
