package api_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/out/parser/parsertest"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

func TestMain(m *testing.M) { parsertest.Main(m) }

// withProducts gives the near miss a table.
func withProducts(d *procedure.Declaration) {
	column := func(id, label string, kind form.Kind) form.Field {
		return form.Field{ID: id, Label: text.Both{Ja: label, En: id}, Kind: kind, Limit: 100, Max: 1000}
	}
	d.Form.Steps[0].Fields = append(d.Form.Steps[0].Fields, form.Field{ID: "products", Label: text.Both{Ja: "製品一覧", En: "Products"}, Kind: form.Table, Limit: 200, Section: "outline", Number: "number", Key: []string{"maker", "product"}, Columns: []form.Field{
		column("number", "管理番号", form.Line), column("maker", "メーカー", form.Line), column("product", "製品名", form.Line), column("since", "導入日", form.Day), column("quantity", "台数", form.Count),
	}})
}

// table is a book of one sheet.
func table(t *testing.T, heads []string, rows ...[]string) string {
	t.Helper()
	p := sheet.Page{Name: "製品一覧", Rows: slices.Values(rows)}
	for _, h := range heads {
		p.Columns = append(p.Columns, sheet.Head{Title: h})
	}
	var b bytes.Buffer
	if err := sheet.Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// file sends a file as a program does.
func (h *house) file(as, path, body string, want int, header ...string) reply {
	h.t.Helper()
	r := h.do(as, "POST", path, body, append([]string{"Content-Type", "application/octet-stream"}, header...)...)
	if r.status != want {
		h.t.Fatalf("%s %s: %d, want %d\n%s", as, path, r.status, want, r.body)
	}
	return r
}

// has tells which of some texts an answer lacks.
func (r reply) has(t *testing.T, what string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(r.body, p) {
			t.Errorf("%s: %q is not in %s", what, p, r.body)
		}
	}
}

func TestSheetsOfADraftComeInAndGoOut(t *testing.T) { both(t, sheetsOfADraft) }

var columns = []string{"備品コード", "製品名", "メーカー", "導入日", "台数", "メモ"}

// products opens a draft with a table.
func (h *house) products(t *testing.T) (draft string) {
	t.Helper()
	return h.draftOf(t, withProducts)
}

// draftOf opens a draft of the near miss as it is altered.
func (h *house) draftOf(t *testing.T, alter func(*procedure.Declaration)) (draft string) {
	t.Helper()
	n := h.declared(t, `"electricity"`, alter)
	h.Clock.Set(h.Clock.Now().AddDate(0, 0, 1))
	return "drafts/" + h.must("operator-filer", "POST", "drafts", `{"form":"`+n+`"}`, 201).text(t, "number_ascii")
}

