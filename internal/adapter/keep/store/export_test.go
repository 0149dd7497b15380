package store

import (
	"context"
	"fmt"

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

// Cram lets an SQLite database grow by so many pages more: the next is refused as on a full disk.
func Cram(ctx context.Context, db *DB, pages int) error {
	writer := db.dialect.(*sqlite).writer
	at := <-writer.free
	defer func() { writer.free <- at }()
	if err := at.sit(ctx, writer.pool); err != nil {
		return err
	}
	var n int
	if err := at.conn.QueryRowContext(ctx, `PRAGMA page_count`).Scan(&n); err != nil {
		return err
	}
	_, err := at.conn.ExecContext(ctx, fmt.Sprintf(`PRAGMA max_page_count = %d`, n+pages))
	return err
}
