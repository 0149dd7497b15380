// Package expected reads who is expected to file what, and where each of them stands (提出状況). It has no table of its own.
package expected

import (
	"cmp"
	"slices"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

// Expected are the rows of a transaction about what is expected.
type Expected struct{ *row.Q }

var (
	mayRead = access.Permission{Action: access.Read, Object: access.Report}
	mayDesk = access.Permission{Action: access.Read, Object: access.Desk}
)

// competent is a join: the rows by which the scope's office, or one below it, is an addressee of an act of o, for the business in column sector
// (empty: for any), today.
func (q Expected) competent(of expected.Of, sector string, a *row.Args) string {
	on := a.Add(law.DayOf(q.Scope.At).String())
	join := `JOIN jurisdiction j ON (j.operator = o.id OR j.operator IS NULL) AND j.act = '` + string(of.Act()) + `' AND j.channel = '` + string(filing.Here) + `'
		AND j.from_on <= ` + on + ` AND (j.until_on IS NULL OR j.until_on > ` + on + `)`
	if sector != "" {
		join += ` AND (COALESCE(j.sector, '') = '' OR j.sector = ` + sector + `)`
	}
	return join + ` JOIN unit_above ja ON ja.unit = j.unit AND ja.above = ` + a.Add(q.Scope.Unit)
}

// proofs are two columns with what such a row rests on, and proved judges them.
var proofs = row.Evidence("jurisdiction", "j") + `, ` + row.Evidence("unit_above", "ja")

func (q Expected) proved(jurisdiction, above string) bool {
	return q.Proved("jurisdiction", jurisdiction) && q.Proved("unit_above", above)
}

// asked counts the corrections of a filing that the scope's office, or one below it, asked for and that wait.
func (q Expected) asked(filings string, a *row.Args) string {
	return `(SELECT COUNT(*) FROM request x WHERE x.filing ` + filings + ` AND x.kind = 'fix' AND x.state = 'waiting' AND x.org = ` + a.Add(q.Scope.Org) +
		` AND EXISTS (SELECT 1 FROM unit_above xa WHERE xa.unit = x.unit AND xa.above = ` + a.Add(q.Scope.Unit) + `))`
}

// ExpectedLines are the rows of what is expected by the scope's office: of operators for which it, or an office below it, is competent today. Nobody
// else is told any.
func (q Expected) ExpectedLines(of expected.Of) (list []expected.Line, err error) {
	if q.Scope.Org == "" || q.Scope.Permit(mayDesk) != nil {
		return nil, nil
	}
	read := q.notifications
	if of == expected.Detailed {
		read = q.detailed
	}
	found, err := read()
	if err != nil || len(found) == 0 {
		return nil, err
	}
	last, err := q.contacts()
	for i := range found {
		if l := &found[i]; err == nil {
			err = q.name(l)
			l.Last = last[l.Operator.ID]
			list = append(list, l.Line)
		}
	}
	return list, err
}

// read is a line with the registration of its operator, still sealed.
type read struct {
	expected.Line
	unit       ident.Unit // its first
	body, root row.Body
}

// registered are columns of an operator o with its first unit u, and root is how the unit is joined.
const registered = `o.id, o.rev, o.body, u.id, u.rev, u.body`

const root = ` JOIN unit u ON u.org = o.id AND u.parent IS NULL `

func (l *read) into() []any {
	return []any{&l.Operator.ID, &l.body.Rev, &l.body.Sealed, &l.unit, &l.root.Rev, &l.root.Sealed}
}

// name completes a line with what is registered of its operator.
func (q Expected) name(l *read) error {
	id := l.Operator.ID
	var u party.Unit
	err := q.Open(row.OrgPlace(id, l.body.Rev), l.body.Sealed, &l.Operator)
	if err == nil {
		err = q.Open(row.UnitPlace(id, l.unit, l.root.Rev), l.root.Sealed, &u)
	}
	l.Operator.ID, l.Phone = id, cmp.Or(l.Operator.Phone, u.Phone)
	return err
}

// business is an operator that is designated for a business.
type business struct {
	org    ident.Org
	sector law.Sector
}

// notifications are the businesses for which a 届出 is expected.
func (q Expected) notifications() (list []read, err error) {
	var a row.Args
	today := law.DayOf(q.Scope.At)
	join, on := q.competent(expected.Notification, "d.sector", &a), a.Add(today.String())
	seen := map[business]bool{}
	err = q.Each(`SELECT d.id, d.sector, d.from_on, `+registered+`, `+row.Evidence("designation", "d")+`, `+proofs+` FROM designation d JOIN org o ON o.id = d.operator`+root+join+`
		WHERE d.from_on <= `+on+` AND (d.until_on IS NULL OR d.until_on > `+on+`) AND o.kind = '`+string(party.Operator)+`' AND o.closed_at IS NULL ORDER BY d.operator, d.sector, d.id LIMIT `+a.Add(expected.Most), a.List,
		func(scan func(...any) error) error {
			d := party.Designation{}
			var l read
			var from, designation, jurisdiction, above string
			err := scan(slices.Concat([]any{&l.ID, &d.Sector, &from}, l.into(), []any{&designation, &jurisdiction, &above})...)
			if d.Operator = l.Operator.ID; err == nil {
				d.On, err = law.ParseDay(from)
			}
			b := business{d.Operator, d.Sector}
			if err != nil || seen[b] || !q.Proved("designation", designation) || !q.proved(jurisdiction, above) {
				return err
			}
			seen[b] = true
			l.Of, l.State, l.Sectors = expected.Notification, expected.Missing, []law.Sector{d.Sector}
			l.Due, _ = expected.FirstDue(d, today)
			list = append(list, l)
			return nil
		})
	if err != nil {
		return nil, err
	}
	last, err := q.latest()
	for i := range list {
		if f, there := last[business{list[i].Operator.ID, list[i].Sectors[0]}]; there {
			list[i].Line.State, list[i].Number, list[i].Filing, list[i].FiledAt = expected.OfNotification(f.Kind, f.asked), f.Number, f.ID, f.ArrivedAt
		}
	}
	return list, err
}

// filed is what was filed last, and whether a correction of something that stands is waited for.
type filed struct {
	filing.Filing
	asked bool
}

// latest are the last 届出 of each business that were not withdrawn, of those that are open to the scope's office, with what passed to a successor
// (承継).
func (q Expected) latest() (map[business]filed, error) {
	var a row.Args
	on := a.Add(law.DayOf(q.Scope.At).String())
	of := func(alias string) string {
		return alias + `.sector = d.sector AND ` + alias + `.org IN (SELECT d.operator UNION ALL SELECT i.old_org FROM inheritance i WHERE i.new_org = d.operator AND i.undone_at IS NULL)`
	}
	asked := q.asked(`IN (SELECT n3.filing FROM notified n3 JOIN filing f3 ON f3.id = n3.filing WHERE `+of("n3")+` AND f3.state <> 'withdrawn')`, &a)
	found := map[business]filed{}
	err := q.Each(`SELECT d.operator, d.sector, f.kind, f.id, f.number, f.arrived_at, `+asked+`, `+q.Sight("f", mayRead, &a)+` FROM designation d JOIN filing f ON f.id = (
			SELECT n.filing FROM notified n JOIN filing g ON g.id = n.filing WHERE `+of("n")+` AND g.state <> 'withdrawn' AND `+q.Visible("g", mayRead, &a)+` ORDER BY g.arrived_at DESC, g.id DESC LIMIT 1)
		WHERE d.from_on <= `+on+` AND (d.until_on IS NULL OR d.until_on > `+on+`) ORDER BY d.id LIMIT `+a.Add(expected.Most), a.List, func(scan func(...any) error) error {
		var b business
		var f filed
		var sight string
		waiting := 0
		err := scan(&b.org, &b.sector, &f.Kind, &f.ID, &f.Number, &f.ArrivedAt, &waiting, &sight)
		if f.asked = waiting > 0; q.Sees(sight) {
			found[b] = f
		}
		return err
	})
	return found, err
}

func dutyPlace(org ident.Org, id string) seal.Place {
	return seal.Place{Org: org, Table: "duty", ID: id, Rev: 1}
}

// detailed are the 詳報 that are owed, or were filed of late, after 速報 that are open to the scope's office.
func (q Expected) detailed() (list []read, err error) {
	var a row.Args
	join := q.competent(expected.Detailed, "", &a)
	since, prompt, detailed := a.Add(law.DayOf(q.Scope.At).Add(-expected.Back).String()), a.Add(incident.PromptForm.ID), a.Add(incident.DetailedForm.ID)
	asked := q.asked(`IN (SELECT h.id FROM filing h WHERE h.subject = w.subject AND h.kind = `+detailed+` AND h.state <> 'withdrawn')`, &a)
	visible := q.Visible("f", mayRead, &a)
	sight := q.Sight("f", mayRead, &a)
	filedAt := `COALESCE((SELECT MAX(k.arrived_at) FROM filing k WHERE k.subject = w.subject AND k.kind = ` + detailed + ` AND k.state <> 'withdrawn' AND ` + q.Visible("k", mayRead, &a) + `), 0)`
	var bodies [][]byte
	seen := map[string]bool{}
	err = q.Each(`SELECT w.id, w.state, w.body, `+registered+`, f.id, f.number, `+filedAt+`, `+asked+`, `+proofs+`, `+sight+` FROM org o`+root+join+`
		JOIN duty w ON w.org = o.id AND (w.state IN ('open', 'stayed') OR w.state = 'discharged' AND w.due_on >= `+since+`) AND w.rule = '`+expected.Rule+`'
		JOIN filing f ON f.subject = w.subject AND f.kind = `+prompt+` AND `+visible+` WHERE o.kind = '`+string(party.Operator)+`' AND o.closed_at IS NULL ORDER BY w.due_on, w.id LIMIT `+a.Add(expected.Most), a.List,
		func(scan func(...any) error) error {
			var l read
			var state duty.State
			var body []byte
			var jurisdiction, above, sight string
			waiting := 0
			err := scan(slices.Concat([]any{&l.ID, &state, &body}, l.into(), []any{&l.Filing, &l.Number, &l.FiledAt, &waiting, &jurisdiction, &above, &sight})...)
			var shown bool
			l.State, shown = expected.OfDuty(state, waiting > 0)
			if err != nil || !shown || seen[l.ID] || !q.proved(jurisdiction, above) || !q.Sees(sight) {
				return err
			}
			l.Of = expected.Detailed
			seen[l.ID], list, bodies = true, append(list, l), append(bodies, body)
			return nil
		})
	for i := range list {
		if err == nil {
			err = q.Open(dutyPlace(list[i].Operator.ID, list[i].ID), bodies[i], &list[i].Due)
		}
	}
	if err != nil || len(list) == 0 {
		return nil, err
	}
	sectors, err := q.sectors()
	for i := range list {
		list[i].Sectors = sectors[list[i].Operator.ID]
	}
	return list, err
}

// sectors are the businesses for which operators are designated today: of whom it is told is for the caller to see to.
func (q Expected) sectors() (map[ident.Org][]law.Sector, error) {
	all := map[ident.Org][]law.Sector{}
	err := q.Each(`SELECT d.operator, d.sector, `+row.Evidence("designation", "d")+` FROM designation d WHERE d.from_on <= $1 AND (d.until_on IS NULL OR d.until_on > $1) ORDER BY d.operator, d.sector LIMIT $2`,
		[]any{law.DayOf(q.Scope.At).String(), expected.Most}, func(scan func(...any) error) error {
			var b business
			var evidence string
			err := scan(&b.org, &b.sector, &evidence)
			if q.Proved("designation", evidence) && !slices.Contains(all[b.org], b.sector) {
				all[b.org] = append(all[b.org], b.sector)
			}
			return err
		})
	return all, err
}

// contacts are the last times when the scope's office had to do with operators.
func (q Expected) contacts() (map[ident.Org]expected.Contact, error) {
	last := map[ident.Org]expected.Contact{}
	var a row.Args
	err := q.Each(`SELECT o.id, f.number, f.arrived_at, `+q.Sight("f", mayRead, &a)+` FROM org o JOIN filing f ON f.id = (
			SELECT g.id FROM filing g WHERE g.org = o.id AND `+q.Visible("g", mayRead, &a)+` ORDER BY g.arrived_at DESC, g.id DESC LIMIT 1) WHERE o.kind = '`+string(party.Operator)+`' LIMIT `+a.Add(expected.Most), a.List,
		func(scan func(...any) error) error {
			var org ident.Org
			var sight string
			c := expected.Contact{Kind: expected.Arrived}
			err := scan(&org, &c.Number, &c.At, &sight)
			if q.Sees(sight) {
				last[org] = last[org].Later(c)
			}
			return err
		})
	if err != nil {
		return nil, err
	}
	var b row.Args
	mine := `x.office_org = ` + b.Add(q.Scope.Org) + ` AND EXISTS (SELECT 1 FROM unit_above xa WHERE xa.unit = x.office AND xa.above = ` + b.Add(q.Scope.Unit) + `)`
	err = q.Each(`SELECT c.org, c.number, c.at FROM org o JOIN letter_copy c ON c.id = (SELECT x.id FROM letter_copy x WHERE x.org = o.id AND `+mine+` ORDER BY x.at DESC, x.id DESC LIMIT 1)
		WHERE o.kind = '`+string(party.Operator)+`' LIMIT `+b.Add(expected.Most), b.List, func(scan func(...any) error) error {
		var org ident.Org
		c := expected.Contact{Kind: expected.Written}
		err := scan(&org, &c.Number, &c.At)
		last[org] = last[org].Later(c)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = q.Each(`SELECT i.org, MAX(COALESCE(i.back_at, i.called_at)) FROM intake i WHERE i.office_org = $1 AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = i.office AND a.above = $2) GROUP BY i.org LIMIT $3`,
		[]any{q.Scope.Org, q.Scope.Unit, expected.Most}, func(scan func(...any) error) error {
			var org ident.Org
			c := expected.Contact{Kind: expected.Called}
			err := scan(&org, &c.At)
			last[org] = last[org].Later(c)
			return err
		})
	return last, err
}
