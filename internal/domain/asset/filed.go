package asset

import (
	"cmp"
	"slices"
	"strings"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/party"
)

// Business is one 事業 for which the operator is designated.
type Business struct {
	ID           string
	Sector       law.Sector
	DesignatedOn law.Day
}

// Businesses are those for which an operator is designated, as the projection asks for them.
func Businesses(list []party.Designation) (b []Business) {
	for _, d := range list {
		b = append(b, Business{ID: d.ID, Sector: d.Sector, DesignatedOn: d.On})
	}
	return b
}

// Filed is one row of a notification (届出, 法4条): the statutory projection. It has no field in which anything of the organisation's own could stand;
// the items behind it are named only where the operator itself looks (Behind).
type Filed struct {
	Facility string
	Business string
	Types    []law.Letter
	Kind     string
	Maker    string
	Product  string
	DueOn    law.Day
	// What the notification's form asks besides: whether it is the facility itself, whether it was in place at commencement, since when it has
	// been in use, and why it need not have been filed, of a row that is filed nevertheless.
	Itself       law.Truth
	Existing     law.Truth
	IntroducedOn law.Day
	Exempt       string
}

// Verdict is what becomes of one item: filed, exempt, not asked, or not to be told yet.
type Verdict struct {
	Types   []law.Letter
	File    law.Truth
	Why     scope.Line // with the rule by which it is filed, or not
	Summary scope.Verdict
	// Volunteered: it need not be filed, and is (任意の届出).
	Volunteered bool
}

// Projection is what of a 機器台帳 would be filed, and why the rest would not.
type Projection struct {
	Rows     []Filed
	Behind   [][]ident.Object // the items that a row is folded from (R20), one list for each row
	Verdicts map[ident.Object]Verdict
	Facts    scope.Facts
	Result   scope.Result
	Homeless int // items whose facility belongs to no business: nobody can say to whom they are filed
}

// Known is what an operator has written of itself: for what it is designated, its facilities, its rows.
type Known struct {
	Businesses []Business
	Places     []Place
	Items      []Item
}

// Project folds items into the rows of a notification, as the law stands on a day. Items of one machine name in one facility are one machine.
// It computes and never fails.
func Project(l law.Law, today law.Day, k Known) (p Projection) {
	b := builder{p: &p, items: map[string][]Item{}}
	p.Facts.Operator.Designated = law.TruthOf(len(k.Businesses) > 0) // by name, for some business
	for _, x := range k.Businesses {
		p.Facts.Businesses = append(p.Facts.Businesses, b.business(x, k.Places, k.Items))
	}
	for _, i := range k.Items {
		if f, ok := Of(k.Places, i.Facility); !ok || !slices.ContainsFunc(k.Businesses, func(x Business) bool { return x.ID == f.Business }) {
			p.Homeless++
		}
	}
	p.Result = scope.Assess(l, today, p.Facts)
	p.Verdicts = map[ident.Object]Verdict{}
	for _, v := range p.Result.Machines {
		b.judge(v)
	}
	b.fold(k.Places)
	return p
}

// For reports whether anything would be filed for a business.
func (p Projection) For(business string) bool {
	return slices.ContainsFunc(p.Rows, func(f Filed) bool { return f.Business == business })
}

// Open reports whether of a row nobody can say yet that it has to be filed.
func (p Projection) Open(n int) bool {
	return !slices.ContainsFunc(p.Behind[n], func(id ident.Object) bool { return p.Verdicts[id].File == law.Yes })
}

// Without leaves out rows by their places; what is behind them goes with them.
func (p Projection) Without(out []bool) Projection {
	rows, behind := p.Rows, p.Behind
	p.Rows, p.Behind = nil, nil
	for i := range rows {
		if !out[i] {
			p.Rows, p.Behind = append(p.Rows, rows[i]), append(p.Behind, behind[i])
		}
	}
	return p
}

type builder struct {
	p     *Projection
	items map[string][]Item // by id of the machine
	order []string          // of the machines, by facility
}

