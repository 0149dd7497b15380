package oncall

import (
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/oncall"
)

// opened is a predicate: somebody of the office m.unit, or of one above it, opened r.object, answered a call about it or said that they
// have seen it. A look of whoever filed is none.
const opened = `EXISTS (SELECT 1 FROM look k JOIN unit_above ka ON ka.unit = k.unit AND ka.above = m.unit OR ka.unit = m.unit AND ka.above = k.unit
	WHERE k.object = r.object AND k.purpose IN ('open', 'act', 'file', 'export') AND k.org = c.org)
	OR EXISTS (SELECT 1 FROM call_made s WHERE s.filing = r.object AND s.unit = m.unit AND s.kind IN ('answered', 'seen'))`

// Unreached lists 速報 of the last oncall.Window that an office with contacts has not opened and about which somebody is still to be
// called, the oldest first. Background work alone is told.
func (q Calls) Unreached(limit int) (list []oncall.Waiting, err error) {
	if q.Scope.Org != "" {
		return nil, nil
	}
	at := q.Scope.At
	err = q.Each(`SELECT f.id, f.number, c.org, c.unit, f.arrived_at,
			(SELECT COUNT(*) FROM call_made s WHERE s.filing = f.id AND s.unit = c.unit AND s.kind = 'step') AS steps,
			COALESCE((SELECT MAX(s.at) FROM call_made s WHERE s.filing = f.id AND s.unit = c.unit AND s.kind = 'step'), 0) AS last_at
		FROM on_call c JOIN org o ON o.id = c.org AND o.kind IN ('ministry', 'cabinet', 'nco') JOIN audience_member m ON m.unit = c.unit
		JOIN reader r ON r.audience = m.audience AND r.kind = 'report' AND r.at >= $2 JOIN filing f ON f.id = r.object AND f.kind = $1
		WHERE c.n > 0 AND m.from_at <= $3 AND (m.until_at IS NULL OR m.until_at > $3) AND NOT (`+opened+`)
		AND (SELECT COUNT(*) FROM call_made s WHERE s.filing = f.id AND s.unit = c.unit AND s.kind = 'step' AND s.at > $4) = 0
		AND (SELECT COUNT(*) FROM call_made s WHERE s.filing = f.id AND s.unit = c.unit AND s.kind = 'step') < `+everybody+`
		ORDER BY r.at, f.id, c.unit LIMIT $5`,
		[]any{incident.Prompt.ID, at.Add(-oncall.Window), at, at.Add(-oncall.Every), limit}, func(scan func(...any) error) error {
			var w oncall.Waiting
			err := scan(&w.Filing, &w.Number, &w.Org, &w.Unit, &w.ArrivedAt, &w.Steps, &w.LastAt)
			list = append(list, w)
			return err
		})
	return list, err
}

// everybody is how many contacts there are: those of the unit, then those of the units above it (所管の上位の課).
const everybody = `(SELECT SUM(e.n) FROM on_call e JOIN unit_above ea ON ea.above = e.unit WHERE ea.unit = c.unit AND e.org = c.org)`

// Callees are all who are called for an office: its own first, then those of the units above it. Background work alone is told.
func (q Calls) Callees(w oncall.Waiting) (all []oncall.Contact, err error) {
	if q.Scope.Org != "" {
		return nil, nil
	}
	var lists []oncall.List
	var bodies [][]byte
	err = q.Each(`SELECT e.org, e.unit, e.rev, e.body FROM on_call e JOIN unit_above a ON a.above = e.unit WHERE a.unit = $1 AND e.org = $2
		ORDER BY (SELECT COUNT(*) FROM unit_above d WHERE d.unit = e.unit) DESC`, []any{w.Unit, w.Org}, func(scan func(...any) error) error {
		var l oncall.List
		var body []byte
		err := scan(&l.Org, &l.Unit, &l.Rev, &body)
		lists, bodies = append(lists, l), append(bodies, body)
		return err
	})
	for i := range lists {
		if err == nil {
			err = q.Open(listPlace(lists[i]), bodies[i], &lists[i].Words)
			all = append(all, lists[i].Contacts...)
		}
	}
	return all, err
}

// StepToMail is a step whose mail is about to leave; moot when somebody of the office has opened the report since. Background work alone
// is told.
func (q Calls) StepToMail(id ident.Object) (c oncall.Call, moot bool, err error) {
	if q.Scope.Org != "" {
		return c, false, fault.Absent()
	}
	var body []byte
	open := 0
	if err := q.One(`SELECT m.id, m.filing, m.org, m.unit, m.body, CASE WHEN EXISTS (SELECT 1 FROM (SELECT m.filing AS object) r, (SELECT m.org AS org) c WHERE `+opened+`) THEN 1 ELSE 0 END FROM call_made m WHERE m.id = $1`,
		[]any{id}, &c.ID, &c.Filing, &c.Org, &c.Unit, &body, &open); err != nil {
		return c, false, err
	}
	return c, open == 1, q.Open(callPlace(c), body, &c.Said)
}

// TellStep queues the mail of a step: it brings the number and nothing else.
func (q Calls) TellStep(c oncall.Call, number ident.Number) error {
	id, err := ident.NewID[ident.Object](q.Scope.At, q.Entropy)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO outbox (id, unit, channel, object, number, urgency, state, at, due_at, attempts) VALUES ($1, $2, 'call', $3, $4, 'urgent', 'waiting', $5, $5, 0)`,
		id, c.Unit, c.ID, number, q.Scope.At)
}
