package gate_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
)

// sent is a form with one file of n bytes.
func sent(t *testing.T, path string, n int) *http.Request {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	f, err := w.CreateFormFile("file", "一覧.csv")
	if err == nil {
		_, err = f.Write(bytes.Repeat([]byte("a"), n))
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://kanmin.example"+path, &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

// A file that is too large is refused with the limit that held: that of the page.
func TestARefusedFileNamesTheLimitThatHeld(t *testing.T) {
	t.Parallel()
	limits := map[string]int64{"/kib": 300 << 10, "/one": 1 << 20, "/four": 4 << 20, "/twenty": 20 << 20}
	var routes []gate.Route
	for path, limit := range limits {
		routes = append(routes, gate.Route{Pattern: "POST " + path, Body: 40 << 20, Handle: func(w http.ResponseWriter, r *gate.Request) error {
			_, file, err := r.Uploaded(limit)
			if err == nil {
				_, err = fmt.Fprint(w, len(file.Data))
			}
			return err
		}})
	}
	d := setup(t, "https://kanmin.example")
	h := d.gate.Handler(routes)
	for path, want := range map[string]string{"/kib": "307200バイト", "/one": "上限は1 MiB", "/four": "上限は4 MiB", "/twenty": "上限は20 MiB"} {
		for _, over := range []int{0, 1} {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, sent(t, path, int(limits[path])+over))
			switch {
			case over == 0 && (w.Code != http.StatusOK || w.Body.String() != fmt.Sprint(limits[path])):
				t.Errorf("%s: as much as may be: %d", path, w.Code)
			case over == 1 && (w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), want)):
				t.Errorf("%s: one byte too much: %d, without %q: %s", path, w.Code, want, w.Body)
			}
		}
	}
}
