package filling

import (
	_ "embed"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// stepView is one question.
type stepView struct {
	Action   string
	Number   string
	Heading  string // of the procedure
	Title    string
	Lead     string
	First    string // the lead of the whole form, on its first page
	Steps    look.Steps
	Problems look.Problems
	Clashes  []clash
	Tables   []tableCard
	Fields   []fieldView
	Saved    string
	Partly   bool // not everything could be kept
	Then     string
	Back     bool
	Discard  string
	Excel    string
	Attach   string       // where files are attached
	History  string       // who wrote what
	Units    string       // where units are asked for their part
	Part     string       // of a unit's part: its own page
	Brought  *look.Notice // by the press before
	Brings   *brings      // what notices have to add
	Warning  *look.Notice // why it cannot be sent, or what is to be known before
	Now      bool         // the step asks when; the present can be put in
}

// fieldView is a field with the sequence number of the answer that is on screen.
type fieldView struct {
	look.Field
	Base string
	Live string // what is said below the field after it was saved on leaving it
	From string // the report from which the answer comes
	Read string // what was understood of pasted lines
}

// clash is a field that two people wrote at once: nothing is lost, one is chosen.
type clash struct {
	ID, Field, Label, Sentence string
	Action, Key                string
	Texts                      []told
}

// told is one of the texts of a clash.
type told struct {
	Seq            int
	Name, At, Text string
	Unknown        bool
}

//go:embed step.tmpl
var stepSource string

var stepPage = look.Parse[stepView]("reporting/prompt/step", stepSource)

// check is the value of "then" that leads back to 提出前の確認.
const check = "check"

// step is the step with an id, and its place.
func (w work) step(id string) (int, form.Step, error) {
	for i, s := range w.of.Form.Steps {
		if s.ID == id {
			return i, s, nil
		}
	}
	return 0, form.Step{}, fault.Absent()
}

func (p Pages) step(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r, false)
	if err != nil {
		return err
	}
	place, s, err := d.step(r.PathValue("step"))
	if err != nil {
		return err
	}
	if done, err := closed(w, d); done {
		return err
	}
	v, err := stepFrom(r, d, place, s)
	if err != nil {
		return err
	}
	if v.Brings, err = p.brings(r, d, s); err != nil {
		return err
	}
	if v.Then = ""; r.URL.Query().Get("then") == check {
		v.Then = check
	}
	return stepPage.Write(w, stepFrame(r, d, s), v)
}

func stepFrame(r *gate.Request, d work, s form.Step) look.Frame {
	f := frame(r, d, d.title(r))
	f.Title = s.Title.In(string(r.Lang)) + " ― " + f.Title
	f.Crumbs[2].Text = string(d.Number)
	return f
}

// stepFrom is the page as the draft stands.
func stepFrom(r *gate.Request, d work, place int, s form.Step) (stepView, error) {
	v := stepView{
		Action: d.at(s.ID), Number: string(d.Number), Heading: d.title(r), Title: s.Title.In(string(r.Lang)), Lead: s.Lead.In(string(r.Lang)),
		Steps: progress(r, d, place, false), Saved: d.savedAt(), Back: place > 0, Discard: d.at("discard"), Excel: d.at("excel"), Attach: d.at("files"), Units: reporting.CollectionAt(d.Number), History: d.at("history"),
	}
	if d.Root != "" {
		v.Discard, v.Attach, v.Units, v.Part = "", "", "", reporting.PartAt(d.Number)
	}
	if r.Scope.Permit(mayAskOfUnits) != nil {
		v.Units = ""
	}
	v.Warning, v.Brought = d.warning(r), tookOver(r, s)
	if place == 0 {
		v.First = d.of.Form.Lead.In(string(r.Lang))
	}
	for _, f := range d.shown(s) {
		if f.Kind == form.Table {
			v.Tables = append(v.Tables, cardOf(r, d, s, f))
			continue
		}
		a := d.answers[f.ID]
		if len(a.Beside) > 0 {
			c, err := clashOf(r, d, f, a)
			if err != nil {
				return v, err
			}
			v.Clashes = append(v.Clashes, c)
			continue
		}
		one := fieldOf(r, f, a)
		if s.Has(f.When.Field) { // it stands here before it is called for
			one.Hint = reporting.Then(one.Hint, reporting.Called(r.Lang, d.of.Form, f.When))
		}
		one.From = d.source(r, f.ID)
		if one.Error != "" {
			v.Problems = append(v.Problems, look.Problem{ID: f.ID, Label: reporting.Label(r.Lang, f), Text: one.Error})
		}
		v.Fields = append(v.Fields, one)
		v.Now = v.Now || f.Kind == form.Moment && f.Needed && a.Current.Value.Empty()
	}
	return v, nil
}

