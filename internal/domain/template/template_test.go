package template_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/template"
	"kanmin/internal/domain/text"
)

func TestWhichFormCounts(t *testing.T) {
	t.Parallel()
	day := law.MustDay("2026-12-01")
	list := []template.Template{
		{ID: "every", Procedure: "report.detailed", From: day},
		{ID: "ransom", Procedure: "report.detailed", Kind: incident.FormRansomware, From: day.Add(5), Until: day.Add(10)},
		{ID: "prompt", Procedure: "report.prompt", From: day, Until: day.Add(1)},
	}
	of := func(kind string) form.Values {
		if kind == "" {
			return form.Values{}
		}
		return form.Values{"form_kind": {Texts: []string{kind}}}
	}
	for _, c := range []struct {
		procedure, kind string
		after           int
		want            string
	}{
		{"report.detailed", "ransomware", 4, "every"}, {"report.detailed", "ransomware", 5, "ransom"}, {"report.detailed", "ransomware", 9, "ransom"}, {"report.detailed", "ransomware", 10, "every"},
		{"report.detailed", "ddos", 6, "every"}, {"report.detailed", "", 6, "every"}, {"report.detailed", "ddos", -1, ""},
		{"report.prompt", "", 0, "prompt"}, {"report.prompt", "", 1, ""}, {"report.further", "ransomware", 6, ""},
	} {
		got, found := template.Of(list, c.procedure, of(c.kind), day.Add(c.after))
		if got.ID != c.want || found != (c.want != "") {
			t.Errorf("%+v: %q", c, got.ID)
		}
	}
	if _, found := template.Of(list[1:], "report.detailed", of(""), day.Add(6)); found {
		t.Error("an office from which the kind is withheld learns of it by the form")
	}
}

func TestRowsThatMeet(t *testing.T) {
	t.Parallel()
	day := law.MustDay("2026-12-01")
	a := template.Template{Procedure: "report.detailed", Kind: "ddos", From: day, Until: day.Add(10)}
	for name, c := range map[string]struct {
		change func(*template.Template)
		want   bool
	}{
		"the same":          {func(*template.Template) {}, true},
		"open, before":      {func(b *template.Template) { b.From, b.Until = day.Add(-9), law.Day{} }, true},
		"from its end":      {func(b *template.Template) { b.From, b.Until = day.Add(10), law.Day{} }, false},
		"until its start":   {func(b *template.Template) { b.From, b.Until = day.Add(-9), day }, false},
		"of every kind":     {func(b *template.Template) { b.Kind = "" }, false},
		"another procedure": {func(b *template.Template) { b.Procedure = "report.further" }, false},
	} {
		b := a
		if c.change(&b); a.Meets(b) != c.want || b.Meets(a) != c.want {
			t.Errorf("%s: %v, %v", name, a.Meets(b), b.Meets(a))
		}
	}
}

var shape = template.Shape{Sheets: []template.Leaf{{Name: "様式", Merged: []string{"B1:F1", "B10:C10", "B11:C11", "B20:B22"}, Formulas: []string{"D5"}}, {Name: "別紙 1"}}}

