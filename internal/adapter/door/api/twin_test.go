package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// That one office asked, and was answered, is between it and the filer: every byte that another addressee is given
// stays what it was. The office that asked and the filer are the control: for them it changes.
func TestAnOfficeCannotTellThatAnotherAsked(t *testing.T) { both(t, otherOfficesCannotTell) }

func otherOfficesCannotTell(t *testing.T, h *house) {
	t.Helper()
	h.addOffice("other-ministry-officer", "outline")
	report := h.filed()
	h.placed()
	paths := []string{"reports", "reports/" + report}
	answers := func(as string) string { return h.allBytes(as, paths) }
	everybody := []string{"cabinet-analyst", "cabinet-supervisor", "other-ministry-officer", "ministry-officer", "operator-filer"}
	before := map[string]string{}
	for _, as := range everybody {
		before[as] = answers(as)
	}
	compare := func(step string) {
		for _, as := range everybody {
			now := answers(as)
			if tells := as == "ministry-officer" || as == "operator-filer"; tells != (now != before[as]) {
				t.Errorf("%s: what %s is given changed: %v\n%s\n%s", step, as, !tells, before[as], now)
			}
		}
	}
	asked := h.do("ministry-officer", "POST", "reports/"+report+"/requests", `{"kind":"fix","text":"日時を確かめてください。","fields":["aware_at"]}`)
	if asked.status != http.StatusCreated {
		t.Fatal(asked.status, asked.body)
	}
	compare("asked")
	if state := h.do("ministry-officer", "GET", paths[1], "").text(t, "state"); state != "fix-asked" {
		t.Errorf("the office that asked sees %s", state)
	}
	answered := h.do("operator-filer", "POST", "reports/"+report+"/requests/"+asked.text(t, "number_ascii")+"/answer", `{"reply":"10時15分です。"}`)
	if answered.status >= 300 {
		t.Fatal(answered.status, answered.body)
	}
	compare("answered")

	// A second office asks afterwards: it sees its own question, the filer waits again, the first office does not know.
	before["cabinet-supervisor"], before["other-ministry-officer"] = answers("cabinet-supervisor"), answers("other-ministry-officer")
	first := answers("ministry-officer")
	if r := h.do("cabinet-analyst", "POST", "reports/"+report+"/requests", `{"kind":"fix","text":"台数を確かめてください。"}`); r.status != http.StatusCreated {
		t.Fatal(r.status, r.body)
	}
	for as, want := range map[string]string{"ministry-officer": "fixed", "cabinet-analyst": "fix-asked", "operator-filer": "fix-asked", "other-ministry-officer": "arrived"} {
		if state := h.do(as, "GET", paths[1], "").text(t, "state"); state != want {
			t.Errorf("%s sees %s, want %s", as, state, want)
		}
	}
	if answers("ministry-officer") != first {
		t.Error("the first office is told of the second question")
	}
}

// allBytes is what somebody is given at some addresses, with the headers that may tell something.
func (h *house) allBytes(as string, paths []string) string {
	h.t.Helper()
	var all strings.Builder
	for range 2 { // the first look of an office changes what it is told of its own looks
		all.Reset()
		for _, path := range paths {
			r := h.do(as, http.MethodGet, path, "")
			for _, own := range []string{"Date", "X-Request-Id"} {
				r.header.Del(own)
			}
			if r.status != http.StatusOK {
				h.t.Fatalf("%s %s: %d %s", as, path, r.status, r.body)
			}
			_ = r.header.Write(&all)
			all.WriteString(r.body)
		}
	}
	return all.String()
}
