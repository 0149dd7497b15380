package register

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

// Origin is how a designation came about.
type Origin string

// Ending is how a designation came to an end.
type Ending string

// Origins and endings (経済安全保障推進法50条).
const (
	ByDesignation Origin = "designated" // 指定
	ByChange      Origin = "changed"    // 変更
	BySuccession  Origin = "succeeded"  // 承継(合併・分割)

	EndedByChange     Ending = "changed"
	EndedBySuccession Ending = "succeeded"
	EndedByLifting    Ending = "lifted" // 解除
)

// DesignationKind is what is done about a designation.
type DesignationKind string

// What can be done.
const (
	Designate DesignationKind = "designate" // 指定
	Alter     DesignationKind = "alter"     // 変更
	Succeed   DesignationKind = "succeed"   // 承継(合併・分割)
	Lift      DesignationKind = "lift"      // 解除
)

// DesignationKinds lists them in the order of the law's life.
var DesignationKinds = []DesignationKind{Designate, Alter, Succeed, Lift}

// DesignationChange is one step in the life of a designation, from a day on.
type DesignationChange struct {
	Kind     DesignationKind
	Operator ident.Org
	// Of is the designation that changes, passes on or is lifted.
	Of         string
	Sector     law.Sector
	Business   string
	Ministers  []law.Minister
	Offices    []Charged
	Successors []ident.Org // of a 承継: one for a merger, one or more for a division
	Heir       ident.Org   // of them, the one to which what was filed passes; empty: it stays
	On         law.Day
	Ground     string // 公示, 官報
}

// Charged is an office that is competent under a designation, and how the addressee is written.
type Charged struct {
	Unit  ident.Unit
	Title string
}

// BusinessLimit bounds the name of a business.
const BusinessLimit = 120

const here = "here" // filing.Here: the addressee line ends in this platform (R1)

func (d *DesignationChange) plan(rows Rows, mint Mint) (Plan, error) {
	var l fault.List
	if !slices.Contains(DesignationKinds, d.Kind) {
		l.Add("kind", "fault.form.needed", nil)
	}
	if d.Kind == Designate {
		if d.On.IsZero() { // a designation is often entered after its day
			l.Add("on", "fault.form.needed", nil)
		}
	} else {
		checkLater(&l, d.On, rows.Today)
	}
	checkWords(&l, "ground", d.Ground, GroundLimit, false)
	checkOperator(&l, "operator", rows, d.Operator)
	var of Designated
	if d.Kind != Designate {
		var ok bool
		if of, ok = rows.Standing[d.Operator].find(d.Of); !ok || !of.Until.IsZero() {
			l.Add("of", "fault.designation.of", nil)
		}
	}
	if err := l.Err(); err != nil {
		return Plan{}, err
	}
	switch d.Kind {
	case Designate:
		return d.designate(rows, mint)
	case Alter:
		return d.alter(of, rows, mint)
	case Succeed:
		return d.succeed(of, rows, mint)
	case Lift:
	}
	return Plan{
		EndDesignations:  []DesignationEnd{{of.ID, d.On, EndedByLifting}},
		EndJurisdictions: rows.Standing[d.Operator].ending(of.Sector, d.On),
	}, nil
}

func (s Standing) find(id string) (Designated, bool) {
	i := slices.IndexFunc(s.Designations, func(d Designated) bool { return d.ID == id })
	if i < 0 {
		return Designated{}, false
	}
	return s.Designations[i], true
}

// ending ends every jurisdiction row of the operator that counts for a sector on a day.
func (s Standing) ending(sector law.Sector, on law.Day) (list []JurisdictionEnd) {
	for _, j := range s.Jurisdictions {
		if j.Operator != "" && j.Sector == sector && j.EndedBy == "" && (j.Until.IsZero() || on.Before(j.Until)) {
			list = append(list, JurisdictionEnd{ID: j.ID, Until: on})
		}
	}
	return list
}

func checkOperator(l *fault.List, path string, rows Rows, id ident.Org) {
	o, ok := rows.Orgs[id]
	switch {
	case !ok || id == "":
		l.Add(path, "fault.form.needed", nil)
	case o.Kind != party.Operator || o.ClosedAt != 0:
		l.Add(path, "fault.register.operator", nil)
	}
}