func TestAMapIsChecked(t *testing.T) {
	t.Parallel()
	detailed, ok := template.Find("report.detailed")
	if !ok {
		t.Fatal("no procedure")
	}
	l := func(item, cell string, how template.How, option string) template.Line {
		return template.Line{Row: 2, Item: item, Sheet: "様式", Cell: cell, How: how, Option: option}
	}
	for name, c := range map[string]struct {
		lines []template.Line
		want  string // of the last line
	}{
		"a fact":                     {[]template.Line{l("number", "B1", template.AsText, "")}, ""},
		"the filer":                  {[]template.Line{l("filer.representative.name", "A1", template.AsText, "")}, ""},
		"no such item":               {[]template.Line{l("story.x", "A1", template.AsText, "")}, "fault.template.item"},
		"a day":                      {[]template.Line{l("aware_at", "A1", template.AsDay, ""), l("aware_at", "A2", template.AsTime, ""), l("arrived_at", "A3", template.AsTime, "")}, ""},
		"a day of a text":            {[]template.Line{l("story", "A1", template.AsDay, "")}, "fault.template.how"},
		"a number of a text":         {[]template.Line{l("story", "A1", template.AsNumber, "")}, "fault.template.how"},
		"lines of one line":          {[]template.Line{l("callback", "A1:A4", template.AsLines, "")}, "fault.template.how"},
		"lines of an area":           {[]template.Line{l("story", "A1:A4", template.AsLines, "")}, ""},
		"a mark":                     {[]template.Line{l("impact", "A1", template.AsCircle, "stopped"), l("impact", "A2", template.AsTick, "unknown")}, ""},
		"a mark without a choice":    {[]template.Line{l("impact", "A1", template.AsBox, "")}, "fault.template.option"},
		"a mark at no such choice":   {[]template.Line{l("impact", "A1", template.AsBox, "sometimes")}, "fault.template.option"},
		"未把握 where it cannot be":     {[]template.Line{l("form_kind", "A1", template.AsBox, "unknown")}, "fault.template.option"},
		"a mark of a text":           {[]template.Line{l("story", "A1", template.AsBox, "a")}, "fault.template.how"},
		"a choice of a text":         {[]template.Line{l("story", "A1", template.AsText, "a")}, "fault.template.option"},
		"no such sheet":              {[]template.Line{{Item: "story", Sheet: "別紙", Cell: "A1"}}, "fault.template.sheet"},
		"a sheet with a space":       {[]template.Line{{Item: "story", Sheet: "別紙 1", Cell: "A1"}}, ""},
		"no cell":                    {[]template.Line{l("story", "様式", template.AsText, "")}, "fault.template.cell"},
		"a column beyond":            {[]template.Line{l("story", "IW1", template.AsText, "")}, "fault.template.cell"},
		"a row beyond":               {[]template.Line{l("story", "A20001", template.AsText, "")}, "fault.template.cell"},
		"row 0":                      {[]template.Line{l("story", "A0", template.AsText, "")}, "fault.template.cell"},
		"a row with a sign":          {[]template.Line{l("story", "A+1", template.AsText, "")}, "fault.template.cell"},
		"a range of a text":          {[]template.Line{l("story", "A1:A3", template.AsText, "")}, "fault.template.cell"},
		"a range of two columns":     {[]template.Line{l("story", "A1:B3", template.AsLines, "")}, "fault.template.cell"},
		"a range upwards":            {[]template.Line{l("story", "A3:A1", template.AsLines, "")}, "fault.template.cell"},
		"what is merged":             {[]template.Line{l("story", "C1", template.AsText, "")}, "fault.template.merged"},
		"merged row by row":          {[]template.Line{l("story", "B10:B12", template.AsLines, "")}, ""},
		"lines over merged rows":     {[]template.Line{l("story", "B19:B21", template.AsLines, "")}, "fault.template.merged"},
		"lines from a merged middle": {[]template.Line{l("story", "B21:B24", template.AsLines, "")}, "fault.template.merged"},
		"a formula":                  {[]template.Line{l("story", "D5", template.AsText, "")}, "fault.template.formula"},
		"a formula among lines":      {[]template.Line{l("story", "D3:D9", template.AsLines, "")}, "fault.template.formula"},
		"twice":                      {[]template.Line{l("story", "A1", template.AsText, ""), l("response", "A1", template.AsText, "")}, "fault.template.twice"},
		"twice by lines":             {[]template.Line{l("story", "A1:A9", template.AsLines, ""), l("response", "A4", template.AsText, "")}, "fault.template.twice"},
		"joined":                     {[]template.Line{l("story", "A1", template.AsJoined, ""), l("response", "A1", template.AsJoined, "")}, ""},
		"joined with one that is no": {[]template.Line{l("story", "A1", template.AsJoined, ""), l("response", "A1", template.AsText, "")}, "fault.template.twice"},
	} {
		bad := template.Check(detailed, c.lines, shape)
		got := ""
		if len(bad) > 0 {
			got = bad[len(bad)-1].Code
		}
		if got != c.want || len(bad) > 1 || c.want != "" && bad[0].Line != c.lines[len(c.lines)-1] {
			t.Errorf("%s: %+v, want %q", name, bad, c.want)
		}
	}
}

func TestAMapIsReadAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	rows := []template.RawRow{
		{1, []string{"対応表(令和8年11月)"}}, {2, []string{"備考", "項目", "項目名", "セル", "シート", "書き方", "選択肢"}},
		{3, []string{"", "number", "整理番号", "'様式 1'!$c$3", "", "", ""}},
		{5, []string{"", "impact", "", "D4", "様式", "○", "stopped"}},
		{6, []string{"", "impact", "", "", "様式", "○", "none"}},
		{7, []string{"", "story", "", "様式！B10:B20", "別", "行ごと", "stopped"}},
		{8, []string{"", "story", "", "B1", "様式", "大きく", ""}},
		{9, []string{"x"}},
	}
	lines, bad, heads := template.Read(rows)
	want := []template.Line{
		{Row: 3, Item: "number", Sheet: "様式 1", Cell: "C3", How: template.AsText}, {Row: 5, Item: "impact", Sheet: "様式", Cell: "D4", How: template.AsCircle, Option: "stopped"},
		{Row: 7, Item: "story", Sheet: "様式", Cell: "B10:B20", How: template.AsLines},
	}
	if d := cmp.Diff(want, lines); d != "" || !heads {
		t.Error(d)
	}
	if len(bad) != 1 || bad[0].Line.Row != 8 || bad[0].Code != "fault.template.way" {
		t.Errorf("%+v", bad)
	}
	if _, _, heads := template.Read([]template.RawRow{{1, []string{"number", "様式!B3"}}}); heads {
		t.Error("a row is taken for headings")
	}
	if lines, _, _ := template.Read([]template.RawRow{{1, []string{"Item", "Cell", "How"}}, {2, []string{"number", "a!B3", "Day"}}}); len(lines) != 1 || lines[0].How != template.AsDay {
		t.Errorf("in English: %+v", lines)
	}
}

// Every map that is begun can be read again once cells are written into it, for every procedure.
func TestAMapThatIsBegunHasEveryItem(t *testing.T) {
	t.Parallel()
	if len(template.Procedures()) < 4 {
		t.Fatal("which procedures?")
	}
	for _, p := range template.Procedures() {
		raw := []template.RawRow{{N: 1}}
		for _, c := range template.Columns() {
			raw[0].Cells = append(raw[0].Cells, c.Label.Ja)
		}
		seen := map[string]bool{}
		for i, row := range template.Start(p) {
			seen[row[0]] = true
			row[2], row[3] = "別紙 1", fmt.Sprintf("A%d", i+2)
			raw = append(raw, template.RawRow{N: i + 2, Cells: row})
		}
		for _, f := range p.Form.Fields() {
			if f.Kind != form.Table && !seen[f.ID] {
				t.Errorf("%s: %s lacks", p.ID, f.ID)
			}
		}
		lines, bad, _ := template.Read(raw)
		if bad = append(bad, template.Check(p, lines, shape)...); len(bad) > 0 || len(lines) != len(raw)-1 {
			t.Errorf("%s: %d of %d lines, %+v", p.ID, len(lines), len(raw)-1, bad)
		}
		if len(template.Fill(lines, template.Example(p, "", "未把握", ident.Instant(1_800_000_000_000_000)))) < len(p.Form.Fields()) {
			t.Errorf("%s: the example leaves fields empty", p.ID)
		}
	}
}

// tabled is a procedure with everything that a form can ask.
var tabled = procedure.Procedure{ID: "report.detailed", Name: text.Both{Ja: "詳報"}, Form: form.Form{Steps: []form.Step{{Fields: []form.Field{
	{ID: "story", Kind: form.Area, Label: text.Both{Ja: "概要(任意)"}}, {ID: "kind", Kind: form.Choices, Options: []form.Option{{ID: "a", Label: text.Both{Ja: "甲"}}, {ID: "b", Label: text.Both{Ja: "乙"}}}},
	{ID: "level", Kind: form.Choice, Label: text.Both{Ja: "逸脱"}, Unknowable: true, Options: []form.Option{{ID: "yes", Label: text.Both{Ja: "あり"}}, {ID: "no", Label: text.Both{Ja: "なし"}}}},
	{ID: "at", Kind: form.Moment}, {ID: "on", Kind: form.Day}, {ID: "n", Kind: form.Count, Unknowable: true},
	{ID: "list", Kind: form.Table, Columns: []form.Field{{ID: "name", Kind: form.Line}, {ID: "state", Kind: form.Choice, Options: []form.Option{{ID: "x", Label: text.Both{Ja: "停止"}}}}}},
}}}}}

