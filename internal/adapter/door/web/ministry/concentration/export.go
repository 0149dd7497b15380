package concentration

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/figures"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/holding"
)

// export hands out the numbers of the page with the definition of each.
func (p Page) export(w http.ResponseWriter, r *gate.Request) error {
	c, err := p.Whole(r)
	if err != nil {
		return err
	}
	if !slices.Contains(figures.Formats, r.PathValue("format")) {
		return fault.Absent()
	}
	counted, _ := c.Concentrate()
	b := figures.Book{Request: r, Name: "concentration-" + c.Today.String(), Title: r.T("concentration.title"), Definitions: holding.Definitions(c.Today)}
	b.About = [][2]string{{r.T("holding.type"), strings.ToUpper(c.Query.Type)}, {r.T("statistic.position"), strconv.FormatInt(c.Reached+1, 10)}}
	for _, l := range lines(counted) {
		name := lineName(r, l)
		both := func(of string, operators, rows int) {
			b.Add("operators", r.T("concentration.operators"), of, strconv.Itoa(operators))
			b.Add("rows", r.T("concentration.rows"), of, strconv.Itoa(rows))
		}
		both(name, l.Operators, l.Rows)
		for i, cell := range l.Cells {
			if cell.Rows > 0 {
				both(name+" / "+sectorName(r, counted.Sectors[i]), cell.Operators, cell.Rows)
			}
		}
	}
	return b.Send(w)
}

// exportConcerned hands out who is concerned, with whom to call.
func (p Page) exportConcerned(w http.ResponseWriter, r *gate.Request) error {
	c, err := p.Whole(r)
	if err != nil {
		return err
	}
	if !slices.Contains(figures.Formats, r.PathValue("format")) {
		return fault.Absent()
	}
	what, wrong := asked(r, c)
	list := holding.Concerned(holding.Stand(c.Facts, c.Sight), c.Names, what)
	if len(list) > concernedMost {
		wrong = append(wrong, fault.Field{Path: "q", Code: "fault.concentration.many", Args: fault.Args{"most": look.Number(concernedMost)}})
	}
	if len(wrong) > 0 {
		return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: wrong}
	}
	var rows [][]string
	for part := range slices.Chunk(list, rowsSize) {
		some, err := p.calls(r, part, c.Sight)
		if err != nil {
			return err
		}
		for _, one := range some {
			rows = append(rows, one.cells(r))
		}
	}
	page := sheet.Page{Name: r.T("concentration.concerned"), Columns: figures.Heads(r, concernedHeads...), Rows: slices.Values(rows)}
	return figures.Send(w, r, "concerned-"+c.Today.String(), page)
}
