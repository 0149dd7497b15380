// Package sighting owns 侵害指標の表: the indicators that several reports name, each with the reports in which it stands, and how such a table
// is compared with a list that somebody has elsewhere. It is pure, and made anew each time from what its reader received of each report.
package sighting

import (
	"cmp"
	"slices"
	"strconv"

	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/indicator"
)

// Bounds of a table: reports that are opened for it, the same number by which a reader's rate is watched (access.WatchLimit), and indicators.
const (
	MostReports    = 200
	MostIndicators = 50_000
)

// Report is a report from which something in a table comes.
type Report struct {
	Filing     ident.Filing
	Number     ident.Number
	Org        ident.Org
	Filer      filing.FilerBlock
	ArrivedAt  ident.Instant
	Techniques []string // T1498.001
	Named      int      // indicators
}

// Row is one indicator.
type Row struct {
	indicator.Indicator
	Reports    []int // of the table, in the order in which they arrived
	Filers     int   // that named it
	Techniques []string
}

// Table are the indicators of some reports. Its rows stand by the number of reports, those of one number by value.
type Table struct {
	Reports []Report // in the order in which they arrived, those too that name none
	Rows    []Row
}

// Read makes the table of reports as their reader received them (dossier.Dossier.Cut). More than MostReports or MostIndicators is Invalid at
// "of": nothing is left out unsaid.
func Read(d dossier.Dossier) (t Table, err error) {
	if len(d.Reports) > MostReports {
		return t, tooMuch("fault.sighting.reports", MostReports)
	}
	at := map[string]int{}
	for i, r := range d.Reports {
		one := Report{Filing: r.ID, Number: r.Number, Org: r.Org, Filer: r.Filer, ArrivedAt: r.ArrivedAt}
		var pasted []string
		one.Techniques, pasted = named(r.Of.Form, r.Values)
		for _, text := range pasted {
			list, _ := indicator.Read(text) // what cannot be read was told to who filed
			for _, x := range list {
				id := string(x.Kind) + " " + x.Text
				n, known := at[id]
				if !known {
					if n = len(t.Rows); n == MostIndicators {
						return t, tooMuch("fault.sighting.many", MostIndicators)
					}
					at[id], t.Rows = n, append(t.Rows, Row{Indicator: x})
				}
				if row := &t.Rows[n]; len(row.Reports) == 0 || row.Reports[len(row.Reports)-1] != i {
					row.Reports, one.Named = append(row.Reports, i), one.Named+1
				}
			}
		}
		t.Reports = append(t.Reports, one)
	}
	t.sum()
	return t, nil
}

func tooMuch(code string, most int) error {
	var l fault.List
	l.Add("of", code, fault.Args{"n": strconv.Itoa(most)})
	return l.Err()
}

// named are the techniques of a report, and the texts in which indicators stand.
func named(f form.Form, values form.Values) (techniques, pasted []string) {
	for _, field := range f.Fields() {
		v := values[field.ID]
		switch {
		case v.Empty():
		case field.Reads == indicator.Indicators:
			pasted = append(pasted, v.Text())
		case field.Reads == indicator.Techniques:
			techniques = append(techniques, indicator.ReadTechniques(v.Text())...)
		case field.Kind == form.Choices:
			for _, t := range incident.Techniques {
				if slices.Contains(v.Texts, t.Option()) {
					techniques = append(techniques, t.ID)
				}
			}
		}
	}
	slices.Sort(techniques)
	return slices.Compact(techniques), pasted
}

// sum fills in what follows from the reports of each row, and puts the rows in order.
func (t *Table) sum() {
	for i := range t.Rows {
		row, filers := &t.Rows[i], map[ident.Org]bool{}
		for _, n := range row.Reports {
			filers[t.Reports[n].Org] = true
			row.Techniques = append(row.Techniques, t.Reports[n].Techniques...)
		}
		slices.Sort(row.Techniques)
		row.Filers, row.Techniques = len(filers), slices.Compact(row.Techniques)
	}
	slices.SortStableFunc(t.Rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(len(b.Reports), len(a.Reports)), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Kind, b.Kind))
	})
}

// First is the arrival of the first report that names a row, and Last of the latest.
func (t Table) First(r Row) ident.Instant { return t.Reports[r.Reports[0]].ArrivedAt }

// Last is First of the latest.
func (t Table) Last(r Row) ident.Instant { return t.Reports[r.Reports[len(r.Reports)-1]].ArrivedAt }
