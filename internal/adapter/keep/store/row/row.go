// Package row is one transaction as the packages of the nouns see it: portable SQL text,
// sealed bodies, and the scope's join. It is the only package that touches database/sql rows.
package row

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Tx is what both *sql.Tx and a test's recorder offer.
type Tx interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Statement is one SQL text with its arguments.
type Statement struct {
	Query string
	Args  []any
}

// Batcher is a transaction that can send many writes in one round trip.
type Batcher interface {
	Batch(ctx context.Context, list []Statement) error
}

// Q is a transaction in a scope.
type Q struct {
	Ctx     context.Context //nolint:containedctx // a Q lives as long as one transaction
	Tx      Tx
	Scope   access.Scope
	Keys    *seal.Keyring
	Entropy io.Reader
	Walls   bool // false compiles the scope's join out: tests of the second wall only
	// Note is told of every statement, for the tests that bound them and look at their plans.
	Note func(query string, args []any)
	Kind func(error) fault.Kind // turns a driver's error code into a kind
	// Missed is told of a number or id that somebody asked for and is not shown; nil where nobody listens.
	Missed func(ref string)
	Leaf   ident.Leaf // the entry that this act will commit; empty in reads

	waiting  []Statement
	standing map[[2]string]string // what this act has made of rows under proof, by table and key
}

// Add runs a write whose number of rows does not matter. Where the engine can take many at once it waits
// for the next statement that needs an answer, or for the end of the act; an error is then told there.
func (q *Q) Add(query string, args ...any) error {
	if _, _, proved := provedWrite(query); !proved && q.batches() {
		q.note(query, args)
		q.waiting = append(q.waiting, Statement{query, args})
		return nil
	}
	_, err := q.Exec(query, args...)
	return err
}

// Miss is the answer for a record that is not shown, whether it exists or not.
func (q *Q) Miss(ref string) error {
	if q.Missed != nil {
		q.Missed(ref)
	}
	return fault.Absent()
}

func (q *Q) batches() bool {
	_, ok := q.Tx.(Batcher)
	return ok
}

// Flush sends what waits.
func (q *Q) Flush() error {
	b, ok := q.Tx.(Batcher)
	if !ok || len(q.waiting) == 0 {
		return nil
	}
	return q.wrap(b.Batch(q.Ctx, q.Waiting()))
}

// Waiting takes what waits, for whoever sends it with the commit.
func (q *Q) Waiting() []Statement {
	list := q.waiting
	q.waiting = nil
	return list
}

// Exec runs a statement and returns the number of rows it changed. Rows of tables under proof are proved on the way.
func (q *Q) Exec(query string, args ...any) (int64, error) {
	if verb, table, ok := provedWrite(query); ok {
		return q.write(verb, table, query, args)
	}
	if err := q.Flush(); err != nil {
		return 0, err
	}
	q.note(query, args)
	r, err := q.Tx.ExecContext(q.Ctx, query, args...)
	if err != nil {
		return 0, q.wrap(err)
	}
	return r.RowsAffected()
}

// One scans the single row of a query; no row is fault.Absent.
func (q *Q) One(query string, args []any, into ...any) error {
	found := false
	err := q.Each(query, args, func(scan func(...any) error) error {
		if found {
			return nil
		}
		found = true
		return scan(into...)
	})
	if err == nil && !found {
		return fault.Absent()
	}
	return err
}

// Each calls visit for every row.
func (q *Q) Each(query string, args []any, visit func(scan func(...any) error) error) error {
	if err := q.Flush(); err != nil {
		return err
	}
	q.note(query, args)
	rows, err := q.Tx.QueryContext(q.Ctx, query, args...)
	if err != nil {
		return q.wrap(err)
	}
	defer func() { _ = rows.Close() }() // Err is what tells
	for rows.Next() {
		if err := visit(rows.Scan); err != nil {
			return err
		}
	}
	return q.wrap(rows.Err())
}

func (q *Q) note(query string, args []any) {
	if q.Note != nil {
		q.Note(query, args)
	}
}

func (q *Q) wrap(err error) error {
	if err == nil {
		return nil
	}
	if k := q.Kind(err); k != fault.Internal {
		return &fault.Error{Kind: k, Err: err}
	}
	return err
}

// Seal encrypts v as JSON for a place; it loads the organisation's key if needed.
func (q *Q) Seal(p seal.Place, v any) ([]byte, error) {
	if err := q.key(p.Org); err != nil {
		return nil, err
	}
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return q.Keys.Seal(p, plain)
}

