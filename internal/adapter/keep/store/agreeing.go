package store

import "kanmin/internal/domain/approval"

// AddRound writes a new asking for approval, and queues a mail to those for whom it waits.
func (t *Tx) AddRound(r approval.Round) error {
	if err := t.Approvals.AddRound(r); err != nil {
		return err
	}
	return t.NotifyRound(r)
}

// SaveRound writes over the revision that r names; where the round has moved in this act, those whom it concerns now are mailed.
func (t *Tx) SaveRound(r approval.Round) error {
	if err := t.Approvals.SaveRound(r); err != nil || r.Moved != t.Now() {
		return err
	}
	return t.NotifyRound(r)
}
