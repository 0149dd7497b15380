// Package emergency keeps 緊急閲覧 (break-glass) and the rows by which one report becomes visible for a while.
package emergency

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/emergency"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Glasses are the rows of a transaction about 緊急閲覧.
type Glasses struct{ *row.Q }

func place(id ident.Object) seal.Place {
	return seal.Place{Org: seal.House, Table: "glass", ID: string(id), Rev: 1}
}

// sealed is what only those who may read a glass are told.
type sealed struct {
	About  ident.Number
	Reason string
}

var mayRead = access.Permission{Action: access.Read, Object: access.Glass}

const columns = `g.id, g.number, g.org, g.unit, g.state, g.hours, g.asked_by, g.asked_at, COALESCE(g.decided_by, ''), COALESCE(g.decided_at, 0), COALESCE(g.opened_at, 0), COALESCE(g.until_at, 0),
	COALESCE(g.ended_by, ''), COALESCE(g.ended_at, 0), COALESCE(g.hat, ''), g.body, p.body, d.body, e.body`

const people = ` FROM glass g LEFT JOIN person p ON p.id = g.asked_by LEFT JOIN person d ON d.id = g.decided_by LEFT JOIN person e ON e.id = g.ended_by WHERE `

// AddGlass writes what was asked.
func (g Glasses) AddGlass(one emergency.Glass) error {
	body, err := g.Seal(place(one.ID), sealed{one.About, one.Reason})
	if err != nil {
		return err
	}
	_, err = g.Exec(`INSERT INTO glass (id, number, org, unit, state, hours, asked_by, asked_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		one.ID, one.Number, one.Org, one.Unit, one.State, one.Hours, one.AskedBy, one.AskedAt, body)
	return err
}

// Glass returns one that is open to the scope: to the platform's administrators, to whoever reads by it, to its owner.
func (g Glasses) Glass(id ident.Object) (emergency.Glass, error) {
	var a row.Args
	at := a.Add(id)
	list, err := g.list(`g.id = `+at+` AND `, `LIMIT 1`, &a)
	if err == nil && len(list) != 1 {
		err = g.Miss(string(id))
	}
	if err != nil {
		return emergency.Glass{}, err
	}
	return list[0], nil
}

// GlassList lists them, the latest first.
func (g Glasses) GlassList(limit int) ([]emergency.Glass, error) {
	var a row.Args
	return g.list(``, `ORDER BY g.asked_at DESC, g.id DESC LIMIT `+a.Add(limit), &a)
}

// list reads those that are visible. Persons are named to the platform alone; others are told the office (R45).
func (g Glasses) list(where, order string, a *row.Args) (list []emergency.Glass, err error) {
	type bodies struct{ glass, asked, decided, ended []byte }
	var found []bodies
	visible := g.Visible("g", mayRead, a)
	err = g.Each(`SELECT `+columns+`, `+g.Sight("g", mayRead, a)+people+where+visible+` `+order, a.List, func(scan func(...any) error) error {
		var one emergency.Glass
		var b bodies
		var evidence string
		err := scan(&one.ID, &one.Number, &one.Org, &one.Unit, &one.State, &one.Hours, &one.AskedBy, &one.AskedAt, &one.DecidedBy, &one.DecidedAt, &one.OpenedAt, &one.UntilAt,
			&one.EndedBy, &one.EndedAt, &one.Hat, &b.glass, &b.asked, &b.decided, &b.ended, &evidence)
		if g.Sees(evidence) {
			list, found = append(list, one), append(found, b)
		}
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		var s sealed
		err = g.Open(place(list[i].ID), found[i].glass, &s)
		list[i].About, list[i].Reason = s.About, s.Reason
		_, system := g.Scope.IsSystem()
		if own, _ := g.Scope.Relations(mayRead); !own && !system {
			list[i].AskedBy, list[i].DecidedBy, list[i].EndedBy, list[i].Hat = "", "", "", ""
			continue
		}
		for into, of := range map[*string]struct {
			id   ident.Person
			body []byte
		}{&list[i].AskedName: {list[i].AskedBy, found[i].asked}, &list[i].DecidedName: {list[i].DecidedBy, found[i].decided}, &list[i].EndedName: {list[i].EndedBy, found[i].ended}} {
			if err == nil && of.body != nil {
				var p party.Person
				err = g.Open(seal.Place{Org: seal.House, Table: "person", ID: string(of.id), Rev: 1}, of.body, &p)
				*into = p.Name
			}
		}
	}
	return list, err
}

// MoveGlass writes where one stands now; somebody else who moved it before is a Conflict.
func (g Glasses) MoveGlass(one emergency.Glass, from emergency.State) error {
	var a row.Args
	set := `state = ` + a.Add(one.State) + `, decided_by = ` + a.Add(orNull(one.DecidedBy)) + `, decided_at = ` + a.Add(orNull(one.DecidedAt)) + `, opened_at = ` + a.Add(orNull(one.OpenedAt)) +
		`, until_at = ` + a.Add(orNull(one.UntilAt)) + `, ended_by = ` + a.Add(orNull(one.EndedBy)) + `, ended_at = ` + a.Add(orNull(one.EndedAt)) + `, hat = ` + a.Add(orNull(one.Hat))
	n, err := g.Exec(`UPDATE glass SET `+set+` WHERE id = `+a.Add(one.ID)+` AND state = `+a.Add(from), a.List...)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.emergency.over", nil)
	}
	return err
}

func orNull[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// Administers reports whether somebody stands now, by a proved hat, among the administrators of the platform.
func (g Glasses) Administers(who ident.Person) (yes bool, err error) {
	const which = ` FROM hat h JOIN org o ON o.id = h.org JOIN person p ON p.id = h.person WHERE h.person = $1 AND o.kind = 'platform' AND p.state = 'active'
		AND ' ' || h.roles || ' ' LIKE '% platform-admin %' AND h.from_at <= $2 AND (h.until_at IS NULL OR h.until_at > $2)`
	args := []any{who, g.Scope.At}
	err = g.Each(`SELECT `+row.Evidence("hat", "h")+`, `+row.Evidence("person", "p")+which, args, func(scan func(...any) error) error {
		var evidence, person string
		err := scan(&evidence, &person)
		yes = yes || g.Proved("hat", evidence) && g.Proved("person", person)
		return err
	})
	return yes, err
}

// Boxed returns what was approved with the report behind its number, to background work alone. Where one of the two has no role
// any more, or no report has the number, the box is without one. Its sections are those that went to some addressee.
func (g Glasses) Boxed(id ident.Object) (b emergency.Box, err error) {
	if _, system := g.Scope.IsSystem(); !system {
		return b, fault.Absent()
	}
	if b.Glass, err = g.Glass(id); err != nil {
		return b, err
	}
	for _, who := range []ident.Person{b.AskedBy, b.DecidedBy} {
		if ok, err := g.Administers(who); err != nil || !ok {
			return b, err
		}
	}
	err = g.Each(`SELECT f.id, f.subject, f.org, f.unit FROM filing f WHERE f.number = $1`, []any{b.About}, func(scan func(...any) error) error {
		return scan(&b.Filing, &b.Case, &b.Owner, &b.At)
	})
	if err != nil || b.Filing == "" {
		return b, err
	}
	return b, g.Each(`SELECT a.sections FROM addressee a WHERE a.filing = $1 ORDER BY a.unit`, []any{b.Filing}, func(scan func(...any) error) error {
		var list string
		err := scan(&list)
		for section := range strings.FieldsSeq(list) {
			if !slices.Contains(b.Sections, section) {
				b.Sections = append(b.Sections, section)
			}
		}
		return err
	})
}

// ShutGlass ends the hat and the audience of a box at once; one that was never opened has neither.
func (g Glasses) ShutGlass(one emergency.Glass) error {
	if one.Hat == "" {
		return nil
	}
	if _, err := g.Exec(`UPDATE hat SET until_at = $1 WHERE id = $2 AND org = $3 AND until_at > $1`, g.Scope.At, one.Hat, g.Scope.Org); err != nil {
		return err
	}
	_, err := g.Exec(`UPDATE audience_member SET until_at = $1 WHERE audience = $2 AND until_at > $1`, g.Scope.At, emergency.Box{Glass: one}.Audience())
	return err
}
