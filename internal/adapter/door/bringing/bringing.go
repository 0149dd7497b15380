// Package bringing puts what somebody brings beside 機器台帳, for pages and programs alike: a sheet, rows, a bill of materials (SBOM). What it says is a dry run; what
// is then written is one act (registering.SetItems).
package bringing

import (
	"slices"
	"strconv"

	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/registering"
)

// Tx is what is read of 機器台帳.
type Tx interface {
	InventoryRev() (int, error)
	Places() ([]asset.Place, error)
	Items() ([]asset.Item, error)
}

// Stock is 機器台帳 as it was read.
type Stock struct {
	Rev    int
	Places []asset.Place
	Items  []asset.Item
}

// Read reads 機器台帳 as far as it is open to the scope of a transaction.
func Read(tx Tx) (s Stock, err error) {
	if s.Rev, err = tx.InventoryRev(); err != nil {
		return s, err
	}
	if s.Places, err = tx.Places(); err != nil {
		return s, err
	}
	s.Items, err = tx.Items()
	return s, err
}

// Brought is a sheet, or rows of a program, beside what is there.
type Brought struct {
	Merge tabular.Merge
	Cells []tabular.Fault // what is wrong, at its cell
	Fixed []tabular.Fault // read otherwise than they stand
	Rows  []registering.Written
}

// Sheet finds the rows of a sheet among those that are there, by their id, the organisation's own number, or what they name.
func (s Stock) Sheet(grids []tabular.Grid) (b Brought, err error) {
	g, layout, err := tabular.Find(asset.Table, grids, nil)
	if err != nil {
		return b, err
	}
	return s.compare(b.read(g, layout), b)
}

// Lines is Sheet for rows of a program; those of them that name a column say it. Faults name the row by its number from 1.
func (s Stock) Lines(rows []form.Row) (Brought, error) {
	at := map[string]int{}
	reading := tabular.Reading{}
	for i, row := range rows {
		for id := range row.Cells {
			at[id] = 0
		}
		reading.Lines = append(reading.Lines, tabular.Line{Row: i + 1, ID: row.ID, Cells: row.Cells})
	}
	reading.Layout = tabular.Layout{At: at}
	return s.compare(reading, Brought{})
}

func (s Stock) compare(reading tabular.Reading, b Brought) (Brought, error) {
	if len(reading.Lines) == 0 || len(reading.Lines) > asset.MostAtOnce {
		return b, fault.New(fault.Exceeded, "fault.form.rows", fault.Args{"limit": strconv.Itoa(asset.MostAtOnce)})
	}
	revs := map[string]int{}
	var there []form.Row
	for _, i := range s.Items {
		revs[string(i.ID)] = i.Rev
		there = append(there, form.Row{ID: string(i.ID), Cells: i.Shown(s.Places)})
	}
	b.Merge, b.Cells = tabular.Match(asset.Table, reading, there), reading.Faults
	for _, met := range slices.Concat(b.Merge.New, b.Merge.Unsure, b.Merge.Changed) {
		after := met.After()
		w := registering.Written{Cells: after.Cells}
		if met.How != tabular.ByNone {
			w.ID, w.Rev = ident.Object(met.Before.ID), revs[met.Before.ID]
		}
		for _, f := range s.judge(reading.Layout, met.Line, after.Cells) {
			if !slices.ContainsFunc(reading.Faults, func(o tabular.Fault) bool { return o.Row == f.Row && o.Column.ID == f.Column.ID }) {
				b.Cells = append(b.Cells, f)
			}
		}
		b.Rows = append(b.Rows, w)
	}
	slices.SortStableFunc(b.Cells, func(a, b tabular.Fault) int { return a.Row - b.Row })
	return b, nil
}

// read reads a sheet; what can mean one thing alone (a number that stands for a day, 約3台, 類型Ａ) is read as that, and told.
func (b *Brought) read(g tabular.Grid, layout tabular.Layout) tabular.Reading {
	reading := tabular.Read(asset.Table, g, layout)
	for _, kind := range []tabular.FixKind{tabular.Serial, tabular.Digits, tabular.Option} {
		for _, f := range reading.Faults {
			if f.Fix.Kind == kind {
				b.Fixed = append(b.Fixed, f)
			}
		}
		if mended, n := tabular.Mend(g, layout, reading.Faults, kind); n > 0 {
			g = mended
			reading = tabular.Read(asset.Table, g, layout)
		}
	}
	return reading
}

// judge is what is wrong with a row that could be read, at the cells that are to blame.
func (s Stock) judge(layout tabular.Layout, line tabular.Line, cells form.Values) (list []tabular.Fault) {
	var faults fault.List
	asset.ReadItem(&faults, "", cells, s.Places)
	for _, f := range faults.Fields {
		column, _ := asset.Table.Column(f.Path)
		list = append(list, layout.Blame(column, line.Row, cells[f.Path].Text(), f))
	}
	return list
}
