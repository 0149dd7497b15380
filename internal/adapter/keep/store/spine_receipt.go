package store

import (
	"context"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

var receiptRead = access.Permission{Action: access.Read, Object: access.Receipt}

// Receipt returns the receipts of an entry of the scope's own organisation: provisional, the signed
// promise, always; final, the .tlog-proof, and text, its twin, once the entry has its place, else nil.
// Each is the same bytes whenever it is asked for. Absent and foreign are one answer.
func (db *DB) Receipt(ctx context.Context, s access.Scope, leaf ident.Leaf) (final, text, provisional []byte, err error) {
	err = db.reading(ctx, s, func(t *Tx) (err error) {
		final, text, provisional, err = t.Receipt(leaf)
		return err
	})
	return final, text, provisional, err
}

// Receipt is DB.Receipt inside a page's own reading; it takes at most three statements.
func (t *Tx) Receipt(id ident.Leaf) (final, text, provisional []byte, err error) {
	if err := t.q.Scope.Permit(receiptRead); err != nil {
		return nil, nil, nil, err
	}
	leaf, index, size, signed, err := t.placed(id)
	if err != nil {
		return nil, nil, nil, err
	}
	if provisional, err = ledger.MakeProvisional(leaf, t.q.Keys.Signer()); err != nil || size == 0 {
		return nil, nil, provisional, err
	}
	proof, err := tlog.ProveRecord(size, index, hashes{t.q})
	if err != nil {
		return nil, nil, nil, err
	}
	if final, err = ledger.MakeReceipt(leaf, index, proof, []byte(signed)); err != nil {
		return nil, nil, nil, err
	}
	text, err = ledger.MakeText(final)
	return final, text, provisional, err
}

// placed loads a leaf with its place and the first head over it; size is 0 while it has none.
func (t *Tx) placed(id ident.Leaf) (leaf ledger.Leaf, index, size int64, signed string, err error) {
	var a row.Args
	var org ident.Org
	var hash, body []byte
	err = t.q.One(`SELECT l.id, l.at, l.org, l.object, l.hash, l.body, COALESCE(p.idx, -1) FROM leaf l LEFT JOIN position p ON p.leaf = l.id
		WHERE l.id = `+a.Add(id)+` AND `+t.q.Visible("l", receiptRead, &a), a.List, &leaf.ID, &leaf.At, &org, &leaf.Object, &hash, &body, &index)
	if err != nil {
		return leaf, 0, 0, "", err
	}
	if err := t.openLeaf(org, body, &leaf); err != nil {
		return leaf, 0, 0, "", err
	}
	if leaf.Hash, err = hashOf(hash); err != nil || index < 0 {
		return leaf, 0, 0, "", err
	}
	err = t.q.One(`SELECT size, note FROM checkpoint WHERE size > $1 ORDER BY size LIMIT 1`, []any{index}, &size, &signed)
	if fault.Is(err, fault.Hidden) {
		err = fmt.Errorf("store: no head covers entry %d", index)
	}
	return leaf, index, size, signed, err
}

func (t *Tx) openLeaf(org ident.Org, body []byte, leaf *ledger.Leaf) error {
	var b leafBody
	if err := t.q.Open(leafPlace(org, leaf.ID), body, &b); err != nil {
		return err
	}
	leaf.Statement = b.Statement
	if copy(leaf.Salt[:], b.Salt) != len(leaf.Salt) {
		return fault.New(fault.Internal, "fault.ledger.digest", nil)
	}
	return nil
}

// FollowLimit bounds one call of Follow.
const FollowLimit = 1000

// Follow returns the entries after an index, in order and without gaps: -1 is before the first. A
// follower that keeps what it makes elsewhere than in memory remembers its index with Reach.
func (db *DB) Follow(ctx context.Context, after int64, limit int) (list []ledger.Followed, err error) {
	defer fault.Wrap(&err, "store.Follow")
	limit = min(limit, FollowLimit)
	err = db.peek(ctx, func(q *row.Q) error {
		return q.Each(`SELECT p.idx, l.id, l.kind, l.object, l.org, l.at, p.at FROM position p JOIN leaf l ON l.id = p.leaf
			WHERE p.idx > $1 ORDER BY p.idx LIMIT $2`, []any{after, limit}, func(scan func(...any) error) error {
			var f ledger.Followed
			err := scan(&f.Index, &f.Leaf, &f.Kind, &f.Object, &f.Org, &f.At, &f.Placed)
			list = append(list, f)
			return err
		})
	})
	return list, err
}

// Reached returns the index that a named follower has reached, -1 before its first.
func (db *DB) Reached(ctx context.Context, name string) (idx int64, err error) {
	defer fault.Wrap(&err, "store.Reached")
	err = db.peek(ctx, func(q *row.Q) error {
		err := q.One(`SELECT idx FROM follower WHERE name = $1`, []any{name}, &idx)
		if fault.Is(err, fault.Hidden) {
			idx, err = -1, nil
		}
		return err
	})
	return idx, err
}

// Reach moves a named follower from one index to another; it is a Conflict when another worker of
// that name has moved it meanwhile.
func (db *DB) Reach(ctx context.Context, name string, from, to int64) (err error) {
	defer fault.Wrap(&err, "store.Reach")
	return db.backstage(ctx, func(q *row.Q) error {
		n, err := q.Exec(`INSERT INTO follower (name, idx) VALUES ($1, $3) ON CONFLICT (name) DO UPDATE SET idx = $3 WHERE follower.idx = $2`, name, from, to)
		if err == nil && n != 1 {
			err = lost()
		}
		return err
	})
}

// Head returns the size of the log and its newest signed head; 0 and nil before the first entry has its place.
func (db *DB) Head(ctx context.Context) (size int64, signed []byte, err error) {
	defer fault.Wrap(&err, "store.Head")
	var text string
	err = db.peek(ctx, func(q *row.Q) error {
		err := q.One(`SELECT size, checkpoint FROM tree_head WHERE one = 1`, nil, &size, &text)
		if fault.Is(err, fault.Hidden) {
			return nil
		}
		return err
	})
	if text == "" {
		return 0, nil, err
	}
	return size, []byte(text), err
}
