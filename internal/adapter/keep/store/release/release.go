// Package release keeps what is withheld of a report from an office until an hour, and adds it to the office's when that has come.
package release

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
)

// Releases are the rows of a transaction about what is withheld. They are of the scope's own unit and those below it.
type Releases struct{ *row.Q }

func place(org ident.Org, w filing.Withholding) seal.Place {
	return seal.Place{Org: org, Table: "withheld", ID: string(w.Object) + "/" + string(w.Office) + "/" + w.Section, Rev: w.Rev}
}

// Withheld lists what is withheld of drafts or filings of the own organisation, in the order of office and section. The house itself
// is told of all, without the words.
func (q Releases) Withheld(objects []ident.Object) (list []filing.Withholding, err error) {
	var a row.Args
	where := `w.object IN ` + row.In(&a, objects)
	_, system := q.Scope.IsSystem()
	if !system {
		where += ` AND w.org = ` + a.Add(q.Scope.Org) + ` AND EXISTS (SELECT 1 FROM unit_above u WHERE u.unit = w.unit AND u.above = ` + a.Add(q.Scope.Unit) + `)`
	}
	var bodies [][]byte
	var orgs []ident.Org
	err = q.Each(`SELECT w.object, w.office, w.section, w.org, w.state, w.until_at, w.moved_at, w.rev, w.body FROM withheld w WHERE `+where+` ORDER BY w.object, w.office, w.section`,
		a.List, func(scan func(...any) error) error {
			var w filing.Withholding
			var org ident.Org
			var body []byte
			err := scan(&w.Object, &w.Office, &w.Section, &org, &w.State, &w.Until, &w.Moved, &w.Rev, &body)
			list, orgs, bodies = append(list, w), append(orgs, org), append(bodies, body)
			return err
		})
	for i := range list {
		if err == nil && !system {
			err = q.Open(place(orgs[i], list[i]), bodies[i], &list[i].WithholdWords)
		}
	}
	return list, err
}

// SetWithheld writes what is withheld of a draft that was loaded in this scope, in the place of what was.
func (q Releases) SetWithheld(d filing.Draft, list []filing.Withholding) error {
	if _, err := q.Exec(`DELETE FROM withheld WHERE object = $1 AND org = $2 AND state = 'planned'`, d.ID, q.Scope.Org); err != nil {
		return err
	}
	for _, w := range list {
		w.Object, w.State = ident.Object(d.ID), filing.Planned
		if err := q.addWithheld(d.Org, d.Unit, w); err != nil {
			return err
		}
	}
	return nil
}

func (q Releases) addWithheld(org ident.Org, unit ident.Unit, w filing.Withholding) error {
	w.Rev = 1
	body, err := q.Seal(place(org, w), w.WithholdWords)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO withheld (object, office, section, org, unit, state, until_at, moved_at, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		w.Object, w.Office, w.Section, org, unit, w.State, w.Until, q.Scope.At, w.Rev, body)
}

// HoldBack keeps what is withheld of a filing that arrives in this act.
func (q Releases) HoldBack(f filing.Filing, list []filing.Withholding) error {
	for _, w := range list {
		w.Object, w.State = ident.Object(f.ID), filing.WithheldNow
		if err := q.addWithheld(f.Org, f.Unit, w); err != nil {
			return err
		}
	}
	return nil
}

// CarryOver keeps what still stands of the filings of a case for a draft of a further report.
func (q Releases) CarryOver(d filing.Draft, from []ident.Object) error {
	if len(from) == 0 {
		return nil
	}
	stands, err := q.Withheld(from)
	if err != nil {
		return err
	}
	var list []filing.Withholding
	for _, w := range stands {
		same := func(o filing.Withholding) bool { return o.Office == w.Office && o.Section == w.Section }
		i := slices.IndexFunc(list, same)
		switch {
		case w.State != filing.WithheldNow || w.Until <= q.Scope.At:
		case i < 0:
			list = append(list, w)
		case list[i].Until < w.Until:
			list[i] = w
		}
	}
	return q.SetWithheld(d, list)
}

// ReleaseSection gives a section that was withheld of a filing to its office, and to that which has become competent in its place. One
// that is not withheld any more is a Conflict: whoever comes second finds nothing to do.
func (q Releases) ReleaseSection(f filing.Filing, w filing.Withholding) error {
	n, err := q.Exec(`UPDATE withheld SET state = 'released', moved_at = $1 WHERE object = $2 AND office = $3 AND section = $4 AND state = 'held'`,
		q.Scope.At, f.ID, w.Office, w.Section)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.release.released", nil)
	}
	if err != nil {
		return err
	}
	has := map[string]string{string(w.Office): ""}
	if err := q.Each(`SELECT h.audience, h.sections FROM handover h WHERE h.filing = $1 AND (h.audience = $2 OR h.audience IN (SELECT t.id || '`+register.TransferRow{}.NewAudience()+`' FROM transfer t WHERE t.old_unit = $2))`,
		[]any{f.ID, w.Office}, func(scan func(...any) error) error {
			var audience, sections string
			err := scan(&audience, &sections)
			has[audience] = sections
			return err
		}); err != nil {
		return err
	}
	for audience, sections := range has {
		list := strings.Fields(sections)
		if slices.Contains(list, w.Section) {
			continue
		}
		if _, err := q.Exec(`INSERT INTO handover (filing, audience, sections) VALUES ($1, $2, $3) ON CONFLICT (filing, audience) DO UPDATE SET sections = excluded.sections`,
			f.ID, audience, strings.Join(append(list, w.Section), " ")); err != nil {
			return err
		}
	}
	return nil
}
