package api_test

import (
	"fmt"
	"strings"
	"testing"
)

// absentNumber has a good check character and belongs to nothing.
const (
	absentReport  = "R-R8-7K4M-2QXD-"
	absentRequest = "Q-R8-7K4M-2QXD-"
	absentDraft   = "D-R8-7K4M-2QXD-"
)

// checked finds the check character of a number that nobody has.
func (h *house) checked(prefix string) string {
	h.t.Helper()
	for _, c := range "23456789ABCDEFGHJKLMNPQRSTUVWXYZ" {
		path := "reports/" + prefix + string(c)
		if r := h.do("operator-filer", "GET", path, ""); r.status == 404 {
			return prefix + string(c)
		}
	}
	h.t.Fatal("no check character agrees")
	return ""
}

// What is not yours and what does not exist are the same bytes, whoever asks, through every route, with every id swapped.
func TestForeignIsAbsent(t *testing.T) { both(t, foreignIsAbsent) }

func foreignIsAbsent(t *testing.T, h *house) {
	mine := h.filed()
	asked := h.do("ministry-officer", "POST", "reports/"+mine+"/requests", `{"kind":"enquiry","text":"対象は何台ですか。"}`)
	question := asked.text(t, "number_ascii")
	theirs := h.do("other-operator-filer", "POST", "reports/prompt", good).text(t, "number_ascii")
	draft := h.do("operator-filer", "POST", "drafts", "").text(t, "number_ascii")
	h.placed()
	noReport, noRequest, noDraft := h.checked(absentReport), h.checked(absentRequest), h.checked(absentDraft)

	type route struct{ method, path, body string }
	about := func(report, request, draft string) []route {
		return []route{
			{"GET", "reports/" + report, ""},
			{"GET", "reports/" + report + "/receipt", ""},
			{"GET", "reports/" + report + "/receipt.provisional", ""},
			{"GET", "reports/" + report + "/receipt.txt", ""},
			{"POST", "reports/" + report + "/requests", `{"kind":"enquiry","text":"何台ですか。"}`},
			{"POST", "reports/" + report + "/requests/" + request + "/answer", `{"reply":"3台です。"}`},
			{"GET", "drafts/" + draft, ""},
			{"PATCH", "drafts/" + draft, `{"answers":{"impact":{"value":"none"}}}`},
			{"POST", "drafts/" + draft + "/choose", `{"field":"impact","seq":1}`},
			{"POST", "drafts/" + draft + "/send", ""},
		}
	}
	strangers := []string{
		"other-operator-filer", "other-ministry-officer", "regional-officer", "supplier-ministry-officer", "nco-analyst", "council-secretariat",
		"council-member", "supplier", "maintainer", "friend", "foreign-authority", "platform-admin", "operator-site-filer",
	}
	looked := 0
	for _, as := range strangers {
		foreign, absent := about(mine, question, draft), about(noReport, noRequest, noDraft)
		for i := range foreign {
			a, b := h.do(as, foreign[i].method, foreign[i].path, foreign[i].body), h.do(as, absent[i].method, absent[i].path, absent[i].body)
			if a.status != b.status || a.body != b.body || a.status != 404 && a.status != 403 {
				t.Errorf("%s %s %s: foreign %d %s\nabsent %d %s", as, foreign[i].method, foreign[i].path, a.status, a.body, b.status, b.body)
			}
			if a.header.Get("Retry-After")+a.header.Get("Link")+a.header.Get("ETag") != "" {
				t.Errorf("%s %s: %v", as, foreign[i].path, a.header)
			}
			looked++
		}
		if as == "platform-admin" || as == "friend" {
			continue // may not even list
		}
		if r := h.do(as, "GET", "reports", ""); strings.Contains(r.body, mine) {
			t.Errorf("%s lists it: %s", as, r.body)
		}
	}
	if looked < 100 {
		t.Errorf("only %d pairs", looked)
	}
	// Own things, ids swapped: another's request below my report, my request below another's report, kinds exchanged.
	absent := h.do("operator-filer", "GET", "reports/"+noReport, "").body
	for i, r := range []route{
		{"POST", "reports/" + theirs + "/requests/" + question + "/answer", `{"reply":"a"}`},
		{"POST", "reports/" + mine + "/requests/" + noRequest + "/answer", `{"reply":"a"}`},
		{"POST", "reports/" + mine + "/requests/" + mine + "/answer", `{"reply":"a"}`},
		{"GET", "reports/" + question, ""},
		{"GET", "reports/" + draft, ""},
		{"GET", "drafts/" + mine, ""},
		{"POST", "drafts/" + mine + "/send", ""},
		{"GET", "reports/" + theirs, ""},
		{"GET", "reports/" + theirs + "/receipt", ""},
	} {
		if got := h.do("operator-filer", r.method, r.path, r.body); got.status != 404 || got.body != absent {
			t.Errorf("swap %d, %s %s: %d %s", i, r.method, r.path, got.status, got.body)
		}
	}
	// The control: the owner and the addressees do see it.
	for _, as := range []string{"operator-filer", "operator-approver", "ministry-officer", "ministry-supervisor", "cabinet-analyst"} {
		if r := h.do(as, "GET", "reports/"+mine, ""); r.status != 200 {
			t.Errorf("%s: %d", as, r.status)
		}
	}
}

// A token that is not good is told so, before anything is looked for.
func TestTokens(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	n := h.filed()
	for _, as := range []string{"", "nobody"} {
		for _, path := range []string{"me", "reports", "reports/" + n, "drafts"} {
			if r := h.do(as, "GET", path, ""); r.status != 401 || r.header.Get("WWW-Authenticate") == "" || strings.Contains(r.body, n) {
				t.Errorf("%q %s: %d %s", as, path, r.status, r.body)
			}
		}
	}
}

func TestNumbersAreReadAsTyped(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	n := h.filed()
	want := h.do("operator-filer", "GET", "reports/"+n, "")
	for _, typed := range []string{
		strings.ToLower(n), strings.ReplaceAll(n, "-", ""), strings.Replace(n, "R-", "報-", 1), strings.Replace(n, "R-", "%E5%A0%B1-", 1), strings.Replace(n, "-", "%E3%83%BC", 1),
	} {
		if r := h.do("operator-filer", "GET", "reports/"+typed, ""); r.body != want.body {
			t.Errorf("%s: %d %s", typed, r.status, r.body)
		}
	}
	slip := []byte(n)
	slip[len(slip)-1] ^= 1
	for _, typed := range []string{string(slip), "1", strings.Repeat("9", 500), "%00", "%FF%FE", "R-R8-0000-0000-0", "..%2f..%2fetc"} {
		r := h.do("operator-filer", "GET", "reports/"+typed, "")
		if r.status != 422 && r.status != 404 {
			t.Errorf("%s: %d %s", typed, r.status, r.body)
		}
	}
	if r := h.do("operator-filer", "GET", "reports/"+string(slip), ""); r.status != 422 || !strings.Contains(r.body, "fault.number") {
		t.Errorf("a slip on the telephone is not told apart: %s", fmt.Sprint(r.status, r.body))
	}
}
