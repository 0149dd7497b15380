package batch

import (
	"slices"
	"strconv"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
)

// File is a file as it was read.
type File struct {
	Unread []string        // sheets that hold nothing of a notification
	Fixed  []tabular.Fault // cells that were read otherwise than they stand
	faults []tabular.Fault
	lines  map[string][]line
	nums   []string // 法人番号, each once, in their order
}

// Read reads the tables of a file. What can mean one thing alone (a number that stands for a day, 類型Ａ) is read as that, and told. An Invalid
// fault names the headings that were looked for; more operators than a file takes are Exceeded.
func Read(grids []tabular.Grid) (f File, err error) {
	b, err := tabular.ReadBook(Form, grids, nil)
	if err != nil {
		return f, err
	}
	for _, kind := range []tabular.FixKind{tabular.Serial, tabular.Digits, tabular.Option} {
		for _, bad := range b.Faults() {
			if bad.Fix.Kind == kind {
				f.Fixed = append(f.Fixed, bad)
			}
		}
		mended, n := b.Mended(grids, kind)
		if n == 0 {
			continue
		}
		if b, err = tabular.ReadBook(Form, mended, nil); err != nil {
			return f, err
		}
		grids = mended
	}
	f.Unread, f.faults, f.lines = b.Unread, b.Faults(), map[string][]line{}
	for _, t := range b.Tables {
		for _, l := range t.Reading.Lines {
			number := mandate.Digits(l.Cells[numberColumn].Text())
			if !slices.Contains(f.nums, number) {
				f.nums = append(f.nums, number)
			}
			f.lines[t.Table.ID] = append(f.lines[t.Table.ID], line{l, t.Reading.Layout, number})
		}
	}
	switch {
	case len(f.nums) == 0:
		err = fault.New(fault.Invalid, "fault.batch.empty", nil)
	case len(f.nums) > OperatorsMost:
		err = fault.New(fault.Exceeded, "fault.batch.operators", fault.Args{"n": strconv.Itoa(OperatorsMost)})
	}
	return f, err
}

// Numbers are the 法人番号 that the file names and that can be ones, in their order.
func (f File) Numbers() (list []string) {
	for _, n := range f.nums {
		if party.CheckCorporateNumber(n) {
			list = append(list, n)
		}
	}
	return list
}

// tables are those of a file, in their order.
var tables = [2]string{notification.FacilitiesField, notification.ProductsField}

// parted puts each row to its operator and business. A row that names no business has that of the other rows of its operator, or the only one that
// a mandate covers.
func (f File) parted(of map[string]Operator, on law.Day) (list []Part) {
	for _, number := range f.nums {
		sole := f.sole(number, of[number], on)
		var mine []Part
		for _, table := range tables {
			for _, l := range f.lines[table] {
				if l.number != number {
					continue
				}
				business := law.Sector(l.Cells[businessColumn].Text())
				if business == "" {
					business = sole
				}
				i := slices.IndexFunc(mine, func(p Part) bool { return p.Business == business })
				if i < 0 {
					i = len(mine)
					mine = append(mine, Part{Number: number, Name: of[number].Name, Business: business, lines: map[string][]line{}})
				}
				mine[i].lines[table] = append(mine[i].lines[table], l)
			}
		}
		list = append(list, mine...)
	}
	return list
}

// sole is the only business that rows of an operator can be about; empty where there are several, or none is known.
func (f File) sole(number string, o Operator, on law.Day) (sole law.Sector) {
	named := map[law.Sector]bool{}
	for _, table := range tables {
		for _, l := range f.lines[table] {
			if b := law.Sector(l.Cells[businessColumn].Text()); b != "" && l.number == number {
				named[b] = true
			}
		}
	}
	if len(named) == 0 {
		for _, d := range o.Business {
			if slices.ContainsFunc(o.Mandates, func(m mandate.Mandate) bool { return m.Permits(mandate.Draft, d.Sector, on) == nil }) {
				named[d.Sector] = true
			}
		}
	}
	if len(named) > 1 {
		return ""
	}
	for b := range named {
		sole = b
	}
	return sole
}

// values are the rows of a part as they are notified: without whose they are.
func (p *Part) values() {
	p.Values = form.Values{}
	for i, table := range tables {
		var v form.Value
		for _, l := range p.lines[table] {
			cells := form.Values{}
			for id, cell := range l.Cells {
				if id != numberColumn && id != businessColumn {
					cells[id] = cell
				}
			}
			v.Rows = append(v.Rows, form.Row{Cells: cells})
		}
		p.Rows[i] = len(v.Rows)
		if len(v.Rows) > 0 {
			p.Values[table] = v
		}
	}
	if p.Business != "" {
		p.Values[notification.BusinessField] = form.Value{Texts: []string{string(p.Business)}}
	}
}
