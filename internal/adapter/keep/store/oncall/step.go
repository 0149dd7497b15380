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

// callers are the units that have contacts, or somebody on duty now; $3 is the present.
const callers = `(SELECT org, unit FROM on_call WHERE n > 0 UNION SELECT org, unit FROM duty_turn WHERE until_at > $3 AND from_at <= $3 AND ended_at IS NULL)`

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
		FROM `+callers+` c JOIN org o ON o.id = c.org AND o.kind IN ('ministry', 'cabinet', 'nco') JOIN audience_member m ON m.unit = c.unit
		JOIN reader r ON r.audience = m.audience AND r.kind = 'report' AND r.at >= $2 JOIN filing f ON f.id = r.object AND f.kind = $1
		WHERE m.from_at <= $3 AND (m.until_at IS NULL OR m.until_at > $3) AND NOT (`+opened+`)
		AND (SELECT COUNT(*) FROM call_made s WHERE s.filing = f.id AND s.unit = c.unit AND s.kind = 'step' AND s.at > $4) = 0
		AND (SELECT COUNT(*) FROM call_made s WHERE s.filing = f.id AND s.unit = c.unit AND s.kind = 'step') < `+everybody("f.arrived_at", "$3")+`
		ORDER BY r.at, f.id, c.unit LIMIT $5`,
		[]any{incident.Prompt.ID, at.Add(-oncall.Window), at, at.Add(-oncall.Every), limit}, func(scan func(...any) error) error {
			var w oncall.Waiting
			err := scan(&w.Filing, &w.Number, &w.Org, &w.Unit, &w.ArrivedAt, &w.Steps, &w.LastAt)
			list = append(list, w)
			return err
		})
	return list, err
}

// met is a predicate: the turn d counts for what arrived at an instant and nobody opened until another. Who came on duty since is called, too.
func met(arrived, now string) string {
	return `d.from_at <= ` + now + ` AND d.until_at > ` + arrived + ` AND d.ended_at IS NULL AND NOT (` + away + `)`
}

// everybody is how many there are to be called for the unit c since an instant: who is on duty in it, its contacts, then those of the units
// above it (所管の上位の課).
func everybody(since, now string) string {
	return `(SELECT COALESCE(SUM(e.n), 0) FROM on_call e JOIN unit_above ea ON ea.above = e.unit WHERE ea.unit = c.unit AND e.org = c.org)
	+ (SELECT COUNT(*) FROM duty_turn d JOIN unit_above da ON da.above = d.unit WHERE da.unit = c.unit AND d.org = c.org AND ` + met(since, now) + `)`
}

// Callees are all who are called for an office, unit by unit from its own to those above it: who is on duty, deputies after them, then the
// contacts in their order; and who was called about the report already. Background work alone is told.
func (q Calls) Callees(w oncall.Waiting) (all, called []oncall.Contact, err error) {
	if q.Scope.Org != "" {
		return nil, nil, nil
	}
	var units []ident.Unit
	if err := q.Each(`SELECT a.above FROM unit_above a WHERE a.unit = $1 ORDER BY (SELECT COUNT(*) FROM unit_above d WHERE d.unit = a.above) DESC`, []any{w.Unit}, func(scan func(...any) error) error {
		var u ident.Unit
		err := scan(&u)
		units = append(units, u)
		return err
	}); err != nil {
		return nil, nil, err
	}
	for _, u := range units {
		turns, err := q.turns(`SELECT `+turnColumns+`, 'own' FROM duty_turn d WHERE d.unit = $1 AND d.org = $2 AND `+met("$3", "$4")+` ORDER BY d.until_at, d.id`, []any{u, w.Org, w.ArrivedAt, q.Scope.At})
		if err != nil {
			return nil, nil, err
		}
		l, err := q.list(`SELECT e.org, e.unit, e.rev, e.at, e.body, 'own' FROM on_call e WHERE e.unit = $1 AND e.org = $2`, []any{u, w.Org})
		if err != nil {
			return nil, nil, err
		}
		all = append(append(all, oncall.InTurn(turns, q.Scope.At)...), l.Contacts...)
	}
	if w.Object != "" {
		called, err = q.ownCalled(w)
	} else {
		called, err = q.called(w)
	}
	return all, called, err
}

// called are whom the platform has called for an office about a report.
func (q Calls) called(w oncall.Waiting) (list []oncall.Contact, err error) {
	var made []oncall.Call
	var bodies [][]byte
	err = q.Each(`SELECT m.id, m.org, m.body FROM call_made m WHERE m.filing = $1 AND m.unit = $2 AND m.kind = 'step' ORDER BY m.step`, []any{w.Filing, w.Unit}, func(scan func(...any) error) error {
		var c oncall.Call
		var body []byte
		err := scan(&c.ID, &c.Org, &body)
		made, bodies = append(made, c), append(bodies, body)
		return err
	})
	for i := range made {
		if err == nil {
			err = q.Open(callPlace(made[i]), bodies[i], &made[i].Said)
			list = append(list, made[i].Who)
		}
	}
	return list, err
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
	return q.tell(c.ID, c.Unit, number)
}

func (q Calls) tell(step ident.Object, unit ident.Unit, number ident.Number) error {
	id, err := ident.NewID[ident.Object](q.Scope.At, q.Entropy)
	if err != nil {
		return err
	}
	return q.Add(`INSERT INTO outbox (id, unit, channel, object, number, urgency, state, at, due_at, attempts) VALUES ($1, $2, 'call', $3, $4, 'urgent', 'waiting', $5, $5, 0)`,
		id, unit, step, number, q.Scope.At)
}
