package storybook

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/ident"
)

// inside are templates that only other parts use.
var inside = []string{"field-name", "field-help", "field-attrs", "field-choices", "field-unknown", "cell", "cell-in", "picker-options", "narrow"}

func TestEveryPartIsShown(t *testing.T) {
	t.Parallel()
	shown := map[string]bool{}
	for _, p := range parts(look.Ja, 1) {
		shown[p.name] = len(p.states) > 0
	}
	define := regexp.MustCompile(`{{define "([^"]+)"}}`)
	const folder = "../look/part/"
	files, err := os.ReadDir(folder)
	if err != nil || len(files) < 4 {
		t.Fatal(files, err)
	}
	found := 0
	for _, f := range files {
		b, err := os.ReadFile(folder + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range define.FindAllStringSubmatch(string(b), -1) {
			found++
			if !shown[m[1]] && !slices.Contains(inside, m[1]) {
				t.Errorf("%s: the storybook does not show %q", f.Name(), m[1])
			}
		}
	}
	if found < 25 {
		t.Errorf("control: only %d parts found", found)
	}
}

func TestEveryKindAndToneIsShown(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../look/parts.go")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, p := range parts(look.En, 1) {
		for _, s := range p.states {
			if f, ok := s.view.(look.Field); ok {
				shown[string(f.Kind)] = true
			}
		}
	}
	kinds := regexp.MustCompile(`(?m)^\t\w+ +Kind = "(\w+)"`).FindAllStringSubmatch(string(source), -1)
	if len(kinds) < 8 {
		t.Fatalf("control: only %d kinds of field found", len(kinds))
	}
	for _, m := range kinds {
		if !shown[m[1]] {
			t.Errorf("no field of kind %s", m[1])
		}
	}
}

func TestThePageStandsInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, l := range look.Langs {
		v, err := view(l, ident.Instant(1_795_000_000_000_000))
		if err != nil {
			t.Fatal(err)
		}
		b, err := page.Render(look.Frame{Lang: l, Title: "t"}, v)
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(string(b), -1) {
			if ids[m[1]] {
				t.Errorf("%s: id %q stands twice", l, m[1])
			}
			ids[m[1]] = true
		}
		english := regexp.MustCompile(`四月以内|[報照]-R8|[\p{Han}\p{Hiragana}\p{Katakana}]+</(?:span|a)></(?:span|li)>|日本語`).ReplaceAllString(string(b), "")
		if l == look.En && regexp.MustCompile(`\p{Hiragana}`).MatchString(english) {
			t.Errorf("Japanese in the English page: %q", regexp.MustCompile(`.{20}\p{Hiragana}.{20}`).FindString(english))
		}
	}
}
