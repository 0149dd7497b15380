// Package assesstest walks an assessment through the real gate as a browser without scripts would, for tests.
package assesstest

import (
	"bytes"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"kanmin/internal/adapter/door/web/ministry/desktest"
)

// Answer is what is put into the fields of one page, by name.
type Answer map[string][]string

// Walker is somebody who walks.
type Walker struct {
	Page  desktest.Answer
	Asked []string // places, in the order in which they were asked
	As    string
	t     *testing.T
	d     *desktest.Desk
	path  string
	lang  string
}

// Begin opens the first page and presses 始める.
func Begin(t *testing.T, d *desktest.Desk, path, lang string) *Walker {
	t.Helper()
	w := &Walker{t: t, d: d, path: path, lang: lang}
	if w.Page = d.Get(t, "", path); w.Page.Status != http.StatusOK {
		t.Fatalf("start: %d", w.Page.Status)
	}
	w.Press("begin", nil)
	return w
}

// form are the hidden fields of the page, and what is chosen or typed in it already.
func (w *Walker) form() url.Values {
	v := url.Values{}
	w.Page.Find("main form input, main form select").Each(func(_ int, in *goquery.Selection) {
		name, _ := in.Attr("name")
		value, _ := in.Attr("value")
		kind, _ := in.Attr("type")
		if in.Is("select") {
			value, _ = in.Find("option[selected]").Attr("value")
		}
		_, checked := in.Attr("checked")
		if name != "" && kind != "file" && (kind != "radio" && kind != "checkbox" || checked) && !(name == "key") {
			v.Add(name, value)
		}
	})
	return v
}

// Press sends the page with one of its buttons; a nil answer leaves the fields as they are.
func (w *Walker) Press(do string, a Answer) {
	w.t.Helper()
	v := w.form()
	maps.Copy(v, a)
	v.Set("facts", w.Facts())
	v.Set("do", do)
	lang := w.lang
	w.Page = w.d.Post(w.t, w.As, w.path+"?lang="+lang, v)
	if w.Page.Status >= http.StatusInternalServerError {
		w.t.Fatalf("%s: %d %s", do, w.Page.Status, w.Page.Text("main"))
	}
}

// Answer answers the question of the page.
func (w *Walker) Answer(a Answer) {
	w.t.Helper()
	at := w.At()
	w.Asked = append(w.Asked, at)
	w.Press("next", a)
	if w.Page.Status != http.StatusOK {
		w.t.Fatalf("%s %v: %d %s", at, a, w.Page.Status, w.Page.Text(".problems"))
	}
}

// Walk answers by place until the result.
func (w *Walker) Walk(answers map[string]Answer) {
	w.t.Helper()
	for range 200 {
		if w.AtResult() {
			return
		}
		a, ok := answers[w.At()]
		if !ok {
			w.t.Fatalf("%s is asked and not answered: %s", w.At(), w.Page.Text("main legend"))
		}
		w.Answer(a)
	}
	w.t.Fatal("the walk has no end")
}

// Until answers by place, with 分からない to the rest, until a place is asked.
func (w *Walker) Until(at string, answers map[string]Answer) {
	w.t.Helper()
	for range 200 {
		if w.At() == at {
			return
		}
		a, ok := answers[w.At()]
		if !ok {
			a = w.open()
		}
		w.Answer(a)
	}
	w.t.Fatalf("%s is never asked", at)
}

// Unknown says 分からない to everything, at most n times.
func (w *Walker) Unknown(n int) {
	w.t.Helper()
	for range n {
		if w.AtResult() {
			return
		}
		w.Answer(w.open())
	}
}

// open is 分からない where it is offered, else the page as it is.
func (w *Walker) open() Answer {
	if w.Page.Find("input[value=unknown]").Length() > 0 {
		return Answer{"a": {"unknown"}}
	}
	return nil
}

// At is the place that is asked.
func (w *Walker) At() string {
	at, _ := w.Page.Find("main form input[name=at]").Attr("value")
	return at
}

// AtResult reports whether the result is shown.
func (w *Walker) AtResult() bool { return w.At() == "result" }

// Facts are the facts that the page carries.
func (w *Walker) Facts() string {
	facts, _ := w.Page.Find("main form input[name=facts]").First().Attr("value")
	return facts
}

// Save fetches what the page offers as a file: facts or answer.
func (w *Walker) Save(what string) desktest.Answer {
	w.t.Helper()
	return w.d.Post(w.t, w.As, w.path+"/save", url.Values{"facts": {w.Facts()}, "what": {what}})
}

// Upload reads a file of facts.
func Upload(t *testing.T, d *desktest.Desk, path string, file []byte) desktest.Answer {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile("file", "facts.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(file); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, path+"/facts", &b)
	return d.Do(t, "", r, "Content-Type", m.FormDataContentType())
}

// File reads one of the command line's examples.
func File(t *testing.T, name string) []byte {
	t.Helper()
	dir, err := os.Getwd() // of the package under test
	for err == nil && filepath.Base(dir) != "internal" && dir != filepath.Dir(dir) {
		dir = filepath.Dir(dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, "cli/testdata/law", name)) //nolint:gosec // of the tree
	if err != nil {
		t.Fatal(err)
	}
	return b
}
