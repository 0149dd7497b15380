package sheet

import (
	"strconv"
	"strings"

	"kanmin/internal/domain/bill"
)

// A bill of materials comes from the child as one sheet: a first row about the document, then one row for each part, whose columns are those of partCells.
const (
	billHead = 1
	topMark  = "top"
)

// BillRows writes a bill as the rows of a sheet, one by one.
func BillRows(b bill.Bill, row func(Row) error) error {
	if err := row(rowOf(billHead, b.Standard, b.Serial, strconv.Itoa(b.Version), b.Name, b.Made)); err != nil {
		return err
	}
	for i, p := range b.Parts {
		top := ""
		if p.Top {
			top = topMark
		}
		if err := row(rowOf(billHead+1+i, p.At, top, strconv.Itoa(p.In), p.Ref, p.Type, p.Name, p.Version, p.Maker, p.PURL, strings.Join(p.CPEs, "\n"))); err != nil {
			return err
		}
	}
	return nil
}

func rowOf(n int, texts ...string) Row {
	r := Row{N: n}
	for i, s := range texts {
		if s != "" {
			r.Cells = append(r.Cells, Cell{Col: i + 1, Text: s})
		}
	}
	return r
}

// BillOf is the bill that a child read. Of its answer nothing is believed: one that makes no bill is ErrUnfinished.
func BillOf(b Book) (out bill.Bill, err error) {
	if b.Kind != Bill || len(b.Sheets) != 1 || len(b.Sheets[0].Rows) == 0 {
		return out, ErrUnfinished
	}
	rows := b.Sheets[0].Rows
	head := texts(rows[0], 5)
	out.Standard, out.Serial, out.Name, out.Made = head[0], head[1], head[3], head[4]
	out.Version, _ = strconv.Atoi(head[2])
	for _, r := range rows[1:] {
		c := texts(r, 10)
		in, err := strconv.Atoi(c[2])
		if err != nil {
			return out, ErrUnfinished
		}
		p := bill.Part{At: c[0], Top: c[1] == topMark, In: in, Ref: c[3], Type: c[4], Name: c[5], Version: c[6], Maker: c[7], PURL: c[8]}
		if c[9] != "" {
			p.CPEs = strings.Split(c[9], "\n")
		}
		out.Parts = append(out.Parts, p)
	}
	if !out.Sound() {
		return out, ErrUnfinished
	}
	return out, nil
}

func texts(r Row, n int) []string {
	list := make([]string, n)
	for _, c := range r.Cells {
		if c.Col >= 1 && c.Col <= n {
			list[c.Col-1] = c.Text
		}
	}
	return list
}
