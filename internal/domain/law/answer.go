package law

// DueFor answers by the book that the question itself selects: that of the day which opens the clock. For what was in place, is
// run as one with it, or belongs to a newly designated operator, the clock opens at commencement at the earliest.
// A question about asset.existing needs no day. Faults are those of Book.Due.
func DueFor(rule string, q Question) (Due, error) {
	day := q.On
	switch rule {
	case "asset.existing", "asset.integrated", "asset.designated":
		if rule == "asset.existing" && q.On.IsZero() {
			q.On = Commencement
		}
		if day.Before(Commencement) {
			day = Commencement
		}
	}
	return At(day).Due(rule, q)
}
