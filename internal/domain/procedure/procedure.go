// Package procedure owns 手続: what a form is for. From one value come the pages on which it is filled in, checked and
// sent, whom it reaches, under what number, what falls due afterwards, and whether it can be corrected. Built-in procedures are
// declared in Go (package book lists them); those of offices (S23) are the same value, stored.
package procedure

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// Procedure is one 手続 in one version (版).
type Procedure struct {
	// ID names the procedure in every version: "report.prompt", or the number of a stored one in Latin.
	ID string
	// Version is 0 for a procedure declared in Go, from 1 for a stored one. What was sent under a version is shown, checked
	// and printed by it for ever.
	Version int
	Name    text.Both // as lists and headings say it: 速報
	Form    form.Form
	// Act finds the offices by jurisdiction; where it is empty Offices names them.
	Act     party.Act
	Offices []Office
	Number  ident.NumberKind // of what arrives
	Clock   Clock
	Term    Term
	// Case opens a 事案 with what arrives.
	Case bool
	// Follows what was reported before: it is about the 事案 of an earlier report, from whose last answers it starts.
	Follows bool
	// Withdraws what it follows (取下げ), which needs no case then: that has arrived for ever, and counts no longer.
	Withdraws bool
	// Once in a case: a second one is a Conflict, and what is to be changed is corrected.
	Once bool
	// Effect is what the arrival does to the duty of Clock in its case.
	Effect Effect
	// Differs refuses what says nothing else than was said before in the fields that Explains is about.
	Differs bool
	// Refers is a field with the number of another report of the own organisation.
	Refers string
	// Explains names fields that say why others differ from what the case said before.
	Explains Explains
	// Urgent messages say 【至急】.
	Urgent bool
	// Corrects lets the filer send a further revision of what arrived (訂正・補正).
	Corrects bool
	// Contact is the field in which the filer can be reached; it becomes part of the filer's block.
	Contact string
	// Summary names the fields that give the one line of lists: the first that has an answer.
	Summary []string
	// Business is the field, of this form or of what it follows, that names the business (事業) which the answers are about: the offices of
	// that business receive them, and not those of another for which the operator is designated, too.
	Business string
	// Judges sees to what no field can see alone; nil: there is nothing more.
	Judges func(tidy form.Values, with Facts) Judged `json:"-"`
	// Dates counts by when what is sent was to be sent, from days that stand in rows; it opens no duty. nil: nothing is counted.
	Dates func(values form.Values, with Facts) (law.Due, bool) `json:"-"`
	// Notes is what is noted of answers that arrive, for the offices alone: what they count, and what they had better read. nil: nothing is.
	Notes func(values form.Values, with Facts) Noted `json:"-"`
	// Starts makes the answers with which a draft begins out of what was said before; nil: they stay as they are.
	Starts func(form.Values) form.Values `json:"-"`
	// Words names the words of this procedure alone, where the pages have some; empty: the words of any procedure.
	Words string
	// Closed says that nothing can be sent under this version by whoever it was loaded for, today.
	Closed bool
}

// Effect is what an arrival does to a duty that stands.
type Effect string

// The effects. Where the day from which a clock counts differs from before, the duty is counted anew under any of them but Stays.
const (
	Recounts Effect = ""      // nothing but that
	Ends     Effect = "ends"  // what was owed was sent
	Stays    Effect = "stays" // 対象外の申出: it is not waited for, until an office asks
)

// Explains is a field that must say why, where one of Of differs from what was reported before.
type Explains struct {
	Field string
	Of    []string
}

// Office is an addressee that a procedure names itself, with the sections that it receives.
type Office struct {
	Org      ident.Org  `json:"org"`
	Unit     ident.Unit `json:"unit"`
	Title    string     `json:"title"`
	Sections []string   `json:"sections"`
}

// Clock is what falls due after an arrival: a rule of the book, counted from the day of a field. The zero value is no clock.
type Clock struct {
	Rule  string
	Field string
}

// Said names the procedure with its version, in Japanese, as receipts say it.
func (p Procedure) Said() string {
	if p.Version == 0 {
		return p.Name.Ja
	}
	return p.Name.Ja + "(" + p.ID + " 第" + strconv.Itoa(p.Version) + "版)"
}

