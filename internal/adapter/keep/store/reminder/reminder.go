// Package reminder keeps what was sent about dates that are owed (R38), and finds what is to be sent now.
package reminder

import (
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/reminder"
)

// Reminders are the rows of a transaction about reminders, as an organisation reads its own.
type Reminders struct{ *row.Q }

var (
	mayRead  = access.Permission{Action: access.Read, Object: access.Calendar}
	mayAsset = access.Permission{Action: access.Read, Object: access.Asset}
)

// owed is all of which people are reminded: duties, what is handed in elsewhere, and dates of 機器台帳, which alone have a kind.
const owed = `(SELECT d.id, d.org, d.unit, d.due_on, d.opened_at, d.subject, '' AS kind, '' AS number FROM duty d WHERE d.state = 'open'
	UNION ALL SELECT e.id, e.org, e.unit, e.due_on, e.at, e.subject, '', '' FROM errand e WHERE e.state = 'open' AND e.needed = 'yes' AND e.due_on IS NOT NULL
	UNION ALL SELECT w.id, w.org, w.unit, w.due_on, w.opened_at, '', w.kind, w.number FROM owed_date w)`

// Reminded is what was sent about what the scope's organisation owes, at and below its unit. Dates of 機器台帳 are told to those alone who may read it.
func (q Reminders) Reminded() (list []reminder.Sent, err error) {
	if q.Scope.Permit(mayRead) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	asset, _ := q.Scope.Relations(mayAsset)
	err = q.Each(`SELECT o.id, o.kind, o.due_on, r.told_at, r.n FROM `+owed+` o JOIN reminder r ON r.object = o.id WHERE o.org = $1 AND r.n > 0
		AND EXISTS (SELECT 1 FROM unit_above a WHERE a.unit = o.unit AND a.above = $2) ORDER BY o.due_on, o.id LIMIT $3`, []any{q.Scope.Org, q.Scope.Unit, reminder.MostDates}, func(scan func(...any) error) error {
		var s reminder.Sent
		err := scan(&s.Object, &s.Kind, &s.On, &s.At, &s.N)
		if s.Kind == "" || asset {
			list = append(list, s)
		}
		return err
	})
	return list, err
}

// Work are the same rows for background work, which alone writes them.
type Work struct{ *row.Q }

// Due lists what is owed of which a reminder may be due at the scope's moment: what was never looked at, or has another date now, too. A date of 機器台帳 waits until it
// was counted since, or just now.
func (q Work) Due(limit int) (list []reminder.Owed, err error) {
	if q.Scope.Org != "" {
		return nil, nil
	}
	read := func(scan func(...any) error) error {
		var o reminder.Owed
		err := scan(&o.Object, &o.Org, &o.Unit, &o.DueOn, &o.OpenedAt, &o.LastAt, &o.Number)
		list = append(list, o)
		return err
	}
	// While many report at once, the duties that were never looked at are found from the end of an index, without walking all that is owed.
	err = q.Each(`SELECT d.id, d.org, d.unit, d.due_on, d.opened_at, 0, COALESCE((SELECT f.number FROM filing f WHERE f.subject = d.subject AND d.subject <> '' AND f.org = d.org ORDER BY f.arrived_at, f.id LIMIT 1), '')
		FROM duty d WHERE d.state = 'open' AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.object = d.id) ORDER BY d.id DESC LIMIT $1`, []any{limit}, read)
	if err != nil || len(list) == limit {
		return list, err
	}
	list = nil
	err = q.Each(`SELECT o.id, o.org, o.unit, o.due_on, o.opened_at, COALESCE(r.last_at, 0), CASE WHEN o.number <> '' THEN o.number ELSE
			COALESCE((SELECT f.number FROM filing f WHERE f.subject = o.subject AND o.subject <> '' AND f.org = o.org ORDER BY f.arrived_at, f.id LIMIT 1), '') END
		FROM `+owed+` o LEFT JOIN reminder r ON r.object = o.id WHERE (r.object IS NULL OR r.next_at <= $1 OR r.due_on <> o.due_on)
		AND (o.kind = '' OR EXISTS (SELECT 1 FROM owed_seen s WHERE s.org = o.org AND s.at >= COALESCE(r.next_at, $2))) ORDER BY o.id LIMIT $3`, []any{q.Scope.At, q.Scope.At.Add(-fresh), limit}, read)
	return list, err
}

