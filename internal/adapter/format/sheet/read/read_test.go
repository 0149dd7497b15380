package read_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/japanese"

	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/format/sheet/read"
)

var update = flag.Bool("update", false, "rewrite golden files")

// reading reads a file as the child does and gives its answer as it goes over the pipe.
func reading(t testing.TB, kind sheet.Kind, data []byte) (answer string, b sheet.Book, f *sheet.Fault) {
	t.Helper()
	var out bytes.Buffer
	f, err := read.Read(kind, bytes.NewReader(data), sheet.NewWriter(&out), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer = out.String()
	b, err = sheet.Collect(&out)
	if told, ok := errors.AsType[*sheet.Fault](err); err != nil && (!ok || told.Code != f.Code) {
		t.Fatalf("the answer does not say what was found: %v, %v", err, f)
	}
	return answer, b, f
}

// office is a book as an office makes it: dates in three forms, numbers with leading zeros, a formula, an error,
// merged cells, a hidden row, a hidden sheet, a name with its reading.
func office(t *testing.T, date1904 bool) []byte {
	t.Helper()
	f := excelize.NewFile()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(f.SetSheetName("Sheet1", "製品一覧"))
	check(f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &date1904}))
	style := func(format string) int {
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		check(err)
		return id
	}
	era, western, zeros, percent := style(`[$-411]ggge"年"m"月"d"日"`), style("yyyy/m/d"), style("0000000000000"), style("0.0%")
	for at, v := range map[string]any{
		"A1": "製品一覧(令和8年度)", "A3": "機器名", "B3": "導入日", "C3": "法人番号", "D3": "割合", "E3": "台数",
		"A4": "監視端末 髙﨑𠮷", "B4": 46356, "C4": 123456789012, "D4": 0.125, "E4": 3,
		"A5": "=HYPERLINK", "B5": 46356.385416667, "C5": 1234567890123, "E5": true,
		"A6": "R9.2.30", "B6": 0.5, "D6": 0.1 + 0.2, "E6": -5,
	} {
		check(f.SetCellValue("製品一覧", at, v))
	}
	for at, id := range map[string]int{"B4": era, "B5": western, "B6": western, "C4": zeros, "C5": zeros, "D4": percent} {
		check(f.SetCellStyle("製品一覧", at, at, id))
	}
	check(f.SetCellFormula("製品一覧", "E7", "SUM(E4:E4)"))
	check(f.MergeCell("製品一覧", "A1", "E1"))
	check(f.SetRowVisible("製品一覧", 5, false))
	_, err := f.NewSheet("控え")
	check(err)
	check(f.SetCellRichText("控え", "B2", []excelize.RichTextRun{{Text: "太い"}, {Text: "細い"}}))
	check(f.SetSheetVisible("控え", false))
	var b bytes.Buffer
	check(f.Write(&b))
	return edited(t, b.Bytes(), func(name, s string) string {
		switch name {
		case "xl/worksheets/sheet1.xml": // what the formula last gave, and an error
			s = strings.Replace(s, "<f>SUM(E4:E4)</f>", "<f>SUM(E4:E4)</f><v>3</v>", 1)
			return strings.Replace(s, `<row r="7">`, `<row r="7"><c r="D7" t="e"><f>1/0</f><v>#DIV/0!</v></c>`, 1)
		case "xl/sharedStrings.xml": // a name with its reading
			return strings.Replace(s, "<t>機器名</t>", `<t>機器名</t><rPh sb="0" eb="3"><t>キキメイ</t></rPh>`, 1)
		}
		return s
	})
}

// edited changes the parts of a book.
func edited(t *testing.T, data []byte, change func(name, text string) string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, change(f.Name, string(text))); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestABookOfAnOffice(t *testing.T) {
	t.Parallel()
	for _, date1904 := range []bool{false, true} {
		answer, _, f := reading(t, "", office(t, date1904))
		if f != nil {
			t.Fatal(f)
		}
		path := filepath.Join("testdata", fmt.Sprintf("office-%v.jsonl", date1904))
		if *update {
			if err := os.WriteFile(path, []byte(answer), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path) //nolint:gosec // the test's own
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), answer); d != "" {
			t.Error(d)
		}
	}
}

// hard are texts that a table tends to change.
var hard = []string{"'=1+1", "''", "=1+1", "+81-3", "-", "@SUM(A1)", "＝cmd|' /C calc'!A0", "'それ", "\tx", "a\nb", "a\r\nb", `"q",`, "𠮷髙﨑", "<&>", "_x0041_", "0012", " 空白 ", "1", "2026-11-30", strings.Repeat("長", sheet.MaxText)}

func lines(yield func([]string) bool) {
	for _, v := range hard {
		if !yield([]string{v, "", "右"}) {
			return
		}
	}
}

