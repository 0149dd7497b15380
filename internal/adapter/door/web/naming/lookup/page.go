// Package lookup is 製品名を調べる: a maker and a product, or a list of them, are looked up; what they mean is decided for one's
// organisation, or the steward is asked. Nothing typed here stands in an address, and nothing is kept before the second page.
package lookup

import (
	_ "embed"
	"net/http"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/naming"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product/memory"
	flow "kanmin/internal/flow/naming"
)

// Page is filled in by serve.
type Page struct {
	Index  naming.Index
	Decide flow.Decide
	Ask    flow.Ask
}

// bodyLimit is room for a full list; its places are then named.
const bodyLimit = 2 << 20

// suggestLimit is room for a page of a table: its whole form comes with what is typed into one row.
const suggestLimit = 512 << 10

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	read, write := access.Permission{Action: access.Read, Object: access.Name}, access.Permission{Action: access.Write, Object: access.Name}
	ask := access.Permission{Action: access.Ask, Object: access.Name}
	return []gate.Route{
		{Pattern: "GET " + naming.LookupPath, Needs: read, Handle: p.show},
		{Pattern: "POST " + naming.LookupPath, Needs: read, Body: bodyLimit, Handle: p.look},
		{Pattern: "POST " + naming.SuggestPath, Needs: read, Body: suggestLimit, Handle: p.suggest},
		{Pattern: "POST " + naming.LookupPath + "/check", Needs: write, Body: bodyLimit, Handle: p.check},
		{Pattern: "POST " + naming.LookupPath + "/again", Needs: write, Body: bodyLimit, Handle: p.change},
		{Pattern: "POST " + naming.LookupPath + "/decide", Needs: write, Body: bodyLimit, Handle: p.decide},
		{Pattern: "POST " + naming.LookupPath + "/ask", Needs: ask, Body: bodyLimit, Handle: p.ask},
	}
}

// view is the page: the two forms and, once something was looked up, the answers.
type view struct {
	Tabs     look.Tabs
	Problems look.Problems
	Notice   *look.Notice
	Picker   look.Picker
	List     look.Field
	Result   *result
	MayWrite bool
}

//go:embed page.tmpl
var source string

var page = look.Parse[view]("naming/lookup", source)

func begin(r *gate.Request) view {
	return view{
		Tabs: naming.Tabs(r, naming.LookupPath), Picker: look.NewPicker(r.Lang, "", naming.SuggestPath),
		List: look.Field{
			Kind: look.Area, ID: "list", Label: r.T("naming.many.label"), Hint: r.T("naming.many.hint", "limit", memory.MostAtOnce),
		},
		MayWrite: r.Scope.Permit(access.Permission{Action: access.Write, Object: access.Name}) == nil,
	}
}

func (v view) write(w http.ResponseWriter, r *gate.Request, status int) error {
	return page.WriteStatus(w, status, r.Frame("naming.title"), v)
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	return begin(r).write(w, r, http.StatusOK)
}

// look answers either form; with the button for completions it only fills the fields.
func (p Page) look(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	v := begin(r)
	if v.Picker, err = naming.Fill(r.Lang, v.Picker, p.Index, form.Get); err != nil {
		return err
	}
	if v.Picker.Asked || form.Get("pick") != "" {
		return v.write(w, r, http.StatusOK)
	}
	var asked []query
	if form.Has("list") {
		v.List.Value = form.Get("list")
		asked = pasted(v.List.Value)
	} else {
		asked = []query{{Pair: memory.Pair{Maker: v.Picker.Maker.Value, Product: v.Picker.Product.Value}, picked: v.Picker.Picked}}
	}
	if v.Problems = v.wrong(r, asked, form.Has("list")); len(v.Problems) > 0 {
		return v.write(w, r, http.StatusUnprocessableEntity)
	}
	if v.Result, err = p.resolve(r, asked, form.Has("list")); err != nil {
		return err
	}
	return v.write(w, r, http.StatusOK)
}

// wrong names what of the forms could not be read. Lines of a list are answered one by one instead.
func (v *view) wrong(r *gate.Request, asked []query, list bool) (bad look.Problems) {
	if list {
		var err error
		if err = memory.CheckAtOnce(len(asked)); len(asked) == 0 {
			v.List.Error = r.T("naming.empty.list")
		} else if e, ok := err.(*fault.Error); ok { //nolint:errorlint // made by CheckAtOnce
			v.List.Error = r.Why(e.Fields[0])
		}
		if v.List.Error != "" {
			bad = look.Problems{{ID: v.List.ID, Label: v.List.Label, Text: v.List.Error}}
		}
		return bad
	}
	var l fault.List
	asked[0].Pair.Check(&l, "")
	for _, f := range l.Fields {
		field := &v.Picker.Maker
		if f.Path == "product" {
			field = &v.Picker.Product
		}
		field.Error = r.Why(f)
		bad = append(bad, look.Problem{ID: field.ID, Label: field.Label, Text: field.Error})
	}
	return bad
}

// heads are what people write above a list; such a line is passed over.
var heads = []string{"製造者", "製造者名", "メーカー", "メーカー名", "製造元", "maker", "vendor", "manufacturer"}

// pasted reads a list: one pair a line, maker and product separated by a tab. A line without a tab is a product.
func pasted(text string) (asked []query) {
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" {
			continue
		}
		maker, name, ok := strings.Cut(line, "\t")
		if !ok {
			maker, name = "", line
		}
		name, _, _ = strings.Cut(name, "\t")
		if len(asked) == 0 && ok && isHead(maker) {
			continue
		}
		asked = append(asked, query{Pair: memory.Pair{Maker: strings.TrimSpace(maker), Product: strings.TrimSpace(name)}})
	}
	return asked
}

func isHead(cell string) bool {
	return slices.Contains(heads, strings.ToLower(strings.TrimSpace(cell)))
}

// suggest is the list while somebody types.
func (p Page) suggest(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	maker, product := "maker"+form.Get("row"), "product"+form.Get("row") // of a form with several pickers
	if at := r.URL.Query().Get("at"); at != "" {                         // of a row of a table
		maker, product = at+"maker", at+"product"
	}
	list, err := p.Index.Suggest(form.Get(maker), form.Get(product), naming.Suggested)
	if err != nil {
		return err
	}
	return page.WriteFragment(w, r.Frame("naming.title"), "picker-options", naming.Picks(r.Lang, list))
}
