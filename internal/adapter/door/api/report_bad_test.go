package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
)

// TestEveryBadInputOfReports is everything bad that reports must answer, each with what is said, or with the test that has it: each is
// looked for, so that none goes away in silence.
func TestEveryBadInputOfReports(t *testing.T) {
	t.Parallel()
	for _, one := range []struct{ what, at string }{
		{"awareness before occurrence, through the API: it is asked, and goes with a yes", "report_bad_test.go: func TestADetailedReportWithBadAnswers"},
		{"10,000 indicators are read, one more is told", "../../../domain/indicator/indicator_test.go: func TestTenThousandAreRead"},
		{"10,000 indicators, through the API and on the page: they arrive, one more is told, the draft is as it was", "report_bad_test.go: func TestADetailedReportWithBadAnswers"},
		{"10,000 indicators on the page", "../web/reporting/bad_test.go: func TestTenThousandIndicatorsOnThePage"},
		{"indicators with tricks of the scheme", "../../../domain/indicator/indicator_test.go: func TestReadRefuses"},
		{"200 attachments", "../../keep/store/attaching_test.go: func TestLimitsOfAttachments"},
		{"an attachment of 2 GiB: the limit is told, and nothing of it stays", "../../keep/store/attaching_test.go: io.LimitReader(rand.Reader, 2<<30)"},
		{"an attachment of 2 GiB, through the browser: the limit is told, the draft is as it was, little of it is read", "../../../../web/e2e/attached.spec.mjs: one of 2 GiB, leave the draft as it was"},
		{"an attachment of 2 GiB: no more is read than the limit", "../../keep/store/attaching_test.go: func TestNoMoreOfAFileIsReadThanItsLimit"},
		{"the same report by two colleagues: both answers stay", "drafting_test.go: func TestTwoColleaguesOnOneDraft"},
		{"the same report by two colleagues: it is sent once", "../../keep/store/race_test.go: func TestADraftIsSentOnce"},
		{"a code used twice", "carding_test.go: func TestACodeIsSpentOnce"},
		{"a packet brought twice", "carding_test.go: func TestAPacketIsFiledOnce"},
		{"a packet with the wrong key", "../../format/envelope/envelope_test.go: func TestAnEnvelopeOpensWithItsKeyAlone"},
		{"a packet that was changed by one byte", "../../format/envelope/envelope_test.go: func TestEveryByteThatIsChangedIsRefused"},
		{"an addressee that is down for a day", "../../keep/store/mail_test.go: func TestAnAddresseeThatIsDownForADay"},
		{"a withdrawal of consent after sending, in the rows", "../../keep/store/consent_test.go: func TestTheNCOReadsWithConsentOnly"},
		{"a withdrawal of consent after sending: what was opened stays told, nothing more is read", "report_bad_test.go: func TestAConsentIsWithdrawnAfterSending"},
	} {
		file, name, _ := strings.Cut(one.at, ": ")
		if source, err := os.ReadFile(file); err != nil || !strings.Contains(string(source), name) {
			t.Errorf("%s: %s has no %q (%v)", one.what, file, name, err)
		}
	}
}

// detailing opens a 詳報 about a report and answers what it needs but for what a test says.
func (h *house) detailing(of string) (draft string) {
	h.t.Helper()
	draft = "drafts/" + h.must("operator-filer", "POST", "reports/"+of+"/follow", `{"procedure":"report.detailed"}`, http.StatusCreated).text(h.t, "number_ascii")
	h.must("operator-filer", "PATCH", draft, `{"answers":{"form_kind":{"value":"other"},"story":{"value":"経緯"},"occurred_at":{"value":null},"service_level":{"value":"no"},`+
		`"event_kinds":{"value":null},"entry":{"value":null},"response":{"value":"切り離した"},"indicators":{"value":null}}}`, http.StatusOK)
	return draft
}

