package filling

import (
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
)

// Bounds of what the page shows; the marked copy has all.
const (
	faultsShown  = 20   // of each kind
	faultsOpened = 1000 // of the kind that a person asked for
	changesShown = 20
)

// checkedFrom is a file compared with the draft.
func checkedFrom(r *gate.Request, d work, b brought) (c checkedSheet, err error) {
	c = checkedSheet{Name: b.Name, Seen: filing.Seen(d.entries)}
	if c.State, err = b.pack(); err != nil {
		return c, err
	}
	if c.Key, err = r.NewKey(); err != nil {
		return c, err
	}
	faults := b.book.Faults()
	c.Faults = kindsOf(r, faults, b.opened)
	for _, k := range fixKinds {
		if n := count(faults, k.kind); n > 0 {
			c.Fixes = append(c.Fixes, fixButton{string(k.kind), r.T(k.say, "n", look.Number(n))})
		}
	}
	changed := c.answers(r, b)
	for i, t := range b.book.Tables {
		c.table(r, t, b.book.Merges[i])
		changed += len(b.book.Merges[i].New) + len(b.book.Merges[i].Changed)
	}
	c.Good = b.book.Blocking() == 0 && (changed > 0 || len(c.Choices) > 0)
	return c, nil
}

func count(faults []tabular.Fault, k tabular.FixKind) (n int) {
	for _, f := range faults {
		if f.Fix.Kind == k {
			n++
		}
	}
	return n
}

// faultKind are the places of one column in which the same is wrong: the first of them, or all.
type faultKind struct {
	Key, Title, More, Rest string
	Open                   bool
	Table                  look.Table
}

// kindsOf sorts the places that could not be read by what is wrong with them, with what would mend each.
func kindsOf(r *gate.Request, faults []tabular.Fault, opened string) (list []faultKind) {
	at, all := map[string]int{}, [][]tabular.Fault{}
	for _, f := range faults {
		key := f.Sheet + "/" + f.Column.ID + "/" + f.Code
		if _, ok := at[key]; !ok {
			at[key] = len(list)
			list, all = append(list, faultKind{Key: key}), append(all, nil)
		}
		all[at[key]] = append(all[at[key]], f)
	}
	for i := range list {
		k, n := &list[i], len(all[i])
		k.Title = r.T("excel.kind.places", "name", reporting.Label(r.Lang, all[i][0].Column), "n", look.Number(n))
		k.Open = k.Key == opened || opened == "" && i == 0
		most := faultsShown
		if k.Key == opened {
			most = faultsOpened
		}
		if rest := n - most; rest > 0 {
			k.Rest = r.T("excel.more", "n", look.Number(rest))
			if most == faultsShown {
				k.More = r.T("excel.kind.all", "n", look.Number(min(n, faultsOpened)))
			}
		}
		k.Table = look.Table{Caption: k.Title, Hide: true, Heads: []look.Head{{Text: r.T("excel.place")}, {Text: r.T("excel.cell")}, {Text: r.T("excel.why")}, {Text: r.T("excel.fix")}}}
		for _, f := range all[i][:min(n, most)] {
			k.Table.Rows = append(k.Table.Rows, []look.Cell{{Text: formsheet.Placed(f)}, {Text: formsheet.Brief(f.Text)}, {Text: r.Why(fault.Field{Code: f.Code, Args: f.Args})}, {Text: formsheet.Mending(f)}})
		}
	}
	return list
}

// answers tells which answers change.
func (c *checkedSheet) answers(r *gate.Request, b brought) (n int) {
	if b.book.Answers == nil {
		return 0
	}
	changes := b.book.Changed()
	c.Facts = append(c.Facts, look.Answer{Question: r.T("excel.answers"), Text: r.T("excel.changed", "n", len(changes))})
	if len(changes) > 0 {
		t := reporting.Changes(r.Lang, changes, "")
		t.Caption = r.T("excel.answers")
		c.Changes = append(c.Changes, t)
	}
	return len(changes)
}

