// Package intake keeps reports that came by telephone (電話での受付): who called is sealed with the key of the operator.
package intake

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
)

// Intakes are the rows of a transaction about reports that came by telephone.
type Intakes struct{ *row.Q }

// MayReceive is the permission to take calls.
var MayReceive = access.Permission{Action: access.Receive, Object: access.Report}

var (
	mayFile = access.Permission{Action: access.File, Object: access.Report}
	mayRead = access.Permission{Action: access.Read, Object: access.Report}
)

func place(i intake.Intake) seal.Place {
	return seal.Place{Org: i.Org, Table: "intake", ID: string(i.Filing), Rev: i.Rev}
}

// AddIntake keeps how a report came.
func (q Intakes) AddIntake(i intake.Intake) error {
	i.Rev = 1
	body, err := q.Seal(place(i), i.Said)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO intake (filing, org, unit, office_org, office, state, called_at, at, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		i.Filing, i.Org, i.Unit, i.OfficeOrg, i.Office, intake.Waiting, i.CalledAt, q.Scope.At, i.Rev, body)
}

// Intake is how a report that is open to the scope came; the zero value where it did not come by telephone. It is not cut.
func (q Intakes) Intake(f ident.Filing) (i intake.Intake, err error) {
	var a row.Args
	at := a.Add(f)
	var body []byte
	err = q.One(`SELECT i.filing, i.org, i.unit, i.office_org, i.office, i.state, i.called_at, i.at, COALESCE(i.back_at, 0), COALESCE(i.done_at, 0), i.rev, i.body FROM intake i WHERE i.filing = `+at+` AND `+
		q.Through("filing", "i.filing", mayRead, &a), a.List, &i.Filing, &i.Org, &i.Unit, &i.OfficeOrg, &i.Office, &i.State, &i.CalledAt, &i.At, &i.BackAt, &i.DoneAt, &i.Rev, &body)
	if fault.Is(err, fault.Hidden) {
		return intake.Intake{}, nil
	}
	if err == nil {
		err = q.Open(place(i), body, &i.Said)
	}
	return i, err
}

// MoveIntake writes what became of an intake that was loaded in this scope: its state and what is said of it, for the operator and for the
// office that took the call. If somebody else moved it meanwhile it is a Conflict.
func (q Intakes) MoveIntake(i intake.Intake) error {
	was := i.Rev
	i.Rev++
	body, err := q.Seal(place(i), i.Said)
	if err != nil {
		return err
	}
	n, err := q.Exec(`UPDATE intake SET state = $1, back_at = $2, done_at = $3, rev = $4, body = $5 WHERE filing = $6 AND rev = $7
		AND (org = $8 OR office_org = $8 AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = intake.office AND a.above = $9))`,
		i.State, orNull(i.BackAt), orNull(i.DoneAt), i.Rev, body, i.Filing, was, q.Scope.Org, q.Scope.Unit)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.intake.moved", nil)
	}
	return err
}

func orNull(at ident.Instant) any {
	if at == 0 {
		return nil
	}
	return at
}

// TakenAbout lists the numbers of reports of the scope's own organisation that an office has, and that came by telephone within
// intake.Near of a call: colleagues may have taken the same one.
func (q Intakes) TakenAbout(office ident.Unit, called ident.Instant) (list []ident.Number, err error) {
	err = q.Each(`SELECT f.number FROM intake i JOIN filing f ON f.id = i.filing JOIN addressee d ON d.filing = i.filing AND d.unit = $2
		WHERE i.org = $1 AND i.called_at >= $3 AND i.called_at <= $4 ORDER BY i.called_at, f.id LIMIT 10`,
		[]any{q.Scope.Org, office, called.Add(-intake.Near), called.Add(intake.Near)}, func(scan func(...any) error) error {
			var n ident.Number
			err := scan(&n)
			list = append(list, n)
			return err
		})
	return list, err
}

// WaitingIntakes names the reports that are open to the scope and wait to be confirmed, the longest first.
func (q Intakes) WaitingIntakes(limit int) (list []ident.Filing, err error) {
	var a row.Args
	waiting := a.Add(intake.Waiting)
	visible := q.Through("filing", "i.filing", mayRead, &a)
	err = q.Each(`SELECT i.filing FROM intake i WHERE i.state = `+waiting+` AND `+visible+` ORDER BY i.at, i.filing LIMIT `+a.Add(limit), a.List, func(scan func(...any) error) error {
		var f ident.Filing
		err := scan(&f)
		list = append(list, f)
		return err
	})
	return list, err
}
