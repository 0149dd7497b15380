package filing_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/incident"
)

// corrected are three revisions of a 速報: the second changed what was affected and put a file, the third the line, took the call-back
// number off and changed the file.
func corrected(t *testing.T) []filing.Revision {
	t.Helper()
	list := []filing.Revision{{Rev: 1, Content: content(t)}}
	values := maps.Clone(answers)
	add := func(file filing.Attachment) {
		raw, err := incident.PromptForm.Canonical(values)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, filing.Revision{Rev: len(list) + 1, Content: filing.Content{Values: raw, Files: filing.Enclose([]filing.Attachment{file})}})
	}
	file := filing.Attachment{ID: "a", Name: "図面.pdf", Section: "computer", Size: 1, Digest: "1"}
	values["which"] = form.Value{Texts: []string{"SECOND-CANARY"}}
	add(file)
	values["what_text"], file.Digest = form.Value{Texts: []string{"直した"}}, "2"
	delete(values, "callback")
	add(file)
	return list
}

func told(c filing.Comparison) (list []string) {
	for _, s := range c.Sections {
		for _, one := range s.Changes {
			list = append(list, s.Part.ID+" "+string(one.Kind)+" "+one.Field.ID+" "+one.Before.Text()+">"+one.After.Text())
		}
	}
	for _, f := range c.Files {
		list = append(list, string(filing.FileChange(f))+" "+f[0].Digest+">"+f[1].Digest)
	}
	return list
}

func TestAnyTwoRevisionsAreComparedBySection(t *testing.T) {
	t.Parallel()
	all := corrected(t)
	for _, one := range []struct {
		before, after int
		want          []string
	}{
		{1, 3, []string{"outline changed what_text OUTLINE-CANARY>直した", "computer changed which COMPUTER-CANARY>SECOND-CANARY", "contact removed callback CONTACT-CANARY>", "added >2"}},
		{3, 1, []string{"outline changed what_text 直した>OUTLINE-CANARY", "computer changed which SECOND-CANARY>COMPUTER-CANARY", "contact added callback >CONTACT-CANARY", "removed 2>"}},
		{2, 3, []string{"outline changed what_text OUTLINE-CANARY>直した", "contact removed callback CONTACT-CANARY>", "changed 1>2"}},
		{2, 2, nil},
	} {
		c, err := filing.Compare(incident.PromptForm, all, one.before, one.after)
		if err != nil || c.Before.Rev != one.before || c.After.Rev != one.after {
			t.Fatal(one.before, one.after, err)
		}
		if d := cmp.Diff(one.want, told(c)); d != "" {
			t.Errorf("%d to %d: %s", one.before, one.after, d)
		}
	}
	c, err := filing.Compare(incident.PromptForm, all, 1, 3)
	if added, removed, changed := c.Count(); err != nil || added != 1 || removed != 1 || changed != 2 {
		t.Error(added, removed, changed, err)
	}
}

// A revision that the reader has not is absent, by whatever number; what was withheld shows in none.
func TestARevisionThatIsNotHadIsAbsent(t *testing.T) {
	t.Parallel()
	sections := []string{"outline"}
	cut, err := filing.CutRevisions(incident.Prompt, corrected(t), sections)
	if err != nil || len(cut) != 2 {
		t.Fatal(len(cut), err)
	}
	f := filing.CutForm(incident.PromptForm, sections)
	c, err := filing.Compare(f, cut, 1, 2)
	if d := cmp.Diff([]string{"outline changed what_text OUTLINE-CANARY>直した"}, told(c)); d != "" || err != nil {
		t.Error(d, err)
	}
	for _, two := range [][2]int{{1, 3}, {3, 1}, {0, 1}, {-1, 1}, {1, 1 << 40}} {
		if c, err := filing.Compare(f, cut, two[0], two[1]); !fault.Is(err, fault.Hidden) || c.Sections != nil || c.Before.Rev != 0 {
			t.Errorf("%v: %v", two, err)
		}
	}
}
