// Package oncall keeps whom a unit has called (緊急連絡先) and the calls about reports, sealed with the key of whose they are.
package oncall

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/oncall"
)

// Calls are the rows of a transaction about whom to call and who was called.
type Calls struct{ *row.Q }

var mayRead = access.Permission{Action: access.Read, Object: access.Report}

func listPlace(l oncall.List) seal.Place {
	return seal.Place{Org: l.Org, Table: "on_call", ID: string(l.Unit), Rev: l.Rev}
}

func callPlace(c oncall.Call) seal.Place {
	return seal.Place{Org: c.Org, Table: "call_made", ID: string(c.ID), Rev: 1}
}

func (q Calls) list(query string, args []any) (l oncall.List, err error) {
	var body []byte
	evidence := ""
	err = q.One(query, args, &l.Org, &l.Unit, &l.Rev, &l.At, &body, &evidence)
	if fault.Is(err, fault.Hidden) || err == nil && evidence != "own" && !q.Sees(evidence) {
		return oncall.List{}, nil
	}
	if err == nil {
		err = q.Open(listPlace(l), body, &l.Words)
	}
	return l, err
}

// CallList is the list of the scope's own unit; Rev is 0 where none was set.
func (q Calls) CallList() (oncall.List, error) {
	return q.list(`SELECT org, unit, rev, at, body, 'own' FROM on_call WHERE unit = $1 AND org = $2`, []any{q.Scope.Unit, q.Scope.Org})
}

// CallListOf is the list of the unit that filed, or of the next above it that has one, for whom the filing is open to by its address.
// Nobody else is told whether there is one.
func (q Calls) CallListOf(f ident.Filing) (oncall.List, error) {
	var a row.Args
	of := a.Add(f)
	return q.list(`SELECT c.org, c.unit, c.rev, c.at, c.body, `+q.Sight("f", mayRead, &a)+` FROM filing f JOIN unit_above u ON u.unit = f.unit JOIN on_call c ON c.org = f.org AND c.unit = u.above
		WHERE f.id = `+of+` AND c.n > 0 AND `+q.Visible("f", mayRead, &a)+` ORDER BY (SELECT COUNT(*) FROM unit_above d WHERE d.unit = c.unit) DESC LIMIT 1`, a.List)
}

// SetCallList writes the list of the scope's unit over the revision that l names; somebody else's in between is a Conflict.
func (q Calls) SetCallList(l oncall.List) error {
	l.Org, l.Unit = q.Scope.Org, q.Scope.Unit
	l.Rev++
	body, err := q.Seal(listPlace(l), l.Words)
	if err != nil {
		return err
	}
	n, err := q.Exec(`INSERT INTO on_call (unit, org, n, rev, at, body) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (unit) DO UPDATE SET n = excluded.n, rev = excluded.rev, at = excluded.at, body = excluded.body WHERE on_call.rev = excluded.rev - 1`,
		l.Unit, l.Org, len(l.Contacts), l.Rev, q.Scope.At, body)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.oncall.moved", nil)
	}
	return err
}

// CallsOf lists the calls about a filing that is open to the scope, in the order in which they were made. The office is told its own, whole;
// whoever filed is told when which office was called, and no name.
func (q Calls) CallsOf(f ident.Filing) (list []oncall.Call, err error) {
	var a row.Args
	of, org, unit := a.Add(f), a.Add(q.Scope.Org), a.Add(q.Scope.Unit)
	var bodies [][]byte
	err = q.Each(`SELECT c.id, c.filing, c.org, c.unit, c.kind, COALESCE(c.step, 0), c.at, c.body, `+q.Sight("f", mayRead, &a)+` FROM filing f JOIN call_made c ON c.filing = f.id
		WHERE f.id = `+of+` AND (f.org = `+org+` OR c.org = `+org+` AND EXISTS (SELECT 1 FROM unit_above cu WHERE cu.unit = c.unit AND cu.above = `+unit+`))
		AND `+q.Visible("f", mayRead, &a)+` ORDER BY c.at, c.id LIMIT `+a.Add(oncall.MostCalls), a.List, func(scan func(...any) error) error {
		var c oncall.Call
		var body []byte
		var evidence string
		err := scan(&c.ID, &c.Filing, &c.Org, &c.Unit, &c.Kind, &c.Step, &c.At, &body, &evidence)
		if q.Sees(evidence) {
			list, bodies = append(list, c), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err == nil && list[i].Org == q.Scope.Org {
			err = q.Open(callPlace(list[i]), bodies[i], &list[i].Said)
		}
	}
	return list, err
}

// AddCall keeps a call. A step that was taken already is a Conflict.
func (q Calls) AddCall(c oncall.Call) error {
	body, err := q.Seal(callPlace(c), c.Said)
	if err != nil {
		return err
	}
	var step any
	if c.Step > 0 {
		step = c.Step
	}
	n, err := q.Exec(`INSERT INTO call_made (id, filing, org, unit, kind, step, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
		c.ID, c.Filing, c.Org, c.Unit, c.Kind, step, q.Scope.At, body)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.oncall.moved", nil)
	}
	return err
}
