package look_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law/calendar"
)

type sample struct {
	Field look.Field
	Due   look.Due
}

var page = look.Parse[sample]("test", `{{define "content"}}{{template "field" .Field}}{{template "due" .Due}}{{end}}`)

func TestPageEscapesWhatPeopleTyped(t *testing.T) {
	t.Parallel()
	v := sample{Field: look.Field{Kind: look.Line, ID: "f", Label: "<b>&", Value: `"><script>`, Error: "<i>"}, Due: look.Due{Title: "期限", On: calendar.MustDay("2027-03-01")}}
	for _, l := range look.Langs {
		b, err := page.Render(look.Frame{Lang: l, Title: "<title>"}, v)
		if err != nil {
			t.Fatal(err)
		}
		got := string(b)
		for _, bad := range []string{"<b>", `"><script>`, "<i>", "<title><title>"} {
			if strings.Contains(got, bad) {
				t.Errorf("%s: %q reached the page", l, bad)
			}
		}
		if !strings.Contains(got, `<html lang="`+string(l)+`">`) {
			t.Errorf("%s: language not said", l)
		}
	}
}

func TestFieldNamesItsHelpAndItsFault(t *testing.T) {
	t.Parallel()
	b, err := page.Render(look.Frame{Lang: look.Ja}, sample{Field: look.Field{Kind: look.When, ID: "at", Label: "日時", Hint: "h", Example: "e", Error: "x", Need: true}, Due: look.Due{On: calendar.MustDay("2027-03-01")}})
	if err != nil {
		t.Fatal(err)
	}
	got := string(b)
	for _, id := range []string{"at-hint", "at-example", "at-error", "at-echo"} {
		if !strings.Contains(got, `id="`+id+`"`) {
			t.Errorf("no %s", id)
		}
	}
	for _, want := range []string{`aria-describedby="at-hint at-example at-error at-echo"`, `aria-invalid="true"`, `aria-required="true"`, `<label class="field-label" for="at">`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

func TestPageHasNothingInline(t *testing.T) {
	t.Parallel()
	inline := regexp.MustCompile(`(?i)\sstyle\s*=|\son[a-z]+\s*=|<style|javascript:|https?://`)
	for path, source := range sources(t, "internal/adapter/door") {
		if filepath.Ext(path) != ".tmpl" {
			continue
		}
		if m := inline.FindString(source); m != "" {
			t.Errorf("%s: %q", path, m)
		}
	}
	if !inline.MatchString(`<p style="x">`) || !inline.MatchString(`<a onclick="x">`) {
		t.Error("control: inline things are not found")
	}
}

func TestClassesChosenInGoStandInOneFile(t *testing.T) {
	t.Parallel()
	class := regexp.MustCompile("\"(?:tone|mark|button|card|notice|input|choice)-[a-z]+\"")
	for path, source := range sources(t, "internal/adapter/door") {
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "look/class.go") && class.MatchString(source) {
			t.Errorf("%s chooses the class %s: it belongs into look/class.go", path, class.FindString(source))
		}
	}
}

func TestEveryClassIsInTheStyleSheet(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("static/app.css")
	if err != nil {
		t.Fatal(err)
	}
	class := regexp.MustCompile(`class="([^"{]+)`)
	for path, source := range sources(t, "internal/adapter/door/web") {
		if filepath.Ext(path) == ".html" { // a file that leaves with a style of its own
			continue
		}
		for _, m := range class.FindAllStringSubmatch(source, -1) {
			for c := range strings.FieldsSeq(m[1]) {
				if !strings.HasSuffix(c, "-") && !strings.Contains(string(css), "."+c) && !hooks[c] {
					t.Errorf("%s uses .%s, which the style sheet does not have (cd web && node build.mjs)", path, c)
				}
			}
		}
	}
}

// hooks are classes that scripts and tests look for.
var hooks = map[string]bool{"mono": true, "echo": true}

func TestNoKeyStandsInTwoFiles(t *testing.T) {
	t.Parallel()
	if _, again, err := look.ReadCatalogue(os.DirFS(".")); err != nil || len(again) > 0 {
		t.Error(again, err)
	}
	_, again, err := look.ReadCatalogue(fstest.MapFS{
		"text/a.json": {Data: []byte(`{"a.b":{"ja":"x","en":"x"}}`)},
		"text/b.json": {Data: []byte(`{"a.b":{"ja":"y","en":"y"}}`)},
	})
	if err != nil || len(again) != 1 {
		t.Error("control: a key in two files was not noticed")
	}
}

func TestDatesAndNumbers(t *testing.T) {
	t.Parallel()
	at := ident.At(time.Date(2026, 11, 24, 14, 41, 8, 999, time.UTC))
	for got, want := range map[string]string{
		look.Day(look.Ja, calendar.MustDay("2027-03-01")):     "令和9年3月1日(月)",
		look.DayBoth(look.Ja, calendar.MustDay("2027-03-01")): "令和9年3月1日(月)(2027-03-01)",
		look.Day(look.En, calendar.MustDay("2027-03-01")):     "Mon 2027-03-01",
		look.Second(look.Ja, at):                              "令和8年11月24日(火) 23時41分08秒",
		look.Second(look.En, at):                              "Tue 2026-11-24 23:41:08 JST",
		look.Moment(look.Ja, at):                              "令和8年11月24日(火) 23:41",
		look.Moment(look.Ja, 0):                               "",
		look.Clock(at):                                        "23:41",
		look.Machine(at):                                      "2026-11-24T23:41:08+09:00",
		look.Number(1234567):                                  "1,234,567",
		look.Number(-1234):                                    "-1,234",
		look.Number(999):                                      "999",
		string(look.Phone("03-0000-0000(内線 1234)")):           "tel:0300000000",
		string(look.Phone("+81 3 0000 0000")):                 "tel:+81300000000",
		string(look.Phone("番号なし")):                            "",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestStaticFilesAreNamedByContentAndKept(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"app.css", "fonts.css", "htmx.js", "kanmin.js", "icon.svg"} {
		to := look.Static(file)
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, to, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		if !look.ServeStatic(w, r) || w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s at %s: %d %v", file, to, w.Code, w.Header())
		}
	}
	for _, path := range []string{"/static/app.css", "/static/../look.go", "/static/", "/static/fonts/LICENSE", "/static/fonts"} {
		if look.ServeStatic(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil)) {
			t.Errorf("%s was served", path)
		}
	}
}

func TestFontsAreWholeAndSmall(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("static/fonts.css")
	if err != nil {
		t.Fatal(err)
	}
	total := int64(0)
	for _, m := range regexp.MustCompile(`url\((fonts/[0-9a-f]+\.woff2)\)`).FindAllStringSubmatch(string(css), -1) {
		info, err := os.Stat(filepath.Join("static", m[1]))
		if err != nil {
			t.Error(err)
			continue
		}
		total += info.Size()
	}
	if total < 4<<20 || total > 6<<20 {
		t.Errorf("the slices are %d bytes", total)
	}
}
