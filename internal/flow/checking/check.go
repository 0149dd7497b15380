// Package checking is an office saying that it saw to the form of 届出 (形式確認), of one or of many in one act, and taking that back.
package checking

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"slices"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// May is what checking the form needs: who may ask for a correction may say that none is needed.
var May = access.Permission{Action: access.Ask, Object: access.Report}

func entry(kind ledger.Kind, s access.Scope, a formal.Act) ledger.Entry {
	b, err := json.Marshal(a) //nolint:musttag // a digest over every field by its own name
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{Kind: kind, Object: a.ID, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b), Facts: map[string]string{"n": strconv.Itoa(a.N)}}
}

// CheckTx is what checking needs.
type CheckTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Formal([]ident.Number, []ident.Filing) ([]formal.Line, error)
	AddCheck(formal.Marked, formal.Act) error
	AddFormalAct(formal.Act) error
	TellOnward(formal.Marked) error
}

// Check says of filings that their form was seen to (形式確認済み).
type Check struct {
	Act     Act[CheckTx]
	Entropy io.Reader
}

// FlaggedTx reads 届出 with what is flagged of them.
type FlaggedTx interface {
	Formal([]ident.Number, []ident.Filing) ([]formal.Line, error)
	LatestLists() ([]procedure.Last, error)
}

// Flagged are 届出 of some numbers or ids as the scope's office stands to their form, with the types that each lacks beside the lists of others.
// That is for a page before anything is done: an act does not hang on it, and does not wait for so many lists.
func Flagged(tx FlaggedTx, numbers []ident.Number, ids []ident.Filing) ([]formal.Line, error) {
	list, err := tx.Formal(numbers, ids)
	if err != nil || !slices.ContainsFunc(list, func(l formal.Line) bool { return notification.HasRows(string(l.Kind)) }) {
		return list, err
	}
	last, err := tx.LatestLists()
	pattern := notification.PatternOf(last)
	for i, l := range list {
		if notification.HasRows(string(l.Kind)) {
			list[i].Lacks = pattern.Lacks(l.Sector, l.Answered)
		}
	}
	return list, err
}

// Asked is what is checked, in the revisions that were on screen, and what share was left for reading before.
type Asked struct {
	Seen    []formal.Seen
	Percent int
}

// Do checks what can be checked and leaves the rest, each with its reason, in one act; it returns the act's id. Who may call: officers, of
// filings that are addressed to their office. Nothing that could be checked is a Conflict, and no act: where a colleague was first, it names them.
func (v Check) Do(ctx context.Context, s access.Scope, key ident.Key, ask Asked) (id ident.Object, err error) {
	defer fault.Wrap(&err, "checking.Check")
	if err := s.Permit(May); err != nil {
		return "", err
	}
	if err := formal.CheckMany(ask.Seen, ask.Percent); err != nil {
		return "", err
	}
	leaf, err := v.Act(ctx, s, key, func(tx CheckTx) (ledger.Entry, error) {
		a, err := v.judge(tx, s, ask)
		if err != nil {
			return ledger.Entry{}, err
		}
		for _, m := range a.Lines {
			if m.Why != "" {
				continue
			}
			if err := tx.AddCheck(m, a); err != nil {
				return ledger.Entry{}, err
			}
			if !m.Onward {
				continue
			}
			if err := tx.TellOnward(m); err != nil {
				return ledger.Entry{}, err
			}
		}
		return entry(ledger.FilingsChecked, s, a), tx.AddFormalAct(a)
	})
	return leaf.Object, err
}

func (v Check) judge(tx CheckTx, s access.Scope, ask Asked) (a formal.Act, err error) {
	numbers := make([]ident.Number, len(ask.Seen))
	for i, one := range ask.Seen {
		numbers[i] = one.Number
	}
	now, err := tx.Formal(numbers, nil)
	if err != nil {
		return a, err
	}
	a.Percent, a.Lines = ask.Percent, formal.Judge(ask.Seen, now)
	if a.N = a.Changed(); a.N == 0 {
		return a, refused(a.Lines)
	}
	if a.By, err = s.SignedBy(tx.Person); err == nil {
		a.ID, err = ident.NewID[ident.Object](tx.Now(), v.Entropy)
	}
	return a, err
}

// refused says why nothing could be checked, in the words of the first; of one that is not there nothing is said.
func refused(list []formal.Marked) error {
	if m := list[0]; len(list) == 1 {
		if m.Why == formal.Gone {
			return fault.Absent()
		}
		return fault.New(fault.Conflict, "fault.formal."+string(m.Why), fault.Args{"name": m.By})
	}
	return fault.New(fault.Conflict, "fault.formal.nothing", nil)
}
