package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

const (
	spineLease = "spine"
	spineBatch = 512                    // entries that get their place in one transaction
	spineWait  = 50 * time.Millisecond  // after a kick, so that acts that arrive together share a commit
	spinePoll  = 200 * time.Millisecond // for acts of other nodes, and for a lease to run out
)

// Sequence gives the oldest pending entries their place, in one transaction, and signs the head over
// them. It returns how many there were; full batches should be followed by another call. When the
// lease changed hands it fails and changes nothing.
func (db *DB) Sequence(ctx context.Context, l Lease) (numbered int, err error) {
	defer fault.Wrap(&err, "store.Sequence")
	err = db.backstage(ctx, func(q *row.Q) error {
		b, err := loadBatch(q)
		if err != nil || len(b.leaves) == 0 {
			return err
		}
		if err := l.guard(q); err != nil {
			return err
		}
		numbered = len(b.leaves)
		return db.place(q, l, b)
	})
	if err != nil {
		return 0, err
	}
	return numbered, nil
}

// batch is what is to be numbered, and the head it is added to.
type batch struct {
	size   int64
	at     ident.Instant // of the old head
	leaves []ident.Leaf
	hashes []tlog.Hash
}

// loadBatch takes the oldest pending entries. It never asks for "newer than the last": transactions
// commit in another order than they were begun, and an entry that commits late is simply the oldest.
func loadBatch(q *row.Q) (b batch, err error) {
	err = q.Each(`SELECT l.id, l.hash FROM leaf_pending p JOIN leaf l ON l.id = p.id ORDER BY p.id LIMIT $1`, []any{spineBatch}, func(scan func(...any) error) error {
		var id ident.Leaf
		var raw []byte
		if err := scan(&id, &raw); err != nil {
			return err
		}
		h, err := hashOf(raw)
		b.leaves, b.hashes = append(b.leaves, id), append(b.hashes, h)
		return err
	})
	if err != nil || len(b.leaves) == 0 {
		return b, err
	}
	err = q.One(`SELECT size, at FROM tree_head WHERE one = 1`, nil, &b.size, &b.at)
	return b, err
}

func hashOf(raw []byte) (h tlog.Hash, err error) {
	if len(raw) != tlog.HashSize {
		return h, fmt.Errorf("store: a hash of %d bytes", len(raw))
	}
	return tlog.Hash(raw), nil
}

// place writes a batch: head first, which only one epoch can move, then what the head covers.
func (db *DB) place(q *row.Q, l Lease, b batch) error {
	made, root, err := ledger.Append(b.size, b.hashes, hashes{q})
	if err != nil {
		return err
	}
	at := max(q.Scope.At, b.at) // a clock that was set back does not make the log run backwards
	size := b.size + int64(len(b.leaves))
	if err := db.moveHead(q, l, b.size, ledger.Checkpoint{Origin: db.Origin, Size: size, Root: root}, at); err != nil {
		return err
	}
	positions, nodes := make([][]any, len(b.leaves)), make([][]any, len(made))
	for i, leaf := range b.leaves {
		positions[i] = []any{b.size + int64(i), leaf, at}
	}
	first := tlog.StoredHashCount(b.size)
	for i := range made {
		nodes[i] = []any{first + int64(i), made[i][:]}
	}
	if err := addRows(q, `INSERT INTO position (idx, leaf, at) VALUES `, positions); err != nil {
		return err
	}
	if err := addRows(q, `INSERT INTO tree_hash (idx, hash) VALUES `, nodes); err != nil {
		return err
	}
	n, err := q.Exec(`DELETE FROM leaf_pending WHERE id IN (SELECT p.leaf FROM position p WHERE p.idx >= $1)`, b.size)
	if err == nil && n != int64(len(b.leaves)) {
		err = lost()
	}
	return err
}

// addRows inserts rows in groups of 256, 128, 64 … 1, so that there are few texts for the engine to parse.
func addRows(q *row.Q, insert string, rows [][]any) error {
	for size := 256; len(rows) > 0; size = max(size/2, 1) {
		for len(rows) >= size {
			var a row.Args
			group := make([]string, size)
			for i, r := range rows[:size] {
				group[i] = row.In(&a, r)
			}
			if err := q.Add(insert+strings.Join(group, ", "), a.List...); err != nil {
				return err
			}
			rows = rows[size:]
		}
	}
	return nil
}

