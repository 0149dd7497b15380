// Package faq keeps よくある相談: what offices publish of 相談窓口, version by version.
package faq

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// Entries are the rows of a transaction about よくある相談.
type Entries struct{ *row.Q }

var mayRead = access.Permission{Action: access.Read, Object: access.FAQ}

func place(e faq.Entry) seal.Place {
	return seal.Place{Org: e.Org, Table: "faq", ID: string(e.ID), Rev: e.Rev}
}

// AddFAQ writes a new version of the own office, with the consultation from which it came where one is known.
func (q Entries) AddFAQ(e faq.Entry, source ident.Object) error {
	e.Rev = 1
	body, err := q.Seal(place(e), e.Record)
	if err != nil {
		return err
	}
	if _, err := q.Exec(`INSERT INTO faq (id, org, unit, number, version, state, rev, moved_at, body) VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)`,
		e.ID, e.Org, e.Unit, e.Number, e.Version, e.State, q.Scope.At, body); err != nil || source == "" {
		return err
	}
	return q.Add(`INSERT INTO faq_source (faq, org, unit, consult) VALUES ($1, $2, $3, $4)`, e.ID, e.Org, e.Unit, source)
}

// SaveFAQ writes over the revision that e names; somebody else's in between is a Conflict.
func (q Entries) SaveFAQ(e faq.Entry) error {
	seen := e.Rev
	e.Rev++
	body, err := q.Seal(place(e), e.Record)
	if err != nil {
		return err
	}
	n, err := q.Exec(`UPDATE faq SET state = $1, rev = $2, moved_at = $3, body = $4 WHERE id = $5 AND rev = $6`, e.State, e.Rev, q.Scope.At, body, e.ID, seen)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.faq.moved", nil)
	}
	return err
}

// ShowFAQ addresses a version that was loaded in this scope to everybody.
func (q Entries) ShowFAQ(e faq.Entry) error {
	var a row.Args
	return q.Add(`INSERT INTO reader (object, audience, kind, at, proof) VALUES `+q.ReaderRow(&a, string(e.ID), row.Everybody, "faq", q.Scope.At)+` ON CONFLICT (object, audience) DO NOTHING`, a.List...)
}

// list opens the versions of a condition that the scope may do something to. One whose open state is not what its sealed body says is left out.
func (q Entries) list(where, order string, p access.Permission, a *row.Args) (list []faq.Entry, err error) {
	var all []faq.Entry
	var states []faq.State
	var bodies [][]byte
	open, sight := q.Published("f", p, a)
	err = q.Each(`SELECT f.id, f.org, f.unit, f.number, f.version, f.state, f.rev, f.moved_at, f.body, `+sight+` FROM faq f WHERE `+where+` AND `+open+` `+order, a.List, func(scan func(...any) error) error {
		var e faq.Entry
		var state faq.State
		var body []byte
		var seen string
		err := scan(&e.ID, &e.Org, &e.Unit, &e.Number, &e.Version, &state, &e.Rev, &e.MovedAt, &body, &seen)
		if q.Sees(seen) {
			all, states, bodies = append(all, e), append(states, state), append(bodies, body)
		}
		return err
	})
	for i := range all {
		if err == nil {
			err = q.Open(place(all[i]), bodies[i], &all[i].Record)
		}
		if err == nil && all[i].State == states[i] {
			list = append(list, all[i].Cut(q.Scope.Org))
		}
	}
	return list, err
}

// FAQList lists what is open to the scope of よくある相談: of the own office every version that stands or waits, of the others what was published; what moved last
// comes first.
func (q Entries) FAQList(limit int) ([]faq.Entry, error) {
	if q.Scope.Permit(mayRead) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var a row.Args
	return q.list(`f.state <> 'replaced'`, `ORDER BY f.moved_at DESC, f.id DESC LIMIT `+a.Add(limit), mayRead, &a)
}

// FAQ lists the versions of one entry that the scope may do something to, the latest first. Absent and foreign are one answer.
func (q Entries) FAQ(n ident.Number, p access.Permission) ([]faq.Entry, error) {
	var a row.Args
	list, err := q.list(`f.number = `+a.Add(n), `ORDER BY f.version DESC LIMIT 100`, p, &a)
	if err == nil && len(list) == 0 {
		err = q.Miss(string(n))
	}
	return list, err
}

// FAQFrom lists what the own office proposed or published out of a consultation, the latest first.
func (q Entries) FAQFrom(consult ident.Object) ([]faq.Entry, error) {
	if own, _ := q.Scope.Relations(mayRead); !own {
		return nil, nil
	}
	var a row.Args
	return q.list(`EXISTS (SELECT 1 FROM faq_source s WHERE s.faq = f.id AND s.consult = `+a.Add(consult)+` AND s.org = `+a.Add(q.Scope.Org)+`)`, `ORDER BY f.moved_at DESC, f.id DESC LIMIT 100`, mayRead, &a)
}

// FAQSource is the number of the consultation from which a version of the own office came; empty where none is known to the scope.
func (q Entries) FAQSource(e faq.Entry) (number ident.Number, err error) {
	if own, _ := q.Scope.Relations(mayRead); !own || e.Org != q.Scope.Org {
		return "", nil
	}
	err = q.One(`SELECT c.number FROM faq_source s JOIN consult c ON c.id = s.consult WHERE s.faq = $1 AND s.org = $2`, []any{e.ID, q.Scope.Org}, &number)
	if fault.Is(err, fault.Hidden) {
		err = nil
	}
	return number, err
}
