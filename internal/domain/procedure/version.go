package procedure

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// State is where a version stands.
type State string

// The states of a version.
const (
	Written   State = "draft"     // 作成中
	Proposed  State = "proposed"  // 確認待ち
	Published State = "published" // 公開
	Closed    State = "closed"    // 受付終了
)

// Moves is the whole life of a version: from, to.
var Moves = []struct{ From, To State }{
	{Written, Proposed},
	{Proposed, Written},
	{Proposed, Published},
	{Published, Closed},
}

// Signature is who did something to a version, with the name of the day.
type Signature struct {
	By   ident.Person  `json:"by,omitempty"`
	Name string        `json:"name,omitempty"`
	At   ident.Instant `json:"at,omitempty"`
}

// Opening is for whom and when a version is open: from a day on, before Until if there is one, for operators of some sectors
// or for all (no sector).
type Opening struct {
	From    law.Day      `json:"from,omitzero"`
	Until   law.Day      `json:"until,omitzero"`
	Sectors []law.Sector `json:"sectors,omitempty"`
}

// Check judges an opening on the day on which it is proposed.
func (o Opening) Check(today law.Day) error {
	var l fault.List
	switch {
	case o.From.IsZero():
		l.Add("from", "fault.form.needed", nil)
	case o.From.Before(today):
		l.Add("from", "fault.procedure.past", nil)
	}
	if !o.Until.IsZero() && !o.From.Before(o.Until) {
		l.Add("until", "fault.procedure.until", nil)
	}
	for _, s := range o.Sectors {
		if _, known := law.At(today).Sector(s); !known {
			l.Add("sectors", "fault.form.option", fault.Args{"text": string(s)})
		}
	}
	return l.Err()
}

// For reports whether it is open on a day for an operator that is designated in these sectors.
func (o Opening) For(sectors []law.Sector, on law.Day) bool {
	if on.Before(o.From) || !o.Until.IsZero() && !on.Before(o.Until) {
		return false
	}
	return len(o.Sectors) == 0 || slices.ContainsFunc(o.Sectors, func(s law.Sector) bool { return slices.Contains(sectors, s) })
}

// Record is what is sealed of a version. State stands in it too: a row whose open state was changed behind the product's back
// does not agree with it and opens nothing.
type Record struct {
	Declaration Declaration `json:"declaration"`
	State       State       `json:"state"`
	Opening     Opening     `json:"opening,omitzero"`
	Writer      Signature   `json:"writer,omitzero"`
	Proposer    Signature   `json:"proposer,omitzero"`
	Approver    Signature   `json:"approver,omitzero"`
	Closer      Signature   `json:"closer,omitzero"`
	// Note is why the second officer sent it back.
	Note string `json:"note,omitempty"`
}

// Version is a stored version of a procedure, as its office keeps it.
type Version struct {
	ID      ident.Object
	Org     ident.Org
	Unit    ident.Unit
	Number  ident.Number // of the procedure, the same in every version
	Version int          // from 1
	Rev     int          // of the row; whoever writes names the one that they saw
	At      ident.Instant
	Record
}

// Move puts the version into another state, or is a Conflict.
func (v *Version) Move(to State) error {
	for _, m := range Moves {
		if m.From == v.State && m.To == to {
			v.State = to
			return nil
		}
	}
	return fault.New(fault.Conflict, "fault.procedure.moved", nil)
}

// Procedure is the version as something to be filled in.
func (v Version) Procedure() Procedure {
	d := v.Declaration
	p := Procedure{
		ID: v.Number.ASCII(), Version: v.Version, Name: d.Name, Form: d.Form, Act: d.actOf(), Number: d.Number, Corrects: d.Corrects,
		Contact: d.Contact, Summary: d.Summary, Term: d.Term,
	}
	if d.To == ToOffice {
		p.Offices = []Office{{Org: v.Org, Unit: v.Unit, Title: d.Title, Sections: d.Form.Sections()}}
	}
	return p
}
