// Package instituting is how the platform's administrators say who takes part: organisations and their units, which
// office is competent for whom, and from which day. What duties hang on is entered by one administrator and
// confirmed by another.
package instituting

import (
	"context"
	"crypto/sha256"
	"encoding/json"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Act runs one act; the store provides it (store.Act).
type Act[T any] = func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

var (
	mayWrite   = access.Permission{Action: access.Write, Object: access.Organisation}
	mayConfirm = access.Permission{Action: access.Confirm, Object: access.Organisation}
	mayAppoint = access.Permission{Action: access.Write, Object: access.People} // of an organisation's own administrators
)

// entry records what an administrator did to an object; v is what was stored.
func entry(kind ledger.Kind, s access.Scope, object ident.Object, v any) ledger.Entry {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings and numbers only
	}
	return ledger.Entry{Kind: kind, Object: object, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256(b)}
}
