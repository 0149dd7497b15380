package form

import (
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
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
// still to be confirmed, and an Invalid fault with every place, in the order of the form.
func (f Form) Check(values Values, at ident.Instant) (Values, []Question, error) {
	var faults fault.List
	var asked []Question
	tidy := Values{}
	for _, field := range f.Fields() {
		before := len(faults.Fields)
		v := field.Tidy(&faults, values[field.ID])
		if field.Needed && v.Empty() && len(faults.Fields) == before {
			faults.Add(field.ID, "fault.form.needed", nil)
		}
		if v.Empty() {
			continue
		}
		tidy[field.ID] = v
		if field.Kind == Moment && field.AskFuture && !v.Unknown && len(faults.Fields) == before {
			if m, err := MomentInstant(v.Text()); err == nil && m > at {
				asked = append(asked, Question{field.ID, "ask.future", fault.Args{"text": v.Text()}})
			}
		}
	}
	for id := range values {
		if _, ok := f.Field(id); !ok {
			faults.Add(clip(id), "fault.form.field", nil)
		}
	}
	return tidy, asked, faults.Err()
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
