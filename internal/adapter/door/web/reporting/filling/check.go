package filling

import (
	_ "embed"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	helping "kanmin/internal/adapter/door/web/support"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/window"
)

// review is a draft as it would be sent now.
type review struct {
	faults []fault.Field
	asked  []form.Question
	due    law.Due
	dued   bool // due could be counted
	stops  bool // it cannot be sent whatever stands in it
}

// reviewOf judges a draft as sending would.
func reviewOf(r *gate.Request, d work) review {
	if d.stops() != nil { // what is wrong with the answers no longer matters
		return review{stops: true}
	}
	var v review
	facts := d.judgedBy(r)
	values, asked, err := d.of.Check(d.values, facts)
	v.asked = asked
	if e, ok := errors.AsType[*fault.Error](err); ok {
		v.faults = e.Fields
	}
	for _, f := range d.of.Form.Fields() {
		if len(d.answers[f.ID].Beside) > 0 || d.rowBeside(f) {
			v.faults = append(v.faults, fault.Field{Path: f.ID, Code: "fault.draft.beside"})
		}
	}
	v.faults = append(v.faults, d.refers...)
	if d.of.Follows && len(v.faults) == 0 {
		v.faults = d.of.Unexplained(d.before.Values(), values)
	}
	due, dued, err := d.dueNow(values, r.Now)
	if e, ok := errors.AsType[*fault.Error](err); ok { // the law has no answer for such a day
		v.faults = append(v.faults, fault.Field{Path: d.of.Clock.Field, Code: e.Code, Args: e.Args})
	}
	if v.due, v.dued = due, dued; !dued {
		v.due, v.dued = d.of.Date(values, facts)
	}
	return v
}

// ready reports whether it could be sent with these confirmations.
func (v review) ready(confirmed []string) bool {
	return !v.stops && len(v.faults) == 0 && len(form.Unconfirmed(v.asked, confirmed)) == 0
}

// confirmed keeps the confirmations of questions that are asked now, in their order.
func (v review) confirmed(sent []string) []string {
	var ids []string
	for _, q := range v.asked {
		if slices.Contains(sent, q.ID()) {
			ids = append(ids, q.ID())
		}
	}
	return ids
}

// checkView is 提出前の確認.
type checkView struct {
	Consent        *consentView
	Heading        string // of the procedure
	Words          reporting.Words
	Private        string // who will not see it
	NoDue          string // what is to be known before a date can be counted; empty where nothing will fall due
	Action, Number string
	Steps          look.Steps
	Problems       []look.Link
	Answers        []look.Answer
	Asked          []look.Field
	Here           []reporting.Office
	Elsewhere      []string
	Whole          bool // every office receives every item
	Due            look.Due
	Attached       []reporting.File
	Attach         string // where files are attached
	Dued           bool
	File           bool        // the visitor may send
	Changes        *look.Table // of a correction: what differs from what was sent
	Differs        string      // what that is called
	Same           bool        // nothing does
	Term           string      // by when it should be sent
	Late           string      // what was to be sent by a day can be sent after it
	Approval       *approvalLine
	Paper          string
	Gathering      *gathering // what units were asked for
	Window         *reporting.Window
	Release        string       // where is chosen who sees what
	Warning        *look.Notice // why it cannot be sent, or what is to be known before
	Stops          bool         // it cannot
	Help           string       // 支援を希望する; empty for what is no report
}

//go:embed check.tmpl
var checkSource string

var checkPage = look.Parse[checkView]("reporting/prompt/check", checkSource)

func (p Pages) check(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r, true)
	if err != nil {
		return err
	}
	if done, err := sole(w, d); done {
		return err
	}
	v := checkFrom(r, d, reviewOf(r, d), nil, false)
	return checkPage.Write(w, frame(r, d, r.T("prompt.check")), v)
}

// checked goes on to 送信 when nothing is left to be seen to; a question that was not confirmed is shown again.
func (p Pages) checked(w http.ResponseWriter, r *gate.Request) error {
	fields, d, err := p.posted(r, true)
	if err != nil {
		return err
	}
	if done, err := sole(w, d); done {
		return err
	}
	v := reviewOf(r, d)
	confirmed := v.confirmed(fields["confirm"])
	switch do := fields.Get("do"); {
	case do == "approve" && len(v.faults) == 0 && !v.stops:
		return gate.See(w, d.at("approval"))
	case do == "hurry" && d.of.Urgent && v.ready(confirmed):
		return gate.See(w, sendAt(d, confirmed, unapproved))
	case do != "next" && do != "hurry" && do != "approve":
		return gate.See(w, d.at(check))
	case v.ready(confirmed) && d.agreed() == nil:
		return gate.See(w, sendAt(d, confirmed))
	}
	return checkPage.WriteStatus(w, http.StatusUnprocessableEntity, frame(r, d, r.T("prompt.check")), checkFrom(r, d, v, confirmed, true))
}

