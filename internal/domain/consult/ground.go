package consult

import (
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/party"
)

// Ground is what a consultation about a business of the operator stands on: the designation, the offices that are competent for it, how the 機器台帳
// stands, and the 範囲整理表 that were sent before, the latest first.
type Ground struct {
	Business  party.Designation
	To        []filing.Addressee
	Inventory int // revision of 機器台帳
	Earlier   []Sheet
}

// Askable are the offices, of those that have a business's notifications, that are asked: the ministry's, on this platform. A joint addressee that only
// receives (内閣総理大臣) is not asked what the ministry answers for.
func Askable(list []filing.Addressee, d party.Designation) (to []filing.Addressee) {
	for _, o := range list {
		if o.Kind == party.Ministry && o.Channel == filing.Here && (o.Sector == "" || o.Sector == d.Sector) {
			to = append(to, o)
		}
	}
	return to
}

// About is the business of an assessment that is meant by a designation: that of its sector, or the only one there is. ok is false where nobody can tell.
func About(f scope.Facts, d party.Designation) (id string, ok bool) {
	for _, b := range f.Businesses {
		if b.Sector == d.Sector {
			return b.ID, true
		}
	}
	if len(f.Businesses) == 1 {
		return f.Businesses[0].ID, true
	}
	return "", false
}

// Told is who is told of what was said, and how urgently.
type Told struct {
	Units   []ident.Unit
	Urgency string
}
