package procedure

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

// Facts are what answers are judged by beside themselves.
type Facts struct {
	At       ident.Instant
	Before   form.Values         // what was said before, of what follows it or corrects it; nil for every other
	Corrects bool                // Before is the filing itself, whose words are put right
	Business []party.Designation // what the operator is designated for; nil where nobody looked
	// Last is what the organisation said the last time, by business, and Known says whether a dictionary has a product; nil where nobody looked.
	Last  map[law.Sector]Noted
	Known func(maker, product string) bool
	// Within are the facilities to which the mandate (委任) is narrowed under which somebody acts; none: every one.
	Within []string
}

// Day is the day in Japan on which the answers are judged.
func (f Facts) Day() law.Day { return law.DayOf(f.At) }

// Judged is what a procedure says of answers that each field takes.
type Judged struct {
	// Values are sent. They hang on the answers alone, so that what was approved and what is sent are the same bytes.
	Values form.Values
	Asked  []form.Question
	Faults []fault.Field
}

// Check judges answers before sending as Form.Check does and, where the procedure judges further, what no field can see alone: rows
// beside one another, what was said before. Places in tables are those of the rows as they came.
func (p Procedure) Check(values form.Values, with Facts) (form.Values, []form.Question, error) {
	tidy, asked, err := p.Form.Check(values, with.At)
	if p.Judges == nil {
		return tidy, asked, err
	}
	e, invalid := errors.AsType[*fault.Error](err)
	if err != nil && !invalid {
		return tidy, asked, err
	}
	var l fault.List
	if invalid {
		l.Fields = slices.Clone(e.Fields)
	}
	j := p.Judges(tidy, with)
	said := map[string]bool{}
	for _, f := range l.Fields {
		said[f.Path] = true
	}
	for _, f := range j.Faults {
		if f.Path = p.placed(values, f.Path); !said[f.Path] { // what cannot be read is not judged as well
			l.Fields = append(l.Fields, f)
		}
	}
	return j.Values, append(asked, j.Asked...), l.Err()
}

// Tidied are the answers as they would be sent, as far as they can be read; what cannot be read stands as it was typed.
func (p Procedure) Tidied(values form.Values) form.Values {
	tidy, _, err := p.Form.Check(values, 1<<62)
	if err != nil {
		return values
	}
	if p.Judges != nil {
		return p.Judges(tidy, Facts{}).Values
	}
	return tidy
}

// placed is a place in the rows that are kept as the place in the rows that came: those in which nothing is said are left out.
func (p Procedure) placed(values form.Values, path string) string {
	table, rest, ok := strings.Cut(path, "[")
	if !ok {
		return path
	}
	index, column, _ := strings.Cut(rest, "]")
	n, err := strconv.Atoi(index)
	if f, found := p.Form.Field(table); err != nil || !found || f.Kind != form.Table {
		return path
	}
	for i, r := range values[table].Rows {
		if blank(r) {
			continue
		}
		if n == 0 {
			return table + "[" + strconv.Itoa(i) + "]" + column
		}
		n--
	}
	return path
}

func blank(r form.Row) bool {
	for _, v := range r.Cells {
		if v.Unknown || slices.ContainsFunc(v.Texts, func(s string) bool { return strings.TrimSpace(s) != "" }) {
			return false
		}
	}
	return true
}

// Date is by when what is sent was to be sent, of a procedure whose rows have dates of their own; found is false where no row has one.
func (p Procedure) Date(values form.Values, with Facts) (due law.Due, found bool) {
	if p.Dates == nil {
		return due, false
	}
	return p.Dates(values, with)
}

// For is the designation for a business; where there is none, that it is about it.
func (f Facts) For(s law.Sector) party.Designation {
	for _, d := range f.Business {
		if d.Sector == s {
			return d
		}
	}
	return party.Designation{Sector: s}
}

// Sector is the business that answers are about, or else what was said before; empty where the procedure is about none.
func (p Procedure) Sector(values, before form.Values) law.Sector {
	return SectorIn(p.Business, values, before)
}

// SectorIn is the business that a field names.
func SectorIn(field string, values, before form.Values) law.Sector {
	if v := values[field]; field != "" && !v.Empty() {
		return law.Sector(v.Text())
	}
	return law.Sector(before[field].Text())
}
