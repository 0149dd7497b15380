package submitting

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// DiscardTx is what putting a draft aside, and taking it back, needs.
type DiscardTx interface {
	MoveDraft(n ident.Number, action access.Action, from, to filing.DraftState) (filing.Draft, error)
}

// Discard puts a draft aside (下書きの破棄): nothing of it is deleted, and Undo brings it back as it was.
type Discard struct{ Act Act[DiscardTx] }

// Do discards. Who may call: roles that may write drafts. A draft that was sent or discarded already is a Conflict.
func (v Discard) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number) (err error) {
	defer fault.Wrap(&err, "submitting.Discard")
	return v.move(ctx, s, key, n, move{access.Write, filing.DraftOpen, filing.DraftDiscarded, ledger.DraftDiscarded})
}

// Undo brings a discarded draft back. Who may call: roles that may restore drafts. One that is not discarded is a Conflict.
func (v Discard) Undo(ctx context.Context, s access.Scope, key ident.Key, n ident.Number) (err error) {
	defer fault.Wrap(&err, "submitting.Discard")
	return v.move(ctx, s, key, n, move{access.Restore, filing.DraftDiscarded, filing.DraftOpen, ledger.DraftRestored})
}

// move is a step of a draft aside or back.
type move struct {
	action   access.Action
	from, to filing.DraftState
	kind     ledger.Kind
}

func (v Discard) move(ctx context.Context, s access.Scope, key ident.Key, n ident.Number, m move) error {
	if err := s.Permit(access.Permission{Action: m.action, Object: access.Draft}); err != nil {
		return err
	}
	_, err := v.Act(ctx, s, key, func(tx DiscardTx) (ledger.Entry, error) {
		d, err := tx.MoveDraft(n, m.action, m.from, m.to)
		if err != nil {
			return ledger.Entry{}, err
		}
		return draftEntry(m.kind, s, d, nil), nil
	})
	return err
}