// Settle notes what was done about a date at the scope's moment: for which moment a reminder went, 0 for none, and when the next is due, 0 for never.
func (q Work) Settle(o reminder.Owed, at, next ident.Instant) error {
	told, n, then := ident.Instant(0), 0, any(next)
	if at > 0 {
		told, n = q.Scope.At, 1
	}
	if next == 0 {
		then = nil
	}
	return q.Add(`INSERT INTO reminder (object, due_on, next_at, last_at, told_at, n) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (object) DO UPDATE SET due_on = excluded.due_on,
		next_at = excluded.next_at, n = reminder.n + excluded.n, last_at = CASE WHEN excluded.n > 0 THEN excluded.last_at ELSE reminder.last_at END,
		told_at = CASE WHEN excluded.n > 0 THEN excluded.told_at ELSE reminder.told_at END`, o.Object, o.DueOn.String(), then, at, told, n)
}

// Queue queues the mail about one date, in place of an earlier one that has not left, and one about all dates of the unit for whoever wants them together, unless
// such a one waits already. It leaves a little later, so that all of a morning are in it.
func (q Work) Queue(o reminder.Owed, at, together ident.Instant) error {
	ids := [2]ident.Object{}
	for i := range ids {
		id, err := ident.NewID[ident.Object](q.Scope.At, q.Entropy)
		if err != nil {
			return err
		}
		ids[i] = id
	}
	if _, err := q.Exec(`UPDATE outbox SET state = 'dropped', ended_at = $1, trouble = 'a later one follows'
		WHERE state IN ('waiting', 'failed') AND channel = 'reminder' AND object = $2 OR state = 'failed' AND channel = 'dates' AND object = $3`, q.Scope.At, o.Object, o.Unit); err != nil {
		return err
	}
	urgency := reminder.Urgency(at, o.DueOn)
	if err := q.Add(`INSERT INTO outbox (id, unit, channel, object, number, urgency, state, at, due_at, attempts) VALUES ($1, $2, 'reminder', $3, $4, $5, 'waiting', $6, $6, 0)`,
		ids[0], o.Unit, o.Object, o.Number, urgency, q.Scope.At); err != nil {
		return err
	}
	_, err := q.Exec(`INSERT INTO outbox (id, unit, channel, object, number, urgency, state, at, due_at, attempts) SELECT $1, $2, 'dates', $2, '', $3, 'waiting', $4, $5, 0
		WHERE NOT EXISTS (SELECT 1 FROM outbox x WHERE x.unit = $2 AND x.channel = 'dates' AND x.state = 'waiting')`, ids[1], o.Unit, urgency, q.Scope.At, together)
	return err
}

// Owed reports whether what a reminder is about is still owed by that unit.
func (q Work) Owed(object ident.Object, unit ident.Unit) (is bool, err error) {
	if q.Scope.Org != "" {
		return false, nil
	}
	err = q.Each(`SELECT 1 FROM `+owed+` o WHERE o.id = $1 AND o.unit = $2`, []any{object, unit}, func(func(...any) error) error {
		is = true
		return nil
	})
	return is, err
}

// Told counts the dates of a unit that are owed and of which a reminder was queued since a moment.
func (q Work) Told(unit ident.Unit, since ident.Instant) (n int, err error) {
	if q.Scope.Org != "" {
		return 0, nil
	}
	err = q.One(`SELECT COUNT(*) FROM `+owed+` o JOIN reminder r ON r.object = o.id WHERE o.unit = $1 AND r.told_at >= $2`, []any{unit, since}, &n)
	return n, err
}
