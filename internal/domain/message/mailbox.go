package message

import (
	"slices"
	"strings"
	"time"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Morning is what a destination may take beside the three subjects: 朝のまとめ, the numbers of an office at 08:45 on working
// days (R15). It leaves as 【お知らせ】.
const Morning Urgency = "digest"

// Dates is what a destination takes that wants one mail a day about all that has a date, in place of one for each (R38). None at all there is not: what is owed to
// the State is told to whoever may file it.
const Dates Urgency = "dates"

// Takes are what a destination of such an organisation may take, in the order in which people are asked. Morning is for offices alone, Dates for operators.
func Takes(k party.Kind) []Urgency {
	list := Usual()
	switch {
	case k.Authority():
		list = append(list, Morning)
	case k == party.Operator:
		list = append(list, Dates)
	}
	return list
}

// Usual is what a person takes who has chosen nothing.
func Usual() []Urgency { return []Urgency{Urgent, Action, Notice} }

// Words writes what is taken as it is kept; ReadTakes reads it.
func Words(list []Urgency) string {
	words := make([]string, len(list))
	for i, u := range list {
		words[i] = string(u)
	}
	return strings.Join(words, " ")
}

// ReadTakes reads what Words wrote; what is not known is left out.
func ReadTakes(s string) (list []Urgency) {
	for w := range strings.FieldsSeq(s) {
		if u := Urgency(w); slices.Contains(append(Usual(), Morning, Dates), u) && !slices.Contains(list, u) {
			list = append(list, u)
		}
	}
	return list
}

// Mailbox is an address of an organisation or one of its units that no person owns (共有メールアドレス, R15). It takes what is
// for its unit and for those below.
type Mailbox struct {
	ID       string
	Org      ident.Org
	Unit     ident.Unit
	UnitName string
	Address  string
	Takes    []Urgency
	At       ident.Instant
}

// MaxMailboxes bounds the shared addresses of one organisation.
const MaxMailboxes = 200

// Refusal is an address of an organisation that did not take our mails.
type Refusal struct {
	ID          string
	Org         ident.Org
	Unit        ident.Unit // for which the last of them was
	Address     string
	How         How
	Times       int
	InRow       int // since it last took one, or somebody confirmed it
	FirstAt     ident.Instant
	LastAt      ident.Instant
	ConfirmedAt ident.Instant // 0: nobody has
}

// How says who told us of a refusal.
type How string

// The ways.
const (
	ByRelay  How = "relay"  // our mail server, at once
	ByReport How = "report" // a delivery report (RFC 3464), later
)

// PausedAfter is after how many refusals in a row an address gets nothing more until somebody confirms or changes it.
const PausedAfter = 3

// Settles is after how long a mail that was taken over counts as delivered although reports come late: servers give up after
// five days at the latest (RFC 5321, 4.5.4.1).
const Settles = 5 * 24 * time.Hour

// Open reports whether it waits for an administrator.
func (r Refusal) Open() bool { return r.ConfirmedAt == 0 }

// Paused reports whether nothing is sent to the address at present.
func (r Refusal) Paused() bool { return r.Open() && r.InRow >= PausedAfter }

// Same reports whether two addresses are one: letters of either size are alike.
func Same(a, b string) bool { return strings.EqualFold(a, b) }
