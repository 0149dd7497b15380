// Package collection keeps what the head of an organisation asks its units for (社内取りまとめ), and the part of each.
package collection

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// Collected are the rows of a transaction about collections.
type Collected struct{ *row.Q }

var mayRead = access.Permission{Action: access.Read, Object: access.Collection}

func place(c collection.Collection) seal.Place {
	return seal.Place{Org: c.Org, Table: "collection", ID: string(c.ID), Rev: c.Rev}
}

func partPlace(p collection.Part) seal.Place {
	return seal.Place{Org: p.Org, Table: "collection_part", ID: string(p.ID), Rev: p.Rev}
}

// AddCollection writes a new collection.
func (q Collected) AddCollection(c collection.Collection) error {
	c.Rev = 1
	body, err := q.Seal(place(c), c.Settled)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO collection (id, org, unit, draft, rev, at, updated_at, body) VALUES ($1, $2, $3, $4, 1, $5, $5, $6)`, c.ID, c.Org, c.Unit, c.Draft, c.At, body)
}

// SaveCollection writes over the revision that c names; somebody else's in between is a Conflict.
func (q Collected) SaveCollection(c collection.Collection) error {
	seen := c.Rev
	c.Rev++
	body, err := q.Seal(place(c), c.Settled)
	if err != nil {
		return err
	}
	n, err := q.Exec(`UPDATE collection SET rev = $1, updated_at = $2, body = $3 WHERE id = $4 AND rev = $5`, c.Rev, q.Scope.At, body, c.ID, seen)
	return moved(n, err)
}

func moved(n int64, err error) error {
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.collection.moved", nil)
	}
	return err
}

func (q Collected) collections(where string, a row.Args) (list []collection.Collection, err error) {
	var bodies [][]byte
	err = q.Each(`SELECT c.id, c.org, c.unit, c.draft, c.rev, c.at, c.body FROM collection c WHERE `+where, a.List, func(scan func(...any) error) error {
		var c collection.Collection
		var body []byte
		err := scan(&c.ID, &c.Org, &c.Unit, &c.Draft, &c.Rev, &c.At, &body)
		list, bodies = append(list, c), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(place(list[i]), bodies[i], &list[i].Settled)
		}
	}
	return list, err
}

// CollectionOf is what was asked for a draft of the scope; none has no id.
func (q Collected) CollectionOf(d ident.Draft) (c collection.Collection, err error) {
	var a row.Args
	list, err := q.collections(`c.draft = `+a.Add(d)+` AND `+q.Visible("c", mayRead, &a), a)
	if err == nil && len(list) == 1 {
		c = list[0]
	}
	return c, err
}

// Collections lists what units of the scope have asked for, the latest change first.
func (q Collected) Collections(limit int) ([]collection.Collection, error) {
	var a row.Args
	return q.collections(`c.org = `+a.Add(q.Scope.Org)+` AND `+q.Visible("c", mayRead, &a)+` ORDER BY c.updated_at DESC, c.id DESC LIMIT `+a.Add(limit), a)
}

// AddPart writes the part of a unit.
func (q Collected) AddPart(p collection.Part) error {
	p.Rev = 1
	body, err := q.Seal(partPlace(p), p.Body)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO collection_part (id, collection, org, unit, draft, kind, state, due_on, rev, at, updated_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9, $10)`,
		p.ID, p.Collection, p.Org, p.Unit, p.Draft, p.Of, p.State, p.DueOn.String(), p.At, body)
}

func orNull(at ident.Instant) any {
	if at == 0 {
		return nil
	}
	return at
}

// SavePart writes over the revision that p names; somebody else's in between is a Conflict.
func (q Collected) SavePart(p collection.Part) error {
	seen := p.Rev
	p.Rev++
	body, err := q.Seal(partPlace(p), p.Body)
	if err != nil {
		return err
	}
	n, err := q.Exec(`UPDATE collection_part SET state = $1, due_on = $2, rev = $3, updated_at = $4, taken_at = $5, chased_at = $6, body = $7 WHERE id = $8 AND rev = $9`,
		p.State, p.DueOn.String(), p.Rev, p.Moved, orNull(p.TakenAt), orNull(p.ChasedAt), body, p.ID, seen)
	return moved(n, err)
}

const columns = `p.id, p.collection, p.org, p.unit, p.draft, p.kind, p.state, p.due_on, p.rev, p.at, p.updated_at, COALESCE(p.taken_at, 0), COALESCE(p.chased_at, 0), d.created_at, d.updated_at, d.state, p.body`

func (q Collected) parts(where string, a row.Args) (list []collection.Part, err error) {
	var bodies [][]byte
	err = q.Each(`SELECT `+columns+` FROM collection_part p JOIN draft d ON d.id = p.draft WHERE `+where, a.List, func(scan func(...any) error) error {
		var p collection.Part
		var body []byte
		var state string
		err := scan(&p.ID, &p.Collection, &p.Org, &p.Unit, &p.Draft, &p.Of, &p.State, &p.DueOn, &p.Rev, &p.At, &p.Moved, &p.TakenAt, &p.ChasedAt, &p.OpenedAt, &p.WrittenAt, &state, &body)
		p.Open = state == "open"
		list, bodies = append(list, p), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(partPlace(list[i]), bodies[i], &list[i].Body)
		}
	}
	return list, err
}

// Parts lists the parts of a collection that are open to the scope, in the order in which they were asked for.
func (q Collected) Parts(id ident.Object) ([]collection.Part, error) {
	var a row.Args
	return q.parts(`p.collection = `+a.Add(id)+` AND `+q.Visible("p", mayRead, &a)+` ORDER BY p.at, p.id`, a)
}

// PartOf is the part whose draft has a number, for an action. Absent and foreign are one answer.
func (q Collected) PartOf(n ident.Number, may access.Permission) (collection.Part, error) {
	var a row.Args
	list, err := q.parts(`d.number = `+a.Add(n)+` AND `+q.Visible("p", may, &a), a)
	if err == nil && len(list) != 1 {
		err = q.Miss(string(n))
	}
	if err != nil {
		return collection.Part{}, err
	}
	return list[0], nil
}

// AskedOf lists what the scope's own unit is asked for: what still can be written first, the nearest day first.
func (q Collected) AskedOf(limit int) ([]collection.Part, error) {
	var a row.Args
	return q.parts(`p.unit = `+a.Add(q.Scope.Unit)+` AND p.state <> 'ended' AND `+q.Visible("p", mayRead, &a)+` ORDER BY CASE d.state WHEN 'open' THEN 0 ELSE 1 END, p.due_on, p.id LIMIT `+a.Add(limit), a)
}

// LastTaken is the latest part of a unit under a procedure that was taken over, other than p; none has no id.
func (q Collected) LastTaken(p collection.Part) (last collection.Part, err error) {
	var a row.Args
	list, err := q.parts(`p.unit = `+a.Add(p.Unit)+` AND p.kind = `+a.Add(p.Of)+` AND p.taken_at IS NOT NULL AND p.id <> `+a.Add(p.ID)+` AND `+q.Visible("p", mayRead, &a)+
		` ORDER BY p.taken_at DESC, p.id DESC LIMIT 1`, a)
	if err == nil && len(list) == 1 {
		last = list[0]
	}
	return last, err
}
