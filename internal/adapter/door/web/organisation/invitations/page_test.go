package invitations_test

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/organisation/invitations"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/appointing"
	"kanmin/internal/world/stagetest"
)

const boss = "operator-admin"

// TestInvitationsAreSearchedNarrowedAndPaged: 55 of them; a heading counts what the filter leaves on all pages.
func TestInvitationsAreSearchedNarrowedAndPaged(t *testing.T) {
	t.Parallel()
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return invitations.Page{Read: store.Read[invitations.Tx](s.DB), Withdraw: appointing.Withdraw{Act: store.Act[appointing.WithdrawTx](s.DB)}}.Routes()
	})
	show := func(query string, todo, over int, count string) desktest.Answer {
		t.Helper()
		a := d.Get(t, boss, invitations.Path+query)
		if a.Status != http.StatusOK || a.Find(".todo > li").Length() != todo || a.Find("tbody tr").Length() != over || count != "" && !strings.Contains(a.Text("[role=status]"), count) {
			t.Errorf("%s: %d, %d open, %d over, %q", query, a.Status, a.Find(".todo > li").Length(), a.Find("tbody tr").Length(), a.Text("[role=status]"))
		}
		return a
	}
	if a := show("", 0, 0, ""); a.Find(".empty").Length() != 1 || a.Find("form.filter").Length() != 0 {
		t.Error("nothing yet: a filter without anything to filter")
	}
	invite := appointing.Invite{Act: store.Act[appointing.InviteTx](d.DB), Entropy: rand.Reader, Path: func(secret string) string { return "/signin/invitation/" + secret }}
	withdraw := appointing.Withdraw{Act: store.Act[appointing.WithdrawTx](d.DB)}
	for i := range 55 {
		role := "operator-filer"
		if i < 3 {
			role = "operator-viewer"
		}
		n := appointing.Newcomer{Name: fmt.Sprintf("𠮷岡 渚%02d", i), Kana: fmt.Sprintf("よしおか なぎさ%02d", 99-i), Mail: fmt.Sprintf("nagisa%02d@a.example", i), Unit: d.As(boss).Unit, Roles: []string{role}}
		c, err := invite.Do(t.Context(), d.Scope(boss), d.Key(boss, fmt.Sprint("invite", i)), n)
		if err == nil && i%10 == 9 {
			err = withdraw.Do(t.Context(), d.Scope(boss), d.Key(boss, fmt.Sprint("withdraw", i)), c.Invitation)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if a := show("", 50, 0, "55件"); !strings.Contains(a.Text("h2"), "回答を待っている招待(50件)") {
		t.Errorf("the headings: %s", a.Text("h2"))
	}
	if a := show("?page=2", 0, 5, "55件"); !strings.Contains(a.Text("h2"), "終わった招待(5件") {
		t.Errorf("the headings: %s", a.Text("h2"))
	}
	show("?q="+url.QueryEscape("ナギサ９４"), 1, 0, "1件") // by reading, in any width and kana
	show("?q=nagisa19", 0, 1, "1件")
	show("?state=over", 0, 5, "5件")
	show("?role=operator-viewer&order=name", 3, 0, "3件")
	if a := show("?role=operator-viewer&order=name", 3, 0, "3件"); !strings.HasSuffix(strings.TrimSpace(a.Find(".todo-what").First().Text()), "渚02") {
		t.Errorf("by reading, the first is %s", a.Find(".todo-what").First().Text())
	}
	show("?q=nobody", 0, 0, "0件")
	show("?unit="+string(d.As(boss).Unit), 50, 0, "55件")
	if a := d.Get(t, boss, invitations.Path+"?state=odd"); a.Status != http.StatusUnprocessableEntity || a.Find(".field-error").Length() != 1 {
		t.Errorf("a state that there is not: %d", a.Status)
	}
	if a := d.Get(t, "other-operator-filer", invitations.Path+"?q=nagisa"); strings.Contains(a.Body, "nagisa1") {
		t.Error("somebody else sees them")
	}
}
