package naming

import (
	"strconv"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product/memory"
)

func askPlace(a memory.Ask, part string) seal.Place {
	return seal.Place{Org: a.Org, Table: "name_ask", ID: string(a.ID) + "/" + part, Rev: 1}
}

// AddNameAsks writes questions with their readers: the offices of the steward and nobody else.
func (n Names) AddNameAsks(list []memory.Ask, offices []ident.Unit) error {
	for _, q := range list {
		body, err := n.Seal(askPlace(q, "question"), q.Question)
		if err != nil {
			return err
		}
		if err := n.Add(`INSERT INTO name_ask (id, number, org, unit, state, asked_at, by_actor, leaf, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			q.ID, q.Number, q.Org, q.Unit, q.State, q.AskedAt, q.By, q.Leaf, body); err != nil {
			return err
		}
		for _, u := range offices {
			proof := n.Proof("reader", string(q.ID), string(u), ReaderKind, strconv.FormatInt(int64(q.AskedAt), 10))
			if err := n.Add(`INSERT INTO reader (object, audience, kind, at, proof) VALUES ($1, $2, $3, $4, $5)`, q.ID, u, ReaderKind, q.AskedAt, proof); err != nil {
				return err
			}
		}
	}
	return nil
}

const askColumns = `q.id, q.number, q.org, q.unit, q.state, q.asked_at, q.by_actor, q.leaf, COALESCE(q.ended_at, 0), COALESCE(q.rule, ''), q.body, q.answer`

// NameAsk returns one question, to the side that asked; absent and foreign are one answer.
func (n Names) NameAsk(number ident.Number, p access.Permission) (memory.Ask, error) {
	var a row.Args
	return first(n.asks(p, `q.number = `+a.Add(number)+` AND `+n.Visible("q", p, &a), &a))
}

// OwnNameAsks lists the questions of the scope's unit and those below, the newest first.
func (n Names) OwnNameAsks(before row.Cursor, limit int) ([]memory.Ask, error) {
	var a row.Args
	page := after("q", "asked_at", before, &a)
	return n.asks(readOwn, `q.org = `+a.Add(n.Scope.Org)+` AND `+page+` AND `+n.Visible("q", readOwn, &a)+` ORDER BY q.asked_at DESC, q.id DESC LIMIT `+a.Add(limit), &a)
}

// NameAsksOfAct returns the questions that one act of the scope's organisation sent.
func (n Names) NameAsksOfAct(leaf ident.Leaf) ([]memory.Ask, error) {
	var a row.Args
	return n.asks(readOwn, `q.leaf = `+a.Add(leaf)+` AND `+n.Visible("q", readOwn, &a)+` ORDER BY q.id`, &a)
}

// WaitingNameAsks lists the questions of the scope's own unit and those below that wait, the oldest first.
func (n Names) WaitingNameAsks(limit int) ([]memory.Ask, error) {
	var a row.Args
	return n.asks(readOwn, `q.org = `+a.Add(n.Scope.Org)+` AND q.state = 'waiting' AND `+n.Visible("q", readOwn, &a)+` ORDER BY q.asked_at, q.id LIMIT `+a.Add(limit), &a)
}

// unopened are, among the organisation's newest questions, those whose answer nobody at or below the scope's unit has opened
// since it came. $1 and $2 are organisation and unit, $3 how many are looked through.
const unopened = `(SELECT n.id, n.unit, n.state, n.ended_at FROM name_ask n WHERE n.org = $1 ORDER BY n.asked_at DESC, n.id DESC LIMIT $3) w
	WHERE w.state = 'answered' AND EXISTS (SELECT 1 FROM unit_above b WHERE b.unit = w.unit AND b.above = $2) AND NOT EXISTS (SELECT 1 FROM unit_above a
	CROSS JOIN look k WHERE a.above = $2 AND k.object = w.id AND k.purpose = 'open' AND k.unit = a.unit AND k.at >= w.ended_at)`

// NewNameAnswers lists, among the newest questions, answers of the steward that nobody of the scope's unit and those below has
// opened, the latest first.
func (n Names) NewNameAnswers(newest int) ([]memory.Ask, error) {
	var ids []any
	err := n.Each(`SELECT w.id FROM `+unopened, []any{n.Scope.Org, n.Scope.Unit, newest}, func(scan func(...any) error) error {
		var id ident.Object
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var a row.Args
	in := row.In(&a, ids)
	return n.asks(readOwn, `q.id IN `+in+` AND `+n.Visible("q", readOwn, &a)+` ORDER BY q.ended_at DESC, q.id`, &a)
}

// CountNameAnswers counts them.
func (n Names) CountNameAnswers(newest int) (count int, err error) {
	err = n.One(`SELECT COUNT(*) FROM `+unopened, []any{n.Scope.Org, n.Scope.Unit, newest}, &count)
	return count, err
}

// DeskNameAsks lists the questions that wait for the scope's office, the oldest first.
func (n Names) DeskNameAsks(limit int) ([]memory.Ask, error) {
	var a row.Args
	return n.asks(readNaming, `q.state = 'waiting' AND `+n.Visible("q", readNaming, &a)+` ORDER BY q.asked_at, q.id LIMIT `+a.Add(limit), &a)
}

// NameAsksByNumber returns those of the questions that are addressed to the scope's office, the oldest first. What the
// organisation took back is not shown to it.
func (n Names) NameAsksByNumber(numbers []ident.Number, p access.Permission) ([]memory.Ask, error) {
	if len(numbers) == 0 {
		return nil, nil
	}
	var a row.Args
	in := row.In(&a, numbers)
	return n.asks(p, `q.number IN `+in+` AND `+n.Visible("q", p, &a)+` ORDER BY q.asked_at, q.id`, &a)
}

// TakeOffNameAsk writes that the organisation took a question back, if it still waits.
func (n Names) TakeOffNameAsk(q memory.Ask) error {
	changed, err := n.Exec(`UPDATE name_ask SET state = $1, ended_at = $2 WHERE id = $3 AND state = 'waiting'`, q.State, q.EndedAt, q.ID)
	return answered(changed, 1, err, q.Number)
}

func answered(changed, want int64, err error, number ident.Number) error {
	if err == nil && changed != want {
		err = fault.New(fault.Conflict, "fault.memory.answered", fault.Args{"number": string(number)})
	}
	return err
}

// answer writes the answer of a decision to each question, sealed for the organisation that asked. A question
// that no longer waits is a Conflict.
func (n Names) answer(list []memory.Ask) error {
	for _, q := range list {
		body, err := n.Seal(askPlace(q, "answer"), q.Answer)
		if err != nil {
			return err
		}
		changed, err := n.Exec(`UPDATE name_ask SET state = $1, ended_at = $2, rule = $3, answer = $4 WHERE id = $5 AND state = 'waiting'`,
			q.State, q.EndedAt, q.Rule, body, q.ID)
		if err := answered(changed, 1, err, q.Number); err != nil {
			return err
		}
	}
	return nil
}

// ReopenNameAsks puts the questions that a decision answered back to waiting, and returns how many.
func (n Names) ReopenNameAsks(rule ident.Object) (int, error) {
	changed, err := n.Exec(`UPDATE name_ask SET state = 'waiting', ended_at = NULL, rule = NULL, answer = NULL WHERE rule = $1 AND state = 'answered'`, rule)
	return int(changed), err
}

// asks reads rows and leaves out those that no proved row opens to the scope.
func (n Names) asks(p access.Permission, where string, a *row.Args) (list []memory.Ask, err error) {
	var questions, answers [][]byte
	sight := n.Sight("q", p, a)
	err = n.Each(`SELECT `+askColumns+`, `+sight+` FROM name_ask q WHERE `+where, a.List, func(scan func(...any) error) error {
		var q memory.Ask
		var question, answer []byte
		var evidence string
		err := scan(&q.ID, &q.Number, &q.Org, &q.Unit, &q.State, &q.AskedAt, &q.By, &q.Leaf, &q.EndedAt, &q.Rule, &question, &answer, &evidence)
		if n.Sees(evidence) {
			list, questions, answers = append(list, q), append(questions, question), append(answers, answer)
		}
		return err
	})
	for i := range list {
		if err == nil {
			err = n.Open(askPlace(list[i], "question"), questions[i], &list[i].Question)
		}
		if err == nil && len(answers[i]) > 0 {
			err = n.Open(askPlace(list[i], "answer"), answers[i], &list[i].Answer)
		}
	}
	if err != nil {
		return nil, err
	}
	return list, nil
}
