// Package incident keeps cases: what reports are about.
package incident

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
)

// Cases are the rows of a transaction about cases.
type Cases struct{ *row.Q }

type body struct{ Summary string }

func place(org ident.Org, id ident.Case) seal.Place {
	return seal.Place{Org: org, Table: "incident_case", ID: string(id), Rev: 1}
}

// AddCase opens a case.
func (c Cases) AddCase(n incident.Case) error {
	b, err := c.Seal(place(n.Org, n.ID), body{n.Summary})
	if err != nil {
		return err
	}
	return c.Add(`INSERT INTO incident_case (id, org, unit, number, state, opened_at, rev, body) VALUES ($1, $2, $3, $4, $5, $6, 1, $7)`,
		n.ID, n.Org, n.Unit, n.Number, n.State, n.OpenedAt, b)
}

// Case returns a case that is open to the scope. Absent and foreign are one answer.
func (c Cases) Case(id ident.Case) (n incident.Case, err error) {
	var a row.Args
	var b []byte
	at := a.Add(id)
	var evidence string
	read := access.Permission{Action: access.Read, Object: access.Report}
	err = c.One(`SELECT c.id, c.org, c.unit, c.number, c.state, c.opened_at, c.body, `+c.Sight("c", read, &a)+` FROM incident_case c WHERE c.id = `+at+` AND `+
		c.Visible("c", read, &a), a.List, &n.ID, &n.Org, &n.Unit, &n.Number, &n.State, &n.OpenedAt, &b, &evidence)
	if err == nil && !c.Sees(evidence) {
		err = fault.Absent()
	}
	if err != nil {
		return incident.Case{}, err
	}
	var v body
	err = c.Open(place(n.Org, n.ID), b, &v)
	n.Summary = v.Summary
	return n, err
}