func clashOf(r *gate.Request, d work, f form.Field, a filing.Answer) (clash, error) {
	other := a.Current
	for _, b := range a.Beside {
		if other.By == r.Scope.Person {
			other = b
		}
	}
	key, err := r.NewKey()
	c := clash{
		ID: f.ID + "-both", Field: f.ID, Label: reporting.Label(r.Lang, f), Key: key, Action: d.at("choose"),
		Sentence: r.T("both.kept", "name", other.Name, "ago", reporting.Ago(r.Lang, other.At, r.Now)),
	}
	for _, e := range append([]filing.Entry{a.Current}, a.Beside...) {
		c.Texts = append(c.Texts, told{Seq: e.Seq, Name: e.Name, At: look.Moment(r.Lang, e.At), Text: reporting.Said(r.Lang, f, e.Value), Unknown: e.Value.Unknown})
	}
	return c, err
}

var kinds = map[form.Kind]look.Kind{form.Choice: look.Radio, form.Choices: look.Boxes, form.Line: look.Line, form.Area: look.Area, form.Moment: look.When, form.Day: look.DayLine, form.Count: look.Line}

// Field is how a field of any procedure is drawn, with an answer as it was typed: what an officer tries is what an operator sees.
func Field(r *gate.Request, of form.Form, f form.Field, v form.Value) look.Field {
	one := fieldOf(r, f, filing.Answer{Current: filing.Entry{Value: v}}).Field
	one.Hint = reporting.Then(one.Hint, reporting.Called(r.Lang, of, f.When))
	return one
}

// Clocked is what a page sent for a moment as it is kept, where it can be read; a time of day alone is its latest occurrence.
func Clocked(f form.Field, v form.Value, at ident.Instant) form.Value {
	if f.Kind != form.Moment {
		return v
	}
	return tidied(f, onClock(v, at, false))
}

// Posted is what a page sent for a field.
func Posted(f form.Field, fields url.Values) form.Value {
	v := form.Value{Unknown: fields.Get(f.ID+".unknown") != ""}
	for _, one := range fields[f.ID] {
		switch {
		case f.Kind == form.Choice && one == "?":
			v.Unknown = true
		case one != "":
			v.Texts = append(v.Texts, one)
		}
	}
	return v
}

func fieldOf(r *gate.Request, f form.Field, a filing.Answer) fieldView {
	l := string(r.Lang)
	v := fieldView{Base: strconv.Itoa(a.Current.Seq), Field: look.Field{
		Kind: kinds[f.Kind], ID: f.ID, Label: f.Label.In(l), Hint: f.Help.In(l), Example: f.Example.In(l), Need: f.Needed, Limit: f.Limit,
		Unknown: f.Unknowable,
	}}
	if f.Kind == form.Day || f.Kind == form.Count {
		v.Width = look.Mid
	}
	if f.Kind == form.Moment {
		v.Width = look.Mid
		if v.Example != "" { // today, so that it can be taken over with few changes
			v.Example = reporting.Typed(r.Lang, form.Value{Texts: []string{r.Now.Japan().Format(momentLayout)}}) + r.T("prompt.example.clock")
		}
	}
	if f.ID == "aware_at" { // the meaning of 認知 stands in the government's draft only
		v.Certainty = look.DraftLaw
	}
	for _, o := range f.Options {
		v.Options = append(v.Options, look.Option{Value: o.ID, Label: o.Label.In(l), Note: o.Help.In(l)})
	}
	v.fill(r, f, a.Current.Value)
	return v
}

// fill puts an answer into the field; a moment that was kept as typed says so.
func (v *fieldView) fill(r *gate.Request, f form.Field, a form.Value) {
	v.IsUnknown, v.Value, v.Echo = a.Unknown, strings.ToValidUTF8(a.Text(), "\ufffd"), ""
	for i := range v.Options {
		v.Options[i].Chosen = a.Has(v.Options[i].Value)
	}
	v.fillRead(r, f, a)
	if d, err := law.ReadDay(v.Value); err == nil && f.Kind == form.Day {
		v.Echo = look.DayBoth(r.Lang, d.Day)
	}
	if f.Kind != form.Moment || a.Empty() {
		return
	}
	v.Value, v.Echo = reporting.Typed(r.Lang, a), reporting.Echo(r.Lang, a)
	if v.Echo == "" {
		v.Error = r.T("fault.form.moment", "text", a.Text())
	}
}

// fillRead says what was understood of pasted lines, and the first that could not be read.
func (v *fieldView) fillRead(r *gate.Request, f form.Field, a form.Value) {
	if f.Reads == "" || a.Empty() || a.Unknown {
		return
	}
	v.Read = reading(r, f, a)
	if bad := f.Reads.Faults(a.Text()); len(bad) > 0 {
		v.Error = r.Why(fault.Field{Path: f.ID, Code: bad[0].Code, Args: bad[0].Args()})
	}
}
