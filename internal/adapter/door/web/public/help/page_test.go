package help_test

import (
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/public/help"
	"kanmin/internal/world/stagetest"
)

func TestWhoCannotSignInFindsWhomToCall(t *testing.T) {
	t.Parallel()
	d := desktest.New(t, func(*stagetest.Stage) []gate.Route { return help.Page{Host: "kanmin.example", TLS: true}.Routes() })
	for _, lang := range []string{"ja", "en"} {
		a := d.Get(t, "", "/help", "Cookie", "__Host-kanmin_lang="+lang)
		if to, _ := a.Find("main a.phone").Attr("href"); a.Status != http.StatusOK || to != "tel:0300001000" {
			t.Errorf("%s: %d, telephone %q", lang, a.Status, to)
		}
		for _, want := range []string{"kanmin.example", "HTTPS"} {
			if !strings.Contains(a.Text("#connect-h ~ dl"), want) {
				t.Errorf("%s: connections lack %s", lang, want)
			}
		}
		if a.Find("script[src^=http], link[href^=http], img[src^=http]").Length() != 0 {
			t.Errorf("%s: something is loaded from elsewhere, and the page says nothing is", lang)
		}
	}
}
