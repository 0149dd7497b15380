package crash

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"golang.org/x/mod/sumdb/tlog"
	_ "modernc.org/sqlite" // the driver "sqlite"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// rows is what the tables say, read without the product.
type rows struct {
	route      string // of the acts that are looked at
	filings    map[string]filed
	numbers    map[string]string // filings by number
	leaves     map[string]leafRow
	acts       map[string]string // leaf by client key
	byLeaf     map[string]int    // acts by leaf
	pending    map[string]bool
	position   map[string]int64
	size       int64
	head       string // the signed head
	keys       *seal.Keyring
	addressees map[string][]string // units by filing
	outbox     map[string]bool     // object and unit
	readers    map[string]bool     // object and unit
	revisions  map[string][]string // digests of what was sent, by filing
	duties     map[string]bool     // by subject
	cases      map[string]bool
}

type filed struct {
	id, number, subject, leaf string
	rev                       int
	at                        int64 // of arrival
}

type leafRow struct {
	object string
	hash   string
	sealed bool // its body opens and gives the hash
}

// source is where rows are read, without the product.
func (s Scene) source() (driver, dsn string) {
	if s.WorkURL != "" {
		return "pgx", s.WorkURL
	}
	return "sqlite", "file:" + s.Database() + "?_pragma=query_only(1)&_pragma=busy_timeout(10000)"
}

// rows reads every table that an act writes.
func (s Scene) rows(ctx context.Context, route string) (*rows, error) {
	name, dsn := s.source()
	db, err := sql.Open(name, dsn)
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	// One snapshot: the program may be running.
	tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable, ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { _ = tx.Rollback() }()
	if name == "sqlite" {
		if err := intact(ctx, tx); err != nil {
			return nil, err
		}
	}
	r := &rows{
		route:   route,
		filings: map[string]filed{}, numbers: map[string]string{}, leaves: map[string]leafRow{}, acts: map[string]string{}, byLeaf: map[string]int{}, pending: map[string]bool{},
		position: map[string]int64{}, addressees: map[string][]string{}, outbox: map[string]bool{}, readers: map[string]bool{},
		revisions: map[string][]string{}, duties: map[string]bool{}, cases: map[string]bool{},
	}
	return r, errors.Join(r.load(ctx, tx), r.loadSealed(ctx, tx, s))
}

func intact(ctx context.Context, tx *sql.Tx) error {
	var said string
	if err := tx.QueryRowContext(ctx, `PRAGMA integrity_check`).Scan(&said); err != nil {
		return err
	}
	if said != "ok" {
		return errors.New("integrity_check: " + said)
	}
	return nil
}

// each reads rows of text columns and numbers as text.
func each(ctx context.Context, tx *sql.Tx, query string, visit func(c []string)) error {
	rs, err := tx.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = rs.Close() }()
	names, err := rs.Columns()
	if err != nil {
		return err
	}
	texts, into := make([]string, len(names)), make([]any, len(names))
	for i := range texts {
		into[i] = &texts[i]
	}
	for rs.Next() {
		if err := rs.Scan(into...); err != nil {
			return err
		}
		visit(texts)
	}
	return rs.Err()
}

func (r *rows) load(ctx context.Context, tx *sql.Tx) error {
	var errs []error
	read := func(query string, visit func(c []string)) { errs = append(errs, each(ctx, tx, query, visit)) }
	read(`SELECT id, number, subject, leaf, rev, arrived_at FROM filing`, func(c []string) {
		f := filed{id: c[0], number: c[1], subject: c[2], leaf: c[3]}
		_, _ = fmt.Sscan(c[4], &f.rev)
		_, _ = fmt.Sscan(c[5], &f.at)
		r.filings[f.id], r.numbers[f.number] = f, f.id
	})
	read(`SELECT client, leaf, route FROM act`, func(c []string) {
		if c[2] == r.route {
			r.acts[c[0]] = c[1]
			r.byLeaf[c[1]]++
		}
	})
	read(`SELECT id FROM leaf_pending`, func(c []string) { r.pending[c[0]] = true })
	read(`SELECT leaf, idx FROM position`, func(c []string) {
		var idx int64
		_, _ = fmt.Sscan(c[1], &idx)
		r.position[c[0]] = idx
	})
	read(`SELECT size, checkpoint FROM tree_head`, func(c []string) {
		_, _ = fmt.Sscan(c[0], &r.size)
		r.head = c[1]
	})
	read(`SELECT filing, unit FROM addressee WHERE channel = '`+string(filing.Here)+`'`, func(c []string) { r.addressees[c[0]] = append(r.addressees[c[0]], c[1]) })
	read(`SELECT object, unit FROM outbox`, func(c []string) { r.outbox[c[0]+" "+c[1]] = true })
	read(`SELECT object, audience FROM reader`, func(c []string) { r.readers[c[0]+" "+c[1]] = true })
	read(`SELECT subject FROM duty`, func(c []string) { r.duties[c[0]] = true })
	read(`SELECT id FROM incident_case`, func(c []string) { r.cases[c[0]] = true })
	return errors.Join(errs...)
}

