package api_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"
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

// What a file has that it should not is told in words: the place, and the bound where one was passed.
func TestBadSheetsAreAnsweredInWords(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.products(t) + "/sheet"
	heads := "メーカー,製品名,台数,導入日\n"
	for name, one := range map[string]struct{ file, says string }{
		"a row that is over the table's":  {heads + strings.Repeat("a,b,1,\n", 201), "200行"},
		"rows over the reader's":          {heads + strings.Repeat("a,b,1,\n", 100_000), "20,000"},
		"columns over the reader's":       {strings.Repeat("a,", 65_536) + "a\n", "IW1"},
		"a text that never ends":          {heads + strings.Repeat("長", 40_000), "32,767"},
		"a day that there is not":         {heads + "a,b,1,R9.2.30\n", "2027-02-28"},
		"a formula that came to nothing":  {heads + "a,b,#REF!,\n", "C2"},
		"an old book renamed":             {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 4096) + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", ".xlsx"},
		"a page of the web":               {"<html><table><tr><td>1</table>", "Web"},
		"a table of something else":       {"日付,金額\n1,2\n", "見つかりませんでした"},
		"a formula of Excel's, no value":  {excelled(t, `<row r="2">`+words("富士通", "A")+`<c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`, ""), "『製品一覧』シート C2"},
		"a book cut off in the middle":    {excelled(t, "", "")[:700], "最後まで読み取れませんでした"},
		"a cell that would be calculated": {heads + "\"=cmd|' /C calc'!A0\",＝1+1,x,\n", "C2"}, // the first two are texts; the third is no number
	} {
		r := h.file("operator-filer", at+"/check", one.file, 422)
		if r.has(t, name, one.says); strings.Contains(r.body, "隠れた") {
			t.Errorf("%s: a hidden sheet was read: %s", name, r.body)
		}
	}
	odd := excelled(t, `<row r="2">`+words("富士通", "PRIMERGY")+`<c><f>1+2</f><v>3</v></c></row>`, `<mergeCells><mergeCell ref="A2:A3"/></mergeCells>`)
	h.file("operator-filer", at+"/check", odd, 200).has(t, "what is said of an odd book", `"new":1`, `"sheets":["前回の控え"]`, `"formulas":1`, `"merged":1`)
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
