// Package procedure keeps what offices declare: the procedures that are not built in, version by version.
package procedure

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
)

// Procedures are the rows of a transaction about procedures.
type Procedures struct{ *row.Q }

func place(v procedure.Version) seal.Place {
	return seal.Place{Org: v.Org, Table: "procedure", ID: string(v.ID), Rev: v.Rev}
}

// AddVersion writes a new version, as its first revision.
func (p Procedures) AddVersion(v procedure.Version) error {
	v.Rev = 1
	body, err := p.Seal(place(v), v.Record)
	if err != nil {
		return err
	}
	_, err = p.Exec(`INSERT INTO procedure (id, org, unit, number, version, state, rev, updated_at, body) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)`,
		v.ID, v.Org, v.Unit, v.Number, v.Version, v.State, p.Scope.At, body)
	return err
}

// SaveVersion writes over the revision that v names; somebody else's in between is a Conflict.
func (p Procedures) SaveVersion(v procedure.Version) error {
	seen := v.Rev
	v.Rev++
	body, err := p.Seal(place(v), v.Record)
	if err != nil {
		return err
	}
	n, err := p.Exec(`UPDATE procedure SET state = $1, rev = $2, updated_at = $3, body = $4 WHERE id = $5 AND rev = $6`, v.State, v.Rev, p.Scope.At, body, v.ID, seen)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.procedure.rev", nil)
	}
	return err
}

const columns = `p.id, p.org, p.unit, p.number, p.version, p.state, p.rev, p.updated_at, p.body`

// list reads versions; one whose open state is not what its sealed body says is left out.
func (p Procedures) list(where string, a row.Args) (list []procedure.Version, err error) {
	var bodies [][]byte
	var states []procedure.State
	err = p.Each(`SELECT `+columns+` FROM procedure p WHERE `+where, a.List, func(scan func(...any) error) error {
		var v procedure.Version
		var state procedure.State
		var body []byte
		err := scan(&v.ID, &v.Org, &v.Unit, &v.Number, &v.Version, &state, &v.Rev, &v.At, &body)
		list, bodies, states = append(list, v), append(bodies, body), append(states, state)
		return err
	})
	var agreed []procedure.Version
	for i := range list {
		if err != nil {
			break
		}
		if err = p.Open(place(list[i]), bodies[i], &list[i].Record); err == nil && list[i].State == states[i] {
			agreed = append(agreed, list[i])
		}
	}
	return agreed, err
}

// Versions lists the versions that are open to the scope for an action: those of one procedure, or of all when n is empty; the
// newest first.
func (p Procedures) Versions(n ident.Number, may access.Permission, limit int) ([]procedure.Version, error) {
	var a row.Args
	where := p.Visible("p", may, &a)
	if n != "" {
		where += ` AND p.number = ` + a.Add(n)
	}
	return p.list(where+` ORDER BY p.updated_at DESC, p.id DESC LIMIT `+a.Add(limit), a)
}

// Version is one version of a procedure of the scope's office. Absent and foreign are one answer.
func (p Procedures) Version(n ident.Number, version int, may access.Permission) (procedure.Version, error) {
	var a row.Args
	list, err := p.list(`p.number = `+a.Add(n)+` AND p.version = `+a.Add(version)+` AND `+p.Visible("p", may, &a), a)
	if err == nil && len(list) != 1 {
		err = p.Miss(string(n))
	}
	if err != nil {
		return procedure.Version{}, err
	}
	return list[0], nil
}

// OpenedVersions lists every version that was published and not closed, the newest of each procedure first. Who may call:
// whoever then asks for which of them are open to the scope (store.Tx.OpenProcedures).
func (p Procedures) OpenedVersions() ([]procedure.Version, error) {
	return p.list(`p.state = 'published' ORDER BY p.number, p.version DESC LIMIT 500`, row.Args{})
}

// VersionsOf lists the versions of a procedure that were ever published, the newest first; version 0 means all.
func (p Procedures) VersionsOf(n ident.Number, version int) ([]procedure.Version, error) {
	var a row.Args
	where := `p.number = ` + a.Add(n) + ` AND p.state IN ('published', 'closed')`
	if version != 0 {
		where += ` AND p.version = ` + a.Add(version)
	}
	return p.list(where+` ORDER BY p.version DESC`, a)
}