// What a 詳報 must bear, as a program sends it: each place is named, what was written stays, and what is only odd goes when it was said that it is
// meant.
func TestADetailedReportWithBadAnswers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	draft, bases := h.detailing(h.filed()), map[string]int{"indicators": 1, "occurred_at": 1}
	put := func(field string, value any, fault string) {
		t.Helper()
		said, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		r := h.must("operator-filer", "PATCH", draft, fmt.Sprintf(`{"answers":{%q:{"value":%s,"base":%d}}}`, field, said, bases[field]), http.StatusOK)
		if bases[field]++; (fault == "") == strings.Contains(r.body, `"problems"`) || !strings.Contains(r.body, fault) {
			t.Errorf("%s: %s is not told: %.300s", field, fault, r.body[max(0, len(r.body)-300):])
		}
	}
	send := func(confirm, want string, status int) {
		t.Helper()
		if r := h.do("operator-filer", "POST", draft+"/send", `{"confirm":[`+confirm+`]}`); r.status != status || !strings.Contains(r.body, want) {
			t.Errorf("sent: %d, want %d %s: %.400s", r.status, status, want, r.body)
		}
	}
	for trick, code := range map[string]string{
		"javascript:alert(1)": "scheme", "ｊａｖａｓｃｒｉｐｔ：alert(1)": "scheme", "data:text/html;base64,AAAA": "scheme", "file:///etc/passwd": "scheme",
		`http://evil.example\@bank.example/`: "slashes", "http://%65vil.example/": "slashes", "еvil.example": "letters",
	} {
		put("indicators", "203.0.113[.]5\n"+trick, "fault.indicator."+code)
		send("", `"path":"indicators","code":"fault.indicator.`+code+`"`, http.StatusUnprocessableEntity)
	}
	var many strings.Builder
	for i := range 10_001 {
		fmt.Fprintf(&many, "%064x 検体 %d\n", i+1, i+1)
	}
	put("indicators", many.String(), "fault.indicator.many")
	send("", "10001", http.StatusUnprocessableEntity)
	all := many.String()[:strings.LastIndex(strings.TrimSpace(many.String()), "\n")]
	put("indicators", all, "")
	put("occurred_at", "2026-11-23 09:00", "") // known at 8:15
	send("", `"path":"aware_at","code":"ask.before"`, http.StatusUnprocessableEntity)
	if r := h.must("operator-filer", "GET", draft, "", http.StatusOK); r.text(t, "state") != "open" || !strings.Contains(r.body, fmt.Sprintf("%064x", 10_000)) {
		t.Errorf("what was refused changed the draft: %s", r.text(t, "state"))
	}
	send(`"aware_at:ask.before"`, fmt.Sprintf("%064x", 10_000), http.StatusCreated)
}

// R41: whoever withdraws a consent after sending is told which office had opened the report by then; that office reads nothing more of it, through
// no door, nor what comes after it in the case.
func TestAConsentIsWithdrawnAfterSending(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	open := "drafts/" + h.must("operator-filer", "POST", "drafts", `{}`, http.StatusCreated).text(t, "number_ascii")
	h.must("operator-filer", "PATCH", open, `{"answers":{"what_kind":{"value":["malware"]},"aware_at":{"value":"R8.11.23 8:15"},"which":{"value":"端末"},"impact":{"value":null},"callback":{"value":"03","base":1}}}`, http.StatusOK)
	file, _ := h.must("operator-filer", "POST", open+"/files?section=outline&name=log.txt", "line", http.StatusCreated).json(t)["files"].([]any)
	h.must("operator-filer", "POST", open+"/consent", `{"agree":true}`, http.StatusOK)
	n := h.must("operator-filer", "POST", open+"/send", `{}`, http.StatusCreated).text(t, "number_ascii")
	report := "reports/" + n
	log := report + "/files/" + fmt.Sprint(file[0].(map[string]any)["id"]) //nolint:forcetypeassert // of our own answer
	seen := func() string {
		return fmt.Sprint(h.must("operator-filer", "GET", report, "", http.StatusOK).json(t)["seen"])
	}
	doors := []string{report, log, report + "/revisions", report + "/content/content.json", report + "/calls"}
	for _, door := range doors {
		if r := h.do("nco-analyst", "GET", door, ""); r.status != http.StatusOK {
			t.Errorf("with consent, %s: %d", door, r.status)
		}
	}
	opened := seen()
	if !strings.Contains(opened, "国家サイバー統括室") {
		t.Errorf("its opening is not told: %s", opened)
	}
	h.must("operator-filer", "POST", report+"/consent", `{"agree":false}`, http.StatusOK)
	later := "reports/" + h.must("operator-filer", "POST", h.detailing(n)+"/send", `{}`, http.StatusCreated).text(t, "number_ascii")
	for _, door := range append(doors, later) {
		if r := h.do("nco-analyst", "GET", door, ""); r.status != http.StatusNotFound {
			t.Errorf("after the withdrawal, %s: %d", door, r.status)
		}
		if r := h.do("ministry-officer", "GET", door, ""); r.status != http.StatusOK {
			t.Errorf("of law, %s: %d", door, r.status)
		}
	}
	if list := h.must("nco-analyst", "GET", "reports", "", http.StatusOK).body; strings.Contains(list, n) {
		t.Errorf("it is listed: %s", list)
	}
	if now := seen(); !strings.Contains(now, "国家サイバー統括室") {
		t.Errorf("what had been opened is forgotten: %s", now)
	}
}
