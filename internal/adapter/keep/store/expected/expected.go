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
	mayHear = access.Permission{Action: access.Read, Object: access.Consult}
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

// asks narrows questions x to the corrections that the scope's office, or one below it, asked for and that wait.
func (q Expected) asks(a *row.Args) string {
	return `x.kind = 'fix' AND x.state = 'waiting' AND x.org = ` + a.Add(q.Scope.Org) + ` AND x.unit IN (SELECT xa.unit FROM unit_above xa WHERE xa.above = ` + a.Add(q.Scope.Unit) + `)`
}

// ExpectedLines are the rows of what is expected by the scope's office: of operators for which it, or an office below it, is competent today. Nobody
// else is told any.
func (q Expected) ExpectedLines(of expected.Of) ([]expected.Line, error) { return q.lines(of, true) }

// lines reads them; contacts asks for when the office last had to do with each.
func (q Expected) lines(of expected.Of, contacts bool) (list []expected.Line, err error) {
	if q.Scope.Org == "" || q.Scope.Permit(mayDesk) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	read := q.notifications
	if of == expected.Detailed {
		read = q.detailed
	}
	found, err := read()
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if err := q.fill(of, found, contacts); err != nil {
		return nil, err
	}
	for i := range found {
		if err := q.name(&found[i]); err != nil {
			return nil, err
		}
		list = append(list, found[i].Line)
	}
	return list, nil
}

