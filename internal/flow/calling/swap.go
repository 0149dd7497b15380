package calling

import (
	"context"
	"io"
	"strings"
	"unicode/utf8"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/party"
)

// SwapTx is what giving a turn to somebody else, or taking it back, needs.
type SwapTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Colleagues() ([]party.Colleague, error)
	DutyTurn(ident.Object) (oncall.Turn, error)
	AddDutyTurn(oncall.Turn) error
	EndDutyTurn(ident.Object) error
}

// Swap gives a turn to somebody else (当番の交代).
type Swap struct {
	Act     Act[SwapTx]
	Entropy io.Reader
}

// Swapping is which turn is given to whom, and why.
type Swapping struct {
	Turn ident.Object
	Who  oncall.Contact
	Why  string
}

// Do writes the turn with another person, from whom it passes and why; what was written stays in the history. A turn that has passed is a
// Conflict. Who may call: administrators of the organisation.
func (v Swap) Do(ctx context.Context, s access.Scope, key ident.Key, w Swapping) (err error) {
	defer fault.Wrap(&err, "calling.Swap")
	if err := s.Permit(MaySet); err != nil {
		return err
	}
	if w.Why = strings.TrimSpace(w.Why); w.Why == "" || utf8.RuneCountInString(w.Why) > oncall.Limit {
		var l fault.List
		l.Add("why", "fault.turn.why", nil)
		return l.Err()
	}
	_, err = v.Act(ctx, s, key, func(tx SwapTx) (ledger.Entry, error) {
		old, err := ahead(tx, w.Turn)
		if err != nil {
			return ledger.Entry{}, err
		}
		people, err := tx.Colleagues()
		if err != nil {
			return ledger.Entry{}, err
		}
		t := old
		t.Duty = oncall.Duty{Who: w.Who.Trim(), Was: old.Who.Name, Why: w.Why}
		if err := oncall.CheckTurns([]oncall.Turn{t}, tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		if t.By, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		t.Person = account(people, t.Who.Email, tx.Now())
		if t.ID, err = ident.NewID[ident.Object](tx.Now(), v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.EndDutyTurn(old.ID); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.DutyTurnSwapped, s, t.ID, t), tx.AddDutyTurn(t)
	})
	return err
}

// ahead is a turn that has not passed.
func ahead(tx SwapTx, id ident.Object) (oncall.Turn, error) {
	t, err := tx.DutyTurn(id)
	if err == nil && t.Until <= tx.Now() {
		err = fault.New(fault.Conflict, "fault.turn.passed", nil)
	}
	return t, err
}
