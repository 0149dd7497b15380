package api_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"kanmin/internal/adapter/door/api"
)

const (
	mainNS = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relNS  = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	packNS = `http://schemas.openxmlformats.org/package/2006/`
)

// excelled is a book as Excel writes it: a list, and a sheet that is hidden. rows and after are of the list.
func excelled(t *testing.T, rows, after string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{
		"[Content_Types].xml":        `<Types xmlns="` + packNS + `content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"_rels/.rels":                `<Relationships xmlns="` + packNS + `relationships"><Relationship Id="rId1" Type="` + relNS + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="` + packNS + `relationships"><Relationship Id="rId1" Type="` + relNS + `/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="` + relNS + `/worksheet" Target="worksheets/sheet2.xml"/></Relationships>`,
		"xl/workbook.xml":            `<workbook ` + mainNS + ` xmlns:r="` + relNS + `"><sheets><sheet name="製品一覧" sheetId="1" r:id="rId1"/><sheet name="前回の控え" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml":   `<worksheet ` + mainNS + `><sheetData><row r="1">` + words("メーカー", "製品名", "台数") + `</row>` + rows + `</sheetData>` + after + `</worksheet>`,
		"xl/worksheets/sheet2.xml":   `<worksheet ` + mainNS + `><sheetData><row r="1">` + words("メーカー", "製品名", "台数") + `</row><row r="2">` + words("隠れた", "製品", "1") + `</row></sheetData></worksheet>`,
	} {
		f, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(f, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func words(list ...string) string {
	var b strings.Builder
	for _, s := range list {
		b.WriteString(`<c t="inlineStr"><is><t>` + s + `</t></is></c>`)
	}
	return b.String()
}

// bad is one kind of bad input: the file and what is said of it, or the test that has it.
type bad struct {
	what   string
	file   string
	status int
	says   []string
	at     string // "file: name of the test"; each is looked for, so that none goes away in silence
}

// badInputs is everything bad that the page kit must answer in words: the place, and the bound where one was passed.
func badInputs(t *testing.T) []bad {
	t.Helper()
	const heads = "メーカー,製品名,台数,導入日\n"
	row := func(cells string) string { return excelled(t, `<row r="2">`+cells+`</row>`, "") }
	return []bad{
		{what: "65,536 columns of a CSV", file: strings.Repeat("a,", 65_536) + "a\n", status: 422, says: []string{"IW1", "256"}},
		{what: "65,536 columns of a book", file: row(`<c r="CRXP2"><v>1</v></c>`), status: 422, says: []string{"『製品一覧』シート CRXP2", "256"}},
		{what: "merged cells, a hidden sheet, a formula", file: excelled(t, `<row r="2">`+words("富士通", "PRIMERGY")+`<c><f>1+2</f><v>3</v></c></row>`, `<mergeCells><mergeCell ref="A2:A3"/></mergeCells>`),
			status: 200, says: []string{`"new":1`, `"sheets":["前回の控え"]`, `"formulas":1`, `"merged":1`}},
		{what: "a formula that came to nothing, of a CSV", file: heads + "a,b,#REF!,\n", status: 422, says: []string{"C2"}},
		{what: "a formula that came to nothing, of a book", file: row(words("富士通", "A") + `<c t="e"><f>1/0</f><v>#DIV/0!</v></c>`), status: 422, says: []string{"『製品一覧』シート C2"}},
		{what: "R9.2.30", file: heads + "a,b,1,R9.2.30\n", status: 422, says: []string{"D2", "2027-02-28"}},
		{what: "100,000 rows", file: heads + strings.Repeat("a,b,1,\n", 100_000), status: 422, says: []string{"20001行目", "20,000"}},
		{what: "rows over the table's own bound", file: heads + strings.Repeat("a,b,1,\n", 201), status: 422, says: []string{"200行"}},
		{what: "a CSV of one line, as long as a file may be", file: heads + strings.Repeat("a", 20<<20-len(heads)), status: 422, says: []string{"A2", "32,767"}},
		{what: "a text of a cell that never ends", file: heads + strings.Repeat("長", 40_000), status: 422, says: []string{"A2", "32,767"}},
		{what: "=cmd|… and full-width ＝ where a text belongs", file: heads + "\"=cmd|' /C calc'!A0\",＝1+1,1,\n", status: 200, says: []string{`"new":1`}},
		{what: "=cmd|… where a number belongs", file: heads + "a,b,=cmd|' /C calc'!A0,\n", status: 422, says: []string{"C2"}},
		{what: "an old book renamed", file: "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 4096) + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", status: 422, says: []string{".xlsx"}},
		{what: "a page of the web", file: "<html><table><tr><td>1</table>", status: 422, says: []string{"Web"}},
		{what: "a table of something else", file: "日付,金額\n1,2\n", status: 422, says: []string{"見つかりませんでした"}},
		{what: "a book cut off in the middle", file: excelled(t, "", "")[:700], status: 422, says: []string{"最後まで読み取れませんでした"}},
		{what: "a CSV with a line of 1 GB", at: "draft_sheet_bad_test.go: TestALineOfAGigabyteIsNotReadToItsEnd"},
		{what: "two uploads of one file at once", at: "draft_sheet_bad_test.go: TestTwoUploadsOfOneFileAtOnce"},
		{what: "=cmd|… and full-width ＝ in what goes out", at: "draft_sheet_test.go: nothing of it is calculated"},
		{what: "a browser that goes back and forth and back", at: "../../../../web/e2e/excel.spec.mjs: a browser that goes back and forth and back brings a file in once and loses nothing"},
		{what: "zip bombs, overlapping entries, 10⁷ shared strings, XXE, links, macros, encrypted, renamed, truncated at each KB", at: "../../out/parser/parser_test.go: func TestHostileFilesGetAClearAnswer"},
		{what: "days and times in every format, and since 1904", at: "../../format/sheet/read/time_test.go: func TestDaysAndTimesOfBothKindsOfBooks"},
	}
}

func TestEveryBadInputOfTheKitIsAnswered(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.products(t) + "/sheet"
	for _, one := range badInputs(t) {
		if one.at != "" {
			file, name, _ := strings.Cut(one.at, ": ")
			if source, err := os.ReadFile(file); err != nil || !strings.Contains(string(source), name) {
				t.Errorf("%s: %s has no %q (%v)", one.what, file, name, err)
			}
			continue
		}
		r := h.do("operator-filer", "POST", at+"/check", one.file, "Content-Type", "application/octet-stream")
		if r.status != one.status {
			t.Errorf("%s: %d, want %d: %.300s", one.what, r.status, one.status, r.body)
		}
		if r.has(t, one.what, one.says...); strings.Contains(r.body, "隠れた") {
			t.Errorf("%s: a hidden sheet was read: %s", one.what, r.body)
		}
	}
}

// endless is one line that goes on; it counts what was taken of it.
type endless struct{ left, taken int }

func (e *endless) Read(p []byte) (int, error) {
	n := min(len(p), e.left)
	if n == 0 {
		return 0, io.EOF
	}
	for i := range n {
		p[i] = 'a'
	}
	e.left, e.taken = e.left-n, e.taken+n
	return n, nil
}

// What is too long is refused where the limit is, however much there is behind it.
func TestALineOfAGigabyteIsNotReadToItsEnd(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.products(t) + "/sheet"
	body := &endless{left: 1 << 30}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://localhost"+api.Prefix+"/"+at+"/check", body)
	r.ContentLength = -1 // it does not say how much comes
	r.Header.Set("Authorization", "Bearer operator-filer")
	r.Header.Set("Content-Type", "application/octet-stream")
	w := httptest.NewRecorder()
	h.door.ServeHTTP(w, r)
	if w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), "20971521") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if body.taken > 21<<20 {
		t.Errorf("%d bytes were read", body.taken)
	}
}

// Two send one file at once: it comes in once, and the second is told that the draft has changed, or that nothing differs.
func TestTwoUploadsOfOneFileAtOnce(t *testing.T) { both(t, twoUploads) }

func twoUploads(t *testing.T, h *house) {
	at := h.products(t) + "/sheet"
	file := table(t, columns, []string{"", "PRIMERGY 1", "富士通", "", "3"}, []string{"", "PRIMERGY 2", "富士通", "", "4"})
	answers := make([]reply, 4)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			answers[i] = h.send("operator-filer", "POST", at, file, "Content-Type", "application/octet-stream", "Idempotency-Key", "one-file-at-once-"+string(rune('a'+i)))
		})
	}
	all.Wait()
	taken := 0
	for _, r := range answers {
		switch {
		case r.status == 200 && strings.Contains(r.body, `"taken":2`):
			taken++
		case r.status == 200 && strings.Contains(r.body, `"taken":0`), r.status == 409 && strings.Contains(r.body, "fault.draft.moved"):
		default:
			t.Errorf("%d %s", r.status, r.body)
		}
	}
	if taken != 1 {
		t.Errorf("taken over %d times", taken)
	}
	h.file("operator-filer", at+"/check", file, 200).has(t, "afterwards", `"new":0,"changed":0,"same":2,"gone":0`)
}
