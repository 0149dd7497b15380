package party

import (
	"cmp"
	"slices"
	"time"

	"kanmin/internal/domain/ident"
)

// LockedColleague is somebody whose hat is locked, with the lock.
type LockedColleague struct {
	Colleague
	Lock Succession
}

// Unused parts people into those whom nobody has used for some days, the longest first, and those who are locked.
func Unused(people []Colleague, locks []Succession, days int, now ident.Instant) (unused []Colleague, locked []LockedColleague) {
	for _, k := range people {
		if k.StandingAt(now) == Current && k.IdleSince().Add(time.Duration(days)*24*time.Hour) <= now {
			unused = append(unused, k)
		}
	}
	slices.SortStableFunc(unused, func(a, b Colleague) int { return cmp.Compare(a.IdleSince(), b.IdleSince()) })
	for _, l := range locks {
		if i := slices.IndexFunc(people, func(k Colleague) bool { return k.ID == l.Hat.ID }); i >= 0 {
			locked = append(locked, LockedColleague{people[i], l})
		}
	}
	return unused, locked
}
