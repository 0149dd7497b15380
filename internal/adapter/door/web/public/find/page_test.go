package find_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/public/find"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/world/stagetest"
)

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return find.Page{Read: store.Read[find.Tx](s.DB), Own: "/own/", Desk: "/desk/", Draft: "/draft/"}.Routes()
	})
}

func TestANumberAsPeopleTypeItLeadsThere(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, "operator-filer", "OUTLINE-CANARY")
	q := d.AskAbout(t, "ministry-officer", f, "question")
	n := string(f.Number)
	for _, typed := range []string{n, f.Number.ASCII(), strings.ReplaceAll(n, "-", ""), strings.ToLower(f.Number.ASCII()), wide(n), "  " + strings.ReplaceAll(n, "-", "ー") + "\u3000"} {
		for who, want := range map[string]string{"operator-filer": "/own/", "ministry-officer": "/desk/", "cabinet-analyst": "/desk/"} {
			a := d.Get(t, who, "/find?q="+url.QueryEscape(typed))
			if got := a.Header.Get("Location"); a.Status != http.StatusSeeOther || got != want+f.Number.ASCII() {
				t.Errorf("%s %q: %d %q", who, typed, a.Status, got)
			}
		}
	}
	for who, want := range map[string]string{"operator-filer": "/own/", "ministry-officer": "/desk/"} {
		a := d.Get(t, who, "/find?q="+url.QueryEscape(string(q.Number)))
		if got := a.Header.Get("Location"); got != want+f.Number.ASCII()+"#"+q.Number.ASCII() {
			t.Errorf("%s: a question leads to %d %q", who, a.Status, got)
		}
	}
	if a := d.Get(t, "cabinet-analyst", "/find?q="+url.QueryEscape(string(q.Number))); a.Status != http.StatusNotFound {
		t.Errorf("another office finds a question that is not its own: %d", a.Status)
	}
}

// wide writes a number in full width, as a Japanese keyboard does.
func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0x20 && r < 0x7f {
			return r + 0xfee0
		}
		return r
	}, s)
}

func TestForeignAndAbsentAreOneAnswerAndASlipIsTold(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, "operator-filer", "OUTLINE-CANARY")
	other := d.File(t, "other-operator-filer", "OUTLINE-CANARY")
	for _, who := range []string{"other-operator-filer", "other-ministry-officer", "nco-analyst", "platform-admin", "supplier", "operator-filer"} {
		theirs := f
		if who == "operator-filer" {
			theirs = other
		}
		want := d.Get(t, who, "/nowhere")
		for _, q := range []string{string(theirs.Number), "R-R8-2222-2222-2", "C-R8-2222-2222-2", "D-R8-2222-2222-2", "N-R8-2222-2222-2"} {
			a := d.Get(t, who, "/find?q="+url.QueryEscape(q))
			if a.Status == http.StatusUnprocessableEntity && q != string(theirs.Number) {
				continue // the made-up number has another check character for this kind
			}
			if a.Status != http.StatusNotFound || a.Body != want.Body {
				t.Errorf("%s %s: %d, differs from absent", who, q, a.Status)
			}
		}
	}
	last := f.Number[len(f.Number)-1]
	wrong := string(f.Number[:len(f.Number)-1]) + map[bool]string{true: "A", false: "B"}[last != 'A']
	for _, typed := range []string{wrong, "x", "報", strings.Repeat("長", 5000), "<script>", "\xff"} {
		a := d.Get(t, "ministry-officer", "/find?q="+url.QueryEscape(typed))
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text(".field-error"), "読み取れませんでした") || a.Find(`.problems a[href="#q"]`).Length() != 1 {
			t.Errorf("%q: %d %q", typed, a.Status, a.Text(".field-error"))
		}
	}
	if a := d.Get(t, "ministry-officer", "/find"); a.Status != http.StatusOK || a.Find("#q").Length() != 1 || a.Find(".problems").Length() != 0 {
		t.Errorf("empty: %d", a.Status)
	}
}
