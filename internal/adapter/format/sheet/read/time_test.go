package read_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/text"
)

// timed is a book with one number a row, each in a format; in one that counts from 1904 a day is 1,462 less.
func timed(t *testing.T, since1904 bool, list []timedCell) []byte {
	t.Helper()
	f := excelize.NewFile()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(f.SetSheetName("Sheet1", "点検"))
	check(f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &since1904}))
	check(f.SetCellStr("点検", "A1", "品名"))
	check(f.SetCellStr("点検", "B1", "日時"))
	check(f.SetCellStr("点検", "C1", "日"))
	for i, c := range list {
		if since1904 && c.serial > 1462 {
			c.serial -= 1462
		}
		id, err := f.NewStyle(&excelize.Style{CustomNumFmt: &c.format})
		if c.format == "" {
			id, err = f.NewStyle(&excelize.Style{NumFmt: c.builtIn})
		}
		check(err)
		check(f.SetCellStr("点検", fmt.Sprint("A", i+2), fmt.Sprint("品", i)))
		at := fmt.Sprint(map[bool]string{true: "C", false: "B"}[c.day], i+2)
		check(f.SetCellValue("点検", at, c.serial))
		check(f.SetCellStyle("点検", at, at, id))
	}
	var b bytes.Buffer
	check(f.Write(&b))
	return b.Bytes()
}

type timedCell struct {
	serial  float64
	format  string
	builtIn int
	day     bool   // it stands in the column of days, else of moments
	shown   string // what the reader of the sheet sees
	on      string // the day, with its time
	answer  string // what the form has, or why not
	fix     string
}

var timedCells = []timedCell{
	{serial: 46356.385416667, format: "yyyy/m/d h:mm", shown: "2026/11/30 9:15", on: "2026-11-30T09:15", answer: "2026-11-30T09:15+09:00"},
	{serial: 46356.385416667, format: `[$-411]ggge"年"m"月"d"日" h"時"mm"分"`, shown: "令和8年11月30日 9時15分", on: "2026-11-30T09:15", answer: "2026-11-30T09:15+09:00"},
	{serial: 46356.385416667, builtIn: 22, shown: "11/30/26 09:15", on: "2026-11-30T09:15", answer: "2026-11-30T09:15+09:00"},
	{serial: 46356.385416667, format: "h:mm", shown: "9:15", on: "2026-11-30T09:15", answer: "2026-11-30T09:15+09:00"}, // Excel keeps the day
	{serial: 46356.385416667, builtIn: 20, shown: "09:15", on: "2026-11-30T09:15", answer: "2026-11-30T09:15+09:00"},
	{serial: 46356.99999999, format: "yyyy/m/d h:mm", shown: "2026/12/1 0:00", on: "2026-12-01", answer: "fault.form.moment"},
	{serial: 46356.999837963, format: "yyyy/m/d h:mm:ss", shown: "2026/11/30 23:59:46", on: "2026-11-30T23:59:46", answer: "2026-11-30T23:59+09:00"},
	{serial: 0.385416666666667, format: "h:mm", shown: "9:15", answer: "sheet.clock.alone"},
	{serial: 0.385416666666667, format: "h:mm AM/PM", shown: "9:15 AM", answer: "sheet.clock.alone"},
	{serial: 0.385416666666667, format: `h"時"mm"分"`, shown: "9時15分", answer: "sheet.clock.alone"},
	{serial: 1.5, format: "[h]:mm", shown: "36:00", answer: "sheet.clock.alone"}, // a time that passed, the same in every book
	{serial: 46356.385416667, format: "General", shown: "46356.38542", answer: "fault.form.moment", fix: "2026-11-30 09:15"},
	{serial: 46356.99999, format: "General", shown: "46356.99999", answer: "fault.form.moment", fix: "2026-11-30 23:59"},
	{serial: 46356, format: "yyyy/m/d", day: true, shown: "2026/11/30", on: "2026-11-30", answer: "2026-11-30"},
	{serial: 46356.385416667, format: "yyyy/m/d", day: true, shown: "2026/11/30", on: "2026-11-30T09:15", answer: "fault.day.form", fix: "2026-11-30"},
	{serial: 46356, format: "General", day: true, shown: "46356", answer: "fault.day.form", fix: "2026-11-30"},
}

var timedForm = form.Form{ID: "check", Steps: []form.Step{{Fields: []form.Field{{ID: "list", Label: text.Both{Ja: "点検", En: "Checks"}, Kind: form.Table, Limit: 100, Columns: []form.Field{
	{ID: "item", Label: text.Both{Ja: "品名", En: "Item"}, Kind: form.Line, Limit: 40}, {ID: "at", Label: text.Both{Ja: "日時", En: "At"}, Kind: form.Moment}, {ID: "on", Label: text.Both{Ja: "日", En: "On"}, Kind: form.Day},
}}}}}}

