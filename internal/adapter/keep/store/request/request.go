// Package request keeps questions on filings and their answers.
package request

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/request"
)

// Requests are the rows of a transaction about requests.
type Requests struct{ *row.Q }

func place(org ident.Org, id ident.Request, part string) seal.Place {
	return seal.Place{Org: org, Table: "request", ID: string(id) + "/" + part, Rev: 1}
}

// AddRequest writes a question; the question is sealed for the office, the answer later for the one asked.
func (r Requests) AddRequest(n request.Request) error {
	body, err := r.Seal(place(n.Org, n.ID, "question"), n.Question)
	if err != nil {
		return err
	}
	var by any
	if !n.AnswerBy.IsZero() {
		by = n.AnswerBy.String()
	}
	err = r.Add(`INSERT INTO request (id, number, kind, filing, org, unit, asked_org, asked_unit, state, asked_at, answer_by, question)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		n.ID, n.Number, n.Kind, n.Filing, n.Org, n.Unit, n.AskedOrg, n.AskedUnit, n.State, n.AskedAt, by, body)
	if err != nil {
		return err
	}
	return r.keep(n)
}

// keep leaves an office what it asks about while jurisdiction is about to pass to another: it goes on reading it.
func (r Requests) keep(n request.Request) error {
	for _, object := range []string{"f.id", "f.subject"} {
		if err := r.Add(`INSERT INTO reader (object, audience, kind, at) SELECT `+object+`, $1, 'kept', f.arrived_at FROM filing f WHERE f.id = $2 AND EXISTS (
			SELECT 1 FROM reader r JOIN transfer t ON r.audience = t.id || '.old' WHERE r.object = f.id AND t.from_at > $3) ON CONFLICT (object, audience) DO NOTHING`,
			n.Unit, n.Filing, r.Scope.At); err != nil {
			return err
		}
	}
	return nil
}

// side is the join of a request: the side that asks, or the side that was asked.
const side = `((q.org = $1 AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = q.unit AND a.above = $2))
	OR (q.asked_org = $1 AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = q.asked_unit AND a.above = $2)))`

const columns = `q.id, q.number, q.kind, q.filing, q.org, q.unit, q.asked_org, q.asked_unit, q.state, q.asked_at, COALESCE(q.answer_by, ''), COALESCE(q.answered_at, 0), q.question, q.answer, EXISTS (SELECT 1 FROM request_step s WHERE s.request = q.id)`

// RequestsOf lists the questions on a filing that was loaded in this scope, oldest first: an office sees its own
// questions only, the filer sees all. What was done about them meanwhile is added.
func (r Requests) RequestsOf(f ident.Filing) ([]request.Request, error) {
	list, stepped, err := r.listed(side+` AND q.filing = $3 ORDER BY q.asked_at, q.id`, r.Scope.Org, r.Scope.Unit, f)
	if err != nil || !stepped {
		return list, err
	}
	return list, r.steps(list)
}

// WaitingRequests lists the questions that wait for the scope's organisation, oldest first.
func (r Requests) WaitingRequests(limit int) ([]request.Request, error) {
	return r.list(`q.asked_org = $1 AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = q.asked_unit AND a.above = $2)
		AND q.state = 'waiting' ORDER BY q.asked_at, q.id LIMIT $3`, r.Scope.Org, r.Scope.Unit, limit)
}

// AskedRequests lists the questions of the scope's office, newest first.
func (r Requests) AskedRequests(limit int) ([]request.Request, error) {
	return r.list(`q.org = $1 AND q.unit = $2 ORDER BY q.asked_at DESC, q.id DESC LIMIT $3`, r.Scope.Org, r.Scope.Unit, limit)
}

// Request returns one question on a filing that was loaded in this scope. Absent, foreign and "of another
// filing" are one answer.
func (r Requests) Request(f ident.Filing, n ident.Number) (request.Request, error) {
	list, err := r.list(side+` AND q.filing = $3 AND q.number = $4`, r.Scope.Org, r.Scope.Unit, f, n)
	if err == nil && len(list) != 1 {
		err = fault.Absent()
	}
	if err != nil {
		return request.Request{}, err
	}
	err = r.steps(list)
	return list[0], err
}

// AnswerRequest writes the answer, once.
func (r Requests) AnswerRequest(n request.Request) error {
	body, err := r.Seal(place(n.AskedOrg, n.ID, "answer"), n.Answer)
	if err != nil {
		return err
	}
	changed, err := r.Exec(`UPDATE request SET state = $1, answered_at = $2, answer = $3 WHERE id = $4 AND state = 'waiting'`, n.State, n.AnsweredAt, body, n.ID)
	if err == nil && changed != 1 {
		err = fault.New(fault.Conflict, "fault.request.answered", nil)
	}
	return err
}

func (r Requests) list(where string, args ...any) ([]request.Request, error) {
	list, _, err := r.listed(where, args...)
	return list, err
}

// listed is list; stepped is whether something was done about any of them meanwhile.
func (r Requests) listed(where string, args ...any) (list []request.Request, stepped bool, err error) {
	var questions, answers [][]byte
	err = r.Each(`SELECT `+columns+` FROM request q WHERE `+where, args, func(scan func(...any) error) error {
		var n request.Request
		var by string
		var question, answer []byte
		var some bool
		err := scan(&n.ID, &n.Number, &n.Kind, &n.Filing, &n.Org, &n.Unit, &n.AskedOrg, &n.AskedUnit, &n.State, &n.AskedAt, &by, &n.AnsweredAt, &question, &answer, &some)
		stepped = stepped || some
		if err == nil && by != "" {
			n.AnswerBy, err = law.ParseDay(by)
		}
		list, questions, answers = append(list, n), append(questions, question), append(answers, answer)
		return err
	})
	for i := range list {
		n := &list[i]
		if err == nil {
			err = r.Open(place(n.Org, n.ID, "question"), questions[i], &n.Question)
		}
		if err == nil && len(answers[i]) > 0 {
			err = r.Open(place(n.AskedOrg, n.ID, "answer"), answers[i], &n.Answer)
		}
	}
	return list, stepped, err
}
