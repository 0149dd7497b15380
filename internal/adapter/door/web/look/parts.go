package look

import (
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law/calendar"
)

// The parts of pages. Each struct is the argument of the template of the same name in part/:
// {{template "field" .Aware}}. Values are display-ready, in the reader's language.

// Kind is how a Field is drawn.
type Kind string

// The kinds of field.
const (
	Line    Kind = "line"
	Area    Kind = "area"
	Radio   Kind = "radio"
	Boxes   Kind = "boxes"
	When    Kind = "when" // a point in time, as one line with what was understood below
	DayLine Kind = "day"
	Select  Kind = "select"
	Secret  Kind = "secret" // never sent back to the page
	Hidden  Kind = "hidden"
	Upload  Kind = "upload"
)

// Width is the width of an input, by what is expected in it.
type Width string

// The widths.
const (
	Full  Width = ""
	Mid   Width = "mid"
	Short Width = "short"
)

// Field is one question of a form.
type Field struct {
	Kind     Kind
	ID       string // id of the input, target of the error summary
	Name     string // name of the value; ID when empty
	Label    string
	Hint     string
	Example  string // shown as 例:…, never as a placeholder that vanishes
	Value    string
	Options  []Option
	Need     bool
	Free     bool // marks it 任意
	Big      bool // the label is the page's question
	Private  bool // field.private: not part of the filing
	Error    string
	Echo     string // what was understood: 令和8年11月24日(火) 10:15
	Limit    int    // characters
	Several  bool   // of an upload: more than one file
	Width    Width
	Complete string // autocomplete token, "off" when empty
	Mode     string // inputmode: numeric, tel, email
	// Unknown offers 未把握 as an answer of its own, under the name Name+".unknown".
	Unknown, IsUnknown bool
	Certainty          Certainty  // of the rule that the hint states, if it states one
	Changed            string     // who changed it meanwhile, in words
	Completes          *Completes // a line that completes what is typed; see Picker
}

// InputName is the name under which the value is sent.
func (f Field) InputName() string {
	if f.Name != "" {
		return f.Name
	}
	return f.ID
}

// Class is the class of the input.
func (f Field) Class() string { return inputClass(f) }

// Describe lists the ids that describe the input, for aria-describedby.
func (f Field) Describe() string {
	s := ""
	add := func(ok bool, suffix string) {
		if ok {
			if s != "" {
				s += " "
			}
			s += f.ID + suffix
		}
	}
	add(f.Hint != "" || f.Private || f.Certainty != "", "-hint")
	add(f.Example != "", "-example")
	add(f.Changed != "", "-changed")
	add(f.Error != "", "-error")
	add(f.Kind == When || f.Kind == DayLine, "-echo")
	return s
}

// Option is one choice.
type Option struct {
	Value, Label, Note string
	Chosen             bool
}

// Problem is one line of the error summary.
type Problem struct{ ID, Label, Text string }

// Problems is the error summary at the top of a form.
type Problems []Problem

// ProblemsOf are what is wrong with fields, in their order.
func ProblemsOf(fields []Field) (list Problems) {
	for _, f := range fields {
		if f.Error != "" {
			list = append(list, Problem{ID: f.ID, Label: f.Label, Text: f.Error})
		}
	}
	return list
}

// Tag is a state in one word.
type Tag struct {
	Text string
	Tone Tone
}

// Mark is a certainty badge.
type Mark struct {
	Certainty Certainty
	Source    string // 法5条; 政府案(令和7年12月)
}

// Notice is a banner.
type Notice struct {
	Tone     Tone
	Title    string
	Text     []string
	Link     Link
	Assert   bool // read out at once
	WideText bool
}

// Link is an address with its words.
type Link struct{ To, Text string }

// Due is a due date with its reasons (期限の数え方).
type Due struct {
	Title     string // 詳報の期限
	On        calendar.Day
	Left      string // あと30日
	Tone      Tone
	Explained string // due.explained, filled
	Steps     []string
	Law       []Provision
	Certainty Certainty
	Uncertain string // law.uncertain, when the rule is not confirmed
	Book      string // the law book's id
	Open      bool
}

// Provision is a quoted rule.
type Provision struct {
	Cite, Quote, Source string
	Certainty           Certainty
}

