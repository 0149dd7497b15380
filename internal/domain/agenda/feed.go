package agenda

import (
	"time"

	"kanmin/internal/domain/ident"
)

// Feed is an address at which another program fetches a person's dates (予定表の購読, R38): that something is due, and its number. Whoever has the address has the dates,
// as long as the person may see them under the hat under which it was made.
type Feed struct {
	ID        ident.Object
	Org       ident.Org
	Person    ident.Person
	Hat       ident.Hat
	CreatedAt ident.Instant
	UntilAt   ident.Instant
	UsedAt    ident.Instant // when it was last fetched; 0: never
}

// FeedLife is how long an address is good: long enough to be set up once a year, and not for ever.
const FeedLife = 366 * 24 * time.Hour

// FeedEvery is how often an address may be fetched.
const FeedEvery = 30 * time.Second
