package register

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

// Routing adds a routing row or ends one (提出先の設定, R1): by which channel an authority has reports of a kind. A row begins and ends on a
// day that is to come, so that what was filed stays as it was.
type Routing struct {
	End       string // the row that ends; empty: a row is added
	Authority string
	Kind      string // id of the procedure; empty: every report
	When      string // empty: as the law book says
	Channel   law.Channel
	Office    ident.Unit
	Title     string
	Cited     string
	Certainty law.Certainty
	On        law.Day
	Ground    string
}

// RoutedChannels are the channels that a row may set.
var RoutedChannels = []law.Channel{law.Here, law.Elsewhere, law.Outside}

// byJurisdiction are the authorities of 法5条: rows of jurisdiction say which office has what is reported to them.
var byJurisdiction = []string{"recipient.minister", "recipient.pm"}

// Routable reports whether rows may be entered for an authority.
func Routable(authority string) bool {
	_, known := law.RecipientOf(authority)
	return known && !slices.Contains(byJurisdiction, authority)
}

func (t *Routing) plan(rows Rows, mint Mint) (Plan, error) {
	var l fault.List
	checkLater(&l, t.On, rows.Today)
	checkWords(&l, "ground", t.Ground, GroundLimit, false)
	if t.End != "" {
		return t.ending(rows, &l)
	}
	if t.onward() {
		t.moment(&l)
	} else {
		t.route(rows, &l)
	}
	checkWords(&l, "cited", t.Cited, GroundLimit, true)
	for _, r := range rows.Routings {
		if r.Authority == t.Authority && r.Kind == t.Kind && (r.Until.IsZero() || t.On.Before(r.Until)) {
			l.Add("authority", "fault.routing.there", nil)
			break
		}
	}
	if err := l.Err(); err != nil {
		return Plan{}, err
	}
	id, err := mint.id()
	return Plan{AddRoutings: []party.Routing{{
		ID: id, Authority: t.Authority, Kind: t.Kind, When: t.When, Channel: t.Channel, Office: t.Office, OfficeOrg: rows.Offices[t.Office].Org,
		Title: t.Title, Cited: t.Cited, Certainty: t.Certainty, From: t.On,
	}}}, err
}

// onward reports whether the row is the rule of the 通知 to the 内閣総理大臣 (party.Onward).
func (t *Routing) onward() bool {
	return t.Authority == party.OnwardAuthority && t.Kind == party.OnwardKind
}

// moment judges the rule of the 通知: rows of jurisdiction say which office is told.
func (t *Routing) moment(l *fault.List) {
	if !slices.Contains(party.Moments, t.When) {
		l.Add("when", "fault.form.needed", nil)
	}
	if t.Office != "" || t.Title != "" {
		l.Add("office", "fault.routing.jurisdiction", nil)
	}
	if t.Channel != law.Here {
		l.Add("channel", "fault.form.needed", nil)
	}
}

// route judges the channel of an authority.
func (t *Routing) route(rows Rows, l *fault.List) {
	switch {
	case slices.Contains(byJurisdiction, t.Authority):
		l.Add("authority", "fault.routing.jurisdiction", nil)
	case !Routable(t.Authority):
		l.Add("authority", "fault.form.needed", nil)
	}
	if !slices.Contains(RoutedChannels, t.Channel) {
		l.Add("channel", "fault.form.needed", nil)
	}
	if t.When != "" && !slices.Contains(party.Whens, t.When) {
		l.Add("when", "fault.form.needed", nil)
	}
	if t.Channel == law.Here {
		checkOffice(l, "office", rows, t.Office)
		checkWords(l, "title", t.Title, TitleLimit, true)
	} else if t.Office != "" {
		l.Add("office", "fault.routing.office", nil)
	}
}

func (t *Routing) ending(rows Rows, l *fault.List) (Plan, error) {
	i := slices.IndexFunc(rows.Routings, func(r party.Routing) bool { return r.ID == t.End })
	if i < 0 {
		return Plan{}, fault.Absent()
	}
	if r := rows.Routings[i]; !r.Until.IsZero() || !t.On.After(r.From) {
		l.Add("on", "fault.transfer.dated", fault.Args{"from": r.From.String()})
	}
	return Plan{EndRoutings: []JurisdictionEnd{{ID: t.End, Until: t.On}}}, l.Err()
}
