// Package window owns the single window (ワンストップの窓口): whom the facts of one report concern and under which law, each with the
// channel at which its line ends (R1) and its own clock beside the others. Regimes are never merged: one report does not
// discharge what another law asks for.
package window

import (
	"slices"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// Facts are what decides whom a report concerns.
type Facts struct {
	Business []party.Designation // of the operator, on the day
	Operator string              // 法人番号
	Aware    law.Day             // 認知; zero where it is not known
	Personal law.Truth           // personal data leaked, or may have
	Owed     bool                // reported because 法5条 asks for it, not voluntarily
	AsOf     law.Day             // from when one looks
	Kind     string              // id of the procedure
	Routes   []party.Routing     // rows of the day on which it was, or would be, reported
	On       law.Day             // that day; zero: AsOf
}

// FactsOf are the facts that answers tell.
func FactsOf(values form.Values, business []party.Designation) Facts {
	f := Facts{Business: business, Personal: law.NotAsked}
	if at, err := form.MomentInstant(values["aware_at"].Text()); err == nil {
		f.Aware = law.DayOf(at)
	}
	switch v := values["personal_data"]; {
	case v.Unknown:
		f.Personal = law.Maybe
	case v.Has("yes"):
		f.Personal = law.Yes
	case v.Has("no"):
		f.Personal = law.No
	}
	return f
}

// Line is one authority.
type Line struct {
	law.Recipient
	Name   text.Both
	Needed law.Truth
	Prompt bool // 「速やかに」: time gone by, never a date
	Clocks []Clock
	Route  party.Routing // the row that says so; zero: the law book does
	Sends  bool          // by that row, these facts send the report to the authority by themselves
}

// Done reports whether a report from here is all that the law wants of this line: at the authorities of the law whose channel this is. A row brings the
// report to an authority of another law, and discharges nothing of that law by itself (law.md §5.5: the platform and each recipient are told apart).
func (l Line) Done() bool { return l.Channel == law.Here && l.Route.ID == "" }

// Clock is one date of an authority.
type Clock struct {
	law.Due
	Differs int  // days from the date of the 詳報 under 法5条: less than nothing is before it
	Own     bool // it is that date, or there is none to compare with
}

const detailed = "incident.detailed"

// NCO is the authority that has a report with the consent of whoever reports only (共通様式の同意欄); no condition makes it needed.
const NCO = "recipient.nco"

// Lines are the authorities that facts concern, in the order of the book: those of 法5条, then those of other laws.
func Lines(f Facts) (list []Line) {
	for _, r := range f.recipients(f.book()) {
		r, route := f.routed(r)
		if r.Channel == law.Outside || r.Trigger == "personal-data" && f.Personal == law.No {
			continue
		}
		l := Line{Recipient: r, Name: r.Name, Needed: f.needed(r), Route: route}
		l.Sends = route.ID != "" && r.Channel == law.Here && r.ID != NCO && f.caused(r) // who reads by consent is sent nothing by a row
		f.clocks(&l)
		if r.ID == "recipient.minister" {
			list = append(list, f.ministers(l)...)
		} else {
			list = append(list, l)
		}
	}
	return list
}

func (f Facts) book() law.Book {
	if f.Aware.Before(law.Commencement) {
		return law.At(law.Commencement)
	}
	return law.At(f.Aware)
}

// recipients are those of every business, then those of the businesses for which the operator is designated.
func (f Facts) recipients(b law.Book) []law.Recipient {
	list := b.Recipients("")
	for _, d := range f.Business {
		for _, r := range b.Recipients(d.Sector) {
			if r.Sector != "" && !slices.ContainsFunc(list, func(l law.Recipient) bool { return l.ID == r.ID }) {
				list = append(list, r)
			}
		}
	}
	return list
}

// routed is what the row of an authority makes of the law book's line.
func (f Facts) routed(r law.Recipient) (law.Recipient, party.Routing) {
	on := f.On
	if on.IsZero() {
		on = f.AsOf
	}
	route, found := party.RouteOf(f.Routes, r.ID, f.Kind, on)
	if !found {
		return r, route
	}
	if r.Channel, r.ChannelCertainty = route.Channel, route.Certainty; route.When != "" {
		r.Trigger = route.When
	}
	return r, route
}

// Gives reports whether the facts give cause to the routing row of an authority: what is not known to hold sends nothing by itself.
func (f Facts) Gives(r party.Routing) bool {
	for _, one := range f.recipients(f.book()) {
		if one, route := f.routed(one); one.ID == r.Authority && route.ID == r.ID {
			return f.caused(one)
		}
	}
	return false
}

// caused reports whether the condition of an authority is known to hold.
func (f Facts) caused(r law.Recipient) bool {
	return r.Trigger == "any" || r.Trigger == "sector" || r.Trigger == "reportable" && f.Owed || r.Trigger == "personal-data" && f.Personal == law.Yes
}

func (f Facts) needed(r law.Recipient) law.Truth {
	if r.Channel == law.Voluntary || r.ID == NCO {
		return law.No
	}
	switch r.Trigger {
	case "reportable":
		if f.Owed {
			return law.Yes
		}
	case "personal-data":
		if f.Personal == law.Yes { // which leaks, 規則7条 says: a question for people
			return law.Yes
		}
		return law.Maybe
	case "sector":
		return law.Maybe
	}
	return law.No
}

// ministers is one line for each of the ministers of joint jurisdiction (共管).
func (f Facts) ministers(l Line) (list []Line) {
	var seen []law.Minister
	for _, d := range f.Business {
		for _, m := range d.Ministers {
			if !slices.Contains(seen, m) {
				seen, l.Name = append(seen, m), m.Title()
				list = append(list, l)
			}
		}
	}
	if len(list) == 0 {
		return []Line{l}
	}
	return list
}

func (f Facts) clocks(l *Line) {
	if l.Needed == law.No {
		return
	}
	own, compared := f.due(detailed)
	compared = compared && f.Owed
	for _, id := range l.Recipient.Clocks {
		if id == "incident.prompt" {
			l.Prompt = true
			continue
		}
		d, ok := f.due(id)
		if !ok {
			continue
		}
		c := Clock{Due: d, Own: id == detailed || !compared}
		if !c.Own {
			c.Differs = d.Due.Since(own.Due)
		}
		l.Clocks = append(l.Clocks, c)
	}
}

func (f Facts) due(rule string) (law.Due, bool) {
	if f.Aware.IsZero() {
		return law.Due{}, false
	}
	d, err := law.At(f.Aware).Due(rule, law.Question{On: f.Aware, AsOf: f.AsOf, Operator: f.Operator})
	return d, err == nil // before the law there is no clock
}
