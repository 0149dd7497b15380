package filling

import (
	"net/url"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/naming"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/product"
)

// Maker and product of a row are completed while one types, as everywhere (naming.SuggestPath); without script a button of the row asks for completions, and each of
// them is a button. What is chosen stands as the dictionary writes it, so that it means that product wherever names are read.

var mayName = access.Permission{Action: access.Read, Object: access.Name}

// The columns of a table that are completed, where it has both.
const makerColumn, productColumn = "maker", "product"

func (p Pages) mayComplete(r *gate.Request) bool {
	return p.Names != nil && r.Scope.Permit(mayName) == nil
}

// complete lets the rows of a page be completed.
func (p Pages) complete(r *gate.Request, v *tableView, f form.Field) error {
	_, makes := f.Column(makerColumn)
	_, named := f.Column(productColumn)
	if !p.mayComplete(r) || !makes || !named {
		return nil
	}
	for i := range v.Rows {
		row := &v.Rows[i]
		var maker, name string
		for n := range row.Cells {
			c := &row.Cells[n]
			switch c.ID {
			case row.ID + "." + makerColumn:
				c.Part, maker = makerColumn, c.Value
			case row.ID + "." + productColumn:
				c.Part, name = productColumn, c.Value
				c.Completes = &look.Completes{List: "list-" + strconv.Itoa(row.N), From: naming.SuggestPath + "?at=" + url.QueryEscape("c."+row.ID+".")}
			}
		}
		row.Completes = true
		if r.URL.Query().Get("suggest") != row.ID {
			continue
		}
		list, err := p.Names.Suggest(maker, name, naming.Suggested)
		if err != nil {
			return err
		}
		row.Asked, row.Picks = true, naming.Picks(r.Lang, list)
	}
	return nil
}

// picked puts the completion that was chosen into its row. One that nobody offered changes nothing.
func (p Pages) picked(r *gate.Request, fields url.Values) {
	row, id, ok := strings.Cut(fields.Get("pick"), "|")
	if !ok || !p.mayComplete(r) {
		return
	}
	if c, err := p.Names.Find(product.ID(id)); err == nil {
		maker, name := c.In(string(r.Lang))
		fields.Set("c."+row+"."+makerColumn, maker)
		fields.Set("c."+row+"."+productColumn, name)
	}
}
