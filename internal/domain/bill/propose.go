package bill

import (
	"maps"
	"slices"
	"strings"

	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
)

// Choice is what somebody decides about a document: where its parts are, and which of them become rows.
type Choice struct {
	Facility string
	Segment  string
	Machine  string // "": the one that holds a part in the document
	Maker    string // of parts of which the document names none
	Take     []Group
}

// Name is what a dictionary says of a maker and a product: with which maker and identity, or nothing.
type Name func(maker, product string) (by, identity string)

// Row is one part as it will stand in 機器台帳.
type Row struct {
	Part   Part
	Before asset.Item // the zero one where it is new
	Cells  form.Values
	What   []string // columns that differ
}

// Left is a part that becomes no row, and why: a sentence of the catalogue.
type Left struct {
	Part Part
	Code string
	Args fault.Args
}

// Proposal is what taking a document over would do. Nothing of it was written.
type Proposal struct {
	New, Changed, Same []Row
	Gone               []asset.Item // rows of the document as it was before that it has no more: they stay
	Left               []Left
	Unchosen           map[Group]int // parts of groups that were not taken
	Newer              int           // the version of the document that was taken before, where that is later
}

// Bad are what is wrong with a choice as a whole, at facility, segment, machine, maker, take.
func (c Choice) Bad(places []asset.Place) error {
	var l fault.List
	probe := form.Values{}
	for column, s := range map[string]string{asset.Facility: c.Facility, asset.Segment: c.Segment, asset.Machine: cmpOr(c.Machine, "-"), asset.Maker: cmpOr(c.Maker, "-"), asset.Product: "-", asset.Kind: asset.Software} {
		if s != "" {
			probe[column] = form.Value{Texts: []string{s}}
		}
	}
	asset.ReadItem(&l, "", probe, places)
	if len(c.Take) == 0 {
		l.Add("take", "fault.form.needed", nil)
	}
	for _, g := range c.Take {
		if !g.Known() {
			l.Add("take", "fault.form.option", fault.Args{"text": string(g)})
		}
	}
	return l.Err()
}

func cmpOr(s, or string) string {
	if strings.TrimSpace(s) == "" {
		return or
	}
	return s
}

// Propose says which rows a document makes of its parts, beside those that are there. A row is found again by the link to its part, then by package URL, then
// by maker and product, within its facility and machine. The document says the version and the codes of a row that is there; its names and all else
// stay as somebody wrote them. Of a choice that is Bad it says nothing of use.
func Propose(b Bill, c Choice, places []asset.Place, items []asset.Item, name Name) Proposal {
	w := work{b: b, c: c, places: places, name: name, taken: map[ident.Object]bool{}, p: Proposal{Unchosen: map[Group]int{}}}
	place, _ := asset.Named(places, c.Facility)
	for _, i := range items {
		if i.Facility == place.ID {
			w.there = append(w.there, i)
		}
	}
	w.choose()
	for _, h := range ways() {
		w.meet(h)
	}
	w.sort()
	w.before()
	return w.p
}

type work struct {
	b      Bill
	c      Choice
	places []asset.Place
	there  []asset.Item
	name   Name
	list   []Row
	taken  map[ident.Object]bool
	p      Proposal
}

// choose makes the cells of every part that is taken, and notes why the others are not.
func (w *work) choose() {
	seen := map[string]string{}
	for i, part := range w.b.Parts {
		g := part.Group()
		switch {
		case g == Other:
			w.left(part, "bill.left.other", fault.Args{"type": part.Type})
			continue
		case !slices.Contains(w.c.Take, g):
			w.p.Unchosen[g]++
			continue
		case part.Name == "":
			w.left(part, "bill.left.name", nil)
			continue
		}
		cells := w.cells(i, part)
		if cells[asset.Maker].Empty() {
			w.left(part, "bill.left.maker", fault.Args{"name": part.Name})
			continue
		}
		var l fault.List
		if asset.ReadItem(&l, "", cells, w.places); len(l.Fields) > 0 {
			w.left(part, l.Fields[0].Code, l.Fields[0].Args)
			continue
		}
		same := strings.Join([]string{key(cells[asset.Machine].Text()), key(cells[asset.Maker].Text()), key(part.Name), part.Version}, "\x00")
		if at := seen[same]; at != "" {
			w.left(part, "bill.left.twice", fault.Args{"at": at})
			continue
		}
		seen[same] = part.At
		w.list = append(w.list, Row{Part: part, Cells: cells})
	}
}

func (w *work) left(p Part, code string, args fault.Args) {
	w.p.Left = append(w.p.Left, Left{Part: p, Code: code, Args: args})
}

