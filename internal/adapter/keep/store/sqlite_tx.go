package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"kanmin/internal/adapter/keep/store/row"
)

// seat is one connection to SQLite with the statements that it has parsed: parsing is a quarter of what an act
// costs. database/sql cannot keep them for a pool whose only connection is in a transaction.
type seat struct {
	conn   *sql.Conn
	parsed map[string]*sql.Stmt
}

// parsedLimit bounds the texts that a seat keeps; those with lists of changing length would fill it without end.
const parsedLimit = 400

// seats are the connections of one pool, handed out one transaction at a time.
type seats struct {
	pool  *sql.DB
	begin string
	free  chan *seat
}

func newSeats(pool *sql.DB, n int, begin string) *seats {
	s := &seats{pool: pool, begin: begin, free: make(chan *seat, n)}
	for range n {
		s.free <- &seat{}
	}
	return s
}

// open waits for a seat and begins a transaction on it.
func (s *seats) open(ctx context.Context) (*sqliteTx, error) {
	var at *seat
	select {
	case at = <-s.free:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	tx := &sqliteTx{seat: at, back: s.free}
	err := at.sit(ctx, s.pool)
	if err == nil {
		_, err = tx.ExecContext(ctx, s.begin)
	}
	if err != nil {
		tx.close()
		return nil, err
	}
	return tx, nil
}

// shut waits for the transactions under way and closes the connections.
func (s *seats) shut() error {
	var err error
	for range cap(s.free) {
		at := <-s.free
		err = errors.Join(err, at.leave())
	}
	return err
}

func (s *seat) sit(ctx context.Context, pool *sql.DB) (err error) {
	if s.conn == nil {
		s.conn, err = pool.Conn(ctx)
		s.parsed = map[string]*sql.Stmt{}
	}
	return err
}

func (s *seat) leave() error {
	if s.conn == nil {
		return nil
	}
	err := s.forget()
	err = errors.Join(err, s.conn.Close())
	s.conn = nil
	return err
}

func (s *seat) forget() error {
	var err error
	for _, stmt := range s.parsed {
		err = errors.Join(err, stmt.Close())
	}
	s.parsed = map[string]*sql.Stmt{}
	return err
}

// statement returns the parsed form of a text.
func (s *seat) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt := s.parsed[query]; stmt != nil {
		return stmt, nil
	}
	if len(s.parsed) >= parsedLimit {
		if err := s.forget(); err != nil {
			return nil, err
		}
	}
	stmt, err := s.conn.PrepareContext(ctx, query)
	if err == nil {
		s.parsed[query] = stmt
	}
	return stmt, err
}

// sqliteTx is a transaction on a seat.
type sqliteTx struct {
	seat *seat
	back chan<- *seat
	done bool // committed
	once sync.Once
}

// ExecContext runs a statement.
func (t *sqliteTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	stmt, err := t.seat.statement(ctx, query) //nolint:sqlclosecheck // the seat keeps it
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// QueryContext runs a query; its rows must be closed before the next statement.
func (t *sqliteTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := t.seat.statement(ctx, query) //nolint:sqlclosecheck // the seat keeps it
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// commit makes the transaction durable. It is not interrupted: whoever asked must learn which of the two it was.
func (t *sqliteTx) commit(ctx context.Context, _ []row.Statement) error {
	_, err := t.ExecContext(context.WithoutCancel(ctx), `COMMIT`)
	t.done = err == nil
	return err
}

func (t *sqliteTx) close() {
	t.once.Do(func() {
		if !t.done && t.seat.conn != nil {
			if _, err := t.seat.conn.ExecContext(context.Background(), `ROLLBACK`); err != nil {
				_ = t.seat.leave() // whatever state the connection is in, nobody else gets it
			}
		}
		t.back <- t.seat
	})
}
