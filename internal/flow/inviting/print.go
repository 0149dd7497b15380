package inviting

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// over says that an invitation is not there any more.
func over(err error, code string) error {
	if fault.Is(err, fault.Hidden) {
		return fault.New(fault.Conflict, code, nil)
	}
	return err
}

// PrintTx is what printing letters needs.
type PrintTx interface {
	LeafID() ident.Leaf
	Letter(id string) (party.Invitation, error)
	PrintCode(id string, by ident.Person, code string) error
}

// Print makes the activation codes of letters, each good from now on and shown this once; the code of an earlier printing
// is over, but not that of another administrator by which somebody answered. That a code is given is the word of whoever printed it.
type Print struct {
	Act     Act[PrintTx]
	Entropy io.Reader
}

// Do returns the codes by invitation. Who may call: platform administrators in a browser. An invitation that was taken up
// or is too old is Conflict, and nothing is printed; so is a second press, since the codes are not kept.
func (v Print) Do(ctx context.Context, s access.Scope, key ident.Key, ids []string) (codes map[string]string, err error) {
	defer fault.Wrap(&err, "inviting.Print")
	if err := s.Permit(mayWrite); err != nil {
		return nil, err
	}
	if s.Person == "" {
		return nil, fault.New(fault.Denied, "fault.account.browser", nil)
	}
	leaf, err := v.Act(ctx, s, key, func(tx PrintTx) (ledger.Entry, error) {
		codes = map[string]string{}
		for _, id := range ids {
			code, err := ident.NewCode(v.Entropy)
			if err != nil {
				return ledger.Entry{}, err
			}
			if _, err := tx.Letter(id); err != nil {
				return ledger.Entry{}, over(err, "fault.letter.over")
			}
			if err := tx.PrintCode(id, s.Person, code); err != nil {
				return ledger.Entry{}, err
			}
			codes[id] = code
		}
		return entry(ledger.LettersPrinted, s, ident.Object(tx.LeafID()), ids), nil
	})
	if err == nil && leaf.Replayed {
		return nil, fault.New(fault.Conflict, "fault.letter.shown", nil)
	}
	return codes, err
}
