package store

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Suspect names whose reads are in question: one of Person, Session and Token, or, with none, everybody who was signed in
// between two instants.
type Suspect struct {
	Person      ident.Person
	Session     ident.Session
	Token       ident.Token
	From, Until ident.Instant
}

// Exposure is which records could have been read, and which were, by number and organisation. It holds no content.
type Exposure struct {
	From, Until ident.Instant
	Actors      int // people and tokens
	Hats        int // in which they could act
	Could, Read []Exposed
}

// Exposed are the records of one organisation.
type Exposed struct {
	Org     ident.Org
	Name    string
	Numbers []ident.Number
}

// Exposure answers for whoever holds the machine. What could have been read is judged by the rows that open records at
// both ends of the window, in each hat that could be worn in it.
func (db *DB) Exposure(ctx context.Context, who Suspect) (x Exposure, err error) {
	defer fault.Wrap(&err, "store.Exposure")
	e := exposing{could: map[ident.Number]ident.Org{}, read: map[ident.Number]ident.Org{}}
	if err := db.peek(ctx, func(q *row.Q) error { return e.suspects(q, who) }); err != nil {
		return x, err
	}
	if err := db.peek(ctx, e.looks); err != nil {
		return x, err
	}
	for _, hat := range e.hats {
		for _, at := range []ident.Instant{e.from, e.until} {
			if err := db.reading(ctx, access.For(hat, at), func(t *Tx) error { return e.reach(t.q) }); err != nil {
				return x, err
			}
		}
	}
	x = Exposure{From: e.from, Until: e.until, Actors: len(e.actors), Hats: len(e.hats)}
	err = db.peek(ctx, func(q *row.Q) error {
		if x.Could, err = byOrg(q, e.could); err == nil {
			x.Read, err = byOrg(q, e.read)
		}
		return err
	})
	return x, err
}

type exposing struct {
	from, until ident.Instant
	actors      []string
	hats        []access.Actor
	could, read map[ident.Number]ident.Org
}

// suspects finds the people and tokens, and the hats that they could wear in the window. A session narrows the window to
// its own life. Nobody is Absent.
func (e *exposing) suspects(q *row.Q, who Suspect) error {
	e.from, e.until = who.From, who.Until
	if who.Session != "" {
		var from, until ident.Instant
		if err := q.One(`SELECT person, created_at, COALESCE(ended_at, until_at) FROM session WHERE id = $1`, []any{who.Session}, &who.Person, &from, &until); err != nil {
			return err
		}
		e.from, e.until = max(e.from, from), min(e.until, until)
	}
	const within = ` h.from_at < $2 AND (h.until_at IS NULL OR h.until_at > $1)`
	query, args := `SELECT h.person, h.org, h.unit, h.roles FROM hat h WHERE`+within+` AND h.person IN (SELECT s.person FROM session s WHERE s.created_at < $2 AND COALESCE(s.ended_at, s.until_at) > $1)
		UNION SELECT t.id, h.org, h.unit, h.roles FROM token t JOIN hat h ON h.id = t.hat WHERE`+within+` AND t.created_at < $2 AND COALESCE(t.ended_at, t.until_at, $2) > $1`, []any{e.from, e.until}
	switch {
	case who.Token != "":
		query, args = `SELECT t.id, h.org, h.unit, h.roles FROM token t JOIN hat h ON h.id = t.hat WHERE`+within+` AND t.id = $3`, append(args, who.Token)
	case who.Person != "":
		query, args = `SELECT h.person, h.org, h.unit, h.roles FROM hat h WHERE`+within+` AND h.person = $3`, append(args, who.Person)
	}
	seen := map[string]bool{}
	err := q.Each(query, args, func(scan func(...any) error) error {
		var actor, roles string
		var hat access.Actor
		err := scan(&actor, &hat.Org, &hat.Unit, &roles)
		for r := range strings.FieldsSeq(roles) {
			hat.Roles = append(hat.Roles, access.Role(r))
		}
		if !slices.Contains(e.actors, actor) {
			e.actors = append(e.actors, actor)
		}
		if key := string(hat.Unit) + " " + roles; !seen[key] {
			seen[key], e.hats = true, append(e.hats, hat)
		}
		return err
	})
	if err == nil && len(e.actors) == 0 && (who.Person != "" || who.Token != "") {
		err = fault.Absent()
	}
	return err
}

func (e *exposing) looks(q *row.Q) error {
	for page := range slices.Chunk(e.actors, 200) {
		a := row.Args{List: []any{e.from, e.until}}
		err := q.Each(`SELECT DISTINCT f.number, f.org FROM look k JOIN filing f ON f.id = k.object WHERE k.at >= $1 AND k.at <= $2 AND k.actor IN `+row.In(&a, page),
			a.List, into(e.read))
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *exposing) reach(q *row.Q) error {
	var a row.Args
	return q.Each(`SELECT f.number, f.org FROM filing f WHERE f.arrived_at <= `+a.Add(e.until)+` AND `+
		q.Visible("f", access.Permission{Action: access.Read, Object: access.Report}, &a), a.List, into(e.could))
}

func into(m map[ident.Number]ident.Org) func(func(...any) error) error {
	return func(scan func(...any) error) error {
		var n ident.Number
		var org ident.Org
		err := scan(&n, &org)
		m[n] = org
		return err
	}
}

func byOrg(q *row.Q, numbers map[ident.Number]ident.Org) (list []Exposed, err error) {
	of := map[ident.Org][]ident.Number{}
	for n, org := range numbers {
		of[org] = append(of[org], n)
	}
	for org, numbers := range of {
		var body row.Body
		var o party.Org
		if err := q.One(`SELECT rev, body FROM org WHERE id = $1`, []any{org}, &body.Rev, &body.Sealed); err != nil {
			return nil, err
		}
		if err := q.Open(row.OrgPlace(org, body.Rev), body.Sealed, &o); err != nil {
			return nil, err
		}
		slices.Sort(numbers)
		list = append(list, Exposed{Org: org, Name: o.Name, Numbers: numbers})
	}
	slices.SortFunc(list, func(a, b Exposed) int {
		return cmp.Or(len(b.Numbers)-len(a.Numbers), strings.Compare(string(a.Org), string(b.Org)))
	})
	return list, nil
}
