// Package noticing is how a contractor that noticed first tells an operator (気付き連絡, R11), and what the operator does with it. Nothing of
// it goes to an office: the operator reports, or judges that it need not.
package noticing

import (
	"context"
	"crypto/sha256"
	"encoding/json"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/party"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// What looking at notices and contacts, dealing with a notice, and looking after contacts need.
var (
	MayRead   = access.Permission{Action: access.Read, Object: access.Notice}
	MayAnswer = access.Permission{Action: access.Answer, Object: access.Notice}
	MayWrite  = access.Permission{Action: access.Write, Object: access.Notice}
)

// AnswerTx is what dealing with a notice needs.
type AnswerTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Notice(ident.Number) (notice.Notice, error)
	MoveNotice(notice.Notice) error
}

func entry(kind ledger.Kind, s access.Scope, id ident.Object, stored any) ledger.Entry {
	b, err := json.Marshal(stored)
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{Kind: kind, Object: id, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b)}
}

// answered is the entry about a notice that was dealt with.
func answered(kind ledger.Kind, s access.Scope, n notice.Notice) ledger.Entry {
	e := entry(kind, s, n.ID, n.Said)
	e.Number = n.Number
	return e
}

func moved() error { return fault.New(fault.Conflict, "fault.notice.moved", nil) }
