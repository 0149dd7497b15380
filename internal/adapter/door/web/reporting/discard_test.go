package reporting_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestADraftIsPutAsideAndTakenBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.fill()
	page := h.get(at + "/discard")
	if !strings.Contains(page.says("main"), "30日のあいだは元に戻せます") || !strings.Contains(page.says("main"), "画面に身代金を求める文") {
		t.Errorf("what is discarded is not shown: %s", main(page.body))
	}
	key := page.value("main input[name=key]", "value")
	a := h.post(at+"/discard", "key", key)
	h.goes(a, "/reporting/prompt?discarded="+at[strings.LastIndex(at, "/")+1:])
	if again := h.post(at+"/discard", "key", key); again.status != http.StatusSeeOther && again.status != http.StatusConflict {
		t.Errorf("pressed twice: %d", again.status)
	}
	start := h.get(a.to())
	if !strings.Contains(start.says(".notice"), "を破棄しました") || start.has("#drafts") || !strings.Contains(start.says("section:has(#aside)"), string(number(h, at))) {
		t.Errorf("it cannot be found again: %s", main(start.body))
	}
	for _, path := range []string{at + "/what", at + "/check", at + "/send", at + "/discard"} {
		if a := h.get(path); a.status != http.StatusConflict {
			t.Errorf("%s of a discarded draft: %d", path, a.status)
		}
	}
	if save := h.post(at+"/which", "base.which", "0", "which", "3台", "do", "next"); save.status != http.StatusConflict || !strings.Contains(save.body, "3台") {
		t.Errorf("what a colleague typed meanwhile is not shown again: %d %s", save.status, main(save.body))
	}
	h.as = "other-operator-filer"
	if a := h.post(at+"/restore", "key", "x"); a.status != http.StatusNotFound {
		t.Errorf("another organisation's: %d", a.status)
	}
	h.as = "operator-filer"
	h.goes(h.post(at+"/restore", "key", start.value("section:has(#aside) input[name=key]", "value")), at)
	h.goes(h.get(at), at+"/check")
	if got := h.get(at + "/check").says("main"); !strings.Contains(got, "画面に身代金を求める文") {
		t.Errorf("it is not as it was: %s", got)
	}
}
