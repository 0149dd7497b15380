package intake

import (
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/party"
)

// operatorsMost bounds how many operators of one office are read.
const operatorsMost = 5000

// competent is a join: the rows by which the scope's office, or one below it, is an addressee of the reports of column of today.
func (q Intakes) competent(of string, a *row.Args) string {
	on := a.Add(law.DayOf(q.Scope.At).String())
	return `JOIN jurisdiction j ON (j.operator = ` + of + ` OR j.operator IS NULL) AND j.act = '` + string(party.ActReport) + `' AND j.channel = '` + string(filing.Here) + `'
		AND j.from_on <= ` + on + ` AND (j.until_on IS NULL OR j.until_on > ` + on + `) JOIN unit_above ja ON ja.unit = j.unit AND ja.above = ` + a.Add(q.Scope.Unit)
}

// proofs are two columns with what such a row rests on, and proved judges them.
var proofs = row.Evidence("jurisdiction", "j") + `, ` + row.Evidence("unit_above", "ja")

func (q Intakes) proved(jurisdiction, above string) bool {
	return q.Proved("jurisdiction", jurisdiction) && q.Proved("unit_above", above)
}

// receives reports whether the scope may take calls at all.
func (q Intakes) receives() bool { return q.Scope.Org != "" && q.Scope.Permit(MayReceive) == nil }

// Operators lists those for whose reports the scope's office, or one below it, is competent today. Nobody else is told of any.
func (q Intakes) Operators() (list []intake.Operator, err error) {
	if !q.receives() {
		return nil, nil
	}
	var a row.Args
	join := q.competent("o.id", &a)
	var bodies []row.Body
	seen := map[ident.Org]bool{}
	err = q.Each(`SELECT o.id, o.rev, o.body, `+proofs+` FROM org o `+join+` WHERE o.kind = '`+string(party.Operator)+`' AND o.closed_at IS NULL ORDER BY o.id LIMIT `+a.Add(operatorsMost), a.List,
		func(scan func(...any) error) error {
			var o intake.Operator
			var body row.Body
			var jurisdiction, above string
			err := scan(&o.ID, &body.Rev, &body.Sealed, &jurisdiction, &above)
			if err == nil && !seen[o.ID] && q.proved(jurisdiction, above) {
				seen[o.ID] = true
				list, bodies = append(list, o), append(bodies, body)
			}
			return err
		})
	for i := range list {
		if id := list[i].ID; err == nil {
			err = q.Open(row.OrgPlace(id, bodies[i].Rev), bodies[i].Sealed, &list[i].Org)
			list[i].ID = id
		}
	}
	return list, err
}

// OperatorToReceive is the operator with a 法人番号 for which the scope may take a call, with the unit under which its report is filed. One that
// is not of its jurisdiction and one that does not exist are both Absent.
func (q Intakes) OperatorToReceive(number string) (o intake.Operator, err error) {
	all, err := q.Operators()
	for _, o := range all {
		if o.CorporateNumber == number && number != "" {
			o.Unit, err = q.unitOf(o.ID)
			return o, err
		}
	}
	if err == nil {
		err = fault.Absent()
	}
	return intake.Operator{}, err
}

// unitOf is the highest unit of an operator in which somebody may file, so that somebody is told who can confirm; the root where there is none.
func (q Intakes) unitOf(org ident.Org) (unit ident.Unit, err error) {
	if err = q.One(`SELECT id FROM unit WHERE org = $1 AND parent IS NULL`, []any{org}, &unit); err != nil {
		return "", err
	}
	found := false
	err = q.Each(`SELECT h.unit, h.roles, `+row.Evidence("hat", "h")+` FROM hat h JOIN unit u ON u.id = h.unit AND u.closed_at IS NULL JOIN person p ON p.id = h.person AND p.state = 'active'
		WHERE h.org = $1 AND h.from_at <= $2 AND (h.until_at IS NULL OR h.until_at > $2) ORDER BY (SELECT COUNT(*) FROM unit_above d WHERE d.unit = h.unit), h.unit LIMIT $3`,
		[]any{org, q.Scope.At, operatorsMost}, func(scan func(...any) error) error {
			var at ident.Unit
			var roles, evidence string
			err := scan(&at, &roles, &evidence)
			var actor access.Actor
			for r := range strings.FieldsSeq(roles) {
				actor.Roles = append(actor.Roles, access.Role(r))
			}
			if own, _ := access.For(actor, 0).Relations(mayFile); own && !found && q.Proved("hat", evidence) {
				unit, found = at, true
			}
			return err
		})
	return unit, err
}

// ContactsToReceive are whom the units of an operator have called (緊急連絡先), those of the highest first, for an office that is competent for
// its reports today: by them it is seen whether a caller is who they say. Nobody else is told any.
func (q Intakes) ContactsToReceive(org ident.Org) (list []oncall.Contact, err error) {
	if !q.receives() {
		return nil, nil
	}
	var a row.Args
	join := q.competent("c.org", &a)
	var all []oncall.List
	var bodies [][]byte
	seen := map[ident.Unit]bool{}
	err = q.Each(`SELECT c.org, c.unit, c.rev, c.body, `+proofs+` FROM on_call c `+join+` JOIN org o ON o.id = c.org AND o.kind = '`+string(party.Operator)+`' WHERE c.org = `+a.Add(org)+
		` ORDER BY (SELECT COUNT(*) FROM unit_above d WHERE d.unit = c.unit), c.unit LIMIT 200`, a.List, func(scan func(...any) error) error {
		var l oncall.List
		var body []byte
		var jurisdiction, above string
		err := scan(&l.Org, &l.Unit, &l.Rev, &body, &jurisdiction, &above)
		if err == nil && !seen[l.Unit] && q.proved(jurisdiction, above) {
			seen[l.Unit] = true
			all, bodies = append(all, l), append(bodies, body)
		}
		return err
	})
	for i := range all {
		if err == nil {
			err = q.Open(seal.Place{Org: all[i].Org, Table: "on_call", ID: string(all[i].Unit), Rev: all[i].Rev}, bodies[i], &all[i].Words)
			list = append(list, all[i].Contacts...)
		}
	}
	return list, err
}

// OfficeReceiving is the first of the addressees that is the unit of an officer, or below it; Absent where none is.
func (q Intakes) OfficeReceiving(officer ident.Unit, of []filing.Addressee) (office filing.Addressee, err error) {
	for _, o := range of {
		if o.Channel != filing.Here {
			continue
		}
		found := false
		err = q.Each(`SELECT `+row.Evidence("unit_above", "a")+` FROM unit_above a WHERE a.unit = $1 AND a.above = $2`, []any{o.Unit, officer}, func(scan func(...any) error) error {
			var evidence string
			err := scan(&evidence)
			found = q.Proved("unit_above", evidence)
			return err
		})
		if err != nil || found {
			return o, err
		}
	}
	return office, fault.Absent()
}
