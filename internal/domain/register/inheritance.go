package register

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

// Inheritance is what passes with the last designation of an operator (承継, R22): from 00:00 JST of the day on, the operator
// that succeeds reads what was filed, and answers for it; drafts, duties and questions that are open are its own from then on.
// Its id is also the audience that holds the successor from that instant.
type Inheritance struct {
	ID       ident.Object // the proposal's
	Old, New ident.Org
	On       law.Day
}

// EndedByUndo marks what was entered for a day that a 承継 no longer reaches.
const EndedByUndo Ending = "undone"

// Undo takes a confirmed 承継 back before its day.
type Undo struct {
	Of     ident.Object // the proposal
	On     law.Day      // whose day this is
	Ground string
}

// inherits judges who inherits what was filed: one of the successors, and only with the last designation. What was filed speaks of
// no designation; as long as another stands, it stays with whom it stands.
func (d *DesignationChange) inherits(rows Rows) (*Inheritance, error) {
	if d.Heir == "" {
		return nil, nil //nolint:nilnil // nothing passes: a good answer
	}
	var l fault.List
	if !slices.Contains(d.Successors, d.Heir) {
		l.Add("heir", "fault.designation.heir", nil)
	}
	if slices.ContainsFunc(rows.Standing[d.Operator].Designations, func(o Designated) bool {
		return o.ID != d.Of && (o.Until.IsZero() || d.On.Before(o.Until))
	}) {
		l.Add("heir", "fault.designation.others", nil)
	}
	return &Inheritance{Old: d.Operator, New: d.Heir, On: d.On}, l.Err()
}

// plan puts back what the 承継 was to change: nothing of it has counted yet.
func (u *Undo) plan(rows Rows) (p Plan, err error) {
	var l fault.List
	checkWords(&l, "ground", u.Ground, GroundLimit, false)
	d := rows.Undone.Matter.Designation
	if rows.Undone.State != Confirmed || d == nil || d.Kind != Succeed || u.On != d.On || !d.On.After(rows.Today) {
		l.Add("of", "fault.undo.of", nil)
		return p, l.Err()
	}
	old := rows.Standing[d.Operator]
	of, ok := old.find(d.Of)
	if !ok || of.Ended != EndedBySuccession || of.Until != d.On {
		l.Add("of", "fault.undo.of", nil)
	}
	if err := l.Err(); err != nil {
		return p, err
	}
	p.UndoInheritance, p.ReopenDesignations = rows.Undone.ID, []string{of.ID}
	var was []party.Jurisdiction
	for _, j := range old.Jurisdictions {
		if j.Operator != "" && j.Sector == of.Sector && j.Until == d.On {
			was = append(was, j.Jurisdiction)
			p.ReopenJurisdictions = append(p.ReopenJurisdictions, j.ID)
		}
	}
	for _, s := range d.Successors {
		for _, n := range rows.Standing[s].Designations {
			if n.Former == of.ID && n.On == d.On && n.Until.IsZero() {
				p.EndDesignations = append(p.EndDesignations, DesignationEnd{n.ID, d.On, EndedByUndo})
			}
		}
		for _, j := range rows.Standing[s].Jurisdictions {
			if j.From == d.On && j.Until.IsZero() && slices.ContainsFunc(was, func(w party.Jurisdiction) bool {
				return w.Sector == j.Sector && w.Office == j.Office && w.Act == j.Act && w.Title == j.Title
			}) {
				p.EndJurisdictions = append(p.EndJurisdictions, JurisdictionEnd{ID: j.ID, Until: d.On})
			}
		}
	}
	return p, nil
}
