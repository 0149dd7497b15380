package filing

import (
	"slices"
	"strings"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/incident"
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
	cut := Content{Filer: c.Filer, Offline: c.Offline.Told()}
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
	if (p.Dates != nil || p.Notes != nil) && !slices.ContainsFunc(p.Form.Sections(), func(s string) bool { return s != SectionContact && !slices.Contains(sections, s) }) {
		cut.Due, cut.Noted = c.Due, c.Noted // they tell of rows
	}
	if !slices.ContainsFunc(p.SummarySections(), func(s string) bool { return !slices.Contains(sections, s) }) {
		cut.Summary = c.Summary
	}
	return cut, nil
}

// told reports whether a reader who has the content of two revisions, cut to what was released to it, sees that one differs from the other.
// Whoever stands behind the filing may have changed; that is not what was sent.
func told(p procedure.Procedure, before, after Content) (bool, error) {
	was, err := p.Form.Decode(before.Values)
	if err != nil {
		return false, err
	}
	is, err := p.Form.Decode(after.Values)
	if err != nil {
		return false, err
	}
	return len(p.Form.Diff(was, is)) > 0 || !slices.Equal(before.Attachments(), after.Attachments()), nil
}

// CutRevisions returns the revisions, the first one first, as an office with these sections knows them: one that changed nothing of what
// it received is not there, and the others are numbered without a gap.
func CutRevisions(p procedure.Procedure, all []Revision, sections []string) (cut []Revision, err error) {
	for _, r := range all {
		if r.Content, err = r.Content.Cut(p, sections); err != nil {
			return nil, err
		}
		if len(cut) > 0 {
			seen, err := told(p, cut[len(cut)-1].Content, r.Content)
			if err != nil {
				return nil, err
			}
			if !seen {
				continue
			}
		}
		r.Rev = len(cut) + 1
		cut = append(cut, r)
	}
	return cut, nil
}

// Revised reports whether an office with these sections is told of a correction.
func Revised(p procedure.Procedure, before, after Content, sections []string) (bool, error) {
	was, err := before.Cut(p, sections)
	if err != nil {
		return false, err
	}
	is, err := after.Cut(p, sections)
	if err != nil {
		return false, err
	}
	return told(p, was, is)
}

// Released reports whether a field stands in one of the sections.
func Released(f form.Form, field string, sections []string) bool {
	d, ok := f.Field(field)
	return ok && slices.Contains(sections, d.Section)
}

// ClockReleased reports whether an office with these sections may know what is owed: the clock tells the day from which it counts. Under a
// procedure that follows others that is a day of the first report.
func ClockReleased(p procedure.Procedure, sections []string) bool {
	if p.Follows {
		p = incident.Prompt
	}
	return Released(p.Form, p.Clock.Field, sections)
}
