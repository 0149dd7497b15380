// Package listing is the kit of lists of filings: the filter in the address, what it leaves counted and drawn by week, pages by
// cursor, empty states that teach, and the same rows as Excel, CSV or JSON. A page says whose list it is and what its columns are.
package listing

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/views"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/view"
)

// Tx is what a list reads, in eight statements and one for each procedure that is not built in.
type Tx interface {
	Search(f filing.Filter, after filing.Place, limit int) (filing.Found, error)
	Procedure(ref string) (procedure.Procedure, error)
	Views(view.List) ([]view.Saved, error)
	Deskmates() ([]charge.Holder, error)
}

// pageSize is how many filings a page of a list has.
const pageSize = 20

// List is whose list it is.
type List struct {
	Path  string // of the page
	Out   string // address of an export without its format
	Own   bool   // of the filer; else of an office
	Plot  bool   // arrivals by week are drawn
	Table func(*gate.Request, *Shown) look.Table
	Empty look.Empty // before anything has arrived
	Of    view.List  // of which views are saved
	// Kind is the one procedure that the list is of: all versions of a stored one; empty on a list of all.
	Kind filing.Kind
	// But is what the list leaves out, as a filter says it: 届出 have a list of their own.
	But filing.Kind
	// Flags offers to ask for what is flagged on arrival.
	Flags bool
	// Bulk is what is done with many rows at once; nil where there is nothing.
	Bulk func(r *gate.Request, mates []charge.Holder, query, count string) *look.Bulk
}

// Shown is what was read for a page.
type Shown struct {
	filing.Found
	filter filing.Filter
	wrong  []fault.Field
	after  filing.Place
	kinds  map[filing.Kind]procedure.Procedure
	views  []view.Saved
	first  bool // the list opened with a saved view
	mates  []charge.Holder
}

// KindName is the name of a filing's procedure.
func (s *Shown) KindName(r *gate.Request, k filing.Kind) string {
	return s.kinds[k].Name.In(string(r.Lang))
}

// Name is the name of a stored procedure whose list this is: that of the version under which something was filed, or of the one that is
// open to the reader; of a procedure that is neither, it is Absent.
func (s *Shown) Name(r *gate.Request, of filing.Kind, tx Tx) (string, error) {
	for k, p := range s.kinds {
		if id, _, _ := strings.Cut(string(k), "@"); id == string(of) {
			return p.Name.In(string(r.Lang)), nil
		}
	}
	p, err := tx.Procedure(string(of))
	return p.Name.In(string(r.Lang)), err
}

// Read reads what the address asks for. What of it cannot be read narrows nothing and is told beside its field. An address of the
// next page that was cut on its way is an Invalid fault.
func Read(r *gate.Request) (*Shown, error) {
	q := r.URL.Query()
	s := &Shown{kinds: map[filing.Kind]procedure.Procedure{}}
	var err error
	s.filter, err = filing.ReadFilter(q.Get)
	if e, ok := errors.AsType[*fault.Error](err); ok {
		s.wrong = e.Fields
	}
	at, err := access.ReadCursor(q.Get("after"))
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "after", Code: "fault.api.cursor"}}}
	}
	s.after = filing.Place{At: at.At, ID: ident.Filing(at.ID)}
	return s, nil
}

// Load fills in a page and lists what will be shown of it. Where the address says nothing, the list opens with its reader's first view.
func (l List) Load(r *gate.Request, s *Shown, tx Tx) (seen []ident.Object, err error) {
	if s.views, err = tx.Views(l.Of); err != nil {
		return nil, err
	}
	if l.Kind != "" {
		s.filter.Kind = l.Kind
		s.views = slices.DeleteFunc(s.views, func(v view.Saved) bool { return v.Procedure() != l.Kind })
	}
	l.leaveOut(&s.filter)
	if query, ok := views.First(l.Of, s.views, r.URL.Query()); ok {
		if q, err := url.ParseQuery(query); err == nil {
			s.filter, err = filing.ReadFilter(q.Get)
			l.leaveOut(&s.filter)
			s.first = err == nil // what an older version saved and this one cannot read narrows nothing
		}
	}
	if l.Bulk != nil {
		if s.mates, err = tx.Deskmates(); err != nil {
			return nil, err
		}
	}
	return s.load(tx)
}

func (s *Shown) load(tx Tx) (seen []ident.Object, err error) {
	if s.Found, err = tx.Search(s.filter, s.after, pageSize); err != nil {
		return nil, err
	}
	for _, l := range s.Lines {
		if err := s.know(tx, l.Kind); err != nil {
			return nil, err
		}
		seen = append(seen, ident.Object(l.Filing.ID))
	}
	for _, k := range s.Kinds {
		if err := s.know(tx, k); err != nil {
			return nil, err
		}
	}
	return seen, nil
}

func (s *Shown) know(tx Tx, k filing.Kind) (err error) {
	if _, known := s.kinds[k]; !known {
		s.kinds[k], err = tx.Procedure(string(k))
	}
	return err
}

