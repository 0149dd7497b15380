package filling

import (
	"crypto/sha256"
	_ "embed"
	"errors"
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
	"kanmin/internal/flow/submitting"
)

// typed is what a page sent for one step.
type typed struct {
	answers map[string]submitting.Answer // what differs from the answer on screen
	shown   map[string]form.Value        // everything, to be shown again
	both    []string                     // a text and 未把握 at once
	unread  []fault.Field                // moments that were kept before and still cannot be read
}

// read reads the fields of a step. A field counts only if the page had it: its base is there. An answer that is as
// it was shown is left alone, however it was written.
func read(s form.Step, fields url.Values, d work, at ident.Instant) typed {
	t := typed{answers: map[string]submitting.Answer{}, shown: map[string]form.Value{}}
	for _, f := range s.Fields {
		if !fields.Has("base." + f.ID) {
			continue
		}
		v := Posted(f, fields)
		if v.Unknown && f.Unknowable && strings.TrimSpace(v.Text()) != "" {
			v.Unknown, t.both = false, append(t.both, f.ID) // what was written is kept, and it is said
		}
		if f.Kind == form.Moment {
			v = onClock(v, at, fields.Get("do") == "now" && f.Needed)
		}
		t.shown[f.ID] = v
		now := d.answers[f.ID].Current
		if now.Seq == 0 && v.Empty() {
			continue
		}
		if f.Kind == form.Moment && (v.Text() == reporting.Typed(look.Ja, now.Value) || v.Text() == reporting.Typed(look.En, now.Value)) {
			if !v.Empty() && reporting.Echo(look.Ja, now.Value) == "" {
				t.unread = append(t.unread, fault.Field{Path: f.ID, Code: "fault.form.moment", Args: fault.Args{"text": v.Text()}})
			}
			continue
		}
		base, err := strconv.Atoi(fields.Get("base." + f.ID))
		if err != nil || base <= 0 {
			base = -1 // an empty field on screen: one's own later text replaces it, a colleague's stays beside
		}
		t.answers[f.ID] = submitting.Answer{Value: v, Base: base}
	}
	return t
}

// onClock fills an empty moment with the present when that was pressed, and reads a time of day alone as its latest
// occurrence: who types 2:40 at three in the morning means tonight. What was understood stands below the field.
func onClock(v form.Value, at ident.Instant, pressed bool) form.Value {
	typed := strings.TrimSpace(v.Text())
	if typed == "" && pressed {
		return form.Value{Texts: []string{at.Japan().Format(momentLayout)}}
	}
	if _, err := form.ReadMoment(typed); typed == "" || len(v.Texts) > 1 || err == nil {
		return v
	}
	for _, day := range []law.Day{law.DayOf(at), law.DayOf(at).Add(-1)} {
		m, err := form.ReadMoment(day.String() + " " + typed)
		if err != nil {
			return v
		}
		if then, err := form.MomentInstant(m); err == nil && then <= at {
			return form.Value{Texts: []string{m}}
		}
	}
	return v
}

const momentLayout = "2006-01-02T15:04-07:00"

// outcome is what became of a save.
type outcome struct {
	faults []fault.Field // by field; those in lost could not be kept at all
	lost   map[string]bool
}

// keep saves what can be saved. A field that cannot be stored does not keep the others from being stored. There is
// no idempotency key: a save that is repeated changes nothing, and the same page saves again and again.
func (p Pages) keep(r *gate.Request, d work, t typed) (o outcome, err error) {
	o.lost, o.faults = map[string]bool{}, t.unread
	for len(t.answers) > 0 {
		saved, err := p.Save.Do(r.Context(), r.Scope, ident.Key{}, submitting.SaveOf{Draft: d.Number, Form: d.of.Form, Answers: t.answers})
		if err == nil {
			o.faults = append(o.faults, saved.Faults...)
			break
		}
		e, ok := errors.AsType[*fault.Error](err)
		if !ok || e.Kind != fault.Invalid || len(e.Fields) == 0 {
			return o, err
		}
		before := len(t.answers)
		for _, f := range e.Fields {
			if !o.lost[f.Path] {
				o.faults = append(o.faults, f)
			}
			o.lost[f.Path] = true
			delete(t.answers, f.Path)
		}
		if len(t.answers) == before {
			return o, err
		}
	}
	for _, id := range t.both {
		o.faults = append(o.faults, fault.Field{Path: id, Code: "fault.prompt.both"})
	}
	return o, nil
}

// save keeps the answers of a step. 下書きを保存 stays, 次へ and 前へ go on. A text that was kept but cannot be read
// stays before the eyes; one that cannot be stored is shown again from what was sent. A page with script saves on
// leaving a field and gets only what changed around it.
func (p Pages) save(w http.ResponseWriter, r *gate.Request) error {
	fields, d, err := p.posted(r, false)
	if err != nil {
		return err
	}
	place, s, err := d.step(r.PathValue("step"))
	if err != nil {
		return err
	}
	t := read(s, fields, d, r.Now)
	o, err := p.keep(r, d, t)
	if fault.Is(err, fault.Conflict) {
		return p.late(w, r, s, t)
	}
	if err != nil {
		return err
	}
	if d, err = p.load(r, false); err != nil {
		return err
	}
	htmx := r.Header.Get("HX-Request") == "true"
	if !htmx && !o.shown() {
		return gate.See(w, d.after(fields, place, len(o.faults) > 0 || t.beside(d)))
	}
	v, err := stepFrom(r, d, place, s)
	if err != nil {
		return err
	}
	v.Partly = len(o.lost) > 0
	if fields.Get("then") == check {
		v.Then = check
	}
	if htmx {
		v.live(r, o)
		return stepPage.WriteFragment(w, r.Frame("prompt.check"), "leaving", v)
	}
	v.again(r, s, t, o)
	return stepPage.WriteStatus(w, http.StatusUnprocessableEntity, stepFrame(r, d, s), v)
}

