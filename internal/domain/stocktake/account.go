package stocktake

import (
	"cmp"
	"maps"
	"slices"

	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
)

// Difference is one row of a 届出 that is new, differs or has ended since the last filing.
type Difference struct {
	Change   string   // notification.Added, Changed, Moved, Ended
	Row      form.Row // as the draft has it
	Facility string   // by name
	Due      law.Due  // by when it is to be filed; where Dated is false no day is known from which to count
	Dated    bool
	Behind   []ident.Object // the rows of 機器台帳 from which it follows
}

// Account is what 機器台帳 says for one business, beside what was filed for it.
type Account struct {
	Business    asset.Business
	Told        Told // the zero value: nothing was filed for it
	Filed       bool
	Differences []Difference // those with a date first, the earliest before all
	Plant       []string     // facilities of which something else is said than was filed, by name
	Draft       form.Values  // with what the draft of the next filing begins
}

// Same reports whether something was filed and nothing differs from it: the stock-take states so.
func (a Account) Same() bool { return a.Filed && len(a.Differences) == 0 && len(a.Plant) == 0 }

// Procedure is what is to be filed next; empty where nothing was filed, and there is nothing to file.
func (a Account) Procedure() string {
	switch {
	case a.Same():
		return notification.Stocktake.ID
	case a.Filed:
		return notification.Change.ID
	case len(a.Differences) > 0:
		return notification.New.ID
	}
	return ""
}

// Earliest is the first date by which something is to be filed.
func (a Account) Earliest() (law.Due, bool) {
	if len(a.Differences) == 0 || !a.Differences[0].Dated {
		return law.Due{}, false
	}
	return a.Differences[0].Due, true
}

// Earliest is the first date by which something of all accounts is to be filed.
func Earliest(list []Account) (first law.Due, found bool) {
	for _, a := range list {
		if d, dated := a.Earliest(); dated && (!found || d.Due.Before(first.Due)) {
			first, found = d, true
		}
	}
	return first, found
}

// Undated counts differences from which no date can be counted.
func (a Account) Undated() (n int) {
	for _, d := range a.Differences {
		if !d.Dated {
			n++
		}
	}
	return n
}

// Compare puts a 機器台帳 beside what was filed, for each business, as of a day. mint gives new rows their ids. It computes and never fails.
func Compare(l law.Law, today law.Day, k asset.Known, told []Told, mint func(int) string) (list []Account) {
	c := comparing{today: today, known: k, projection: asset.Project(l, today, k), items: map[ident.Object]asset.Item{}}
	for _, i := range k.Items {
		c.items[i.ID] = i
	}
	for _, b := range k.Businesses {
		a := Account{Business: b}
		if n := slices.IndexFunc(told, func(t Told) bool { return t.Sector() == b.Sector }); n >= 0 {
			a.Told, a.Filed = told[n], true
		}
		c.account(&a, mint)
		list = append(list, a)
	}
	return list
}

type comparing struct {
	today      law.Day
	known      asset.Known
	projection asset.Projection
	items      map[ident.Object]asset.Item
}

func (c *comparing) account(a *Account, mint func(int) string) {
	fresh := c.projection.Answers(a.Business, c.known.Places, mint)
	rows := fresh[notification.ProductsField].Rows
	behind := c.behind(a.Business.ID, rows)
	if !a.Filed {
		a.Draft = fresh
		for _, r := range rows {
			a.Differences = append(a.Differences, c.difference(a, r, notification.Added, fresh, behind[r.ID]))
		}
		a.sort()
		return
	}
	a.Draft = maps.Clone(notification.Change.Begins(a.Told.Values))
	before := notification.Standing(a.Told.Values)
	plant, number, differ := facilities(a.Told.Values[notification.FacilitiesField].Rows, fresh[notification.FacilitiesField].Rows)
	a.Plant = differ
	a.Draft[notification.FacilitiesField] = form.Value{Rows: plant}
	for i, r := range rows {
		rows[i] = r.With(form.Values{"facility": {Texts: []string{number[r.Cells["facility"].Text()]}}})
	}
	now := matched(before, rows)
	for i, r := range now {
		behind[r.ID] = behind[rows[i].ID]
	}
	list := notification.Marked(before, now)
	for i, r := range list {
		change := r.Cells["change"].Text()
		if change == "" {
			continue
		}
		of := behind[r.ID]
		if change == notification.Ended {
			of = c.ended(a, r)
		}
		if change != notification.Added {
			list[i] = c.dated(a, r, change, of)
		}
		a.Differences = append(a.Differences, c.difference(a, list[i], change, a.Draft, of))
	}
	a.Draft[notification.ProductsField] = form.Value{Rows: list}
	a.sort()
}

