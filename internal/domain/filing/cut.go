package filing

import (
	"slices"
	"strings"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/procedure"
)

// SectionContact is the release section of the call-back number, in forms and in the filer's block.
const SectionContact = "contact"

// Cut returns the answers of the sections that were released, and nothing of the others: an office that
// did not receive a section cannot tell whether it was answered. Fields that the form does not know are
// never released. The filer's own organisation sees all and is not cut.
func Cut(f form.Form, values form.Values, sections []string) form.Values {
	cut := form.Values{}
	for _, field := range f.Fields() {
		if v, ok := values[field.ID]; ok && slices.Contains(sections, field.Section) {
			cut[field.ID] = v
		}
	}
	return cut
}

// CutForm returns the form without the fields of sections that were not released, and without steps that are
// then empty.
func CutForm(f form.Form, sections []string) form.Form {
	var steps []form.Step
	for _, s := range f.Steps {
		var fields []form.Field
		for _, field := range s.Fields {
			if slices.Contains(sections, field.Section) {
				fields = append(fields, field)
			}
		}
		if s.Fields = fields; len(fields) > 0 {
			steps = append(steps, s)
		}
	}
	f.Steps = steps
	return f
}

// Cut returns the content as an office with these sections receives it: its answers, a summary made of nothing
// but them, the filer's block without a call-back number that was withheld. The digest goes, because one over
// few possible answers tells them; so does the name of the sender, which is for the own organisation.
func (c Content) Cut(p procedure.Procedure, sections []string) (Content, error) {
	f := p.Form
	values, err := f.Decode(c.Values)
	if err != nil {
		return Content{}, err
	}
	cut := Content{Filer: c.Filer}
	if cut.Values, err = f.Canonical(Cut(f, values, sections)); err != nil {
		return Content{}, err
	}
	cut.Files = Enclose(CutAttachments(f, c.Attachments(), sections))
	if !slices.Contains(sections, SectionContact) {
		cut.Filer.Contact = ""
	}
	for _, q := range c.Confirmed {
		field, _, _ := strings.Cut(q, ":")
		if Released(f, field, sections) {
			cut.Confirmed = append(cut.Confirmed, q)
		}
	}
	if !slices.ContainsFunc(p.SummarySections(), func(s string) bool { return !slices.Contains(sections, s) }) {
		cut.Summary = c.Summary
	}
	return cut, nil
}

// Released reports whether a field stands in one of the sections.
func Released(f form.Form, field string, sections []string) bool {
	d, ok := f.Field(field)
	return ok && slices.Contains(sections, d.Section)
}
