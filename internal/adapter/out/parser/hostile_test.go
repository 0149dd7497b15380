package parser_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"strings"
	"testing"

	"kanmin/internal/adapter/format/sheet"
)

// part is one part of a book, written as it is asked for: large ones are never held.
type part struct {
	name  string
	write func(io.Writer)
}

func text(s string) func(io.Writer) {
	return func(w io.Writer) { _, _ = io.WriteString(w, s) }
}

func repeat(head, body string, n int, tail string) func(io.Writer) {
	return func(w io.Writer) {
		_, _ = io.WriteString(w, head)
		block := strings.Repeat(body, 1000)
		for range n / 1000 {
			_, _ = io.WriteString(w, block)
		}
		_, _ = io.WriteString(w, tail)
	}
}

const (
	main    = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	types   = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`
	rels    = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	bookRel = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`
	work    = `<workbook ` + main + ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="製品一覧" sheetId="1" r:id="rId1"/></sheets></workbook>`
	page    = `<worksheet ` + main + `><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>機器名</t></is></c></row></sheetData></worksheet>`
	strs    = `<sst ` + main + `><si><t>a</t></si></sst>`
)

// book is a small good book with some parts replaced or added.
func book(change ...part) func(io.Writer) {
	parts := []part{
		{"[Content_Types].xml", text(types)}, {"_rels/.rels", text(rels)}, {"xl/workbook.xml", text(work)}, {"xl/_rels/workbook.xml.rels", text(bookRel)},
		{"xl/worksheets/sheet1.xml", text(page)}, {"xl/sharedStrings.xml", text(strs)},
	}
	for _, c := range change {
		found := false
		for i := range parts {
			if parts[i].name == c.name {
				parts[i], found = c, true
			}
		}
		if !found {
			parts = append(parts, c)
		}
	}
	return func(w io.Writer) {
		z := zip.NewWriter(w)
		for _, p := range parts {
			f, err := z.Create(p.name)
			if err != nil {
				panic(err)
			}
			p.write(f)
		}
		if err := z.Close(); err != nil {
			panic(err)
		}
	}
}

func rows(inner string) part {
	return part{"xl/worksheets/sheet1.xml", text(`<worksheet ` + main + `><sheetData>` + inner + `</sheetData></worksheet>`)}
}

// patched is a file with its bytes changed.
func patched(file func(io.Writer), change func([]byte) []byte) func(io.Writer) {
	return func(w io.Writer) {
		var b bytes.Buffer
		file(&b)
		_, _ = w.Write(change(b.Bytes()))
	}
}

// overlapping makes every entry of the directory point to the first one's bytes.
func overlapping(b []byte) []byte {
	entry := []byte("PK\x01\x02")
	for at := bytes.Index(b, entry); at >= 0; {
		binary.LittleEndian.PutUint32(b[at+42:], 0)
		next := bytes.Index(b[at+4:], entry)
		if next < 0 {
			break
		}
		at += 4 + next
	}
	return b
}

func flagged(b []byte) []byte {
	for _, sign := range []struct {
		mark string
		at   int
	}{{"PK\x03\x04", 6}, {"PK\x01\x02", 8}} {
		b[bytes.Index(b, []byte(sign.mark))+sign.at] |= 1
	}
	return b
}

func ole(inside string) func(io.Writer) {
	return func(w io.Writer) {
		_, _ = w.Write([]byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1})
		_, _ = w.Write(make([]byte, 4096))
		for _, r := range inside {
			_, _ = w.Write([]byte{byte(r), 0})
		}
	}
}

func utf16(s string) []byte {
	b := []byte{0xff, 0xfe}
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return b
}

// hostile are files that nobody sends by mistake, and some that many do; each with the sentence it must get.
var hostile = map[string]struct {
	file  func(io.Writer)
	fault string
	place string
}{
	"a part that inflates to 80 MiB": {book(part{"xl/worksheets/sheet1.xml", repeat("", strings.Repeat(" ", 1024), 80<<10, "")}), "inflated", ""},
	"a picture that inflates":        {book(part{"xl/media/image1.png", repeat("", strings.Repeat("\x00", 1024), 80<<10, "")}), "inflated", ""},
	"entries that share their bytes": {patched(book(), overlapping), "bomb", ""},
	"ten million shared strings":     {book(part{"xl/sharedStrings.xml", repeat("<sst "+main+">", "<si/>", 10_000_000, "</sst>")}), "tags", ""},
	"many shared strings":            {book(part{"xl/sharedStrings.xml", repeat("<sst "+main+">", "<si><t>a</t></si>", 1_480_000, "</sst>")}), "tags", ""},
	"a DOCTYPE that reads a file":    {book(part{"xl/sharedStrings.xml", text(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sst ` + main + `><si><t>&e;</t></si></sst>`)}), "doctype", ""},
	"a DOCTYPE in UTF-16":            {book(part{"xl/sharedStrings.xml", text(string(utf16(`<!DOCTYPE x [<!ENTITY e "x">]>`)))}), "doctype", ""},
	"a DOCTYPE across a seam":        {book(part{"xl/sharedStrings.xml", repeat(strings.Repeat(" ", 32<<10-4), "", 0, `<!DOCTYPE x><sst/>`)}), "doctype", ""},
	"a billion laughs":               {book(part{"xl/workbook.xml", text(`<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>` + work)}), "doctype", ""},
	"a link to another book":         {book(part{"xl/externalLinks/externalLink1.xml", text("<externalLink/>")}), "links", ""},
	"macros":                         {book(part{"xl/vbaProject.bin", text("x")}), "macro", ""},
	"macros of Excel 4":              {book(part{"xl/macrosheets/sheet1.xml", text("<x/>")}), "macro", ""},
	"a password of the archive":      {patched(book(), flagged), "password", ""},
	"a password of Excel":            {ole("EncryptedPackage"), "password", ""},
	"an old book renamed":            {ole("Workbook"), "old", ""},
	"a binary book":                  {book(part{"xl/workbook.bin", text("x")}), "binary", ""},
	"a web page named .xls":          {text("\xef\xbb\xbf\n<html><table><tr><td>1</table>"), "web", ""},
	"a PDF":                          {text("%PDF-1.7"), "pdf", ""},
	"another archive": {func(w io.Writer) {
		z := zip.NewWriter(w)
		f, _ := z.Create("word/document.xml")
		text("x")(f)
		_ = z.Close()
	}, "other", ""},
	"nothing":               {text(""), "empty", ""},
	"an archive of nothing": {text("PK\x05\x06" + strings.Repeat("\x00", 18)), "other", ""},
	"two letters":           {text("PK"), "damaged", ""},
	"too many bytes":        {repeat("", strings.Repeat("x", 1024), 21<<10, ""), "bytes", ""},
	"too many parts": {func(w io.Writer) {
		z := zip.NewWriter(w)
		for i := range 3000 {
			_, _ = z.Create(fmt.Sprintf("xl/%d.xml", i))
		}
		_ = z.Close()
	}, "entries", ""},
	"65,536 columns":            {book(rows(`<row r="3"><c r="A3"><v>1</v></c><c r="CRXP3"><v>1</v></c></row>`)), "columns", "『製品一覧』シート CRXP3"},
	"257 columns":               {book(rows(`<row r="3"><c r="IW3"><v>1</v></c></row>`)), "columns", "『製品一覧』シート IW3"},
	"a row that comes twice":    {book(rows(`<row r="3"><c r="A3"><v>1</v></c></row><row r="3"><c r="A3"><v>2</v></c></row>`)), "damaged", ""},
	"a cell before the last":    {book(rows(`<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>2</v></c></row>`)), "damaged", ""},
	"a cell of another row":     {book(rows(`<row r="3"><c r="A9"><v>1</v></c></row>`)), "damaged", ""},
	"a row beyond the last":     {book(rows(`<row r="9999999"><c r="A9999999"><v>1</v></c></row>`)), "damaged", ""},
	"100,000 rows":              {book(part{"xl/worksheets/sheet1.xml", repeat("<worksheet "+main+"><sheetData>", "<row><c><v>1</v></c></row>", 100_000, "</sheetData></worksheet>")}), "rows", "『製品一覧』シート 20001行目"},
	"a text without end":        {book(rows(`<row r="2"><c r="B2" t="inlineStr"><is><t>` + strings.Repeat("長", 40_000) + `</t></is></c></row>`)), "text", "『製品一覧』シート B2"},
	"elements in elements":      {book(rows(strings.Repeat("<a>", 200_000) + strings.Repeat("</a>", 200_000))), "|damaged", ""},
	"no end":                    {book(part{"xl/worksheets/sheet1.xml", text("<worksheet " + main + "><sheetData><row>")}), "damaged", ""},
	"no sheets":                 {book(part{"xl/workbook.xml", text("<workbook " + main + "/>")}), "other", ""},
	"a sheet that is elsewhere": {book(part{"xl/_rels/workbook.xml.rels", text(strings.ReplaceAll(bookRel, "worksheets/sheet1.xml", "../../../../etc/passwd"))}), "damaged", ""},
	"a name that climbs":        {book(part{"../../x", text("x")}), "damaged", ""},
	"51 sheets":                 {book(part{"xl/workbook.xml", text("<workbook " + main + "><sheets>" + strings.Repeat(`<sheet name="a" sheetId="1"/>`, 51) + "</sheets></workbook>")}), "sheets", ""},
	"11,000 merged ranges":      {book(part{"xl/worksheets/sheet1.xml", repeat("<worksheet "+main+"><sheetData/><mergeCells>", `<mergeCell ref="A1:B1"/>`, 11_000, "</mergeCells></worksheet>")}), "merged", "『製品一覧』シート"},
	"a CSV of one long line":    {repeat("", "あ", 40_000, ""), "text", "A1"},
	"a CSV of 65,536 columns":   {repeat("", "a,", 65_536, "a\n"), "columns", "IW1"},
	"a CSV with NUL":            {text("a,b\n1,\x002\n"), "nul", "2行目"},
	"a CSV that does not close": {text("a,b\n\n\"x\ny\",1\n\"z,2\n"), "quotes", "4行目"},
	"a CSV in no encoding":      {text("a,b\n\x81\xff\xfe\xfd\n"), "encoding", "2行目"},
	"a CSV of 30,000 rows":      {repeat("", "a,b\n", 30_000, ""), "rows", "20001行目"},
}

// good is a book as the house itself writes it.
func good(n int) func(io.Writer) {
	return func(w io.Writer) {
		var lines iter.Seq[[]string] = func(yield func([]string) bool) {
			for i := range n {
				if !yield([]string{fmt.Sprint(i), "監視端末", "=1+1", "髙﨑𠮷"}) {
					return
				}
			}
		}
		if err := sheet.Write(w, sheet.Page{Name: "製品一覧", Columns: []sheet.Head{{Title: "番号"}, {Title: "機器名"}, {Title: "式"}, {Title: "氏名"}}, Rows: lines}); err != nil {
			panic(err)
		}
	}
}

func bytesOf(t testing.TB, file func(io.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	file(&b)
	return b.Bytes()
}
