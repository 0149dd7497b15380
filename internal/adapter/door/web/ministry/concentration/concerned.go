package concentration

import (
	_ "embed"
	"net/http"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/figures"
	contacts "kanmin/internal/adapter/door/web/organisation/oncall"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/concern"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
)

// Concerned is what the page of who is concerned shows.
type Concerned struct {
	Heading string
	Office  string
	AsOf    string
	Filter  look.Listing
	Told    string
	Table   *look.Table
	Empty   *look.Empty
	Pages   look.Pages
	Exports []look.Link
	Back    look.Link
}

//go:embed concerned.tmpl
var concernedSource string

var concernedPage = look.Parse[Concerned]("ministry/concentration/concerned", concernedSource)

// concernedMost bounds a file of who is concerned.
const concernedMost = 500

// asked is the question of an address: a product of the page before, or words.
func asked(r *gate.Request, c figures.Counting) (holding.What, []fault.Field) {
	q := r.URL.Query()
	w := holding.What{Query: c.Query, Product: q.Get("product"), Words: strings.TrimSpace(q.Get("q"))}
	if w.Words != "" {
		w.Product = ""
	}
	var wrong fault.List
	text.Check(&wrong, "q", w.Words, holding.WordsMost)
	if w.Words != "" && !w.Asks() {
		wrong.Add("q", "fault.concentration.short", fault.Args{"least": look.Number(holding.WordsLeast)})
	}
	return w, wrong.Fields
}

func (p Page) concerned(w http.ResponseWriter, r *gate.Request) error {
	c, err := p.Asked(r)
	if err != nil {
		return err
	}
	what, wrong := asked(r, c)
	field := words(r, what.Words)
	for _, f := range wrong {
		field.Error = r.Why(f)
	}
	path := Path + "/concerned"
	v := Concerned{Heading: r.T("concentration.concerned"), Office: c.OfficeName(r), AsOf: c.AsOf(r), Filter: c.Filter(r, path, field), Back: look.Link{To: figures.At(Path, c.Query), Text: r.T("concentration.title")}}
	if len(wrong)+len(c.Wrong) > 0 {
		return p.writeConcerned(w, r, http.StatusUnprocessableEntity, v)
	}
	list := holding.Concerned(holding.Stand(c.Facts, c.Sight), c.Names, what)
	here := []string{"product", what.Product, "q", what.Words}
	roll := listing.Roll[holding.Concern]{Path: figures.At(path, c.Query, here...), Size: rowsSize}
	cut := roll.Cut(r, list)
	v.Pages = cut.View.Pages
	v.say(r, what, list)
	if v.Table, err = p.concernedTable(r, c, cut.Rows); err != nil {
		return err
	}
	if n := len(list); n > 0 && n <= concernedMost {
		v.Exports = look.Downloads(r.Lang, figures.Formats, func(f string) string { return figures.At(path+"/export/"+f, c.Query, here...) })
	}
	return p.writeConcerned(w, r, http.StatusOK, v)
}

func (p Page) writeConcerned(w http.ResponseWriter, r *gate.Request, status int, v Concerned) error {
	f := r.Frame("concentration.concerned").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, v.Back, look.Link{Text: v.Heading})
	return concernedPage.WriteStatus(w, status, f, v)
}

// say tells in words who is concerned by what.
func (v *Concerned) say(r *gate.Request, what holding.What, list []holding.Concern) {
	switch {
	case !what.Asks():
		v.Empty = &look.Empty{Title: r.T("concentration.unasked"), Text: []string{r.T("concentration.words.help")}, Links: []look.Link{v.Back}}
		return
	case len(list) == 0:
		v.Empty = &look.Empty{Title: r.T("concentration.nobody"), Text: []string{r.T("concentration.nobody.text")}, Links: []look.Link{v.Back}}
		return
	}
	rows, operators := 0, map[ident.Org]bool{}
	for _, one := range list {
		rows += one.Rows
		operators[one.Org] = true
	}
	v.Told = r.T("concentration.concerned.told", "operators", look.Number(len(operators)), "lists", look.Number(len(list)), "rows", look.Number(rows))
	if what.Product != "" {
		v.Heading = r.T("concentration.concerned.of", "product", named(r, list[0].Products[0]))
	}
}

// call is one matter with whom to call about it.
type call struct{ concern.Call }

// calls reads whom to call: what is shown of it is recorded as a list is.
func (p Page) calls(r *gate.Request, c []holding.Concern, sight holding.Sight) (list []call, err error) {
	err = p.Look(r.Context(), r.Scope, access.LookList, func(tx RowsTx) (seen []ident.Object, err error) {
		var read []concern.Call
		read, seen, err = concern.Read(tx, c, sight, r.Now)
		list = nil
		for _, one := range read {
			list = append(list, call{one})
		}
		return seen, err
	})
	return list, err
}

// duty are the numbers to call at the operator now.
func (c call) duty() (list []string) {
	for _, who := range c.Who {
		list = append(list, contacts.Named(who)+" "+who.Phone)
	}
	if c.Written != "" {
		list = append(list, c.Written)
	}
	return list
}

// offices are those that have the notification, with their numbers.
func (c call) offices(r *gate.Request) (list []string) {
	for _, a := range c.Offices {
		list = append(list, strings.TrimSpace(look.Named(r.Lang, a.Office, a.OfficeEn)+" "+a.Phone))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

var concernedHeads = []string{"desk.filer", "holding.sector", "concentration.call", "concentration.products", "concentration.types", "concentration.rows", "concentration.offices", "desk.number"}

func (p Page) concernedTable(r *gate.Request, c figures.Counting, rows []holding.Concern) (*look.Table, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	list, err := p.calls(r, rows, c.Sight)
	if err != nil {
		return nil, err
	}
	t := &look.Table{Caption: r.T("concentration.concerned"), Hide: true}
	for _, key := range concernedHeads {
		t.Heads = append(t.Heads, look.Head{Text: r.T(key), Right: key == "concentration.rows"})
	}
	for _, one := range list {
		cells := one.cells(r)
		row := make([]look.Cell, len(cells))
		for i, text := range cells {
			row[i] = look.Cell{Text: text}
		}
		row[len(row)-1] = look.Cell{Text: string(one.Number), To: "/ministry/reports/" + one.Number.ASCII(), Ref: true}
		t.Rows = append(t.Rows, row)
	}
	return t, nil
}

// cells are what is said of one matter, as concernedHeads.
func (c call) cells(r *gate.Request) []string {
	duty := strings.Join(c.duty(), ", ")
	if duty == "" {
		duty = r.T("concentration.call.none")
	}
	var products []string
	for _, p := range c.Products {
		products = append(products, named(r, p))
	}
	return []string{listing.FilerName(r, c.Line), sectorName(r, c.Business), duty, strings.Join(products, ", "), strings.Join(c.Types.List(), " "), look.Number(c.Rows), strings.Join(c.offices(r), ", "), string(c.Number)}
}
