package form_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/text"
)

func both(s string) text.Both { return text.Both{Ja: s, En: s} }

// sample has a field of every kind, a conditional step, a conditional need and a table.
var sample = form.Form{
	ID: "sample", Title: both("見本"),
	Steps: []form.Step{
		{ID: "first", Title: both("始め"), Fields: []form.Field{
			{ID: "kind", Label: both("種類"), Kind: form.Choice, Needed: true, Unknowable: true, Section: "a", Options: []form.Option{{ID: "small", Label: both("小")}, {ID: "large", Label: both("大")}}},
			{ID: "seen_on", Label: both("見つけた日"), Kind: form.Day, AskFuture: true, Section: "a", Example: both("令和8年11月24日")},
			{ID: "people", Label: both("人数"), Kind: form.Count, Max: 1000, Section: "b"},
		}},
		{ID: "more", Title: both("続き"), When: form.Condition{Field: "kind", In: []string{"large"}}, Fields: []form.Field{
			{ID: "why", Label: both("理由"), Kind: form.Line, Limit: 20, Section: "b", NeededWhen: form.Condition{Field: "kind", In: []string{"large"}}, Ground: "規則3条"},
		}},
		{ID: "rows", Title: both("一覧"), Fields: []form.Field{{
			ID: "products", Label: both("製品一覧"), Kind: form.Table, Limit: 5, Section: "c", Key: []string{"maker", "product"},
			Columns: []form.Field{
				{ID: "maker", Label: both("メーカー"), Kind: form.Line, Limit: 20, Needed: true},
				{ID: "product", Label: both("製品名"), Kind: form.Line, Limit: 20, Needed: true},
				{ID: "quantity", Label: both("台数"), Kind: form.Count, Min: 1},
				{ID: "kinds", Label: both("類型"), Kind: form.Choices, Options: []form.Option{{ID: "a", Label: both("A")}, {ID: "b", Label: both("B")}}},
			},
		}}},
	},
}

func TestEveryFormIsWellDeclared(t *testing.T) {
	t.Parallel()
	for _, f := range []form.Form{sample, incident.PromptForm} {
		if err := f.Declared(); err != nil {
			t.Errorf("%s: %v", f.ID, err)
		}
		raw, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		again, err := form.Parse(raw)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(f, again); d != "" {
			t.Errorf("%s as stored reads back otherwise: %s", f.ID, d)
		}
	}
}

