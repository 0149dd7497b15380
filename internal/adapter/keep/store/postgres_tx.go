package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
)

// postgresTx is a transaction whose writes can go in one round trip: an act's dozen inserts would otherwise
// wait for the network a dozen times while they hold their locks.
type postgresTx struct {
	*sql.Tx
	conn *sql.Conn
}

// begin opens a transaction and tells row-level security whose it is, for this transaction only.
func (postgres) begin(ctx context.Context, pool *sql.DB, s access.Scope, readOnly bool) (transaction, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: readOnly})
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	t := &postgresTx{tx, conn}
	if s.Org == "" { // background work and nobody: with nothing set, row-level security shows nothing
		return t, nil
	}
	if _, err = tx.ExecContext(ctx, `SELECT set_config('kanmin.org', $1, true), set_config('kanmin.unit', $2, true), set_config('kanmin.at', $3, true)`,
		string(s.Org), string(s.Unit), strconv.FormatInt(int64(s.At), 10)); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

func (t *postgresTx) close() {
	_ = t.Rollback() // after a commit this does nothing
	_ = t.conn.Close()
}

// Batch sends many writes at once, in order; the first error is told.
func (t *postgresTx) Batch(ctx context.Context, list []row.Statement) error {
	return t.conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return errors.New("store: the driver is not pgx")
		}
		var b pgx.Batch
		for _, s := range list {
			b.Queue(s.Query, s.Args...)
		}
		return c.Conn().SendBatch(ctx, &b).Close()
	})
}
