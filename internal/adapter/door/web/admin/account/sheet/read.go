package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/unicode/norm"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/register"
)

// Bounds of what is read here; the sheet itself is bounded by register.IntakeRows.
const (
	fileLimit   = 2 << 20
	columnLimit = 100
	headRows    = 10 // titles and notes may come before the headings
	pageName    = "組織一覧"
)

// read finds the table of organisations in what was uploaded or pasted: UTF-8 with or without its mark, or CP932, separated by
// commas, or by tabs as a spreadsheet copies. Columns may stand in any order; strange are the headings that nobody asked for.
func read(data []byte) (g register.Grid, strange []string, err error) {
	text, err := decode(data)
	if err != nil {
		return g, nil, err
	}
	rows, err := split(text)
	if err != nil {
		return g, nil, err
	}
	head := -1
	best := map[string]int{}
	for i, r := range rows[:min(len(rows), headRows)] {
		if at := headings(r.cells); len(at) > len(best) {
			best, head = at, i
		}
	}
	if best["name"] == 0 || best["kind"] == 0 {
		return g, nil, fault.New(fault.Invalid, "fault.intake.heads", nil)
	}
	g = register.Grid{Columns: best}
	for _, c := range rows[head].cells {
		if strings.TrimSpace(c) != "" && field(c) == "" {
			strange = append(strange, c)
		}
	}
	for _, r := range rows[head+1:] {
		row := register.GridRow{N: r.n, Cells: map[string]string{}}
		for id, col := range best {
			if col <= len(r.cells) && strings.TrimSpace(r.cells[col-1]) != "" {
				row.Cells[id] = r.cells[col-1]
			}
		}
		if len(row.Cells) > 0 {
			g.Rows = append(g.Rows, row)
		}
	}
	if len(g.Rows) == 0 {
		return g, strange, fault.New(fault.Invalid, "fault.intake.empty", nil)
	}
	return g, strange, nil
}

func decode(data []byte) (string, error) {
	if len(data) > fileLimit {
		return "", fault.New(fault.Exceeded, "fault.body.large", fault.Args{"limit": strconv.Itoa(fileLimit)})
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) {
		return "", fault.New(fault.Invalid, "fault.intake.book", nil)
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	text, err := japanese.ShiftJIS.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "", fault.New(fault.Invalid, "fault.intake.encoding", nil)
	}
	return string(text), nil
}

type line struct {
	n     int
	cells []string
}

func split(text string) (rows []line, err error) {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	if first, _, _ := strings.Cut(text, "\n"); strings.Contains(first, "\t") {
		r.Comma = '\t'
	}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			n, _ := r.FieldPos(0)
			return nil, fault.New(fault.Invalid, "fault.intake.line", fault.Args{"n": strconv.Itoa(n)})
		}
		if len(cells) > columnLimit || len(rows) > register.IntakeRows+headRows {
			return nil, fault.New(fault.Invalid, "fault.intake.rows", fault.Args{"limit": strconv.Itoa(register.IntakeRows)})
		}
		n, _ := r.FieldPos(0)
		rows = append(rows, line{n, cells})
	}
}

// headings says in which column, from 1, each known field stands.
func headings(cells []string) map[string]int {
	at := map[string]int{}
	for i, c := range cells {
		if id := field(c); id != "" && at[id] == 0 {
			at[id] = i + 1
		}
	}
	return at
}

// field is the field whose heading a cell is, in either language, or its id.
func field(heading string) string {
	h := fold(heading)
	i := slices.IndexFunc(register.IntakeFields(), func(f form.Field) bool {
		return h != "" && (h == fold(f.Label.Ja) || h == fold(f.Label.En) || h == f.ID)
	})
	if i < 0 {
		return ""
	}
	return register.IntakeFields()[i].ID
}

func fold(s string) string {
	s = norm.NFKC.String(s)
	for _, mark := range []string{"(必須)", "(任意)", "【必須】", "【任意】", "*", "※"} {
		s = strings.ReplaceAll(s, mark, "")
	}
	return strings.ToLower(strings.Join(strings.Fields(s), ""))
}

// template is the sheet to fill in: headings and one example.
func template() []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	var heads, example []string
	for _, f := range register.IntakeFields() {
		title, value := f.Label.Ja, f.Example.Ja
		if f.Needed {
			title += "(必須)"
		}
		if f.ID == "kind" {
			value = f.Options[0].Label.Ja
		}
		heads, example = append(heads, title), append(example, value)
	}
	_ = w.Write(heads) // into memory
	_ = w.Write(example)
	w.Flush()
	return b.Bytes()
}
