package filing

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/window"
)

// Concerned are those of the offices to whom the facts of a report give cause: by jurisdiction every one, by a routing row where its
// condition holds. 国家サイバー統括室 is among them where a row names its office: it has the report with consent only (ByConsent).
func Concerned(offices []Addressee, f window.Facts) (to []Addressee) {
	for _, a := range offices {
		if a.Authority == "" {
			to = append(to, a)
			continue
		}
		if r, found := party.RouteOf(f.Routes, a.Authority, f.Kind, f.AsOf); found && r.Office == a.Unit && (a.Authority == window.NCO || f.Gives(r)) {
			to = append(to, a)
		}
	}
	return to
}

// InCharge are those of the offices that are in charge of a business: by a row of jurisdiction for it, or for all of them. Where no
// business was named yet, it is every one.
func InCharge(offices []Addressee, of law.Sector) (to []Addressee) {
	for _, a := range offices {
		if of == "" || a.Sector == "" || a.Sector == of {
			to = append(to, a)
		}
	}
	return to
}

// ByConsent takes apart those that have a report with consent only.
func ByConsent(offices []Addressee) (asked, others []Addressee) {
	for _, a := range offices {
		if a.Authority == window.NCO {
			asked = append(asked, a)
		} else {
			others = append(others, a)
		}
	}
	return asked, others
}