// Query is what the list is narrowed to, as it stands in an address.
func (s *Shown) Query() string { return s.filter.Query() }

// Status is 422 where something of the filter could not be read.
func (s *Shown) Status() int {
	if len(s.wrong) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

// View makes the list ready to be shown.
func (l List) View(r *gate.Request, s *Shown) (v look.Listing, err error) {
	v = look.Listing{ID: "list", Action: l.Path, Count: l.count(r, s), Back: s.filter.Oldest}
	fields := l.fields(r, s)
	v.Filter, v.More = fields[:upFront], fields[upFront:]
	for _, f := range v.More {
		v.MoreOpen = v.MoreOpen || l.own(s.filter).Part(f.ID) != ""
	}
	for _, w := range s.wrong {
		v.Problems = append(v.Problems, look.Problem{ID: w.Path, Label: r.T(labels[w.Path]), Text: r.Why(w)})
	}
	if l.narrows(s) || len(s.wrong) > 0 {
		v.Clear = l.Path
	}
	if s.after.At != 0 {
		v.First = l.at(s, "")
	}
	if s.Next.At != 0 {
		v.Next = l.at(s, access.Cursor{At: s.Next.At, ID: string(s.Next.ID)}.String())
	}
	switch {
	case len(s.Lines) > 0:
		v.Table = l.Table(r, s)
		if l.Bulk != nil {
			v.Bulk = l.Bulk(r, s.mates, s.filter.Query(), v.Count)
		}
		v.Exports = look.Downloads(r.Lang, listsheet.Formats, func(format string) string { return l.Out + format + query(s, "") })
		v.ExportText = r.T("listing.export.text")
		if l.Own {
			v.ExportText = r.T("listing.export.own")
		}
	case l.narrows(s):
		v.Empty = &look.Empty{Title: r.T("listing.none"), Text: []string{r.T("listing.none.text")}, Links: []look.Link{{To: l.Path, Text: r.T("listing.clear")}}}
	default:
		v.Empty = &l.Empty
	}
	if l.Plot && len(s.Weeks) > 0 {
		v.Plot = l.plot(r, s)
	}
	said := s.filter.Query()
	if l.But != "" {
		said = l.own(s.filter).Query()
	}
	if len(s.wrong) > 0 || l.Kind != "" && said == "kind="+string(l.Kind) {
		said = ""
	}
	if len(v.Exports) > 0 && len(s.wrong) == 0 {
		v.Order = &look.OrderExport{Action: "/exports", Query: s.filter.Query()}
		if v.Order.Key, err = r.NewKey(); err != nil {
			return v, err
		}
	}
	v.Views, err = views.Of(r, l.Of, s.views, said, s.first)
	if all := v.Views.All.To; all != "" {
		v.Clear, v.Empty = all, l.unnarrowed(v.Empty, all)
		if v.First == l.Path {
			v.First = all
		}
	}
	return v, err
}

// unnarrowed lets what is empty lead to everything where the list's own address opens with a view.
func (l List) unnarrowed(e *look.Empty, all string) *look.Empty {
	if e == nil {
		return nil
	}
	o := *e
	o.Links = slices.Clone(e.Links)
	for i := range o.Links {
		if o.Links[i].To == l.Path {
			o.Links[i].To = all
		}
	}
	return &o
}

func (l List) count(r *gate.Request, s *Shown) string {
	n := r.T("listing.count", "n", look.Number(s.N))
	switch {
	case s.More:
		return r.T("listing.count.many", "n", look.Number(s.N))
	case l.narrows(s):
		return r.T("listing.count.narrow", "n", look.Number(s.N))
	}
	return n
}

// at is the address of the list with the same filter.
func (l List) at(s *Shown, after string) string { return l.Path + queryOf(l.own(s.filter), after) }

// own is a filter without what the list is of anyway.
func (l List) own(f filing.Filter) filing.Filter {
	if l.Kind != "" || f.Kind == l.But {
		f.Kind = ""
	}
	return f
}

// narrows reports whether the address leaves anything out of the list.
func (l List) narrows(s *Shown) bool { return l.own(s.filter).Narrows() }

func query(s *Shown, after string) string { return queryOf(s.filter, after) }

// queryOf is a filter, and the place after which a page begins, as they stand in an address.
func queryOf(f filing.Filter, after string) string {
	q := f.Query()
	if after != "" {
		q = strings.TrimPrefix(q+"&after="+url.QueryEscape(after), "&")
	}
	if q == "" {
		return ""
	}
	return "?" + q
}

// labels name the parts of a filter.
var labels = map[string]string{
	"number": "listing.number", "kind": "listing.kind", "state": "listing.state", "need": "listing.need", "charge": "charge.filter", "flag": "formal.flagged", "filer": "listing.filer", "from": "listing.from", "until": "listing.until", "order": "listing.order",
}

// upFront is how many parts stand before those that are folded away: on a telephone the rows must not be a screen away.
const upFront = 3

// fields are the parts of the filter as a form asks for them.
func (l List) fields(r *gate.Request, s *Shown) []look.Field {
	f := s.filter
	if l.But != "" {
		f = l.own(f)
	}
	need := "listing.need.office"
	if l.Own {
		need = "listing.need.own"
	}
	list := []look.Field{{Kind: look.Line, ID: "number", Value: f.Part("number")}}
	var states, filers []look.Option
	for _, st := range filing.States {
		states = append(states, look.Option{Value: string(st), Label: reporting.Tag(r.Lang, st).Text})
	}
	needs := []look.Option{{Value: string(filing.NeedsMe), Label: r.T(need)}, {Value: string(filing.Overdue), Label: r.T("listing.need.past")}}
	if !l.Own {
		needs = slices.Insert(needs, 1, look.Option{Value: string(filing.Unread), Label: r.T("listing.need.answer")})
	}
	list = append(list, choice(r, "state", states, f), choice(r, "need", needs, f), choice(r, "kind", l.kinds(r, s), f))
	if l.Kind != "" {
		list = list[:len(list)-1]
	}
	if l.Flags {
		list = slices.Insert(list, upFront-1, choice(r, "flag", []look.Option{{Value: string(filing.WithFlag), Label: r.T("formal.flag.some")}, {Value: string(filing.WithoutFlag), Label: r.T("formal.flag.none")}}, f))
	}
	for _, one := range s.Filers {
		if n := one.Filer.CorporateNumber; n != "" {
			filers = append(filers, look.Option{Value: n, Label: FilerName(r, one)})
		}
	}
	if !l.Own {
		list = append(list, choice(r, "charge", []look.Option{{Value: string(filing.WithMe), Label: r.T("charge.filter.me")}, {Value: string(filing.WithNone), Label: r.T("charge.filter.none")}}, f), choice(r, "filer", filers, f))
	}
	list = append(list, look.Field{Kind: look.DayLine, ID: "from", Value: f.Part("from")}, look.Field{Kind: look.DayLine, ID: "until", Value: f.Part("until")})
	order := choice(r, "order", []look.Option{{Value: "oldest", Label: r.T("listing.order.oldest")}}, f)
	order.Options[0].Label = r.T("listing.order.newest")
	list = append(list, order)
	for i := range list {
		list[i].Label = r.T(labels[list[i].ID])
		for _, w := range s.wrong {
			if w.Path == list[i].ID {
				list[i].Error = r.Why(w)
			}
		}
	}
	return list
}

// kinds are the procedures to choose from; all versions of a stored one are one.
func (l List) kinds(r *gate.Request, s *Shown) (list []look.Option) {
	for _, k := range s.Kinds {
		of, _, _ := strings.Cut(string(k), "@")
		if l.leaves(k) {
			continue
		}
		list = append(list, look.Option{Value: of, Label: s.KindName(r, k)})
	}
	return list
}

// choice is a part of which one is chosen. What was chosen before stays to be seen where it is no longer offered.
func choice(r *gate.Request, name string, options []look.Option, f filing.Filter) look.Field {
	said, found := f.Part(name), false
	all := []look.Option{{Label: r.T("listing.any"), Chosen: said == ""}}
	for _, o := range options {
		o.Chosen = o.Value == said
		found = found || o.Chosen
		all = append(all, o)
	}
	if !found && said != "" {
		all = append(all, look.Option{Value: said, Label: short(said), Chosen: true})
	}
	return look.Field{Kind: look.Select, ID: name, Options: all}
}

func short(s string) string {
	if words := []rune(s); len(words) > 40 {
		return string(words[:40]) + "…"
	}
	return s
}

// FilerName is who filed, as the reader's language writes it, and who answers for it where it passed on.
func FilerName(r *gate.Request, l filing.Line) string {
	return reporting.Held(r, look.Named(r.Lang, l.Filer.Name, l.Filer.NameEn), l.Filing)
}

// plot draws the arrivals of what the filter leaves; each week leads to its rows.
func (l List) plot(r *gate.Request, s *Shown) *look.Plot {
	p := &look.Plot{
		Kind: look.Columns, ID: "weeks", Title: r.T("listing.plot"), Text: r.T("listing.plot.text"), Head: r.T("listing.plot.week"), Unit: r.T("listing.plot.unit"), Series: []look.Series{{}},
	}
	n := 0
	for _, w := range s.Weeks {
		f := s.filter
		f.From, f.Until = w.On, w.On.Add(6)
		n += w.N
		p.Labels = append(p.Labels, w.On.String()[5:])
		p.To = append(p.To, l.Path+queryOf(l.own(f), ""))
		p.Series[0].Values = append(p.Series[0].Values, look.Value{N: float64(w.N)})
	}
	if n < s.N || s.More {
		p.Text = r.T("listing.plot.last", "n", look.Number(len(s.Weeks)))
	}
	return p
}
