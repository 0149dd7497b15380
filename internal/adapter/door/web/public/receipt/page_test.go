package receipt_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/public/receipt"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/world/stagetest"
)

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return receipt.Page{Key: s.Keys.VerifierKey(), Head: s.DB.Head}.Routes()
	})
}

// proof files a report and returns its receipts.
func proof(t *testing.T, d *desktest.Desk) (final, text, provisional []byte) {
	t.Helper()
	f := d.File(t, "operator-filer", "OUTLINE-CANARY")
	l, ok, err := d.TakeSpine(t.Context(), "test")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	for n := 1; n > 0; {
		if n, err = d.Sequence(t.Context(), l); err != nil {
			t.Fatal(err)
		}
	}
	final, text, provisional, err = d.DB.Receipt(t.Context(), d.Scope("operator-filer"), f.Leaf)
	if err != nil || len(final) == 0 {
		t.Fatal(err)
	}
	return final, text, provisional
}

// send fills in the form: a file, or text as a browser sends it.
func send(t *testing.T, d *desktest.Desk, file []byte, text string) desktest.Answer {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile("file", "a.txt")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := m.WriteField("text", strings.ReplaceAll(text, "\n", "\r\n")); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/receipt", &b)
	return d.Do(t, "", r, "Content-Type", m.FormDataContentType())
}

func TestAReceiptIsConfirmedForAnybody(t *testing.T) {
	t.Parallel()
	d := desk(t)
	final, text, provisional := proof(t, d)
	for name, c := range map[string]struct {
		file []byte
		text string
		want string
	}{
		"final": {file: final, want: "この受付証は、この基盤が出したものです"}, "twin": {file: text, want: "この受付証は、この基盤が出したものです"},
		"provisional": {file: provisional, want: "暫定版です"}, "pasted": {text: string(text), want: "この受付証は、この基盤が出したものです"},
		"pasted proof": {text: string(final), want: "この受付証は、この基盤が出したものです"}, "pasted without its end": {text: strings.TrimSpace(string(provisional)), want: "暫定版です"},
	} {
		a := send(t, d, c.file, c.text)
		if a.Status != http.StatusOK || !strings.Contains(a.Text("#result"), c.want) || a.Find("#result .tone-good").Length() != 1 {
			t.Errorf("%s: %d %s", name, a.Status, a.Text("#result"))
		}
		for _, want := range []string{"あおぞら送配電株式会社", "経済産業大臣", "令和8年11月23日(月) 09時00分00秒", "ほかの機関への提出は示しません"} {
			if !strings.Contains(a.Text("#result"), want) {
				t.Errorf("%s: lacks %s: %s", name, want, a.Text("#result"))
			}
		}
	}
}

func TestAChangedReceiptIsRefusedWithOneSentence(t *testing.T) {
	t.Parallel()
	d := desk(t)
	final, text, provisional := proof(t, d)
	for _, whole := range [][]byte{final, text, provisional} {
		for i := 0; i < len(whole); i += 1 + len(whole)/40 { // the ledger's own tests change each byte
			changed := bytes.Clone(whole)
			changed[i] ^= 1
			a := send(t, d, changed, "")
			if a.Status != http.StatusUnprocessableEntity || a.Find("#result .tone-danger").Length() != 1 || a.Find("#result .answers").Length() != 0 {
				t.Fatalf("byte %d: %d %s", i, a.Status, a.Text("#result"))
			}
		}
	}
	for name, file := range map[string][]byte{"another file": []byte("PK\x03\x04"), "64 KiB and one": bytes.Repeat([]byte("x"), 64<<10+1), "text of a page": []byte("<html>")} {
		if a := send(t, d, file, ""); a.Status != http.StatusUnprocessableEntity || a.Find("#result .notice").Length() != 1 {
			t.Errorf("%s: %d", name, a.Status)
		}
	}
	if a := send(t, d, bytes.Repeat([]byte("x"), 300<<10), ""); a.Status != http.StatusUnprocessableEntity && a.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("300 KiB: %d", a.Status)
	}
	if a := send(t, d, nil, ""); a.Status != http.StatusUnprocessableEntity || a.Find(`.problems a[href="#file"]`).Length() != 1 {
		t.Errorf("nothing: %d", a.Status)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/receipt", strings.NewReader("text=x"))
	if a := d.Do(t, "", r, "Content-Type", "application/x-www-form-urlencoded"); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("another encoding: %d", a.Status)
	}
}

func TestKeyAndHeadAreThoseThatReceiptsAreCheckedWith(t *testing.T) {
	t.Parallel()
	d := desk(t)
	final, _, _ := proof(t, d)
	key, head := d.Get(t, "", "/receipt/key"), d.Get(t, "", "/receipt/checkpoint")
	keys, err := ledger.ParseKeys(key.Body)
	if err != nil || key.Header.Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Fatal(err)
	}
	if _, err := ledger.VerifyReceipt(final, keys); err != nil {
		t.Error(err)
	}
	c, err := ledger.OpenCheckpoint([]byte(head.Body), keys)
	if err != nil || c.Size == 0 {
		t.Errorf("head: %v %+v", err, c)
	}
	page := d.Get(t, "", "/receipt")
	if page.Status != http.StatusOK || page.Text("#log-key") != strings.TrimSpace(key.Body) || !strings.Contains(page.Body, "kanmin receipt verify --key") {
		t.Errorf("page: %d %q", page.Status, page.Text("#log-key"))
	}
}