func TestWhatStandsInWhichCell(t *testing.T) {
	t.Parallel()
	one := func(texts ...string) form.Value { return form.Value{Texts: texts} }
	row := func(name, state string) form.Row {
		return form.Row{Cells: form.Values{"name": one(name), "state": one(state)}}
	}
	gone := row("消した行", "x")
	gone.Gone = true
	s := template.Source{
		Procedure: tabled, Number: "報-R8-2345-6789-A", ArrivedAt: ident.Instant(1_795_000_000_000_000), Unknown: "未把握",
		Filer: filing.FilerBlock{Name: "見本電力", Representative: party.Post{Title: "社長"}},
		Values: form.Values{
			"story": one("一\n二\n三"), "kind": one("a", "b"), "level": one("no"), "at": one("2026-11-24T09:05+09:00"), "on": one("2026-11-25"), "n": one("21"),
			"list": {Rows: []form.Row{row("端末1", "x"), gone, row("端末2", ""), row("端末3", "x")}},
		},
	}
	withheld := s
	withheld.Values = form.Values{"level": one("no")}
	withheld.Filer.Name = ""
	unknown := s
	unknown.Values = form.Values{"level": {Unknown: true}, "n": {Unknown: true}, "at": {Unknown: true}, "story": {Unknown: true}}
	say := func(lines []string, s template.Source) string {
		var list []template.Line
		for _, l := range lines {
			f := strings.Split(l, " ")
			list = append(list, template.Line{Item: f[0], Sheet: "様式", Cell: f[1], How: template.How(f[2]), Option: strings.Join(f[3:], "")})
		}
		var out []string
		for _, p := range template.Fill(list, s) {
			out = append(out, p.String()+"="+strings.ReplaceAll(p.Text, "\n", "/")+map[bool]string{true: "#"}[p.Number])
		}
		slices.Sort(out)
		return strings.Join(out, " ")
	}
	for _, c := range []struct {
		lines string
		of    template.Source
		want  string
	}{
		{"number A1 text;filer.name A2 text;filer.representative.title A3 text;procedure A4 text", s, "A1=報-R8-2345-6789-A A2=見本電力 A3=社長 A4=詳報"},
		{"at A1 day;at A2 time;on A3 day;on A4 text;n A5 number;n A6 text", s, "A1=令和8年11月24日 A2=09時05分 A3=令和8年11月25日 A4=令和8年11月25日 A5=21# A6=21"},
		{"at A1 text", s, "A1=令和8年11月24日 09時05分"},
		{"level A1 circle yes;level A2 circle no;level A3 tick unknown;kind B1 box a;kind B2 box b;kind B3 text", s, "A2=○ B1=■ B2=■ B3=甲、乙"},
		{"story A1:A4 lines;kind C1:C2 lines", s, "A1=一 A2=二 A3=三 C1=甲 C2=乙"},
		{"story A1:A2 lines", s, "A1=一 A2=二/三"},
		{"list.name A1:A5 lines;list.state B1:B5 lines", s, "A1=端末1 A2=端末2 A3=端末3 B1=停止 B3=停止"},
		{"list.name A1:A2 lines;list.state B1:B2 lines", s, "A1=端末1 A2=端末2/端末3 B1=停止 B2=/停止"},
		{"story A1 joined;level A1 joined;on B1 text", s, "A1=概要: 一/二/三/逸脱: なし B1=令和8年11月25日"},
		{"story A1 joined;level A1 joined;filer.name A2 text;kind B1 circle a;list.name C1:C3 lines;n D1 number", withheld, "A1=逸脱: なし"},
		{"level A1 circle yes;level A2 circle unknown;n A3 number;at A4 day;at A5 time;story A6:A8 lines;level B1 text", unknown, "A2=○ A3=未把握 A4=未把握 A5=未把握 A6=未把握 B1=未把握"},
		{"gone A1 text;story A1:B9 lines;story 9 text", s, ""},
	} {
		if got := say(strings.Split(c.lines, ";"), c.of); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.lines, got, c.want)
		}
	}
}
