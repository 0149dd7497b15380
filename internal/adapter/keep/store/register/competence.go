package register

import (
	"encoding/json"
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
)

// rowLimit bounds how many rows of one organisation, or of one office, are read at once.
const rowLimit = 10000

// Standing returns what an operator is and was designated for, and which offices are and were competent; those of
// every operator are among them.
func (r Register) Standing(operator ident.Org) (s register.Standing, err error) {
	if r.hidden() {
		return s, nil
	}
	if s.Designations, err = r.designations(operator); err != nil {
		return s, err
	}
	s.Jurisdictions, err = r.competent(`(j.operator = $1 OR j.operator IS NULL)`, operator)
	return s, err
}

// CompetentFor lists the jurisdiction rows of an office, of any time.
func (r Register) CompetentFor(office ident.Unit) ([]register.Competent, error) {
	if r.hidden() {
		return nil, nil
	}
	return r.competent(`j.unit = $1`, office)
}

// businessBody is the sealed part of a designation.
type businessBody struct{ Business string }

func designationPlace(org ident.Org, id string) seal.Place {
	return seal.Place{Org: org, Table: "designation", ID: id, Rev: 1}
}

func (r Register) designations(operator ident.Org) (list []register.Designated, err error) {
	var bodies [][]byte
	err = r.Each(`SELECT id, sector, ministers, from_on, COALESCE(until_on, ''), COALESCE(origin, 'designated'), COALESCE(former, ''), COALESCE(ended, ''), body, `+row.Evidence("designation", "d")+`
		FROM designation d WHERE operator = $1 ORDER BY from_on, id LIMIT $2`, []any{operator, rowLimit}, func(scan func(...any) error) error {
		d := register.Designated{Designation: party.Designation{Operator: operator}}
		var ministers, from, until, evidence string
		var body []byte
		err := scan(&d.ID, &d.Sector, &ministers, &from, &until, &d.Origin, &d.Former, &d.Ended, &body, &evidence)
		if err == nil && !r.Proved("designation", evidence) {
			return nil
		}
		if err == nil {
			err = json.Unmarshal([]byte(ministers), &d.Ministers)
		}
		if err == nil {
			d.On, d.Until, err = days(from, until)
		}
		list, bodies = append(list, d), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil && len(bodies[i]) > 0 {
			var b businessBody
			err = r.Open(designationPlace(operator, list[i].ID), bodies[i], &b)
			list[i].Business = b.Business
		}
	}
	return list, err
}

func days(from, until string) (a, b law.Day, err error) {
	if a, err = law.ParseDay(from); err == nil && until != "" {
		b, err = law.ParseDay(until)
	}
	return a, b, err
}

func (r Register) competent(where string, id any) (list []register.Competent, err error) {
	var bodies []row.Body
	err = r.Each(`SELECT j.id, COALESCE(j.operator, ''), COALESCE(j.sector, ''), j.org, j.unit, j.act, j.title, j.channel, j.sections, j.from_on, COALESCE(j.until_on, ''),
		COALESCE(y.transfer, ''), u.rev, u.body, `+row.Evidence("jurisdiction", "j")+` FROM jurisdiction j JOIN unit u ON u.id = j.unit LEFT JOIN passing y ON y.jurisdiction = j.id WHERE `+where+` ORDER BY j.from_on, j.id LIMIT $2`,
		[]any{id, rowLimit}, func(scan func(...any) error) error {
			var c register.Competent
			var sections, from, until, evidence string
			var body row.Body
			err := scan(&c.ID, &c.Operator, &c.Sector, &c.OfficeOrg, &c.Office, &c.Act, &c.Title, &c.Channel, &sections, &from, &until, &c.EndedBy, &body.Rev, &body.Sealed, &evidence)
			if err == nil && !r.Proved("jurisdiction", evidence) {
				return nil // what nobody entered is not passed on
			}
			c.Sections = strings.Fields(sections)
			if err == nil {
				c.From, c.Until, err = days(from, until)
			}
			list, bodies = append(list, c), append(bodies, body)
			return err
		})
	for i := range list {
		var u party.Unit
		if err == nil {
			err = r.Open(row.UnitPlace(list[i].OfficeOrg, list[i].Office, bodies[i].Rev), bodies[i].Sealed, &u)
		}
		list[i].OfficeName = u.Name
	}
	return list, err
}

// OfficeRecord returns a unit with what its organisation is.
func (r Register) OfficeRecord(id ident.Unit) (o register.Office, err error) {
	if r.hidden() {
		return o, fault.Absent()
	}
	var unit, org row.Body
	if err = r.One(`SELECT u.org, COALESCE(u.parent, ''), COALESCE(u.closed_at, o.closed_at, 0), u.rev, u.body, o.kind, o.rev, o.body FROM unit u JOIN org o ON o.id = u.org WHERE u.id = $1`,
		[]any{id}, &o.Org, &o.Parent, &o.ClosedAt, &unit.Rev, &unit.Sealed, &o.Kind, &org.Rev, &org.Sealed); err != nil {
		return o, err
	}
	of, parent := o.Org, o.Parent
	if err = r.Open(row.UnitPlace(of, id, unit.Rev), unit.Sealed, &o.Unit.Unit); err != nil {
		return o, err
	}
	o.ID, o.Org, o.Parent, o.Rev = id, of, parent, unit.Rev
	var whole party.Org
	err = r.Open(row.OrgPlace(of, org.Rev), org.Sealed, &whole)
	o.OrgName = whole.Name
	return o, err
}

// AuthorityUnits lists the units in use of every authority in use, organisation by organisation, each from its root down.
func (r Register) AuthorityUnits() (list []register.Office, err error) {
	if r.hidden() {
		return nil, nil
	}
	type authority struct {
		id   ident.Org
		kind party.Kind
	}
	var all []authority
	err = r.Each(`SELECT id, kind FROM org WHERE kind IN ('ministry', 'cabinet', 'nco') AND closed_at IS NULL ORDER BY id LIMIT 200`, nil, func(scan func(...any) error) error {
		var a authority
		err := scan(&a.id, &a.kind)
		all = append(all, a)
		return err
	})
	for _, a := range all {
		if err != nil {
			break
		}
		var tree register.Tree
		tree, err = r.TreeOf(a.id)
		tree.Walk(func(u register.Unit, _ int) {
			if u.ClosedAt == 0 {
				list = append(list, register.Office{Unit: u, Kind: a.kind, OrgName: tree.Root().Name})
			}
		})
	}
	return list, err
}

// Apply writes what a confirmed matter changes, and leaves the hand-over of open matters to the worker.
func (r Register) Apply(p register.Plan) error {
	if t := p.Transfer; t != nil {
		if err := r.addTransfer(*t, p.EndJurisdictions); err != nil {
			return err
		}
	}
	if p.Inheritance != nil {
		if err := r.addInheritance(*p.Inheritance); err != nil {
			return err
		}
	}
	if p.UndoInheritance != "" {
		if err := r.undo(p); err != nil {
			return err
		}
	}
	for _, e := range p.EndDesignations {
		if err := r.moved(r.Exec(`UPDATE designation SET until_on = $1, ended = $2 WHERE id = $3 AND until_on IS NULL`, e.Until.String(), e.How, e.ID)); err != nil {
			return err
		}
	}
	for _, e := range p.EndJurisdictions {
		if err := r.moved(r.Exec(`UPDATE jurisdiction SET until_on = $1 WHERE id = $2 AND (until_on IS NULL OR until_on > $1)`, e.Until.String(), e.ID)); err != nil {
			return err
		}
	}
	for _, d := range p.AddDesignations {
		if err := r.addDesignated(d); err != nil {
			return err
		}
	}
	for _, j := range p.AddJurisdictions {
		if err := r.addJurisdiction(j); err != nil {
			return err
		}
	}
	if err := r.route(p); err != nil {
		return err
	}
	return r.retemplate(p)
}

func (r Register) addDesignated(d register.Designated) error {
	ministers, err := json.Marshal(d.Ministers)
	if err != nil {
		return err
	}
	body, err := r.Seal(designationPlace(d.Operator, d.ID), businessBody{d.Business})
	if err != nil {
		return err
	}
	var former any
	if d.Former != "" {
		former = d.Former
	}
	return r.Add(`INSERT INTO designation (id, operator, sector, ministers, from_on, origin, former, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		d.ID, d.Operator, d.Sector, string(ministers), d.On.String(), d.Origin, former, body)
}

func (r Register) addJurisdiction(j party.Jurisdiction) error {
	var operator, until any
	if j.Operator != "" {
		operator = j.Operator
	}
	if !j.Until.IsZero() {
		until = j.Until.String()
	}
	return r.Add(`INSERT INTO jurisdiction (id, operator, sector, org, unit, act, title, channel, sections, from_on, until_on)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		j.ID, operator, j.Sector, j.OfficeOrg, j.Office, j.Act, j.Title, j.Channel, strings.Join(j.Sections, " "), j.From.String(), until)
}
