package reporting_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
)

// Each authority stands with its own clock beside the others, before sending and after it; what needs no report is told apart.
func TestEveryAuthorityHasItsClockOnThePage(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.fill()
	for _, path := range []string{at + "/check", h.sent()} {
		said := h.get(path).says("section[aria-labelledby=window]")
		for _, want := range []string{
			"経済産業大臣詳報令和8年12月23日(水)(2026-12-23)―ここで完了", "内閣総理大臣(内閣府)", "速やかに(日数の定めはありません)",
			"個人情報保護委員会個人情報保護委員会への速報(必要か確かめてください)令和8年11月27日", "26日早い様式を出力して提出個人情報保護法26条", "29日遅い", "経済産業大臣(電気関係報告規則)必要か確かめてください",
			"期限のない提出先(任意・相談・同意による共有): 国家サイバー統括室(内閣官房)、都道府県警察",
		} {
			if !strings.Contains(said, want) {
				t.Errorf("%s lacks %q: %s", path, want, said)
			}
		}
		if strings.Contains(said, "提出済み") {
			t.Errorf("%s says that another authority was served", path)
		}
	}
}

// What is taken out of a report starts with 公式様式ではありません: the page on paper, the book, the text.
func TestWhatIsTakenOutIsNoOfficialForm(t *testing.T) {
	t.Parallel()
	const first = "公式様式ではありません。"
	h := newHouse(t)
	draft, at := h.fill(), h.sent()
	for _, path := range []string{at, draft + "/check", draft + "/paper"} {
		if said := h.get(path).says(".print-head"); !strings.HasPrefix(said, first) {
			t.Errorf("%s is printed as %q", path, said)
		}
	}
	files := unzip(t, h.get(at+"/export.zip").body)
	if !strings.HasPrefix(files["summary.txt"], "\ufeff"+first) {
		t.Errorf("summary.txt starts with %q", files["summary.txt"])
	}
	for name, book := range map[string]string{"content.xlsx": files["content.xlsx"], "filled.xlsx": h.get(draft + "/excel/filled.xlsx").body} {
		sheet := unzip(t, book)["xl/worksheets/sheet1.xml"]
		_, cell, _ := strings.Cut(sheet, "<t")
		_, cell, _ = strings.Cut(cell, ">")
		if !strings.HasPrefix(cell, first) {
			t.Errorf("%s starts with %.200q", name, cell)
		}
	}
}

func unzip(t *testing.T, body string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader([]byte(body)), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(b)
	}
	return files
}