// sendAt is the last page, with what was confirmed and what else goes with it.
func sendAt(d work, confirmed []string, also ...string) string {
	q := url.Values{}
	if len(confirmed) > 0 {
		q["confirm"] = confirmed
	}
	for _, name := range also {
		q.Set(name, "1")
	}
	if len(q) == 0 {
		return d.at("send")
	}
	return d.at("send") + "?" + q.Encode()
}

// checkFrom puts the page together; pressed says that somebody wanted to go on.
func checkFrom(r *gate.Request, d work, v review, confirmed []string, pressed bool) checkView {
	fix := func(step, field string) string {
		return d.at(step) + "?then=" + check + "#" + field
	}
	asked := d.asked()
	c := checkView{
		Heading: d.title(r), Private: say(r, d.of, wordsOf(d.of).private), NoDue: noDue(r, d.of), Action: d.at(check), Number: string(d.Number), Steps: progress(r, d, len(d.of.Form.Steps), true),
		Answers: d.noted(r, reporting.Brief(r.Lang, reporting.Answers(r.Lang, asked, d.values, fix)), asked.Fields()), File: r.Scope.Permit(mayFile) == nil, Dued: v.dued,
	}
	c.Words, c.Warning, c.Stops = reporting.WordsOf(r.Lang, d.of), d.warning(r), v.stops
	i := 0
	for _, s := range asked.Steps {
		for _, f := range s.Fields {
			for _, x := range v.faults {
				if x.Path == f.ID {
					c.Answers[i].Error = r.Why(x)
					c.Problems = append(c.Problems, look.Link{To: fix(s.ID, f.ID), Text: reporting.Label(r.Lang, f) + ": " + r.Why(x)})
				}
			}
			c.Problems = append(c.Problems, rowProblems(r, d, s, f, v.faults)...)
			i++
		}
	}
	for _, q := range v.asked {
		ask := question(r, d.of.Form, q, confirmed, pressed)
		if ask.Error != "" {
			c.Problems = append(c.Problems, look.Link{To: "#" + ask.ID, Text: ask.Label + ": " + ask.Error})
		}
		c.Asked = append(c.Asked, ask)
	}
	if v.dued {
		c.Due = reporting.Due(r.Lang, v.due, law.DayOf(r.Now))
		if (d.of.Follows || d.of.Dates != nil) && v.due.Due.Before(law.DayOf(r.Now)) {
			c.Late = r.T("late.ok")
		}
	}
	if d.was != nil && !v.stops {
		t := d.changes(r)
		c.Differs = r.T("changes.now")
		if d.of.Follows {
			c.Differs = reporting.WordsOf(r.Lang, d.of).Changes
		}
		t.Caption, t.Hide = c.Differs, true
		c.Changes, c.Same = &t, len(t.Rows) == 0
	}
	if by, ok := d.of.TermOf(d.tidied()); ok {
		c.Term = r.T("filling.term", "day", look.DayBoth(r.Lang, by))
	}
	c.Attached, c.Attach = reporting.Files(r.Lang, d.of.Form, d.Files, nil), d.at("files")
	c.Approval, c.Paper, c.Gathering = approvalOf(r, d), d.at("paper"), gatheringOf(r, d)
	c.Here, c.Whole = offices(r, d)
	c.Release, c.Consent, c.Help = d.releaseAt(), d.consent(r, ""), d.helpAt()
	d.window(r, &c)
	return c
}

// window says whom the draft concerns by when, and who does not have it by sending.
func (w work) window(r *gate.Request, c *checkView) {
	if w.of.Act == party.ActReport {
		lines := window.Lines(w.facts(r))
		c.Window, c.Elsewhere = reporting.WindowOf(r.Lang, lines), elsewhere(r, lines)
	}
	for _, a := range w.offices {
		if a.Channel == filing.Elsewhere {
			c.Elsewhere = append(c.Elsewhere, r.T("prompt.elsewhere.line", "name", look.Addressed(r.Lang, a.Title)))
		}
	}
}

// helpAt is where help is asked for about the draft; empty for what is no report.
func (w work) helpAt() string {
	if w.of.Act != party.ActReport {
		return ""
	}
	return helping.Own + "/new?about=" + w.Number.ASCII()
}

// elsewhere says of each authority with a channel of its own that sending does not complete the report to it.
func elsewhere(r *gate.Request, lines []window.Line) (list []string) {
	for _, e := range window.Errands(lines) {
		said := r.T("matrix.elsewhere", "name", e.Name().In(string(r.Lang)))
		if e.Needed != law.No && !slices.Contains(list, said) {
			list = append(list, said)
		}
	}
	return list
}

