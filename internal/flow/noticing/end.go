package noticing

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// End ends a contact: its code is taken no more. What it told stays.
type End struct{ Act Act[ContactTx] }

// Do ends it, at once. Who may call: administrators of the operator. One that has ended is a Conflict.
func (v End) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (err error) {
	defer fault.Wrap(&err, "noticing.End")
	if err := s.Permit(MayWrite); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx ContactTx) (ledger.Entry, error) {
		c, err := standing(tx, id)
		if err != nil {
			return ledger.Entry{}, err
		}
		c.EndedAt = tx.Now()
		if c.By, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.NoticeContactEnded, s, c.ID, c.Words.Plain()), tx.SetNoticeContact(c)
	})
	return err
}
