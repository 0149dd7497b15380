package mandate

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/mandate"
)

// paperPlace is where a paper is sealed: rev 1 what it is called, rev 2 its bytes.
func paperPlace(org ident.Org, id ident.Object, rev int) seal.Place {
	return seal.Place{Org: org, Table: "mandate_paper", ID: string(id), Rev: rev}
}

// AddMandatePaper keeps a paper beside a mandate that was loaded in this act.
func (q Mandates) AddMandatePaper(m mandate.Mandate, p mandate.Paper, data []byte) error {
	body, err := q.Seal(paperPlace(m.Operator, p.ID, 1), p)
	if err != nil {
		return err
	}
	file, err := q.SealBytes(paperPlace(m.Operator, p.ID, 2), data)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO mandate_paper (id, mandate, org, at, size, body, file) VALUES ($1, $2, $3, $4, $5, $6, $7)`, p.ID, m.ID, m.Operator, p.At, p.Size, body, file)
}

// papersMost bounds what is read of one mandate.
const papersMost = 20

// PapersOfMandate are the papers beside a mandate that was loaded in this scope, in the order in which they came.
func (q Mandates) PapersOfMandate(m mandate.Mandate) (list []mandate.Paper, err error) {
	var bodies [][]byte
	if err := q.within(m); err != nil {
		return nil, err
	}
	err = q.Each(`SELECT id, body FROM mandate_paper WHERE mandate = $1 AND org = $2 ORDER BY at, id LIMIT $3`, []any{m.ID, m.Operator, papersMost}, func(scan func(...any) error) error {
		var p mandate.Paper
		var body []byte
		err := scan(&p.ID, &body)
		list, bodies = append(list, p), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(paperPlace(m.Operator, list[i].ID, 1), bodies[i], &list[i])
		}
	}
	return list, err
}

// PaperOfMandate are the bytes of a paper beside a mandate that was loaded in this scope. Absent and another mandate's are one answer.
func (q Mandates) PaperOfMandate(m mandate.Mandate, id ident.Object) ([]byte, error) {
	if err := q.within(m); err != nil {
		return nil, err
	}
	var file []byte
	if err := q.One(`SELECT file FROM mandate_paper WHERE id = $1 AND mandate = $2 AND org = $3`, []any{id, m.ID, m.Operator}, &file); err != nil {
		return nil, err
	}
	return q.OpenBytes(paperPlace(m.Operator, id, 2), file)
}

// within sees that a mandate is open to the scope: what stands beside it is reached through it alone.
func (q Mandates) within(m mandate.Mandate) error {
	_, err := q.MandateByID(m.ID)
	return err
}
