// Package assigning is an office saying who takes care of filings (担当), of many in one act, and taking such an act back.
package assigning

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// May is what saying who takes care needs.
var May = access.Permission{Action: access.Assign, Object: access.Report}

func entry(kind ledger.Kind, s access.Scope, c charge.Act) ledger.Entry {
	b, err := json.Marshal(c) //nolint:musttag // a digest over every field by its own name
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{Kind: kind, Object: c.ID, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b), Facts: map[string]string{"n": strconv.Itoa(c.N)}}
}

// AssignTx is what giving filings to somebody needs.
type AssignTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Deskmates() ([]charge.Holder, error)
	Charged([]ident.Number, []ident.Filing) ([]charge.Line, error)
	SetCharge(charge.Line) error
	AddChargeAct(charge.Act) error
}

// Assign gives filings to one of the unit, or to nobody.
type Assign struct {
	Act     Act[AssignTx]
	Entropy io.Reader
}

// Do gives what can be given and leaves the rest, each with its reason, in one act; it returns the act's id. An empty person is nobody. Who may
// call: officers, of filings that are addressed to their office. Nothing that could be changed is a Conflict, and no act.
func (v Assign) Do(ctx context.Context, s access.Scope, key ident.Key, seen []charge.Seen, to ident.Person) (id ident.Object, err error) {
	defer fault.Wrap(&err, "assigning.Assign")
	if err := s.Permit(May); err != nil {
		return "", err
	}
	if err := charge.CheckMany(seen); err != nil {
		return "", err
	}
	leaf, err := v.Act(ctx, s, key, func(tx AssignTx) (ledger.Entry, error) {
		c, err := v.judge(tx, s, seen, to)
		if err != nil {
			return ledger.Entry{}, err
		}
		for _, m := range c.Lines {
			if m.Why != "" {
				continue
			}
			if err := tx.SetCharge(charge.Line{Filing: m.Filing, Holder: c.To, Rev: m.Rev, Act: c.ID}); err != nil {
				return ledger.Entry{}, err
			}
		}
		return entry(ledger.FilingsAssigned, s, c), tx.AddChargeAct(c)
	})
	return leaf.Object, err
}

func (v Assign) judge(tx AssignTx, s access.Scope, seen []charge.Seen, to ident.Person) (c charge.Act, err error) {
	if c.To, err = Mate(tx, to); err != nil {
		return c, err
	}
	numbers := make([]ident.Number, len(seen))
	for i, one := range seen {
		numbers[i] = one.Number
	}
	now, err := tx.Charged(numbers, nil)
	if err != nil {
		return c, err
	}
	c.Lines = charge.Judge(seen, now, c.To)
	if c.N = c.Changed(); c.N == 0 {
		return c, fault.New(fault.Conflict, "fault.charge.nothing", nil)
	}
	if c.By, err = s.SignedBy(tx.Person); err == nil {
		c.ID, err = ident.NewID[ident.Object](tx.Now(), v.Entropy)
	}
	return c, err
}

// MatesTx lists who a filing can be given to.
type MatesTx interface {
	Deskmates() ([]charge.Holder, error)
}

// Mate is one of the unit, by today's name; an empty id is nobody. Somebody else is Invalid.
func Mate(tx MatesTx, to ident.Person) (charge.Holder, error) {
	mates, err := tx.Deskmates()
	if err != nil {
		return charge.Holder{}, err
	}
	h, known := charge.Among(mates, to)
	if !known {
		var l fault.List
		l.Add("to", "fault.charge.mate", nil)
		return h, l.Err()
	}
	return h, nil
}