// loadSealed opens what was sent, and recomputes every leaf's hash from its sealed salt and statement.
func (r *rows) loadSealed(ctx context.Context, tx *sql.Tx, s Scene) error {
	keys, err := seal.Load(s.KeyFile())
	if err != nil {
		return err
	}
	r.keys = keys
	err = each(ctx, tx, `SELECT org, wrapped FROM org_key`, func(c []string) {
		_ = keys.Unwrap(ident.Org(c[0]), seal.Wrapped(c[1])) // its leaves will not open
	})
	if err != nil {
		return err
	}
	err = each(ctx, tx, `SELECT filing, rev, org, body FROM filing_revision`, func(c []string) {
		place := seal.Place{Org: ident.Org(c[2]), Table: "filing_revision", ID: c[0]}
		_, _ = fmt.Sscan(c[1], &place.Rev)
		var content filing.Content
		if plain, err := keys.Open(place, []byte(c[3])); err == nil && json.Unmarshal(plain, &content) == nil {
			sum := sha256.Sum256(content.Values)
			r.revisions[c[0]] = append(r.revisions[c[0]], hex.EncodeToString(sum[:]))
		}
	})
	if err != nil {
		return err
	}
	return each(ctx, tx, `SELECT id, object, hash, org, body FROM leaf`, func(c []string) {
		leaf := leafRow{object: c[1], hash: hex.EncodeToString([]byte(c[2]))}
		place := seal.Place{Org: ident.Org(c[3]), Table: "leaf", ID: c[0], Rev: 1}
		if place.Org == "" {
			place.Org = seal.House
		}
		var body struct{ Salt, Statement []byte }
		plain, err := keys.Open(place, []byte(c[4]))
		if err == nil && json.Unmarshal(plain, &body) == nil && len(body.Salt) == 32 {
			again := ledger.HashOf([32]byte(body.Salt), body.Statement)
			leaf.sealed = string(again[:]) == c[2]
		}
		r.leaves[c[0]] = leaf
	})
}

// lost says why a receipt is not true; empty when it is.
func (r *rows) lost(a Ack) string {
	f, ok := r.filings[r.numbers[a.Number]]
	if !ok {
		return "no filing"
	}
	leaf, ok := r.leaves[f.leaf]
	switch {
	case !ok:
		return "no leaf"
	case a.Filing != "" && f.id != a.Filing, a.Leaf != "" && f.leaf != a.Leaf:
		return "the filing is another"
	case a.Hash != "" && leaf.hash != a.Hash:
		return "the leaf's hash is another"
	case a.Digest != "" && !slices.Contains(r.revisions[f.id], a.Digest):
		return "its content is another, or does not open"
	case r.acts[a.Client] != f.leaf:
		return "the act is not remembered"
	}
	return r.part(f)
}

// broken lists filings of which a part is missing, and places of the log that do not hold together.
func (r *rows) broken() []string {
	var list []string
	for _, f := range r.filings {
		if why := r.part(f); why != "" {
			list = append(list, f.number+": "+why)
		}
		if n := r.byLeaf[f.leaf]; n != 1 {
			list = append(list, fmt.Sprintf("%s: %d acts, not one", f.number, n))
		}
	}
	for client, leaf := range r.acts {
		if l, ok := r.leaves[leaf]; !ok || r.filings[l.object].leaf != leaf {
			list = append(list, client+": an act without its filing")
		}
	}
	taken := map[int64]bool{}
	for id, leaf := range r.leaves {
		idx, placed := r.position[id]
		if placed == r.pending[id] {
			list = append(list, fmt.Sprintf("leaf %s: pending %t, placed %t", id, r.pending[id], placed))
		}
		if placed && (taken[idx] || idx < 0 || idx >= r.size) {
			list = append(list, fmt.Sprintf("leaf %s: index %d of %d is not its own", id, idx, r.size))
		}
		taken[idx] = taken[idx] || placed
		if !leaf.sealed {
			list = append(list, "leaf "+id+": its body does not give its hash")
		}
	}
	if why := r.log(); why != "" {
		list = append(list, why)
	}
	return list
}

// log recomputes the signed head from the leaves; it says what does not hold.
func (r *rows) log() string {
	if int64(len(r.position)) != r.size {
		return fmt.Sprintf("%d places, tree of %d", len(r.position), r.size)
	}
	if r.head == "" { // the sequencer has not begun
		return ""
	}
	hashes := make([]tlog.Hash, r.size)
	for id, idx := range r.position {
		raw, err := hex.DecodeString(r.leaves[id].hash)
		if err != nil || len(raw) != tlog.HashSize || idx < 0 || idx >= r.size {
			return "leaf " + id + " has a place and no hash"
		}
		hashes[idx] = tlog.Hash(raw)
	}
	_, root, err := ledger.Append(0, hashes, nil)
	if err != nil {
		return err.Error()
	}
	trusted, err := ledger.ParseKeys(r.keys.VerifierKey())
	if err != nil {
		return err.Error()
	}
	switch head, err := ledger.OpenCheckpoint([]byte(r.head), trusted); {
	case err != nil:
		return "the signed head: " + err.Error()
	case head.Size != r.size || head.Root != root:
		return "the signed head is not that of the leaves"
	}
	return ""
}

// part says which part of an act is missing; empty when it is whole.
func (r *rows) part(f filed) string {
	var missing []string
	need := func(there bool, what string) {
		if !there {
			missing = append(missing, what)
		}
	}
	leaf, ok := r.leaves[f.leaf]
	need(ok && leaf.object == f.id, "leaf")
	need(len(r.revisions[f.id]) == f.rev, "a revision that opens")
	need(r.cases[f.subject], "case")
	need(r.duties[f.subject], "duty")
	need(len(r.addressees[f.id]) > 0, "addressees")
	for _, unit := range r.addressees[f.id] {
		need(r.outbox[f.id+" "+unit], "message to "+unit)
		need(r.readers[f.id+" "+unit], "reader "+unit)
		need(r.readers[f.subject+" "+unit], "reader of the case "+unit)
	}
	if len(missing) == 0 {
		return ""
	}
	return "without " + strings.Join(missing, ", ")
}
