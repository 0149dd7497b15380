package filing

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
)

// Comparison is what differs between two revisions of a filing, as one reader has them.
type Comparison struct {
	Before, After Revision
	Sections      []SectionChanges // those in which something differs, in the order in which the form tells them
	Files         [][2]Attachment  // as Changed lists them
}

// SectionChanges is what differs in one release section.
type SectionChanges struct {
	Part    form.Part
	Changes []form.Change
}

// Compare compares two of the revisions that a reader has, by their numbers as that reader counts them. The form and the revisions are
// already cut to what was released (CutForm, CutRevisions); a revision that is not among them is Absent, whether or not there is one.
// Either may be the later one: what came on the way there went on the way back.
func Compare(f form.Form, all []Revision, before, after int) (c Comparison, err error) {
	find := func(rev int) (r Revision, values form.Values, err error) {
		i := slices.IndexFunc(all, func(r Revision) bool { return r.Rev == rev })
		if i < 0 {
			return r, nil, fault.Absent()
		}
		values, err = f.Decode(all[i].Values)
		return all[i], values, err
	}
	var was, is form.Values
	if c.Before, was, err = find(before); err != nil {
		return Comparison{}, err
	}
	if c.After, is, err = find(after); err != nil {
		return Comparison{}, err
	}
	c.Sections, c.Files = bySection(f, f.Diff(was, is)), Changed(c.Before.Attachments(), c.After.Attachments())
	return c, nil
}

// bySection parts changes by release section. A form that names no sections has one, without a name.
func bySection(f form.Form, changes []form.Change) (list []SectionChanges) {
	parts := slices.Clone(f.Parts)
	for _, id := range f.Sections() {
		if !slices.ContainsFunc(parts, func(p form.Part) bool { return p.ID == id }) {
			parts = append(parts, form.Part{ID: id})
		}
	}
	for _, p := range parts {
		one := SectionChanges{Part: p}
		for _, c := range changes {
			if c.Field.Section == p.ID {
				one.Changes = append(one.Changes, c)
			}
		}
		if len(one.Changes) > 0 {
			list = append(list, one)
		}
	}
	return list
}

// Count is how many answers, rows and files came, went or changed.
func (c Comparison) Count() (added, removed, changed int) {
	count := func(k form.ChangeKind) {
		switch k {
		case form.Added:
			added++
		case form.Removed:
			removed++
		case form.Changed:
			changed++
		}
	}
	for _, s := range c.Sections {
		for _, one := range s.Changes {
			count(one.Kind)
		}
	}
	for _, f := range c.Files {
		count(FileChange(f))
	}
	return added, removed, changed
}

// FileChange says what happened to a file between two revisions.
func FileChange(f [2]Attachment) form.ChangeKind {
	switch {
	case f[0].Name == "":
		return form.Added
	case f[1].Name == "":
		return form.Removed
	}
	return form.Changed
}