// fill adds what was filed for each line, and when the office last had to do with its operator.
func (q Expected) fill(of expected.Of, found []read, contacts bool) error {
	var noted map[business][]noted
	var err error
	if of == expected.Notification {
		noted, err = q.latest()
	}
	if err != nil {
		return err
	}
	var last map[ident.Org]met
	if contacts {
		if last, err = q.met(); err != nil {
			return err
		}
	}
	var ids []ident.Filing
	for _, l := range found {
		ids = append(ids, last[l.Operator.ID].arrived)
		for _, n := range noted[l.business()] {
			ids = append(ids, n.filing)
		}
	}
	slices.Sort(ids)
	filings, err := q.filings(slices.DeleteFunc(slices.Compact(ids), func(id ident.Filing) bool { return id == "" }))
	for i := range found {
		l := &found[i]
		for _, n := range noted[l.business()] {
			if f, open := filings[n.filing]; open && f.ArrivedAt > l.FiledAt {
				l.State, l.Number, l.Filing, l.FiledAt = expected.OfNotification(f.Kind, n.asked), f.Number, f.ID, f.ArrivedAt
			}
		}
		l.Last = last[l.Operator.ID].Contact
		if f, open := filings[last[l.Operator.ID].arrived]; open {
			l.Last = l.Last.Later(expected.Contact{Kind: expected.Arrived, At: f.ArrivedAt, Number: f.Number})
		}
	}
	return err
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

func (l *read) business() (b business) {
	if len(l.Sectors) > 0 {
		b = business{l.Operator.ID, l.Sectors[0]}
	}
	return b
}

// business is an operator that is designated for a business.
type business struct {
	org    ident.Org
	sector law.Sector
}

// noted is what was noted last of a business, and whether a correction of something that stands is waited for.
type noted struct {
	filing ident.Filing
	asked  bool
}

// notifications are the businesses for which a 届出 is expected.
func (q Expected) notifications() (list []read, err error) {
	var a row.Args
	today := law.DayOf(q.Scope.At)
	join, on := q.competent(expected.Notification, "des.sector", &a), a.Add(today.String())
	seen := map[business]bool{}
	err = q.Each(`SELECT des.id, des.sector, des.from_on, `+registered+`, `+q.consulted(&a)+`, `+row.Evidence("designation", "des")+`, `+proofs+` FROM designation des JOIN org o ON o.id = des.operator`+root+join+`
		WHERE des.from_on <= `+on+` AND (des.until_on IS NULL OR des.until_on > `+on+`) AND o.kind = '`+string(party.Operator)+`' AND o.closed_at IS NULL ORDER BY des.operator, des.sector, des.id LIMIT `+a.Add(expected.Most), a.List,
		func(scan func(...any) error) error {
			d := party.Designation{}
			var l read
			var from, asks, designation, jurisdiction, above string
			err := scan(slices.Concat([]any{&l.ID, &d.Sector, &from}, l.into(), []any{&asks, &designation, &jurisdiction, &above})...)
			if d.Operator = l.Operator.ID; err == nil {
				d.On, err = law.ParseDay(from)
			}
			b := business{d.Operator, d.Sector}
			if err != nil || seen[b] || !q.Proved("designation", designation) || !q.proved(jurisdiction, above) {
				return err
			}
			seen[b] = true
			l.Of, l.State, l.Sectors = expected.Notification, expected.Missing, []law.Sector{d.Sector}
			if asks != "" && q.Sees(asks) {
				l.State = expected.Asking
			}
			l.Due, _ = expected.FirstDue(d, today)
			list = append(list, l)
			return nil
		})
	return list, err
}

// consulted is a column: what the scope's office sees a consultation about the business by that waits for an answer; empty where there is none.
func (q Expected) consulted(a *row.Args) string {
	return `COALESCE((SELECT ` + q.Sight("t", mayHear, a) + ` FROM consult t WHERE t.org = des.operator AND t.business = des.id AND t.state IN ('received', 'checking') AND ` + q.Visible("t", mayHear, a) + ` ORDER BY t.moved_at LIMIT 1), '')`
}

// stands narrows filings of a column to those that are open to the scope's office and were not withdrawn. Filings are found by their ids: a row
// that is looked for by a question is, under row-level security, looked for among all.
func (q Expected) stands(column string, a *row.Args) string {
	return `EXISTS (SELECT 1 FROM filing g WHERE g.id = ` + column + ` AND g.state <> 'withdrawn' AND ` + q.Visible("g", mayRead, a) + ` LIMIT 1 OFFSET 0)`
}

// latest are the 届出 that were noted last of each business and not withdrawn, of those that are open to the scope's office, with what passed to a
// successor (承継).
func (q Expected) latest() (map[business][]noted, error) {
	asked, err := q.asked()
	if err != nil {
		return nil, err
	}
	var a row.Args
	on := a.Add(law.DayOf(q.Scope.At).String())
	last := `(SELECT n.filing FROM notified n WHERE n.org = e.org AND n.sector = e.sector AND ` + q.stands("n.filing", &a) + ` ORDER BY n.at DESC, n.filing DESC LIMIT 1)`
	found := map[business][]noted{}
	err = q.Each(`SELECT e.operator, e.sector, e.org, `+last+` FROM (
			SELECT des.operator, des.sector, des.operator AS org FROM designation des WHERE des.from_on <= `+on+` AND (des.until_on IS NULL OR des.until_on > `+on+`)
			UNION ALL SELECT des.operator, des.sector, i.old_org FROM designation des JOIN inheritance i ON i.new_org = des.operator AND i.undone_at IS NULL WHERE des.from_on <= `+on+` AND (des.until_on IS NULL OR des.until_on > `+on+`)
		) e ORDER BY e.operator, e.sector, e.org LIMIT `+a.Add(expected.Most), a.List, func(scan func(...any) error) error {
		var b, filed business
		var last *ident.Filing
		err := scan(&b.org, &b.sector, &filed.org, &last)
		if filed.sector = b.sector; last != nil {
			found[b] = append(found[b], noted{*last, asked[filed]})
		}
		return err
	})
	return found, err
}

// asked are the businesses of whose filings one is to be corrected. They are found from the questions that wait, which are few.
func (q Expected) asked() (map[business]bool, error) {
	var a row.Args
	found := map[business]bool{}
	err := q.Each(`SELECT m.org, m.sector FROM request x JOIN notified m ON m.filing = x.filing WHERE `+q.asks(&a)+` AND `+q.stands("x.filing", &a)+` LIMIT `+a.Add(expected.Most), a.List, func(scan func(...any) error) error {
		var b business
		err := scan(&b.org, &b.sector)
		found[b] = true
		return err
	})
	return found, err
}

// filings are those of some ids that are open to the scope's office.
func (q Expected) filings(ids []ident.Filing) (map[ident.Filing]filing.Filing, error) {
	found := map[ident.Filing]filing.Filing{}
	if len(ids) == 0 {
		return found, nil
	}
	var a row.Args
	err := q.Each(`SELECT f.id, f.number, f.kind, f.org, f.arrived_at, `+q.Sight("f", mayRead, &a)+` FROM filing f WHERE f.id IN `+row.In(&a, ids)+` AND `+q.Visible("f", mayRead, &a), a.List, func(scan func(...any) error) error {
		var f filing.Filing
		var sight string
		err := scan(&f.ID, &f.Number, &f.Kind, &f.Org, &f.ArrivedAt, &sight)
		if q.Sees(sight) {
			found[f.ID] = f
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
	asked := `(SELECT COUNT(*) FROM filing h JOIN request x ON x.filing = h.id WHERE h.subject = w.subject AND h.kind = ` + detailed + ` AND h.state <> 'withdrawn' AND ` + q.asks(&a) + `)`
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
	err := q.Each(`SELECT des.operator, des.sector, `+row.Evidence("designation", "des")+` FROM designation des WHERE des.from_on <= $1 AND (des.until_on IS NULL OR des.until_on > $1) ORDER BY des.operator, des.sector LIMIT $2`,
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

// met is when an office last had to do with an operator.
type met struct {
	expected.Contact              // it wrote, or spoke on the telephone
	arrived          ident.Filing // that arrived last, of those that are open to it
}

// met asks it for the scope's office.
func (q Expected) met() (map[ident.Org]met, error) {
	last := map[ident.Org]met{}
	var a row.Args
	org, unit := a.Add(q.Scope.Org), a.Add(q.Scope.Unit)
	mine := func(of string) string {
		return of + `.office_org = ` + org + ` AND EXISTS (SELECT 1 FROM unit_above xa WHERE xa.unit = ` + of + `.office AND xa.above = ` + unit + `)`
	}
	err := q.Each(`SELECT o.id, COALESCE((SELECT x.at FROM letter_copy x WHERE x.org = o.id AND `+mine("x")+` ORDER BY x.at DESC LIMIT 1), 0),
			COALESCE((SELECT MAX(COALESCE(i.back_at, i.called_at)) FROM intake i WHERE i.org = o.id AND `+mine("i")+`), 0),
			COALESCE((SELECT g.id FROM filing g WHERE g.org = o.id AND `+q.Visible("g", mayRead, &a)+` ORDER BY g.arrived_at DESC, g.id DESC LIMIT 1), '')
		FROM org o WHERE o.kind = '`+string(party.Operator)+`' ORDER BY o.id LIMIT `+a.Add(expected.Most), a.List, func(scan func(...any) error) error {
		var id ident.Org
		var m met
		wrote, called := expected.Contact{Kind: expected.Written}, expected.Contact{Kind: expected.Called}
		err := scan(&id, &wrote.At, &called.At, &m.arrived)
		if c := wrote.Later(called); c.At != 0 {
			m.Contact = c
		}
		last[id] = m
		return err
	})
	return last, err
}
