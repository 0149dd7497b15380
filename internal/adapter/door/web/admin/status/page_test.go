package status_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin/status"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/world/stagetest"
)

func desk(t *testing.T) *desktest.Desk {
	t.Helper()
	return desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return status.Page{
			Read: store.Read[status.Tx](s.DB), Check: auditing.StartCheck{Act: store.Act[auditing.StartTx](s.DB)},
			Running: func(ctx context.Context) (status.Running, error) {
				n, err := s.Running(ctx, 30*time.Minute)
				return status.Running{LogSize: n.LogSize, Pending: n.Pending, Lag: n.Lag, MailWait: n.Mail.Waiting, MailFail: n.Mail.Failed, MailOldest: n.Mail.Oldest, MailNowhere: n.Mail.Nowhere, Sessions: n.Sessions, Engine: s.Engine(), LogKeyNamed: s.Origin}, err
			},
		}.Routes()
	})
}

// number gives every entry its place.
func number(t *testing.T, d *desktest.Desk) {
	t.Helper()
	l, ok, err := d.TakeSpine(t.Context(), "test")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	for n := 1; n > 0; {
		if n, err = d.Sequence(t.Context(), l); err != nil {
			t.Fatal(err)
		}
	}
}

func TestNumbersOfTheWholeAndNothingOfAnybody(t *testing.T) {
	t.Parallel()
	d := desk(t)
	f := d.File(t, "operator-filer", "OUTLINE-CANARY")
	d.Clock.Set(d.Clock.Now().Add(15 * time.Second))
	a := d.Get(t, "platform-admin", "/admin/status")
	if got := a.Text("main"); a.Status != http.StatusOK || !strings.Contains(got, "記録簿に載せる処理が遅れています") || !strings.Contains(got, "(最も古いもので") || !strings.Contains(got, "送出待ち 2件") {
		t.Errorf("%d: %s", a.Status, got)
	}
	number(t, d)
	a = d.Get(t, "platform-admin", "/admin/status")
	if got := a.Text("main"); strings.Contains(got, "遅れています") || !strings.Contains(got, "待ちはありません") {
		t.Errorf("numbered: %s", got)
	}
	for _, secret := range []string{"CANARY", string(f.Number), "あおぞら", "経済産業", string(f.Org)} {
		if strings.Contains(a.Text("main"), secret) {
			t.Errorf("the page tells %s", secret)
		}
	}
	for _, who := range []string{"operator-admin", "ministry-supervisor", "cabinet-supervisor", "supplier"} {
		if a := d.Get(t, who, "/admin/status"); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", who, a.Status)
		}
		if a := d.Post(t, who, "/admin/status/check", url.Values{"key": {"k"}}); a.Status != http.StatusNotFound {
			t.Errorf("%s starts a check: %d", who, a.Status)
		}
	}
}

func TestACheckRunsInTheBackgroundAndSaysWhatItFound(t *testing.T) {
	t.Parallel()
	d := desk(t)
	d.File(t, "operator-filer", "OUTLINE-CANARY")
	first := d.Get(t, "platform-admin", "/admin/status")
	key, _ := first.Find(`input[name=key]`).Attr("value")
	for range 2 { // pressed twice
		if a := d.Post(t, "platform-admin", "/admin/status/check", url.Values{"key": {key}}); a.Status != http.StatusSeeOther {
			t.Fatal(a.Status, a.Text("main"))
		}
	}
	number(t, d)
	a := d.Get(t, "platform-admin", "/admin/status?asked=1")
	if n := a.Find("#work article").Length(); n != 1 || !strings.Contains(a.Text("#work"), "順番待ち") {
		t.Fatalf("%d tasks: %s", n, a.Text("#work"))
	}
	if poll, _ := a.Find("#work").Attr("hx-get"); poll != "/admin/status" {
		t.Errorf("waiting work is not asked after: %q", poll)
	}
	l, ok, err := d.TakeQueue(t.Context(), auditing.Queue, "test")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if did, err := d.DoTask(t.Context(), l, auditing.Queue, d.Checker(access.System("check", ident.At(d.Clock.Now())))); err != nil || !did {
		t.Fatal(did, err)
	}
	a = d.Get(t, "platform-admin", "/admin/status", "HX-Request", "true")
	if got := a.Text("#work"); !strings.Contains(got, "件が合っています") || !strings.Contains(got, "終わりました") || a.Find("header").Length() != 0 {
		t.Errorf("done: %s", got)
	}
	if _, poll := a.Find("#work").Attr("hx-get"); poll {
		t.Error("work that has ended is asked after")
	}
}

// What has nowhere to go is said with what to do, and not as trouble of the way out.
func TestNoticesThatHaveNowhereToGo(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]bool{0: false, 3: true} {
		d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
			return status.Page{Read: store.Read[status.Tx](s.DB), Running: func(context.Context) (status.Running, error) {
				return status.Running{MailWait: n, MailNowhere: n}, nil
			}}.Routes()
		})
		got := d.Get(t, "platform-admin", "/admin/status").Text("main .notice")
		if strings.Contains(got, "届け先のないお知らせが3件あります") != want || strings.Contains(got, "10分以上") {
			t.Errorf("%d: %s", n, got)
		}
	}
}