// beside reports whether a colleague's text now stands beside one that the page showed.
func (t typed) beside(d work) bool {
	for id := range t.shown {
		if len(d.answers[id].Beside) > 0 {
			return true
		}
	}
	return false
}

// shown reports whether something must be shown again that the draft does not hold.
func (o outcome) shown() bool {
	for _, f := range o.faults {
		if o.lost[f.Path] || f.Code == "fault.prompt.both" {
			return true
		}
	}
	return false
}

// after is where a save leads; stay keeps 次へ on the page.
func (w work) after(fields url.Values, place int, stay bool) string {
	then := ""
	if fields.Get("then") == check {
		then = "?then=" + check
	}
	by := 1
	if fields.Get("do") == "back" {
		by = -1
	}
	to, found := w.next(place, by)
	switch do := fields.Get("do"); {
	case do == "back" && found:
		return w.at(to.ID) + then
	case do == "next" && !stay && (then != "" || !found):
		return w.at(check)
	case do == "next" && !stay:
		return w.at(to.ID)
	}
	return w.at(w.of.Form.Steps[place].ID) + then
}

// again shows what was typed with what is wrong about it, at the field and above the form.
func (v *stepView) again(r *gate.Request, s form.Step, t typed, o outcome) {
	v.Problems = nil
	for i := range v.Fields {
		f := &v.Fields[i]
		for _, declared := range s.Fields {
			if a, ok := t.shown[declared.ID]; ok && declared.ID == f.ID {
				f.fill(r, declared, tidied(declared, a))
			}
		}
		for _, x := range o.faults {
			if x.Path == f.ID {
				f.Error = r.Why(x)
				v.Problems = append(v.Problems, look.Problem{ID: f.ID, Label: plain(r, s, f.ID), Text: f.Error})
			}
		}
	}
}

// tidied is a moment as it is kept, so that one that was read is not shown as one that was not.
func tidied(f form.Field, v form.Value) form.Value {
	if m, err := form.ReadMoment(v.Text()); f.Kind == form.Moment && err == nil {
		return form.Value{Texts: []string{m}}
	}
	return v
}

func plain(r *gate.Request, s form.Step, id string) string {
	for _, f := range s.Fields {
		if f.ID == id {
			return reporting.Label(r.Lang, f)
		}
	}
	return ""
}

// live notes below each field what is to be said after it was saved on leaving it. A field with a colleague's text
// beside it keeps its base: the next save must not pass for one that had seen that text.
func (v *stepView) live(r *gate.Request, o outcome) {
	for i := range v.Fields {
		v.Fields[i].Live = v.Fields[i].Error
		for _, x := range o.faults {
			if x.Path == v.Fields[i].ID {
				v.Fields[i].Live, v.Fields[i].Echo = r.Why(x), ""
			}
		}
	}
	for _, c := range v.Clashes { // the choice is shown when the page is next drawn; the text is safe
		v.Fields = append(v.Fields, fieldView{Field: look.Field{ID: c.Field}, Live: c.Sentence})
	}
}

// lateView is what somebody typed into a draft that was sent meanwhile.
type lateView struct {
	Heading string
	Report  look.Link
	Answers []look.Answer
}

//go:embed late.tmpl
var lateSource string

var latePage = look.Parse[lateView]("reporting/prompt/late", lateSource)

// late answers a save into a draft that is no longer open: in plain words, with what was typed.
func (p Pages) late(w http.ResponseWriter, r *gate.Request, s form.Step, t typed) error {
	d, err := p.load(r, false)
	if err != nil {
		return err
	}
	v := lateView{Heading: say(r, d.of, wordsOf(d.of).late), Answers: reporting.Answers(r.Lang, form.Form{Steps: []form.Step{s}}, t.shown, nil)}
	if d.sent != "" {
		v.Report = look.Link{To: reporting.ReportAt(d.sent), Text: r.T("prompt.late.report", "number", string(d.sent))}
	}
	if r.Header.Get("HX-Request") == "true" {
		return latePage.WriteFragment(w, r.Frame("prompt.late"), "late", v)
	}
	return latePage.WriteStatus(w, http.StatusConflict, frame(r, d, v.Heading), v)
}

// choose settles a field that two people wrote at once.
func (p Pages) choose(w http.ResponseWriter, r *gate.Request) error {
	fields, d, err := p.posted(r, false)
	if err != nil {
		return err
	}
	field, row := filing.SplitField(fields.Get("field"))
	place := d.of.Form.StepOf(field)
	seq, bad := strconv.Atoi(fields.Get("seq"))
	if place < 0 || bad != nil {
		return fault.New(fault.Invalid, "fault.body.form", nil)
	}
	key, err := r.Key(sha256.Sum256([]byte(string(d.Number) + "\x00" + fields.Get("field") + "\x00" + strconv.Itoa(seq))))
	if err != nil {
		return err
	}
	err = p.Choose.Do(r.Context(), r.Scope, key, submitting.Pick{Draft: d.Number, Field: fields.Get("field"), Seq: seq})
	if err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	// Somebody chose first, or the draft was sent: the page that follows shows how it stands now.
	to := d.of.Form.Steps[place].ID
	if row != "" {
		to += "/" + field
	}
	return gate.See(w, d.at(to))
}
