package alarms_test

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/alarms"
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
		return alarms.Page{Read: store.Read[alarms.Tx](s.DB), See: auditing.See{Act: store.Act[auditing.SeeTx](s.DB)}}.Routes()
	})
}

func TestAnAlarmIsToldToWhoeverIsResponsible(t *testing.T) {
	t.Parallel()
	d := desk(t)
	if a := d.Get(t, "platform-admin", alarms.Path); a.Status != http.StatusOK || !strings.Contains(a.Text("main"), "閲覧の異常はありません") {
		t.Errorf("nothing yet: %d %s", a.Status, a.Text("main"))
	}
	officer := d.As("ministry-officer")
	raise := auditing.Raise{Act: store.Act[auditing.RaiseTx](d.DB), Entropy: rand.Reader}
	w := access.Watched{Actor: officer.ID(), Org: officer.Org, Unit: officer.Unit, Recent: 201}
	if ok, err := raise.Do(t.Context(), access.System("test", ident.At(d.Clock.Now())), w, access.AlarmRate); err != nil || !ok {
		t.Fatal(ok, err)
	}
	for _, who := range []string{"ministry-supervisor", "platform-admin"} {
		got := d.Get(t, who, alarms.Path).Text("main")
		for _, want := range []string{"10分間に201件の記録を見ました", "髙木 真理子", "電力・ガス保安担当室", "未確認", "していただくこと"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: %q is missing in %s", who, want, got)
			}
		}
	}
	if got := d.Get(t, "operator-admin", alarms.Path).Text("main"); strings.Contains(got, "201") {
		t.Errorf("an operator learns of it: %s", got)
	}
	for _, who := range []string{"ministry-officer", "operator-filer", "cabinet-analyst"} {
		if a := d.Get(t, who, alarms.Path); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", who, a.Status)
		}
	}
}
