package filing

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// ConsentState is where a consent stands.
type ConsentState string

// The states of a consent.
const (
	ConsentPlanned   ConsentState = "planned"   // of a draft
	ConsentGiven     ConsentState = "given"     // the office reads from then on
	ConsentWithdrawn ConsentState = "withdrawn" // it does not any more; what it opened before stays recorded
)

// Consent is whoever reports agreeing that 国家サイバー統括室(内閣官房) has the report as well (共通様式の同意欄). It is asked for, and nobody
// has a report of which there is none. A new one is needed after it was withdrawn.
type Consent struct {
	ID        ident.Object
	Object    ident.Object // the draft, then the filing
	Office    ident.Unit
	OfficeOrg ident.Org
	Title     string
	Sections  []string // that the office has from the start
	Org       ident.Org
	Unit      ident.Unit
	State     ConsentState
	At        ident.Instant
	EndedAt   ident.Instant
	Rev       int
	ConsentWords
}

// ConsentWords are sealed with the key of the organisation.
type ConsentWords struct {
	By      string
	EndedBy string `json:",omitempty"`
}

// Sharing is what giving or withdrawing a consent about a report rests on.
type Sharing struct {
	At       ident.Instant
	Office   Addressee // that would have it today; its Unit is empty where no row names one
	Consents []Consent // the first one first
	Withheld []Withholding
}

// Standing is the consent by which the office reads now.
func (s Sharing) Standing() (c Consent, found bool) {
	i := slices.IndexFunc(s.Consents, func(c Consent) bool { return c.State == ConsentGiven })
	if i < 0 {
		return c, false
	}
	return s.Consents[i], true
}

// Give is a consent about a report: the office has what is not withheld from it. One that stands, and no office, is a Conflict.
func (s Sharing) Give(f Filing, by string) (Consent, error) {
	_, stands := s.Standing()
	switch {
	case stands:
		return Consent{}, fault.New(fault.Conflict, "fault.consent.given", nil)
	case s.Office.Unit == "" || f.State == Withdrawn:
		return Consent{}, fault.New(fault.Conflict, "fault.consent.nobody", nil)
	}
	list := slices.DeleteFunc(slices.Clone(s.Withheld), func(w Withholding) bool { return w.State != WithheldNow })
	to, _ := Withhold([]Addressee{s.Office}, list, s.At)
	return Shared(to[0], f, s.At, by), nil
}

// Shared is the consent by which an office has a filing from an instant on.
func Shared(to Addressee, f Filing, at ident.Instant, by string) Consent {
	return Consent{
		Object: ident.Object(f.ID), Office: to.Unit, OfficeOrg: to.Org, Title: to.Title, Sections: to.Sections, Org: f.Org, Unit: f.Unit, State: ConsentGiven, At: at, Rev: 1,
		ConsentWords: ConsentWords{By: by},
	}
}