func (db *DB) moveHead(q *row.Q, l Lease, old int64, c ledger.Checkpoint, at ident.Instant) error {
	signed, err := ledger.SignCheckpoint(c, db.Keys.Signer())
	if err != nil {
		return err
	}
	n, err := q.Exec(`UPDATE tree_head SET size = $1, checkpoint = $2, at = $3 WHERE one = 1 AND epoch = $4 AND size = $5`, c.Size, string(signed), at, l.Epoch, old)
	if err == nil && n != 1 {
		err = lost()
	}
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO checkpoint (size, note, at) VALUES ($1, $2, $3)`, c.Size, string(signed), at)
}

// hashes reads stored tree hashes.
type hashes struct{ q *row.Q }

// ReadHashes implements tlog.HashReader in one statement.
func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	if len(indexes) == 0 {
		return nil, nil
	}
	var a row.Args
	found := make(map[int64]tlog.Hash, len(indexes))
	err := h.q.Each(`SELECT idx, hash FROM tree_hash WHERE idx IN `+row.In(&a, indexes), a.List, func(scan func(...any) error) error {
		var idx int64
		var raw []byte
		if err := scan(&idx, &raw); err != nil {
			return err
		}
		got, err := hashOf(raw)
		found[idx] = got
		return err
	})
	list := make([]tlog.Hash, len(indexes))
	for i, idx := range indexes {
		got, ok := found[idx]
		if !ok && err == nil {
			err = fmt.Errorf("store: tree hash %d is missing", idx)
		}
		list[i] = got
	}
	return list, err
}

// TakeSpine takes the sequencer's lease; from then on the head moves for this epoch only.
func (db *DB) TakeSpine(ctx context.Context, holder string) (l Lease, ok bool, err error) {
	defer fault.Wrap(&err, "store.TakeSpine")
	err = db.backstage(ctx, func(q *row.Q) error {
		if l, ok, err = take(q, spineLease, holder); err != nil || !ok {
			return err
		}
		n, err := q.Exec(`UPDATE tree_head SET epoch = $1 WHERE one = 1 AND epoch <= $1`, l.Epoch)
		if err != nil || n == 1 {
			return err
		}
		return db.firstHead(q, l)
	})
	return l, ok && err == nil, err
}

// firstHead signs the empty log, once.
func (db *DB) firstHead(q *row.Q, l Lease) error {
	c := ledger.Checkpoint{Origin: db.Origin, Root: ledger.Tree{}.Root()}
	signed, err := ledger.SignCheckpoint(c, db.Keys.Signer())
	if err != nil {
		return err
	}
	_, err = q.Exec(`INSERT INTO tree_head (one, epoch, size, checkpoint, at) VALUES (1, $1, 0, $2, $3)`, l.Epoch, string(signed), q.Scope.At)
	return err
}

// RunSequencer numbers entries until ctx ends. Any number of nodes may run it: one holds the lease. It
// writes nothing while there is nothing to number.
func (db *DB) RunSequencer(ctx context.Context) error {
	holder, err := ident.NewSecret(db.Entropy)
	if err != nil {
		return err
	}
	s := sequencer{db: db, holder: holder}
	tick := time.NewTicker(spinePoll)
	defer tick.Stop()
	gather := time.NewTimer(0)
	defer gather.Stop()
	for trouble := 0; ctx.Err() == nil; {
		if err := s.all(ctx); err == nil {
			trouble = 0
		} else if ctx.Err() == nil {
			db.Log.LogAttrs(ctx, slog.LevelError, "sequencer", slog.String("err", err.Error()))
			for range 1 << min(trouble, 5) { // 0.2 s, then longer, at most 6.4 s: whatever it is, asking at once does not help
				pause(ctx, tick.C)
			}
			trouble++
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-db.Kicks():
			gather.Reset(spineWait)
			pause(ctx, gather.C)
		}
	}
	return nil
}

func pause(ctx context.Context, c <-chan time.Time) {
	select {
	case <-ctx.Done():
	case <-c:
	}
}

// sequencer is one node's try at the lease.
type sequencer struct {
	db     *DB
	holder string
	lease  Lease
	held   bool
}

// all numbers what is pending, if this node has or gets the lease.
func (s *sequencer) all(ctx context.Context) error {
	pending, err := s.db.pending(ctx)
	if err != nil || !pending {
		return err
	}
	if !s.held {
		if s.lease, s.held, err = s.db.TakeSpine(ctx, s.holder); err != nil || !s.held {
			return err
		}
	}
	for n := spineBatch; n == spineBatch; {
		if n, err = s.db.Sequence(ctx, s.lease); err != nil {
			s.held = false // it is asked for again: it may be somebody else's by now
			if errors.Is(err, errLost) {
				return nil
			}
			return err
		}
	}
	return nil
}

func (db *DB) pending(ctx context.Context) (some bool, err error) {
	err = db.peek(ctx, func(q *row.Q) error {
		return q.Each(`SELECT id FROM leaf_pending LIMIT 1`, nil, func(func(...any) error) error {
			some = true
			return nil
		})
	})
	return some, err
}

// Lag says how many entries wait for their place, and for how long the oldest has.
func (db *DB) Lag(ctx context.Context) (pending int, oldest time.Duration, err error) {
	defer fault.Wrap(&err, "store.Lag")
	err = db.peek(ctx, func(q *row.Q) error {
		var since ident.Instant
		if err := q.One(`SELECT (SELECT COUNT(*) FROM leaf_pending), COALESCE((SELECT l.at FROM leaf_pending p JOIN leaf l ON l.id = p.id ORDER BY p.id LIMIT 1), 0)`,
			nil, &pending, &since); err != nil {
			return err
		}
		if pending > 0 {
			oldest = max(q.Scope.At.Time().Sub(since.Time()), 0)
		}
		return nil
	})
	return pending, oldest, err
}
