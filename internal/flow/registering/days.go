package registering

import (
	"context"
	"crypto/sha256"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// What is needed: to read the calendar, and to change how long approval takes.
var (
	MayReadCalendar = access.Permission{Action: access.Read, Object: access.Calendar}
	MaySetDays      = access.Permission{Action: access.Write, Object: access.Calendar}
)

// DaysTx is what changing the days of approval needs.
type DaysTx interface{ SetApprovalDays(days int) error }

// MostDays bounds the working days of approval: a year.
const MostDays = 250

// SetDays says how many working days the organisation needs for its approval.
type SetDays struct{ Act Act[DaysTx] }

// Do sets them, for the whole organisation. Who may call: approvers and administrators of the operator. A number out of bounds is Invalid at days.
func (v SetDays) Do(ctx context.Context, s access.Scope, key ident.Key, days int) (err error) {
	defer fault.Wrap(&err, "registering.SetDays")
	if err := s.Permit(MaySetDays); err != nil {
		return err
	}
	if days < 0 || days > MostDays {
		return BadDays()
	}
	_, err = v.Act(ctx, s, key, func(tx DaysTx) (ledger.Entry, error) {
		said := strconv.Itoa(days)
		return ledger.Entry{Kind: ledger.ApprovalDaysSet, Object: ident.Object(s.Org), Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256([]byte(said)), Facts: map[string]string{"days": said}}, tx.SetApprovalDays(days)
	})
	return err
}

// BadDays is the fault of what is no number of days.
func BadDays() error {
	var l fault.List
	l.Add("days", "fault.calendar.days", fault.Args{"limit": strconv.Itoa(MostDays)})
	return l.Err()
}
