package store

import (
	"context"
	"crypto/subtle"
	"errors"
	"maps"
	"strconv"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// Doing is the one way to write: state, entry, outbox and tasks in one transaction, or none. When
// key.Client was used before with the same digest, the leaf of that act is returned with Replayed
// set and nothing is done; with another digest it is a Conflict fault. A zero entry without an error
// means that there was nothing to do: nothing is committed.
type Doing[T any] func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (ledger.Leaf, error)

// Act wires the port T of one verb; it panics at start if the store lacks one of T's methods.
func Act[T any](db *DB) Doing[T] {
	must[T]()
	return func(ctx context.Context, s access.Scope, key ident.Key, do func(T) (ledger.Entry, error)) (leaf ledger.Leaf, err error) {
		for range 4 {
			leaf, err = db.act(ctx, s, key, func(tx *Tx) (ledger.Entry, error) { return do(as[T](tx)) })
			if ctx.Err() != nil || !db.again(err) {
				break
			}
		}
		return leaf, db.named(err)
	}
}

// again reports whether a transaction that was taken back may be done once more: PostgreSQL may ask for that after a deadlock,
// and where the disk was full, room may have been made.
func (db *DB) again(err error) bool {
	switch {
	case err == nil:
		return false
	case db.dialect.full(err):
		return db.Full != nil && db.Full()
	case db.dialect.name() == "sqlite":
		return errors.Is(err, errUndone) // for another's sake
	}
	return fault.Is(err, fault.Unavailable)
}

// named gives a full disk and a database that went away their names, after the last attempt: what was asked of a database that
// went away may have been done or not, so nothing is tried again without its key.
func (db *DB) named(err error) error {
	switch {
	case err == nil:
		return nil
	case db.dialect.full(err):
		return &fault.Error{Kind: fault.Unavailable, Code: "fault.disk", Err: err}
	case db.dialect.lost(err) && fault.KindOf(err) == fault.Internal:
		return &fault.Error{Kind: fault.Unavailable, Err: err}
	}
	return err
}

func must[T any]() {
	if _, ok := any(&Tx{}).(T); !ok {
		panic("store: Tx lacks a method of " + typeName[T]())
	}
}

func (db *DB) act(ctx context.Context, s access.Scope, key ident.Key, do func(*Tx) (ledger.Entry, error)) (leaf ledger.Leaf, err error) {
	defer fault.Wrap(&err, "store.Act")
	pool := db.write
	if _, system := s.IsSystem(); system {
		pool = db.work
	}
	s.At = db.now()
	tx, err := db.dialect.begin(ctx, pool, s, false)
	if err != nil {
		return leaf, db.kindly(err)
	}
	defer tx.close() // after a commit this does nothing
	q := db.q(ctx, tx, s)
	if q.Leaf, err = ident.NewID[ident.Leaf](s.At, db.Entropy); err != nil {
		return leaf, err
	}
	t := newTx(q)
	if err := t.mandated(); err != nil {
		return leaf, err
	}
	earlier, found, err := claim(t, key)
	if err == nil && found { // the earlier act may still wait for its commit, where transactions share one
		err = db.kindly(commit(q, tx))
	}
	if err != nil || found {
		return earlier, err
	}
	entry, err := do(t)
	if err != nil || entry.Kind == "" {
		return leaf, err
	}
	// Whoever is signing in is nobody yet: the entry names the organisation as which they came in.
	if _, system := s.IsSystem(); !system && s.Org != "" && (entry.Org != s.Org || entry.Unit != s.Unit) {
		return leaf, errors.New("an entry must name the organisation and unit of its actor")
	}
	t.tellUnder(&entry)
	if err := stand(q, &entry); err != nil {
		return leaf, err
	}
	if leaf, err = ledger.Commit(entry, db.Origin, q.Leaf, s.At, db.Entropy); err != nil {
		return leaf, err
	}
	if err := t.addLeaf(entry, leaf); err != nil {
		return ledger.Leaf{}, err
	}
	if err := commit(q, tx); err != nil {
		return ledger.Leaf{}, db.kindly(err)
	}
	db.kicked()
	return leaf, nil
}

// stand puts what the act has made of rows under proof into its entry.
func stand(q *row.Q, e *ledger.Entry) error {
	list, err := q.Standing()
	if err != nil || len(list) == 0 {
		return err
	}
	facts := map[string]string{ledger.FactStanding: row.StandingDigest(list), ledger.FactProofs: strconv.Itoa(row.Generation)}
	maps.Copy(facts, e.Facts)
	e.Facts = facts
	return nil
}

func (db *DB) kindly(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return &fault.Error{Kind: fault.Unavailable, Err: err}
	}
	if k := db.dialect.kind(err); k != fault.Internal {
		return &fault.Error{Kind: k, Err: err}
	}
	return err
}

