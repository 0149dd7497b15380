package register

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// Transfer is a 所管替え: from 00:00 JST of a day on, one office is competent for operators for whom another was. Matters
// that are open then go with it; the office before keeps what it had a part in.
type Transfer struct {
	Old, New  ident.Unit
	Title     string // how the new addressee is written: 国土交通大臣
	On        law.Day
	Operators []ident.Org // every one of the old office when empty
	Ground    string      // 根拠: the provision or decision behind it
}

// Bounds of texts that administrators write.
const (
	TitleLimit  = 60
	GroundLimit = 400
)

// Designated is a 指定 as it is kept.
type Designated struct {
	party.Designation
	Business string // 事業
	Origin   Origin
	Former   string // the designation that it follows
	Ended    Ending
}

// Competent is a jurisdiction row with its office in words.
type Competent struct {
	party.Jurisdiction
	OfficeName string
	EndedBy    ident.Object // the transfer that ends it
}

// Standing is what an operator is designated for and who is competent, in force and to come, and what was.
type Standing struct {
	Designations  []Designated
	Jurisdictions []Competent
}

// in reports whether something that counts from a day until another does so on a day.
func in(day, from, until law.Day) bool {
	return !day.Before(from) && (until.IsZero() || day.Before(until))
}

func (t *Transfer) plan(rows Rows, mint Mint) (Plan, error) {
	var l fault.List
	checkOffice(&l, "new", rows, t.New)
	if _, ok := rows.Offices[t.Old]; !ok {
		l.Add("old", "fault.form.needed", nil)
	}
	if t.Old == t.New {
		l.Add("new", "fault.transfer.same", nil)
	}
	if !t.On.IsZero() && t.On.Before(rows.Today) { // decided on paper, entered late: what arrived since is with the old office
		l.Add("on", "fault.transfer.past", nil)
	} else {
		checkLater(&l, t.On, rows.Today)
	}
	checkWords(&l, "title", t.Title, TitleLimit, true)
	checkWords(&l, "ground", t.Ground, GroundLimit, false)
	if err := l.Err(); err != nil {
		return Plan{}, err
	}
	p := Plan{Transfer: &TransferRow{Old: t.Old, New: t.New, On: t.On}}
	found := map[ident.Org]bool{}
	for _, c := range rows.Competent {
		if c.Operator == "" || len(t.Operators) > 0 && !slices.Contains(t.Operators, c.Operator) {
			continue
		}
		if !c.Until.IsZero() && !t.On.Before(c.Until) {
			continue // over by then
		}
		if c.EndedBy != "" || !c.Until.IsZero() || t.On.Before(c.From) {
			l.Add("operators", "fault.transfer.dated", fault.Args{"from": c.From.String()})
			break
		}
		found[c.Operator] = true
		p.EndJurisdictions = append(p.EndJurisdictions, JurisdictionEnd{ID: c.ID, Until: t.On})
		next := c.Jurisdiction
		next.Office, next.OfficeOrg, next.Title, next.From = t.New, rows.Offices[t.New].Org, t.Title, t.On
		id, err := mint.id()
		if err != nil {
			return p, err
		}
		next.ID = id
		p.AddJurisdictions = append(p.AddJurisdictions, next)
	}
	if len(p.EndJurisdictions) == 0 && len(l.Fields) == 0 || len(found) < len(t.Operators) && len(l.Fields) == 0 {
		l.Add("operators", "fault.transfer.none", nil)
	}
	return p, l.Err()
}

func checkOffice(l *fault.List, path string, rows Rows, unit ident.Unit) {
	o, ok := rows.Offices[unit]
	switch {
	case !ok || unit == "":
		l.Add(path, "fault.form.needed", nil)
	case !o.Kind.Authority():
		l.Add(path, "fault.register.authority", nil)
	case o.ClosedAt != 0:
		l.Add(path, "fault.register.closed", nil)
	}
}

// checkLater wants a day that has not begun: what was read until then stays as it was.
func checkLater(l *fault.List, on, today law.Day) {
	const path = "on"
	switch {
	case on.IsZero():
		l.Add(path, "fault.form.needed", nil)
	case !on.After(today):
		l.Add(path, "fault.register.later", nil)
	case on.Since(today) > 3660:
		l.Add(path, "fault.register.far", nil)
	}
}

func checkWords(l *fault.List, path, s string, limit int, needed bool) {
	if needed && text.Blank(s) {
		l.Add(path, "fault.form.needed", nil)
	}
	text.Check(l, path, s, limit)
}