func sheetsOfADraft(t *testing.T, h *house) {
	draft := h.products(t)
	at := draft + "/sheet"
	template := h.must("operator-filer", "GET", at+"/template.xlsx", "", 200)
	if template.header.Get("Content-Type") != formsheet.XLSX || !strings.HasPrefix(template.body, "PK") {
		t.Errorf("the template: %v", template.header)
	}
	h.file("operator-filer", at+"/check", template.body, 200).has(t, "the template itself", `"tables":[{"id":"products","sheet":"製品一覧","new":0`, `"lacking":[]`, `"sheets":[]`) // neither what it explains nor its lists of choices

	// Taken over, once.
	one := table(t, columns, []string{"K-1", "PRIMERGY", "富士通", "R8.10.31", "4"})
	good := table(t, columns, []string{"K-1", "PRIMERGY", "富士通", "R8.10.31", "３"}, []string{"K-2", "=cmd|' /C calc'!A0", "＝1+1", "", ""})
	checked := h.file("operator-filer", at+"/check?map=products:number:備品コード", good, 200)
	checked.has(t, "the check", `"new":2,"changed":0`, `"missing":[]`, `"headings":["『製品一覧』シート F: メモ"]`)
	take := at + "?map=products:number:備品コード&seen=" + checked.text(t, "seen")
	h.file("operator-filer", take, good, 200, "Idempotency-Key", "take-the-products-1").has(t, "taken", `"taken":2`)
	h.file("operator-filer", take, good, 200, "Idempotency-Key", "take-the-products-1").has(t, "repeated", `"taken":0`)
	h.file("operator-filer", take, one, 409, "Idempotency-Key", "take-the-products-1").has(t, "the key with another file", "fault.key.reused")
	h.file("operator-filer", take, good, 409).has(t, "the draft has changed since", "fault.draft.moved")
	h.file("operator-filer", at+"/check", good, 200).has(t, "again, the heading remembered", `"same":2,"gone":0`)

	// What goes out and comes back changes nothing, and nothing of it is calculated.
	for _, name := range []string{"filled.xlsx", "products.csv", "products.cp932.csv", "_answers.csv"} {
		out := h.must("operator-filer", "GET", at+"/"+name, "", 200)
		back := h.file("operator-filer", at+"/check", out.body, 200)
		if name == "_answers.csv" {
			back.has(t, name, `"answers":[]`)
			continue
		}
		back.has(t, name, `"same":2,"gone":0`)
		if strings.HasSuffix(name, ".csv") && !strings.Contains(out.body, `'=cmd|`) {
			t.Errorf("%s: not guarded: %s", name, out.body)
		}
	}
	h.file("operator-filer", at, one, 200).has(t, "one of two", `"changed":1,"same":0,"gone":1`, `"taken":1`)
	h.file("operator-filer", at+"?gone=products", one, 200).has(t, "the other goes", `"taken":1`)
	h.file("operator-filer", at+"/check", one, 200).has(t, "gone", `"same":1,"gone":0`)

	for _, who := range []string{"operator-viewer", "other-operator-filer", "ministry-officer"} {
		for _, path := range []string{"/check", "/marked", ""} {
			h.file(who, at+path, good, 404)
		}
		h.must(who, "GET", at+"/filled.xlsx", "", 404)
	}
	h.must("operator-filer", "POST", draft+"/discard", "", 200)
	h.file("operator-filer", at, good, 409).has(t, "discarded", "fault.draft.closed")
}

func TestASheetThatCannotBeTakenOverIsToldCellByCell(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.products(t) + "/sheet"
	bad := table(t, columns, []string{"K-1", "PRIMERGY", "富士通", "46447", "約3台", "x"}, []string{"K-2", "富士通", "PRIMERGY", "R9.2.30", "3"})
	r := h.file("operator-filer", at+"/check", bad, 422)
	r.has(t, "bad cells", `"code":"fault.sheet.places"`, `"path":"『製品一覧』シート D2"`, `"fix":"serial","text":"46447","to":"2027-03-01"`, `"path":"『製品一覧』シート E2"`, `"fix":"digits"`, `"path":"『製品一覧』シート C3"`, `"fix":"swap"`, `"path":"『製品一覧』シート D3"`, "2027-02-28")
	if r.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%v", r.header)
	}
	h.file("operator-filer", at, bad, 422)
	marked := h.file("operator-filer", at+"/marked", bad, 200)
	h.file("operator-filer", at+"/check", marked.body, 422).has(t, "the marked copy says the same", `『製品一覧』シート D2`, "R9.2.30")
	h.file("operator-filer", at+"/check?fix=serial,digits,swap", bad, 422).has(t, "what is left after mending", "D3")
	for path, want := range map[string]string{
		"/check?fix=guess": "guess", "/check?map=products:nothing:備品コード": "products:nothing", "/check?map=x": "x",
	} {
		h.file("operator-filer", at+path, bad, 422).has(t, path, want)
	}
	h.file("operator-filer", at+"/check", "", 422).has(t, "nothing", "excel.none")
	h.file("operator-filer", at+"/check", "PK\x03\x04 no book", 422).has(t, "no book", "fault.sheet.")
	h.file("operator-filer", at+"/check", bad, 422, "Content-Type", "text/html").has(t, "type", "fault.api.file-type", "text/csv")
	h.must("operator-filer", "GET", at+"/nothing.csv", "", 404)
	h.must("operator-filer", "GET", at+"/products.xlsx", "", 404)
}
