package api_test

import (
	"fmt"
	"strings"
	"testing"
)

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
