// Package look owns how pages are shown: layout, parts, words in two languages, dates, and the
// static files that the browser loads. It knows nothing of requests or permissions; gate fills
// a Frame, a page fills its own struct, and Page.Write puts both together.
//
//	//go:embed page.tmpl
//	var source string
//	var page = look.Parse[View]("operator/home", source)
//	…
//	return page.Write(w, r.Frame("home.title"), View{…})
//
// page.tmpl defines "content"; inside it {{.}} is the View, {{t "key"}} a sentence and
// {{template "field" .Aware}} a part.
package look

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"sync"
)

// Lang is a language of the product.
type Lang string

// The languages. Japanese is complete first and the default.
const (
	Ja Lang = "ja"
	En Lang = "en"
)

// Langs lists the languages in the order in which they are offered.
var Langs = []Lang{Ja, En}

//go:embed layout.tmpl part/*.tmpl
var templates embed.FS

// base holds layout and parts, parsed once per language, when the first page is shown: the child that reads uploads is the
// same program, shows none, and has little memory.
var base = sync.OnceValue(func() map[Lang]*template.Template {
	m := map[Lang]*template.Template{}
	for _, l := range Langs {
		m[l] = template.Must(template.New("look").Funcs(funcs(l)).Option("missingkey=error").
			ParseFS(templates, "layout.tmpl", "part/*.tmpl"))
	}
	return m
})

// Page is one page's template for views of type V, parsed for every language at start.
type Page[V any] struct {
	name string
	byL  func() map[Lang]*template.Template
}

// Parse takes a page's template, which is read when the page is shown for the first time: a mistake in it panics then, and tests
// show every page. The name ("operator/home") is for messages only.
func Parse[V any](name, source string) Page[V] {
	return Page[V]{name: name, byL: sync.OnceValue(func() map[Lang]*template.Template {
		byL := map[Lang]*template.Template{}
		for l, b := range base() {
			t := template.Must(template.Must(b.Clone()).New(name).Parse(source))
			if t.Lookup("content") == nil {
				panic("look: " + name + ": no template named content")
			}
			byL[l] = t
		}
		return byL
	})}
}

// sheet is what the layout reads.
type sheet[V any] struct {
	Frame
	View V
}

// Render writes the whole page. Nothing reaches w when it fails.
func (p Page[V]) Render(f Frame, v V) ([]byte, error) {
	return p.run("layout", f.Lang, sheet[V]{f, v})
}

// Fragment renders one template that the page defines, for htmx.
func (p Page[V]) Fragment(f Frame, name string, v any) ([]byte, error) {
	return p.run(name, f.Lang, v)
}

func (p Page[V]) run(name string, l Lang, data any) ([]byte, error) {
	t := p.byL()[l]
	if t == nil {
		t = p.byL()[Ja]
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, data); err != nil {
		return nil, fmt.Errorf("look: %s: %w", p.name, err)
	}
	return b.Bytes(), nil
}

// Write answers with the page and 200.
func (p Page[V]) Write(w http.ResponseWriter, f Frame, v V) error {
	return p.WriteStatus(w, http.StatusOK, f, v)
}

// WriteStatus answers with the page under a status: 422 when it shows what could not be read.
func (p Page[V]) WriteStatus(w http.ResponseWriter, status int, f Frame, v V) error {
	b, err := p.Render(f, v)
	if err != nil {
		return err
	}
	send(w, status, f.Lang, b)
	return nil
}

// WriteFragment answers an htmx request with one template of the page.
func (p Page[V]) WriteFragment(w http.ResponseWriter, f Frame, name string, v any) error {
	b, err := p.Fragment(f, name, v)
	if err != nil {
		return err
	}
	send(w, http.StatusOK, f.Lang, b)
	return nil
}

// send writes HTML that no cache may keep: pages are for one person at one moment.
func send(w http.ResponseWriter, status int, l Lang, body []byte) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(l))
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Cookie, HX-Request")
	w.WriteHeader(status)
	_, _ = w.Write(body) // the client went away: nobody to tell
}

// Part renders one part alone, for pages that show the parts themselves.
func Part(l Lang, name string, v any) (template.HTML, error) {
	t, err := base()[l].Clone() // a set that has been executed can no longer be cloned for pages
	if err != nil {
		return "", err
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, v); err != nil {
		return "", fmt.Errorf("look: %s: %w", name, err)
	}
	return template.HTML(b.String()), nil //nolint:gosec // what the template escaped
}
