package demo_test

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/login/demo"
	"kanmin/internal/adapter/door/login/inntest"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

func mark(t *testing.T, i *inntest.Inn, world string) {
	t.Helper()
	type tx interface {
		SetSetting(name, value string) error
	}
	_, err := store.Act[tx](i.DB)(t.Context(), access.System("test", i.At()), ident.Key{}, func(tx tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.AccountInvited, Object: "x"}, tx.SetSetting("world", world)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAPersonIsChosenInADemonstrationOnly(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		i := inntest.New(t, s)
		filer, officer := i.As("operator-filer"), i.As("ministry-officer")
		page := demo.Page{
			People: []demo.Person{{Hat: filer.Hat, Org: "北都電力", Name: "<b>藤井</b>(報告担当)"}, {Hat: officer.Hat, Org: "経済産業省", Name: "担当官"}},
			Choose: enrolling.Choose{Act: store.Act[enrolling.ChooseTx](i.DB), Entropy: rand.Reader, Whole: time.Hour}, Cookie: i.Cookie, Host: strings.TrimPrefix(inntest.Origin, "https://"),
		}
		b := inntest.NewBrowser(i.Handler(page.Routes()...))
		for _, world := range []string{"", enrolling.WorldReal, enrolling.WorldExercise} {
			mark(t, i, world)
			if a := b.Post(t, demo.Path, "hat", string(filer.Hat)); a.Status != http.StatusNotFound || len(b.Cookies) != 0 {
				t.Errorf("world %q: %d", world, a.Status)
			}
		}
		mark(t, i, enrolling.WorldDemo)
		shown := b.Get(t, demo.Path+"?return=/account")
		if strings.Contains(shown.Body, "<b>藤井") || strings.Count(shown.Body, `name="hat"`) != 2 || !strings.Contains(shown.Body, `value="/account"`) {
			t.Errorf("page: %s", shown.Body)
		}
		for _, hat := range []string{"", "nobody", "' OR 1=1 --"} {
			if a := b.Post(t, demo.Path, "hat", hat); a.Status != http.StatusNotFound {
				t.Errorf("hat %q: %d", hat, a.Status)
			}
		}
		elsewhere := page
		elsewhere.Host = "kanmin.elsewhere.example"
		if a := inntest.NewBrowser(i.Handler(elsewhere.Routes()...)).Post(t, demo.Path, "hat", string(officer.Hat)); a.Status != http.StatusForbidden {
			t.Errorf("another name that leads here: %d", a.Status)
		}
		a := b.Post(t, demo.Path, "hat", string(officer.Hat), "return", `/\evil.example`)
		if a.Status != http.StatusSeeOther || a.Location != "/" {
			t.Fatalf("chosen: %d %q", a.Status, a.Location)
		}
		v, err := i.Who(t.Context(), b.Cookies["__Host-kanmin_session"], "")
		if err != nil || v.Person != officer.Person {
			t.Errorf("now %+v, %v", v.Actor, err)
		}
	})
}
