package auditing

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// RetryQueue is the name of the worker that lets mails that were given up wait again.
const RetryQueue = "retry"

// Retry asks that every mail that was given up lately is tried again. Recipients are judged anew when it leaves.
type Retry struct{ Act Act[StartTx] }

var mayRetry = access.Permission{Action: access.Write, Object: access.Platform}

// Do leaves the task; its progress is read with the other tasks. Who may call: platform administrators.
func (v Retry) Do(ctx context.Context, s access.Scope, key ident.Key) (err error) {
	defer fault.Wrap(&err, "auditing.Retry")
	if err := s.Permit(mayRetry); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx StartTx) (ledger.Entry, error) {
		id := tx.LeafID()
		return ledger.Entry{Kind: ledger.MailRetried, Object: ident.Object(id), Org: s.Org, Unit: s.Unit, Actor: s.ID()}, tx.AddTask(RetryQueue, RetryQueue+"/"+string(id), tx.Now())
	})
	return err
}
