package expected

import (
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Filter narrows 提出状況, as its address says it.
type Filter struct {
	Of     Of
	Words  string // that are searched for
	State  State
	Sector law.Sector
	Late   bool
	Order  string // one of Orders; empty as the table stands by itself
}

// FilterNames are the names of a filter's parts in an address, in the order in which they are written.
var FilterNames = []string{"of", "q", "state", "sector", "late", "order"}

// Orders are the ways in which the table stands, the first by itself.
var Orders = []string{"due", "state", "name", "contact"}

// SearchMost bounds the characters of a search.
const SearchMost = 200

// ReadFilter reads a filter from the parts of an address. What cannot be read is an Invalid fault with each part, and does not narrow.
func ReadFilter(get func(name string) string) (f Filter, err error) {
	var l fault.List
	known := func(name string, among bool) bool {
		if !among {
			l.Add(name, "fault.filter.choice", nil)
		}
		return among
	}
	f.Of = Notification
	if of := get("of"); of != "" && known("of", Of(of).Known()) {
		f.Of = Of(of)
	}
	f.Words = strings.TrimSpace(get("q"))
	var long fault.List
	if text.Check(&long, "q", f.Words, SearchMost); long.Err() != nil {
		f.Words = ""
		l.Add("q", "fault.filter.choice", nil)
	}
	if s := get("state"); s != "" && known("state", slices.Contains(States(), State(s))) {
		f.State = State(s)
	}
	if s := get("sector"); s != "" && known("sector", law.Sector(s).Known()) {
		f.Sector = law.Sector(s)
	}
	if s := get("late"); s != "" {
		f.Late = known("late", s == "yes")
	}
	if s := get("order"); s != "" && known("order", slices.Contains(Orders, s)) && s != Orders[0] {
		f.Order = s
	}
	return f, l.Err()
}

// Query is the filter as the query of an address: the parts that say something, in their order.
func (f Filter) Query() string {
	parts := map[string]string{"of": string(f.Of), "q": f.Words, "state": string(f.State), "sector": string(f.Sector), "order": f.Order}
	if f.Of == Notification {
		parts["of"] = ""
	}
	if f.Late {
		parts["late"] = "yes"
	}
	var said []string
	for _, name := range FilterNames {
		if v := parts[name]; v != "" {
			said = append(said, name+"="+url.QueryEscape(v))
		}
	}
	return strings.Join(said, "&")
}

// Texts are what a search looks through.
func (l Line) Texts() []string {
	return []string{l.Operator.Name, l.Operator.Kana, l.Operator.NameEn, l.Operator.CorporateNumber, string(l.Number), l.Number.ASCII()}
}

// Leaves reports whether a row is left.
func (f Filter) Leaves(l Line, today law.Day) bool {
	return (f.Of == "" || l.Of == f.Of) && text.Finds(f.Words, l.Texts()...) && (f.State == "" || l.State == f.State) && (f.Sector == "" || l.In(f.Sector)) && (!f.Late || l.Overdue(today))
}
