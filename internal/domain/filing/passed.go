package filing

import (
	"slices"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// Passed is a 承継 by which a filing passed from one operator to another: who holds it since 00:00 JST of a day.
type Passed struct {
	ID       ident.Object
	From, To ident.Org
	Unit     ident.Unit // of the one who holds it, to which what is asked about it goes
	On       law.Day
	FromName, FromNameEn,
	ToName, ToNameEn string
}

// Holder is the organisation that answers for a filing today: the one that filed it, or the last of those to which it passed.
func (f Filing) Holder() (ident.Org, ident.Unit) {
	if n := len(f.Passed); n > 0 {
		return f.Passed[n-1].To, f.Passed[n-1].Unit
	}
	return f.Org, f.Unit
}

// HeldBy reports whether an organisation answers for a filing today.
func (f Filing) HeldBy(org ident.Org) bool {
	holder, _ := f.Holder()
	return holder == org
}

// BelongsTo reports whether an organisation is on the filer's side: it filed, or it was passed on to it. An office is not.
func (f Filing) BelongsTo(org ident.Org) bool {
	return f.Org == org || slices.ContainsFunc(f.Passed, func(p Passed) bool { return p.To == org })
}