func TestWhatWeWriteIsReadAgainUnchanged(t *testing.T) {
	t.Parallel()
	page := sheet.Page{Name: "製品一覧", Lead: []string{"記入のしかた"}, Columns: []sheet.Head{{Title: "機器名", Hint: "例: 監視端末"}, {Title: "種類", List: []string{"A", "B,\"", "該当なし"}}, {Title: "id", Hidden: true}}, Rows: lines}
	var b bytes.Buffer
	if err := sheet.Write(&b, page); err != nil {
		t.Fatal(err)
	}
	_, book, f := reading(t, sheet.XLSX, b.Bytes())
	if f != nil {
		t.Fatal(f)
	}
	if len(book.Sheets) != 2 || !book.Sheets[1].Hidden || book.Sheets[0].Rows[1].Cells[1].Text != "種類" {
		t.Fatalf("%+v", book.Sheets)
	}
	for i, row := range book.Sheets[0].Rows[2:] {
		want := strings.ReplaceAll(hard[i], "\r\n", "\n") // XML knows one end of a line
		if c := row.Cell(1); strings.ReplaceAll(c.Text, "\r\n", "\n") != want || c.Formula || row.Cell(3).Text != "右" {
			t.Errorf("row %d: %q, want %q", row.N, c.Text, want)
		}
	}
	x, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal("another program cannot read it:", err)
	}
	rules, err := x.GetDataValidations("製品一覧")
	if err != nil || len(rules) != 2 {
		t.Errorf("%d validations, %v", len(rules), err)
	}
}

func TestACSVOfOursIsSafeAndComesBackUnchanged(t *testing.T) {
	t.Parallel()
	page := sheet.Page{Name: "製品一覧", Columns: []sheet.Head{{Title: "機器名"}, {Title: "種類"}}, Rows: lines}
	var c bytes.Buffer
	if f, ok := errors.AsType[*sheet.Fault](sheet.WriteCSV(io.Discard, sheet.CP932, page)); !ok || f.Code != "fault.sheet.unwritable" || f.Row != 14 || f.Col != 1 {
		t.Errorf("CP932 has no 𠮷, and it is not said: %v", f)
	}
	if err := sheet.WriteCSV(&c, sheet.UTF8, page); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(strings.TrimPrefix(c.String(), "\ufeff")) {
		if strings.ContainsAny(strings.Trim(line, `"`)[:1], "=+-@") || strings.HasPrefix(line, "＝") {
			t.Errorf("a spreadsheet would calculate %q", line)
		}
	}
	_, again, f := reading(t, sheet.CSV, c.Bytes())
	if f != nil {
		t.Fatal(f)
	}
	brought, err := formsheet.Bring(again)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range again.Sheets[0].Rows[1:] {
		if got := brought.Grids[0].Rows[row.N-1][0]; got != strings.ReplaceAll(hard[i], "\r\n", "\n") {
			t.Errorf("CSV row %d: %q, want %q", row.N, got, hard[i])
		}
	}
}

func TestCSVInEveryEncoding(t *testing.T) {
	t.Parallel()
	const text = "機器名,氏名\r\n\r\n\"監視\r\n端末\",髙﨑①㈱\r\n"
	cp932, err := japanese.ShiftJIS.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wide := []byte{0xff, 0xfe}
	for _, r := range strings.ReplaceAll(text, ",", "\t") {
		wide = append(wide, byte(r), byte(r>>8)) //nolint:gosec // two bytes of UTF-16
	}
	for encoding, data := range map[string][]byte{"UTF-8": []byte(text), "UTF-8 with BOM": []byte("\ufeff" + text), "CP932": []byte(cp932), "UTF-16": wide} {
		_, b, f := reading(t, "", data)
		if f != nil {
			t.Fatalf("%s: %v", encoding, f)
		}
		rows := b.Sheets[0].Rows
		if !strings.HasPrefix(encoding, b.Encoding) || len(rows) != 2 || rows[1].N != 3 || rows[1].Cell(1).Text != "監視\n端末" || rows[1].Cell(2).Text != "髙﨑①㈱" || rows[0].Cell(1).Text != "機器名" {
			t.Errorf("%s: %s %+v", encoding, b.Encoding, rows)
		}
	}
}

// TestACellThatNeverEndsIsNamed: also where quotes, commas and lines stand in the cells before it, and whatever parts them.
func TestACellThatNeverEndsIsNamed(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("長", 200_000)
	for text, want := range map[string]string{
		"a,b\n\"x,\"\"y\n\"\",z\",1\n3," + long: "B3",
		"a\tb\tc\n1\t2,3\t\"" + long + "\"\n":   "C2",
		long:                                    "A1", "a,\"" + long + "\",c\r\n1,2,3\r\n": "B1", "a,b\r\n\r\n1,2" + long: "B3",
		"a,b\n\"never closed " + strings.Repeat("x,\n", 60_000): "A2",
	} {
		_, _, f := reading(t, sheet.CSV, []byte(text))
		if f == nil || f.Code != "fault.sheet.text" || sheet.Address(f.Col, f.Row) != want {
			t.Errorf("%.20q: %v, want %s", text, f, want)
		}
	}
}

// FuzzRead: whatever comes, there is one answer with an end, within the bounds.
func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if err := sheet.Write(&b, sheet.Page{Name: "a", Columns: []sheet.Head{{Title: "b"}}, Rows: slices.Values([][]string{{"1"}})}); err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{b.Bytes(), []byte("a,b\n\"c\nd\",1\n"), []byte("PK"), []byte("\xff\xfea\x00"), []byte("\x81\x40,\x82\n")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		_, book, fault := reading(t, "", data)
		if fault != nil {
			return
		}
		for _, s := range book.Sheets {
			last := 0
			for _, r := range s.Rows {
				if r.N <= last || len(r.Cells) == 0 {
					t.Fatalf("row %d after %d with %d cells", r.N, last, len(r.Cells))
				}
				last = r.N
			}
		}
	})
}
