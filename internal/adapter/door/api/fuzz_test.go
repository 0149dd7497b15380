package api_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"kanmin/internal/adapter/door/api"
)

// Whatever a body is, the answer is an arrival or a refusal in words, never a failure of ours.
func FuzzBody(f *testing.F) {
	for _, s := range []string{good, `{}`, `{"answers":{"which":{"value":"a","base":1}}}`, `{"kind":"fix","text":"x"}`, `{"confirm":["aware_at:ask.future"]}`, `{"a":"\ud800"}`, "[[[[[", "\xff"} {
		f.Add(s)
	}
	h := newHouse(f)
	n := h.filed()
	draft := h.do("operator-filer", "POST", "drafts", "").text(f, "number_ascii")
	serial := 0
	f.Fuzz(func(t *testing.T, body string) {
		for _, to := range [][3]string{
			{"operator-filer", "POST", "reports/prompt"}, {"operator-filer", "PATCH", "drafts/" + draft}, {"operator-filer", "POST", "drafts/" + draft + "/choose"},
			{"ministry-officer", "POST", "reports/" + n + "/requests"},
		} {
			serial++
			r := httptest.NewRequestWithContext(t.Context(), to[1], api.Prefix+"/"+to[2], strings.NewReader(body))
			r.Header.Set("Authorization", "Bearer "+to[0])
			r.Header.Set("Idempotency-Key", strconv.Itoa(serial))
			w := httptest.NewRecorder()
			h.door.ServeHTTP(w, r)
			if w.Code >= http.StatusInternalServerError || !utf8.Valid(w.Body.Bytes()) {
				t.Errorf("%v: %d %s", to, w.Code, w.Body)
			}
		}
	})
}
