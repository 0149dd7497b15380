package asset

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
)

// Answers are what of a projection is filed for one business, as the answers to a notification (届出): its facilities, and the rows under them. mint
// gives rows their ids.
func (p Projection) Answers(b Business, places []Place, mint func(int) string) form.Values {
	facilities, products := form.Value{}, form.Value{}
	number, n := map[string]string{}, 0
	id := func() string { n++; return mint(n - 1) }
	for _, f := range places {
		if f.Business != b.ID || !slices.ContainsFunc(p.Rows, func(r Filed) bool { return r.Business == b.ID && r.Facility == f.Name }) {
			continue
		}
		number[f.Name] = "S" + strconv.Itoa(len(facilities.Rows)+1)
		facilities.Rows = append(facilities.Rows, form.Row{ID: id(), Cells: f.cells(number[f.Name])})
	}
	for _, r := range p.Rows {
		if r.Business == b.ID {
			products.Rows = append(products.Rows, form.Row{ID: id(), Cells: r.cells(number[r.Facility])})
		}
	}
	return form.Values{
		notification.BusinessField: {Texts: []string{string(b.Sector)}}, notification.FacilitiesField: facilities, notification.ProductsField: products,
	}
}

// put adds an answer that says something.
func put(cells form.Values, id string, texts ...string) {
	if texts = slices.DeleteFunc(texts, func(s string) bool { return s == "" }); len(texts) > 0 {
		cells[id] = form.Value{Texts: texts}
	}
}

// known puts an answer of yes, no or 未把握; what was not asked stays open.
func known(cells form.Values, id string, t law.Truth) {
	switch t {
	case law.Yes:
		put(cells, id, "yes")
	case law.No:
		put(cells, id, "no")
	case law.Maybe:
		cells[id] = form.Value{Unknown: true}
	case law.NotAsked:
	}
}

func (a Asked) cells(number string) form.Values {
	cells := form.Values{}
	put(cells, "no", number)
	put(cells, "name", a.Name)
	put(cells, "role", a.Role)
	known(cells, "integrated", a.InPlace)
	for id, said := range map[string]string{"internet": string(a.Internet), "media": string(a.Media), "cloud": string(a.Cloud)} {
		if said == "unknown" {
			cells[id] = form.Value{Unknown: true}
		} else {
			put(cells, id, said)
		}
	}
	return cells
}

func (f Filed) cells(facility string) form.Values {
	cells := form.Values{}
	kind := f.Kind
	if kind == Service {
		kind = notification.Cloud
	}
	put(cells, "kind", kind)
	put(cells, "product", f.Product)
	put(cells, "maker", f.Maker)
	var types []string
	for _, l := range f.Types {
		types = append(types, strings.ToLower(string(l)))
	}
	put(cells, "types", types...)
	put(cells, "facility", facility)
	known(cells, "itself", f.Itself)
	known(cells, "existing", f.Existing)
	if f.Existing != law.Yes && !f.IntroducedOn.IsZero() {
		put(cells, "introduced_on", f.IntroducedOn.String())
		put(cells, "existing", "no")
	}
	if put(cells, "exempt", f.Exempt); f.Exempt != "" {
		put(cells, "voluntary", "yes")
	}
	return cells
}

// exemption is the reason of the notification's form for a rule of the law by which a row need not be filed.
func exemption(says string, i Item) string {
	switch {
	case says == "scope.exempt.bespoke":
		return "bespoke"
	case says == "scope.exempt.designated" && strings.Contains(key(i.Text(Product)), "server"):
		return "windows_server"
	case says == "scope.exempt.designated":
		return "windows"
	}
	return ""
}
