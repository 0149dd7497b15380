package oncall

import (
	"strconv"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/oncall"
)

func ownPlace(c oncall.OwnCall) seal.Place {
	return seal.Place{Org: c.Org, Table: "own_call", ID: string(c.ID), Rev: 1}
}

// taken is a predicate: somebody of the organisation c, at, above or below the unit c.unit, opened what c is about since it came.
const taken = `EXISTS (SELECT 1 FROM look k WHERE k.object = c.opened AND k.org = c.org AND k.at >= c.at AND k.purpose IN ('open', 'act', 'file', 'export')
	AND EXISTS (SELECT 1 FROM unit_above ka WHERE ka.unit = k.unit AND ka.above = c.unit OR ka.unit = c.unit AND ka.above = k.unit))`

// every is oncall.Every in the unit of instants.
var every = strconv.FormatInt(oncall.Every.Microseconds(), 10)

// wanting are the questions about reports (法5条) and the 気付き連絡 that wait and came between two instants. A question about a 届出 wakes nobody:
// its date is a matter of days. It begins with those who have somebody to be called ($3 is the present), so that each is found by the index of what waits for
// one organisation.
func wanting(from, until string) string {
	return `(SELECT q.id AS object, q.number, q.asked_org AS org, q.asked_unit AS unit, q.filing AS opened, q.asked_at AS at FROM (SELECT DISTINCT w.org FROM ` + callers + ` w) w JOIN request q ON q.asked_org = w.org JOIN filing f ON f.id = q.filing AND f.kind LIKE 'report.%'
		WHERE q.state = 'waiting' AND q.asked_at >= ` + from + ` AND q.asked_at <= ` + until + `
		UNION ALL SELECT n.id, n.number, n.org, n.unit, n.id, n.at FROM (SELECT DISTINCT w.org FROM ` + callers + ` w) w JOIN notice n ON n.org = w.org WHERE n.state = 'waiting' AND n.at >= ` + from + ` AND n.at <= ` + until + `)`
}

// Unanswered lists what waits for an organisation's own answer that nobody of it has opened and about which somebody is still to be called,
// the oldest first. Background work alone is told.
func (q Calls) Unanswered(limit int) (list []oncall.Waiting, err error) {
	if q.Scope.Org != "" {
		return nil, nil
	}
	at := q.Scope.At
	until := at.Add(-oncall.Every) // of arrival: what came later has not waited long enough
	err = q.Each(`SELECT c.object, c.number, c.org, c.unit, c.at, (SELECT COUNT(*) FROM own_call s WHERE s.object = c.object) AS steps, COALESCE((SELECT MAX(s.at) FROM own_call s WHERE s.object = c.object), 0) AS last_at
		FROM `+wanting("$1", "$2")+` c WHERE NOT `+taken+` AND NOT EXISTS (SELECT 1 FROM own_call s WHERE s.object = c.object AND s.at > $2)
		AND (SELECT COUNT(*) FROM own_call s WHERE s.object = c.object) < `+everybody("c.at + "+every, "$3")+` ORDER BY c.at, c.object LIMIT $4`,
		[]any{until.Add(-oncall.Window), until, at, limit}, func(scan func(...any) error) error {
			var w oncall.Waiting
			var came ident.Instant
			err := scan(&w.Object, &w.Number, &w.Org, &w.Unit, &came, &w.Steps, &w.LastAt)
			w.ArrivedAt = oncall.Since(came)
			list = append(list, w)
			return err
		})
	return list, err
}

// AddOwnCall keeps a step; one that was taken already is a Conflict.
func (q Calls) AddOwnCall(c oncall.OwnCall) error {
	body, err := q.Seal(ownPlace(c), c.Said)
	if err != nil {
		return err
	}
	n, err := q.Exec(`INSERT INTO own_call (id, object, number, org, unit, step, at, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
		c.ID, c.Object, c.Number, c.Org, c.Unit, c.Step, q.Scope.At, body)
	if err == nil && n != 1 {
		err = fault.New(fault.Conflict, "fault.oncall.moved", nil)
	}
	return err
}

// TellOwnStep queues the mail of a step: it brings the number and nothing else.
func (q Calls) TellOwnStep(c oncall.OwnCall) error { return q.tell(c.ID, c.Unit, c.Number) }

// OwnCalls lists whom the platform woke for the scope's own units, the latest first.
func (q Calls) OwnCalls(limit int) ([]oncall.OwnCall, error) {
	return q.own(`WHERE c.org = $1 AND EXISTS (SELECT 1 FROM unit_above cu WHERE cu.unit = c.unit AND cu.above = $2) ORDER BY c.at DESC, c.id DESC LIMIT $3`, q.Scope.Org, q.Scope.Unit, limit)
}

// ownCalled are whom the platform has called about what waits.
func (q Calls) ownCalled(w oncall.Waiting) (list []oncall.Contact, err error) {
	all, err := q.own(`WHERE c.object = $1 ORDER BY c.step`, w.Object)
	for _, c := range all {
		list = append(list, c.Who)
	}
	return list, err
}

func (q Calls) own(where string, args ...any) (list []oncall.OwnCall, err error) {
	var bodies [][]byte
	err = q.Each(`SELECT c.id, c.object, c.number, c.org, c.unit, c.step, c.at, c.body FROM own_call c `+where, args, func(scan func(...any) error) error {
		var c oncall.OwnCall
		var body []byte
		err := scan(&c.ID, &c.Object, &c.Number, &c.Org, &c.Unit, &c.Step, &c.At, &body)
		list, bodies = append(list, c), append(bodies, body)
		return err
	})
	for i := range list {
		if err == nil {
			err = q.Open(ownPlace(list[i]), bodies[i], &list[i].Said)
		}
	}
	return list, err
}

// OwnStepToMail is a step whose mail is about to leave; moot when what it is about was opened or answered since. Background work alone is
// told.
func (q Calls) OwnStepToMail(id ident.Object) (c oncall.OwnCall, moot bool, err error) {
	if q.Scope.Org != "" {
		return c, false, fault.Absent()
	}
	list, err := q.own(`WHERE c.id = $1`, id)
	if err == nil && len(list) != 1 {
		err = fault.Absent()
	}
	if err != nil {
		return c, false, err
	}
	waits := 0
	err = q.One(`SELECT COUNT(*) FROM `+wanting("$2", "$3")+` c WHERE c.object = $1 AND NOT `+taken, []any{list[0].Object, ident.Instant(0), q.Scope.At}, &waits)
	return list[0], waits == 0, err
}
