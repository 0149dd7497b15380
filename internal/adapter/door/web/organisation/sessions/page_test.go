package sessions_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/organisation/sessions"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/world/stagetest"
)

// signIn signs somebody in.
func signIn(t *testing.T, d *desktest.Desk, who string, how enrolling.Method) {
	t.Helper()
	now, a := ident.At(d.Clock.Now()), d.As(who)
	_, err := store.Act[*store.Tx](d.DB)(t.Context(), access.For(access.Actor{}, now), ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		s := enrolling.Session{ID: ident.Session(who + "-" + string(how)), Person: a.Person, Hat: a.Hat, Method: how, CreatedAt: now, SeenAt: now, UntilAt: now.Add(time.Hour)}
		return ledger.Entry{Kind: ledger.SessionOpened, Object: ident.Object(s.ID), Org: a.Org, Unit: a.Unit}, tx.AddSession(s, who+string(how))
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhoIsSignedInIsSearchedAndNarrowed(t *testing.T) {
	t.Parallel()
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return sessions.Page{Read: store.Read[sessions.ReadTx](s.DB), Idle: time.Hour}.Routes()
	})
	const boss = "operator-admin"
	names := func(query, count string) (list []string) {
		t.Helper()
		a := d.Get(t, boss, sessions.Path+query)
		for _, n := range a.Find("[aria-labelledby=others] .todo-what").EachIter() {
			list = append(list, strings.TrimSpace(n.Text()))
		}
		if a.Status != http.StatusOK || !strings.Contains(a.Text("[role=status]"), count) || !strings.Contains(a.Text("#others"), "3人") {
			t.Errorf("%s: %d %q %q", query, a.Status, a.Text("[role=status]"), a.Text("#others"))
		}
		return list
	}
	if a := d.Get(t, boss, sessions.Path); a.Find("form.filter").Length() != 0 || a.Find(".empty").Length() != 1 {
		t.Error("nobody is signed in: there is a filter")
	}
	for _, who := range []string{"operator-filer", "operator-approver", "operator-viewer", boss, "other-operator-filer"} {
		d.Clock.Set(d.Clock.Now().Add(time.Minute))
		signIn(t, d, who, enrolling.Passkey)
	}
	signIn(t, d, "operator-filer", enrolling.Code)
	all := names("", "3件")
	if len(all) != 3 {
		t.Fatalf("%v", all)
	}
	byName := names("?order=name", "3件")
	if !slices.IsSorted(byName) || len(byName) != 3 {
		t.Errorf("by name: %v", byName)
	}
	if got := names("?q="+url.QueryEscape(all[1]), "1件"); len(got) != 1 || got[0] != all[1] {
		t.Errorf("by name: %v, want %s", got, all[1])
	}
	if got := names("?method=code", "1件"); len(got) != 1 {
		t.Errorf("with a code: %v", got)
	}
	if got := names("?method=oidc", "0件"); len(got) != 0 {
		t.Errorf("with another house's: %v", got)
	}
	if got := names("?order=idle", "3件"); len(got) != 3 || got[0] == all[0] {
		t.Errorf("the longest unused first: %v", got)
	}
	if a := d.Get(t, boss, sessions.Path+"?method=magic"); a.Status != http.StatusUnprocessableEntity || a.Find("[aria-labelledby=own] li").Length() != 1 {
		t.Errorf("a method that there is not: %d", a.Status)
	}
}
