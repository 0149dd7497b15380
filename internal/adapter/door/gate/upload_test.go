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

// Of several files each is bounded by itself and found by the name of its field; one that was not chosen is none.
func TestSeveralFilesAreKnownByTheirFields(t *testing.T) {
	t.Parallel()
	d := setup(t, "https://kanmin.example")
	h := d.gate.Handler([]gate.Route{{Pattern: "POST /two", Body: 1 << 20, Handle: func(w http.ResponseWriter, r *gate.Request) error {
		fields, files, err := r.Uploads(4)
		if err == nil {
			_, none := files["none"]
			_, err = fmt.Fprintf(w, "%s %s %s %v", fields.Get("word"), files["form"].Data, files["table"].Name, none)
		}
		return err
	}}})
	send := func(first, second string) *httptest.ResponseRecorder {
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		for _, one := range [][2]string{{"form", first}, {"table", second}, {"none", ""}} {
			f, err := m.CreateFormFile(one[0], one[0]+".xlsx")
			if err == nil {
				_, err = f.Write([]byte(one[1]))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if m.WriteField("word", "山﨑") != nil || m.Close() != nil {
			t.Fatal("no form")
		}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://kanmin.example/two", &b)
		r.Header.Set("Content-Type", m.FormDataContentType())
		r.Header.Set("Sec-Fetch-Site", "same-origin")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	if w := send("1234", "abcd"); w.Code != http.StatusOK || w.Body.String() != "山﨑 1234 table.xlsx false" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := send("1234", "abcde"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("the second is too large: %d", w.Code)
	}
}
