// Package campaign keeps キャンペーン: what an office says of reports that it holds to be of one attack. Words are sealed with the key of the
// office's organisation. A link is read with its report: who has not the report is told neither of the link nor that there is one.
package campaign

import (
	"cmp"
	"slices"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/campaign"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Linked are the rows of a transaction about campaigns.
type Linked struct{ *row.Q }

// readerKind marks the rows of reader by which a campaign is shown to another office.
const readerKind = "campaign"

// officesMost bounds how many offices are offered.
const officesMost = 500

var (
	mayRead   = access.Permission{Action: access.Read, Object: access.Campaign}
	mayReport = access.Permission{Action: access.Read, Object: access.Report}
)

func place(c campaign.Campaign) seal.Place {
	return seal.Place{Org: c.Org, Table: "campaign", ID: string(c.ID), Rev: c.Rev}
}

func linkPlace(id ident.Object, l campaign.Link) seal.Place {
	return seal.Place{Org: l.Org, Table: "campaign_report", ID: string(id) + "/" + string(l.Filing), Rev: l.Rev}
}

func sharePlace(org ident.Org, id ident.Object, office ident.Unit) seal.Place {
	return seal.Place{Org: org, Table: "campaign_share", ID: string(id) + "/" + string(office), Rev: 1}
}

// Campaigns lists those of the scope's office, and those that were shown to it, the latest changed first.
func (q Linked) Campaigns(limit int) (list []campaign.Campaign, err error) {
	if q.Scope.Permit(mayRead) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var a row.Args
	if list, err = q.list(mayRead, `c.org = `+a.Add(q.Scope.Org), limit, &a); err != nil {
		return nil, err
	}
	shown, err := q.Recent(readerKind, row.Cursor{}, limit)
	if err != nil || len(shown) == 0 {
		return list, err
	}
	ids := make([]string, len(shown))
	for i, c := range shown {
		ids[i] = c.ID
	}
	var b row.Args
	more, err := q.list(mayRead, `c.id IN `+row.In(&b, ids), limit, &b)
	for _, c := range more {
		if !slices.ContainsFunc(list, func(o campaign.Campaign) bool { return o.ID == c.ID }) {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(x, y campaign.Campaign) int {
		return cmp.Or(cmp.Compare(y.MovedAt, x.MovedAt), cmp.Compare(y.ID, x.ID))
	})
	return list[:min(len(list), limit)], err
}

// Campaign is one that is open to the scope for an action. Absent and foreign are one answer.
func (q Linked) Campaign(id ident.Object, p access.Permission) (c campaign.Campaign, err error) {
	var list []campaign.Campaign
	if q.Scope.Permit(p) == nil {
		var a row.Args
		list, err = q.list(p, `c.id = `+a.Add(id), 1, &a)
	}
	if err == nil && len(list) != 1 {
		err = q.Miss(string(id))
	}
	if err != nil {
		return c, err
	}
	return list[0], nil
}

func (q Linked) list(p access.Permission, where string, limit int, a *row.Args) (list []campaign.Campaign, err error) {
	var bodies [][]byte
	visible, sight := q.Visible("c", p, a), q.Sight("c", p, a)
	err = q.Each(`SELECT c.id, c.org, c.unit, c.state, c.merged_into, c.at, c.moved_at, c.rev, c.body, `+sight+` FROM campaign c WHERE `+where+` AND `+visible+
		` ORDER BY c.moved_at DESC, c.id DESC LIMIT `+a.Add(limit), a.List, func(scan func(...any) error) error {
		var c campaign.Campaign
		var body []byte
		var evidence string
		err := scan(&c.ID, &c.Org, &c.Unit, &c.State, &c.Into, &c.At, &c.MovedAt, &c.Rev, &body, &evidence)
		if q.Sees(evidence) {
			list, bodies = append(list, c), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(place(list[i]), bodies[i], &list[i].Words)
		}
		list[i] = list[i].Cut(q.Scope.Org)
	}
	return list, err
}

// AddCampaign begins a campaign of the scope's office.
func (q Linked) AddCampaign(c campaign.Campaign) error {
	c.Org, c.Unit, c.Rev = q.Scope.Org, q.Scope.Unit, 1
	body, err := q.Seal(place(c), c.Words)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO campaign (id, org, unit, state, merged_into, at, moved_at, rev, body) VALUES ($1, $2, $3, $4, '', $5, $5, $6, $7)`,
		c.ID, c.Org, c.Unit, campaign.Open, q.Scope.At, c.Rev, body)
}

// SetCampaign writes a campaign that was loaded in this scope. If somebody else changed it meanwhile it is a Conflict.
func (q Linked) SetCampaign(c campaign.Campaign) error {
	was := c.Rev
	c.Rev++
	body, err := q.Seal(place(c), c.Words)
	if err != nil {
		return err
	}
	n, err := q.Exec(`UPDATE campaign SET state = $1, merged_into = $2, moved_at = $3, rev = $4, body = $5 WHERE id = $6 AND org = $7 AND rev = $8`,
		c.State, c.Into, q.Scope.At, c.Rev, body, c.ID, q.Scope.Org, was)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.campaign.moved", nil)
	}
	return err
}

// CampaignLinks are the reports of a campaign that was loaded in this scope, and those that were taken out of it, as far as they are open
// to the scope, the latest first.
func (q Linked) CampaignLinks(id ident.Object) ([]campaign.Link, error) {
	var a row.Args
	at := a.Add(id)
	return q.links(id, `campaign_report l JOIN filing f ON f.id = l.filing`, `l.campaign = `+at, &a)
}

// CampaignFilings are the reports that are in a campaign which is open to the scope, as far as they are open to it themselves. A campaign
// that is not is Absent.
func (q Linked) CampaignFilings(id ident.Object) (list []ident.Filing, err error) {
	if _, err := q.Campaign(id, mayRead); err != nil {
		return nil, err
	}
	links, err := q.CampaignLinks(id)
	for _, l := range links {
		if l.In {
			list = append(list, l.Filing)
		}
	}
	return list, err
}

// CampaignReports are the reports of some numbers that are open to the scope, each as it stands in a campaign that was loaded in it. Who
// asks for one that is not theirs is noticed.
func (q Linked) CampaignReports(id ident.Object, numbers []ident.Number) (list []campaign.Link, err error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	var a row.Args
	at := a.Add(id)
	list, err = q.links(id, `filing f LEFT JOIN campaign_report l ON l.filing = f.id AND l.campaign = `+at, `f.number IN `+row.In(&a, numbers), &a)
	for _, n := range numbers {
		if err == nil && !slices.ContainsFunc(list, func(l campaign.Link) bool { return l.Number == n }) {
			_ = q.Miss(string(n)) // the caller says so with all that is wrong
		}
	}
	return list, err
}

func (q Linked) links(id ident.Object, from, where string, a *row.Args) (list []campaign.Link, err error) {
	if q.Scope.Permit(mayReport) != nil || q.Scope.Permit(mayRead) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var bodies [][]byte
	visible, sight := q.Visible("f", mayReport, a), q.Sight("f", mayReport, a)
	err = q.Each(`SELECT f.id, f.number, COALESCE(l.org, ''), COALESCE(l.unit, ''), COALESCE(l.state, ''), COALESCE(l.at, 0), COALESCE(l.rev, 0), l.body, `+sight+
		` FROM `+from+` WHERE `+where+` AND `+visible+` ORDER BY f.arrived_at DESC, f.id DESC`, a.List, func(scan func(...any) error) error {
		var l campaign.Link
		var state, evidence string
		var body []byte
		err := scan(&l.Filing, &l.Number, &l.Org, &l.Unit, &state, &l.At, &l.Rev, &body, &evidence)
		l.In = state == "in"
		if q.Sees(evidence) {
			list, bodies = append(list, l), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err == nil && list[i].Rev > 0 && list[i].Org == q.Scope.Org {
			err = q.Open(linkPlace(id, list[i]), bodies[i], &list[i].LinkWords)
		}
	}
	return list, err
}

// SetLink links a report to a campaign, or takes it out: both were loaded in this scope. Somebody else's change in between is a Conflict.
func (q Linked) SetLink(id ident.Object, l campaign.Link) error {
	was := l.Rev
	l.Rev, l.Org, l.Unit = l.Rev+1, q.Scope.Org, q.Scope.Unit
	state := "out"
	if l.In {
		state = "in"
	}
	body, err := q.Seal(linkPlace(id, l), l.LinkWords)
	if err != nil {
		return err
	}
	n, err := q.Exec(`INSERT INTO campaign_report (campaign, filing, org, unit, state, at, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (campaign, filing) DO UPDATE SET org = excluded.org, unit = excluded.unit, state = excluded.state, at = excluded.at, rev = excluded.rev, body = excluded.body
		WHERE campaign_report.rev = $9`,
		id, l.Filing, l.Org, l.Unit, state, q.Scope.At, l.Rev, body, was)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.campaign.moved", nil)
	}
	return err
}

// within is an office by the name of its organisation and its own: what is shown cannot be taken back, so it must be clear to whom.
func within(org, unit string) string {
	if org == unit || org == "" || unit == "" {
		return unit
	}
	return org + " " + unit
}

// CampaignOffices are the offices of other authorities, to which a campaign can be shown, in the order of their names.
func (q Linked) CampaignOffices() (list []campaign.Office, err error) {
	if q.Scope.Permit(mayRead) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var bodies [][2]row.Body // of the unit, and of its organisation
	err = q.Each(`SELECT u.id, u.org, u.rev, u.body, o.rev, o.body, `+row.Evidence("unit", "u")+`, `+row.Evidence("org", "o")+` FROM unit u JOIN org o ON o.id = u.org WHERE o.kind IN ($1, $2, $3) AND o.closed_at IS NULL AND u.closed_at IS NULL AND u.org <> $4
		ORDER BY u.org, u.id LIMIT $5`, []any{party.Ministry, party.Cabinet, party.NCO, q.Scope.Org, officesMost}, func(scan func(...any) error) error {
		var o campaign.Office
		var body [2]row.Body
		var unit, org string
		err := scan(&o.Unit, &o.Org, &body[0].Rev, &body[0].Sealed, &body[1].Rev, &body[1].Sealed, &unit, &org)
		if q.Proved("unit", unit) && q.Proved("org", org) {
			list, bodies = append(list, o), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err == nil {
			var u party.Unit
			var o party.Org
			if err = q.Open(row.UnitPlace(list[i].Org, list[i].Unit, bodies[i][0].Rev), bodies[i][0].Sealed, &u); err == nil {
				err = q.Open(row.OrgPlace(list[i].Org, bodies[i][1].Rev), bodies[i][1].Sealed, &o)
			}
			list[i].Name, list[i].NameEn = within(o.Name, u.Name), within(o.NameEn, u.NameEn)
		}
	}
	slices.SortStableFunc(list, func(x, y campaign.Office) int { return cmp.Compare(x.Name, y.Name) })
	return list, err
}

// ShareCampaign shows a campaign of the scope's own to another office; a second time changes nothing and is a Conflict.
func (q Linked) ShareCampaign(c campaign.Campaign, s campaign.Share) error {
	body, err := q.Seal(sharePlace(c.Org, c.ID, s.Unit), s.ShareWords)
	if err != nil {
		return err
	}
	n, err := q.Exec(`INSERT INTO campaign_share (campaign, office, org, unit, at, body) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (campaign, office) DO NOTHING`,
		c.ID, s.Unit, c.Org, c.Unit, q.Scope.At, body)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.campaign.shared", nil)
	}
	if err != nil {
		return err
	}
	_, err = q.Exec(`INSERT INTO reader (object, audience, kind, at) VALUES ($1, $2, '`+readerKind+`', $3)`, c.ID, s.Unit, q.Scope.At)
	return err
}

// CampaignShares are the offices to which a campaign of the scope's own was shown, in the order in which that was done. Nobody else is told.
func (q Linked) CampaignShares(c campaign.Campaign) (list []campaign.Share, err error) {
	if c.Org != q.Scope.Org {
		return nil, nil
	}
	var bodies [][]byte
	err = q.Each(`SELECT s.office, s.at, s.body FROM campaign_share s WHERE s.campaign = $1 AND s.org = $2 ORDER BY s.at, s.office LIMIT $3`,
		[]any{c.ID, q.Scope.Org, officesMost}, func(scan func(...any) error) error {
			var s campaign.Share
			var body []byte
			err := scan(&s.Unit, &s.At, &body)
			list, bodies = append(list, s), append(bodies, body)
			return err
		})
	for i := range list {
		if err == nil {
			err = q.Open(sharePlace(c.Org, c.ID, list[i].Unit), bodies[i], &list[i].ShareWords)
		}
	}
	return list, err
}
