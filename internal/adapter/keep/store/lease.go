package store

import (
	"context"
	"errors"
	"time"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// LeaseTTL is how long a lease lasts without a write of its holder.
const LeaseTTL = 5 * time.Second

// Lease is the right to do one kind of background work until it runs out. Its epoch grows with
// each change of hands; every write of the holder asks for it, so a holder that slept writes nothing.
type Lease struct {
	Name   string
	Holder string
	Epoch  int64
}

// Take takes a lease that is free or has run out, or one that this holder has. It returns false
// while another holds it. holder must be new for each start of a worker (ident.NewSecret).
func (db *DB) Take(ctx context.Context, name, holder string) (l Lease, ok bool, err error) {
	err = db.backstage(ctx, func(q *row.Q) error {
		l, ok, err = take(q, name, holder)
		return err
	})
	return l, ok, err
}

func take(q *row.Q, name, holder string) (Lease, bool, error) {
	l := Lease{Name: name, Holder: holder}
	var current string
	var until ident.Instant
	switch err := q.One(`SELECT holder, epoch, until FROM lease WHERE name = $1`, []any{name}, &current, &l.Epoch, &until); {
	case fault.Is(err, fault.Hidden): // nobody ever held it
	case err != nil:
		return Lease{}, false, err
	case until > q.Scope.At && current == holder:
		return l, true, nil
	case until > q.Scope.At:
		return Lease{}, false, nil
	}
	n, err := q.Exec(`INSERT INTO lease (name, holder, epoch, until) VALUES ($1, $2, $3 + 1, $4)
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, epoch = excluded.epoch, until = excluded.until WHERE lease.epoch = $3`,
		name, holder, l.Epoch, q.Scope.At.Add(LeaseTTL))
	l.Epoch++
	return l, n == 1 && err == nil, err
}

// errLost tells a worker that somebody else holds its lease now.
var errLost = errors.New("the lease changed hands")

func lost() error { return &fault.Error{Kind: fault.Conflict, Err: errLost} }

// guard is the first write of every transaction under a lease: it prolongs the lease, or fails if it
// changed hands, and keeps a thief waiting until the transaction ends.
func (l Lease) guard(q *row.Q) error {
	n, err := q.Exec(`UPDATE lease SET until = $1 WHERE name = $2 AND holder = $3 AND epoch = $4`, q.Scope.At.Add(LeaseTTL), l.Name, l.Holder, l.Epoch)
	if err == nil && n != 1 {
		err = lost()
	}
	return err
}

// backstage runs one transaction of background work that is no act: it leaves no entry and sees all rows.
func (db *DB) backstage(ctx context.Context, do func(*row.Q) error) error {
	nobody := access.Scope{At: db.now()}
	tx, err := db.dialect.begin(ctx, db.work, nobody, false)
	if err != nil {
		return db.kindly(err)
	}
	defer tx.close() // after a commit this does nothing
	q := db.q(ctx, tx, nobody)
	if db.dialect.name() == "postgres" {
		// A node that stops in the middle must not keep the others from going on.
		if err := q.Add(`SET LOCAL idle_in_transaction_session_timeout = '5s'`); err != nil {
			return err
		}
	}
	if err := do(q); err != nil {
		return err
	}
	return db.kindly(commit(q, tx))
}

// peek reads without a lease and without the writer: SQLite has one, which filing needs.
func (db *DB) peek(ctx context.Context, do func(*row.Q) error) error {
	pool := db.read
	if db.dialect.name() == "postgres" {
		pool = db.work
	}
	nobody := access.Scope{At: db.now()}
	tx, err := db.dialect.begin(ctx, pool, nobody, true)
	if err != nil {
		return db.kindly(err)
	}
	defer tx.close()
	return do(db.q(ctx, tx, nobody))
}
