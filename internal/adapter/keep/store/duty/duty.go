// Package duty keeps what is owed.
package duty

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
)

// Duties are the rows of a transaction about duties.
type Duties struct{ *row.Q }

func place(org ident.Org, id ident.Duty) seal.Place {
	return seal.Place{Org: org, Table: "duty", ID: string(id), Rev: 1}
}

// AddDuty opens a duty.
func (d Duties) AddDuty(n duty.Duty) error {
	body, err := d.Seal(place(n.Org, n.ID), n.Why)
	if err != nil {
		return err
	}
	return d.Add(`INSERT INTO duty (id, org, unit, rule, subject, due_on, state, opened_at, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)`,
		n.ID, n.Org, n.Unit, n.Rule, n.Subject, n.DueOn.String(), n.State, n.OpenedAt, body)
}

const columns = `d.id, d.org, d.unit, d.rule, d.subject, d.due_on, d.state, d.opened_at, d.body`

// DutiesOf lists the duties of a subject that are the scope's own or whose case is open to it, the earliest first.
func (d Duties) DutiesOf(subject ident.Object) ([]duty.Duty, error) {
	var a row.Args
	at, org, unit := a.Add(subject), a.Add(d.Scope.Org), a.Add(d.Scope.Unit)
	visible := d.Through("incident_case", "d.subject", access.Permission{Action: access.Read, Object: access.Report}, &a)
	return d.list(`d.subject = `+at+` AND (d.org = `+org+` AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = d.unit AND a.above = `+unit+`)
		OR `+visible+`) ORDER BY d.due_on, d.id`, a.List...)
}

// OpenDuties lists what the scope's organisation owes, the earliest first.
func (d Duties) OpenDuties(limit int) ([]duty.Duty, error) {
	return d.list(`d.org = $1 AND d.state = 'open' AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = d.unit AND a.above = $2) ORDER BY d.due_on, d.id LIMIT $3`,
		d.Scope.Org, d.Scope.Unit, limit)
}

func (d Duties) list(where string, args ...any) (list []duty.Duty, err error) {
	var bodies [][]byte
	err = d.Each(`SELECT `+columns+` FROM duty d WHERE `+where, args, func(scan func(...any) error) error {
		var n duty.Duty
		var on string
		var body []byte
		err := scan(&n.ID, &n.Org, &n.Unit, &n.Rule, &n.Subject, &on, &n.State, &n.OpenedAt, &body)
		if err == nil {
			n.DueOn, err = law.ParseDay(on)
		}
		list, bodies = append(list, n), append(bodies, body)
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		err = d.Open(place(list[i].Org, list[i].ID), bodies[i], &list[i].Why)
	}
	return list, err
}

// passAtOnce bounds how many duties pass in one act.
const passAtOnce = 200

// PassDuties makes what an operator owes from before the day the successor's (承継), due when it was. Background work alone may.
// It returns how many passed; those beyond a bound wait for the next act.
func (d Duties) PassDuties(i register.Inheritance, unit ident.Unit) (int64, error) {
	if d.Scope.Org != "" {
		return 0, nil
	}
	bodies := map[ident.Duty][]byte{}
	var ids []ident.Duty
	err := d.Each(`SELECT id, body FROM duty WHERE org = $1 AND state = 'open' AND opened_at < $2 ORDER BY id LIMIT $3`, []any{i.Old, i.On.Start(), passAtOnce}, func(scan func(...any) error) error {
		var id ident.Duty
		var body []byte
		err := scan(&id, &body)
		ids, bodies[id] = append(ids, id), body
		return err
	})
	for _, id := range ids {
		var plain, sealed []byte
		if err == nil {
			plain, err = d.OpenBytes(place(i.Old, id), bodies[id])
		}
		if err == nil {
			sealed, err = d.SealBytes(place(i.New, id), plain)
		}
		if err == nil {
			err = d.Add(`UPDATE duty SET org = $1, unit = $2, body = $3 WHERE id = $4`, i.New, unit, sealed, id)
		}
	}
	return int64(len(ids)), err
}

// ChangeDuty puts what the scope's organisation owes, or owed, about a subject under a rule into another state; what was lifted stays so.
// It returns how many there were.
func (d Duties) ChangeDuty(c duty.Change) (int64, error) {
	return d.Exec(`UPDATE duty SET state = $1 WHERE subject = $2 AND rule = $3 AND state <> 'lifted' AND org = $4
		AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = duty.unit AND a.above = $5)`, c.To, c.Subject, c.Rule, d.Scope.Org, d.Scope.Unit)
}

// ResumeDuties has what stays about a case run again (対象外の申出 that an office asks about). The scope's office must have the case.
func (d Duties) ResumeDuties(subject ident.Object) error {
	var a row.Args
	of := a.Add(subject)
	visible := d.Through("incident_case", "duty.subject", access.Permission{Action: access.Read, Object: access.Report}, &a)
	_, err := d.Exec(`UPDATE duty SET state = 'open' WHERE subject = `+of+` AND state = 'stayed' AND `+visible, a.List...)
	return err
}
