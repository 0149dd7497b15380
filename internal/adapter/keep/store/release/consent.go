package release

import (
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

func consentPlace(org ident.Org, id ident.Object, rev int) seal.Place {
	return seal.Place{Org: org, Table: "consent", ID: string(id), Rev: rev}
}

// Consents lists the consents about drafts or filings of the own organisation, the first one first. The house itself is told of all,
// without names.
func (q Releases) Consents(objects []ident.Object) (list []filing.Consent, err error) {
	var a row.Args
	where := `c.object IN ` + row.In(&a, objects)
	_, system := q.Scope.IsSystem()
	if !system {
		where += ` AND c.org = ` + a.Add(q.Scope.Org) + ` AND EXISTS (SELECT 1 FROM unit_above u WHERE u.unit = c.unit AND u.above = ` + a.Add(q.Scope.Unit) + `)`
	}
	var bodies [][]byte
	err = q.Each(`SELECT c.id, c.object, c.office_org, c.office, c.title, c.sections, c.org, c.unit, c.state, c.at, COALESCE(c.ended_at, 0), c.rev, c.body FROM consent c WHERE `+where+` ORDER BY c.at, c.id`,
		a.List, func(scan func(...any) error) error {
			var c filing.Consent
			var sections string
			var body []byte
			err := scan(&c.ID, &c.Object, &c.OfficeOrg, &c.Office, &c.Title, &sections, &c.Org, &c.Unit, &c.State, &c.At, &c.EndedAt, &c.Rev, &body)
			c.Sections = strings.Fields(sections)
			list, bodies = append(list, c), append(bodies, body)
			return err
		})
	for i := range list {
		if err == nil && !system {
			err = q.Open(consentPlace(list[i].Org, list[i].ID, list[i].Rev), bodies[i], &list[i].ConsentWords)
		}
	}
	return list, err
}

// SetConsent writes what a draft that was loaded in this scope plans, in the place of what it planned.
func (q Releases) SetConsent(d filing.Draft, list []filing.Consent) error {
	if _, err := q.Exec(`DELETE FROM consent WHERE object = $1 AND org = $2 AND state = 'planned'`, d.ID, q.Scope.Org); err != nil {
		return err
	}
	for _, c := range list {
		if err := q.addConsent(c); err != nil {
			return err
		}
	}
	return nil
}

func (q Releases) addConsent(c filing.Consent) error {
	body, err := q.Seal(consentPlace(c.Org, c.ID, c.Rev), c.ConsentWords)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO consent (id, object, office_org, office, title, sections, org, unit, state, at, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		c.ID, c.Object, c.OfficeOrg, c.Office, c.Title, strings.Join(c.Sections, " "), c.Org, c.Unit, c.State, c.At, c.Rev, body)
}

// AddConsent has an office read a filing, and its case, from now on, through an audience of the consent.
func (q Releases) AddConsent(f filing.Filing, c filing.Consent) error {
	if err := q.addConsent(c); err != nil {
		return err
	}
	if _, err := q.Exec(`INSERT INTO audience_member (audience, unit, from_at) VALUES ($1, $2, $3)`, c.ID, c.Office, c.At); err != nil {
		return err
	}
	if _, err := q.Exec(`INSERT INTO handover (filing, audience, sections) VALUES ($1, $2, $3)`, f.ID, c.ID, strings.Join(c.Sections, " ")); err != nil {
		return err
	}
	var a row.Args
	rows := q.ReaderRow(&a, string(f.ID), string(c.ID), "report", c.At)
	if f.Case != "" {
		rows += ", " + q.ReaderRow(&a, string(f.Case), string(c.ID), "case", c.At)
	}
	return q.Add(`INSERT INTO reader (object, audience, kind, at, proof) VALUES `+rows+` ON CONFLICT (object, audience) DO NOTHING`, a.List...)
}

// Unshare ends what a consent gave; one that does not stand any more is a Conflict.
func (q Releases) Unshare(c filing.Consent) error {
	body, err := q.Seal(consentPlace(c.Org, c.ID, c.Rev+1), c.ConsentWords)
	if err != nil {
		return err
	}
	n, err := q.Exec(`UPDATE consent SET state = 'withdrawn', ended_at = $1, rev = $2, body = $3 WHERE id = $4 AND org = $5 AND state = 'given'`, q.Scope.At, c.Rev+1, body, c.ID, q.Scope.Org)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.consent.none", nil)
	}
	if err != nil {
		return err
	}
	_, err = q.Exec(`UPDATE audience_member SET until_at = $1 WHERE audience = $2 AND until_at IS NULL`, q.Scope.At, c.ID)
	return err
}
