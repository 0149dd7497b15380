package harness

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
)

// sheet is a form as a page showed it.
type sheet struct {
	page    string
	pattern string // of the route that it is sent to; empty: none
	fields  url.Values
}

// forms are those of a page. A field that is chosen has each of its choices.
func (h *house) sheets(a ask, got answer) (list []sheet) {
	if !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
		return nil
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(got.body))
	if err != nil {
		h.t.Fatal(err)
	}
	doc.Find("form").Each(func(_ int, s *goquery.Selection) {
		base := &url.URL{Path: a.path}
		to, err := base.Parse(s.AttrOr("action", a.path))
		if err != nil {
			h.fail("%s: a form is sent to %q", a, s.AttrOr("action", ""))
			return
		}
		f := sheet{page: a.path, fields: url.Values{}, pattern: h.patternOf(strings.ToUpper(s.AttrOr("method", "get")), to.Path)}
		s.Find("[name]").Each(func(_ int, in *goquery.Selection) {
			name := in.AttrOr("name", "")
			f.fields.Add(name, in.AttrOr("value", in.Text()))
		})
		list = append(list, f)
		s.Find("[formaction]").Each(func(_ int, b *goquery.Selection) {
			other := f
			other.pattern = ""
			if to, err := base.Parse(b.AttrOr("formaction", "")); err == nil {
				other.pattern = h.patternOf(strings.ToUpper(b.AttrOr("formmethod", s.AttrOr("method", "get"))), to.Path)
			}
			list = append(list, other)
		})
	})
	return list
}

// patternOf is the pattern of the route behind an address.
func (h *house) patternOf(method, path string) string {
	_, pattern := h.mux.Handler(&http.Request{Method: method, URL: &url.URL{Path: path}})
	return pattern
}
