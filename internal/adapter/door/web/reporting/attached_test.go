package reporting_test

import (
	"archive/zip"
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
)

// attach sends a file as the page's form does.
func (h *house) attach(at, name string, body []byte, pairs ...string) answer {
	h.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	_ = form.WriteField("key", h.get(at+"/files").value("form[data-upload] input[name=key]", "value"))
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = form.WriteField(pairs[i], pairs[i+1])
	}
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		h.t.Fatal(err)
	}
	_, _ = part.Write(body)
	_ = form.Close()
	r, err := http.NewRequestWithContext(h.t.Context(), http.MethodPost, h.url+at+"/files", &b)
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("X-As", h.as)
	r.Header.Set("Content-Type", form.FormDataContentType())
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return answer{h.t, resp.StatusCode, resp.Header, string(text), at + "/files"}
}

func TestFilesFromTheDraftToTheDesk(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := h.fill()
	h.goes(h.attach(at, "記録 𠮷.log", []byte("line one\n")), at+"/files?done=added")
	h.goes(h.attach(at, "sample.exe", []byte("MZ evil"), "malware", "yes"), at+"/files?done=added")
	if a := h.attach(at, "sample.exe", []byte("other")); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.says(".problems"), "もうあります") {
		t.Errorf("two of one name: %d %s", a.status, main(a.body))
	}
	if a := h.attach(at, "large.bin", make([]byte, 20<<20+1)); a.status != http.StatusRequestEntityTooLarge || !strings.Contains(a.says(".problems"), "20 MiB") {
		t.Errorf("too large: %d", a.status)
	}
	if a := h.attach(at, "huge.bin", make([]byte, 32<<20)); a.status != http.StatusRequestEntityTooLarge || !strings.Contains(a.says(".problems"), "20 MiB") {
		t.Errorf("far too large: %d", a.status)
	}
	list := h.get(at + "/files")
	if got := list.says("main"); !strings.Contains(got, "記録 𠮷.log") || !strings.Contains(got, "infected") || strings.Contains(got, "large.bin") {
		t.Errorf("the list: %s", got)
	}
	draftFile := list.value(`main a[href*="/files/"]`, "href")
	for _, page := range []string{"/check", "/send"} {
		if got := h.get(at + page).says("main"); !strings.Contains(got, "記録 𠮷.log") || !strings.Contains(got, "SHA-256") {
			t.Errorf("%s does not list the files", page)
		}
	}
	a := h.post(at+"/send", "key", h.get(at+"/send").value("input[name=key]", "value"))
	report := a.to()
	files := h.get(report)
	log := files.value(`main a[href*="/files/"]`, "href")
	h.handed(log)
	for _, path := range []string{draftFile, at + "/files"} {
		if a := h.get(path); a.status != http.StatusConflict {
			t.Errorf("%s after it was sent: %d", path, a.status)
		}
	}
	h.placed()
	proof := h.get(report + "/receipt/text").body
	if !strings.Contains(proof, "添付 01") || !strings.Contains(proof, "9 記録 𠮷.log") {
		t.Errorf("the receipt does not name the files: %s", proof)
	}
	h.exported(report + "/export.zip")
	h.as = "other-operator-filer"
	for _, path := range []string{log, report + "/export.zip", log + "x"} {
		if a := h.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s for another organisation: %d", path, a.status)
		}
	}
}

// handed is a file that is taken out: to be kept, whatever it is.
func (h *house) handed(path string) {
	h.t.Helper()
	a := h.get(path)
	for name, want := range map[string]string{
		"Content-Disposition": "filename*=UTF-8''%E8%A8%98%E9%8C%B2%20%F0%A0%AE%B7.log", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox", "Content-Length": "9",
	} {
		if !strings.Contains(a.header.Get(name), want) {
			h.t.Errorf("%s: %q, want %q", name, a.header.Get(name), want)
		}
	}
	if a.body != "line one\n" || !strings.HasPrefix(a.header.Get("Content-Disposition"), "attachment;") {
		h.t.Errorf("%q %q", a.header.Get("Content-Disposition"), a.body)
	}
}

// exported is what an export holds: the bytes whose digest the receipt proves, every file, a sample in its container only.
func (h *house) exported(path string) {
	h.t.Helper()
	body := []byte(h.get(path).body)
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		h.t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	got := strings.Join(names, " ")
	for _, want := range []string{"content.json", "summary.txt", ".tlog-proof", "attachments/記録 𠮷.log", "attachments/sample.exe.zip"} {
		if !strings.Contains(got, want) {
			h.t.Errorf("%s lacks %s", got, want)
		}
	}
	if bytes.Contains(body, []byte("MZ evil")) {
		h.t.Error("a sample stands there in the clear")
	}
	if !bytes.Contains(body, []byte("line one")) {
		h.t.Error("the control: a file that is no sample cannot be seen either")
	}
}

// What may be served under a type that a browser shows is a short list; anything else is bytes.
func TestTypesOfHandouts(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"a.pdf": "application/pdf", "a.html": "application/octet-stream", "a.svg": "application/octet-stream", "a": "application/octet-stream", "a.EXE": "application/octet-stream", "a.PNG": "image/png"} {
		var a recorder
		gate.Handout{Name: name}.Write(&a)
		if got := a.Header().Get("Content-Type"); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

type recorder struct{ header http.Header }

// Header is of http.ResponseWriter.
func (r *recorder) Header() http.Header {
	if r.header == nil {
		r.header = http.Header{}
	}
	return r.header
}

// Write is of http.ResponseWriter.
func (*recorder) Write(b []byte) (int, error) { return len(b), nil }

// WriteHeader is of http.ResponseWriter.
func (*recorder) WriteHeader(int) {}