// Open decrypts a body into v.
func (q *Q) Open(p seal.Place, body []byte, v any) error {
	if err := q.key(p.Org); err != nil {
		return err
	}
	plain, err := q.Keys.Open(p, body)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(plain, v); err != nil {
		return fmt.Errorf("%s %s: body is not what this version reads: %w", p.Table, p.ID, err)
	}
	return nil
}

// SealBytes is Seal for bytes that are sealed as they are.
func (q *Q) SealBytes(p seal.Place, plain []byte) ([]byte, error) {
	if err := q.key(p.Org); err != nil {
		return nil, err
	}
	return q.Keys.Seal(p, plain)
}

// OpenBytes is the reverse of SealBytes.
func (q *Q) OpenBytes(p seal.Place, body []byte) ([]byte, error) {
	if err := q.key(p.Org); err != nil {
		return nil, err
	}
	return q.Keys.OpenOver(p, body)
}

// Body is a sealed body with its revision.
type Body struct {
	Rev    int
	Sealed []byte
}

// OrgPlace is where the registration of an organisation is sealed: each revision in a place of its own.
func OrgPlace(id ident.Org, rev int) seal.Place {
	return seal.Place{Org: id, Table: "org", ID: string(id), Rev: rev}
}

// OrgLookup is under what an organisation is found: the keyed digest of its kind and 法人番号; nil without a number.
func (q *Q) OrgLookup(kind party.Kind, number string) any {
	if number == "" {
		return nil
	}
	return q.Keys.Digest("org", string(kind)+"\x00"+number)
}

// UnitPlace is OrgPlace of a unit.
func UnitPlace(org ident.Org, id ident.Unit, rev int) seal.Place {
	return seal.Place{Org: org, Table: "unit", ID: string(id), Rev: rev}
}

func (q *Q) key(org ident.Org) error {
	if q.Keys.Has(org) {
		return nil
	}
	var wrapped []byte
	if err := q.One(`SELECT wrapped FROM org_key WHERE org = $1`, []any{org}, &wrapped); err != nil {
		return errors.Join(seal.ErrNoKey, err)
	}
	return q.Keys.Unwrap(org, wrapped)
}

// Args collects numbered arguments while a query is put together.
type Args struct{ List []any }

// Add returns the placeholder of a new argument.
func (a *Args) Add(v any) string {
	a.List = append(a.List, v)
	return fmt.Sprintf("$%d", len(a.List))
}

// Visible is the scope's join as a predicate on alias, a table with id, org and unit: the rows that
// the policy table opens to this scope for an action. It is the one place where the own and the
// addressed way are written for SQLite and PostgreSQL; row-level security repeats it on the latter.
func (q *Q) Visible(alias string, p access.Permission, a *Args) string {
	if _, system := q.Scope.IsSystem(); system || !q.Walls {
		return "TRUE"
	}
	own, addressed := q.Scope.Way(p, access.Own), q.Scope.Way(p, access.Addressed)
	return q.join(alias, p, [2]access.Way{own, addressed}, a)
}

// Parent is Visible for the record through which the one that p speaks about is reached: what the table says of states is
// about the child.
func (q *Q) Parent(alias string, p access.Permission, a *Args) string {
	if _, system := q.Scope.IsSystem(); system || !q.Walls {
		return "TRUE"
	}
	own, addressed := q.Scope.Relations(p)
	return q.join(alias, p, [2]access.Way{{Open: own}, {Open: addressed}}, a)
}

// Through is Visible for a child, by the id of its parent in a table: it asks the parent's rows only where the parent's own
// columns say something. The child's table must have row-level security of its own.
func (q *Q) Through(table, parent string, p access.Permission, a *Args) string {
	if _, system := q.Scope.IsSystem(); system || !q.Walls {
		return "TRUE"
	}
	own, addressed := q.Scope.Way(p, access.Own), q.Scope.Way(p, access.Addressed)
	if addressed.Open && addressed.States == nil {
		byID := q.addressed(parent, p, a)
		if !own.Open {
			return byID
		}
		return `(` + byID + ` OR EXISTS (SELECT 1 FROM ` + table + ` t WHERE t.id = ` + parent + ` AND ` + q.join("t", p, [2]access.Way{own, {}}, a) + `))`
	}
	return `EXISTS (SELECT 1 FROM ` + table + ` t WHERE t.id = ` + parent + ` AND ` + q.join("t", p, [2]access.Way{own, addressed}, a) + `)`
}

func (q *Q) join(alias string, p access.Permission, open [2]access.Way, a *Args) string {
	own, addressed := open[0], open[1]
	var ways []string
	if own.Open {
		ways = append(ways, q.own(alias, a)+inState(alias, own))
	}
	if addressed.Open {
		ways = append(ways, q.addressed(alias+".id", p, a)+inState(alias, addressed))
	}
	switch len(ways) {
	case 0:
		return "FALSE"
	case 1:
		return ways[0]
	}
	return "(" + strings.Join(ways, " OR ") + ")"
}

