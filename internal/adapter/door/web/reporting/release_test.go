package reporting_test

import (
	"net/http"
	"strings"
	"testing"
)

// Who sees what is chosen on a page of its own: what the law says stands beside each section and authority, what goes by law is not
// offered, what is wrong is said in its place and stays as typed; afterwards the item is shown by one press.
func TestWhoSeesWhatIsChosen(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.fill()
	page := h.get(at + "/release")
	said := page.says("main")
	for _, want := range []string{"法5条により、事業所管大臣と内閣総理大臣に届きます", "法令により届きます。見せないことはできません。", "条文は確認できていません", "どの提出先に見せるかの定めは確認できていません"} {
		if !strings.Contains(said, want) {
			t.Errorf("the page lacks %q: %s", want, said)
		}
	}
	if page.has("#until-0-outline") || !page.has("#until-0-computer") || !page.has("input[name=sure][value='0-computer']") || page.has("input[name=sure][value='0-contact']") {
		t.Error("what goes by law is offered, or what is not is not")
	}
	fields := []string{"key", page.value("main form input[name=key]", "value"), "title-0", page.value("input[name=title-0]", "value"), "title-1", page.value("input[name=title-1]", "value")}
	post := func(pairs ...string) answer { return h.post(at+"/release", append(fields[:6:6], pairs...)...) }
	for name, c := range map[string]struct {
		pairs []string
		at    string
		says  string
	}{
		"by law":     {[]string{"hold", "0-outline", "until-0-outline", "令和8年12月1日 9:00", "reason-0-outline", "捜査中"}, "#problems", "法5条により届く項目です"},
		"past":       {[]string{"hold", "0-computer", "sure", "0-computer", "until-0-computer", "令和8年11月1日 9:00", "reason-0-computer", "捜査中"}, "#until-0-computer-error", "過ぎた日時"},
		"no reason":  {[]string{"hold", "0-computer", "sure", "0-computer", "until-0-computer", "令和8年12月1日 9:00"}, "#reason-0-computer-error", ""},
		"too long":   {[]string{"hold", "0-computer", "sure", "0-computer", "until-0-computer", "令和8年12月1日 9:00", "reason-0-computer", strings.Repeat("長", 350_000)}, "#reason-0-computer-error", "1000"},
		"not asked":  {[]string{"hold", "0-computer", "until-0-computer", "令和8年12月1日 9:00", "reason-0-computer", "捜査中"}, "#sure-0-computer-error", "報告命令4条3項"},
		"another to": {[]string{"title-0", "財務大臣", "hold", "1-contact", "until-1-contact", "x", "reason-1-contact", "捜査中"}, "#until-1-contact-error", ""},
	} {
		a := post(c.pairs...)
		if a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, a.status)
			continue
		}
		if !strings.Contains(strings.ReplaceAll(a.says(c.at), ",", ""), c.says) {
			t.Errorf("%s: %s", name, a.says(c.at))
		}
	}
	h.goes(post("hold", "0-computer", "sure", "0-computer", "until-0-computer", "令和8年12月1日 9:00", "reason-0-computer", "捜査中のため"), at+"/check#offices")
	for _, want := range []string{"システム・機器: 令和8年12月1日(火) 09:00まで見せません(理由: 捜査中のため)", "届く項目", "この機関に見える内容"} {
		if said := h.get(at + "/check").says("#offices ~ ul"); !strings.Contains(said, want) {
			t.Errorf("the check lacks %q: %s", want, said)
		}
	}
	if v := h.get(at+"/release").value("#until-0-computer", "value"); v != "令和8年12月1日 09:00" {
		t.Errorf("what was chosen stands there as %q", v)
	}
	sent := h.post(at+"/send", "key", h.get(at+"/send").value("input[name=key]", "value")).to()
	report := h.get(sent)
	if said := report.says("section[aria-labelledby=held]"); !strings.Contains(said, "経済産業大臣") || !strings.Contains(said, "捜査中のため") {
		t.Errorf("the report says %s", said)
	}
	form := "section[aria-labelledby=held] form "
	again := []string{"key", report.value(form+"input[name=key]", "value"), "office", report.value(form+"input[name=office]", "value"), "section", report.value(form+"input[name=section]", "value")}
	h.goes(h.post(sent+"/release", again...), sent+"?from=release")
	h.goes(h.post(sent+"/release", again...), sent+"?from=release") // a second press does the same
	if a := h.get(sent); a.has("section[aria-labelledby=held]") || !strings.Contains(a.says("section[aria-labelledby=timeline]"), "見せていなかった項目の開示") {
		t.Error("it was shown, and the page does not say so")
	}
}
