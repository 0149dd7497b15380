package advising

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/vuln/feed"
)

// StopTx is what stopping a file needs.
type StopTx interface {
	Now() ident.Instant
	AdvisoryFile(id ident.Object) (feed.File, error)
	SetAdvisoryFile(feed.File) error
}

// Stop ends the taking of a file. What was taken of it stays: a later file has it in a later state.
type Stop struct{ Act Act[StopTx] }

// Do stops it. Who may call: roles that may bring advisories, of the office that brought it. One that has ended is a Conflict.
func (v Stop) Do(ctx context.Context, s access.Scope, key ident.Key, id ident.Object) (err error) {
	defer fault.Wrap(&err, "advising.Stop")
	if err := s.Permit(MayBring); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx StopTx) (ledger.Entry, error) {
		f, err := tx.AdvisoryFile(id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if f.State != feed.Waiting && f.State != feed.Running {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.advisory.over", nil)
		}
		f.State, f.EndedAt, f.Rev = feed.Stopped, tx.Now(), f.Rev+1
		return entry(ledger.AdvisoriesStopped, s, f), tx.SetAdvisoryFile(f)
	})
	return err
}