func TestABadDeclarationNamesThePlace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(*form.Form)
		want  string
	}{
		"id":             {func(f *form.Form) { f.Steps[0].Fields[0].ID = "Kind" }, "steps[0].fields[0].id fault.declare.id"},
		"twice":          {func(f *form.Form) { f.Steps[0].Fields[1].ID = "kind" }, "steps[0].fields[1].id fault.declare.twice"},
		"no label":       {func(f *form.Form) { f.Steps[0].Fields[0].Label.En = " " }, "steps[0].fields[0].label fault.form.needed"},
		"no section":     {func(f *form.Form) { f.Steps[0].Fields[0].Section = "" }, "steps[0].fields[0].section fault.declare.section"},
		"no options":     {func(f *form.Form) { f.Steps[0].Fields[0].Options = nil }, "steps[0].fields[0].options fault.declare.count"},
		"looks ahead":    {func(f *form.Form) { f.Steps[0].When = form.Condition{Field: "kind", In: []string{"large"}} }, "steps[0].when fault.declare.refers"},
		"no such option": {func(f *form.Form) { f.Steps[1].When.In = []string{"huge"} }, "steps[1].when fault.declare.refers"},
		"table in table": {func(f *form.Form) { f.Steps[2].Fields[0].Columns[0].Kind = form.Table }, "steps[2].fields[0].columns[0].kind fault.declare.kind"},
		"key":            {func(f *form.Form) { f.Steps[2].Fields[0].Key = []string{"version"} }, "steps[2].fields[0].key fault.declare.refers"},
		"kind":           {func(f *form.Form) { f.Steps[0].Fields[2].Kind = "money" }, "steps[0].fields[2].kind fault.declare.kind"},
		"example":        {func(f *form.Form) { f.Steps[0].Fields[1].Example.Ja = "R9.2.30" }, "steps[0].fields[1].example.ja fault.day.none"},
		"bounds":         {func(f *form.Form) { f.Steps[0].Fields[2].Min = 2000 }, "steps[0].fields[2].max fault.declare.bounds"},
		"control":        {func(f *form.Form) { f.Title.Ja = "a\x00" }, "title.ja fault.text.nul"},
	} {
		raw, err := json.Marshal(sample)
		if err != nil {
			t.Fatal(err)
		}
		f, err := form.Parse(raw) // a copy
		if err != nil {
			t.Fatal(err)
		}
		c.spoil(&f)
		if got := first(f.Declared()); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func first(err error) string {
	if e, ok := err.(*fault.Error); ok && len(e.Fields) > 0 { //nolint:errorlint // what the function itself returns
		return e.Fields[0].Path + " " + e.Fields[0].Code
	}
	return ""
}

func TestRowsAndConditions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ body, want, canonical string }{
		"good": {
			`{"kind":"small","people":12,"seen_on":"R8.11.20","products":[{"maker":"富士通","product":"PRIMERGY","quantity":3,"kinds":["b","a"]}]}`, "",
			`{"kind":"small","people":12,"products":[{"kinds":["a","b"],"maker":"富士通","product":"PRIMERGY","quantity":3}],"seen_on":"2026-11-20"}`,
		},
		"not asked":    {`{"kind":"small","why":"古い答え"}`, "", `{"kind":"small"}`},
		"needed when":  {`{"kind":"large"}`, "why fault.form.needed", ""},
		"empty row":    {`{"kind":null,"products":[{},{"_id":"x"}]}`, "", `{"kind":null}`},
		"cell lacks":   {`{"kind":"small","products":[{"maker":"a"}]}`, "products[0].product fault.form.needed", ""},
		"cell wrong":   {`{"kind":"small","products":[{"maker":"a","product":"b"},{"maker":"a","product":"c","quantity":0}]}`, "products[1].quantity fault.form.range", ""},
		"cell unknown": {`{"kind":"small","products":[{"maker":"a","product":"b","price":1}]}`, "products[0].price fault.form.field", ""},
		"cell twice":   {`{"kind":"small","products":[{"maker":"a","maker":"b"}]}`, "products[0].maker fault.json.duplicate", ""},
		"row twice":    {`{"kind":"small","products":[{"maker":"髙木","product":"x"},{"maker":"高木","product":"Ｘ"}]}`, "products[1] fault.form.row.twice", ""},
		"many":         {`{"kind":"small","products":[{},{},{},{},{},{}]}`, "products fault.form.rows", ""},
		"not a list":   {`{"kind":"small","products":{}}`, "products fault.json.list", ""},
		"not a row":    {`{"kind":"small","products":[1]}`, "products[0] fault.json.object", ""},
		"count":        {`{"kind":"small","people":"12"}`, "people fault.json.integer", ""},
		"count, large": {`{"kind":"small","people":1e3}`, "people fault.form.count", ""},
		"range":        {`{"kind":"small","people":1001}`, "people fault.form.range", ""},
		"no such day":  {`{"kind":"small","seen_on":"R9.2.30"}`, "seen_on fault.day.none", ""},
	} {
		values, err := sample.Decode([]byte(c.body))
		if err == nil {
			values, _, err = sample.Check(values, now)
		}
		if got := first(err); got != c.want {
			t.Errorf("%s: %q (%v), want %q", name, got, err, c.want)
			continue
		}
		if c.want != "" {
			continue
		}
		raw, err := sample.Canonical(values)
		if err != nil || string(raw) != c.canonical {
			t.Errorf("%s: %s %v", name, raw, err)
		}
	}
}

func TestUnaskedAnswersAreNamed(t *testing.T) {
	t.Parallel()
	values := form.Values{"kind": {Texts: []string{"small"}}, "why": {Texts: []string{"x"}}}
	if got := sample.Unasked(values); len(got) != 1 || got[0] != "why" {
		t.Errorf("%v", got)
	}
	values["kind"] = form.Value{Texts: []string{"large"}}
	if got := sample.Unasked(values); len(got) != 0 {
		t.Errorf("%v", got)
	}
	row := form.Row{Cells: form.Values{"which": {Texts: []string{"no"}}, "cell": {Unknown: true}}}
	values["lines"] = form.Value{Rows: []form.Row{{Cells: form.Values{"which": {Texts: []string{"yes"}}, "cell": {Unknown: true}}}, row}}
	if got := conditional().Unasked(values); len(got) != 1 || got[0] != "lines[1].cell" {
		t.Errorf("%v", got)
	}
}

func TestADayAheadIsAskedAbout(t *testing.T) {
	t.Parallel()
	_, asked, err := sample.Check(form.Values{"kind": {Unknown: true}, "seen_on": {Texts: []string{"令和8年11月25日"}}}, now)
	if err != nil || len(asked) != 1 || asked[0].ID() != "seen_on:ask.future" {
		t.Fatalf("%v %v", asked, err)
	}
}

