package filing

import (
	"slices"

	"kanmin/internal/domain/ident"
)

// WithholdState is where the withholding of one section from one office stands.
type WithholdState string

// The states of a withholding.
const (
	Planned      WithholdState = "planned"  // of a draft
	WithheldNow  WithholdState = "held"     // of what was sent: the office does not have the section
	ReleasedThen WithholdState = "released" // the hour came, or somebody released it before
)

// Withholding keeps one section of a report from one office until an hour (提出先と見え方). Nothing of it is told to the office: not
// even that there is one. What the addressee line says stays as it was frozen; the section is added to it then.
type Withholding struct {
	Object  ident.Object // the draft, then the filing
	Office  ident.Unit
	Section string
	Until   ident.Instant
	State   WithholdState
	Rev     int
	Moved   ident.Instant // when it came into its state
	WithholdWords
}

// WithholdWords are sealed with the key of the organisation.
type WithholdWords struct {
	Reason string
	Name   string // who decided it
}

// Bounds of withholdings.
const (
	WithholdReasonMost = 1000 // characters
	WithholdDaysMost   = 366
	WithholdMost       = 60 // of one draft
)

// Withhold leaves out of each addressee what is withheld from it at an instant, and returns what holds: what is past, or of an office that
// is no addressee any more, holds nothing.
func Withhold(to []Addressee, list []Withholding, at ident.Instant) (left []Addressee, held []Withholding) {
	for _, a := range to {
		a.Sections = slices.DeleteFunc(slices.Clone(a.Sections), func(section string) bool {
			i := slices.IndexFunc(list, func(w Withholding) bool { return w.Office == a.Unit && w.Section == section && w.Until > at })
			if i >= 0 && a.Channel == Here {
				held = append(held, list[i])
			}
			return i >= 0 && a.Channel == Here
		})
		left = append(left, a)
	}
	return left, held
}
