// Package read is what the child does (kanmin parse): it reads one uploaded file, hostile until shown otherwise, and
// writes its rows. The process that serves never imports it (archtest): excelize runs in the child alone, under Confine.
package read

import (
	"bytes"
	"errors"
	"io"

	"kanmin/internal/adapter/format/sbom"
	"kanmin/internal/adapter/format/sheet"
)

// How long a child may compute: for a table, and for a feed of vulnerabilities.
const (
	Short = 10 // seconds
	Long  = 600
)

// Read reads a file of a kind ("" finds out by its first bytes) and writes what it holds to out, with its end. It
// returns the fault that it told, nil when there was none, and an error when the answer could not be written.
func Read(kind sheet.Kind, in io.Reader, out *sheet.Writer, confined []string) (*sheet.Fault, error) {
	err := attempt(kind, in, out, confined)
	f, refused := errors.AsType[*sheet.Fault](err)
	if err != nil && !refused {
		return nil, err
	}
	return f, out.End(f)
}

// attempt turns a panic over a file into the fault of a damaged one: the child is there to die of it, and says so.
func attempt(kind sheet.Kind, in io.Reader, out *sheet.Writer, confined []string) (err error) {
	defer func() {
		if recover() != nil {
			err = damaged()
		}
	}()
	data, err := io.ReadAll(io.LimitReader(in, sheet.MaxBytes+1))
	switch {
	case err != nil:
		return err
	case len(data) > sheet.MaxBytes:
		return sheet.Over("fault.sheet.bytes", sheet.MaxBytes>>20)
	case len(data) == 0:
		return &sheet.Fault{Code: "fault.sheet.empty"}
	}
	switch kind {
	case sheet.Delivery:
		return readDelivery(data, out, confined)
	case sheet.Form:
		return readForm(data, out, confined)
	case sheet.Fill:
		return fillForm(data, out, confined)
	case sheet.Bill:
		return readBill(data, out, confined)
	case sheet.XLSX, sheet.CSV, sheet.Lines:
	}
	switch found := sniff(data); {
	case found != nil:
		return found
	case kind == sheet.XLSX || kind == "" && zipped(data):
		return readBook(sheet.XLSX, data, out, confined)
	case kind == sheet.Lines && zipped(data):
		return readBook(kind, data, out, confined)
	case kind == sheet.Lines:
		return readLines(data, out, confined)
	case kind == sheet.CSV && zipped(data):
		return &sheet.Fault{Code: "fault.sheet.not-csv"}
	}
	return readCSV(data, out, confined)
}

// readBill reads an SBOM into the rows that sheet.BillOf knows.
func readBill(data []byte, out *sheet.Writer, confined []string) error {
	b, err := sbom.Read(data)
	if err == nil {
		err = errors.Join(out.Book(sheet.Book{Kind: sheet.Bill, Confined: confined}), out.Sheet(sheet.Sheet{}))
	}
	if err != nil {
		return err
	}
	return sheet.BillRows(b, out.Row)
}

func damaged() *sheet.Fault { return &sheet.Fault{Code: "fault.sheet.damaged"} }

func zipped(data []byte) bool { return bytes.HasPrefix(data, []byte("PK")) }

// sniff knows what is neither, whatever its name says.
func sniff(data []byte) *sheet.Fault {
	ole := []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}
	switch {
	case bytes.HasPrefix(data, ole) && bytes.Contains(data, wide("EncryptedPackage")):
		return &sheet.Fault{Code: "fault.sheet.password"}
	case bytes.HasPrefix(data, ole):
		return &sheet.Fault{Code: "fault.sheet.old"}
	case bytes.HasPrefix(data, []byte("%PDF")):
		return &sheet.Fault{Code: "fault.sheet.pdf"}
	}
	head := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 512)], []byte("\xef\xbb\xbf")), " \t\r\n"))
	for _, mark := range []string{"<html", "<!doctype", "<?xml", "<table"} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return &sheet.Fault{Code: "fault.sheet.web"}
		}
	}
	return nil
}

// wide is a text as UTF-16 little-endian.
func wide(s string) []byte {
	b := make([]byte, 0, 2*len(s))
	for i := range len(s) {
		b = append(b, s[i], 0)
	}
	return b
}

// tally counts what a file holds in all its sheets.
type tally struct {
	kind        sheet.Kind
	rows, cells int
}

// add counts a row; the fault names the row that went over.
func (t *tally) add(name string, row, cells int) *sheet.Fault {
	t.rows, t.cells = t.rows+1, t.cells+cells
	var f *sheet.Fault
	switch {
	case t.rows > t.kind.Rows():
		f = sheet.Over("fault.sheet.rows", t.kind.Rows())
	case t.cells > sheet.MaxCells:
		f = sheet.Over("fault.sheet.cells", sheet.MaxCells)
	default:
		return nil
	}
	f.Sheet, f.Row = name, row
	return f
}

// tooWide is the fault of a cell beyond the last column.
func tooWide(name string, col, row int) *sheet.Fault {
	f := sheet.Over("fault.sheet.columns", sheet.MaxColumns)
	f.Sheet, f.Row, f.Col = name, row, col
	return f
}

// tooLong is the fault of a text beyond Excel's own bound.
func tooLong(name string, col, row int) *sheet.Fault {
	f := sheet.Over("fault.sheet.text", sheet.MaxText)
	f.Sheet, f.Row, f.Col = name, row, col
	return f
}