// inState narrows a way to the states in which the permission table opens it; they are words of the table, never input.
func inState(alias string, w access.Way) string {
	if w.States == nil {
		return ""
	}
	words := make([]string, len(w.States))
	for i, s := range w.States {
		words[i] = "'" + string(s) + "'"
	}
	return " AND " + alias + ".state IN (" + strings.Join(words, ", ") + ")"
}

func (q *Q) own(alias string, a *Args) string {
	return fmt.Sprintf(`(%[1]s.org = %[2]s AND EXISTS (SELECT 1 FROM unit_above oa WHERE oa.unit = %[1]s.unit AND oa.above = %[3]s))`,
		alias, a.Add(q.Scope.Org), a.Add(q.Scope.Unit))
}

// addressed is the way through reader rows. It asks for each row by itself: without OFFSET 0 PostgreSQL joins, and walks all
// that was ever addressed to the office in order to show a page. Lists are driven from the reader's side by Recent. What an
// office kept of a matter that passed to another it reads, no more.
func (q *Q) addressed(object string, p access.Permission, a *Args) string {
	at, kept := a.Add(q.Scope.At), notKept(p, "r")
	return fmt.Sprintf(`EXISTS (SELECT 1 FROM reader r JOIN audience_member m ON m.audience = r.audience JOIN unit_above ra ON ra.unit = m.unit
		WHERE r.object = %[1]s AND ra.above = %[2]s AND m.from_at <= %[3]s AND (m.until_at IS NULL OR m.until_at > %[3]s)%[4]s
		LIMIT 1 OFFSET 0)`,
		object, a.Add(q.Scope.Unit), at, kept)
}

// notKept leaves out what an office may only read: what it kept, and what an operator showed it (support.Share).
func notKept(p access.Permission, alias string) string {
	if p.Action == access.Read {
		return ""
	}
	return " AND " + alias + ".kind NOT IN ('kept', 'shared')"
}

// Cursor is a place in a list; doors name it without knowing the store.
type Cursor = access.Cursor

// audienceLimit bounds how many audiences one office may stand in: its own, its bureaus', its groups'.
const audienceLimit = 64

// Recent lists the newest objects of a kind that are addressed to the scope, in two statements and
// without sorting more than a page: the same join as Visible, driven from the reader's side, one
// ordered walk of reader_audience_idx for each audience.
func (q *Q) Recent(kind string, before Cursor, limit int) ([]Cursor, error) {
	var audiences []string
	err := q.Each(`SELECT DISTINCT m.audience FROM unit_above ra JOIN audience_member m ON m.unit = ra.unit
		WHERE ra.above = $1 AND m.from_at <= $2 AND (m.until_at IS NULL OR m.until_at > $2) ORDER BY m.audience LIMIT $3`,
		[]any{q.Scope.Unit, q.Scope.At, audienceLimit}, func(scan func(...any) error) error {
			var a string
			err := scan(&a)
			audiences = append(audiences, a)
			return err
		})
	if err != nil || len(audiences) == 0 {
		return nil, err
	}
	if before.At == 0 {
		before.At = 1<<62 - 1
	}
	var a Args
	at, id, k, n := a.Add(before.At), a.Add(before.ID), a.Add(kind), a.Add(limit)
	var walks []string
	for _, audience := range audiences {
		walks = append(walks, fmt.Sprintf(`SELECT * FROM (SELECT r.object, r.at FROM reader r WHERE r.audience = %s AND r.kind = %s
			AND r.at <= %[3]s AND (r.at < %[3]s OR r.object < %[4]s) ORDER BY r.at DESC, r.object DESC LIMIT %[5]s) w%[6]d`,
			a.Add(audience), k, at, id, n, len(walks)))
	}
	seen := map[string]bool{}
	var page []Cursor
	err = q.Each(strings.Join(walks, " UNION ALL ")+` ORDER BY 2 DESC, 1 DESC LIMIT `+a.Add(2*limit), a.List, func(scan func(...any) error) error {
		var c Cursor
		if err := scan(&c.ID, &c.At); err != nil {
			return err
		}
		if !seen[c.ID] && len(page) < limit {
			page = append(page, c)
		}
		seen[c.ID] = true
		return nil
	})
	return page, err
}

// In returns a parenthesised list of placeholders for at most a page of values.
func In[T any](a *Args, values []T) string {
	marks := make([]string, len(values))
	for i, v := range values {
		marks[i] = a.Add(v)
	}
	return "(" + strings.Join(marks, ", ") + ")"
}