// behind are the rows of 機器台帳 from which each row of the projection was folded, by the row's id. Answers keeps the order of the projection.
func (c *comparing) behind(business string, rows []form.Row) map[string][]ident.Object {
	by, n := map[string][]ident.Object{}, 0
	for i, f := range c.projection.Rows {
		if f.Business == business {
			by[rows[n].ID] = c.projection.Behind[i]
			n++
		}
	}
	return by
}

// ended are the rows of 機器台帳 that were what a filed row says and are no longer used.
func (c *comparing) ended(a *Account, r form.Row) (ids []ident.Object) {
	name := facilityOf(a.Draft, r)
	for _, i := range c.known.Items {
		p, _ := asset.Of(c.known.Places, i.Facility)
		if (i.State != asset.InUse || !i.Cells["retired_on"].Empty()) && key(p.Name) == key(name) && key(i.Text(asset.Product)) == key(r.Cells["product"].Text()) && key(i.Text(asset.Maker)) == key(r.Cells["maker"].Text()) {
			ids = append(ids, i.ID)
		}
	}
	return ids
}

// dated is a row with the day on which it changed or ended, where 機器台帳 says one: the first since the last filing, else the last. An end is
// reached with the last of the machines.
func (c *comparing) dated(a *Account, r form.Row, change string, of []ident.Object) form.Row {
	column := "changed_on"
	if change == notification.Ended {
		column = "retired_on"
	}
	last := law.DayOf(a.Told.Last.ArrivedAt)
	var since, ever law.Day
	for _, id := range of {
		i := c.items[id]
		d, err := law.ReadDay(i.Text(column))
		if err != nil {
			continue
		}
		if ever.IsZero() || d.Day.After(ever) {
			ever = d.Day
		}
		if !d.Day.Before(last) && (since.IsZero() || d.Day.Before(since)) {
			since = d.Day
		}
	}
	on := ever
	if change != notification.Ended && !since.IsZero() {
		on = since
	}
	if on.IsZero() {
		return r
	}
	return r.With(form.Values{"changed_on": {Texts: []string{on.String()}}})
}

func (c *comparing) difference(a *Account, r form.Row, change string, draft form.Values, behind []ident.Object) Difference {
	d := Difference{Change: change, Row: r, Facility: facilityOf(draft, r), Behind: behind}
	designation := party.Designation{ID: a.Business.ID, Sector: a.Business.Sector, On: a.Business.DesignatedOn}
	if o, found := notification.OwedBy(r, c.integrated(behind), designation, c.today); found {
		due, err := law.DueFor(o.Rule, o.Question)
		d.Due, d.Dated = due, err == nil
		return d
	}
	if change != notification.Added {
		return d
	}
	for _, id := range behind { // what nobody answered leaves clocks that remain possible: the first of them counts
		for _, due := range c.projection.Verdicts[id].Summary.Dues {
			if due.Rule != notification.Change.ID && (!d.Dated || due.Due.Before(d.Due.Due)) {
				d.Due, d.Dated = due, true
			}
		}
	}
	return d
}

// integrated reports whether one of the rows is, or may be, run as one with a facility that was there at commencement (一体運用, R21).
func (c *comparing) integrated(of []ident.Object) bool {
	return slices.ContainsFunc(of, func(id ident.Object) bool {
		i := c.items[id]
		p, _ := asset.Of(c.known.Places, i.Facility)
		return p.InPlace == law.Yes && !i.Cells["integrated"].Has("no")
	})
}

func facilityOf(values form.Values, r form.Row) string {
	no := key(r.Cells["facility"].Text())
	for _, f := range values[notification.FacilitiesField].Rows {
		if key(f.Cells["no"].Text()) == no {
			return f.Cells["name"].Text()
		}
	}
	return r.Cells["facility"].Text()
}

func (a *Account) sort() {
	slices.SortStableFunc(a.Differences, func(x, y Difference) int {
		switch {
		case x.Dated != y.Dated && x.Dated:
			return -1
		case x.Dated != y.Dated:
			return 1
		}
		return cmp.Compare(x.Due.Due.String(), y.Due.Due.String())
	})
}