// claim takes the idempotency key, or finds the act that took it. A twin that is still under way is
// waited for: both engines hold the second INSERT back until the first transaction ends.
func claim(t *Tx, key ident.Key) (ledger.Leaf, bool, error) {
	if key.Client == "" {
		return ledger.Leaf{}, false, nil
	}
	q := t.q
	n, err := q.Exec(`INSERT INTO act (org, actor, route, client, digest, leaf, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (org, actor, route, client) DO NOTHING`,
		key.Org, key.Actor, key.Route, key.Client, key.Digest[:], q.Leaf, q.Scope.At)
	if err != nil || n == 1 {
		return ledger.Leaf{}, false, err
	}
	var digest []byte
	leaf := ledger.Leaf{Replayed: true}
	err = q.One(`SELECT a.digest, a.leaf, a.at, l.object FROM act a JOIN leaf l ON l.id = a.leaf
		WHERE a.org = $1 AND a.actor = $2 AND a.route = $3 AND a.client = $4`,
		[]any{key.Org, key.Actor, key.Route, key.Client}, &digest, &leaf.ID, &leaf.At, &leaf.Object)
	if err != nil {
		return ledger.Leaf{}, false, err
	}
	if subtle.ConstantTimeCompare(digest, key.Digest[:]) != 1 {
		return ledger.Leaf{}, false, fault.New(fault.Conflict, "fault.key.reused", nil)
	}
	return leaf, true, nil
}

// leafBody is the sealed part of a leaf.
type leafBody struct {
	Salt      []byte
	Statement []byte
}

func leafPlace(org ident.Org, id ident.Leaf) seal.Place {
	if org == "" {
		org = seal.House
	}
	return seal.Place{Org: org, Table: "leaf", ID: string(id), Rev: 1}
}

func (t *Tx) addLeaf(e ledger.Entry, leaf ledger.Leaf) error {
	body, err := t.q.Seal(leafPlace(e.Org, leaf.ID), leafBody{leaf.Salt[:], leaf.Statement})
	if err != nil {
		return err
	}
	if err = t.q.Add(`INSERT INTO leaf (id, at, kind, org, unit, object, hash, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		leaf.ID, leaf.At, e.Kind, e.Org, e.Unit, leaf.Object, leaf.Hash[:], body); err != nil {
		return err
	}
	return t.q.Add(`INSERT INTO leaf_pending (id) VALUES ($1)`, leaf.ID)
}

// Reading is the one way to read: a read-only transaction in a scope.
type Reading[T any] func(ctx context.Context, s access.Scope, read func(T) error) error

// Read wires the port T of one page or route.
func Read[T any](db *DB) Reading[T] {
	must[T]()
	return func(ctx context.Context, s access.Scope, read func(T) error) error {
		return db.reading(ctx, s, func(tx *Tx) error { return read(as[T](tx)) })
	}
}

func (db *DB) reading(ctx context.Context, s access.Scope, read func(*Tx) error) (err error) {
	defer fault.Wrap(&err, "store.Read")
	defer func() { err = db.named(err) }()
	pool := db.read
	if _, system := s.IsSystem(); system && db.dialect.name() != "sqlite" {
		pool = db.work
	}
	tx, err := db.dialect.begin(ctx, pool, s, true)
	if err != nil {
		return db.kindly(err)
	}
	defer tx.close()
	return read(newTx(db.q(ctx, tx, s)))
}

// Looking reads a protected record: read returns the objects that were opened, and nothing is
// handed out unless the look was written.
type Looking[T any] func(ctx context.Context, s access.Scope, purpose string, read func(T) ([]ident.Object, error)) error

// Look wires the port T of one page or route that opens records.
func Look[T any](db *DB) Looking[T] {
	must[T]()
	return func(ctx context.Context, s access.Scope, purpose string, read func(T) ([]ident.Object, error)) error {
		var seen []ident.Object
		err := db.reading(ctx, s, func(tx *Tx) (err error) {
			seen, err = read(as[T](tx))
			return err
		})
		if err != nil || len(seen) == 0 {
			return err
		}
		return db.look(ctx, s, purpose, seen)
	}
}

func (db *DB) look(ctx context.Context, s access.Scope, purpose string, seen []ident.Object) (err error) {
	defer fault.Wrap(&err, "store.Look")
	purpose = s.Purpose(purpose)
	return db.housework(ctx, s, func(t *Tx) error { return t.AddLooks(purpose, seen) })
}

// housework writes what is not an act: looks, sessions seen, leases, progress. It leaves no entry.
func (db *DB) housework(ctx context.Context, s access.Scope, do func(*Tx) error) error {
	err := db.houseworkOnce(ctx, s, do)
	if db.dialect.full(err) && db.again(err) {
		err = db.houseworkOnce(ctx, s, do)
	}
	return db.named(err)
}

func (db *DB) houseworkOnce(ctx context.Context, s access.Scope, do func(*Tx) error) error {
	pool := db.write
	if _, system := s.IsSystem(); system {
		pool = db.work
	}
	tx, err := db.dialect.begin(ctx, pool, s, false)
	if err != nil {
		return db.kindly(err)
	}
	defer tx.close()
	q := db.q(ctx, tx, s)
	if err := do(newTx(q)); err != nil {
		return err
	}
	return db.kindly(commit(q, tx))
}

// commit sends what still waits and commits.
func commit(q *row.Q, tx transaction) error {
	return tx.commit(q.Ctx, q.Waiting())
}