// content judges what a designation says: sector, business, ministers, offices.
func (d *DesignationChange) content(rows Rows) error {
	var l fault.List
	if _, ok := law.At(d.On).Sector(d.Sector); !ok {
		l.Add("sector", "fault.form.needed", nil)
	}
	checkWords(&l, "business", d.Business, BusinessLimit, false)
	if len(d.Ministers) == 0 || slices.ContainsFunc(d.Ministers, func(m law.Minister) bool { return !m.Known() }) {
		l.Add("ministers", "fault.form.needed", nil)
	}
	if len(d.Offices) == 0 {
		l.Add("office1", "fault.form.needed", nil)
	}
	for i, o := range d.Offices {
		path := "office" + string(rune('1'+i))
		checkOffice(&l, path, rows, o.Unit)
		checkWords(&l, path, o.Title, TitleLimit, true)
	}
	return l.Err()
}

func (d *DesignationChange) made(operator ident.Org, origin Origin, former string, mint Mint) (Designated, error) {
	id, err := mint.id()
	return Designated{
		Designation: party.Designation{ID: id, Operator: operator, Sector: d.Sector, Ministers: d.Ministers, On: d.On},
		Business:    d.Business, Origin: origin, Former: former,
	}, err
}

// charge makes the jurisdiction rows of a designation: each office for the report and the notification.
func (d *DesignationChange) charge(operator ident.Org, rows Rows, mint Mint) (list []party.Jurisdiction, err error) {
	from := d.On
	for _, o := range d.Offices {
		for _, act := range []party.Act{party.ActReport, party.ActNotification} {
			j := party.Jurisdiction{
				Operator: operator, Sector: d.Sector, Office: o.Unit, OfficeOrg: rows.Offices[o.Unit].Org, Act: act, Title: o.Title,
				Channel: here, Sections: party.ReportSections, From: from,
			}
			if j.ID, err = mint.id(); err != nil {
				return nil, err
			}
			list = append(list, j)
		}
	}
	return list, nil
}

func (d *DesignationChange) designate(rows Rows, mint Mint) (p Plan, err error) {
	if err := d.content(rows); err != nil {
		return p, err
	}
	for _, have := range rows.Standing[d.Operator].Designations {
		if have.Sector == d.Sector && have.Business == d.Business && (have.Until.IsZero() || d.On.Before(have.Until)) {
			return p, &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "sector", Code: "fault.designation.there"}}}
		}
	}
	made, err := d.made(d.Operator, ByDesignation, "", mint)
	if err != nil {
		return p, err
	}
	p.AddDesignations = []Designated{made}
	p.AddJurisdictions, err = d.charge(d.Operator, rows, mint)
	return p, err
}

func (d *DesignationChange) alter(of Designated, rows Rows, mint Mint) (p Plan, err error) {
	if err := d.content(rows); err != nil {
		return p, err
	}
	made, err := d.made(d.Operator, ByChange, of.ID, mint)
	if err != nil {
		return p, err
	}
	p.EndDesignations, p.AddDesignations = []DesignationEnd{{of.ID, d.On, EndedByChange}}, []Designated{made}
	p.EndJurisdictions = rows.Standing[d.Operator].ending(of.Sector, d.On)
	p.AddJurisdictions, err = d.charge(d.Operator, rows, mint)
	return p, err
}

// succeed passes a designation on, as it is, with its competent offices.
func (d *DesignationChange) succeed(of Designated, rows Rows, mint Mint) (p Plan, err error) {
	var l fault.List
	if len(d.Successors) == 0 {
		l.Add("successor", "fault.form.needed", nil)
	}
	for _, s := range d.Successors {
		if checkOperator(&l, "successor", rows, s); s == d.Operator {
			l.Add("successor", "fault.designation.self", nil)
		}
	}
	if err := l.Err(); err != nil {
		return p, err
	}
	p.EndDesignations = []DesignationEnd{{of.ID, d.On, EndedBySuccession}}
	p.EndJurisdictions = rows.Standing[d.Operator].ending(of.Sector, d.On)
	if p.Inheritance, err = d.inherits(rows); err != nil {
		return p, err
	}
	passed := *d
	passed.Sector, passed.Business, passed.Ministers = of.Sector, of.Business, of.Ministers
	for _, s := range d.Successors {
		made, err := passed.made(s, BySuccession, of.ID, mint)
		if err != nil {
			return p, err
		}
		p.AddDesignations = append(p.AddDesignations, made)
		for _, j := range rows.Standing[d.Operator].Jurisdictions {
			if j.Operator == "" || j.Sector != of.Sector || !in(d.On, j.From, j.Until) {
				continue
			}
			next := j.Jurisdiction
			next.Operator, next.From, next.Until = s, d.On, law.Day{}
			if next.ID, err = mint.id(); err != nil {
				return p, err
			}
			p.AddJurisdictions = append(p.AddJurisdictions, next)
		}
	}
	return p, nil
}