// cells are those of a new row.
func (w *work) cells(i int, part Part) form.Values {
	maker, identity := part.Maker, ""
	if w.name != nil {
		by, id := w.name(maker, part.Name)
		if identity = id; maker == "" {
			maker = by
		}
	}
	kind, layer := asset.Software, ""
	switch part.Group() {
	case Device:
		kind = asset.Appliance
	case System:
		layer = "os"
	case Middleware:
		layer = "middleware"
	case Application, Container:
		layer = "application"
	case Firmware, Library, Untold, Other:
	}
	v := form.Values{}
	for column, s := range map[string]string{
		asset.Facility: w.c.Facility, asset.Segment: w.c.Segment, asset.Machine: cmpOr(w.c.Machine, w.b.Machine(i)), asset.Maker: cmpOr(maker, w.c.Maker), asset.Product: part.Name,
		asset.Kind: kind, asset.Layer: layer, asset.Use: asset.InUse, asset.Identity: identity,
	} {
		if s = strings.TrimSpace(s); s != "" {
			v[column] = form.Value{Texts: []string{s}}
		}
	}
	maps.Copy(v, w.said(part))
	return v
}

// said are the cells that a document says of a part whoever wrote the row.
func (w *work) said(part Part) form.Values {
	v := form.Values{}
	for column, s := range map[string]string{"version": part.Version, asset.PURL: part.PURL, asset.CPE: strings.Join(part.CPEs, "\n"), asset.Bom: w.b.Link(part)} {
		if s != "" {
			v[column] = form.Value{Texts: []string{s}}
		}
	}
	return v
}

// meet finds rows again by what both sides say, each once, in the order of the document.
func (w *work) meet(h how) {
	at := map[string][]asset.Item{}
	for _, i := range w.there {
		if k := h.item(i); k != "" && !w.taken[i.ID] {
			k = key(i.Text(asset.Machine)) + "\x00" + k
			at[k] = append(at[k], i)
		}
	}
	for n := range w.list {
		r := &w.list[n]
		k := h.row(*r)
		if r.Before.ID != "" || k == "" {
			continue
		}
		k = key(r.Cells[asset.Machine].Text()) + "\x00" + k
		if met := at[k]; len(met) > 0 {
			r.Before, at[k], w.taken[met[0].ID] = met[0], met[1:], true
		}
	}
}

// how is one way to find a row again; an empty word finds nothing.
type how struct {
	row  func(Row) string
	item func(asset.Item) string
}

func word(link string) string {
	if link == "" {
		return ""
	}
	serial, _, ref := Linked(link)
	return serial + "#" + ref
}

// ways are tried in this order.
func ways() []how {
	names := func(maker, product string) string { return key(maker) + "\x00" + key(product) }
	return []how{
		{func(r Row) string { return word(r.Cells[asset.Bom].Text()) }, func(i asset.Item) string { return word(i.Text(asset.Bom)) }},
		{func(r Row) string { return Plain(r.Part.PURL) }, func(i asset.Item) string { return Plain(i.Text(asset.PURL)) }},
		{func(r Row) string { return names(r.Cells[asset.Maker].Text(), r.Part.Name) }, func(i asset.Item) string { return names(i.Text(asset.Maker), i.Text(asset.Product)) }},
	}
}

// sort tells new rows from those that change and those that stay.
func (w *work) sort() {
	for _, r := range w.list {
		if r.Before.ID == "" {
			w.p.New = append(w.p.New, r)
			continue
		}
		was := r.Before.Shown(w.places)
		after := maps.Clone(was)
		for column, v := range w.said(r.Part) {
			if column == asset.Bom && sameLink(was[column].Text(), v.Text()) || was[column].Same(v) {
				continue
			}
			after[column] = v
			r.What = append(r.What, column)
		}
		for _, column := range []string{asset.Layer, asset.Segment} {
			if v := r.Cells[column]; !v.Empty() && was[column].Empty() {
				after[column] = v
				r.What = append(r.What, column)
			}
		}
		slices.Sort(r.What)
		if r.Cells = after; len(r.What) == 0 {
			w.p.Same = append(w.p.Same, r)
		} else {
			w.p.Changed = append(w.p.Changed, r)
		}
	}
}

// sameLink reports whether two links name the same part of the same document; which version of it said so last is no difference by itself.
func sameLink(a, b string) bool { return word(a) == word(b) }

// before looks at what came from the same document earlier: rows that it has no more, and a later version.
func (w *work) before() {
	if w.b.Serial == "" {
		return
	}
	refs := map[string]bool{}
	for _, p := range w.b.Parts {
		refs[p.Ref] = true
	}
	machines := map[string]bool{}
	for _, r := range w.list {
		machines[key(r.Cells[asset.Machine].Text())] = true
	}
	for _, i := range w.there {
		serial, version, ref := Linked(i.Text(asset.Bom))
		if i.Text(asset.Bom) == "" || serial != w.b.Serial || !machines[key(i.Text(asset.Machine))] {
			continue
		}
		if version > max(1, w.b.Version) {
			w.p.Newer = max(w.p.Newer, version)
		}
		if !refs[ref] && !w.taken[i.ID] && i.State != asset.Retired {
			w.p.Gone = append(w.p.Gone, i)
		}
	}
}

// Total is how many rows would be written.
func (p Proposal) Total() int { return len(p.New) + len(p.Changed) }