func TestSchemaOfATable(t *testing.T) {
	t.Parallel()
	raw, err := sample.Schema()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"maxItems": 5`, `"_id"`, `"minimum": 1`, `"maximum": 1000`} {
		if !strings.Contains(string(raw), want) {
			t.Errorf("%s lacks in %s", want, raw)
		}
	}
}

func TestDiff(t *testing.T) {
	t.Parallel()
	row := func(id, maker, product string) form.Row {
		return form.Row{ID: id, Cells: form.Values{"maker": {Texts: []string{maker}}, "product": {Texts: []string{product}}}}
	}
	a := form.Values{"kind": {Texts: []string{"small"}}, "people": {Texts: []string{"3"}}, "products": {Rows: []form.Row{row("1", "A", "x"), row("2", "B", "y"), row("3", "C", "z")}}}
	b := form.Values{"kind": {Unknown: true}, "seen_on": {Texts: []string{"2026-11-20"}}, "products": {Rows: []form.Row{row("3", "C", "z"), row("1", "A", "x2"), row("4", "D", "w")}}}
	var got []string
	for _, c := range sample.Diff(a, b) {
		line := fmt.Sprint(c.Kind, " ", c.Field.ID, c.Row)
		for _, cell := range c.Cells {
			line += fmt.Sprint(" ", cell.Field.ID, ":", cell.Before.Text(), ">", cell.After.Text())
		}
		got = append(got, line)
	}
	want := []string{"changed kind", "added seen_on", "removed people", "changed products1 product:x>x2", "added products4", "removed products2"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := sample.Diff(a, a); len(d) != 0 {
		t.Errorf("no difference, yet %v", d)
	}
}

// What differs from a to b differs from b to a: what came went, what went came, and each text stands on the other side. Of a and a
// nothing differs.
func TestDiffBackIsDiffTurned(t *testing.T) {
	t.Parallel()
	text := func(t *rapid.T) form.Value {
		switch rapid.IntRange(0, 3).Draw(t, "answered") {
		case 0:
			return form.Value{}
		case 1:
			return form.Value{Unknown: true}
		}
		return form.Value{Texts: []string{rapid.SampledFrom([]string{"a", "b", "髙𠮷"}).Draw(t, "text")}}
	}
	answers := func(t *rapid.T) form.Values {
		v := form.Values{"kind": text(t), "why": text(t), "people": text(t), "products": {Unknown: rapid.Bool().Draw(t, "unknown")}}
		for _, id := range []string{"1", "2", "3"} {
			if p := v["products"]; rapid.Bool().Draw(t, id) && !p.Unknown {
				p.Rows = append(p.Rows, form.Row{ID: id, Cells: form.Values{"maker": text(t), "product": text(t)}})
				v["products"] = p
			}
		}
		return v
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := answers(t), answers(t)
		if d := sample.Diff(a, a); len(d) != 0 {
			t.Fatalf("of itself it differs: %v", d)
		}
		there, back := map[string]form.Change{}, sample.Diff(b, a)
		for _, c := range sample.Diff(a, b) {
			there[c.Field.ID+"/"+c.Row] = c
		}
		if len(there) != len(back) {
			t.Fatalf("%d changes there, %d back", len(there), len(back))
		}
		for _, c := range back {
			if d := cmp.Diff(there[c.Field.ID+"/"+c.Row], turned(c)); d != "" {
				t.Fatal(d)
			}
		}
	})
}

// turned is a change seen from the other end.
func turned(c form.Change) form.Change {
	c.Before, c.After = c.After, c.Before
	switch c.Kind {
	case form.Added:
		c.Kind = form.Removed
	case form.Removed:
		c.Kind = form.Added
	case form.Changed:
	}
	cells := c.Cells
	c.Cells = nil
	for _, cell := range cells {
		c.Cells = append(c.Cells, turned(cell))
	}
	return c
}

// What Check lets through is the same after it was written and read, and differs in nothing from itself.
func TestWhatIsStoredReadsBack(t *testing.T) {
	t.Parallel()
	cell := func(t *rapid.T, name string) form.Value {
		return form.Value{Texts: []string{rapid.StringMatching(`[a-zア-ン髙𠮷0-9 ]{0,12}`).Draw(t, name)}}
	}
	rapid.Check(t, func(t *rapid.T) {
		values := form.Values{
			"kind": {Texts: []string{rapid.SampledFrom([]string{"small", "large"}).Draw(t, "kind")}}, "why": cell(t, "why"),
			"people": {Texts: []string{fmt.Sprint(rapid.IntRange(-1, 1001).Draw(t, "people"))}},
		}
		for i := range rapid.IntRange(0, 5).Draw(t, "rows") {
			v := values["products"]
			v.Rows = append(v.Rows, form.Row{ID: fmt.Sprint(i), Cells: form.Values{"maker": cell(t, "maker"), "product": cell(t, "product")}})
			values["products"] = v
		}
		tidy, _, err := sample.Check(values, now)
		if err != nil {
			return
		}
		raw, err := sample.Canonical(tidy)
		if err != nil {
			t.Fatal(err)
		}
		again, err := sample.Decode(raw)
		if err != nil {
			t.Fatalf("%s does not read back: %v", raw, err)
		}
		if d := sample.Diff(tidy, again); len(d) != 0 {
			t.Fatalf("%s differs: %v", raw, d)
		}
	})
}
