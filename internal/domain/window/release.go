package window

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

// Default is what the law says of one section of a report and one authority (提出先と見え方), with its citation. Where it is silent, or
// what it says was not seen, Certainty says so.
type Default struct {
	law.Statement
	Must bool // it goes by law: it cannot be withheld
	Asks bool // it may have to go: whoever withholds it is asked (a rule below confirmed never refuses)
}

// DefaultOf is the default of a section for an authority of a kind, on a day. found is false for a section of which the book says
// nothing: it goes as the rows of jurisdiction say, and may be withheld.
func DefaultOf(kind party.Kind, section string, on law.Day) (d Default, found bool) {
	if on.Before(law.Commencement) {
		on = law.Commencement
	}
	id := "release." + section
	if kind == party.NCO {
		id = "release.nco"
	}
	if d.Statement, found = law.At(on).Statement(id); !found || kind == party.NCO {
		return d, found
	}
	owed := section == "outline" || section == "computer"
	d.Must = owed && d.Certainty.Refuses()
	d.Asks = owed && !d.Must
	return d, true
}