// TestDaysAndTimesOfBothKindsOfBooks: the same days, whether a book counts them from 1900 or from 1904: as the sheet shows them, as the
// form takes them, and as the marked copy brings them again.
func TestDaysAndTimesOfBothKindsOfBooks(t *testing.T) {
	t.Parallel()
	for _, since1904 := range []bool{false, true} {
		_, book, f := reading(t, "", timed(t, since1904, timedCells))
		if f != nil {
			t.Fatal(f)
		}
		brought, err := formsheet.Bring(book)
		if err != nil {
			t.Fatal(err)
		}
		for round := range 2 {
			was, err := tabular.ReadBook(timedForm, brought.Grids, nil)
			if err != nil {
				t.Fatal(err)
			}
			answers := timedAnswers(was)
			for i, c := range timedCells {
				cell := book.Sheets[0].Rows[i+1].Cells[1]
				shown := c.shown
				if since1904 && c.format == "General" {
					shown = cell.Text // the number that the other kind of book has
				}
				if d := cmp.Diff([]string{shown, c.on, c.answer, c.fix}, []string{cell.Text, cell.On, answers[i][0], answers[i][1]}); d != "" {
					t.Errorf("1904 %v, round %d, %v in %q%d: %s", since1904, round, c.serial, c.format, c.builtIn, d)
				}
			}
			if round == 0 {
				brought = marked(t, brought, was)
			}
		}
		mended, n := tabular.Mend(brought.Grids[0], mustRead(t, brought.Grids[0]).Layout, mustRead(t, brought.Grids[0]).Faults, tabular.Serial)
		if left := mustRead(t, mended); n != 4 || len(left.Faults) != 5 {
			t.Errorf("1904 %v: one press mended %d, %d are left", since1904, n, len(left.Faults))
		}
	}
}

// timedAnswers are the answer, or the fault, of each row, and what would mend it.
func timedAnswers(b tabular.Book) (list [][2]string) {
	faults := map[int]tabular.Fault{}
	for _, f := range b.Faults() {
		faults[f.Row] = f
	}
	for _, l := range b.Tables[0].Reading.Lines {
		one := [2]string{l.Cells["at"].Text() + l.Cells["on"].Text()}
		if f, bad := faults[l.Row]; bad {
			one = [2]string{f.Code, f.Fix.To}
		}
		list = append(list, one)
	}
	return list
}

func mustRead(t *testing.T, g tabular.Grid) tabular.Reading {
	t.Helper()
	b, err := tabular.ReadBook(timedForm, []tabular.Grid{g}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b.Tables[0].Reading
}

// marked is what the marked copy of a file says when it is sent again.
func marked(t *testing.T, b formsheet.Brought, read tabular.Book) formsheet.Brought {
	t.Helper()
	var out bytes.Buffer
	err := formsheet.Marked(&out, b.Grids, read, formsheet.Reader{Note: "直すところ", Label: func(f form.Field) string { return f.Label.Ja }, Why: func(f fault.Field) string { return f.Code }})
	if err != nil {
		t.Fatal(err)
	}
	_, again, f := reading(t, sheet.XLSX, out.Bytes())
	if f != nil {
		t.Fatal(f)
	}
	next, err := formsheet.Bring(again)
	if err != nil {
		t.Fatal(err)
	}
	return next
}

// TestADayStoredInWords: some programs store a day as a text of ISO 8601 (t="d").
func TestADayStoredInWords(t *testing.T) {
	t.Parallel()
	data := edited(t, timed(t, true, []timedCell{{serial: 46356, format: "yyyy/m/d"}, {serial: 46357, format: "h:mm"}, {serial: 46358, format: "h:mm"}}), func(name, s string) string {
		if name != "xl/worksheets/sheet1.xml" {
			return s
		}
		for i, v := range []string{"2026-11-30T00:00:00.000", "2026-11-30T09:15:00Z", "noon"} {
			from := fmt.Sprintf(`<c r="B%d"`, i+2)
			s = replaceCell(t, s, from, from+` t="d"><v>`+v+`</v></c>`)
		}
		return s
	})
	_, b, f := reading(t, "", data)
	if f != nil {
		t.Fatal(f)
	}
	var got []string
	for _, r := range b.Sheets[0].Rows[1:] {
		got = append(got, r.Cell(2).Text+"|"+r.Cell(2).On)
	}
	if d := cmp.Diff([]string{"2026-11-30|2026-11-30", "2026-11-30 09:15|2026-11-30T09:15", "noon|"}, got); d != "" {
		t.Error(d)
	}
}

// replaceCell replaces a cell, from what it begins with to its end.
func replaceCell(t *testing.T, s, from, with string) string {
	t.Helper()
	at := strings.Index(s, from)
	if at < 0 {
		t.Fatalf("no %s in %s", from, s)
	}
	end := at + strings.Index(s[at:], "</c>") + len("</c>")
	return s[:at] + with + s[end:]
}
