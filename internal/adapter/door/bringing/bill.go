package bringing

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strconv"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/bill"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/flow/registering"
)

// Names answers which product a name means (keep/index/names).
type Names interface {
	Resolve(org ident.Org, p memory.Pair) (memory.Answer, error)
}

// namesMost bounds how many names of one document are looked up: each takes half a millisecond.
const namesMost = 1000

// Known is what the dictionary and the decisions of an organisation say of the names of one document. Of more than namesMost, and while there is no dictionary,
// nothing is said.
func Known(names Names, org ident.Org) bill.Name {
	seen := map[memory.Pair][2]string{}
	return func(maker, product string) (string, string) {
		p := memory.Pair{Maker: maker, Product: product}
		said, told := seen[p]
		if !told && len(seen) < namesMost {
			if a, err := names.Resolve(org, p); err == nil && a.Product != nil {
				by, _ := a.Product.In("ja")
				said = [2]string{by, string(a.Product.ID)}
			}
			seen[p] = said
		}
		return said[0], said[1]
	}
}

// ParseBill has a document read in a child process.
func ParseBill(ctx context.Context, parse func(ctx context.Context, kind sheet.Kind, file io.Reader) (sheet.Book, error), file []byte) (b bill.Bill, err error) {
	book, err := parse(ctx, sheet.Bill, bytes.NewReader(file))
	if err == nil {
		b, err = sheet.BillOf(book)
	}
	return b, err
}

// Bill says what taking a document over would do, and the rows to be written. A choice that is not sound is an Invalid fault at facility, segment, machine, maker or take; more rows
// than one act writes is an Exceeded one.
func (s Stock) Bill(b bill.Bill, c bill.Choice, name bill.Name) (p bill.Proposal, rows []registering.Written, err error) {
	if err := c.Bad(s.Places); err != nil {
		return p, nil, err
	}
	p = bill.Propose(b, c, s.Places, s.Items, name)
	if p.Total() > asset.MostAtOnce {
		return p, nil, fault.New(fault.Exceeded, "fault.bill.rows", fault.Args{"limit": sheet.Number(asset.MostAtOnce), "count": strconv.Itoa(p.Total())})
	}
	for _, r := range slices.Concat(p.New, p.Changed) {
		rows = append(rows, registering.Written{ID: r.Before.ID, Rev: r.Before.Rev, Cells: r.Cells})
	}
	return p, rows, nil
}
