package support

import (
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/support"
)

var mayWrite = access.Permission{Action: access.Write, Object: access.Support}

func sharePlace(org ident.Org, h support.Share) seal.Place {
	return seal.Place{Org: org, Table: "support_share", ID: string(h.ID), Rev: 1}
}

func (q Supports) name(o *support.Office, body row.Body) error {
	var u party.Unit
	err := q.Open(row.UnitPlace(o.Org, o.Unit, body.Rev), body.Sealed, &u)
	o.Name, o.NameEn, o.Phone = u.Name, u.NameEn, u.Phone
	return err
}

// shares lists to which helpers the report was shown, the first one first: to its own organisation all, to a helper its own that stand.
func (q Supports) shares(s support.Support) (list []support.Share, err error) {
	var bodies [][]byte
	err = q.Each(`SELECT h.id, h.filing, h.helper_org, h.helper, h.at, COALESCE(h.ended_at, 0), h.body, COALESCE(v.sections, ''), `+row.Joined("handover", "v")+`
		FROM support_share h LEFT JOIN handover v ON v.filing = h.filing AND v.audience = h.id WHERE h.support = $1 AND (h.org = $2 OR h.helper_org = $2 AND h.ended_at IS NULL
		AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = h.helper AND a.above = $3)) ORDER BY h.at, h.id`, []any{s.ID, q.Scope.Org, q.Scope.Unit}, func(scan func(...any) error) error {
		var h support.Share
		var body []byte
		var sections, evidence string
		err := scan(&h.ID, &h.Filing, &h.HelperOrg, &h.Helper, &h.At, &h.EndedAt, &body, &sections, &evidence)
		if q.Stands("handover", evidence) {
			h.Sections = strings.Fields(sections)
		}
		list, bodies = append(list, h), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(sharePlace(s.Org, list[i]), bodies[i], &list[i].ShareWords)
		}
		if s.Org != q.Scope.Org {
			list[i].By = ""
		}
	}
	return list, err
}

// helpers are the kinds of organisation to which an operator may show a report.
const helpers = `('` + string(party.Helper) + `', '` + string(party.NCO) + `')`

// Helpers lists the organisations to which a report that is the own organisation's may be shown: those that help, and do not have it.
func (q Supports) Helpers(f ident.Filing) (list []support.Candidate, err error) {
	if q.Scope.Permit(mayWrite) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var bodies []row.Body
	err = q.Each(`SELECT o.id, u.id, o.rev, o.body, `+row.Evidence("org", "o")+`, `+row.Evidence("unit", "u")+` FROM org o JOIN unit u ON u.org = o.id AND u.parent IS NULL
		WHERE o.kind IN `+helpers+` AND o.closed_at IS NULL AND NOT EXISTS (SELECT 1 FROM reader r JOIN audience_member m ON m.audience = r.audience JOIN unit x ON x.id = m.unit
			WHERE r.object = $1 AND x.org = o.id AND m.from_at <= $2 AND (m.until_at IS NULL OR m.until_at > $2)) ORDER BY o.kind, o.id LIMIT 100`,
		[]any{f, q.Scope.At}, func(scan func(...any) error) error {
			var c support.Candidate
			var body row.Body
			var org, unit string
			err := scan(&c.Org, &c.Unit, &body.Rev, &body.Sealed, &org, &unit)
			if q.Proved("org", org) && q.Proved("unit", unit) {
				list, bodies = append(list, c), append(bodies, body)
			}
			return err
		})
	for i := range list {
		var o party.Org
		if err == nil {
			err = q.Open(row.OrgPlace(list[i].Org, bodies[i].Rev), bodies[i].Sealed, &o)
			list[i].Name, list[i].NameEn = o.Name, o.NameEn
		}
	}
	return list, err
}

// AddShare shows a report to a helper: an audience that holds it from now on, the rows by which it reads the report and the wish, and the
// sections that it receives.
func (q Supports) AddShare(s support.Support, h support.Share) error {
	body, err := q.Seal(sharePlace(s.Org, h), h.ShareWords)
	if err != nil {
		return err
	}
	if err := q.Add(`INSERT INTO support_share (id, support, filing, org, unit, helper_org, helper, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		h.ID, s.ID, h.Filing, s.Org, s.Unit, h.HelperOrg, h.Helper, h.At, body); err != nil {
		return err
	}
	if _, err := q.Exec(`INSERT INTO audience_member (audience, unit, from_at) VALUES ($1, $2, $3)`, h.ID, h.Helper, h.At); err != nil {
		return err
	}
	var a row.Args
	if err := q.Add(`INSERT INTO reader (object, audience, kind, at, proof) VALUES `+q.ReaderRow(&a, string(h.Filing), string(h.ID), ofReport, h.At)+`, `+
		q.ReaderRow(&a, string(s.ID), string(h.ID), ofHelper, h.At), a.List...); err != nil {
		return err
	}
	_, err = q.Exec(`INSERT INTO handover (filing, audience, sections) VALUES ($1, $2, $3)`, h.Filing, h.ID, strings.Join(h.Sections, " "))
	return err
}

// EndShare ends what AddShare began: from now on the helper sees neither. Whoever comes second is told so by a Conflict.
func (q Supports) EndShare(h support.Share) error {
	n, err := q.Exec(`UPDATE support_share SET ended_at = $1 WHERE id = $2 AND org = $3 AND ended_at IS NULL`, q.Scope.At, h.ID, q.Scope.Org)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.support.unshared", nil)
	}
	if err != nil {
		return err
	}
	_, err = q.Exec(`UPDATE audience_member SET until_at = $1 WHERE audience = $2 AND unit = $3 AND until_at IS NULL`, q.Scope.At, h.ID, h.Helper)
	return err
}
