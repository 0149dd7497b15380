package listing

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/text"
)

// Roll is a list that is read whole, within a bound, and then searched, narrowed, put in order and shown page by page: colleagues,
// invitations, alarms. What people look for in it is sealed, so no index of the database could find it. All of it stands in the address.
type Roll[T any] struct {
	Path    string // of the page, with what of its address is no part of the list
	At      string // of the list's part of the page, to which its addresses lead; "" where the page is the list
	Search  string // what the search finds, in words
	Texts   func(T) []string
	Choices []Choice[T]
	Days    func(T) string // the day (2026-11-30) by which it is narrowed; nil where there is none
	DayOf   string         // what happened on that day, in words
	Orders  []Order[T]     // the first is how the list stands by itself
	Most    int            // that were read; 0 where nothing was left out
	Size    int            // of a page; 0: 50
	None    look.Empty     // when there is nothing at all
}

// Choice is a part of the filter of which one is chosen.
type Choice[T any] struct {
	ID, Label string
	Options   []look.Option // without the one that leaves everything
	Fits      func(one T, chosen string) bool
}

// Order is a way in which the list stands.
type Order[T any] struct {
	ID, Label string
	Compare   func(a, b T) int // nil: as it was read
}

// Cut is what the address leaves of a list.
type Cut[T any] struct {
	All  []T // in order, on every page
	Rows []T // of this page
	View look.Listing
	Said url.Values // what the address narrows it to, without the page
	bad  bool
}

// rollPage is how many rows a page has, if its list does not say so, and searchMost how many characters a search.
const rollPage, searchMost = 50, 200

