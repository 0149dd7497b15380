package agenda

import (
	"time"

	"kanmin/internal/domain/ident"
)

// Tells is what an address tells.
type Tells string

// What an address may tell.
const (
	TellsDates  Tells = "dates"  // 期限カレンダー
	TellsRoster Tells = "roster" // 当番表 of the unit
)

// Feed is an address at which another program fetches a person's dates (予定表の購読, R38), that something is due and its number, or the duty roster of their unit (R6), whose turn
// it is. Whoever has the address has that, as long as the person may see it under the hat under which it was made.
type Feed struct {
	ID        ident.Object
	Tells     Tells
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
