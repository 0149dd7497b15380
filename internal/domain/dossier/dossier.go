// Package dossier owns what the reports of one 事案 say together: the last answer to each question and the report it comes from, the
// three times with every value that they had, and what the 詳報 still lacks.
package dossier

import (
	"slices"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/procedure"
)

// Report is one report of the case as it stands, in its latest revision.
type Report struct {
	filing.Reported
	Of     procedure.Procedure
	Values form.Values
}

// Dossier are the reports of a case as its reader may see them, in the order in which they arrived.
type Dossier struct{ Reports []Report }

// Read reads what was reported in a case. find finds a procedure by its reference.
func Read(list []filing.Reported, find func(ref string) (procedure.Procedure, error)) (d Dossier, err error) {
	for _, one := range list {
		r := Report{Reported: one}
		if r.Of, err = find(string(one.Kind)); err != nil {
			return d, err
		}
		if r.Values, err = r.Of.Form.Decode(one.Values); err != nil {
			return d, err
		}
		d.Reports = append(d.Reports, r)
	}
	return d, nil
}

// Cut leaves what an office received of each report: sections by report. One of which it received nothing is not there.
func (d Dossier) Cut(sections map[ident.Filing][]string) (cut Dossier, err error) {
	for _, r := range d.Reports {
		if len(sections[r.ID]) == 0 {
			continue
		}
		if r.Content, err = r.Content.Cut(r.Of, sections[r.ID]); err != nil {
			return cut, err
		}
		r.Values = filing.Cut(r.Of.Form, r.Values, sections[r.ID])
		cut.Reports = append(cut.Reports, r)
	}
	return cut, nil
}

// Drafts are the reader's open drafts of what will follow.
func (d Dossier) Drafts() (list []filing.Draft) {
	for _, r := range d.Reports {
		list = append(list, r.Drafts...)
	}
	return list
}

