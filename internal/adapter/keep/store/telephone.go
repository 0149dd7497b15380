package store

import (
	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
)

// AddTaken is AddArrival of what an officer took down on the telephone, and the message to the operator whose report it is.
func (t *Tx) AddTaken(a filing.Arrival, i intake.Intake) error {
	if err := t.AddArrival(a); err != nil {
		return err
	}
	if err := t.AddIntake(i); err != nil {
		return err
	}
	return t.Notify([]ident.Unit{a.Filing.Unit}, ident.Object(a.Filing.ID), a.Filing.Number, outbox.Notice)
}

// SettleIntake writes that an operator confirmed what was taken down, and to the office that took the call.
func (t *Tx) SettleIntake(f filing.Filing, i intake.Intake) error {
	if err := t.MoveIntake(i); err != nil {
		return err
	}
	return t.Notify([]ident.Unit{i.Office}, ident.Object(f.ID), f.Number, outbox.Notice)
}

// Filed is what a correction corrects.
func (t *Tx) Filed(id ident.Filing, p access.Permission) (f filing.Filed, err error) {
	if f.Filing, f.Content, err = t.FilingByID(id, p); err == nil {
		f.Came, err = t.Intake(id)
	}
	if err == nil && f.Came.Here() {
		f.Owed, err = t.DutiesOf(ident.Object(f.Case))
	}
	return f, err
}

// retaken writes what a correction does to what came by telephone; what was counted before is lifted and stays.
func (t *Tx) retaken(a filing.Revising) error {
	if !a.Came.Here() {
		return nil
	}
	if err := t.SettleIntake(a.Filing, a.Came); err != nil {
		return err
	}
	if a.Change.Subject != "" {
		if _, err := t.ChangeDuty(a.Change); err != nil {
			return err
		}
	}
	if a.Duty.ID == "" {
		return nil
	}
	return t.AddDuty(a.Duty)
}
