// Package approval keeps how organisations agree to what they send: the ways that they have set, and each asking.
package approval

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Approvals are the rows of a transaction about approvals.
type Approvals struct{ *row.Q }

var mayRead = access.Permission{Action: access.Read, Object: access.Approval}

func routePlace(r approval.Route) seal.Place {
	return seal.Place{Org: r.Org, Table: "approval_route", ID: string(r.ID), Rev: r.Rev}
}

func place(r approval.Round) seal.Place {
	return seal.Place{Org: r.Org, Table: "approval", ID: string(r.ID), Rev: r.Rev}
}

// Routes lists the ways that the scope's organisation has set: for one procedure, or for all where of is empty.
func (q Approvals) Routes(of string) (list []approval.Route, err error) {
	if q.Scope.Kind != party.Operator {
		return nil, nil
	}
	var a row.Args
	where := `org = ` + a.Add(q.Scope.Org)
	if of != "" {
		where += ` AND kind = ` + a.Add(of)
	}
	var bodies [][]byte
	err = q.Each(`SELECT id, org, kind, rev, updated_at, body FROM approval_route WHERE `+where+` ORDER BY kind LIMIT 500`, a.List, func(scan func(...any) error) error {
		var r approval.Route
		var body []byte
		err := scan(&r.ID, &r.Org, &r.Of, &r.Rev, &r.At, &body)
		list, bodies = append(list, r), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(routePlace(list[i]), bodies[i], &list[i].Words)
		}
	}
	return list, err
}

// SetRoute writes over the revision that r names; 0 is the first. Somebody else's in between is a Conflict.
func (q Approvals) SetRoute(r approval.Route) error {
	seen := r.Rev
	r.Org, r.Rev = q.Scope.Org, seen+1
	body, err := q.Seal(routePlace(r), r.Words)
	if err != nil {
		return err
	}
	var n int64
	if seen == 0 {
		n, err = q.Exec(`INSERT INTO approval_route (id, org, unit, kind, rev, updated_at, body) VALUES ($1, $2, $3, $4, 1, $5, $6) ON CONFLICT (org, kind) DO NOTHING`,
			r.ID, r.Org, q.Scope.Unit, r.Of, q.Scope.At, body)
	} else {
		n, err = q.Exec(`UPDATE approval_route SET rev = $1, updated_at = $2, body = $3 WHERE id = $4 AND org = $5 AND rev = $6`, r.Rev, q.Scope.At, body, r.ID, r.Org, seen)
	}
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.approval.rev", nil)
	}
	return err
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// AddRound writes a new asking.
func (q Approvals) AddRound(r approval.Round) error {
	r.Rev = 1
	body, err := q.Seal(place(r), r.Body)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO approval (id, org, unit, kind, state, draft, filing, step, rev, at, updated_at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9, $10)`,
		r.ID, r.Org, r.Unit, r.Mode, r.State, orNull(string(r.Draft)), orNull(string(r.Filing)), r.Step, r.At, body)
}

// SaveRound writes over the revision that r names; somebody else's in between is a Conflict.
func (q Approvals) SaveRound(r approval.Round) error {
	seen := r.Rev
	r.Rev++
	body, err := q.Seal(place(r), r.Body)
	if err != nil {
		return err
	}
	n, err := q.Exec(`UPDATE approval SET state = $1, filing = $2, step = $3, rev = $4, updated_at = $5, body = $6 WHERE id = $7 AND rev = $8`,
		r.State, orNull(string(r.Filing)), r.Step, r.Rev, r.Moved, body, r.ID, seen)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.approval.moved", nil)
	}
	return err
}

const columns = `p.id, p.org, p.unit, p.kind, p.state, COALESCE(p.draft, ''), COALESCE(p.filing, ''), p.step, p.rev, p.at, p.updated_at, p.body`

func (q Approvals) rounds(where string, a row.Args) (list []approval.Round, err error) {
	var bodies [][]byte
	err = q.Each(`SELECT `+columns+` FROM approval p WHERE `+where, a.List, func(scan func(...any) error) error {
		var r approval.Round
		var body []byte
		err := scan(&r.ID, &r.Org, &r.Unit, &r.Mode, &r.State, &r.Draft, &r.Filing, &r.Step, &r.Rev, &r.At, &r.Moved, &body)
		list, bodies = append(list, r), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(place(list[i]), bodies[i], &list[i].Body)
		}
	}
	return list, err
}

// Rounds lists the askings that are open to the scope, the latest change first: those that wait, or all.
func (q Approvals) Rounds(waiting bool, limit int) ([]approval.Round, error) {
	var a row.Args
	where := q.Visible("p", mayRead, &a)
	if waiting {
		where += ` AND p.state = 'waiting'`
	}
	return q.rounds(where+` ORDER BY p.updated_at DESC, p.id DESC LIMIT `+a.Add(limit), a)
}

// Round is one asking that is open to the scope for an action. Absent and foreign are one answer.
func (q Approvals) Round(id ident.Object, may access.Permission) (approval.Round, error) {
	var a row.Args
	list, err := q.rounds(`p.id = `+a.Add(id)+` AND `+q.Visible("p", may, &a), a)
	if err == nil && len(list) != 1 {
		err = q.Miss(string(id))
	}
	if err != nil {
		return approval.Round{}, err
	}
	return list[0], nil
}

// RoundToTell is one asking as it stands, of whatever organisation. Background work alone is told.
func (q Approvals) RoundToTell(id ident.Object) (approval.Round, error) {
	if q.Scope.Org != "" {
		return approval.Round{}, fault.Absent()
	}
	var a row.Args
	list, err := q.rounds(`p.id = `+a.Add(id), a)
	if err == nil && len(list) != 1 {
		err = fault.Absent()
	}
	if err != nil {
		return approval.Round{}, err
	}
	return list[0], nil
}

// RoundOf is the latest asking for a draft; none has no id. Who may call: whoever was shown the draft.
func (q Approvals) RoundOf(d ident.Draft) (approval.Round, error) {
	var a row.Args
	list, err := q.rounds(`p.draft = `+a.Add(d)+` AND p.org = `+a.Add(q.Scope.Org)+` ORDER BY p.at DESC, p.id DESC LIMIT 1`, a)
	if err != nil || len(list) == 0 {
		return approval.Round{}, err
	}
	return list[0], nil
}

// ActsFor lists the people for whom the scope's hat acts now (代理).
func (q Approvals) ActsFor() (list []ident.Person, err error) {
	var a row.Args
	hat, org, at := a.Add(q.Scope.Hat), a.Add(q.Scope.Org), a.Add(q.Scope.At)
	err = q.Each(`SELECT h.person, `+row.Evidence("succession", "s")+` FROM succession s JOIN hat h ON h.id = s.hat WHERE s.heir = `+hat+` AND s.org = `+org+` AND s.kind = 'deputy' AND s.undone_at IS NULL AND s.at <= `+at+
		` AND (s.until_at IS NULL OR s.until_at > `+at+`)`, a.List, func(scan func(...any) error) error {
		var p ident.Person
		var proof string
		err := scan(&p, &proof)
		if q.Proved("succession", proof) {
			list = append(list, p)
		}
		return err
	})
	return list, err
}
