package party

import (
	"time"

	"kanmin/internal/domain/ident"
)

// Colleague is a hat (立場) with the person who wears it, as the administrators of its organisation see it. Nothing of
// it comes from another organisation of the same person: not its sign-ins, not its names for them.
type Colleague struct {
	Hat
	Kind     Kind
	Name     string
	Kana     string
	Mail     string
	Phone    string
	UnitName string
	// SeenAt is when the hat was last worn in a browser, to the minute; 0 while it never was.
	SeenAt ident.Instant
	Method string // how its last session was opened: enrolling.Method
	Tokens int    // live service tokens that act under it
	// Deputises is the hat for which this one acts (代理); empty for an office of one's own.
	Deputises ident.Hat
	// LeavingAt is when the person asked to leave; 0 if they did not.
	LeavingAt ident.Instant
	// UsedAt is when a service token was last used under it, KeptAt when an administrator last said that it is kept though
	// nobody wears it; 0: never.
	UsedAt, KeptAt ident.Instant
}

// Days without use (長く使われていないアカウント).
const (
	StaleDays  = 90 // until an account is listed, unless the organisation says otherwise
	StaleGrace = 30 // more until the house locks it by itself
	StaleLeast = 30 // that an organisation can choose
	StaleMost  = 730
)

// StaleAfter is after how many days without use an account is listed; chosen is 0 where the organisation has not chosen.
func StaleAfter(chosen int) int {
	if chosen == 0 {
		return StaleDays
	}
	return chosen
}

// LocksAt is when the house locks a hat that nobody uses from now on: nothing counts before since, when it began to look.
func LocksAt(k Colleague, days int, since ident.Instant) ident.Instant {
	return max(k.IdleSince(), since).Add(time.Duration(days+StaleGrace) * 24 * time.Hour)
}

// IdleSince is since when nobody has used the hat: worn it, used a token under it, or said that it is kept.
func (k Colleague) IdleSince() ident.Instant { return max(k.From, k.SeenAt, k.UsedAt, k.KeptAt) }

// Standing is where a hat stands on the calendar.
type Standing string

// The standings of a hat.
const (
	Ahead   Standing = "ahead"   // its first day has not come
	Current Standing = "current" // it may be worn
	Past    Standing = "past"    // it has ended; the name stays in history
)

// StandingAt says whether the hat may be worn at an instant: compared when it is read, never by a job.
func (h Hat) StandingAt(at ident.Instant) Standing {
	switch {
	case h.Until != 0 && (h.Until <= at || h.Until <= h.From): // taken back before its first day
		return Past
	case h.From > at:
		return Ahead
	}
	return Current
}

// SuccessionKind is why somebody acts in another's place.
type SuccessionKind string

// The kinds of succession.
const (
	Handover SuccessionKind = "handover" // 引継ぎ
	Deputy   SuccessionKind = "deputy"   // 代理
	Leaving  SuccessionKind = "leaving"  // 離任の申出: the person asks, an administrator ends
	Locked   SuccessionKind = "locked"   // 停止: nobody wears it
	Kept     SuccessionKind = "kept"     // 利用継続の確認: nobody wears it, and it stays
)

// Succession is one hat following another (R12). Credentials never move.
type Succession struct {
	ID        string
	Kind      SuccessionKind
	Hat       Hat           // of whoever leaves, or is deputised for
	Heir      ident.Hat     // the hat of whoever follows; empty for Leaving
	At        ident.Instant // from when the heir acts
	Until     ident.Instant // a deputy's end; for a hand-over the leaver's
	Undone    bool
	CreatedAt ident.Instant
	By        ident.Person
	// Before is until when the leaver's hat would have lasted; an undo puts it back.
	Before ident.Instant
	Note   string
}

// ContactKind is as what somebody can be reached for a unit.
type ContactKind string

// The kinds of contact.
const (
	ContactPerson ContactKind = "contact" // 連絡担当
	ContactDeputy ContactKind = "deputy"  // 連絡担当の代理
)

// Contact is who can be reached for a unit from when until when. Each confirms it; until both have, a banner stays.
type Contact struct {
	ID          string
	Org         ident.Org
	Unit        ident.Unit
	Kind        ContactKind
	Hat         ident.Hat
	From        ident.Instant
	Until       ident.Instant // 0: open
	ConfirmedAt ident.Instant // 0: not yet
	Name        string
	Phone       string
}

// Carried is one kind of thing that goes with a hat when it is handed over; Name is the end of its catalogue key.
type Carried struct {
	Name  string
	Count int
}

// Chapter is one entry of the log about a hat, as the administrators of its organisation are told it; Kind is ledger's.
type Chapter struct {
	At   ident.Instant
	Kind string
}
