package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/auditing"
)

const verifyPage = 256 // entries read in one transaction: a check must not hold an old snapshot for long

// VerifyLedger recomputes the whole log from what is stored, up to the head that stands when it
// begins, and compares what is kept beside it: every signed head, open columns, filings, questions
// and answers, looks. It names the first thing that does not hold. progress may be nil; an error
// from it ends the check. An error means that the check could not be made, never that it failed.
func (db *DB) VerifyLedger(ctx context.Context, progress func(done, total int64) error) (r auditing.Report, err error) {
	return db.VerifyLedgerAgainst(ctx, nil, progress)
}

// VerifyLedgerAgainst is VerifyLedger, and compares the log with a signed head that was kept outside: a checkpoint
// or a final receipt of this log (nil: none). A log that was put back together with its database is then found.
// A head that is no head of this log is an Invalid fault.
func (db *DB) VerifyLedgerAgainst(ctx context.Context, kept []byte, progress func(done, total int64) error) (r auditing.Report, err error) {
	defer fault.Wrap(&err, "store.VerifyLedger")
	keys, err := ledger.ParseKeys(db.Keys.VerifierKey())
	if err != nil {
		return r, err
	}
	v := &verifier{db: db, keys: keys}
	if v.kept, err = keptHead(kept, db.Origin, keys); err != nil {
		return r, err
	}
	if err := db.peek(ctx, v.start); err != nil {
		return r, err
	}
	for v.found == nil && v.next < v.size {
		if err := db.peek(ctx, v.page); err != nil {
			return r, err
		}
		if progress != nil && v.found == nil {
			if err := progress(v.next, v.size); err != nil {
				return r, err
			}
		}
	}
	if v.found == nil {
		if err := db.peek(ctx, v.end); err != nil {
			return r, err
		}
	}
	return *v.found, nil
}

// verifier is one check under way.
type verifier struct {
	db    *DB
	keys  note.Verifiers
	audit *ledger.Audit
	tree  ledger.Tree // grows beside the audit's, for the heads between
	found *auditing.Report

	size, next     int64 // of the head; the next index
	last, nodes    int64 // highest index and number of tree hashes in the database
	waiting, known int64 // pending entries; size of the last head that agreed

	kept ledger.Checkpoint // the head that was kept outside; empty: none
}

// start reads where the log ends, in one statement, so that it is one moment.
func (v *verifier) start(q *row.Q) error {
	var head string
	if err := q.One(`SELECT COALESCE((SELECT size FROM tree_head), 0), COALESCE((SELECT checkpoint FROM tree_head), ''),
		COALESCE((SELECT MAX(idx) FROM position), -1), (SELECT COUNT(*) FROM tree_hash), (SELECT COUNT(*) FROM leaf_pending)`,
		nil, &v.size, &head, &v.last, &v.nodes, &v.waiting); err != nil {
		return err
	}
	if head == "" && v.last < 0 && v.nodes == 0 {
		v.audit = nil // nothing was ever numbered
		return nil
	}
	v.audit = ledger.NewAudit(v.db.Origin, v.keys, []byte(head))
	c, err := ledger.OpenCheckpoint([]byte(head), v.keys)
	switch {
	case err != nil || c.Origin != v.db.Origin:
		v.stop(nil)
	case c.Size != v.size:
		v.report(auditing.Report{Finding: ledger.BadHead, Index: -1, Through: -1}, text.Both{
			Ja: fmt.Sprintf("署名された先頭は%d件ですが、保存された件数は%d件です。", c.Size, v.size),
			En: fmt.Sprintf("The signed head has %d entries, the size stored beside it is %d.", c.Size, v.size),
		})
	}
	return nil
}

// stop takes the audit's verdict over.
func (v *verifier) stop(e *entry) {
	d := v.audit.Close(v.nodes)
	if d.Finding == ledger.BadRoot {
		v.departs(d.Through)
		return
	}
	r := auditing.Report{Finding: d.Finding, Index: d.Index, Through: d.Through, Leaf: d.Leaf}
	if e != nil && e.Index == d.Index {
		r.Kind, r.Number = e.kind, e.said.Number
	}
	v.report(r, d.Text)
}

func (v *verifier) report(r auditing.Report, words text.Both) {
	r.Checked, r.Waiting, r.Root, r.Text = v.tree.Size(), v.waiting, v.tree.Root().String(), words
	v.found = &r
}

