package look

import (
	"slices"
	"strings"

	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/auditing"
)

const columns = `id, at, object, org, unit, actor, purpose`

// TakeLooks gives the entry of this act to the looks before an instant that have none, and returns them by
// id. A look that commits late is in a later digest: none is missed, none counted twice.
func (l Looks) TakeLooks(before ident.Instant, limit int) ([]auditing.Look, error) {
	list, err := l.looks(`UPDATE look SET leaf = $1 WHERE leaf IS NULL AND id IN
		(SELECT k.id FROM look k WHERE k.leaf IS NULL AND k.at < $2 ORDER BY k.id LIMIT $3) RETURNING `+columns, l.Leaf, before, limit)
	slices.SortFunc(list, func(a, b auditing.Look) int { return strings.Compare(a.ID, b.ID) })
	return list, err
}

// LooksOf returns the looks that an entry covers, by id, to background work alone: they name persons.
func (l Looks) LooksOf(leaf ident.Leaf) ([]auditing.Look, error) {
	if l.Scope.Org != "" {
		return nil, nil
	}
	list, err := l.looks(`SELECT `+columns+` FROM look WHERE leaf = $1`, leaf)
	slices.SortFunc(list, func(a, b auditing.Look) int { return strings.Compare(a.ID, b.ID) }) // not by a database's collation
	return list, err
}

func (l Looks) looks(query string, args ...any) (list []auditing.Look, err error) {
	err = l.Each(query, args, func(scan func(...any) error) error {
		var k auditing.Look
		err := scan(&k.ID, &k.At, &k.Object, &k.Org, &k.Unit, &k.Actor, &k.Purpose)
		list = append(list, k)
		return err
	})
	return list, err
}