// IDs are the ids of the reports, and of one more where it is none of them.
func (d Dossier) IDs(also ident.Filing) []ident.Filing {
	ids := []ident.Filing{also}
	for _, r := range d.Reports {
		if r.ID != also {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// Shown are the reports whose answers are told on the page of one of them: that one, those that said a time where more than one was
// said, those whose answers it differs from, and a statement that the case is not reportable. Of the others number, name and hour alone
// are told, as in a list.
func (d Dossier) Shown(id ident.Filing) []ident.Filing {
	ids, hours := []ident.Filing{id}, 0
	for _, t := range d.Times() {
		hours += len(t.Told)
	}
	if hours > 1 {
		ids = d.Timed(id)
	}
	for _, r := range d.Reports {
		if r.Of.Effect == procedure.Stays {
			ids = append(ids, r.ID)
		}
		if r.ID != id || !r.Of.Follows || r.Of.Effect == procedure.Stays || r.Of.Withdraws {
			continue
		}
		for field, was := range d.Before(id).Answers() {
			if v, said := r.Values[field]; said && !v.Same(was.Value) {
				ids = append(ids, was.From.ID)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Timed are the reports that said a time, and one more: what is told where the three times stand beside that one.
func (d Dossier) Timed(also ident.Filing) []ident.Filing {
	ids := []ident.Filing{also}
	for _, t := range d.Times() {
		for _, told := range t.Told {
			ids = append(ids, told.From.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Before are the reports that arrived before one of them.
func (d Dossier) Before(id ident.Filing) Dossier {
	i := slices.IndexFunc(d.Reports, func(r Report) bool { return r.ID == id })
	return Dossier{d.Reports[:max(i, 0)]}
}

// Answer is what the case says to a question, and the report from which that comes.
type Answer struct {
	form.Value
	From Report
}

// Stands are the reports that count: what was withdrawn does not, and a withdrawal (取下げ) says nothing else of the case.
func (d Dossier) Stands() (s Dossier) {
	for _, r := range d.Reports {
		if r.State != filing.Withdrawn && !r.Of.Withdraws {
			s.Reports = append(s.Reports, r)
		}
	}
	return s
}

// Last is the one that arrived last; the zero value where there is none.
func (d Dossier) Last() (r Report) {
	if n := len(d.Reports); n > 0 {
		r = d.Reports[n-1]
	}
	return r
}

// Answers are the last answers, by field. A statement that the case is not reportable answers none of the case's questions.
func (d Dossier) Answers() map[string]Answer {
	all := map[string]Answer{}
	for _, r := range d.Stands().Reports {
		if r.Of.Effect == procedure.Stays {
			continue
		}
		for id, v := range r.Values {
			if was, ok := all[id]; !ok || !v.Empty() && !was.Same(v) {
				all[id] = Answer{v, r}
			}
		}
	}
	return all
}

// Values are the last answers without where they come from.
func (d Dossier) Values() form.Values {
	values := form.Values{}
	for id, a := range d.Answers() {
		values[id] = a.Value
	}
	return values
}

// Has is the first report of a procedure in the case.
func (d Dossier) Has(id string) (Report, bool) {
	for _, r := range d.Reports {
		if of, _ := procedure.SplitRef(string(r.Kind)); of == id {
			return r, true
		}
	}
	return Report{}, false
}

// Permit reports whether one of the reports can be followed under a procedure: nil, or a Conflict that says why not. What was withdrawn is
// followed by nothing. Only the last that stands can be withdrawn: what came after another rests on it.
func (d Dossier) Permit(p procedure.Procedure, about ident.Filing) error {
	conflict := func(code string, n ident.Number) error {
		return fault.New(fault.Conflict, code, fault.Args{"filing": string(n)})
	}
	i := slices.IndexFunc(d.Reports, func(r Report) bool { return r.ID == about })
	sent, found := d.Has(p.ID)
	switch last := d.Stands().Last(); {
	case i >= 0 && d.Reports[i].State == filing.Withdrawn:
		return conflict("fault.filing.withdrawn", d.Reports[i].Number)
	case i >= 0 && d.Reports[i].Of.Withdraws:
		return conflict("fault.withdrawal.final", d.Reports[i].Number)
	case p.Withdraws && last.ID != about:
		return conflict("fault.withdrawal.later", last.Number)
	case p.Once && found:
		return conflict("fault.incident.once", sent.Number)
	}
	return nil
}

// Told is one value that a time had: from which report, and why it differs from the one before.
type Told struct {
	form.Value
	From Report
	Why  string
}

// Time is one of the three times, with every value that was reported; the last one counts.
type Time struct {
	Field form.Field
	Told  []Told
}

// Times are the three times in the order in which they come to pass; those that nobody reported are not there.
func (d Dossier) Times() (list []Time) {
	for _, field := range incident.Detailed.Form.Fields() {
		if !slices.Contains(incident.Detailed.Explains.Of, field.ID) {
			continue
		}
		t := Time{Field: field}
		for _, r := range d.Reports {
			v := r.Values[field.ID]
			if n := len(t.Told); v.Empty() || n > 0 && t.Told[n-1].Same(v) {
				continue
			}
			told := Told{Value: v, From: r}
			if len(t.Told) > 0 {
				told.Why = r.Values[incident.Detailed.Explains.Field].Text()
			}
			t.Told = append(t.Told, told)
		}
		if len(t.Told) > 0 {
			list = append(list, t)
		}
	}
	return list
}

// Missing are the questions of the 詳報 that it needs and that have no answer, given the answers so far. What depends on the kind of
// 様式 is asked once that is known.
func Missing(values form.Values) (list []form.Field) {
	_, _, err := incident.DetailedForm.Check(incident.Detailed.Begins(values), 1<<62)
	e, ok := err.(*fault.Error) //nolint:errorlint // what Check itself returns
	if !ok {
		return nil
	}
	for _, x := range e.Fields {
		if f, ok := incident.DetailedForm.Field(x.Path); ok && x.Code == "fault.form.needed" {
			list = append(list, f)
		}
	}
	return list
}

// Source names a report where an answer says from which it comes: its name, its number and its hour in Japan.
func (r Report) Source() string {
	if r.ID == "" {
		return ""
	}
	return r.Of.Name.Ja + " " + string(r.Number) + " " + r.ArrivedAt.Japan().Format("2006-01-02 15:04")
}
