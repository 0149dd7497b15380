package filing_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/incident"
)

var answers = form.Values{
	"what_kind": {Texts: []string{"malware"}}, "what_text": {Texts: []string{"OUTLINE-CANARY"}}, "aware_at": {Texts: []string{"2026-11-24T10:15+09:00"}},
	"which": {Texts: []string{"COMPUTER-CANARY"}}, "impact": {Unknown: true}, "callback": {Texts: []string{"CONTACT-CANARY"}},
}

func content(t *testing.T) filing.Content {
	t.Helper()
	raw, err := incident.PromptForm.Canonical(answers)
	if err != nil {
		t.Fatal(err)
	}
	return filing.Content{
		Values: raw, Digest: "digest-canary", SentBy: "sender-canary", Summary: "OUTLINE-CANARY",
		Filer: filing.FilerBlock{Name: "○○電力(株)", Contact: "CONTACT-CANARY"}, Confirmed: []string{"aware_at:ask.future"},
	}
}

func TestCutGivesTheReleasedSectionsAndNothingElse(t *testing.T) {
	t.Parallel()
	canaries := map[string]string{"outline": "OUTLINE-CANARY", "computer": "COMPUTER-CANARY", "contact": "CONTACT-CANARY"}
	for _, sections := range [][]string{nil, {"outline"}, {"computer"}, {"contact"}, {"outline", "contact"}, {"outline", "computer", "contact"}, {"other"}} {
		c, err := content(t).Cut(incident.Prompt, sections)
		if err != nil {
			t.Fatal(err)
		}
		all := strings.Join([]string{string(c.Values), c.Digest, c.SentBy, c.Summary, c.Filer.Contact, strings.Join(c.Confirmed, " ")}, "\n")
		for section, canary := range canaries {
			if got, want := strings.Contains(all, canary), slices.Contains(sections, section); got != want {
				t.Errorf("sections %v: %s shown: %v\n%s", sections, canary, got, all)
			}
		}
		if strings.Contains(all, "digest-canary") || strings.Contains(all, "sender-canary") {
			t.Errorf("sections %v: digest or sender is shown", sections)
		}
		if got := strings.Contains(all, "aware_at"); got != slices.Contains(sections, "outline") {
			t.Errorf("sections %v: awareness shown: %v", sections, got)
		}
		for _, f := range filing.CutForm(incident.PromptForm, sections).Fields() {
			if !slices.Contains(sections, f.Section) {
				t.Errorf("sections %v: the form shows %s", sections, f.ID)
			}
		}
		if c.Filer.Name == "" {
			t.Error("the name of the filer is gone")
		}
	}
}

// The summary is taken from the first step alone: if its fields stood in several sections, it could tell
// one by way of another.
func TestFirstStepIsOfOneSection(t *testing.T) {
	t.Parallel()
	for _, f := range incident.PromptForm.Steps[0].Fields {
		if f.Section != incident.PromptForm.Steps[0].Fields[0].Section {
			t.Errorf("%s is of section %s", f.ID, f.Section)
		}
	}
	for _, f := range incident.PromptForm.Fields() {
		if f.Section == "" {
			t.Errorf("%s has no section: nobody would receive it", f.ID)
		}
	}
}

func TestCutDoesNotReleaseWhatTheFormDoesNotKnow(t *testing.T) {
	t.Parallel()
	v := filing.Cut(incident.PromptForm, form.Values{"invented": {Texts: []string{"x"}}}, []string{"", "outline"})
	if len(v) != 0 {
		t.Errorf("released %v", v)
	}
	if filing.Released(incident.PromptForm, "invented", []string{""}) {
		t.Error("an unknown field counts as released")
	}
}

// A correction is told to the offices that received what it changed, and to no other.
func TestACorrectionIsToldToWhomItChangesSomething(t *testing.T) {
	t.Parallel()
	said := func(field, text string) filing.Content {
		values := maps.Clone(answers)
		values[field] = form.Value{Texts: []string{text}}
		raw, err := incident.PromptForm.Canonical(values)
		if err != nil {
			t.Fatal(err)
		}
		return filing.Content{Values: raw}
	}
	with := content(t)
	with.Files = filing.Enclose([]filing.Attachment{{ID: "a", Name: "図面.pdf", Section: "computer", Size: 1}})
	for name, one := range map[string]struct {
		after    filing.Content
		sections []string
		want     bool
	}{
		"another section":          {said("which", "x"), []string{"outline", "contact"}, false},
		"its section":              {said("which", "x"), []string{"computer"}, true},
		"a file of another":        {with, []string{"outline"}, false},
		"a file of its own":        {with, []string{"computer"}, true},
		"nothing":                  {content(t), incident.PromptForm.Sections(), false},
		"nothing was released":     {said("which", "x"), nil, false},
		"the filer's block, alone": {func() filing.Content { c := content(t); c.Filer.Name = "別の名"; return c }(), []string{"outline"}, false},
	} {
		got, err := filing.Revised(incident.Prompt, content(t), one.after, one.sections)
		if err != nil || got != one.want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	all := []filing.Revision{{Rev: 1, Content: content(t)}, {Rev: 2, Content: said("which", "x")}, {Rev: 3, Content: said("what_text", "y")}}
	for sections, want := range map[string]int{"outline": 2, "computer": 3, "contact": 1} {
		cut, err := filing.CutRevisions(incident.Prompt, all, []string{sections})
		if err != nil || len(cut) != want || cut[len(cut)-1].Rev != want {
			t.Errorf("%s: %d revisions, %v", sections, len(cut), err)
		}
	}
}
