package signin_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/adapter/door/web/organisation/signin"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

var (
	printing = regexp.MustCompile(`name="key" value="([^"]+)"><input type="hidden" name="person" value="([^"]+)"`)
	code     = regexp.MustCompile(`<span class="ref">([2-9A-Z]{4}-[2-9A-Z]{4})</span>`)
)

// in is a browser of somebody before the page.
func in(t *testing.T, i *inntest.Inn, token string) *inntest.Browser {
	t.Helper()
	_, o := i.WithKey(t, token)
	b := inntest.NewBrowser(i.Handler(signin.Page{
		Read: store.Read[signin.ReadTx](i.DB), Door: i.Door, Choose: enrolling.SetMethods{Act: store.Act[enrolling.SetMethodsTx](i.DB)},
		Offered: enrolling.Methods{enrolling.Passkey, enrolling.Code, enrolling.Printed},
	}.Routes()...))
	b.Keep(i.Cookie(o.Secret))
	return b
}

func TestAnAdministratorChoosesAndPrints(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	b := in(t, i, "operator-admin")
	first := b.Get(t, signin.Path)
	for _, want := range []string{"鈴木 みどり", "山﨑 さくら", "入る方法なし", "印刷した一覧"} {
		if !strings.Contains(first.Body, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	for _, never := range []string{"中島 恵", "クライアント証明書", "一覧を印刷する"} { // of elsewhere, not offered, not chosen
		if strings.Contains(first.Body, never) {
			t.Errorf("the page says %q", never)
		}
	}
	if a := b.Post(t, signin.Path, "methods", "code"); a.Status != http.StatusConflict || !strings.Contains(a.Body, "管理者が誰もサインインできなく") {
		t.Errorf("switching the last way in off: %d", a.Status)
	}
	if a := b.Do(t, signin.Path, "methods=passkey&methods=printed"); a.Status != http.StatusSeeOther {
		t.Fatalf("choosing: %d", a.Status)
	}
	m := printing.FindStringSubmatch(b.Get(t, signin.Path).Body)
	if m == nil {
		t.Fatal("nobody can be printed a list for")
	}
	sheet := b.Post(t, signin.Path+"/print", "key", m[1], "person", m[2])
	codes := code.FindAllString(sheet.Body, -1)
	if sheet.Status != http.StatusOK || len(codes) != enrolling.ListLength || !strings.Contains(sheet.Body, `id="number"`) || !strings.Contains(sheet.Header.Get("Cache-Control"), "no-store") {
		t.Fatalf("the sheet: %d, %d codes", sheet.Status, len(codes))
	}
	if again := b.Post(t, signin.Path+"/print", "key", m[1], "person", m[2]); again.Status != http.StatusOK || code.MatchString(again.Body) || !strings.Contains(again.Body, "すでに表示しました") {
		t.Errorf("the same press again: %d, shows codes: %v", again.Status, code.MatchString(again.Body))
	}
	foreign := string(i.As("ministry-officer").Person)
	absent, gone := b.Post(t, signin.Path+"/print", "key", "k1", "person", foreign), b.Post(t, signin.Path+"/print", "key", "k2", "person", "nobody")
	if absent.Status != http.StatusNotFound || absent.Body != gone.Body {
		t.Errorf("somebody of elsewhere: %d, as nobody: %v", absent.Status, absent.Body == gone.Body)
	}
	i.Clock.Set(i.Clock.Now().Add(16 * time.Minute))
	if a := b.Do(t, signin.Path, "methods=passkey"); a.Status != http.StatusSeeOther || !strings.HasPrefix(a.Location, "/signin?again=1&return=%2Faccount%2Fheld%2F") {
		t.Errorf("long after signing in: %d", a.Status)
	}
}

func TestOthersDoNotFindThePage(t *testing.T) {
	t.Parallel()
	i := inntest.New(t, stagetest.SQLite(t))
	b := in(t, i, "operator-filer")
	if a := b.Get(t, signin.Path); a.Status != http.StatusNotFound {
		t.Errorf("a filer: %d", a.Status)
	}
}
