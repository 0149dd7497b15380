package request

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/request"
)

func stepPlace(s request.Step) seal.Place {
	return seal.Place{Org: s.Org, Table: "request_step", ID: string(s.ID), Rev: 1}
}

// AddStep writes a step about a question that was loaded in this scope; with it the day by which an answer is wished for.
func (r Requests) AddStep(n request.Request, s request.Step) error {
	body, err := r.Seal(stepPlace(s), s.Said)
	if err != nil {
		return err
	}
	var by any
	if !s.By.IsZero() {
		by = s.By.String()
	}
	if err := r.Add(`INSERT INTO request_step (id, request, kind, org, unit, at, by_on, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, s.ID, n.ID, s.Kind, s.Org, s.Unit, s.At, by, body); err != nil {
		return err
	}
	if s.Kind != request.Extended {
		return nil
	}
	changed, err := r.Exec(`UPDATE request SET answer_by = $1 WHERE id = $2 AND state = 'waiting'`, n.AnswerBy.String(), n.ID)
	if err == nil && changed != 1 {
		err = fault.New(fault.Conflict, "fault.request.answered", nil)
	}
	return err
}

// steps adds to questions what was done about them, oldest first. The names of persons stay with their own organisation.
func (r Requests) steps(list []request.Request) error {
	if len(list) == 0 {
		return nil
	}
	var a row.Args
	at := map[ident.Request]int{}
	var ids []ident.Request
	for i, n := range list {
		at[n.ID], ids = i, append(ids, n.ID)
	}
	in := row.In(&a, ids)
	all, whose, err := r.read(`s.request IN `+in, a.List)
	for i, s := range all {
		if s.Org != r.Scope.Org {
			s.Name = ""
		}
		n := &list[at[whose[i]]]
		n.Steps = append(n.Steps, s)
	}
	return err
}

// StepsOf lists what was done about one question, for whoever checks the log.
func StepsOf(q *row.Q, id ident.Request) ([]request.Step, error) {
	list, _, err := Requests{Q: q}.read(`s.request = $1`, []any{id})
	return list, err
}

func (r Requests) read(where string, args []any) (steps []request.Step, whose []ident.Request, err error) {
	var bodies [][]byte
	err = r.Each(`SELECT s.id, s.request, s.kind, s.org, s.unit, s.at, COALESCE(s.by_on, ''), s.body FROM request_step s WHERE `+where+` ORDER BY s.at, s.id`, args, func(scan func(...any) error) error {
		var s request.Step
		var id ident.Request
		var by string
		var body []byte
		err := scan(&s.ID, &id, &s.Kind, &s.Org, &s.Unit, &s.At, &by, &body)
		if err == nil && by != "" {
			s.By, err = law.ParseDay(by)
		}
		steps, whose, bodies = append(steps, s), append(whose, id), append(bodies, body)
		return err
	})
	for i := range steps {
		if err == nil {
			err = r.Open(stepPlace(steps[i]), bodies[i], &steps[i].Said)
		}
	}
	return steps, whose, err
}
