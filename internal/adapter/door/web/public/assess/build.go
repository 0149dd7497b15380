package assess

import (
	"errors"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// Unknown is 分からない as an answer, and as the name of it in a form.
const Unknown = "unknown"

// About says where a question stands: its place in the facts, its stage, and what it is asked about.
type About struct {
	Path  string
	Stage int
	Of    string
}

// Question is the words of a question.
type Question struct {
	Ask, Hint string
	Sure      look.Certainty // of the rule that the hint states, if it states one
	Topic     string         // of the rule book's question; under it よくある相談 is cited
}

// field is a question's field; its label is the page's question.
func (q Question) field(kind look.Kind) look.Field {
	return look.Field{Kind: kind, ID: "a", Label: q.Ask, Hint: q.Hint, Certainty: q.Sure, Big: true}
}

// Truth asks for yes, no or 分からない.
func (s Sheet) Truth(at About, q Question, into *law.Truth) Step {
	now := ""
	if *into != law.NotAsked {
		now = into.String()
	}
	st := s.Choice(at, q, now, []rule.Value{{Code: "yes", Both: law.Yes.Label()}, {Code: "no", Both: law.No.Label()}})
	st.Take = func(t *Typed) {
		if v, ok := t.choice([]string{"yes", "no", Unknown}); ok {
			_ = into.UnmarshalText([]byte(v)) // one of the three
		}
	}
	return st
}

// One asks for one of several, or 分からない.
func One[T ~string](s Sheet, at About, q Question, values []rule.Value, into *T) Step {
	st := s.Choice(at, q, string(*into), values)
	codes := []string{Unknown}
	for _, v := range values {
		codes = append(codes, v.Code)
	}
	st.Take = func(t *Typed) {
		if v, ok := t.choice(codes); ok {
			*into = T(v)
		}
	}
	return st
}

// Choice draws a question with a few answers and 分からない; the caller takes the answer.
func (s Sheet) Choice(at About, q Question, now string, values []rule.Value) Step {
	f := q.field(look.Radio)
	st := Step{Path: at.Path, Stage: at.Stage, About: at.Of, Topic: q.Topic}
	values = append(slices.Clone(values), rule.Value{Code: Unknown, Both: law.Maybe.Label()})
	for _, v := range values {
		label := v.In(string(s.Lang))
		f.Options = append(f.Options, look.Option{Value: v.Code, Label: label, Chosen: v.Code == now})
		if v.Code == now {
			st.Said = label
		}
	}
	st.Fields = []look.Field{f}
	return st
}

// choice reads the one answer of a page. Without one there is a way to say so: 分からない.
func (t *Typed) choice(codes []string) (string, bool) {
	v := t.Get("a")
	switch {
	case v == "":
		t.Fault("a", "fault.assess.choose", nil)
		return "", false
	case !slices.Contains(codes, v):
		t.Fault("a", "fault.law.choice", fault.Args{"text": clip(v), "choices": strings.Join(codes, " ")})
		return "", false
	}
	return v, true
}

// Chosen reads the one answer of a page.
func (t *Typed) Chosen(codes ...string) (string, bool) { return t.choice(codes) }

// Date asks for a day as people type it; an empty one is not known.
func (s Sheet) Date(at About, q Question, into *law.Day) Step {
	f := q.field(look.DayLine)
	f.Free, f.Width, f.Example = true, look.Mid, s.T("assess.day.example")
	st := Step{Path: at.Path, Stage: at.Stage, About: at.Of, Topic: q.Topic}
	if !into.IsZero() {
		f.Value, f.Echo, st.Said = into.String(), look.DayBoth(s.Lang, *into), look.DayBoth(s.Lang, *into)
	}
	st.Fields = []look.Field{f}
	st.Take = func(t *Typed) { t.Day("a", into) }
	return st
}

// Day reads a day out of a field.
func (t *Typed) Day(id string, into *law.Day) {
	typed := strings.TrimSpace(t.Get(id))
	if typed == "" {
		*into = law.Day{}
		return
	}
	r, err := law.ReadDay(typed)
	if f, ok := errors.AsType[*fault.Error](err); ok {
		t.Fault(id, f.Code, f.Args)
		return
	}
	if err != nil || r.Day.After(law.LastDay) {
		t.Fault(id, "fault.law.far", fault.Args{"day": clip(typed), "last": law.LastDay.String()})
		return
	}
	*into = r.Day
}

// wordsLimit is the rule book's bound of a text, in characters.
const wordsLimit = 400

// Words asks for a text of one line, which may stay empty.
func (s Sheet) Words(at About, q Question, into *string) Step {
	f := q.field(look.Line)
	f.Free, f.Value = true, *into
	return Step{Path: at.Path, Stage: at.Stage, About: at.Of, Fields: []look.Field{f}, Said: *into, Take: func(t *Typed) { t.Text("a", into) }}
}

// Text reads a line of text out of a field.
func (t *Typed) Text(id string, into *string) {
	typed := strings.TrimSpace(t.Get(id))
	before := len(t.Faults.Fields)
	text.Check(&t.Faults, id, typed, wordsLimit)
	if len(t.Faults.Fields) == before {
		*into = typed
	}
}

// Some asks for any number of several; 分からない stands alone.
func (s Sheet) Some(at About, q Question, values []rule.Value, now []string) Step {
	f := q.field(look.Boxes)
	st := Step{Path: at.Path, Stage: at.Stage, About: at.Of, Topic: q.Topic}
	var said []string
	for _, v := range append(slices.Clone(values), rule.Value{Code: Unknown, Both: law.Maybe.Label()}) {
		label := v.In(string(s.Lang))
		chosen := slices.Contains(now, v.Code)
		f.Options = append(f.Options, look.Option{Value: v.Code, Label: label, Chosen: chosen})
		if chosen {
			said = append(said, label)
		}
	}
	st.Said = strings.Join(said, s.T("rules.comma"))
	st.Fields = []look.Field{f}
	return st
}

// Several reads the answers of a page with boxes; ok is false when there is none or one that does not exist.
func (t *Typed) Several(values []rule.Value) (codes []string, ok bool) {
	for _, v := range t.Values["a"] {
		if v != Unknown && !slices.ContainsFunc(values, func(x rule.Value) bool { return x.Code == v }) {
			t.Fault("a", "fault.form.option", fault.Args{"text": clip(v)})
			return nil, false
		}
		if !slices.Contains(codes, v) {
			codes = append(codes, v)
		}
	}
	if len(codes) == 0 {
		t.Fault("a", "fault.assess.choose", nil)
		return nil, false
	}
	if len(codes) > 1 && slices.Contains(codes, Unknown) {
		t.Fault("a", "fault.assess.both", nil)
		return nil, false
	}
	return codes, true
}

func clip(s string) string {
	s = strings.ToValidUTF8(s, "�")
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// shown is what was typed, as far as a page can show it again.
func shown(s string) string {
	s = strings.ToValidUTF8(s, "�")
	if r := []rune(s); len(r) > 2*wordsLimit {
		return string(r[:2*wordsLimit])
	}
	return s
}

// Title begins an English question with a capital.
func Title(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}
