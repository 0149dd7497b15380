package law

import "kanmin/internal/domain/text"

// Provision names a place in a text of law: 法4条, 民法143条.
type Provision struct {
	ID string `json:"id"` // "act.4"
	text.Both
}

// Source is one document that was read to build this book.
type Source struct {
	ID    string `json:"id"` // "S1"
	Kind  string `json:"kind"`
	Title string `json:"title"`
}

// Cite is what every value and every rule of the book carries.
type Cite struct {
	ID        string    `json:"id"`              // stable: "asset.new", "type.b"
	Name      text.Both `json:"name"`            // what it decides
	Provision []string  `json:"provision"`       // ids of provisions
	Quote     string    `json:"quote,omitempty"` // the words as seen in the source, in Japanese; empty when the text was not seen
	Source    []string  `json:"source"`          // ids of sources
	Status    Status    `json:"status"`
	Certainty Certainty `json:"certainty"`
	From      Day       `json:"from,omitzero"`      // first day on which it stands
	Until     Day       `json:"until,omitzero"`     // last day; none = open
	Sector    Sector    `json:"sector,omitempty"`   // only for this sector (業態別)
	Operator  string    `json:"operator,omitempty"` // only for this operator, by 法人番号 (個別)
	Note      text.Both `json:"note,omitzero"`      // what is not known, or under change
}

// Stands reports whether the value stands on day.
func (c *Cite) Stands(day Day) bool {
	return !day.Before(c.From) && (c.Until.IsZero() || !day.After(c.Until))
}

// Applies reports whether the value applies to a sector and an operator; "" asks in general.
func (c *Cite) Applies(s Sector, operator string) bool {
	return (c.Sector == "" || c.Sector == s) && (c.Operator == "" || c.Operator == operator)
}

// weight orders values of one id: an operator's own before its sector's before the general one.
func (c *Cite) weight() int {
	switch {
	case c.Operator != "":
		return 2
	case c.Sector != "":
		return 1
	}
	return 0
}

// Provisions resolves ids into provisions, each once, in the order given.
func Provisions(ids ...string) []Provision {
	out := make([]Provision, 0, len(ids))
next:
	for _, id := range ids {
		for _, p := range out {
			if p.ID == id {
				continue next
			}
		}
		if p, ok := provisions[id]; ok {
			out = append(out, Provision{id, p})
		}
	}
	return out
}

// KnownProvision reports whether id names a provision of the book.
func KnownProvision(id string) bool { _, ok := provisions[id]; return ok }

// KnownSource reports whether id names a source of the book.
func KnownSource(id string) bool {
	for _, s := range sources {
		if s.ID == id {
			return true
		}
	}
	return false
}

// Sources returns every document that was read to build the book.
func Sources() []Source { return append([]Source(nil), sources...) }