// table tells what a table's sheet changes, and what a person has to decide.
func (c *checkedSheet) table(r *gate.Request, t tabular.Found, m tabular.Merge) {
	l := reporting.Label(r.Lang, t.Table)
	c.Facts = append(c.Facts, look.Answer{Question: l, Text: r.T("excel.tally", "new", look.Number(len(m.New)), "changed", look.Number(len(m.Changed)), "same", look.Number(len(m.Same)), "gone", look.Number(len(m.Gone)), "unsure", look.Number(len(m.Unsure)))})
	var changes []form.Change
	for _, met := range m.Changed {
		changes = append(changes, form.Change{Kind: form.Changed, Field: t.Table, Row: met.Before.ID, Before: one(met.Before), After: one(met.After()), Cells: met.Cells})
	}
	for _, met := range m.New {
		changes = append(changes, form.Change{Kind: form.Added, Field: t.Table, Row: "new", After: one(met.After())})
	}
	if len(changes) > 0 {
		table := reporting.Changes(r.Lang, changes[:min(len(changes), changesShown)], "")
		table.Caption = l
		if n := len(changes) - changesShown; n > 0 {
			table.Caption += " " + r.T("rows.more", "n", look.Number(n))
		}
		c.Changes = append(c.Changes, table)
	}
	if len(m.Gone) > 0 {
		c.choice("gone", t.Table, m.Gone, r.T("excel.gone", "name", l, "n", look.Number(len(m.Gone))), r.T("excel.gone.yes"))
	}
	if len(m.Unsure) > 0 {
		var rows []form.Row
		for _, met := range m.Unsure {
			rows = append(rows, met.After())
		}
		c.choice("unsure", t.Table, rows, r.T("excel.unsure", "name", l, "n", look.Number(len(rows))), r.T("excel.unsure.yes"))
	}
	c.mapping(r, t)
}

func one(row form.Row) form.Value { return form.Value{Rows: []form.Row{row}} }

// names are what people call the first of some rows.
func names(f form.Field, rows []form.Row) (s string) {
	for i, row := range rows[:min(len(rows), 5)] {
		if i > 0 {
			s += "、"
		}
		s += f.RowName(row)
	}
	if len(rows) > 5 {
		s += "…"
	}
	return s
}

// choice asks what becomes of rows that only a person can decide about.
func (c *checkedSheet) choice(name string, t form.Field, rows []form.Row, label, yes string) {
	c.Choices = append(c.Choices, look.Field{Kind: look.Boxes, ID: name + "-" + t.ID, Name: name, Label: label, Hint: names(t, rows), Free: true, Options: []look.Option{{Value: t.ID, Label: yes}}})
}

// mapping asks which column a heading is, where columns lack.
func (c *checkedSheet) mapping(r *gate.Request, t tabular.Found) {
	if len(t.Reading.Missing) == 0 {
		return
	}
	for i, h := range t.Reading.Extra {
		if i == 20 {
			break
		}
		f := look.Field{Kind: look.Select, ID: "map." + t.Table.ID + "." + strconv.Itoa(i), Label: r.T("excel.map", "column", h.Column, "heading", formsheet.Brief(h.Text)), Width: look.Mid, Options: []look.Option{{Label: r.T("excel.map.none"), Chosen: true}}}
		for _, column := range t.Reading.Missing {
			f.Options = append(f.Options, look.Option{Value: column.ID, Label: reporting.Label(r.Lang, column)})
		}
		c.Maps = append(c.Maps, look.Field{Kind: look.Hidden, ID: "heading." + t.Table.ID, Value: h.Text}, f)
	}
}

// oddities are what a file has that people should know of before they go on.
func oddities(r *gate.Request, b brought) (list []look.Notice) {
	info := func(key string, texts ...string) {
		if len(texts) > 0 {
			list = append(list, look.Notice{Tone: look.Info, Title: r.T(key), Text: texts[:min(20, len(texts))]})
		}
	}
	var extra, missing []string
	for _, t := range b.book.Tables {
		for _, h := range t.Reading.Extra {
			if h.Text != r.T("excel.note") {
				extra = append(extra, sheet.Place(t.Reading.Sheet, 0, 0)+" "+h.Column+": "+formsheet.Brief(h.Text))
			}
		}
		for _, c := range t.Reading.Missing {
			missing = append(missing, reporting.Label(r.Lang, t.Table)+": "+reporting.Label(r.Lang, c))
		}
	}
	if a := b.book.Answers; a != nil {
		for i, cell := range a.Strange {
			extra = append(extra, sheet.Place(cell.Sheet, 0, 0)+" "+cell.String()+": "+formsheet.Brief(a.Names[i]))
		}
	}
	info("excel.extra", extra...)
	info("excel.missing", missing...)
	return append(list, look.Oddities(r.Lang, b.Unread(b.book.Book), b.Formulas, b.Merged)...)
}
