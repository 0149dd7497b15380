package store

import (
	"context"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Writing runs SQL inside an act, as the package of a noun would.
func Writing(ctx context.Context, db *DB, s access.Scope, do func(q *row.Q) error) error {
	_, err := db.act(ctx, s, ident.Key{}, func(t *Tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: "test.written", Object: "test", Org: s.Org, Unit: s.Unit}, do(t.q)
	})
	return err
}

// Housework is Writing outside an act.
func Housework(ctx context.Context, db *DB, s access.Scope, do func(q *row.Q) error) error {
	return db.housework(ctx, s, func(t *Tx) error { return do(t.q) })
}
