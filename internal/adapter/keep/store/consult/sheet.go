package consult

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

func sheetPlace(h consult.Sheet) seal.Place {
	return seal.Place{Org: h.Org, Table: "consult_sheet", ID: string(h.ID), Rev: 1}
}

func markPlace(m consult.Mark) seal.Place {
	return seal.Place{Org: m.Org, Table: "consult_mark", ID: string(m.ID), Rev: 1}
}

// AddConsultSheet writes a version of the 範囲整理表 with a consultation of the own organisation.
func (q Consults) AddConsultSheet(h consult.Sheet) error {
	body, err := q.Seal(sheetPlace(h), h.Agreed)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO consult_sheet (id, consult, org, unit, business, version, sent_at, settled_at, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, 1, $8)`,
		h.ID, h.Consult, h.Org, h.Unit, h.Business, h.Version, h.SentAt, body)
}

// AddConsultMarks writes what an office said of lines of a sheet that was loaded in this scope, and since when it is confirmed as a whole (0: it is not). If
// somebody else spoke of it meanwhile it is a Conflict.
func (q Consults) AddConsultMarks(h consult.Sheet, marks []consult.Mark, settledAt ident.Instant) error {
	var since any
	if settledAt != 0 {
		since = settledAt
	}
	n, err := q.Exec(`UPDATE consult_sheet SET settled_at = $1, rev = rev + 1 WHERE id = $2 AND rev = $3`, since, h.ID, h.Rev)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.consult.moved", nil)
	}
	for _, m := range marks {
		if err != nil {
			return err
		}
		var body []byte
		if body, err = q.Seal(markPlace(m), m.MarkWords); err != nil {
			return err
		}
		good := 0
		if m.Confirmed {
			good = 1
		}
		err = q.Add(`INSERT INTO consult_mark (id, sheet, line, good, org, unit, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, m.ID, h.ID, m.Line, good, m.Org, m.Unit, m.At, body)
	}
	return err
}

// ConsultSheets lists the versions of the 範囲整理表 of a business of the own organisation that are open to the scope, the latest first.
func (q Consults) ConsultSheets(business string, limit int) ([]consult.Sheet, error) {
	if q.Scope.Permit(mayRead) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var a row.Args
	return q.sheets(`h.org = `+a.Add(q.Scope.Org)+` AND h.business = `+a.Add(business)+` AND `+q.Visible("h", mayRead, &a), `ORDER BY h.version DESC, h.id DESC LIMIT `+a.Add(limit), &a)
}

// sheets opens the versions of a condition, with what offices said of their lines.
func (q Consults) sheets(where, order string, a *row.Args) (list []consult.Sheet, err error) {
	var bodies [][]byte
	err = q.Each(`SELECT h.id, h.consult, h.org, h.unit, h.business, h.version, h.sent_at, COALESCE(h.settled_at, 0), h.rev, h.body FROM consult_sheet h WHERE `+where+` `+order, a.List, func(scan func(...any) error) error {
		var h consult.Sheet
		var body []byte
		err := scan(&h.ID, &h.Consult, &h.Org, &h.Unit, &h.Business, &h.Version, &h.SentAt, &h.SettledAt, &h.Rev, &body)
		h.Settled = h.SettledAt != 0
		list, bodies = append(list, h), append(bodies, body)
		return err
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	at := map[ident.Object]int{}
	ids := make([]ident.Object, len(list))
	for i := range list {
		if err := q.Open(sheetPlace(list[i]), bodies[i], &list[i].Agreed); err != nil {
			return nil, err
		}
		at[list[i].ID], ids[i] = i, list[i].ID
	}
	marks, sheets, err := q.marks(ids)
	for i, m := range marks {
		h := &list[at[sheets[i]]]
		m.Version = h.Version
		if m.Org != q.Scope.Org {
			m.Name = ""
		}
		h.Marks = append(h.Marks, m)
	}
	return list, err
}

// marks are what offices said of the lines of some sheets, oldest first, each with its sheet.
func (q Consults) marks(ids []ident.Object) (list []consult.Mark, sheets []ident.Object, err error) {
	var a row.Args
	var bodies [][]byte
	err = q.Each(`SELECT m.id, m.sheet, m.line, m.good, m.org, m.unit, m.at, m.body FROM consult_mark m WHERE m.sheet IN `+row.In(&a, ids)+` ORDER BY m.sheet, m.at, m.id LIMIT 20000`, a.List, func(scan func(...any) error) error {
		var m consult.Mark
		var sheet ident.Object
		var body []byte
		good := 0
		err := scan(&m.ID, &sheet, &m.Line, &good, &m.Org, &m.Unit, &m.At, &body)
		m.Confirmed = good == 1
		list, sheets, bodies = append(list, m), append(sheets, sheet), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(markPlace(list[i]), bodies[i], &list[i].MarkWords)
		}
	}
	return list, sheets, err
}
