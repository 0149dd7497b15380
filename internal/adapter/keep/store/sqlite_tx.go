package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
)

// seat is one connection to SQLite with the statements that it has parsed: parsing is a quarter of what an act
// costs. database/sql cannot keep them for a pool whose only connection is in a transaction.
type seat struct {
	conn   *sql.Conn
	parsed map[string]*sql.Stmt
	group  *group // transactions that are done and wait for the commit they share; nil: none is open
}

// group are transactions that share one commit, because they waited for the writer one behind the other. Each is a
// savepoint, so each is undone alone; nobody is told of success before the commit, and all fail with it.
type group struct {
	over chan struct{} // closed after err is set
	err  error
}

func (g *group) end(err error) {
	g.err = err
	close(g.over)
}

// errUndone is what those are told whose group SQLite took back because of one of them.
var errUndone = errors.New("sqlite: the transaction was taken back with the group it shared a commit with")

// parsedLimit bounds the texts that a seat keeps; those with lists of changing length would fill it without end.
const parsedLimit = 400

// beginWrite begins a transaction of the writer.
const beginWrite = `BEGIN IMMEDIATE`

// seats are the connections of one pool, handed out one transaction at a time, to whoever has waited longest.
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
	tx := &sqliteTx{seat: at, of: s}
	err := at.sit(ctx, s.pool)
	if err == nil && at.group == nil {
		err = at.exec(s.begin)
	} else if err == nil {
		err = at.exec(`SAVEPOINT act`)
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
		if at.group != nil {
			at.commit()
		}
		err = errors.Join(err, at.leave())
	}
	return err
}

// share hands a seat on, and waits for the group's commit: whoever stood in line before adds to the group, and when it
// is this one's turn again the group commits. With nobody in line that is at once.
func (s *seats) share(at *seat, g *group) error {
	s.free <- at
	select {
	case <-g.over:
	case at := <-s.free:
		if at.group == g {
			at.commit()
		}
		s.free <- at
		<-g.over
	}
	return g.err
}

func (s *seat) sit(ctx context.Context, pool *sql.DB) (err error) {
	if s.conn == nil {
		s.conn, err = pool.Conn(ctx)
		s.parsed = map[string]*sql.Stmt{}
	}
	return err
}

// leave ends the connection itself: one that is given back to the pool could still be in a transaction.
func (s *seat) leave() error {
	if s.conn == nil {
		return nil
	}
	err := s.forget()
	if ended := s.conn.Raw(func(any) error { return driver.ErrBadConn }); !errors.Is(ended, driver.ErrBadConn) {
		err = errors.Join(err, ended)
	}
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

// exec runs a statement that ends or begins something: it is not interrupted.
func (s *seat) exec(query string) error {
	ctx := context.Background()
	stmt, err := s.statement(ctx, query) //nolint:sqlclosecheck // the seat keeps it
	if err == nil {
		_, err = stmt.ExecContext(ctx)
	}
	return err
}

// commit makes the seat's group durable.
func (s *seat) commit() {
	err := s.exec(`COMMIT`)
	if err != nil {
		_ = s.leave() // whatever state the connection is in, nobody else gets it
	}
	s.group.end(err)
	s.group = nil
}

// sqliteTx is a transaction on a seat.
type sqliteTx struct {
	seat *seat
	of   *seats
	over bool // committed or undone
}

// ExecContext runs a statement.
func (t *sqliteTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	ctx, err := t.whole(ctx)
	if err != nil {
		return nil, err
	}
	stmt, err := t.seat.statement(ctx, query) //nolint:sqlclosecheck // the seat keeps it
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// QueryContext runs a query; its rows must be closed before the next statement.
func (t *sqliteTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	ctx, err := t.whole(ctx)
	if err != nil {
		return nil, err
	}
	stmt, err := t.seat.statement(ctx, query) //nolint:sqlclosecheck // the seat keeps it
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// whole keeps a statement of the writer from being interrupted: SQLite would take back the whole group.
func (t *sqliteTx) whole(ctx context.Context) (context.Context, error) {
	if t.of.begin != beginWrite {
		return ctx, nil
	}
	return context.WithoutCancel(ctx), ctx.Err()
}

// commit makes the transaction durable, with those that stand in line. It is not interrupted: whoever asked must learn
// which of the two it was.
func (t *sqliteTx) commit(context.Context, []row.Statement) error {
	g := t.seat.group
	if g == nil {
		g = &group{over: make(chan struct{})}
		t.seat.group = g
	} else if err := t.seat.exec(`RELEASE act`); err != nil {
		return err
	}
	t.over = true
	return t.of.share(t.seat, g)
}

// close takes back what was not committed.
func (t *sqliteTx) close() {
	if t.over {
		return
	}
	t.over = true
	g := t.seat.group
	undo := []string{`ROLLBACK TO act`, `RELEASE act`}
	if g == nil {
		undo = []string{`ROLLBACK`}
	}
	for _, query := range undo {
		if t.seat.conn == nil {
			break
		}
		if err := t.seat.exec(query); err != nil { // a full disk: SQLite took back the whole group
			_ = t.seat.leave()
			if g != nil {
				g.end(&fault.Error{Kind: fault.Unavailable, Err: errors.Join(errUndone, err)})
				t.seat.group = nil
			}
		}
	}
	if t.seat.group == nil {
		t.of.free <- t.seat
		return
	}
	_ = t.of.share(t.seat, g) // this one may have seen what the group wrote, and must not tell of it before
}
