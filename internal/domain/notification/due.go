package notification

import (
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// Owed is by when one row is to be filed: the rule of the book, and what it is asked. The answer of the book is that of `kanmin law due`.
type Owed struct {
	Rule string
	law.Question
}

// OwedBy is the clock of a row; found is false where it has none, or no day yet. designated is when the operator was designated for
// the business.
func OwedBy(r form.Row, integrated bool, d party.Designation, on law.Day) (o Owed, found bool) {
	q := law.Question{Sector: d.Sector}
	if c := r.Cells["change"].Text(); c != "" && c != Added {
		q.On, found = dayOf(r.Cells["changed_on"])
		return Owed{"asset.change", q}, found
	}
	q.On, found = dayOf(r.Cells["introduced_on"])
	existing := r.Cells["existing"].Has(yes)
	switch {
	case d.On.After(law.Commencement) && found: // newly designated: its own rule knows the introduction, too
		q.Designated = d.On
		return Owed{"asset.designated", q}, true
	case d.On.After(law.Commencement) && existing:
		q.On = d.On
		return Owed{"asset.designated", q}, true
	case existing || found && q.On.Before(law.Commencement):
		if !found || q.On.After(law.Commencement) {
			q.On = law.Commencement
		}
		return Owed{"asset.existing", q}, true
	case integrated && found:
		q.AsOf = on
		return Owed{"asset.integrated", q}, true
	}
	return Owed{"asset.new", q}, found
}

func dayOf(v form.Value) (law.Day, bool) {
	d, err := law.ParseDay(v.Text())
	return d, err == nil
}

// dates is the earliest date by which something of what is filed was to be filed (法4条), as the book explains it. What the book has no
// answer for, a day long gone or far ahead, has no date; nothing is refused for being late.
func dates(values form.Values, with procedure.Facts) (law.Due, bool) {
	return earliest(values, with, values[ProductsField].Rows)
}

// datesOfChange are those of the rows of which something happened.
func datesOfChange(values form.Values, with procedure.Facts) (law.Due, bool) {
	var rows []form.Row
	for _, r := range values[ProductsField].Rows {
		if !r.Cells["change"].Empty() {
			rows = append(rows, r)
		}
	}
	return earliest(values, with, rows)
}

func earliest(values form.Values, with procedure.Facts, rows []form.Row) (first law.Due, found bool) {
	designation := with.For(procedure.SectorIn(BusinessField, values, with.Before))
	as := map[string]bool{}
	for _, f := range values[FacilitiesField].Rows {
		as[text.Key(f.Cells["no"].Text())] = f.Cells["integrated"].Has(yes)
	}
	known := map[Owed]bool{}
	for _, r := range rows {
		owed, has := OwedBy(r, as[text.Key(r.Cells["facility"].Text())], designation, day(with))
		if !has || known[owed] {
			continue
		}
		known[owed] = true
		due, err := law.DueFor(owed.Rule, owed.Question)
		if err == nil && (!found || due.Due.Before(first.Due)) {
			first, found = due, true
		}
	}
	return first, found
}
