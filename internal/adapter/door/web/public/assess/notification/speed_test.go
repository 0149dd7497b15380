package notification_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/public/assess/notification"
	"kanmin/internal/world/stagetest"
)

// fifty is a facility with n machines of which nothing is known but their ids.
func fifty(n int) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf(`{"id":"m%d","segment":"s","used":"yes","kind":"general","software":[{"layer":"os","maker":"Microsoft","product":"Windows Server"},{"layer":"application","maker":"架空","product":"制御"}],"introduced_on":"2026-11-24"}`, i))
	}
	return `{"notification":{"operator":{"designated":"yes"},"businesses":[{"id":"b","sector":"electricity","facilities":[{"id":"f","internet":"connected","cloud":"none","segments":[{"id":"s","role":"facility"}],"machines":[` +
		strings.Join(list, ",") + `]}]}]}}`
}

// A page of fifty machines, and of as many as a page holds.
func BenchmarkResult(b *testing.B) {
	d := desktest.New(b, func(*stagetest.Stage) []gate.Route { return notification.Routes(nil) })
	for _, n := range []int{1, 50, 100} {
		form := url.Values{"facts": {fifty(n)}, "do": {"result"}}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if a := d.Post(b, "", notification.Path, form); a.Status != http.StatusOK {
					b.Fatal(a.Status, a.Text(".problems"))
				}
			}
		})
	}
}
