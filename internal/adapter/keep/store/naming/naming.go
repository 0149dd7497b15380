// Package naming keeps what people decided about names of products (名寄せ): an organisation's own decisions and
// its questions under its key, the steward's decisions under the house's.
package naming

import (
	"slices"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product/memory"
)

// Names are the rows of a transaction about names.
type Names struct{ *row.Q }

// ReaderKind marks the reader rows of questions.
const ReaderKind = "name.ask"

var (
	readOwn    = access.Permission{Action: access.Read, Object: access.Name}
	readNaming = access.Permission{Action: access.Read, Object: access.Naming}
)

func knownPlace(k memory.Known) seal.Place {
	return seal.Place{Org: k.Org, Table: "name_known", ID: string(k.ID), Rev: k.Rev}
}

// AddNames writes decisions of the scope's organisation.
func (n Names) AddNames(list []memory.Known) error {
	for _, k := range list {
		body, err := n.Seal(knownPlace(k), k.Decision)
		if err != nil {
			return err
		}
		if err := n.Add(`INSERT INTO name_known (id, number, org, unit, kind, state, decided_at, by_actor, leaf, rev, body)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			k.ID, k.Number, k.Org, k.Unit, k.Kind, k.State, k.DecidedAt, k.By, k.Leaf, k.Rev, body); err != nil {
			return err
		}
	}
	return nil
}

// EndName writes that a decision no longer counts. The row must still be of the revision before.
func (n Names) EndName(k memory.Known) error {
	body, err := n.Seal(knownPlace(k), k.Decision)
	if err != nil {
		return err
	}
	changed, err := n.Exec(`UPDATE name_known SET state = $1, ended_at = $2, ended_by = $3, ended_leaf = $4, rev = $5, body = $6 WHERE id = $7 AND rev = $8`,
		k.State, k.EndedAt, k.EndedBy, k.EndedLeaf, k.Rev, body, k.ID, k.Rev-1)
	return once(changed, err, k.Number)
}

func once(changed int64, err error, number ident.Number) error {
	if err == nil && changed != 1 {
		err = fault.New(fault.Conflict, "fault.memory.undone", fault.Args{"number": string(number)})
	}
	return err
}

const knownColumns = `k.id, k.number, k.org, k.unit, k.kind, k.state, k.decided_at, k.by_actor, k.leaf, COALESCE(k.ended_at, 0), COALESCE(k.ended_by, ''), COALESCE(k.ended_leaf, ''), k.rev, k.body`

// Name returns one decision of the scope's organisation; absent and foreign are one answer.
func (n Names) Name(number ident.Number, p access.Permission) (memory.Known, error) {
	var a row.Args
	return first(n.known(p, `k.number = `+a.Add(number)+` AND `+n.Visible("k", p, &a), &a))
}

// first is the only row of a list, or the one answer for none.
func first[T any](list []T, err error) (one T, _ error) {
	if err == nil && len(list) != 1 {
		err = fault.Absent()
	}
	if err != nil {
		return one, err
	}
	return list[0], nil
}

// NamesByID returns those of the decisions that the scope may see, the newest first: a history that the index found.
func (n Names) NamesByID(ids []ident.Object) ([]memory.Known, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var a row.Args
	in := row.In(&a, ids[:min(len(ids), memory.MostAtOnce)])
	return n.known(readOwn, `k.id IN `+in+` AND `+n.Visible("k", readOwn, &a)+` ORDER BY k.decided_at DESC, k.id DESC`, &a)
}

// NamesOfAct returns the decisions that one act of the scope's organisation made.
func (n Names) NamesOfAct(leaf ident.Leaf) ([]memory.Known, error) {
	var a row.Args
	return n.known(readOwn, `k.leaf = `+a.Add(leaf)+` AND `+n.Visible("k", readOwn, &a)+` ORDER BY k.id`, &a)
}

// OwnNames lists the decisions of the scope's unit and those below, the newest first, undone ones too.
func (n Names) OwnNames(before row.Cursor, limit int) ([]memory.Known, error) {
	var a row.Args
	page := after("k", "decided_at", before, &a)
	return n.known(readOwn, `k.org = `+a.Add(n.Scope.Org)+` AND `+page+` AND `+n.Visible("k", readOwn, &a)+` ORDER BY k.decided_at DESC, k.id DESC LIMIT `+a.Add(limit), &a)
}

// after is the predicate of a page of a list that runs from the newest.
func after(alias, column string, before row.Cursor, a *row.Args) string {
	if before.At == 0 {
		before.At = 1<<62 - 1
	}
	at, id := a.Add(before.At), a.Add(before.ID)
	col := alias + "." + column
	return `(` + col + ` < ` + at + ` OR ` + col + ` = ` + at + ` AND ` + alias + `.id < ` + id + `)`
}

// known reads rows and leaves out those that no proved row opens to the scope.
func (n Names) known(p access.Permission, where string, a *row.Args) (list []memory.Known, err error) {
	var bodies [][]byte
	sight := n.Sight("k", p, a)
	err = n.Each(`SELECT `+knownColumns+`, `+sight+` FROM name_known k WHERE `+where, a.List, func(scan func(...any) error) error {
		var k memory.Known
		var body []byte
		var evidence string
		err := scan(&k.ID, &k.Number, &k.Org, &k.Unit, &k.Kind, &k.State, &k.DecidedAt, &k.By, &k.Leaf, &k.EndedAt, &k.EndedBy, &k.EndedLeaf, &k.Rev, &body, &evidence)
		if n.Sees(evidence) {
			list, bodies = append(list, k), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err != nil {
			return nil, err
		}
		err = n.Open(knownPlace(list[i]), bodies[i], &list[i].Decision)
	}
	return list, err
}

// AllNames lists decisions of every organisation and of the steward after an id, for the index; nobody else is told any.
// more says that there is another page.
func (n Names) AllNames(after ident.Object, limit int) (known []memory.Known, rules []memory.Rule, next ident.Object, err error) {
	if _, system := n.Scope.IsSystem(); !system {
		return nil, nil, "", nil
	}
	if known, err = n.known(readOwn, `k.id > $1 ORDER BY k.id LIMIT $2`, &row.Args{List: []any{after, limit}}); err != nil {
		return nil, nil, "", err
	}
	if rules, err = n.rules(readNaming, `u.id > $1 ORDER BY u.id LIMIT $2`, &row.Args{List: []any{after, limit}}); err != nil {
		return nil, nil, "", err
	}
	if len(known) == limit {
		next = known[limit-1].ID
	}
	if len(rules) == limit && (next == "" || rules[limit-1].ID < next) {
		next = rules[limit-1].ID
	}
	if next != "" { // what lies beyond comes with the next page
		known = slices.DeleteFunc(known, func(k memory.Known) bool { return k.ID > next })
		rules = slices.DeleteFunc(rules, func(r memory.Rule) bool { return r.ID > next })
	}
	return known, rules, next, nil
}

// NamesAt lists the decisions that entries of the log made or ended, for the index; nobody else is told any.
func (n Names) NamesAt(leaves []ident.Leaf) (known []memory.Known, rules []memory.Rule, err error) {
	if _, system := n.Scope.IsSystem(); !system || len(leaves) == 0 {
		return nil, nil, nil
	}
	var a row.Args
	in := row.In(&a, leaves)
	if known, err = n.known(readOwn, `k.leaf IN `+in+` OR k.ended_leaf IN `+in+` ORDER BY k.id`, &a); err != nil {
		return nil, nil, err
	}
	rules, err = n.rules(readNaming, `u.leaf IN `+in+` OR u.ended_leaf IN `+in+` ORDER BY u.id`, &a)
	return known, rules, err
}
