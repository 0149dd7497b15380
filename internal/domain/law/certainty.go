package law

import (
	"fmt"

	"kanmin/internal/domain/text"
)

// Certainty is how well a value is known. The order is of use: the certainty of a conclusion is
// the smallest among the values it rests on.
type Certainty uint8

// The four certainties.
const (
	Unknown   Certainty = iota // nothing found, or only memory
	Drafted                    // only the government's draft of December 2025 says it
	Reported                   // one secondary source, or several of one author
	Confirmed                  // primary text seen, or independent sources agree
)

var certainties = [...]string{"unknown", "draft", "reported", "confirmed"}

// String returns the stable name: unknown, draft, reported, confirmed.
func (c Certainty) String() string { return certainties[c] }

// Label returns the badge that pages show.
func (c Certainty) Label() text.Both {
	return [...]text.Both{
		{Ja: "未確認", En: "not verified"},
		{Ja: "案の段階", En: "draft"},
		{Ja: "二次情報", En: "reported"},
		{Ja: "確認済み", En: "confirmed"},
	}[c]
}

// MarshalText writes the stable name.
func (c Certainty) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads the stable name.
func (c *Certainty) UnmarshalText(b []byte) error { return named(b, certainties[:], c) }

// Refuses reports whether a rule of this certainty may be the reason of a refusal. Anything else
// warns and asks.
func (c Certainty) Refuses() bool { return c == Confirmed }

// Status is where a text stands on its way to being law.
type Status uint8

// The three statuses.
const (
	InForce  Status = iota
	Enacted         // promulgated, not in force
	Proposed        // 案
)

var statuses = [...]string{"in-force", "enacted", "draft"}

// String returns the stable name: in-force, enacted, draft.
func (s Status) String() string { return statuses[s] }

// Label returns the badge that pages show.
func (s Status) Label() text.Both {
	return [...]text.Both{
		{Ja: "施行済み", En: "in force"}, {Ja: "公布済み・未施行", En: "enacted, not in force"}, {Ja: "案", En: "draft"},
	}[s]
}

// MarshalText writes the stable name.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the stable name.
func (s *Status) UnmarshalText(b []byte) error { return named(b, statuses[:], s) }

func named[T ~uint8](b []byte, names []string, into *T) error {
	for i, n := range names {
		if n == string(b) {
			*into = T(i) //nolint:gosec // names are few
			return nil
		}
	}
	return fmt.Errorf("law: %q is none of %v", b, names)
}