// entry is one row of the log with what it says.
type entry struct {
	ledger.Stored
	at     ident.Instant
	kind   ledger.Kind
	org    ident.Org
	unit   ident.Unit
	object ident.Object
	body   []byte
	said   ledger.Statement
}

func (v *verifier) page(q *row.Q) error {
	entries, err := v.load(q)
	if err != nil {
		return err
	}
	heads, err := loadHeads(q, v.next, v.next+verifyPage)
	if err != nil {
		return err
	}
	for i := range entries {
		e := &entries[i]
		if !v.audit.Entry(e.Stored) { // the head itself is compared here as well
			v.stop(e)
			return nil
		}
		v.tree.Grow(e.Hash)
		if !v.columns(e) || !v.head(heads[v.tree.Size()]) || !v.agreesWithKept() {
			return nil
		}
	}
	v.next = min(v.next+verifyPage, v.size)
	if v.next < v.size && int64(len(entries)) < verifyPage { // a gap at the end of the page
		v.audit.Entry(ledger.Stored{Index: v.next})
		v.stop(nil)
		return nil
	}
	if err := v.stood(q, entries); err != nil || v.found != nil {
		return err
	}
	return v.rows(q, entries)
}

// load reads a page of entries with the tree hashes that each brought. An entry whose row is gone is left out:
// the audit misses it.
func (v *verifier) load(q *row.Q) (list []entry, err error) {
	through := min(v.next+verifyPage, v.size)
	nodes := map[int64]tlog.Hash{}
	err = q.Each(`SELECT idx, hash FROM tree_hash WHERE idx >= $1 AND idx < $2`, []any{tlog.StoredHashCount(v.next), tlog.StoredHashCount(through)},
		func(scan func(...any) error) error {
			var idx int64
			var raw []byte
			err := scan(&idx, &raw)
			h, _ := hashOf(raw) // one of another length is zero, and will not agree
			nodes[idx] = h
			return err
		})
	if err != nil {
		return nil, err
	}
	err = q.Each(`SELECT p.idx, l.id, l.at, l.kind, l.org, l.unit, l.object, l.hash, l.body FROM position p JOIN leaf l ON l.id = p.leaf
		WHERE p.idx >= $1 AND p.idx < $2 ORDER BY p.idx`, []any{v.next, through}, func(scan func(...any) error) error {
		var e entry
		var raw []byte
		err := scan(&e.Index, &e.Leaf, &e.at, &e.kind, &e.org, &e.unit, &e.object, &raw, &e.body)
		e.Hash, _ = hashOf(raw)
		first, count := ledger.NodesOf(e.Index)
		for i := range int64(count) {
			h, ok := nodes[first+i]
			if !ok {
				break
			}
			e.Nodes = append(e.Nodes, h)
		}
		list = append(list, e)
		return err
	})
	for i := range list {
		if err == nil {
			err = list[i].open(q)
		}
	}
	return list, err
}

// open decrypts statement and salt. What does not open stays empty, and does not give the stored hash.
func (e *entry) open(q *row.Q) error {
	var b leafBody
	if err := q.Open(leafPlace(e.org, e.Leaf), e.body, &b); err != nil {
		return cannot(err)
	}
	copy(e.Salt[:], b.Salt)
	e.Statement = b.Statement
	_ = json.Unmarshal(e.Statement, &e.said) // the audit judges the bytes
	return nil
}