// Event is one line of a timeline, oldest first or newest first as given.
type Event struct {
	At          ident.Instant
	Seconds     bool // arrivals are shown to the second
	What        string
	By          string // by office, never by person, where an operator reads (R45)
	Text        string
	Done, Alert bool
	Links       []Link
}

// Class is the class of the event's dot.
func (e Event) Class() string { return eventClass(e) }

// Step is one of a form's steps.
type Step struct {
	Text      string
	To        string // link to a step already visited
	Done, Now bool
}

// Steps is the step indicator.
type Steps []Step

// Now returns the number of the current step, from 1.
func (s Steps) Now() int {
	for i, x := range s {
		if x.Now {
			return i + 1
		}
	}
	return len(s)
}

// Answer is one row of the summary before sending (提出前の確認) or of a report.
type Answer struct {
	Question string
	Text     string
	Unknown  bool
	Fix      string // address of the step that asks it
	Error    string
	Note     string
	Table    *Table // the answer is rows
}

// Todo is one line of やること: what, until when, who holds it, one button.
type Todo struct {
	What   string
	Ref    string // 整理番号
	Tag    Tag
	Until  string
	Holder string
	Note   string
	To     Link
	Alert  bool
}

// Empty says what will be here and what to do now.
type Empty struct {
	Title string
	Text  []string
	Links []Link
}

// Progress is how far work has come.
type Progress struct {
	Label       string
	Done, Total int
	Error       string
	Left        string // what remains, in words: あと2分ほど
	Poll        string // address of this part alone; asked again until the answer has none
	Stop        string // address to which a press posts that ends the work; empty when it cannot be ended
}

// Pages is the pagination of a list.
type Pages struct {
	Now, Last int
	Of        string // address without the page: "/ministry/report?state=open&page="
	After     string // what follows the page in the address: "#people"
	Total     int
}

// Table is a list in columns; on narrow screens each row becomes a card.
type Table struct {
	Caption string
	Hide    bool // the caption is for screen readers only
	Heads   []Head
	Rows    [][]Cell
	Keep    bool // keep columns on narrow screens: small matrices
}

// Head is a column's heading.
type Head struct {
	Text          string
	Right, Centre bool
}

// Cell is one cell. The first cell of a row is its heading.
type Cell struct {
	Text     string
	To       string
	Tag      *Tag
	Ref      bool
	Code     bool   // as programs write it: it breaks anywhere
	When     bool   // a day with its time: it breaks between the two only
	Pick     string // value of a box by which the row is chosen, in the first cell; PickText is what it says
	PickText string
	Tick     string // "yes" or "no": shown as ○ and ―, read as words
	Links    []Link // to several numbers, before the text
}

// Capital begins a name as a sentence begins: names of the law stand inside sentences.
func Capital(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}

// Downloads are the links by which a list leaves in each of some formats.
func Downloads(l Lang, formats []string, to func(format string) string) (list []Link) {
	for _, f := range formats {
		list = append(list, Link{To: to(f), Text: Say(l, "listing.export."+f)})
	}
	return list
}

// Oddities are what a file that came in has that people should know of before they go on: sheets that are not read, cells of which the
// value that was calculated last is read, ranges that were merged.
func Oddities(l Lang, unread []string, formulas, merged int) (list []Notice) {
	if len(unread) > 0 {
		list = append(list, Notice{Tone: Info, Title: Say(l, "excel.unread"), Text: unread[:min(20, len(unread))]})
	}
	if formulas > 0 {
		list = append(list, Notice{Tone: Info, Title: Say(l, "excel.formulas"), Text: []string{Say(l, "excel.formulas.text", "n", Number(formulas))}})
	}
	if merged > 0 {
		list = append(list, Notice{Tone: Info, Title: Say(l, "excel.merged"), Text: []string{Say(l, "excel.merged.text", "n", Number(merged))}})
	}
	return list
}

// Receipt is what an operator gets for an arrival.
type Receipt struct {
	Number   string
	Arrived  ident.Instant
	Final    bool
	For      []string // authorities for which it is proof
	Files    []Link
	Poll     string // address that htmx asks until the final one exists
	Sentence string
}
