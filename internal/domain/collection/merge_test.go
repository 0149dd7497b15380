package collection_test

import (
	"fmt"
	"slices"
	"testing"

	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

func column(id string) form.Field {
	return form.Field{ID: id, Label: text.Both{Ja: id, En: id}, Kind: form.Line, Limit: 100, Needed: id == "product"}
}

var survey = procedure.Procedure{ID: "survey", Form: form.Form{ID: "survey", Steps: []form.Step{
	{ID: "one", Fields: []form.Field{column("contact")}},
	{ID: "two", Fields: []form.Field{{ID: "products", Label: text.Both{Ja: "製品", En: "Products"}, Kind: form.Table, Limit: 100, Key: []string{"maker", "product"}, Columns: []form.Field{column("maker"), column("product"), column("note")}}}},
}}}

func row(id, maker, product, note string) filing.Entry {
	cells := form.Values{}
	for k, v := range map[string]string{"maker": maker, "product": product, "note": note} {
		if v != "" {
			cells[k] = form.Value{Texts: []string{v}}
		}
	}
	return filing.Entry{Field: filing.RowField("products", id), Seq: 1, State: filing.Current, At: 50, Name: "髙木", Value: form.Value{Rows: []form.Row{{ID: id, Cells: cells}}}}
}

func answer(text string) filing.Entry {
	return filing.Entry{Field: "contact", Seq: 1, State: filing.Current, At: 50, Value: form.Value{Texts: []string{text}}}
}

func part(unit string, state collection.State, entries ...filing.Entry) collection.Source {
	return collection.Source{Part: collection.Part{Unit: ident.Unit(unit), State: state, Body: collection.Body{Name: unit, Steps: []string{"one", "two"}}}, Entries: entries}
}

func gathered(head []filing.Entry, sources ...collection.Source) collection.Gathered {
	return collection.Gathered{Whole: collection.Whole{Draft: filing.Draft{CreatedAt: 1}, Of: survey}, Head: head, Sources: sources}
}

func counts(u collection.UnitPreview) string {
	return fmt.Sprintf("new %d changed %d same %d gone %d held %d beaten %d faults %d", u.New, u.Changed, u.Same, u.Gone, u.Held, u.Beaten, len(u.Faults))
}

func TestMerge(t *testing.T) {
	t.Parallel()
	took := func(s collection.Source, field string, seq int) collection.Source {
		s.Taken = map[string]collection.Took{field: {Seq: seq}}
		return s
	}
	gone := row("a", "", "", "")
	gone.Value.Rows[0].Gone = true
	edited := row("a", "富士通", "RX", "本社で直した")
	edited.Seq = 2
	for name, c := range map[string]struct {
		in   collection.Gathered
		want []string
		open int
	}{
		"rows of two units":               {gathered(nil, part("北", collection.Done, row("a", "富士通", "RX", "")), part("南", collection.Same, row("b", "NEC", "X", ""))), []string{"new 1 changed 0 same 0 gone 0 held 0 beaten 0 faults 0", "new 1 changed 0 same 0 gone 0 held 0 beaten 0 faults 0"}, 0},
		"one that is not done":            {gathered(nil, part("北", collection.Asked, row("a", "富士通", "RX", ""))), []string{"new 0 changed 0 same 0 gone 0 held 0 beaten 0 faults 0"}, 0},
		"one that was sent back":          {gathered(nil, part("北", collection.Returned, row("a", "富士通", "RX", ""))), []string{"new 0 changed 0 same 0 gone 0 held 0 beaten 0 faults 0"}, 0},
		"none":                            {gathered(nil, part("北", collection.None, row("a", "富士通", "RX", ""))), []string{"new 0 changed 0 same 0 gone 0 held 0 beaten 0 faults 0"}, 0},
		"a fault":                         {gathered(nil, part("北", collection.Done, row("a", "富士通", "", "x"))), []string{"new 1 changed 0 same 0 gone 0 held 0 beaten 0 faults 1"}, 0},
		"the same machine, by width":      {gathered(nil, part("北", collection.Done, row("a", "富士通", "RX", "")), part("南", collection.Done, row("b", "富士通", "RX", "y"))), []string{"new 0 changed 0 same 0 gone 0 held 1 beaten 0 faults 0", "new 0 changed 0 same 0 gone 0 held 1 beaten 0 faults 0"}, 1},
		"what the head wrote itself":      {gathered([]filing.Entry{row("h", "富士通", "RX", "")}, part("北", collection.Done, row("a", "富士通", "RX", ""))), []string{"new 0 changed 0 same 0 gone 0 held 1 beaten 0 faults 0"}, 1},
		"taken over before":               {gathered([]filing.Entry{row("a", "富士通", "RX", "")}, took(part("北", collection.Done, row("a", "富士通", "RX", "")), "products/a", 1)), []string{"new 0 changed 0 same 1 gone 0 held 0 beaten 0 faults 0"}, 0},
		"changed by the unit":             {gathered([]filing.Entry{row("a", "富士通", "RX", "")}, took(part("北", collection.Done, row("a", "富士通", "RX", "増設")), "products/a", 1)), []string{"new 0 changed 1 same 0 gone 0 held 0 beaten 0 faults 0"}, 0},
		"changed by the head":             {gathered([]filing.Entry{edited}, took(part("北", collection.Done, row("a", "富士通", "RX", "")), "products/a", 1)), []string{"new 0 changed 0 same 0 gone 0 held 1 beaten 0 faults 0"}, 1},
		"taken out by the unit":           {gathered([]filing.Entry{row("a", "富士通", "RX", "")}, took(part("北", collection.Done, gone), "products/a", 1)), []string{"new 0 changed 0 same 0 gone 1 held 0 beaten 0 faults 0"}, 0},
		"taken out, the head wrote since": {gathered([]filing.Entry{edited}, took(part("北", collection.Done, gone), "products/a", 1)), []string{"new 0 changed 0 same 0 gone 0 held 0 beaten 0 faults 0"}, 0},
		"none after all":                  {gathered([]filing.Entry{row("a", "富士通", "RX", "")}, took(part("北", collection.None), "products/a", 1)), []string{"new 0 changed 0 same 0 gone 1 held 0 beaten 0 faults 0"}, 0},
		"an answer said by one":           {gathered(nil, part("北", collection.Done, answer("内線1"))), []string{"new 1 changed 0 same 0 gone 0 held 0 beaten 0 faults 0"}, 0},
		"an answer said alike":            {gathered(nil, part("北", collection.Done, answer("内線1")), part("南", collection.Done, answer("内線1"))), []string{"new 1 changed 0 same 0 gone 0 held 0 beaten 0 faults 0", "new 0 changed 0 same 0 gone 0 held 0 beaten 0 faults 0"}, 0},
		"an answer said otherwise":        {gathered(nil, part("北", collection.Done, answer("内線1")), part("南", collection.Done, answer("内線2"))), []string{"new 0 changed 0 same 0 gone 0 held 1 beaten 0 faults 0", "new 0 changed 0 same 0 gone 0 held 1 beaten 0 faults 0"}, 1},
	} {
		got := c.in.Merge()
		for i, u := range got.Units {
			if counts(u) != c.want[i] || got.Open != c.open {
				t.Errorf("%s, %s: %s, open %d, want %s, open %d", name, u.Unit, counts(u), got.Open, c.want[i], c.open)
			}
		}
	}
}

// What is chosen is written and what is not chosen goes; as soon as anybody says otherwise, the choice is open again.
func TestChoice(t *testing.T) {
	t.Parallel()
	north, south := part("北", collection.Done, row("a", "富士通", "RX", "")), part("南", collection.Done, row("b", "富士通", "RX", "南の注記"))
	north.Taken = map[string]collection.Took{"products/a": {Seq: 1}}
	g := gathered([]filing.Entry{row("a", "富士通", "RX", "")}, north, south)
	d := g.Merge().Doubles
	if len(d) != 1 || len(d[0].Said) != 2 || d[0].Chosen != "" {
		t.Fatalf("%+v", d)
	}
	i := slices.IndexFunc(d[0].Said, func(s collection.Said) bool { return s.Unit == "南" })
	g.Choice = map[string]string{d[0].Key: d[0].Said[i].Ref}
	p := g.Merge()
	if got := counts(p.Units[0]) + " / " + counts(p.Units[1]); p.Open != 0 || got != "new 0 changed 0 same 0 gone 0 held 0 beaten 1 faults 0 / new 1 changed 0 same 0 gone 1 held 0 beaten 0 faults 0" {
		t.Errorf("%s, open %d", got, p.Open)
	}
	w := p.Units[1].Writes
	if len(w) != 2 || w[0].Field != "products/b" || w[0].Base != 0 || w[0].From != "南" || w[1].Field != "products/a" || !w[1].Value.Rows[0].Gone || w[1].Base != 1 {
		t.Errorf("%+v", w)
	}
	g.Sources[1].Entries[0] = row("b", "富士通", "RX", "別の注記")
	if p := g.Merge(); p.Open != 1 {
		t.Error("what was changed after it was chosen counts as chosen")
	}
}

func TestRequest(t *testing.T) {
	t.Parallel()
	today := law.MustDay("2026-11-23")
	w := collection.Whole{Of: survey, Units: []party.Unit{{ID: "u1"}, {ID: "u2"}}, Parts: []collection.Part{{Unit: "u2"}}}
	good := collection.Request{Steps: []string{"two"}, Units: []ident.Unit{"u1"}, DueOn: today}
	for name, c := range map[string]struct {
		alter func(*collection.Request)
		want  string
	}{
		"good":        {func(*collection.Request) {}, ""},
		"no unit":     {func(r *collection.Request) { r.Units = nil }, "units"},
		"asked twice": {func(r *collection.Request) { r.Units = []ident.Unit{"u1", "u1"} }, "units"},
		"asked once":  {func(r *collection.Request) { r.Units = []ident.Unit{"u2"} }, "units"},
		"not below":   {func(r *collection.Request) { r.Units = []ident.Unit{"x"} }, "units"},
		"no step":     {func(r *collection.Request) { r.Steps = nil }, "steps"},
		"other step":  {func(r *collection.Request) { r.Steps = []string{"nine"} }, "steps"},
		"yesterday":   {func(r *collection.Request) { r.DueOn = today.Add(-1) }, "due"},
		"no day":      {func(r *collection.Request) { r.DueOn = law.Day{} }, "due"},
		"NUL":         {func(r *collection.Request) { r.Note = "\x00" }, "note"},
	} {
		r := good
		c.alter(&r)
		err := r.Check(w, today)
		if got := fault.KindOf(err) == fault.Invalid; got != (c.want != "") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every state can be left, and a unit takes nothing back that was taken over.
func TestMove(t *testing.T) {
	t.Parallel()
	for _, m := range collection.Transitions {
		p := collection.Part{State: m.From, TakenAt: 0}
		if err := p.Move(m.To, m.By, collection.Move{At: 9}); err != nil || p.State != m.To || p.Moved != 9 || len(p.Moves) != 1 {
			t.Errorf("%+v: %v", m, err)
		}
		other := collection.OfHead
		if m.By == other {
			other = collection.OfUnit
		}
		p = collection.Part{State: m.From}
		if err := p.Move(m.To, other, collection.Move{}); !fault.Is(err, fault.Conflict) {
			t.Errorf("%+v by the other side: %v", m, err)
		}
	}
	p := collection.Part{State: collection.Done, TakenAt: 5}
	if err := p.Move(collection.Asked, collection.OfUnit, collection.Move{}); !fault.Is(err, fault.Conflict) {
		t.Errorf("taken back after it was taken over: %v", err)
	}
}