// Status is 422 where something of the filter could not be read.
func (c Cut[T]) Status() int {
	if c.bad {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// Cut leaves of a list what the address asks for. What of it cannot be read narrows nothing and is told beside its field.
func (l Roll[T]) Cut(r *gate.Request, list []T) Cut[T] {
	q := r.URL.Query()
	c := Cut[T]{Said: url.Values{}, View: look.Listing{ID: "roll", Action: l.Path + l.hash()}}
	words := strings.TrimSpace(q.Get("q"))
	if list := []rune(words); len(list) > searchMost {
		words = string(list[:searchMost])
	}
	if l.Texts != nil {
		c.say("q", words)
		c.View.Filter = append(c.View.Filter, look.Field{Kind: look.Line, ID: "q", Label: l.Search, Value: words, Limit: searchMost})
	}
	c.All = slices.DeleteFunc(slices.Clone(list), func(one T) bool { return l.Texts != nil && !Finds(words, l.Texts(one)...) })
	for _, part := range l.Choices {
		c.choose(r, part, q.Get(part.ID))
	}
	if l.Days != nil {
		c.between(r, l, q)
	}
	c.order(r, l.Orders, q.Get("order"))
	c.fold()
	c.page(l, q.Get("page"))
	c.count(r, l, len(list))
	return c
}

func (l Roll[T]) hash() string {
	if l.At == "" {
		return ""
	}
	return "#" + l.At
}

func (c *Cut[T]) say(name, value string) {
	if value != "" {
		c.Said.Set(name, value)
	}
}

func (c *Cut[T]) keep(fits func(T) bool) {
	c.All = slices.DeleteFunc(c.All, func(one T) bool { return !fits(one) })
}

// choose narrows by one part.
func (c *Cut[T]) choose(r *gate.Request, part Choice[T], said string) {
	f := look.Field{Kind: look.Select, ID: part.ID, Label: part.Label, Options: []look.Option{{Label: r.T("listing.any"), Chosen: said == ""}}}
	found := said == ""
	for _, o := range part.Options {
		o.Chosen = o.Value == said
		found = found || o.Chosen
		f.Options = append(f.Options, o)
	}
	switch {
	case !found:
		f.Options = append(f.Options, look.Option{Value: said, Label: short(said), Chosen: true})
		c.wrong(&f, r.T("fault.filter.choice"))
	case said != "":
		c.keep(func(one T) bool { return part.Fits(one, said) })
	}
	c.say(part.ID, said)
	c.View.Filter = append(c.View.Filter, f)
}

// between narrows by the first and the last day.
func (c *Cut[T]) between(r *gate.Request, l Roll[T], q url.Values) {
	of := l.Days
	for _, id := range []string{"from", "until"} {
		f := look.Field{Kind: look.DayLine, ID: id, Label: r.T("listing.roll."+id, "what", l.DayOf), Value: q.Get(id)}
		c.say(id, f.Value)
		if f.Value != "" {
			day, why := r.Day(f.Value)
			switch {
			case why != "":
				c.wrong(&f, why)
			case id == "from":
				c.keep(func(one T) bool { return of(one) >= day.String() })
			default:
				c.keep(func(one T) bool { return of(one) <= day.String() })
			}
		}
		c.View.Filter = append(c.View.Filter, f)
	}
}

func (c *Cut[T]) order(r *gate.Request, orders []Order[T], said string) {
	if len(orders) == 0 {
		return
	}
	at := 0
	f := look.Field{Kind: look.Select, ID: "order", Label: r.T("listing.order")}
	if i := slices.IndexFunc(orders, func(o Order[T]) bool { return o.ID == said }); i > 0 {
		at = i
		c.say("order", said)
	} else if i < 0 && said != "" {
		c.wrong(&f, r.T("fault.filter.choice"))
	}
	for i, o := range orders {
		value := o.ID
		if i == 0 {
			value = ""
		}
		f.Options = append(f.Options, look.Option{Value: value, Label: o.Label, Chosen: i == at})
	}
	if compare := orders[at].Compare; compare != nil {
		slices.SortStableFunc(c.All, compare)
	}
	if len(orders) > 1 {
		c.View.Filter = append(c.View.Filter, f)
	}
}

// fold lets the rows begin higher: the parts of the filter behind the first ones are shown where one of them says something.
func (c *Cut[T]) fold() {
	v := &c.View
	if len(v.Filter) <= upFront+1 {
		return
	}
	v.Filter, v.More = v.Filter[:upFront], v.Filter[upFront:]
	for _, f := range v.More {
		v.MoreOpen = v.MoreOpen || c.Said.Has(f.ID) || f.Error != ""
	}
}

func (c *Cut[T]) page(l Roll[T], said string) {
	size := cmp.Or(l.Size, rollPage)
	p := look.Pages{Now: 1, Last: max(1, (len(c.All)+size-1)/size), Of: l.Path + "?", After: l.hash(), Total: len(c.All)}
	if strings.Contains(l.Path, "?") {
		p.Of = l.Path + "&"
	}
	if len(c.Said) > 0 {
		p.Of += c.Said.Encode() + "&"
	}
	p.Of += "page="
	if n, err := strconv.Atoi(said); err == nil {
		p.Now = min(max(n, 1), p.Last)
	}
	c.Rows = c.All[(p.Now-1)*size : min(p.Now*size, len(c.All))]
	c.View.Pages = p
}

func (c *Cut[T]) count(r *gate.Request, l Roll[T], all int) {
	n, v := len(c.All), &c.View
	narrowed := n < all || c.bad || len(c.Said) > 0 && !(len(c.Said) == 1 && c.Said.Has("order"))
	switch {
	case l.Most > 0 && all >= l.Most:
		v.Count = r.T("listing.roll.many", "n", look.Number(n), "most", look.Number(l.Most))
	case narrowed:
		v.Count = r.T("listing.count.narrow", "n", look.Number(n))
	default:
		v.Count = r.T("listing.count", "n", look.Number(n))
	}
	if narrowed {
		v.Clear = v.Action
	}
	switch {
	case n > 0:
	case narrowed:
		v.Empty = &look.Empty{Title: r.T("listing.none"), Text: []string{r.T("listing.none.text")}, Links: []look.Link{{To: v.Action, Text: r.T("listing.clear")}}}
	default:
		v.Empty = &l.None
	}
}

func (c *Cut[T]) wrong(f *look.Field, why string) {
	c.bad, f.Error = true, why
	c.View.Problems = append(c.View.Problems, look.Problem{ID: f.ID, Label: f.Label, Text: f.Error})
}

// Finds reports whether every word of a search stands in one of the texts, in any width, case and kana.
func Finds(words string, in ...string) bool { return text.Finds(words, in...) }
