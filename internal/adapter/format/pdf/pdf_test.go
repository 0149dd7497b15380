package pdf_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/format/pdf"
)

var keep = flag.String("keep", "", "directory in which the sample is kept, to be looked at")

const names = "神﨑髙𠮷𩸽" // in order: kanji, CJK compatibility, IBM extension, two outside the basic plane

func sample(t *testing.T) string {
	t.Helper()
	d, err := pdf.New(pdf.Meta{
		Title: "受付証(到達の記録)", Lang: "ja", Head: "○○電力株式会社 報-R8-7K4M-2QXD-W", Mark: "取扱注意", Foot: "印刷日時 令和8年11月24日 23時41分",
		Created: time.Date(2026, 11, 24, 14, 41, 0, 0, time.UTC),
	})
	if err != nil {
		t.Fatal(err)
	}
	d.Title("受付証(到達の記録)")
	d.Pairs([][2]string{
		{"届出者", names + "株式会社"},
		{"到達", "令和8年11月24日 23時41分08秒(月日は康熙部首ではない)"},
		{"提出先", "経済産業大臣、内閣総理大臣(内閣府)"},
		{"説明", strings.Repeat("この受付証は、提出が到達したことの記録です。", 6) + "See https://kanmin.example/receipt/verify-with-a-rather-long-address for how to check it offline."},
	})
	d.Heading("一覧")
	var rows [][]string
	for i := range 120 {
		rows = append(rows, []string{fmt.Sprint(i + 1), "メーカー" + names, "製品名 PRIMERGY RX" + fmt.Sprint(i), "A、B"})
	}
	d.Table([]string{"番号", "メーカー", "製品名", "類型"}, []float64{1, 4, 5, 2}, rows)
	d.Text("字体がない文字は符号で示します: \U0001F469\x07")
	d.Attach(pdf.Attachment{Name: "受付証.tlog-proof", Type: "text/plain", About: "tlog-proof", Data: []byte("c2sp.org/tlog-proof@v1\n" + names + "\n")})
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if *keep != "" {
		dir = *keep
	}
	path := filepath.Join(dir, "sample.pdf")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// run is one of poppler's tools: another's eyes on what we wrote.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	var out, trouble bytes.Buffer
	c := exec.CommandContext(t.Context(), name, args...)
	c.Stdout, c.Stderr = &out, &trouble
	if err := c.Run(); err != nil || trouble.Len() > 0 {
		t.Fatalf("%s: %v\n%s\nTo install: apt-get install -y poppler-utils", name, err, trouble.String())
	}
	return out.String()
}

func TestWhatIsWrittenCanBeCopiedOut(t *testing.T) {
	t.Parallel()
	path := sample(t)
	text := run(t, "pdftotext", "-layout", path, "-")
	for _, want := range []string{names + "株式会社", "令和8年11月24日 23時41分08秒", "経済産業大臣、内閣総理大臣(内閣府)", "[U+1F469][U+0007]", "印刷日時"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q cannot be read back", want)
		}
	}
	if n := strings.Count(text, "メーカー"+names); n != 120 {
		t.Errorf("%d of 120 rows", n)
	}
	pages := strings.Count(text, "\f")
	if heads := strings.Count(text, "製品名\n") + strings.Count(text, "製品名  "); pages < 3 || heads < pages {
		t.Errorf("%d pages, the heads stand %d times", pages, heads)
	}
	if !strings.Contains(text, fmt.Sprintf("%d/%d", pages, pages)) {
		t.Error("the last page is not numbered")
	}
	if fonts := run(t, "pdffonts", path); !strings.Contains(fonts, strings.Repeat("yes ", 3)) {
		t.Errorf("the font is not embedded as a subset with its characters:\n%s", fonts)
	}
}

// Each of the five is drawn as a shape of its own: the font's box for what it lacks would make them alike.
func TestNamesAreDrawn(t *testing.T) {
	t.Parallel()
	shapes := map[string]rune{}
	for _, r := range names + "□" {
		d, err := pdf.New(pdf.Meta{Title: "t", Lang: "ja"})
		if err != nil {
			t.Fatal(err)
		}
		d.Title(string(r))
		var b bytes.Buffer
		if err := d.Write(&b); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "one.pdf")
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		image := run(t, "pdftoppm", "-r", "40", "-x", "0", "-y", "0", "-W", "120", "-H", "80", "-gray", path)
		if strings.Count(image, string([]byte{0xff})) > 120*80-20 {
			t.Errorf("%c: nothing is drawn", r)
		}
		if other, same := shapes[image]; same {
			t.Errorf("%c is drawn as %c", r, other)
		}
		shapes[image] = r
	}
}

func TestAttachmentsComeOut(t *testing.T) {
	t.Parallel()
	path := sample(t)
	out := filepath.Join(t.TempDir(), "proof")
	run(t, "pdfdetach", "-save", "1", "-o", out, path)
	data, err := os.ReadFile(out) //nolint:gosec // our own
	if err != nil || string(data) != "c2sp.org/tlog-proof@v1\n"+names+"\n" {
		t.Errorf("%q %v", data, err)
	}
}

func TestTheSameDocumentIsTheSameBytes(t *testing.T) {
	t.Parallel()
	a, err := os.ReadFile(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a, b) {
		t.Error("two writings differ")
	}
	if len(a) > 100_000 {
		t.Errorf("%d bytes: the whole font went in", len(a))
	}
}