// Ref names a version: "report.prompt", "P-R8-7K4M-2QXD-W@2". It is what drafts and filings keep.
func (p Procedure) Ref() string {
	if p.Version == 0 {
		return p.ID
	}
	return p.ID + "@" + strconv.Itoa(p.Version)
}

// SplitRef is the reverse of Ref; version 0 is the latest.
func SplitRef(ref string) (id string, version int) {
	id, v, found := strings.Cut(ref, "@")
	if !found {
		return id, 0
	}
	version, err := strconv.Atoi(v)
	if err != nil || version < 1 || strconv.Itoa(version) != v {
		return ref, 0
	}
	return id, version
}

// Due counts the date of the clock on answers; found is false where there is no clock or no day to count from.
func (p Procedure) Due(values form.Values, at ident.Instant) (due law.Due, found bool, err error) {
	on, found := p.from(values)
	if !found {
		return law.Due{}, false, nil
	}
	due, err = law.At(law.DayOf(at)).Due(p.Clock.Rule, law.Question{On: on})
	return due, err == nil, err
}

func (p Procedure) from(values form.Values) (law.Day, bool) {
	if p.Clock.Rule == "" {
		return law.Day{}, false
	}
	return dayOf(values[p.Clock.Field])
}

// Again counts the date of the clock anew where the day from which it counts differs from what the case said before; found is false
// where it does not.
func (p Procedure) Again(before, values form.Values, at ident.Instant) (due law.Due, found bool, err error) {
	was, _ := p.from(before)
	if on, ok := p.from(values); !ok || on == was {
		return due, false, nil
	}
	return p.Due(values, at)
}

// Unexplained is the fault of values that differ from before without a reason, or that should differ and do not, if there is one. What
// was not known before needs no reason.
func (p Procedure) Unexplained(before, values form.Values) []fault.Field {
	differs, replaced := false, false
	for _, id := range p.Explains.Of {
		if was, now := before[id], values[id]; !was.Same(now) && !(was.Empty() && now.Empty()) {
			differs, replaced = true, replaced || !was.Empty() && !was.Unknown
		}
	}
	switch {
	case p.Differs && !differs:
		return []fault.Field{{Path: p.Explains.Of[0], Code: "fault.incident.same"}}
	case replaced && values[p.Explains.Field].Empty():
		return []fault.Field{{Path: p.Explains.Field, Code: "fault.incident.why"}}
	}
	return nil
}

// Begins are the answers with which a draft begins, of those that were reported before: those that this form asks, too.
func (p Procedure) Begins(before form.Values) form.Values {
	first := form.Values{}
	for _, f := range p.Form.Fields() {
		if v := before[f.ID]; !v.Empty() && f.ID != p.Explains.Field {
			first[f.ID] = v
		}
	}
	if p.Starts != nil {
		return p.Starts(first)
	}
	return first
}

// Summarise is the one line under which answers stand in lists, in Japanese.
func (p Procedure) Summarise(values form.Values) string {
	for _, id := range p.Summary {
		f, ok := p.Form.Field(id)
		if v := values[id]; ok && !v.Empty() && !v.Unknown {
			if line := f.InWords(v); line != "" {
				return line
			}
		}
	}
	return p.Name.Ja
}

// Whole reports whether every office receives every section, whatever the filing: then nothing of it can be withheld, and how often it
// was corrected tells nobody of what they did not receive.
func (p Procedure) Whole() bool {
	all := p.Form.Sections()
	return p.Act == "" && !slices.ContainsFunc(p.Offices, func(o Office) bool {
		return slices.ContainsFunc(all, func(s string) bool { return !slices.Contains(o.Sections, s) })
	})
}

// SummarySections are the sections of the fields that may give the summary: who received them all may read it.
func (p Procedure) SummarySections() []string {
	var list []string
	for _, id := range p.Summary {
		if f, ok := p.Form.Field(id); ok && !slices.Contains(list, f.Section) {
			list = append(list, f.Section)
		}
	}
	return list
}
