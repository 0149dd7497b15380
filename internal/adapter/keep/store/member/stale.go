package member

import (
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Locks lists the hats at or below the scope's unit that were locked and not lifted, the newest first.
func (m Members) Locks() ([]party.Succession, error) { return m.successions(`'locked'`) }

// ReopenHat lets a hat of the scope's own organisation be worn again until an instant (0: no end). One that has not ended is
// Absent.
func (m Members) ReopenHat(id ident.Hat, until ident.Instant) error {
	return one(m.Exec(`UPDATE hat SET until_at = $1 WHERE id = $2 AND org = $3 AND until_at <= $4`, orNull(until), id, m.Scope.Org, m.Scope.At))
}

// StaleDays returns after how many days without use the scope's organisation wants to be told; 0: it has not chosen.
func (m Members) StaleDays() (days int, err error) {
	err = m.Each(`SELECT COALESCE(stale_days, 0) FROM signin_rule WHERE org = $1`, []any{m.Scope.Org}, func(scan func(...any) error) error { return scan(&days) })
	return days, err
}

// SetStaleDays sets them. Who acts for a part of the organisation only is told that it is Absent.
func (m Members) SetStaleDays(days int) error {
	return one(m.Exec(`INSERT INTO signin_rule (org, methods, changed_at, stale_days) SELECT u.org, '', $1, $2 FROM unit u WHERE u.id = $3 AND u.org = $4 AND u.parent IS NULL
		ON CONFLICT (org) DO UPDATE SET stale_days = excluded.stale_days`, m.Scope.At, days, m.Scope.Unit, m.Scope.Org))
}

// Unused lists hats of any organisation after an id, by id, that may be worn and were not used since an instant: what the
// house looks at. In any other scope there are none.
func (m Members) Unused(since ident.Instant, after ident.Hat, limit int) (list []party.Hat, err error) {
	if _, system := m.Scope.IsSystem(); !system {
		return nil, nil
	}
	err = m.Each(`SELECT h.id, h.org, h.unit FROM hat h JOIN person p ON p.id = h.person
		WHERE p.state = 'active' AND h.id > $1 AND h.from_at <= $2 AND (h.until_at IS NULL OR h.until_at > $3)
		AND NOT EXISTS (SELECT 1 FROM session s WHERE s.person = h.person AND s.hat = h.id AND s.seen_at > $2)
		AND NOT EXISTS (SELECT 1 FROM token t WHERE t.hat = h.id AND t.used_at > $2)
		AND NOT EXISTS (SELECT 1 FROM succession k WHERE k.hat = h.id AND k.kind = 'kept' AND k.created_at > $2)
		ORDER BY h.id LIMIT $4`, []any{after, since, m.Scope.At, limit}, func(scan func(...any) error) error {
		var h party.Hat
		err := scan(&h.ID, &h.Org, &h.Unit)
		list = append(list, h)
		return err
	})
	return list, err
}
