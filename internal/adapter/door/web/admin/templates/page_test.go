package templates_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kanmin/internal/adapter/door/gate"
	shared "kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/admin/change"
	"kanmin/internal/adapter/door/web/admin/templates"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	desk "kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/door/web/reporting/attached"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/parser/parsertest"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/template"
	"kanmin/internal/flow/instituting"
	"kanmin/internal/world/stagetest"
)

func TestMain(m *testing.M) { parsertest.Main(m) }

const first, second = "platform-admin", "platform-admin-2"

func house(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		db, files := s.DB, parsertest.New()
		routes := templates.Pages{
			Read: store.Read[templates.Tx](db), Desk: shared.Desk{Read: store.Read[shared.DeskTx](db), Propose: instituting.Propose{Act: store.Act[instituting.ProposeTx](db), Entropy: s.Entropy}},
			Publish: instituting.Publish{Keep: store.Housekeep[instituting.PublishTx](db), Entropy: s.Entropy, Inspect: func(ctx context.Context, file []byte) (template.Shape, error) {
				b, err := files.Parse(ctx, sheet.Form, bytes.NewReader(file))
				return formsheet.ShapeOf(b), err
			}},
			Parse: files.Parse, Fill: files.Fill,
		}.Routes()
		routes = append(routes, change.Pages{
			Read: store.Read[change.Tx](db), Confirm: instituting.Confirm{Act: store.Act[instituting.ConfirmTx](db), Entropy: s.Entropy}, Withdraw: instituting.Withdraw{Act: store.Act[instituting.WithdrawTx](db)},
			Looks: map[register.Kind]func(ident.Object) look.Link{register.KindTemplate: templates.Looks},
		}.Routes()...)
		routes = append(routes, desk.Page{Look: store.Look[desk.Tx](db)}.Routes()...)
		return append(routes, attached.Pages{Look: store.Look[attached.FiledTx](db), Piece: store.Read[attached.PieceTx](db), Receipts: db, Fill: files.Fill}.Routes()...)
	})
}

