package register

import (
	"crypto/rand"
	"strings"
	"testing"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/template"
)

func TestAnOfficialFormIsEnteredWithItsMap(t *testing.T) {
	t.Parallel()
	today := law.MustDay("2026-12-01")
	file := template.File{ID: "file-1", Name: "様式2.xlsx", Size: 9, Digest: "d"}
	good := Template{
		Procedure: "report.detailed", Kind: "ransomware", Title: "ランサムウェア事案共通様式", Cited: "申合せ", File: file, On: law.MustDay("2026-09-15"), // a day that has passed
		Map: []template.Line{{Row: 2, Item: "number", Sheet: "様式", Cell: "B3"}},
	}
	published := Published{File: file, Shape: template.Shape{Sheets: []template.Leaf{{Name: "様式", Formulas: []string{"C9"}}}}}
	plan := func(t Template, rows ...template.Template) (Plan, error) {
		return Matter{Template: &t}.Plan(Rows{Today: today, Templates: rows, Published: published}, Mint{At: 1, Entropy: rand.Reader})
	}
	p, err := plan(good)
	if err != nil || len(p.AddTemplates) != 1 || p.AddTemplates[0].From != good.On || p.AddTemplates[0].ID == "" || p.AddTemplates[0].File != file || len(p.AddTemplates[0].Map) != 1 {
		t.Fatalf("%+v, %v", p, err)
	}
	stands := p.AddTemplates[0]
	ended := stands
	ended.Until = good.On.Add(10)
	for name, c := range map[string]struct {
		change func(*Template)
		rows   []template.Template
		want   string
	}{
		"no day":              {func(f *Template) { f.On = law.Day{} }, nil, "on"},
		"a day of long ago":   {func(f *Template) { f.On = law.MustDay("1999-01-01") }, nil, "fault.register.far"},
		"no procedure":        {func(f *Template) { f.Procedure = "report.nothing" }, nil, "procedure"},
		"no such kind":        {func(f *Template) { f.Kind = "flood" }, nil, "procedure"},
		"a kind of a 速報":      {func(f *Template) { f.Procedure = "report.prompt" }, nil, "procedure"},
		"no title":            {func(f *Template) { f.Title = " " }, nil, "title"},
		"no source":           {func(f *Template) { f.Cited = "" }, nil, "cited"},
		"no file":             {func(f *Template) { f.File = template.File{} }, nil, "file"},
		"another file":        {func(f *Template) { f.File.Digest = "e" }, nil, "file"},
		"no map":              {func(f *Template) { f.Map = nil }, nil, "fault.template.empty"},
		"a map without end":   {func(f *Template) { f.Map = make([]template.Line, template.MostLines+1) }, nil, "fault.template.lines"},
		"a cell with formula": {func(f *Template) { f.Map = []template.Line{{Row: 7, Item: "number", Sheet: "様式", Cell: "C9"}} }, nil, "map[7]"},
		"one stands":          {func(*Template) {}, []template.Template{stands}, "fault.template.there"},
		"one stood then":      {func(*Template) {}, []template.Template{ended}, "fault.template.there"},
		"ends before":         {func(f *Template) { f.End = stands.ID }, []template.Template{stands}, "fault.transfer.dated"},
		"ends twice":          {func(f *Template) { f.End, f.On = stands.ID, today }, []template.Template{ended}, "fault.transfer.dated"},
		"ends what is not":    {func(f *Template) { f.End = "another" }, []template.Template{stands}, "absent"},
	} {
		f := good
		c.change(&f)
		if _, err := plan(f, c.rows...); err == nil || c.want != "absent" && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := plan(func() Template { f := good; f.On = ended.Until; return f }(), ended); err != nil {
		t.Errorf("after the one before: %v", err)
	}
	if p, err := plan(Template{End: stands.ID, On: today}, stands); err != nil || len(p.EndTemplates) != 1 || p.EndTemplates[0].Until != today {
		t.Errorf("an end: %+v, %v", p, err)
	}
	if m := (Matter{Template: &good}); m.Kind() != KindTemplate || m.FromOn() != good.On || !m.Looked() || (Matter{Template: &Template{End: "a"}}).Looked() {
		t.Error("what the matter is")
	}
}
