package message

import (
	"slices"
	"strings"
)

// Report is what a mail server says later became of one mail to one address (RFC 3464). Anybody may have written it: it counts where one of
// its ids is one that we gave to a mail to that very address.
type Report struct {
	IDs    []string // Message-IDs without brackets
	To     []string // final and original recipient
	Action string   // failed, delayed, delivered, relayed, expanded
	Status string   // 5.1.1
}

// Failed reports whether the mail did not arrive and will not.
func (r Report) Failed() bool { return strings.EqualFold(r.Action, "failed") }

// Item parses an id of ours, ITEM.MARK@ORIGIN; ok is false for any other.
func Item(id, origin string) (item, mark string, ok bool) {
	local, at, found := strings.Cut(id, "@")
	if !found || at != origin {
		return "", "", false
	}
	item, mark, ok = strings.Cut(local, ".")
	return item, mark, ok && item != "" && len(mark) == 16 && !strings.ContainsFunc(mark, func(c rune) bool { return !strings.ContainsRune("0123456789abcdef", c) })
}

// Outcome is what became of a report.
type Outcome string

// The outcomes.
const (
	ReportRead      Outcome = "read"
	ReportUnmatched Outcome = "unmatched" // about no mail of ours to that address
	ReportAside     Outcome = "aside"     // not to be read as a report
)

// Outcomes lists them.
func Outcomes() []Outcome { return []Outcome{ReportRead, ReportUnmatched, ReportAside} }

// Known reports whether it is one of them.
func (o Outcome) Known() bool { return slices.Contains(Outcomes(), o) }