// machineOf is the id of the machine on which an item runs. What was taken out of use stands apart: it says nothing of what is still there, and nothing that is
// still there keeps it.
func machineOf(i Item) string {
	id := string(i.Facility) + "/" + key(i.Text(Machine))
	if i.State == Retired {
		id += "/" + Retired
	}
	return id
}

func (b *builder) business(x Business, places []Place, items []Item) scope.Business {
	one := scope.Business{ID: x.ID, Sector: x.Sector, DesignatedOn: x.DesignatedOn}
	for _, f := range places {
		if f.Business != x.ID {
			continue
		}
		place := scope.Facility{ID: string(f.ID), Name: f.Name, InPlace: f.InPlace, Internet: f.Internet, Media: f.Media, Cloud: f.Cloud, Segments: f.Segments}
		var order []string
		for _, i := range items {
			if i.Facility != f.ID {
				continue
			}
			id := machineOf(i)
			if b.items[id] = append(b.items[id], i); len(b.items[id]) == 1 {
				order = append(order, id)
			}
		}
		b.order = append(b.order, order...)
		for _, id := range order {
			place.Machines = append(place.Machines, machine(id, b.items[id]))
		}
		one.Facilities = append(one.Facilities, place)
	}
	return one
}

// machine is one machine out of the rows that name it: what any of them says of it counts.
func machine(id string, items []Item) scope.Machine {
	m := scope.Machine{ID: id, Name: items[0].Text(Machine), Used: law.Yes}
	m.Spare = law.TruthOf(!slices.ContainsFunc(items, func(i Item) bool { return i.State == InUse }))
	for _, i := range items {
		m.Segment = cmp.Or(m.Segment, key(i.Text(Segment)))
		roles(&m, i.Cells[Roles])
		m.Bespoke = either(m.Bespoke, truth(i.Cells["bespoke"]))
		m.InPlace, m.Integrated = either(m.InPlace, truth(i.Cells["in_place"])), either(m.Integrated, truth(i.Cells["integrated"]))
		m.IntroducedOn, m.ChangedOn = earlier(m.IntroducedOn, dayOf(i, "introduced_on")), earlier(m.ChangedOn, dayOf(i, "changed_on"))
		m.RetiredOn = earlier(m.RetiredOn, dayOf(i, "retired_on"))
		for _, t := range i.Cells[Types].Texts {
			m.Types, m.Reason = append(m.Types, law.Letter(t)), i.Text(Reason)
		}
		maker, product := i.Text(Maker), i.Text(Product)
		switch i.Text(Kind) {
		case Appliance:
			m.Make, m.Appliance = "appliance", &scope.Product{Maker: maker, Product: product}
		case Service:
			m.Make, m.Service = "cloud", &scope.Service{Name: product, Provider: maker}
		default:
			m.Software = append(m.Software, scope.Software{Layer: scope.Layer(i.Text(Layer)), Maker: maker, Product: product})
		}
	}
	if m.Make == "" {
		m.Make = "general"
	}
	slices.Sort(m.Types)
	m.Types = slices.Compact(m.Types)
	return m
}

// roles are the answers that one cell gives to five questions: what is not chosen is no, unless the cell says nothing or 分からない.
func roles(m *scope.Machine, v form.Value) {
	for _, r := range []struct {
		id   string
		into *law.Truth
	}{{"global_address", &m.GlobalAddress}, {"authenticates", &m.Authenticates}, {"controls", &m.Controls}, {"is_facility", &m.IsFacility}, {"stores", &m.Stores}} {
		switch {
		case v.Has(r.id):
			*r.into = law.Yes
		case len(v.Texts) > 0:
			*r.into = either(*r.into, law.No)
		default:
			*r.into = either(*r.into, law.Maybe)
		}
	}
	if v.Has("authenticates") && len(m.For) == 0 {
		facility, _, _ := strings.Cut(m.ID, "/")
		m.For = []string{facility}
	}
}

// either is the stronger of two answers: yes before no before not known.
func either(a, b law.Truth) law.Truth { return max(a, b) }

