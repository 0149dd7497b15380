// Package sheet is how tables of people are written: Excel books (.xlsx) and CSV files, as rows of cells with their
// addresses. What is uploaded is read in a child process (kanmin parse, package read) and arrives here as bounded
// lines; this package itself opens no file of anybody. It also writes books and CSV files.
package sheet

import (
	"maps"
	"strconv"

	"kanmin/internal/domain/fault"
)

// Kind is a format of a file.
type Kind string

// The formats.
const (
	XLSX     Kind = "xlsx"     // an Excel book without macros
	CSV      Kind = "csv"      // text: UTF-8, with or without BOM, UTF-16 with BOM, CP932
	Delivery Kind = "delivery" // a report of a mail server about a mail of ours (RFC 3464), read as a table
	Form     Kind = "form"     // an official form: its sheets, what is merged in them and what is calculated, nothing else
	Fill     Kind = "fill"     // an official form with what is to be written into it (Filling); a file comes back (Filled)
	Bill     Kind = "bill"     // a bill of materials (SBOM: CycloneDX, SPDX), read as a table (BillOf)
	Lines    Kind = "lines"    // a list of somebody's, to be looked through line by line: text, or a book, with more rows than a form has
)

// Known reports whether a kind is one that can be read.
func (k Kind) Known() bool {
	return k == XLSX || k == CSV || k == Delivery || k == Lines || k == Form || k == Fill || k == Bill
}

// Rows is how many rows that hold something a file of the kind has at most.
func (k Kind) Rows() int {
	switch k {
	case Lines:
		return MaxLines
	case Bill:
		return MaxRows + 1 // with its head
	case XLSX, CSV, Delivery, Form, Fill:
	}
	return MaxRows
}

// Book is a file that was read.
type Book struct {
	Kind     Kind   `json:"kind"`
	Encoding string `json:"encoding,omitempty"` // of a CSV: UTF-8, UTF-16, CP932
	// Confined names what held the child that read it: "limits", "system calls".
	Confined []string `json:"confined,omitempty"`
	Sheets   []Sheet  `json:"sheets,omitempty"`
	// Since1904: a number that stands for a day counts from 1904-01-01. On of a cell has it already.
	Since1904 bool `json:"since1904,omitempty"`
}

// Sheet is one sheet of a book; a CSV has one, without a name.
type Sheet struct {
	Name   string   `json:"name"`
	Hidden bool     `json:"hidden,omitempty"`
	Merged []string `json:"merged,omitempty"` // ranges (A1:C1): the value stands in the first cell
	Rows   []Row    `json:"rows,omitempty"`   // only those that hold something
}

// Row is a row that holds something.
type Row struct {
	N      int    `json:"n"` // as Excel counts, from 1
	Hidden bool   `json:"hidden,omitempty"`
	Cells  []Cell `json:"c"` // only those that hold something, from left to right
}

// Cell is what stands in one cell.
type Cell struct {
	Col  int    `json:"c"` // from 1
	Text string `json:"t"` // as the reader of the sheet sees it
	// Raw is the number behind a date or a formatted number (46356, 0.5); empty when Text is all there is.
	Raw string `json:"r,omitempty"`
	// On is the calendar day of a cell that is formatted as a date, and the time when it has one:
	// 2026-11-30, 2026-11-30T09:15.
	On      string `json:"d,omitempty"`
	Formula bool   `json:"f,omitempty"` // Text is what the formula last gave
	Bad     bool   `json:"e,omitempty"` // Text is an error of Excel's: #REF!
}

// Cell returns the cell of a column; a zero Cell when it is empty.
func (r Row) Cell(col int) Cell {
	for _, c := range r.Cells {
		if c.Col == col {
			return c
		}
	}
	return Cell{Col: col}
}

// Address is a cell's address as Excel writes it: C17. Column and row count from 1.
func Address(col, row int) string { return Column(col) + strconv.Itoa(row) }

// Column is a column's letters: 1 is A, 28 is AB.
func Column(n int) string {
	var b [8]byte
	i := len(b)
	for n > 0 && i > 0 {
		n--
		i--
		b[i] = byte('A' + n%26)
		n /= 26
	}
	return string(b[i:])
}

// Place is how a cell is named to people: 『製品一覧』シート C17, or C17 alone where there is one sheet without a name.
func Place(sheet string, col, row int) string {
	at := ""
	switch {
	case col > 0 && row > 0:
		at = Address(col, row)
	case row > 0:
		at = strconv.Itoa(row) + "行目"
	}
	if sheet == "" {
		return at
	}
	if at == "" {
		return "『" + sheet + "』シート"
	}
	return "『" + sheet + "』シート " + at
}

// Bounds of what is read. What lies beyond is refused, with the bound named.
const (
	MaxBytes    = 20 << 20 // of the file as it is sent
	MaxInflated = 64 << 20 // of a book's parts together
	MaxEntries  = 2_000    // parts of a book
	MaxSheets   = 50
	MaxRows     = 20_000  // that hold something, in all sheets together
	MaxLines    = 100_000 // of a list (Lines), instead
	MaxColumns  = 256
	MaxCells    = 400_000   // that hold something, in all sheets together
	MaxText     = 32_767    // characters of a cell: Excel's own bound
	MaxStrings  = 1_000_000 // of a book's table of texts
	MaxMerged   = 10_000    // ranges of a sheet
	MaxOutput   = 48 << 20  // bytes of text that one file may become
)

// Fault says why a file could not be read: a sentence of the catalogue (fault.sheet.…) with the place and the bound.
type Fault struct {
	Code  string     `json:"code"`
	Sheet string     `json:"sheet,omitempty"`
	Row   int        `json:"row,omitempty"`
	Col   int        `json:"col,omitempty"`
	Args  fault.Args `json:"args,omitempty"`
}

// Error is for the child's own log lines; people get the sentence.
func (f *Fault) Error() string { return f.Code + " " + Place(f.Sheet, f.Col, f.Row) }

// Refused makes the answer of a fault: Exceeded never, so that a file is never taken for too many requests.
func (f *Fault) Refused() error {
	args := fault.Args{}
	maps.Copy(args, f.Args)
	if place := Place(f.Sheet, f.Col, f.Row); place != "" {
		args["place"] = place
		return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: place, Code: f.Code, Args: args}}}
	}
	return &fault.Error{Kind: fault.Invalid, Code: f.Code, Args: args}
}

// Over is the fault of a bound that was passed; n is the bound as people read it.
func Over(code string, n int) *Fault {
	return &Fault{Code: code, Args: fault.Args{"limit": Number(n)}}
}

// Number groups digits: 400,000.
func Number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
