package mandate

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
)

// Row is one line of a sheet of proposals.
type Row struct {
	Line   int
	Number string // 法人番号 of the other side
	Terms
	Words
	Faults []fault.Field // what could not be read
}

// Judged is a row with what is wrong with it, and the other side.
type Judged struct {
	Row
	With   party.Org
	Unit   ident.Unit
	Faults []fault.Field
}

// Opposite finds the other side by its 法人番号, with its first unit; found is false for one that is not registered, or with which no mandate can be.
// Waiting is the number of a proposal that waits between the two; empty: none does.
type Opposite func(number string) (with party.Org, unit ident.Unit, waiting ident.Number, found bool, err error)

// RowsMost bounds the rows of one sheet.
const RowsMost = 300

// Columns are the columns of a sheet, in their order. The first is needed; what another leaves empty is as it is for all.
func Columns() []string {
	return []string{"法人番号", "事業", "開始日", "終了日", "対象の設備", "後任"}
}

// ReadRows reads a sheet as it was pasted from a table (tabs) or a CSV file (commas): one organisation a line, in the order of Columns, with or
// without headings. common are the terms of all.
func ReadRows(sheet string, common Terms, words Words) (rows []Row, err error) {
	line := 0
	for text := range strings.Lines(sheet) {
		line++
		if text = strings.TrimSpace(strings.TrimPrefix(text, "\ufeff")); text == "" {
			continue
		}
		cells := cellsOf(text)
		if len(rows) == 0 && strings.Contains(cells[0], Columns()[0]) {
			continue
		}
		if len(rows) == RowsMost {
			return nil, fault.New(fault.Exceeded, "fault.mandate.rows", fault.Args{"n": strconv.Itoa(RowsMost)})
		}
		rows = append(rows, readRow(line, cells, common, words))
	}
	if len(rows) == 0 {
		return nil, fault.New(fault.Invalid, "fault.mandate.empty", nil)
	}
	return rows, nil
}

func cellsOf(line string) []string {
	by := ","
	if strings.Contains(line, "\t") {
		by = "\t"
	}
	cells := strings.SplitN(line, by, 20)
	for i, c := range cells {
		cells[i] = strings.Trim(strings.TrimSpace(c), `"`)
	}
	return append(cells, make([]string, len(Columns()))...)
}

func readRow(line int, cells []string, common Terms, words Words) Row {
	r := Row{Line: line, Terms: common, Words: words}
	r.Acts, r.Sectors = slices.Clone(common.Acts), slices.Clone(common.Sectors)
	var l fault.List
	r.Number = Digits(cells[0])
	if cells[1] != "" {
		r.Sectors = nil
		for w := range strings.FieldsFuncSeq(cells[1], func(c rune) bool { return c == ' ' || c == '、' || c == '・' || c == '/' }) {
			r.Sectors = append(r.Sectors, SectorOf(w, common.From))
		}
	}
	for i, d := range map[int]*law.Day{2: &r.From, 3: &r.Until} {
		if cells[i] == "" {
			continue
		}
		read, err := law.ReadDay(cells[i])
		if e, bad := errors.AsType[*fault.Error](err); bad {
			l.Add([]string{2: "from", 3: "until"}[i], e.Code, e.Args)
		} else if err == nil {
			*d = read.Day
		}
	}
	if cells[4] != "" {
		r.Facilities = cells[4]
	}
	if cells[5] != "" {
		r.Successor = cells[5]
	}
	slices.SortFunc(l.Fields, func(a, b fault.Field) int { return strings.Compare(a.Path, b.Path) })
	r.Faults = l.Fields
	return r
}

// Digits is a 法人番号 as it was typed, in narrow digits and without what people put between them.
func Digits(s string) string {
	return strings.Map(func(c rune) rune {
		if c == '-' || c == ' ' || c == '\u00a0' {
			return -1
		}
		return c
	}, norm.NFKC.String(s))
}

// SectorOf is the business that a word names on a day: its code, or its Japanese name. What names none stays as it is, and Check names it.
func SectorOf(word string, on law.Day) law.Sector {
	for _, s := range law.At(on).Sectors() {
		if word == s.Name.Ja || word == s.Name.En {
			return s.Code
		}
	}
	return law.Sector(word)
}

// Judge judges rows of one sheet: each by itself, and that none names an organisation twice. own is the 法人番号 of who proposes.
func Judge(rows []Row, own string, on law.Day, find Opposite) ([]Judged, error) {
	list := make([]Judged, len(rows))
	first := map[string]int{}
	for i, r := range rows {
		var l fault.List
		l.Fields = slices.Concat(checkNumber(r.Number, own), r.Faults)
		if line, again := first[r.Number]; again {
			l.Add("number", "fault.mandate.twice", fault.Args{"line": strconv.Itoa(line)})
		} else if len(checkNumber(r.Number, own)) == 0 {
			first[r.Number] = r.Line
			with, unit, waiting, found, err := find(r.Number)
			switch {
			case err != nil:
				return nil, err
			case !found:
				l.Add("number", "fault.mandate.nobody", nil)
			case waiting != "":
				l.Add("number", "fault.mandate.waiting", fault.Args{"number": string(waiting)})
			}
			list[i].With, list[i].Unit = with, unit
		}
		r.Terms, r.Words = r.Tidy(), r.Clean()
		if e, bad := errors.AsType[*fault.Error](r.Check(r.Words, on)); bad {
			l.Fields = append(l.Fields, e.Fields...)
		}
		list[i].Row, list[i].Faults = r, l.Fields
	}
	return list, nil
}

func checkNumber(n, own string) []fault.Field {
	var l fault.List
	switch {
	case n == "":
		l.Add("number", "fault.mandate.number.missing", nil)
	case !party.CheckCorporateNumber(n):
		l.Add("number", "fault.mandate.number", nil)
	case n == own:
		l.Add("number", "fault.mandate.own", nil)
	}
	return l.Fields
}
