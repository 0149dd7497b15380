package instituting

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/register"
)

// ProposeTx is what entering needs.
type ProposeTx interface {
	Now() ident.Instant
	RowsOf(register.Matter) (register.Rows, error)
	AddProposal(register.Proposal) error
}

// Propose enters what two administrators decide together: 所管替え, jurisdiction, 指定 and its changes.
type Propose struct {
	Act     Act[ProposeTx]
	Entropy io.Reader
}

// Do returns the proposal's id; nothing else changes yet. Who may call: platform administrators in a browser. What stands
// in its way today is Invalid with every place.
func (p Propose) Do(ctx context.Context, s access.Scope, key ident.Key, m register.Matter) (id ident.Object, err error) {
	defer fault.Wrap(&err, "instituting.Propose")
	if err := s.Permit(mayWrite); err != nil {
		return "", err
	}
	if s.Person == "" { // the second is to be another person, not another token of the first
		return "", fault.New(fault.Denied, "fault.account.browser", nil)
	}
	leaf, err := p.Act(ctx, s, key, func(tx ProposeTx) (ledger.Entry, error) {
		if _, err := plan(tx, m, p.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		n := register.Proposal{Kind: m.Kind(), State: register.ToConfirm, FromOn: m.FromOn(), EnteredAt: tx.Now(), EnteredBy: s.Person, Matter: m}
		var err error
		if n.ID, err = ident.NewID[ident.Object](n.EnteredAt, p.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.ProposalEntered, s, n.ID, m), tx.AddProposal(n)
	})
	return leaf.Object, err
}

// plan reads what a matter rests on and judges it.
func plan(tx interface {
	Now() ident.Instant
	RowsOf(register.Matter) (register.Rows, error)
}, m register.Matter, entropy io.Reader,
) (register.Plan, error) {
	rows, err := tx.RowsOf(m)
	if err != nil {
		return register.Plan{}, err
	}
	return m.Plan(rows, register.Mint{At: tx.Now(), Entropy: entropy})
}
