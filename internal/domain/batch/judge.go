package batch

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// Judge is the dry run: what the file says about each operator and business, with what is wrong, and under which mandate it would be drafted. of is
// what is known of the operators by their 法人番号.
func (f File) Judge(of map[string]Operator, at ident.Instant) []Part {
	on := law.DayOf(at)
	list := f.parted(of, on)
	for i := range list {
		p := &list[i]
		p.values()
		p.Of, p.Stop = p.under(of[p.Number], on)
		p.cells(f.faults)
		if p.Stop == nil {
			p.judge(procedure.Facts{At: at, Business: append([]party.Designation{}, of[p.Number].Business...), Within: p.Of.Within()})
		}
		slices.SortStableFunc(p.Faults, func(a, b tabular.Fault) int {
			return strings.Compare(a.Sheet, b.Sheet)*1_000_000 + a.Row - b.Row
		})
	}
	return list
}

// under is the mandate under which a draft can be made, or why there is none.
func (p Part) under(o Operator, on law.Day) (m mandate.Mandate, stop *fault.Field) {
	no := func(code string, args fault.Args) (mandate.Mandate, *fault.Field) {
		return mandate.Mandate{}, &fault.Field{Path: numberColumn, Code: code, Args: args}
	}
	switch {
	case p.Number == "":
		return no("fault.mandate.number.missing", nil)
	case !party.CheckCorporateNumber(p.Number):
		return no("fault.mandate.number", nil)
	case len(o.Mandates) == 0 && o.Known:
		return no("fault.batch.unmandated", nil)
	case len(o.Mandates) == 0:
		return no("fault.batch.outside", nil)
	}
	var first error
	for _, m := range o.Mandates {
		err := m.Permits(mandate.Draft, p.Business, on)
		switch {
		case err == nil && len(o.Business) == 0:
			return no("fault.batch.undesignated", nil)
		case err == nil && p.Business == "":
			return no("fault.batch.business", nil)
		case err == nil && !slices.ContainsFunc(o.Business, func(d party.Designation) bool { return d.Sector == p.Business }):
			return no("fault.batch.undesignated", nil)
		case err == nil:
			return m, nil
		}
		if first == nil || m.Live(on) == nil { // one that is in force says more than one that is over
			first = err
		}
	}
	e, _ := errors.AsType[*fault.Error](first)
	return no(e.Code, e.Args)
}

// row names a row of a file.
type row struct {
	sheet string
	n     int
}

// cells are what could not be read of the rows of a part.
func (p *Part) cells(faults []tabular.Fault) {
	mine := map[row]bool{}
	for _, table := range tables {
		for _, l := range p.lines[table] {
			mine[row{l.layout.Sheet, l.Row}] = true
		}
	}
	for _, f := range faults {
		if mine[row{f.Sheet, f.Row}] {
			p.Faults = append(p.Faults, f)
		}
	}
}

// judge judges a part as a new notification is judged, and puts each place where it stands in the file. Whom to ask is filled in when it is drafted.
func (p *Part) judge(with procedure.Facts) {
	_, asked, err := notification.New.Check(p.Values, with)
	p.Asked = asked
	e, bad := errors.AsType[*fault.Error](err)
	if !bad {
		return
	}
	for _, f := range e.Fields {
		if f.Path == notification.ContactField {
			continue
		}
		at, found := p.place(f)
		switch {
		case !found:
			p.Lacks = append(p.Lacks, f)
		case !slices.ContainsFunc(p.Faults, func(o tabular.Fault) bool {
			return o.Sheet == at.Sheet && o.Row == at.Row && o.Column.ID == at.Column.ID
		}):
			p.Faults = append(p.Faults, at)
		}
	}
}

// place is a fault of a row (products[3].facility) at its cell.
func (p Part) place(f fault.Field) (at tabular.Fault, found bool) {
	table, rest, ok := strings.Cut(f.Path, "[")
	index, id, _ := strings.Cut(rest, "]")
	n, err := strconv.Atoi(index)
	if !ok || err != nil || n >= len(p.lines[table]) {
		return at, false
	}
	declared, _ := Form.Field(table)
	column, _ := declared.Column(strings.TrimPrefix(id, "."))
	l := p.lines[table][n]
	return l.layout.Blame(column, l.Row, l.Cells[column.ID].Text(), f), true
}
