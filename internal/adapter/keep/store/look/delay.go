package look

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

func delayPlace(id ident.Object) seal.Place {
	return seal.Place{Org: seal.House, Table: "look_delay", ID: string(id), Rev: 1}
}

// delayed is what only the office is told.
type delayed struct {
	About  ident.Number
	Ground string
}

var mayDelay = access.Permission{Action: access.Read, Object: access.Delays}

// AddDelay writes what was asked.
func (l Looks) AddDelay(d access.Delay) error {
	body, err := l.Seal(delayPlace(d.ID), delayed{d.About, d.Ground})
	if err != nil {
		return err
	}
	_, err = l.Exec(`INSERT INTO look_delay (id, org, unit, object, state, by_person, asked_at, until_at, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)`,
		d.ID, d.Org, d.Unit, d.Object, d.State, d.AskedBy, d.AskedAt, d.UntilAt, body)
	return err
}

// Delay returns one of the scope's offices.
func (l Looks) Delay(id ident.Object) (access.Delay, error) {
	var a row.Args
	at := a.Add(id)
	list, err := l.delays(`d.id = `+at+` AND `, `LIMIT 1`, &a)
	if err == nil && len(list) != 1 {
		err = l.Miss(string(id))
	}
	if err != nil {
		return access.Delay{}, err
	}
	return list[0], nil
}

// Delays lists those of the scope's offices, the latest first.
func (l Looks) Delays(limit int) ([]access.Delay, error) {
	var a row.Args
	return l.delays(``, `ORDER BY d.asked_at DESC, d.id DESC LIMIT `+a.Add(limit), &a)
}

func (l Looks) delays(where, order string, a *row.Args) (list []access.Delay, err error) {
	var bodies [][3][]byte
	err = l.Each(`SELECT d.id, d.object, d.org, d.unit, d.state, d.by_person, d.asked_at, COALESCE(d.decided_by, ''), COALESCE(d.decided_at, 0), d.until_at, d.body, p.body, s.body
		FROM look_delay d LEFT JOIN person p ON p.id = d.by_person LEFT JOIN person s ON s.id = d.decided_by WHERE `+where+l.Visible("d", mayDelay, a)+` `+order, a.List, func(scan func(...any) error) error {
		var d access.Delay
		var body [3][]byte
		err := scan(&d.ID, &d.Object, &d.Org, &d.Unit, &d.State, &d.AskedBy, &d.AskedAt, &d.DecidedBy, &d.DecidedAt, &d.UntilAt, &body[0], &body[1], &body[2])
		list, bodies = append(list, d), append(bodies, body)
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		var says delayed
		err = l.Open(delayPlace(list[i].ID), bodies[i][0], &says)
		list[i].About, list[i].Ground = says.About, says.Ground
		for n, id := range []ident.Person{list[i].AskedBy, list[i].DecidedBy} {
			if err == nil && bodies[i][n+1] != nil {
				var p party.Person
				err = l.Open(seal.Place{Org: seal.House, Table: "person", ID: string(id), Rev: 1}, bodies[i][n+1], &p)
				*[]*string{&list[i].AskedName, &list[i].DecidedName}[n] = p.Name
			}
		}
	}
	return list, err
}

// MoveDelay writes where one stands now; somebody else who moved it before is a Conflict.
func (l Looks) MoveDelay(d access.Delay, from access.DelayState) error {
	var by, at any
	if d.DecidedBy != "" {
		by, at = d.DecidedBy, d.DecidedAt
	}
	n, err := l.Exec(`UPDATE look_delay SET state = $1, decided_by = $2, decided_at = $3, until_at = $4 WHERE id = $5 AND state = $6 AND until_at > $7`,
		d.State, by, at, d.UntilAt, d.ID, from, l.Scope.At)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.delay.over", nil)
	}
	return err
}
