package register

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
)

func proposalPlace(id ident.Object) seal.Place {
	return seal.Place{Org: seal.House, Table: "proposal", ID: string(id), Rev: 1}
}

// AddProposal writes what one administrator entered.
func (r Register) AddProposal(p register.Proposal) error {
	body, err := r.Seal(proposalPlace(p.ID), p.Matter)
	if err != nil {
		return err
	}
	var from any
	if !p.FromOn.IsZero() {
		from = p.FromOn.String()
	}
	_, err = r.Exec(`INSERT INTO proposal (id, org, unit, kind, state, from_on, entered_at, entered_by, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		p.ID, r.Scope.Org, r.Scope.Unit, p.Kind, p.State, from, p.EnteredAt, p.EnteredBy, body)
	if err != nil {
		return err
	}
	return r.hold(p.Matter)
}

var proposalColumns = `p.id, p.kind, p.state, COALESCE(p.from_on, ''), p.entered_at, p.entered_by, COALESCE(p.ended_at, 0), COALESCE(p.ended_by, ''), p.body, ` + row.Evidence("proposal", "p")

var readOrganisations = access.Permission{Action: access.Read, Object: access.Organisation}

// Proposal returns what was entered under an id.
func (r Register) Proposal(id ident.Object) (register.Proposal, error) {
	var a row.Args
	at := a.Add(id)
	list, err := r.proposals(`p.id = `+at+` AND `+r.Visible("p", readOrganisations, &a), a.List)
	if err == nil && len(list) != 1 {
		err = fault.Absent()
	}
	if err != nil {
		return register.Proposal{}, err
	}
	return list[0], nil
}

// Proposals lists what waits for a second administrator, the oldest first, and then what was decided, the latest first.
func (r Register) Proposals(limit int) ([]register.Proposal, error) {
	var a row.Args
	return r.proposals(r.Visible("p", readOrganisations, &a)+` ORDER BY CASE WHEN p.state = 'waiting' THEN 0 ELSE 1 END,
		CASE WHEN p.state = 'waiting' THEN p.entered_at ELSE -p.ended_at END, p.id LIMIT `+a.Add(limit), a.List)
}

// WaitingProposals counts what waits for a second administrator.
func (r Register) WaitingProposals() (n int, err error) {
	var a row.Args
	visible := r.Visible("p", readOrganisations, &a)
	err = r.One(`SELECT COUNT(*) FROM proposal p WHERE p.state = 'waiting' AND `+visible, a.List, &n)
	return n, err
}

func (r Register) proposals(where string, args []any) (list []register.Proposal, err error) {
	var bodies [][]byte
	err = r.Each(`SELECT `+proposalColumns+` FROM proposal p WHERE `+where, args, func(scan func(...any) error) error {
		var p register.Proposal
		var from, proof string
		var body []byte
		err := scan(&p.ID, &p.Kind, &p.State, &from, &p.EnteredAt, &p.EnteredBy, &p.EndedAt, &p.EndedBy, &body, &proof)
		if err == nil && from != "" {
			p.FromOn, err = law.ParseDay(from)
		}
		if r.Proved("proposal", proof) { // who entered it must be another than who confirms it
			list, bodies = append(list, p), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err == nil {
			err = r.Open(proposalPlace(list[i].ID), bodies[i], &list[i].Matter)
		}
	}
	return list, err
}

// EndProposal confirms or withdraws what waits; somebody else who did so before is a Conflict.
func (r Register) EndProposal(p register.Proposal) error {
	return r.moved(r.Exec(`UPDATE proposal SET state = $1, ended_at = $2, ended_by = $3 WHERE id = $4 AND state = 'waiting'`, p.State, p.EndedAt, p.EndedBy, p.ID))
}

// RowsOf reads what a matter is judged on. What it names and is not there is not in the answer: the plan names the place.
func (r Register) RowsOf(m register.Matter) (register.Rows, error) {
	operators, from, offices := m.Names()
	rows := register.Rows{
		Today: law.DayOf(r.Scope.At), Standing: map[ident.Org]register.Standing{}, Offices: map[ident.Unit]register.Office{}, Orgs: map[ident.Org]register.Org{},
	}
	if m.Undo != nil {
		undone, err := r.Proposal(m.Undo.Of)
		if err != nil && !fault.Is(err, fault.Hidden) {
			return rows, err
		}
		rows.Undone = undone
		operators, from, offices = undone.Matter.Names()
	}
	for _, o := range operators {
		record, err := r.OrgRecord(o)
		if fault.Is(err, fault.Hidden) {
			continue
		}
		if err != nil {
			return rows, err
		}
		rows.Orgs[o] = record
		if rows.Standing[o], err = r.Standing(o); err != nil {
			return rows, err
		}
	}
	for _, u := range offices {
		office, err := r.OfficeRecord(u)
		if fault.Is(err, fault.Hidden) {
			continue
		}
		if err != nil {
			return rows, err
		}
		rows.Offices[u] = office
	}
	var err error
	if m.Routing != nil {
		if rows.Routings, err = r.Routings(); err != nil {
			return rows, err
		}
	}
	if m.Template != nil {
		if err = r.templateRows(m.Template, &rows); err != nil {
			return rows, err
		}
	}
	if from != "" {
		rows.Competent, err = r.CompetentFor(from)
	}
	return rows, err
}
