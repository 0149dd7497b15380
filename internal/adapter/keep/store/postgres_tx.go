package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
)

// postgresTx is a transaction in few round trips: its beginning goes with the first statement, an act's dozen
// writes go with the commit. Each would otherwise wait for the network while it holds its locks.
type postgresTx struct {
	conn  *sql.Conn
	ahead []row.Statement // the beginning, and whose transaction it is; empty once sent
	done  bool            // committed
}

// begin opens a transaction and tells row-level security whose it is, for this transaction only.
func (postgres) begin(ctx context.Context, pool *sql.DB, s access.Scope, readOnly bool) (transaction, error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, err
	}
	t := &postgresTx{conn: conn, ahead: []row.Statement{{Query: "begin"}}}
	if readOnly {
		t.ahead[0].Query = "begin read only"
	}
	if s.Org != "" { // background work and nobody: with nothing set, row-level security shows nothing
		t.ahead = append(t.ahead, row.Statement{
			Query: `SELECT set_config('kanmin.org', $1, true), set_config('kanmin.unit', $2, true), set_config('kanmin.at', $3, true)`,
			Args:  []any{string(s.Org), string(s.Unit), strconv.FormatInt(int64(s.At), 10)},
		})
	}
	return t, nil
}

// ExecContext runs a statement.
func (t *postgresTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	changed, _, err := t.send(ctx, []row.Statement{{Query: query, Args: args}})
	return driver.RowsAffected(changed), err
}

// QueryContext runs a query; its rows must be closed before the next statement.
func (t *postgresTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := t.Batch(ctx, nil); err != nil {
		return nil, err
	}
	return t.conn.QueryContext(ctx, query, args...)
}

// Batch sends many writes at once, in order; the first error is told.
func (t *postgresTx) Batch(ctx context.Context, list []row.Statement) error {
	_, _, err := t.send(ctx, list)
	return err
}

// commitTime bounds how long a commit is waited for, whether or not the client is still there: whoever asked must
// learn which of the two it was.
const commitTime = 30 * time.Second

// commit sends what waits and commits, in one round trip. Where a statement fails the commit after it is not done.
func (t *postgresTx) commit(ctx context.Context, last []row.Statement) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitTime)
	defer cancel()
	_, tag, err := t.send(ctx, append(last, row.Statement{Query: "commit"}))
	if err == nil && tag != "COMMIT" {
		err = errors.New("the transaction had failed before its commit")
	}
	t.done = err == nil
	return err
}

func (t *postgresTx) close() {
	if !t.done && len(t.ahead) == 0 {
		ctx, cancel := context.WithTimeout(context.Background(), commitTime)
		defer cancel()
		if _, err := t.ExecContext(ctx, "rollback"); err != nil { // nobody else gets this connection
			_ = t.conn.Raw(func(any) error { return driver.ErrBadConn })
		}
	}
	_ = t.conn.Close()
}

// send puts the beginning, if it was not sent yet, and a list of statements on the wire together. It returns the
// number of rows and the tag of the last.
func (t *postgresTx) send(ctx context.Context, list []row.Statement) (changed int64, tag string, err error) {
	list = append(t.ahead, list...)
	t.ahead = nil
	if len(list) == 0 {
		return 0, "", nil
	}
	var failed error // apart from Raw's own: a bad statement is not a bad connection
	err = t.conn.Raw(func(c any) error {
		p, ok := c.(*stdlib.Conn)
		if !ok {
			return errors.New("store: the driver is not pgx")
		}
		var b pgx.Batch
		for _, s := range list {
			b.Queue(s.Query, s.Args...)
		}
		results := p.Conn().SendBatch(ctx, &b)
		for range list {
			answer, err := results.Exec()
			if err != nil {
				failed = err
				break
			}
			changed, tag = answer.RowsAffected(), answer.String()
		}
		if err := results.Close(); failed == nil {
			failed = err
		}
		return nil
	})
	return changed, tag, errors.Join(failed, err)
}
