// Package charge keeps who of an office takes care of a filing (担当). Everything is of the scope's own unit.
package charge

import (
	"strconv"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Charges are the rows of a transaction about who takes care.
type Charges struct{ *row.Q }

var mayAssign = access.Permission{Action: access.Assign, Object: access.Report}

func actPlace(org ident.Org, id ident.Object, rev int) seal.Place {
	return seal.Place{Org: org, Table: "charge_act", ID: string(id), Rev: rev}
}

// Charged are the filings of some numbers or ids that are open to the scope's office for being assigned, as it takes care of them.
func (q Charges) Charged(numbers []ident.Number, ids []ident.Filing) ([]charge.Line, error) {
	var of []string
	for _, n := range numbers {
		of = append(of, string(n))
	}
	column := `f.number`
	if len(ids) > 0 {
		column, of = `f.id`, nil
		for _, id := range ids {
			of = append(of, string(id))
		}
	}
	if len(of) == 0 || q.Scope.Permit(mayAssign) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var a row.Args
	unit, org := a.Add(q.Scope.Unit), a.Add(q.Scope.Org)
	return q.lines(`SELECT f.id, f.number, COALESCE(c.person, ''), COALESCE(c.act, ''), COALESCE(c.rev, 0), COALESCE(c.at, 0), c.body, `+row.Joined("charge", "c")+`, `+q.Sight("f", mayAssign, &a)+`
		FROM filing f LEFT JOIN charge c ON c.filing = f.id AND c.unit = `+unit+` AND c.org = `+org+`
		WHERE `+column+` IN `+row.In(&a, of)+` AND `+q.Visible("f", mayAssign, &a)+` ORDER BY f.id`, a.List)
}

func (q Charges) lines(query string, args []any) (list []charge.Line, err error) {
	var bodies [][]byte
	err = q.Each(query, args, func(scan func(...any) error) error {
		var l charge.Line
		var body []byte
		var evidence, proof string
		err := scan(&l.Filing, &l.Number, &l.Holder.Person, &l.Act, &l.Rev, &l.At, &body, &proof, &evidence)
		if !q.Stands("charge", proof) { // nobody takes care whom no act named; the revision stays, so that an act can name somebody
			l.Holder, l.Act, body = charge.Holder{}, "", nil
		}
		if q.Sees(evidence) {
			list, bodies = append(list, l), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err != nil || bodies[i] == nil {
			continue
		}
		err = q.Open(row.ChargePlace(q.Scope, list[i].Filing, list[i].Rev), bodies[i], &list[i].Holder)
	}
	return list, err
}

// SetCharge says who takes care of a filing from now on: rev is the revision that l gets. Somebody else's change in between is a Conflict.
func (q Charges) SetCharge(l charge.Line) error {
	body, err := q.Seal(row.ChargePlace(q.Scope, l.Filing, l.Rev), l.Holder)
	if err != nil {
		return err
	}
	proof := q.Proof("charge", string(l.Filing), string(q.Scope.Unit), string(q.Scope.Org), string(l.Holder.Person), string(l.Act), strconv.Itoa(l.Rev), strconv.FormatInt(int64(q.Scope.At), 10))
	n, err := q.Exec(`INSERT INTO charge (filing, unit, org, person, act, rev, at, body, proof) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (filing, unit) DO UPDATE SET person = excluded.person, act = excluded.act, rev = excluded.rev, at = excluded.at, body = excluded.body, proof = excluded.proof
		WHERE charge.rev = excluded.rev - 1 AND charge.org = excluded.org`,
		l.Filing, q.Scope.Unit, q.Scope.Org, l.Holder.Person, l.Act, l.Rev, q.Scope.At, body, proof)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.charge.moved", nil)
	}
	return err
}

// AddChargeAct keeps an act about many.
func (q Charges) AddChargeAct(c charge.Act) error {
	body, err := q.Seal(actPlace(q.Scope.Org, c.ID, 1), c.Words)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO charge_act (id, org, unit, n, rev, at, body) VALUES ($1, $2, $3, $4, 1, $5, $6)`, c.ID, q.Scope.Org, q.Scope.Unit, c.N, q.Scope.At, body)
}

// UndoChargeAct notes that an act was taken back; the second to do so is a Conflict.
func (q Charges) UndoChargeAct(c charge.Act) error {
	body, err := q.Seal(actPlace(q.Scope.Org, c.ID, 2), c.Words)
	if err != nil {
		return err
	}
	n, err := q.Exec(`UPDATE charge_act SET undone_at = $1, rev = 2, body = $2 WHERE id = $3 AND unit = $4 AND org = $5 AND undone_at IS NULL`, q.Scope.At, body, c.ID, q.Scope.Unit, q.Scope.Org)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.charge.undone", nil)
	}
	return err
}

// ChargeActs lists the acts of the scope's unit, the latest first.
func (q Charges) ChargeActs(limit int) ([]charge.Act, error) {
	var a row.Args
	return q.acts(`c.unit = `+a.Add(q.Scope.Unit)+` AND c.org = `+a.Add(q.Scope.Org)+` ORDER BY c.at DESC, c.id DESC LIMIT `+a.Add(limit), a.List)
}

// ChargeAct is one of them. Absent and another office's are one answer.
func (q Charges) ChargeAct(id ident.Object) (charge.Act, error) {
	var a row.Args
	list, err := q.acts(`c.id = `+a.Add(id)+` AND c.unit = `+a.Add(q.Scope.Unit)+` AND c.org = `+a.Add(q.Scope.Org), a.List)
	if err == nil && len(list) != 1 {
		err = q.Miss(string(id))
	}
	if err != nil {
		return charge.Act{}, err
	}
	return list[0], nil
}

func (q Charges) acts(where string, args []any) (list []charge.Act, err error) {
	if q.Scope.Permit(mayAssign) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var bodies [][]byte
	var revs []int
	err = q.Each(`SELECT c.id, c.at, COALESCE(c.undone_at, 0), c.n, c.rev, c.body FROM charge_act c WHERE `+where, args, func(scan func(...any) error) error {
		var c charge.Act
		var body []byte
		rev := 0
		err := scan(&c.ID, &c.At, &c.UndoneAt, &c.N, &rev, &body)
		list, bodies, revs = append(list, c), append(bodies, body), append(revs, rev)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(actPlace(q.Scope.Org, list[i].ID, revs[i]), bodies[i], &list[i].Words)
		}
	}
	return list, err
}

// Deskmates are the people of the scope's own unit to whom a filing can be given, in the order in which they joined: the first
// charge.MostMates of them.
func (q Charges) Deskmates() (list []charge.Holder, err error) {
	if q.Scope.Permit(mayAssign) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var bodies [][]byte
	err = q.Each(`SELECT h.person, p.body FROM hat h JOIN person p ON p.id = h.person
		WHERE h.org = $1 AND h.unit = $2 AND h.from_at <= $3 AND (h.until_at IS NULL OR h.until_at > $3) ORDER BY h.id LIMIT $4`,
		[]any{q.Scope.Org, q.Scope.Unit, q.Scope.At, charge.MostMates}, func(scan func(...any) error) error {
			var h charge.Holder
			var body []byte
			err := scan(&h.Person, &body)
			list, bodies = append(list, h), append(bodies, body)
			return err
		})
	there, kept := map[ident.Person]bool{}, list[:0]
	for i, h := range list {
		if err != nil {
			break
		}
		var p party.Person
		if err = q.Open(seal.Place{Org: seal.House, Table: "person", ID: string(h.Person), Rev: 1}, bodies[i], &p); !there[h.Person] {
			there[h.Person], kept = true, append(kept, charge.Holder{Person: h.Person, Name: p.Name})
		}
	}
	return kept, err
}
