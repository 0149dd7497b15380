package harness

import (
	"archive/zip"
	"encoding/csv"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"
)

// sheets are addresses that hand out tables.
var sheets = regexp.MustCompile(`csv|xlsx|\{format\}|/exports?$|/(content|sheet|excel)/\{file\}`)

// sheetless are those that do so nowhere in the scene, and where their tables are tried.
var sheetless = map[string]string{
	"GET /exports":        "the list of orders, no table",
	"GET /api/v1/exports": "the list of orders, no table",
}

// No table that leaves by any door has a cell that a spreadsheet would calculate, though what was filed begins with = + - @ in either
// width. The doors come from the route table: a later one that hands out a table comes under this, or fails for not having been tried.
func TestNoTableCalculates(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	guarded := 0
	for _, r := range h.bind() {
		if r.method != http.MethodGet || !sheets.MatchString(r.path) {
			continue
		}
		tables := 0
		for _, p := range h.people {
			for i, c := range h.calls(r, p) {
				if i > 12 || !h.serves(p, c) {
					continue
				}
				a := h.ask(c)
				bad, held, is := calculates(h.do(p, a))
				if is {
					tables++
				}
				guarded += held
				if bad != "" {
					t.Errorf("%s as %s: a spreadsheet calculates %q", a, p.called(), bad)
				}
			}
		}
		if why := sheetless[r.Pattern]; (tables == 0) != (why != "") {
			t.Errorf("%s: %d tables were looked at (%s)", r.Pattern, tables, why)
		}
	}
	if guarded < 20 {
		t.Errorf("only %d hostile cells stood in all the tables", guarded)
	}
}

// The control: a table without guards is caught, in each format and width.
func TestATableThatCalculatesIsCaught(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{"=cmd|' /C calc'!A0", "＝1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "－1", "＋1", "＠x"} {
		head := http.Header{"Content-Type": {"text/csv; charset=utf-8"}}
		quoted := `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
		if bad, _, _ := calculates(answer{http.StatusOK, head, "\ufeffa,b\r\nx," + quoted + "\r\n"}); bad == "" {
			t.Errorf("%q goes unnoticed", cell)
		}
		if bad, held, is := calculates(answer{http.StatusOK, head, "\ufeffa,b\r\nx,\"'" + quoted[1:] + "\r\n"}); bad != "" || held != 1 || !is {
			t.Errorf("%q with its guard: %q", cell, bad)
		}
	}
}

// calculates returns a cell of a table that a spreadsheet would calculate, how many were kept from it, and whether there is a table at all.
func calculates(got answer) (bad string, held int, is bool) {
	kind := got.header.Get("Content-Type")
	switch {
	case got.status != http.StatusOK:
		return "", 0, false
	case strings.HasPrefix(kind, "text/csv"):
		text := strings.TrimPrefix(got.body, "\ufeff")
		if strings.Contains(kind, "shift_jis") || strings.Contains(kind, "windows-31j") {
			text, _ = japanese.ShiftJIS.NewDecoder().String(text)
		}
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			return "unreadable: " + err.Error(), 0, true
		}
		for _, row := range rows {
			for _, cell := range row {
				switch {
				case risky(cell):
					return cell, held, true
				case strings.HasPrefix(cell, "'") && risky(cell[1:]):
					held++
				}
			}
		}
		return "", held, true
	case strings.HasPrefix(got.body, "PK") && strings.Contains(kind+got.header.Get("Content-Disposition"), "sheet"):
		return inBook(got.body)
	}
	return "", 0, false
}

func risky(cell string) bool {
	return cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell)[0])
}

var (
	formula = regexp.MustCompile(`<f[ >/]`)
	cells   = regexp.MustCompile(`<c [^>]*>`)
	texts   = regexp.MustCompile(`<t[^>]*>([^<]*)`)
)

// inBook looks into an Excel file: every cell is an inline text, no cell is a formula.
func inBook(body string) (bad string, held int, is bool) {
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		return err.Error(), 0, true
	}
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, "xl/worksheets/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return err.Error(), held, true
		}
		b, err := io.ReadAll(io.LimitReader(r, 64<<20))
		if err != nil || formula.Match(b) {
			return f.Name + ": a formula", held, true
		}
		for _, c := range cells.FindAllString(string(b), -1) {
			if !strings.Contains(c, `t="inlineStr"`) {
				return f.Name + ": " + c, held, true
			}
		}
		for _, c := range texts.FindAllStringSubmatch(string(b), -1) {
			if risky(c[1]) {
				held++
			}
		}
	}
	return "", held, true
}
