package instituting

import (
	"context"
	"io"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/task"
)

// ConfirmTx is what confirming needs.
type ConfirmTx interface {
	Now() ident.Instant
	RowsOf(register.Matter) (register.Rows, error)
	Proposal(ident.Object) (register.Proposal, error)
	Apply(register.Plan) error
	EndProposal(register.Proposal) error
	AddTask(queue, key string, due ident.Instant) error
}

// Confirm is the second administrator's yes: what was entered is judged again on today's rows and counts from its day on.
type Confirm struct {
	Act     Act[ConfirmTx]
	Entropy io.Reader
}

// Do confirms. Who may call: a platform administrator in a browser, another person than the one who entered it. What
// stands in its way today is Invalid; it was confirmed or withdrawn meanwhile is a Conflict.
func (c Confirm) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (err error) {
	defer fault.Wrap(&err, "instituting.Confirm")
	if err := s.Permit(mayConfirm); err != nil {
		return err
	}
	_, err = c.Act(ctx, s, key, func(tx ConfirmTx) (ledger.Entry, error) {
		p, err := tx.Proposal(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := p.MayConfirm(s.Person); err != nil {
			return ledger.Entry{}, err
		}
		changes, err := plan(tx, p.Matter, c.Entropy)
		if err != nil {
			return ledger.Entry{}, err
		}
		if changes.Transfer != nil {
			changes.Transfer.ID = p.ID
			if err := later(tx, HandOverQueue, p.ID, changes.Transfer.On); err != nil {
				return ledger.Entry{}, err
			}
		}
		if changes.Inheritance != nil {
			changes.Inheritance.ID = p.ID
			if err := later(tx, InheritQueue, p.ID, changes.Inheritance.On); err != nil {
				return ledger.Entry{}, err
			}
		}
		for i := range changes.AddTemplates { // one id from the first press on
			changes.AddTemplates[i].ID = string(p.ID)
		}
		if err := tx.Apply(changes); err != nil {
			return ledger.Entry{}, err
		}
		p.State, p.EndedAt, p.EndedBy = register.Confirmed, tx.Now(), s.Person
		return entry(ledger.ProposalConfirmed, s, id, changes), tx.EndProposal(p)
	})
	return err
}

// later leaves what passes on to the worker of a queue: now, and once more at the day, for what was under way while the first ran.
func later(tx ConfirmTx, queue string, id ident.Object, on law.Day) error {
	if err := tx.AddTask(queue, queue+"/"+string(id), 0); err != nil {
		return err
	}
	return tx.AddTask(queue, queue+"/"+string(id)+again, on.Start())
}

// again ends the key of the second pass.
const again = "/again"

// HandOverQueue is the queue of hand-overs; a task's key is the queue, the transfer and, for the second pass, "again".
const HandOverQueue = "handover"

// HandOverTx is what handing over needs.
type HandOverTx interface {
	HandOver(t register.TransferRow, operator ident.Org) (int64, error)
}

// HandOver passes the open matters of one operator on, in an act of the house: administrators see no filing.
type HandOver struct{ Act Act[HandOverTx] }

// Do hands over and may be repeated. Who may call: the house itself.
func (h HandOver) Do(ctx context.Context, s access.Scope, t register.TransferRow, operator ident.Org) (err error) {
	defer fault.Wrap(&err, "instituting.HandOver")
	if _, system := s.IsSystem(); !system {
		return fault.Absent()
	}
	_, err = h.Act(ctx, s, ident.Key{}, func(tx HandOverTx) (ledger.Entry, error) {
		n, err := tx.HandOver(t, operator)
		if err != nil || n == 0 {
			return ledger.Entry{}, err
		}
		e := entry(ledger.JurisdictionHandedOver, s, t.ID, []any{t, operator, n})
		return e, nil
	})
	return err
}

// TransferOfTask is the transfer that a task is about.
func TransferOfTask(t task.Task) ident.Object { return ofTask(HandOverQueue, t) }

func ofTask(queue string, t task.Task) ident.Object {
	return ident.Object(strings.TrimSuffix(t.Key[len(queue)+1:], again))
}

// WithdrawTx is what withdrawing needs.
type WithdrawTx interface {
	Now() ident.Instant
	Proposal(ident.Object) (register.Proposal, error)
	EndProposal(register.Proposal) error
}

// Withdraw takes back what waits; either administrator may.
type Withdraw struct{ Act Act[WithdrawTx] }

// Do withdraws. Who may call: platform administrators in a browser.
func (w Withdraw) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (err error) {
	defer fault.Wrap(&err, "instituting.Withdraw")
	if err := s.Permit(mayWrite); err != nil {
		return err
	}
	_, err = w.Act(ctx, s, key, func(tx WithdrawTx) (ledger.Entry, error) {
		p, err := tx.Proposal(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if p.State != register.ToConfirm {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.proposal.over", nil)
		}
		p.State, p.EndedAt, p.EndedBy = register.Withdrawn, tx.Now(), s.Person
		return entry(ledger.ProposalWithdrawn, s, id, id), tx.EndProposal(p)
	})
	return err
}
