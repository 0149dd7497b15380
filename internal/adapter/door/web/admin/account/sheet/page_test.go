package sheet_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin/account/sheet"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	table "kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/parser/parsertest"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/inviting"
	"kanmin/internal/world/stagetest"
)

func TestMain(m *testing.M) { parsertest.Main(m) }

const admin = "platform-admin"

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return sheet.Pages{
			Read: store.Read[sheet.Tx](s.DB), Submit: inviting.Submit{Act: store.Act[inviting.SubmitTx](s.DB), Entropy: s.Entropy},
			TakeIn: inviting.TakeIn{Act: store.Act[inviting.TakeInTx](s.DB), Entropy: s.Entropy}, Parse: parsertest.New().Parse,
		}.Routes()
	})
}

// book is an Excel book of rows below headings.
func book(t *testing.T, heads []string, rows ...[]string) []byte {
	t.Helper()
	p := table.Page{Name: "組織一覧", Lead: []string{"令和8年11月"}, Rows: slices.Values(rows)}
	for _, h := range heads {
		p.Columns = append(p.Columns, table.Head{Title: h})
	}
	var b bytes.Buffer
	if err := table.Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func upload(t *testing.T, d *desktest.Desk, file []byte) desktest.Answer {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	f, err := w.CreateFormFile("file", "組織一覧.xlsx")
	if err == nil {
		_, err = f.Write(file)
	}
	if err == nil {
		err = w.WriteField("do", "check")
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return d.Do(t, admin, httptest.NewRequestWithContext(t.Context(), http.MethodPost, sheet.Path, &b), "Content-Type", w.FormDataContentType())
}

// carried is what a page hands on to the next press.
func carried(a desktest.Answer, do string) url.Values {
	form := url.Values{"do": {do}}
	a.Find("form:has([name=rows]) input[type=hidden]").Each(func(_ int, s *goquery.Selection) { form.Set(s.AttrOr("name", ""), s.AttrOr("value", "")) })
	return form
}

var columns = []string{"備考", "名称", "種別(必須)", "法人番号", "組織管理者の氏名", "組織管理者のメールアドレス"}

func TestAnExcelBookIsReadNamedCellByCellAndHandedBackMarked(t *testing.T) {
	t.Parallel()
	d := desk(t)
	good := []string{"x", "𠮷野電力株式会社", "事業者", "8000012050001", "髙﨑 みどり", "midori@yoshino.example.jp"}
	twice := []string{"", "別の電力株式会社", "事業者", "8000012050001", "", ""}
	short := []string{"", "水道企業団", "事業者", "012050001", "八木 薫", "ｙａｇｉ@suido.example.jp"}
	a := upload(t, d, book(t, columns, good, twice, short))
	if a.Status != http.StatusUnprocessableEntity || a.Find("tbody tr").Length() != 3 {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	for place, why := range map[string]string{"『組織一覧』シート D4": "『組織一覧』シート D3にもあります", "『組織一覧』シート D5": "13桁", "『組織一覧』シート F5": "yagi@suido.example.jp"} {
		if row := a.Find("tbody tr").FilterFunction(func(_ int, s *goquery.Selection) bool { return strings.TrimSpace(s.Find("th").Text()) == place }); !strings.Contains(row.Text(), why) {
			t.Errorf("%s: %s", place, row.Text())
		}
	}
	if !strings.Contains(a.Text(".notice"), "A列「備考」") {
		t.Error("a column that nobody asked for is passed over in silence")
	}

	marked := d.Post(t, admin, sheet.Path, carried(a, "mark"))
	if got := marked.Header.Get("Content-Type"); !strings.HasSuffix(got, "spreadsheetml.sheet") {
		t.Fatalf("%d %s", marked.Status, got)
	}
	b, err := parsertest.New().Parse(t.Context(), "", strings.NewReader(marked.Body))
	if err != nil {
		t.Fatal(err)
	}
	if rows := b.Sheets[0].Rows; len(rows) != 4 || !strings.Contains(fmt.Sprint(rows[2]), "D3にもあります") || strings.Contains(fmt.Sprint(rows[1]), "シート") {
		t.Errorf("the marked copy: %+v", rows)
	}
	again := upload(t, d, []byte(marked.Body))
	if again.Find("tbody tr").Length() != 3 || strings.Contains(again.Text(".notice"), "直すところ") {
		t.Errorf("the marked copy is read otherwise than the sheet: %s", again.Text("main"))
	}
	if fixed := d.Post(t, admin, sheet.Path, carried(a, "fix")); fixed.Find("tbody tr").Length() != 2 {
		t.Errorf("after the suggestions: %s", fixed.Text("main table"))
	}
}

func TestTheSheetToFillInIsReadAndItsExampleIsNot(t *testing.T) {
	t.Parallel()
	d := desk(t)
	for _, name := range []string{"/template.xlsx", "/template.csv"} {
		file := d.Get(t, admin, sheet.Path+name)
		if file.Status != http.StatusOK || !strings.Contains(file.Header.Get("Content-Disposition"), "filename*=UTF-8''") {
			t.Fatalf("%s: %d %s", name, file.Status, file.Header)
		}
		b, err := parsertest.New().Parse(t.Context(), "", strings.NewReader(file.Body))
		if err != nil || len(b.Sheets[0].Rows) != 1 || len(b.Sheets[0].Rows[0].Cells) != len(register.IntakeFields()) {
			t.Fatalf("%s: %v %+v", name, err, b)
		}
		if a := upload(t, d, []byte(file.Body)); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text(".notice"), "組織が一つもありません") {
			t.Errorf("%s as it is: %d %s", name, a.Status, a.Text("main"))
		}
	}
}

func TestWhatIsNoSheetIsSaidInWords(t *testing.T) {
	t.Parallel()
	d := desk(t)
	for want, file := range map[string][]byte{
		"PDFは読み込めません":         []byte("%PDF-1.7 x"),
		"ファイルを最後まで読み取れませんでした": []byte("PK\x03\x04 nothing"),
		"見出しの行が見つかりません":       []byte("a,b,c\r\n1,2,3\r\n"),
		"引用符": []byte("種別,名称\r\n事業者,\"x\r\n"),
	} {
		if a := upload(t, d, file); a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text(".notice"), want) {
			t.Errorf("%s: %d %s", want, a.Status, a.Text(".notice"))
		}
	}
	if a := upload(t, d, bytes.Repeat([]byte("x"), 5<<20)); a.Status != http.StatusRequestEntityTooLarge && a.Status != http.StatusUnprocessableEntity {
		t.Errorf("five megabytes: %d", a.Status)
	}
}

// A heading that stands twice, and one in another width, are told as every other sheet of the house tells them: the left one counts.
func TestAHeadingThatStandsTwiceIsNamedByItsColumn(t *testing.T) {
	t.Parallel()
	d := desk(t)
	a := upload(t, d, []byte("題名\r\n\r\n名 称※,種別（必須）,名称,法人番号\r\n'=甲社,事業者,乙社,8000012050001\r\n"))
	if rows := a.Find("main").Text(); !strings.Contains(a.Text(".notice"), "C列「名称」") || !strings.Contains(rows, "=甲社") || strings.Contains(rows, "'=甲社") || strings.Contains(rows, "乙社") {
		t.Errorf("%d %s", a.Status, a.Text("main"))
	}
}