// facts are what decides whom the draft concerns: the answers, after what the case says.
func (w work) facts(r *gate.Request) window.Facts {
	values := form.Values{}
	if w.of.Follows {
		values = w.before.Values()
	}
	maps.Copy(values, w.tidied())
	f := window.FactsOf(values, w.does)
	f.AsOf, f.Owed, f.Kind, f.Routes = law.DayOf(r.Now), w.of.Clock.Rule != "" && !w.of.Follows, w.of.ID, w.ways
	for _, one := range w.owed {
		f.Owed = f.Owed || one.Rule == w.of.Clock.Rule
	}
	return f
}

// changes are what a correction makes different, answers and files.
func (w work) changes(r *gate.Request) look.Table {
	t := reporting.Changes(r.Lang, w.of.Form.Diff(w.was, w.tidied()), "")
	t.Rows = append(t.Rows, reporting.FileChanges(r.Lang, w.had, w.Files)...)
	return t
}

// question is something that may be right but is asked about before sending.
func question(r *gate.Request, of form.Form, q form.Question, confirmed []string, pressed bool) look.Field {
	f, _ := of.Field(q.Field)
	args := q.Args
	if at, ok := args["text"]; ok && f.Kind == form.Moment {
		args = fault.Args{"text": reporting.Echo(r.Lang, form.Value{Texts: []string{at}})}
	}
	yes := slices.Contains(confirmed, q.ID())
	v := look.Field{
		Kind: look.Boxes, ID: strings.NewReplacer(":", "-", ".", "-").Replace(q.ID()), Name: "confirm", Label: reporting.Label(r.Lang, f),
		Hint: r.Why(fault.Field{Path: q.Field, Code: q.Code, Args: args}), Options: []look.Option{{Value: q.ID(), Label: r.T("prompt.confirm"), Chosen: yes}},
	}
	if pressed && !yes {
		v.Error = r.T("prompt.confirm.missing")
	}
	return v
}

// offices lists who will have the report here, and what each receives; whole when all of them receive all of it.
func offices(r *gate.Request, d work) (to []reporting.Office, whole bool) {
	whole = true
	f, values := d.of.Form, d.tidied()
	left, _ := filing.Withhold(d.goesTo(), d.withheld, r.Now)
	for _, a := range left {
		if a.Channel != filing.Here {
			continue
		}
		o := reporting.Office{Held: d.heldBack(r, a.Unit), Title: look.Addressed(r.Lang, a.Title), Name: look.Named(r.Lang, a.Office, a.OfficeEn), Phone: a.Phone}
		var gets []string
		for _, part := range f.Parts {
			if slices.Contains(a.Sections, part.ID) {
				gets = append(gets, part.Name.In(string(r.Lang)))
			}
		}
		if len(gets) < len(f.Parts) {
			whole = false
			o.Gets, o.Copy = strings.Join(gets, r.T("reports.comma")), copyOf(r, d, values, a.Sections)
		}
		to = append(to, o)
	}
	return to, whole
}

// copyOf is what an office with these sections will see, made as its own page is.
func copyOf(r *gate.Request, d work, tidied form.Values, sections []string) *reporting.Copy {
	cut, values := filing.CutForm(d.of.Form, sections), filing.Cut(d.of.Form, tidied, sections)
	return &reporting.Copy{
		Answers: reporting.Brief(r.Lang, reporting.Copied(r.Lang, formsheet.Shown(cut, values), values)),
		Files:   reporting.Files(r.Lang, cut, filing.CutAttachments(d.of.Form, d.Files, sections), nil),
	}
}

// tidied are the answers as they would be sent, as far as they can be read.
func (w work) tidied() form.Values {
	return w.of.Tidied(w.values)
}

// judgedBy are the facts by which the draft is judged, as sending will.
func (w work) judgedBy(r *gate.Request) procedure.Facts {
	f := procedure.Facts{At: r.Now, Business: append([]party.Designation{}, w.does...), Within: r.Scope.Under.Within}
	switch {
	case w.Corrects != "":
		f.Before, f.Corrects = w.was, true
	case w.Follows != "":
		f.Before = w.before.Values()
	}
	return f
}

// asked is the form without what is not asked, given the answers so far.
func (w work) asked() form.Form { return w.of.Form.Only(w.values) }

// noDue says what is to be known before the date of the procedure's clock can be counted.
func noDue(r *gate.Request, p procedure.Procedure) string {
	if p.Dates != nil {
		return r.T("notification.due.none")
	}
	if p.Clock.Rule == "" || p.Follows {
		return ""
	}
	return say(r, p, wordsOf(p).noDue)
}