func truth(v form.Value) law.Truth {
	switch {
	case v.Has("yes"):
		return law.Yes
	case v.Has("no"):
		return law.No
	case v.Unknown:
		return law.Maybe
	}
	return law.NotAsked
}

func dayOf(i Item, column string) law.Day {
	d, err := law.ReadDay(i.Text(column))
	if err != nil {
		return law.Day{}
	}
	return d.Day
}

func earlier(a, b law.Day) law.Day {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// judge notes what becomes of the items of a machine.
func (b *builder) judge(v scope.Verdict) {
	for _, i := range b.items[v.ID] {
		one := Verdict{Types: v.Types, File: law.No, Summary: v}
		for _, l := range v.Lines {
			if l.Maker == i.Text(Maker) && l.Product == i.Text(Product) {
				one.File, one.Why = l.File, l
			}
		}
		if one.File == law.No && i.Cells[Voluntary].Has("yes") && v.Specified != law.No {
			one.File, one.Volunteered = law.Yes, true
		}
		b.p.Verdicts[i.ID] = one
	}
}

// fold makes the rows: product × facility × set of types, what is filed or may have to be.
func (b *builder) fold(places []Place) {
	at := map[string]int{}
	for _, id := range b.order {
		for _, i := range b.items[id] {
			if f, ok := Of(places, i.Facility); ok {
				b.foldOne(at, f, i)
			}
		}
	}
	b.sort()
}

func (b *builder) foldOne(known map[string]int, f Place, i Item) {
	v := b.p.Verdicts[i.ID]
	if v.File == law.No {
		return
	}
	row := Filed{Facility: f.Name, Business: f.Business, Types: v.Types, Kind: i.Text(Kind), Maker: i.Text(Maker), Product: i.Text(Product)}
	row.Itself, row.Existing, row.IntroducedOn = law.No, truth(i.Cells["in_place"]), dayOf(i, "introduced_on")
	if i.Cells[Roles].Has("is_facility") {
		row.Itself = law.Yes
	}
	if v.Volunteered {
		row.Exempt = exemption(v.Why.Rule, i)
	}
	if len(v.Summary.Dues) > 0 {
		row.DueOn = v.Summary.Dues[0].Due
	}
	id := strings.Join([]string{string(f.ID), letters(row.Types), row.Kind, key(row.Maker), key(row.Product)}, "\x00")
	n, folded := known[id]
	if !folded {
		n = len(b.p.Rows)
		known[id], b.p.Rows, b.p.Behind = n, append(b.p.Rows, row), append(b.p.Behind, nil)
	}
	at := &b.p.Rows[n]
	at.DueOn, at.IntroducedOn = earlier(at.DueOn, row.DueOn), earlier(at.IntroducedOn, row.IntroducedOn)
	at.Itself, at.Existing = either(at.Itself, row.Itself), either(at.Existing, row.Existing)
	b.p.Behind[n] = append(b.p.Behind[n], i.ID)
}

func letters(list []law.Letter) string {
	s := make([]string, len(list))
	for i, l := range list {
		s[i] = string(l)
	}
	return strings.Join(s, "")
}

// sort puts the rows, with what is behind them, into the order in which they are shown: by facility, types, maker, product.
func (b *builder) sort() {
	type both struct {
		row    Filed
		behind []ident.Object
	}
	list := make([]both, len(b.p.Rows))
	for i, r := range b.p.Rows {
		slices.Sort(b.p.Behind[i])
		list[i] = both{r, b.p.Behind[i]}
	}
	slices.SortFunc(list, func(x, y both) int {
		return cmp.Or(cmp.Compare(x.row.Facility, y.row.Facility), cmp.Compare(letters(x.row.Types), letters(y.row.Types)), cmp.Compare(x.row.Maker, y.row.Maker), cmp.Compare(x.row.Product, y.row.Product), cmp.Compare(x.row.Kind, y.row.Kind))
	})
	for i, x := range list {
		b.p.Rows[i], b.p.Behind[i] = x.row, x.behind
	}
}
