package parser_test

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/fault"
)

// A form is looked through and filled by a child that has nothing; what comes back is a book that says what was written.
func TestAFormIsFilledByAChild(t *testing.T) {
	t.Parallel()
	p, form := of("parse"), bytesOf(t, good(50))
	b, err := p.Parse(t.Context(), sheet.Form, bytes.NewReader(form))
	if err != nil || len(b.Sheets) != 1 || len(b.Sheets[0].Rows) != 0 || len(b.Confined) == 0 {
		t.Fatalf("%+v, %v", b, err)
	}
	puts := []sheet.Put{{Sheet: "製品一覧", Col: 2, Row: 3, Text: "=HYPERLINK(\"https://example.jp\")"}, {Sheet: "製品一覧", Col: 7, Row: 60, Text: "髙﨑\n二行目"}, {Sheet: "製品一覧", Col: 8, Row: 1, Text: "12", Number: true}}
	var wait sync.WaitGroup
	for range 5 { // more than there are children at once
		wait.Go(func() {
			file, err := p.Fill(t.Context(), form, puts)
			if err != nil {
				t.Error(err)
				return
			}
			again, err := p.Parse(t.Context(), sheet.XLSX, bytes.NewReader(file))
			if err != nil {
				t.Error(err)
				return
			}
			got := map[string]sheet.Cell{}
			for _, r := range again.Sheets[0].Rows {
				for _, c := range r.Cells {
					got[sheet.Address(c.Col, r.N)] = c
				}
			}
			if c := got["B3"]; c.Text != puts[0].Text || c.Formula {
				t.Errorf("%+v", c)
			}
			if got["G60"].Text != puts[1].Text || got["H1"].Text != "12" || got["D3"].Text != "髙﨑𠮷" {
				t.Errorf("%+v %+v %+v", got["G60"], got["H1"], got["D3"])
			}
		})
	}
	wait.Wait()
}

// Hostile files get the same answers as forms as they do as tables, whether somebody brings one or it stands in the house by then.
func TestHostileFormsGetAClearAnswer(t *testing.T) {
	t.Parallel()
	p := of("parse")
	for name, one := range hostile {
		if strings.Contains(name, "CSV") || strings.Contains(name, "rows") || name == "many shared strings" {
			continue // no book, or one whose rows and texts nobody reads
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := bytesOf(t, one.file)
			_, err := p.Parse(t.Context(), sheet.Form, bytes.NewReader(file))
			_, filled := p.Fill(t.Context(), file, []sheet.Put{{Sheet: "製品一覧", Col: 1, Row: 1, Text: "x"}})
			for what, err := range map[string]error{"brought": err, "filled": filled} {
				if err != nil && !fault.Is(err, fault.Invalid) {
					t.Errorf("%s: %v is no fault of the file", what, err)
				}
				if got, _ := code(t, err); err == nil && slices.Contains(strings.Fields("inflated bomb tags doctype links macro password old binary web pdf other damaged bytes entries"), one.fault) {
					t.Errorf("%s: taken, want %q (%s)", what, one.fault, got)
				}
			}
		})
	}
	if _, err := of("silent").Fill(t.Context(), []byte("x"), nil); !fault.Is(err, fault.Invalid) {
		t.Errorf("a child that says nothing: %v", err)
	}
	many := make([]sheet.Put, sheet.MaxPuts+1)
	if _, err := p.Fill(t.Context(), bytesOf(t, good(1)), many); !fault.Is(err, fault.Invalid) {
		t.Errorf("more cells than a form has: %v", err)
	}
}
