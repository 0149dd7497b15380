package register

import (
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

// Jurisdiction adds a jurisdiction row or ends one (R22): which office is an addressee of which act of whom.
type Jurisdiction struct {
	End      string    // the row that ends; empty: a row is added
	Operator ident.Org // empty: every operator (内閣府, 国家サイバー統括室)
	Office   ident.Unit
	Act      party.Act
	Title    string
	Channel  string
	Sections []string
	On       law.Day // from when it counts, or the first day on which it no longer does
	Ground   string
}

func (j *Jurisdiction) plan(rows Rows, mint Mint) (Plan, error) {
	var l fault.List
	checkLater(&l, j.On, rows.Today)
	checkWords(&l, "ground", j.Ground, GroundLimit, false)
	if j.End != "" {
		return j.ending(rows, &l)
	}
	checkOffice(&l, "office", rows, j.Office)
	checkWords(&l, "title", j.Title, TitleLimit, true)
	if j.Act != party.ActReport && j.Act != party.ActNotification && j.Act != party.ActSupport {
		l.Add("act", "fault.form.needed", nil)
	}
	if len(j.Sections) == 0 {
		l.Add("sections", "fault.form.needed", nil)
	}
	if o, ok := rows.Orgs[j.Operator]; j.Operator != "" && (!ok || o.Kind != party.Operator || o.ClosedAt != 0) {
		l.Add("operator", "fault.register.operator", nil)
	}
	for _, c := range rows.Competent {
		if c.Operator == j.Operator && c.Act == j.Act && (c.Until.IsZero() || j.On.Before(c.Until)) {
			l.Add("office", "fault.jurisdiction.there", nil)
			break
		}
	}
	if err := l.Err(); err != nil {
		return Plan{}, err
	}
	id, err := mint.id()
	return Plan{AddJurisdictions: []party.Jurisdiction{{
		ID: id, Operator: j.Operator, Office: j.Office, OfficeOrg: rows.Offices[j.Office].Org, Act: j.Act, Title: j.Title,
		Channel: j.Channel, Sections: j.Sections, From: j.On,
	}}}, err
}

func (j *Jurisdiction) ending(rows Rows, l *fault.List) (Plan, error) {
	for _, c := range rows.Competent {
		if c.ID != j.End {
			continue
		}
		if !c.Until.IsZero() || c.EndedBy != "" || !j.On.After(c.From) {
			l.Add("on", "fault.transfer.dated", fault.Args{"from": c.From.String()})
		}
		return Plan{EndJurisdictions: []JurisdictionEnd{{ID: c.ID, Until: j.On}}}, l.Err()
	}
	return Plan{}, fault.Absent()
}
