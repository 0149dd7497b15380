package read

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"kanmin/internal/adapter/format/sheet"
)

// grid is where the rows and cells of a sheet stand in the bytes of its part: what is written into a form is put between them, and
// everything else stays as the publisher wrote it.
type grid struct {
	data   []byte
	prefix string // of the names of elements: x:
	from   int    // where sheetData begins
	body   int    // after its first tag
	end    int    // where its last tag begins
	to     int
	rows   []gridRow
	cols   []gridCols
	merged []string
}

type gridRow struct {
	span
	n     int
	style string
	cells []gridCell
}

type gridCell struct {
	span
	col     int
	style   string
	formula bool
}

// span is an element in the bytes: from its first tag, over its body, to the end of its last one.
type span struct{ from, body, end, to int }

type gridCols struct {
	from, to int
	style    string
}

// gridBytes bounds one sheet of a form.
const gridBytes = 32 << 20

func (w work) grid(l leaf) (*grid, error) {
	data, err := whole(w.found[strings.ToLower(l.part)], gridBytes)
	if err != nil || data == nil {
		return nil, damaged()
	}
	g := &grid{data: data}
	s := scanner{grid: g, in: xml.NewDecoder(bytes.NewReader(data)), name: l.Name}
	if err := s.run(); err != nil {
		return nil, err
	}
	if g.to == 0 {
		return nil, damaged()
	}
	return g, s.arrays()
}

// scanner walks a sheet with the place of each element.
type scanner struct {
	*grid
	in     *xml.Decoder
	name   string
	path   []string
	ranges []string // of formulas that fill more cells than their own
	count  int
}

func (s *scanner) run() error {
	for {
		from := int(s.in.InputOffset())
		token, err := s.in.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return damaged()
		}
		at := span{from: from, body: int(s.in.InputOffset())}
		switch e := token.(type) {
		case xml.StartElement:
			err = s.begin(e, at)
			s.path = append(s.path, e.Name.Local)
		case xml.EndElement:
			s.path = s.path[:len(s.path)-1]
			s.finish(e.Name.Local, at)
		}
		if err != nil {
			return err
		}
	}
}

func (s *scanner) within(names ...string) bool {
	if len(s.path) != len(names) {
		return false
	}
	for i, n := range names {
		if s.path[i] != n {
			return false
		}
	}
	return true
}

func (s *scanner) begin(e xml.StartElement, at span) error {
	switch e.Name.Local {
	case "sheetData":
		if s.within("worksheet") {
			if s.body > 0 {
				return damaged()
			}
			s.from, s.grid.body = at.from, at.body
			s.prefix, _, _ = strings.Cut(string(s.data[at.from+1:at.body]), "sheetData")
		}
	case "row":
		if s.within("worksheet", "sheetData") {
			return s.row(e, at)
		}
	case "c":
		if s.within("worksheet", "sheetData", "row") {
			return s.cell(e, at)
		}
	case "f":
		if s.within("worksheet", "sheetData", "row", "c") {
			r := &s.rows[len(s.rows)-1]
			r.cells[len(r.cells)-1].formula = true
			if ref := value(e, "ref"); ref != "" && value(e, "t") != "shared" {
				s.ranges = append(s.ranges, ref)
			}
		}
	case "col":
		if s.within("worksheet", "cols") {
			from, errFrom := strconv.Atoi(value(e, "min"))
			to, errTo := strconv.Atoi(value(e, "max"))
			if errFrom == nil && errTo == nil {
				s.cols = append(s.cols, gridCols{from, to, value(e, "style")})
			}
		}
	case "mergeCell":
		if len(s.merged) == sheet.MaxMerged {
			return &sheet.Fault{Code: "fault.sheet.merged", Sheet: s.name}
		}
		if ref := value(e, "ref"); len(ref) < 30 {
			s.merged = append(s.merged, ref)
		}
	}
	return nil
}

func (s *scanner) row(e xml.StartElement, at span) error {
	r := gridRow{span: at, n: 1}
	if k := len(s.rows); k > 0 {
		r.n = s.rows[k-1].n + 1
	}
	if v := value(e, "r"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < r.n || n > 1<<20 {
			return damaged()
		}
		r.n = n
	}
	if yes(value(e, "customFormat")) {
		r.style = value(e, "s")
	}
	s.rows = append(s.rows, r)
	return nil
}

func (s *scanner) cell(e xml.StartElement, at span) error {
	r := &s.rows[len(s.rows)-1]
	c := gridCell{span: at, col: 1, style: value(e, "s")}
	if k := len(r.cells); k > 0 {
		c.col = r.cells[k-1].col + 1
	}
	if ref := value(e, "r"); ref != "" {
		col, row, err := excelize.CellNameToCoordinates(ref)
		if err != nil || row != r.n || col < c.col {
			return damaged()
		}
		c.col = col
	}
	if s.count++; s.count > sheet.MaxCells {
		return sheet.Over("fault.sheet.cells", sheet.MaxCells)
	}
	r.cells = append(r.cells, c)
	return nil
}

func (s *scanner) finish(name string, at span) {
	switch {
	case name == "sheetData" && s.within("worksheet"):
		s.end, s.to = at.from, at.body
	case name == "row" && s.within("worksheet", "sheetData"):
		r := &s.rows[len(s.rows)-1]
		r.end, r.to = at.from, at.body
	case name == "c" && s.within("worksheet", "sheetData", "row"):
		r := &s.rows[len(s.rows)-1]
		c := &r.cells[len(r.cells)-1]
		c.end, c.to = at.from, at.body
	}
}

// arrays marks the cells that a formula fills beside its own.
func (s *scanner) arrays() error {
	for _, ref := range s.ranges {
		first, last, _ := strings.Cut(ref, ":")
		if last == "" {
			last = first
		}
		c1, r1, err1 := excelize.CellNameToCoordinates(first)
		c2, r2, err2 := excelize.CellNameToCoordinates(last)
		if err1 != nil || err2 != nil {
			return damaged()
		}
		for i := range s.rows {
			for j := range s.rows[i].cells {
				if r := &s.rows[i]; r.n >= r1 && r.n <= r2 && r.cells[j].col >= c1 && r.cells[j].col <= c2 {
					r.cells[j].formula = true
				}
			}
		}
	}
	return nil
}