// form is a form of nobody's: made here, of boxes with their names.
func form(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	names := [][]string{{"番号", ""}, {"名称", ""}, {"いつ", ""}, {"概要", ""}, {"停止", ""}, {"低下", ""}, {"連絡先", ""}}
	if err := sheet.Write(&b, sheet.Page{Name: "様式見本", Columns: []sheet.Head{{Title: "見本の様式"}, {Title: "記入欄"}}, Rows: slices.Values(names)}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const cells = "項目\tセル\t書き方\t選択肢\nnumber\t様式見本!B2\nfiler.name\t様式見本!B3\naware_at\t様式見本!B4\t日付\nwhat_text\t様式見本!B5\nimpact\t様式見本!B6\t○\tstopped\nimpact\t様式見本!B7\t○\tdegraded\ncallback\t様式見本!B8\n"

// entering is the form of the page, filled in well.
func entering() map[string]string {
	return map[string]string{"procedure": "report.prompt", "title": "見本の様式", "cited": "見本の申合せ", "dated": "令和8年9月15日", "on": "令和8年10月1日", "map": cells, "do": "check"}
}

func send(t *testing.T, d *desktest.Desk, fields map[string]string, files map[string][]byte) desktest.Answer {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, data := range files {
		f, err := w.CreateFormFile(name, name+".xlsx")
		if err == nil {
			_, err = f.Write(data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, v := range fields {
		if err := w.WriteField(name, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return d.Do(t, first, httptest.NewRequestWithContext(t.Context(), http.MethodPost, templates.Path, &b), "Content-Type", w.FormDataContentType())
}

// carried is what the page before entering hands on.
func carried(a desktest.Answer, do string) url.Values {
	v := url.Values{"do": {do}}
	a.Find("main form input[type=hidden]").Each(func(_ int, s *goquery.Selection) { v.Set(s.AttrOr("name", ""), s.AttrOr("value", "")) })
	return v
}

// texts are the cells of a book.
func texts(t *testing.T, file string) map[string]string {
	t.Helper()
	b, err := parsertest.New().Parse(t.Context(), sheet.XLSX, strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, s := range b.Sheets {
		for _, r := range s.Rows {
			for _, c := range r.Cells {
				all[s.Name+"!"+sheet.Address(c.Col, r.N)] = c.Text
			}
		}
	}
	return all
}

// entered brings a form and enters it; the answer is the address of what waits.
func entered(t *testing.T, d *desktest.Desk) string {
	t.Helper()
	check := send(t, d, entering(), map[string][]byte{"form": form(t)})
	if check.Status != http.StatusOK || check.Find("button[value=go]").Length() != 1 {
		t.Fatalf("%d %s", check.Status, check.Text("main"))
	}
	if s := check.Text("table"); !strings.Contains(s, "様式見本!B4") || !strings.Contains(s, "停止") || !strings.Contains(s, "当直 山﨑 03-0000-0000") || !strings.Contains(s, "報-R8-2345-6789-A") {
		t.Errorf("what stands where: %s", s)
	}
	preview := d.Post(t, first, templates.Path, carried(check, "preview"))
	if got := texts(t, preview.Body); got["様式見本!B3"] != "見本電力株式会社" || got["様式見本!A2"] != "番号" || got["様式見本!B6"] != "○" || got["様式見本!B7"] != "" {
		t.Errorf("the preview: %+v", got)
	}
	a := d.Post(t, first, templates.Path, carried(check, "go"))
	to, _, _ := strings.Cut(a.Header.Get("Location"), "?")
	if a.Status != http.StatusSeeOther || !strings.HasPrefix(to, shared.ChangePath+"/") {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	return to
}

func TestAFormIsBroughtByOneConfirmedByAnotherAndFilledFromThenOn(t *testing.T) {
	t.Parallel()
	d := house(t)
	f := d.File(t, "operator-filer", "=監視端末の画面に身代金を求める文")
	own, theirs := "/reporting/reports/"+f.Number.ASCII(), "/ministry/reports/"+f.Number.ASCII()
	before := d.Get(t, "ministry-officer", theirs)
	if got := texts(t, d.Get(t, "operator-filer", own+"/content/form.xlsx").Body); !strings.HasPrefix(got["到達!A1"], "公式様式ではありません") || strings.Contains(before.Text("main"), "様式(Excel)") {
		t.Errorf("while no form is in force: %q", got["到達!A1"])
	}
	to := entered(t, d)
	if got := texts(t, d.Get(t, "operator-filer", own+"/content/form.xlsx").Body); !strings.HasPrefix(got["到達!A1"], "公式様式ではありません") {
		t.Error("what one administrator entered counts")
	}
	a := d.Get(t, second, to)
	see, _ := a.Find("main a[href^='" + templates.Path + "/']").Attr("href")
	if s := a.Text("main"); see == "" || !strings.Contains(s, "見本の申合せ") || !strings.Contains(s, "7行") {
		t.Fatalf("what the second one sees: %s", s)
	}
	one := d.Get(t, second, see)
	if one.Status != http.StatusOK || !strings.Contains(one.Text("table"), "様式見本!B8") {
		t.Errorf("%d %s", one.Status, one.Text("main"))
	}
	if got := d.Get(t, second, see+"/form.xlsx"); got.Body != string(form(t)) {
		t.Error("the file is not as it was published")
	}
	if got := texts(t, d.Get(t, second, see+"/example.xlsx").Body); got["様式見本!B8"] == "" {
		t.Errorf("the example: %+v", got)
	}
	if got := texts(t, d.Get(t, second, see+"/map.xlsx").Body); got["対応表!D4"] != "B4" || got["対応表!E4"] != "日付" {
		t.Errorf("the map: %+v", got)
	}
	if a := d.Post(t, second, to+"/confirm", url.Values{"key": {"x"}}); a.Status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	for who, at := range map[string]string{"operator-filer": own, "ministry-officer": theirs} {
		got := texts(t, d.Get(t, who, at+"/content/form.xlsx").Body)
		if got["様式見本!B2"] != string(f.Number) || got["様式見本!B5"] != "=監視端末の画面に身代金を求める文" || got["様式見本!A5"] != "概要" || !strings.HasPrefix(got["様式見本!B4"], "令和8年") {
			t.Errorf("%s: %+v", who, got)
		}
		if got := texts(t, d.Get(t, who, at+"/content/content.xlsx").Body); !strings.HasPrefix(got["到達!A1"], "公式様式ではありません") {
			t.Errorf("%s: the table of all answers does not say what it is: %q", who, got["到達!A1"])
		}
		if !slices.Contains(names(t, d.Get(t, who, at+"/export.zip").Body), "form.xlsx") {
			t.Errorf("%s: the archive has no form", who)
		}
	}
	if a := d.Get(t, "ministry-officer", theirs); a.Find("a[href$='/content/form.xlsx']").Length() != 1 || !strings.Contains(a.Text("main"), "様式(Excel)") {
		t.Error("nobody is led to the form")
	}
	twice := send(t, d, entering(), map[string][]byte{"form": form(t)})
	if twice.Status != http.StatusUnprocessableEntity || !strings.Contains(twice.Text("main"), "先に終わらせてください") {
		t.Errorf("a second one: %d %s", twice.Status, twice.Text(".problems"))
	}
	ends(t, d, f, own)
}

// ends: what arrived before the day keeps its form, what arrives from then on has none.
func ends(t *testing.T, d *desktest.Desk, f filing.Filing, own string) {
	t.Helper()
	page := d.Get(t, first, templates.Path)
	end, ok := page.Find("main a[href*='end=']").Attr("href")
	if !ok || !strings.Contains(page.Text("table"), "見本の様式") {
		t.Fatalf("the rows: %s", page.Text("main"))
	}
	asked := d.Get(t, first, end)
	v := carried(asked, "check")
	v.Set("on", f.ArrivedAt.Japan().AddDate(0, 0, 1).Format("2006-01-02"))
	check := d.Post(t, first, templates.Path, v)
	a := d.Post(t, first, templates.Path, carried(check, "go"))
	to, _, _ := strings.Cut(a.Header.Get("Location"), "?")
	if b := d.Post(t, second, to+"/confirm", url.Values{"key": {"y"}}); a.Status != http.StatusSeeOther || b.Status != http.StatusSeeOther {
		t.Fatalf("%d %s, %d", a.Status, check.Text("main"), b.Status)
	}
	if got := texts(t, d.Get(t, "operator-filer", own+"/content/form.xlsx").Body); got["様式見本!B2"] != string(f.Number) {
		t.Error("what arrived before has lost its form")
	}
	if page := d.Get(t, first, templates.Path); page.Find("main a[href*='end=']").Length() != 0 {
		t.Error("it can be ended twice")
	}
	d.Clock.Set(d.Clock.Now().AddDate(0, 0, 2))
	g := d.File(t, "operator-filer", "二つ目")
	if got := texts(t, d.Get(t, "operator-filer", "/reporting/reports/"+g.Number.ASCII()+"/content/form.xlsx").Body); !strings.HasPrefix(got["到達!A1"], "公式様式ではありません") {
		t.Error("it counts after its end")
	}
}

func names(t *testing.T, archive string) (list []string) {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		list = append(list, f.Name)
	}
	return list
}

func TestWhatIsWrongWithAFormIsNamed(t *testing.T) {
	t.Parallel()
	d := house(t)
	good := map[string][]byte{"form": form(t)}
	table := func(rows string) map[string]string {
		v := entering()
		v["map"] = rows
		return v
	}
	without := func(name string) map[string]string {
		v := entering()
		v[name] = ""
		return v
	}
	for name, c := range map[string]struct {
		fields map[string]string
		files  map[string][]byte
		want   []string
	}{
		"no file":       {entering(), nil, []string{"記入してください"}},
		"a PDF":         {entering(), map[string][]byte{"form": []byte("%PDF-1.7")}, []string{"PDFは読み込めません"}},
		"macros":        {entering(), map[string][]byte{"form": with(t, form(t), "xl/vbaProject.bin")}, []string{"マクロを含むファイルは読み込めません"}},
		"an object":     {entering(), map[string][]byte{"form": with(t, form(t), "xl/embeddings/a.bin")}, []string{"埋め込まれています"}},
		"no map":        {table(""), good, []string{"セルを決めた行がありません"}},
		"no headings":   {table("number\t様式見本!B2\n"), good, []string{"見出しが見つかりません"}},
		"no day":        {without("on"), good, []string{"記入してください"}},
		"no procedure":  {without("procedure"), good, []string{"記入してください"}},
		"bad lines":     {table("項目\tセル\t書き方\nnumber\t様式見本!B2\n\nstory\t様式見本!B3\nimpact\t別紙!B3\nimpact\t様式見本!B2\n"), good, []string{"4行目", "「story」という項目は", "5行目", "「別紙」というシートは", "6行目", "2行目の項目も", "3行を直してください"}},
		"no such way":   {table("項目\tセル\t書き方\nnumber\t様式見本!B2\t大きく\n"), good, []string{"2行目", "「大きく」という書き方は"}},
		"another table": {entering(), map[string][]byte{"form": form(t), "table": []byte("a,b\n1,2\n")}, []string{"見出しが見つかりません"}},
	} {
		a := send(t, d, c.fields, c.files)
		for _, want := range c.want {
			if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text("main"), want) {
				t.Errorf("%s: %d, %q lacks in %s", name, a.Status, want, a.Text("main"))
			}
		}
	}
	big := map[string][]byte{"form": make([]byte, template.Most+1)}
	if a := send(t, d, entering(), big); a.Status < 400 || !strings.Contains(a.Text("main"), "5") {
		t.Errorf("six MiB: %d %s", a.Status, a.Text("main"))
	}
	a := send(t, d, table("項目\tセル\nnumber\t様式見本!Z\n"), good)
	v := entering()
	a.Find("input[type=hidden][name=file]").Each(func(_ int, s *goquery.Selection) { v["file"] = s.AttrOr("value", "") })
	if b := send(t, d, v, nil); v["file"] == "" || b.Find("button[value=go]").Length() != 1 {
		t.Errorf("a file that was taken in is asked for again: %s", b.Text("main"))
	}
}

func with(t *testing.T, book []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, f := range z.File {
		if err := out.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	if w, err := out.Create(name); err != nil {
		t.Fatal(err)
	} else if _, err := io.WriteString(w, "x"); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A map is handed out to begin with, filled in, and brought back as a file.
func TestAMapToBeginWithComesBack(t *testing.T) {
	t.Parallel()
	d := house(t)
	start := d.Get(t, first, templates.Path+"/start.xlsx?of=report.prompt")
	if got := texts(t, start.Body); got["対応表!A2"] != "number" || got["対応表!E2"] != "文字" || !strings.Contains(fmt.Sprint(got), "マルウェアが実行できる状態に置かれた") || got["記入のしかた!A2"] == "" {
		t.Fatalf("%+v", got)
	}
	rows := [][]string{{"number", "整理番号", "様式見本", "B2", "文字", "", ""}, {"what_kind", "", "", "", "○", "malware", ""}}
	var columns []sheet.Head
	for _, c := range template.Columns() {
		columns = append(columns, sheet.Head{Title: c.Label.Ja})
	}
	var b bytes.Buffer
	if err := sheet.Write(&b, sheet.Page{Name: "対応表", Columns: columns, Rows: slices.Values(rows)}); err != nil {
		t.Fatal(err)
	}
	v := entering()
	v["map"] = ""
	a := send(t, d, v, map[string][]byte{"form": form(t), "table": b.Bytes()})
	if a.Find("button[value=go]").Length() != 1 || !strings.Contains(a.Text("table"), "様式見本!B2") {
		t.Errorf("%d %s", a.Status, a.Text("main"))
	}
	if got := d.Get(t, first, templates.Path+"/start.xlsx?of=asset.notification"); got.Status != http.StatusNotFound {
		t.Errorf("a map of no report: %d", got.Status)
	}
	for _, path := range []string{templates.Path, templates.Path + "/start.xlsx?of=report.prompt"} {
		if got := d.Get(t, "operator-filer", path); got.Status != http.StatusNotFound {
			t.Errorf("an operator at %s: %d", path, got.Status)
		}
	}
}
