package duty

import "kanmin/internal/domain/access"

var mayReadCalendar = access.Permission{Action: access.Read, Object: access.Calendar}

// ApprovalDays are the working days that the scope's organisation says its approval needs (社内締切), if it has said so.
func (d Duties) ApprovalDays() (days int, said bool, err error) {
	if d.Scope.Permit(mayReadCalendar) != nil {
		return 0, false, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	err = d.Each(`SELECT r.days FROM duty_rule r WHERE r.org = $1`, []any{d.Scope.Org}, func(scan func(...any) error) error {
		said = true
		return scan(&days)
	})
	return days, said, err
}

// SetApprovalDays changes them.
func (d Duties) SetApprovalDays(days int) error {
	_, err := d.Exec(`INSERT INTO duty_rule (org, unit, days, at) VALUES ($1, $2, $3, $4) ON CONFLICT (org) DO UPDATE SET unit = excluded.unit, days = excluded.days, at = excluded.at`,
		d.Scope.Org, d.Scope.Unit, days, d.Scope.At)
	return err
}
