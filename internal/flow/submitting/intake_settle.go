package submitting

import (
	"context"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/party"
)

// SettleTx is what confirming and noting a call back need.
type SettleTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Intake(ident.Filing) (intake.Intake, error)
	SettleIntake(filing.Filing, intake.Intake) error
	MoveIntake(intake.Intake) error
}

// Confirm says that a report which came by telephone is right as an officer took it down (電話での受付).
type Confirm struct{ Act Act[SettleTx] }

// Do confirms it. Who may call: roles that may file, of the operator whose report it is. What did not come by telephone, was confirmed
// already, or passed to another operator is a Conflict.
func (v Confirm) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number) (err error) {
	defer fault.Wrap(&err, "submitting.Confirm")
	may := access.Permission{Action: access.File, Object: access.Report}
	if err := s.Permit(may); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx SettleTx) (ledger.Entry, error) {
		f, i, err := waiting(tx, n, may)
		if err == nil && (f.Org != s.Org || !f.HeldBy(s.Org)) {
			err = fault.New(fault.Conflict, "fault.filing.passed", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		i.State, i.DoneAt = intake.Confirmed, tx.Now()
		if i.DoneBy, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return settled(ledger.IntakeConfirmed, s, f), tx.SettleIntake(f, i)
	})
	return err
}

// CalledBack notes that an officer called the operator back, by which number: that the caller is who they say.
type CalledBack struct{ Act Act[SettleTx] }

// Do notes it with the time of the press. Who may call: officers of the office that took the call, or of one above it; for every other
// office the report did not come by telephone to it: a Conflict. A number that cannot be one is Invalid at "back_to".
func (v CalledBack) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number, to string) (err error) {
	defer fault.Wrap(&err, "submitting.CalledBack")
	if err := s.Permit(MayReceive); err != nil {
		return err
	}
	if to = strings.TrimSpace(to); !oncall.Dialled(to) || len([]rune(to)) > intake.Limit {
		var l fault.List
		l.Add("back_to", "fault.oncall.phone", nil)
		return l.Err()
	}
	_, err = v.Act(ctx, s, key, func(tx SettleTx) (ledger.Entry, error) {
		f, _, err := tx.Filing(n, MayReceive)
		if err != nil {
			return ledger.Entry{}, err
		}
		i, err := tx.Intake(f.ID)
		if err == nil && (!i.Here() || i.OfficeOrg != s.Org) {
			err = fault.New(fault.Conflict, "fault.intake.none", nil)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		i.BackAt, i.BackTo = tx.Now(), to
		if i.BackBy, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return settled(ledger.IntakeCalledBack, s, f), tx.MoveIntake(i)
	})
	return err
}

// waiting is a report that came by telephone and was not confirmed yet.
func waiting(tx SettleTx, n ident.Number, may access.Permission) (f filing.Filing, i intake.Intake, err error) {
	if f, _, err = tx.Filing(n, may); err != nil {
		return f, i, err
	}
	switch i, err = tx.Intake(f.ID); {
	case err != nil:
	case !i.Here():
		err = fault.New(fault.Conflict, "fault.intake.none", nil)
	case i.State != intake.Waiting:
		err = fault.New(fault.Conflict, "fault.intake.done", nil)
	}
	return f, i, err
}

func settled(kind ledger.Kind, s access.Scope, f filing.Filing) ledger.Entry {
	return ledger.Entry{Kind: kind, Object: ident.Object(f.ID), Number: f.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID()}
}

// retake is what a correction writes. What came by telephone is confirmed by it, and its duty counted anew where the day of awareness was
// misheard. A report of a procedure without corrections that did not come so, or is confirmed already, is a Conflict.
func (v Revise) retake(s access.Scope, now filing.Arriving, was filing.Filed, next sent) (a filing.Revising, err error) {
	a = filing.Revising{Filing: was.Filing, Before: was.Content, Next: next.Content}
	a.Filing.Leaf = now.Leaf
	switch {
	case was.Came.State != intake.Waiting && next.of.Corrects:
		return a, nil
	case was.Came.State != intake.Waiting:
		return a, fault.New(fault.Conflict, "fault.intake.done", nil)
	}
	var b filing.Arrival
	err = File{Entropy: v.Entropy}.recount(s, was.Owed, now.At, next, &b)
	a.Change, a.Duty, a.Came = b.Change, b.Duty, was.Came
	a.Came.State, a.Came.DoneAt, a.Came.DoneBy = intake.Corrected, now.At, now.Sender
	return a, err
}
