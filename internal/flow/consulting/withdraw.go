package consulting

import (
	"context"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// WithdrawTx is what withdrawing needs.
type WithdrawTx interface {
	Registering
	FAQ(ident.Number, access.Permission) ([]faq.Entry, error)
	SaveFAQ(faq.Entry) error
}

// Withdraw takes back an entry of よくある相談 that was published. It stays readable, as withdrawn and with the reason: somebody may have relied on it.
type Withdraw struct{ Act Act[WithdrawTx] }

// Withdrawal names the version and revision that were on screen.
type Withdrawal struct {
	Number  ident.Number
	Version int
	Rev     int
	Reason  string // everybody reads it
}

// Do withdraws. Who may call: officers of the office; one of them is enough, since what is wrong must not stand longer. Without a reason it is
// Invalid; what does not stand is a Conflict.
func (v Withdraw) Do(ctx context.Context, s access.Scope, key ident.Key, w Withdrawal) (err error) {
	defer fault.Wrap(&err, "consulting.Withdraw")
	if err := s.Permit(MayWithdrawFAQ); err != nil {
		return err
	}
	w.Reason = strings.TrimSpace(w.Reason)
	if err := faq.CheckReason("reason", w.Reason); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx WithdrawTx) (ledger.Entry, error) {
		list, err := tx.FAQ(w.Number, MayProposeFAQ) // of the own office
		if err != nil {
			return ledger.Entry{}, err
		}
		e, err := at(list, w.Version, w.Rev)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := e.Move(faq.Withdraws); err != nil {
			return ledger.Entry{}, err
		}
		e.Reason, e.WithdrawnAt = w.Reason, tx.Now()
		if e.Ender, err = sign(tx, s); err != nil {
			return ledger.Entry{}, err
		}
		return published(ledger.FAQWithdrawn, s, e), tx.SaveFAQ(e)
	})
	return err
}
