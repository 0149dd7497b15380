package read

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"kanmin/internal/adapter/format/sheet"
)

// readCSV reads text. Its rows are counted as Excel counts them when it opens the file: a text that goes on in the next
// line is one row, an empty line is one too.
func readCSV(data []byte, out *sheet.Writer, confined []string) error {
	text, encoding, err := decode(data)
	if err != nil {
		return err
	}
	if err := out.Book(sheet.Book{Kind: sheet.CSV, Encoding: encoding, Confined: confined}); err != nil {
		return err
	}
	if err := out.Sheet(sheet.Sheet{}); err != nil {
		return err
	}
	if f := endless(text, comma(text)); f != nil {
		return f
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = comma(text), -1, true
	var t tally
	n, line := 0, 0 // the row and the line that ended last
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return unquoted(err, n, line)
		}
		start, _ := r.FieldPos(0)
		n += start - line
		line = start
		for _, v := range record {
			line += strings.Count(v, "\n")
		}
		row, err := rowOf(n, record)
		if err != nil {
			return err
		}
		if len(row.Cells) == 0 {
			continue
		}
		if f := t.add("", n, len(row.Cells)); f != nil {
			return f
		}
		if err := out.Row(row); err != nil {
			return err
		}
	}
}

// readLines reads text as lines, each a row of one cell: what parts its cells is no matter. An empty line is none.
func readLines(data []byte, out *sheet.Writer, confined []string) error {
	text, encoding, err := decode(data)
	if err != nil {
		return err
	}
	if err := out.Book(sheet.Book{Kind: sheet.Lines, Encoding: encoding, Confined: confined}); err != nil {
		return err
	}
	if err := out.Sheet(sheet.Sheet{}); err != nil {
		return err
	}
	t, n := tally{kind: sheet.Lines}, 0
	for line := range bytes.SplitSeq(text, []byte("\n")) {
		n++
		line = bytes.TrimRight(line, "\r")
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if len(line) > sheet.MaxText && utf8.RuneCount(line) > sheet.MaxText {
			return tooLong("", 1, n)
		}
		if f := t.add("", n, 1); f != nil {
			return f
		}
		if err := out.Row(sheet.Row{N: n, Cells: []sheet.Cell{{Col: 1, Text: string(line)}}}); err != nil {
			return err
		}
	}
	return nil
}

// endless finds a cell that is so long that reading it would only take room; its place is told as that of any other. What is less than
// twice too long, quotes and all, is left to rowOf.
func endless(text []byte, comma rune) *sheet.Fault {
	const most = 2*sheet.MaxText + 2
	row, col, start, quoted := 1, 1, 0, false
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] == '"' && (quoted || i == start) {
			if quoted && i+1 < len(text) && text[i+1] == '"' { // a quote that stands for itself
				i++
				continue
			}
			quoted = !quoted
		}
		if i < len(text) && (quoted || rune(text[i]) != comma && text[i] != '\n') {
			continue
		}
		if i-start > most && utf8.RuneCount(text[start:i]) > most {
			return tooLong("", col, row)
		}
		start, col = i+1, col+1
		if i < len(text) && text[i] == '\n' {
			row, col = row+1, 1
		}
	}
	return nil
}

func rowOf(n int, record []string) (sheet.Row, error) {
	row := sheet.Row{N: n}
	for i, v := range record {
		if v == "" {
			continue
		}
		if i >= sheet.MaxColumns {
			return row, tooWide("", i+1, n)
		}
		if len(v) > sheet.MaxText && utf8.RuneCountInString(v) > sheet.MaxText {
			return row, tooLong("", i+1, n)
		}
		row.Cells = append(row.Cells, sheet.Cell{Col: i + 1, Text: sheet.Unguard(v)})
	}
	return row, nil
}

// unquoted says at which row quotes do not close.
func unquoted(err error, n, line int) error {
	f := &sheet.Fault{Code: "fault.sheet.quotes", Row: n + 1}
	if e, ok := errors.AsType[*csv.ParseError](err); ok && e.StartLine > line {
		f.Row = n + e.StartLine - line
	}
	return f
}

// decode finds the encoding: what a mark at the beginning says, else UTF-8 if it is that, else CP932.
func decode(data []byte) ([]byte, string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		text, _, err := transform.Bytes(unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder(), data)
		if err != nil {
			return nil, "", damaged()
		}
		return checked(text, "UTF-16")
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		return checked(data[3:], "UTF-8")
	case utf8.Valid(data):
		return checked(data, "UTF-8")
	}
	text, _, err := transform.Bytes(japanese.ShiftJIS.NewDecoder(), data)
	if err != nil {
		return nil, "", damaged()
	}
	return checked(text, "CP932")
}

// checked refuses what is no text, with its line.
func checked(text []byte, encoding string) ([]byte, string, error) {
	at := bytes.IndexByte(text, 0)
	code := "fault.sheet.nul"
	if bad := firstBad(text); bad >= 0 && (at < 0 || bad < at) {
		at, code = bad, "fault.sheet.encoding"
	}
	if at < 0 {
		return text, encoding, nil
	}
	return nil, "", &sheet.Fault{Code: code, Row: 1 + bytes.Count(text[:at], []byte("\n"))}
}

// firstBad is where bytes stood that the encoding does not know; -1 when there are none.
func firstBad(text []byte) int {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError {
			return i
		}
		i += n
	}
	return -1
}

// comma is what parts the cells of the first line: Excel writes tabs into its "Unicode text".
func comma(text []byte) rune {
	line, _, _ := bytes.Cut(text, []byte("\n"))
	if bytes.Count(line, []byte("\t")) > bytes.Count(line, []byte(",")) {
		return '\t'
	}
	return ','
}
