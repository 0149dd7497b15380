package form

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Tidy reads one answer as people type it and returns it as it is kept: line ends as LF, moments
// in one notation. It notes what cannot be read; an empty answer is good in a draft.
func (f Field) Tidy(faults *fault.List, v Value) Value {
	if v.Unknown {
		if !f.Unknowable {
			faults.Add(f.ID, "fault.form.unknown", nil)
		}
		return Value{Unknown: true}
	}
	switch f.Kind {
	case Choice, Choices:
		return f.tidyOptions(faults, v)
	case Moment:
		return f.tidyMoment(faults, v)
	case Line, Area:
		return f.tidyText(faults, v)
	case Day:
		return f.tidyDay(faults, v)
	case Count:
		return f.tidyCount(faults, v)
	case Table:
		return f.tidyRows(faults, v)
	}
	return v
}

func (f Field) tidyOptions(faults *fault.List, v Value) Value {
	chosen := Value{}
	for _, o := range f.Options {
		if v.Has(o.ID) {
			chosen.Texts = append(chosen.Texts, o.ID) // the declared order, once each
		}
	}
	for _, t := range v.Texts {
		if _, ok := f.Option(t); !ok && t != "" {
			faults.Add(f.ID, "fault.form.option", fault.Args{"text": clip(t)})
		}
	}
	if f.Kind == Choice && len(chosen.Texts) > 1 {
		faults.Add(f.ID, "fault.form.single", nil)
	}
	return chosen
}

func (f Field) tidyText(faults *fault.List, v Value) Value {
	if len(v.Texts) > 1 {
		faults.Add(f.ID, "fault.form.single", nil)
	}
	s := strings.ReplaceAll(strings.ReplaceAll(v.Text(), "\r\n", "\n"), "\r", "\n")
	if f.Kind == Line {
		s = strings.TrimSpace(strings.ReplaceAll(s, "\n", " "))
	}
	text.Check(faults, f.ID, s, f.Limit)
	if text.Blank(s) {
		return Value{}
	}
	for _, x := range f.Reads.Faults(s) {
		faults.Add(f.ID, x.Code, x.Args())
	}
	return Value{Texts: []string{s}}
}

func (f Field) tidyMoment(faults *fault.List, v Value) Value {
	s := strings.TrimSpace(v.Text())
	if s == "" {
		return Value{}
	}
	m, err := ReadMoment(s)
	if err != nil {
		faults.Add(f.ID, "fault.form.moment", fault.Args{"text": clip(s)})
		return Value{Texts: []string{s}}
	}
	return Value{Texts: []string{m}}
}

// Question is something that may be right but is asked about before sending.
type Question struct {
	Field string // field id
	Code  string // catalogue key, "ask.…"
	Args  fault.Args
}

// ID is what a confirmation names: "aware_at:ask.future".
func (q Question) ID() string { return q.Field + ":" + q.Code }

// Check judges answers before sending, at an instant: the tidied values, the questions that are
// still to be confirmed, and an Invalid fault with every place, in the order of the form. What is not
// asked, given the other answers, is left out: Unasked tells which answers those are.
func (f Form) Check(values Values, at ident.Instant) (Values, []Question, error) {
	var faults fault.List
	var asked []Question
	tidy := Values{}
	for _, step := range f.Steps {
		for _, field := range step.Fields {
			if !step.When.Holds(tidy) || !field.When.Holds(tidy) {
				continue
			}
			before := len(faults.Fields)
			v := field.Tidy(&faults, values[field.ID])
			if field.needed(tidy) && v.Empty() && len(faults.Fields) == before {
				faults.Fields = append(faults.Fields, fault.Field{Path: field.ID, Code: "fault.form.needed", Provision: field.Ground})
			}
			if v.Empty() {
				continue
			}
			tidy[field.ID] = v
			if field.AskFuture && len(faults.Fields) == before && field.ahead(v, at) {
				asked = append(asked, Question{field.ID, "ask.future", fault.Args{"text": v.Text()}})
			}
		}
	}
	for _, id := range unknownTo(f, values) {
		faults.Add(clip(id), "fault.form.field", nil)
	}
	return tidy, append(asked, f.disordered(tidy)...), faults.Err()
}

// disordered asks about moments that lie before one that should come first: known before it happened.
func (f Form) disordered(tidy Values) (asked []Question) {
	for _, field := range f.Fields() {
		at, err := MomentInstant(tidy[field.ID].Text())
		first, other := MomentInstant(tidy[field.AskBefore].Text())
		if field.AskBefore != "" && err == nil && other == nil && at < first {
			asked = append(asked, Question{field.ID, "ask.before", fault.Args{"text": tidy[field.ID].Text(), "first": tidy[field.AskBefore].Text()}})
		}
	}
	return asked
}

// Unasked lists, in the order of the form, the places of answers that are there although the other answers say that they are not
// asked: a program is told, because Check leaves them out.
func (f Form) Unasked(values Values) (places []string) {
	asked := f.Asked(values)
	for _, field := range f.Fields() {
		v := values[field.ID]
		if !v.Empty() && !asked[field.ID] {
			places = append(places, field.ID)
			continue
		}
		row := Form{Steps: []Step{{Fields: field.Columns}}}
		for i, r := range v.Rows {
			for _, column := range row.Unasked(r.Cells) {
				places = append(places, place(field.ID, i, column))
			}
		}
	}
	return places
}

// Only is the form without what these answers leave unasked: how something that was sent is shown.
func (f Form) Only(values Values) Form {
	asked := f.Asked(values)
	all := f.Steps
	f.Steps = nil
	for _, s := range all {
		s.Fields = slices.DeleteFunc(slices.Clone(s.Fields), func(one Field) bool { return !asked[one.ID] })
		if len(s.Fields) > 0 {
			f.Steps = append(f.Steps, s)
		}
	}
	return f
}

func unknownTo(f Form, values Values) (ids []string) {
	for id := range values {
		if _, ok := f.Field(id); !ok {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// ahead reports whether a moment or day lies after the present.
func (f Field) ahead(v Value, at ident.Instant) bool {
	switch f.Kind {
	case Moment:
		m, err := MomentInstant(v.Text())
		return err == nil && m > at
	case Day:
		d, err := law.ParseDay(v.Text())
		return err == nil && law.DayOf(at).Before(d)
	}
	return false
}

// Unconfirmed drops the questions whose ids were confirmed.
func Unconfirmed(asked []Question, confirmed []string) []Question {
	var left []Question
	for _, q := range asked {
		found := false
		for _, c := range confirmed {
			found = found || c == q.ID()
		}
		if !found {
			left = append(left, q)
		}
	}
	return left
}

func clip(s string) string {
	r := []rune(strings.ToValidUTF8(s, "�"))
	if len(r) > 40 {
		return string(r[:40]) + "…(" + strconv.Itoa(len(r)) + ")"
	}
	return string(r)
}