// cannot passes on what kept us from looking: a database that does not answer is no finding.
func cannot(err error) error {
	if fault.Is(err, fault.Unavailable) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

// columns compares the open columns, which others follow, with the statement.
func (v *verifier) columns(e *entry) bool {
	s := e.said
	if s.Instant() == e.at && s.Kind == e.kind && s.Org == e.org && s.Unit == e.unit && s.Object == e.object {
		return true
	}
	v.bad(auditing.BadColumns, e, text.Both{Ja: "の検索用の項目が、記載と一致しません。", En: ": its open columns do not agree with its statement."})
	return false
}

// bad reports an entry with a sentence that begins with its place.
func (v *verifier) bad(f ledger.Finding, e *entry, why text.Both) {
	ja, en := fmt.Sprintf("%d番の記録", e.Index), fmt.Sprintf("Entry %d", e.Index)
	if e.said.Number != "" {
		ja, en = ja+fmt.Sprintf("(%s)", e.said.Number), en+fmt.Sprintf(" (%s)", e.said.Number)
	}
	v.report(auditing.Report{Finding: f, Index: e.Index, Through: e.Index, Leaf: e.Leaf, Kind: e.kind, Number: e.said.Number},
		text.Both{Ja: ja + why.Ja, En: en + why.En})
}

// loadHeads reads the signed heads of the sizes that a page completes.
func loadHeads(q *row.Q, from, through int64) (map[int64]string, error) {
	heads := map[int64]string{}
	err := q.Each(`SELECT size, note FROM checkpoint WHERE size > $1 AND size <= $2`, []any{from, through}, func(scan func(...any) error) error {
		var size int64
		var signed string
		err := scan(&size, &signed)
		heads[size] = signed
		return err
	})
	return heads, err
}

// head compares the signed head of the size reached, from which receipts are made.
func (v *verifier) head(signed string) bool {
	if signed == "" {
		return true
	}
	size := v.tree.Size()
	c, err := ledger.OpenCheckpoint([]byte(signed), v.keys)
	if err != nil || c.Origin != v.db.Origin || c.Size != size {
		v.report(auditing.Report{Finding: ledger.BadHead, Index: size - 1, Through: size - 1}, text.Both{
			Ja: fmt.Sprintf("%d件目までの署名された先頭を確かめられませんでした。", size),
			En: fmt.Sprintf("The signed head over %d entries could not be verified.", size),
		})
		return false
	}
	if c.Root != v.tree.Root() {
		v.departs(size - 1)
		return false
	}
	v.known = size
	return true
}

// departs reports that entries which agree among themselves are not those that were signed: somewhere
// after the last head that agreed.
func (v *verifier) departs(through int64) {
	v.report(auditing.Report{Finding: ledger.BadRoot, Index: v.known, Through: through}, text.Both{
		Ja: fmt.Sprintf("%d番から%d番までの記録のどこかが、署名された先頭と一致しません。", v.known, through),
		En: fmt.Sprintf("Entries %d to %d: somewhere here the log departs from the signed head.", v.known, through),
	})
}

// end closes the audit and looks for what no entry speaks of.
func (v *verifier) end(q *row.Q) error {
	if v.audit == nil {
		v.report(auditing.Report{Finding: ledger.Sound, Through: -1}, text.Both{Ja: "番号の付いた記録はまだありません。", En: "No entry has its place yet."})
	} else {
		if v.last >= v.size {
			v.audit.Entry(ledger.Stored{Index: v.last})
		}
		v.stop(nil)
	}
	if !v.found.Sound() || v.shortOfKept() {
		return nil
	}
	if err := v.strays(q); err != nil || !v.found.Sound() {
		return err
	}
	return v.standing(q)
}

// strays finds entries that were cut out of the log before they had a place, and filings that never had one.
func (v *verifier) strays(q *row.Q) error {
	var leaf ident.Leaf
	err := q.One(`SELECT l.id FROM leaf l WHERE NOT EXISTS (SELECT 1 FROM position p WHERE p.leaf = l.id)
		AND NOT EXISTS (SELECT 1 FROM leaf_pending w WHERE w.id = l.id) ORDER BY l.id LIMIT 1`, nil, &leaf)
	if err == nil {
		v.report(auditing.Report{Finding: auditing.Unplaced, Index: -1, Through: -1, Leaf: leaf}, text.Both{
			Ja: fmt.Sprintf("記録 %s には番号がなく、番号を待ってもいません。", leaf),
			En: fmt.Sprintf("Entry %s has no place and waits for none.", leaf),
		})
	}
	if !fault.Is(err, fault.Hidden) {
		return err
	}
	var number ident.Number
	err = q.One(`SELECT f.number FROM filing f WHERE NOT EXISTS (SELECT 1 FROM leaf l WHERE l.id = f.leaf AND l.object = f.id) ORDER BY f.id LIMIT 1`, nil, &number)
	if err == nil {
		v.report(auditing.Report{Finding: auditing.Unrecorded, Index: -1, Through: -1, Number: number}, text.Both{
			Ja: fmt.Sprintf("%s には記録がありません。", number), En: fmt.Sprintf("%s has no entry.", number),
		})
	}
	if fault.Is(err, fault.Hidden) {
		return nil
	}
	return err
}

// sealedAs opens a body; false when it does not open there.
func sealedAs(q *row.Q, p seal.Place, body []byte, into any) (bool, error) {
	if err := q.Open(p, body, into); err != nil {
		return false, cannot(err)
	}
	return true, nil
}
