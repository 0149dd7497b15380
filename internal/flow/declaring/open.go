package declaring

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// Propose puts a finished declaration before a second officer, with the audience and the day from which it is to be open.
type Propose struct{ Act Act[WriteTx] }

// Proposal is what the second officer will decide on.
type Proposal struct {
	Number  ident.Number
	Version int
	Rev     int
	Opening procedure.Opening
}

// Do proposes. Who may call: officers of the office, as persons. What lacks in the declaration or the opening is Invalid, with every
// place.
func (p Propose) Do(ctx context.Context, s access.Scope, key ident.Key, what Proposal) (err error) {
	defer fault.Wrap(&err, "declaring.Propose")
	if err := s.Permit(mayWrite); err != nil {
		return err
	}
	if s.Person == "" {
		return fault.New(fault.Denied, "fault.procedure.person", nil)
	}
	_, err = p.Act(ctx, s, key, func(tx WriteTx) (ledger.Entry, error) {
		v, err := tx.Version(what.Number, what.Version, mayRead)
		if err != nil {
			return ledger.Entry{}, err
		}
		if v.Rev != what.Rev {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.procedure.rev", nil)
		}
		if err := what.Opening.Check(law.DayOf(tx.Now())); err != nil {
			return ledger.Entry{}, err
		}
		if err := v.Declaration.Check(); err != nil {
			return ledger.Entry{}, err
		}
		if err := v.Move(procedure.Proposed); err != nil {
			return ledger.Entry{}, err
		}
		v.Opening, v.Note = what.Opening, ""
		if v.Proposer, err = sign(tx, s); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.ProcedureProposed, s, v), tx.SaveVersion(v)
	})
	return err
}

// Decide is the second officer's answer: open it, or send it back with a reason. Whoever proposed may take it back, and never open it.
type Decide struct{ Act Act[WriteTx] }

// Decision is the answer about the revision that the officer saw.
type Decision struct {
	Number  ident.Number
	Version int
	Rev     int
	Open    bool
	Note    string // why it goes back
}

const noteMost = 1000

// Do decides. Who may call: officers of the office, as persons; opening wants another person than the one who proposed it and
// the one who wrote it last.
func (d Decide) Do(ctx context.Context, s access.Scope, key ident.Key, what Decision) (err error) {
	defer fault.Wrap(&err, "declaring.Decide")
	if err := s.Permit(mayConfirm); err != nil {
		return err
	}
	var l fault.List
	text.Check(&l, "note", what.Note, noteMost)
	if err := l.Err(); err != nil {
		return err
	}
	_, err = d.Act(ctx, s, key, func(tx WriteTx) (ledger.Entry, error) {
		v, err := tx.Version(what.Number, what.Version, mayRead)
		if err != nil {
			return ledger.Entry{}, err
		}
		if v.State != procedure.Proposed {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.procedure.moved", nil)
		}
		if v.Rev != what.Rev {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.procedure.rev", nil)
		}
		if what.Open {
			return open(tx, s, v)
		}
		if what.Note == "" && s.Person != v.Proposer.By {
			l.Add("note", "fault.form.needed", nil)
			return ledger.Entry{}, l.Err()
		}
		v.State, v.Note = procedure.Written, what.Note
		return entry(ledger.ProcedureReturned, s, v), tx.SaveVersion(v)
	})
	return err
}

func open(tx WriteTx, s access.Scope, v procedure.Version) (ledger.Entry, error) {
	if s.Person == "" {
		return ledger.Entry{}, fault.New(fault.Denied, "fault.procedure.person", nil)
	}
	if s.Person == v.Proposer.By || s.Person == v.Writer.By {
		return ledger.Entry{}, fault.New(fault.Denied, "fault.procedure.self", nil)
	}
	if err := v.Declaration.Check(); err != nil {
		return ledger.Entry{}, err
	}
	if v.Opening.From.Before(law.DayOf(tx.Now())) { // it waited longer than the day that was proposed
		v.Opening.From = law.DayOf(tx.Now())
	}
	var err error
	if v.Approver, err = sign(tx, s); err != nil {
		return ledger.Entry{}, err
	}
	if err := v.Move(procedure.Published); err != nil {
		return ledger.Entry{}, err
	}
	return entry(ledger.ProcedurePublished, s, v), tx.SaveVersion(v)
}

// CloseTx is what closing needs.
type CloseTx interface {
	signing
	Versions(n ident.Number, may access.Permission, limit int) ([]procedure.Version, error)
	SaveVersion(procedure.Version) error
}

// Close ends a procedure in every version: nothing is sent under it any more. Drafts stay, and what was sent is read as before.
type Close struct{ Act Act[CloseTx] }

// Do closes. Who may call: officers of the office. One that is not open is a Conflict.
func (c Close) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number) (err error) {
	defer fault.Wrap(&err, "declaring.Close")
	if err := s.Permit(mayEnd); err != nil {
		return err
	}
	_, err = c.Act(ctx, s, key, func(tx CloseTx) (e ledger.Entry, err error) {
		list, err := tx.Versions(n, mayRead, 1000)
		if err != nil {
			return e, err
		}
		if len(list) == 0 {
			return e, fault.Absent()
		}
		for _, v := range list {
			if v.Move(procedure.Closed) != nil {
				continue
			}
			if v.Closer, err = sign(tx, s); err != nil {
				return e, err
			}
			if err := tx.SaveVersion(v); err != nil {
				return e, err
			}
			e = entry(ledger.ProcedureClosed, s, v)
		}
		if e.Kind == "" {
			return e, fault.New(fault.Conflict, "fault.procedure.moved", nil)
		}
		return e, nil
	})
	return err
}
