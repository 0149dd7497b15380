package admin

import (
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
)

// Names are the organisations and offices that a matter speaks of.
type Names struct {
	Orgs  map[ident.Org]string
	Units map[ident.Unit]string
}

// NamesTx is what names are read from.
type NamesTx interface {
	Directory() ([]register.Entry, error)
	AuthorityUnits() ([]register.Office, error)
}

// ReadNames loads every name that a matter may speak of.
func ReadNames(r *gate.Request, tx NamesTx) (n Names, entries []register.Entry, offices []register.Office, err error) {
	n = Names{Orgs: map[ident.Org]string{}, Units: map[ident.Unit]string{}}
	if entries, err = tx.Directory(); err != nil {
		return n, nil, nil, err
	}
	for _, e := range entries {
		n.Orgs[e.ID] = e.Name
		if r.Lang == look.En && e.NameEn != "" {
			n.Orgs[e.ID] = e.NameEn
		}
	}
	if offices, err = tx.AuthorityUnits(); err != nil {
		return n, nil, nil, err
	}
	for _, o := range offices {
		n.Units[o.ID] = OfficeWords(r, n, o)
	}
	return n, entries, offices, nil
}

// OfficeWords names an office with its organisation.
func OfficeWords(r *gate.Request, n Names, o register.Office) string {
	org, name := n.Orgs[o.Org], o.Name
	if r.Lang == look.En && o.NameEn != "" {
		name = o.NameEn
	}
	if name == org || o.Name == o.OrgName {
		return org
	}
	return org + " " + name
}

// Offices offers every office of the State.
func Offices(r *gate.Request, n Names, list []register.Office, chosen ident.Unit) []look.Option {
	options := []look.Option{{Label: r.T("register.choose")}}
	for _, o := range list {
		options = append(options, look.Option{Value: string(o.ID), Label: OfficeWords(r, n, o), Chosen: o.ID == chosen})
	}
	return options
}

// Operators offers every operator in use; first says what no choice means.
func Operators(entries []register.Entry, first string, chosen ident.Org) []look.Option {
	options := []look.Option{{Label: first}}
	for _, e := range register.Pick(entries, register.Filter{Kind: party.Operator}) {
		options = append(options, look.Option{Value: string(e.ID), Label: e.Name, Chosen: e.ID == chosen})
	}
	return options
}

// Title is a matter in one line.
func Title(r *gate.Request, m register.Matter) string {
	if m.Intake != nil && m.Intake.Name != "" {
		return r.T("intake.of", "name", m.Intake.Name)
	}
	return r.T("matter." + string(m.Kind()))
}

// Deciders names who entered proposals and who decided on them.
func Deciders(tx interface {
	Person(ident.Person) (party.Person, error)
}, all []register.Proposal, who map[ident.Person]string,
) error {
	for _, n := range all {
		for _, id := range []ident.Person{n.EnteredBy, n.EndedBy} {
			if id == "" || who[id] != "" {
				continue
			}
			one, err := tx.Person(id)
			if err != nil && !fault.Is(err, fault.Hidden) {
				return err
			}
			who[id] = one.Name
		}
	}
	return nil
}

// Words lists what a matter says, for whoever is to confirm it.
func Words(r *gate.Request, n Names, m register.Matter) (list []look.Answer) {
	add := func(key, text string) {
		if strings.TrimSpace(text) != "" {
			list = append(list, look.Answer{Question: r.T(key), Text: text})
		}
	}
	day := func(key string, d law.Day) {
		if !d.IsZero() {
			add(key, look.Day(r.Lang, d))
		}
	}
	switch {
	case m.Transfer != nil:
		t := m.Transfer
		add("matter.old", n.Units[t.Old])
		add("matter.new", n.Units[t.New])
		add("register.title", t.Title)
		day("matter.on", t.On)
		add("matter.operators", names(r, n, t.Operators))
		add("matter.ground", t.Ground)
	case m.Jurisdiction != nil:
		j := m.Jurisdiction
		what := "matter.jurisdiction.add"
		if j.End != "" {
			what = "matter.jurisdiction.end"
		}
		add("matter.what", r.T(what))
		add("matter.operator", operator(r, n, j.Operator))
		add("register.office", n.Units[j.Office])
		add("register.title", j.Title)
		if j.Act != "" {
			add("register.act", r.T("register.act."+string(j.Act)))
		}
		day("matter.on", j.On)
		add("matter.ground", j.Ground)
	case m.Designation != nil:
		list = designationWords(r, n, m.Designation)
	case m.Routing != nil:
		for _, said := range routingWords(r, n, m.Routing) {
			add(said[0], said[1])
		}
		day("matter.on", m.Routing.On)
		add("matter.ground", m.Routing.Ground)
	case m.Template != nil:
		for _, said := range templateWords(r, m.Template) {
			add(said[0], said[1])
		}
		day("matter.on", m.Template.On)
		add("matter.ground", m.Template.Ground)
	case m.Undo != nil:
		day("matter.on", m.Undo.On)
		add("matter.ground", m.Undo.Ground)
	}
	return list
}

func designationWords(r *gate.Request, n Names, d *register.DesignationChange) []look.Answer {
	list := []look.Answer{
		{Question: r.T("matter.what"), Text: r.T("matter.designation." + string(d.Kind))}, {Question: r.T("matter.operator"), Text: n.Orgs[d.Operator]},
	}
	add := func(key string, lines ...string) {
		if text := strings.TrimSpace(strings.Join(lines, "\n")); text != "" {
			list = append(list, look.Answer{Question: r.T(key), Text: text})
		}
	}
	if d.Sector != "" {
		add("register.sector", SectorWords(r.Lang, d.Sector))
	}
	add("register.business", d.Business)
	var ministers, offices, successors []string
	for _, m := range d.Ministers {
		ministers = append(ministers, m.Title().In(string(r.Lang)))
	}
	for _, o := range d.Offices {
		offices = append(offices, o.Title+" ― "+n.Units[o.Unit])
	}
	for _, s := range d.Successors {
		successors = append(successors, n.Orgs[s])
	}
	add("register.ministers", ministers...)
	add("matter.offices", offices...)
	add("matter.successors", successors...)
	if d.Kind == register.Succeed {
		heir := n.Orgs[d.Heir]
		if d.Heir == "" {
			heir = r.T("designation.heir.none")
		}
		add("designation.heir", heir)
	}
	if !d.On.IsZero() {
		add("matter.on", look.Day(r.Lang, d.On))
	}
	add("matter.ground", d.Ground)
	return list
}

func operator(r *gate.Request, n Names, id ident.Org) string {
	if id == "" {
		return r.T("matter.every")
	}
	return n.Orgs[id]
}

func names(r *gate.Request, n Names, ids []ident.Org) string {
	if len(ids) == 0 {
		return r.T("matter.operators.all")
	}
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = n.Orgs[id]
	}
	return strings.Join(words, "\n")
}

// SectorWords names a sector.
func SectorWords(l look.Lang, s law.Sector) string {
	for _, day := range law.ChangeDays() {
		if row, ok := law.At(day).Sector(s); ok {
			return row.Name.In(string(l))
		}
	}
	return string(s)
}

// Until is the last day of what stops counting on a day; rows hold the first day on which they no longer count.
func Until(r *gate.Request, end law.Day) string {
	if end.IsZero() {
		return r.T("register.until.none")
	}
	return look.Day(r.Lang, end.Add(-1))
}
