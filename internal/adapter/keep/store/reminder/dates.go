package reminder

import (
	"slices"
	"time"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/reminder"
)

// filed is how far what an organisation filed has come: it grows with each arrival, revision and withdrawal.
const filed = `(SELECT CAST(COALESCE(SUM(1 + f.rev + CASE WHEN f.state = 'withdrawn' THEN 1 ELSE 0 END), 0) AS BIGINT) FROM filing f WHERE f.org = b.org)`

// anew is after how long dates are counted again although nothing moved: designations and the rule book may have.
const anew = 7 * 24 * time.Hour

// fresh is how long a date that was never looked at may rest on what was counted.
const fresh = time.Hour

// Stale lists the organisations whose dates of 機器台帳 are to be counted: something moved since, a reminder of one is due, or it is long ago.
func (q Work) Stale(limit int) (list []reminder.Book, err error) {
	if q.Scope.Org != "" {
		return nil, nil
	}
	err = q.Each(`SELECT b.org, h.id, b.rev, b.filed FROM (SELECT b.org, b.rev, `+filed+` AS filed FROM asset_book b) b
		JOIN unit h ON h.id = (SELECT MIN(u.id) FROM unit u WHERE u.org = b.org AND u.parent IS NULL) LEFT JOIN owed_seen s ON s.org = b.org
		WHERE s.org IS NULL OR s.rev <> b.rev OR s.filed <> b.filed OR s.at < $1
		OR EXISTS (SELECT 1 FROM owed_date w LEFT JOIN reminder r ON r.object = w.id WHERE w.org = b.org AND (r.next_at <= $2 AND s.at < r.next_at OR r.object IS NULL AND s.at < $3))
		ORDER BY COALESCE(s.at, 0), b.org LIMIT $4`,
		[]any{q.Scope.At.Add(-anew), q.Scope.At, q.Scope.At.Add(-fresh), limit}, func(scan func(...any) error) error {
			var b reminder.Book
			err := scan(&b.Org, &b.Unit, &b.Rev, &b.Filed)
			list = append(list, b)
			return err
		})
	return list, err
}

// SetDates keeps the dates of an organisation as they were counted at a moment: those that stand keep their ids, and with them what was sent.
func (q Work) SetDates(b reminder.Book, at ident.Instant, dates []reminder.Date) error {
	var kept []reminder.Date
	if err := q.Each(`SELECT w.id, w.unit, w.kind, w.due_on FROM owed_date w WHERE w.org = $1`, []any{b.Org}, func(scan func(...any) error) error {
		var d reminder.Date
		err := scan(&d.ID, &d.Unit, &d.Kind, &d.On)
		kept = append(kept, d)
		return err
	}); err != nil {
		return err
	}
	for _, d := range kept {
		if !slices.ContainsFunc(dates, d.Is) {
			if err := q.Add(`DELETE FROM owed_date WHERE id = $1`, d.ID); err != nil {
				return err
			}
		}
	}
	for _, d := range dates {
		id, err := ident.NewID[ident.Object](q.Scope.At, q.Entropy)
		if err != nil {
			return err
		}
		if err := q.Add(`INSERT INTO owed_date (id, org, unit, kind, due_on, n, number, opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (org, unit, kind, due_on) DO UPDATE SET n = excluded.n, number = excluded.number`, id, b.Org, d.Unit, d.Kind, d.On.String(), d.N, d.Number, at); err != nil {
			return err
		}
	}
	return q.Add(`INSERT INTO owed_seen (org, rev, filed, at) VALUES ($1, $2, $3, $4) ON CONFLICT (org) DO UPDATE SET rev = excluded.rev, filed = excluded.filed, at = excluded.at`, b.Org, b.Rev, b.Filed, at)
}
