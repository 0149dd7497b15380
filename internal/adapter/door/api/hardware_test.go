package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// A program reads the tokens and tries a file; what changes how people sign in wants a person in a browser.
func TestHardwareTokensForPrograms(t *testing.T) { both(t, hardwareForPrograms) }

func hardwareForPrograms(t *testing.T, h *house) {
	const secret = "3132333435363738393031323334353637383930"
	for _, c := range []struct {
		line, body string
		want       int
		says       string
	}{
		{"GET organisation/hardware", "", http.StatusOK, `"tokens":[]`},
		{"POST organisation/hardware/check", `{"file":"KM-1,` + secret + `,6,30\nKM-1,zz,7,30"}`, http.StatusOK, `"line":2,"field":"digits"`},
		{"POST organisation/hardware/check", `{"file":"KM-1,` + secret + `"}`, http.StatusOK, `"count":1,"troubles":[]`},
		{"POST organisation/hardware/check", `{"file":""}`, http.StatusUnprocessableEntity, ""},
		{"POST organisation/hardware/check", `{"file":7}`, http.StatusUnprocessableEntity, ""},
		{"POST organisation/hardware/check", `{"file":"x","colour":"red"}`, http.StatusUnprocessableEntity, ""},
		{"POST organisation/hardware", `{"file":"KM-1,` + secret + `"}`, http.StatusForbidden, ""},
		{"POST organisation/hardware/change", `{"serial":"KM-1","state":"bound"}`, http.StatusUnprocessableEntity, ""},
	} {
		method, path, _ := strings.Cut(c.line, " ")
		r := h.do("operator-admin", method, path, c.body)
		if r.status != c.want || !strings.Contains(r.body, c.says) || strings.Contains(r.body, secret) {
			t.Errorf("%s %s: %d %s", c.line, c.body, r.status, r.body)
		}
	}
	if r := h.do("operator-filer", "GET", "organisation/hardware", ""); r.status != http.StatusNotFound {
		t.Errorf("a filer: %d", r.status)
	}
}
