package access

import "kanmin/internal/domain/ident"

// Sight is one office's looks at one record for one purpose, as the record's owner is shown them over all its records
// (誰が見たか, R45). It names no person.
type Sight struct {
	Seen
	Number  ident.Number
	OrgName string
	Purpose string
	// DelayedUntil is until when the owner was not shown it, by an act of two officers; 0: it was shown at once.
	DelayedUntil ident.Instant
}

// SightFilter cuts sights to a record and to instants From ≤ at < Until; zero values cut nothing.
type SightFilter struct {
	Number      ident.Number
	From, Until ident.Instant
}
