package collections

import (
	_ "embed"
	"errors"
	"net/http"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/gathering"
)

// partView is what one unit is asked for.
type partView struct {
	Heading, Number, Name, Action, Key string
	Rev                                int
	State                              look.Tag
	Due                                string
	Notices                            []look.Notice
	Facts                              []look.Answer
	Answers                            []look.Answer
	Faults                             []string
	FaultsMore                         string
	Fill, Excel, Below                 string
	Note                               look.Field
	Answer, Last, Reopen               bool // what can be done now
	Events                             []look.Event
}

//go:embed part.tmpl
var partSource string

var partPage = look.Parse[partView]("reporting/collections/part", partSource)

// own is a part with what its unit has written.
type own struct {
	collection.Part
	of      procedure.Procedure // cut to what is asked
	values  form.Values
	clashes bool
	last    bool
}

func (p Pages) own(r *gate.Request) (o own, err error) {
	n, err := number(r, "part")
	if err != nil {
		return o, err
	}
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		if o.Part, err = tx.PartOf(n, MaySee); err != nil {
			return err
		}
		_, entries, err := tx.Draft(n)
		if err != nil {
			return err
		}
		if o.of, err = tx.Procedure(o.Ref); err != nil {
			return err
		}
		o.of.Form, o.values = o.of.Form.Within(o.Steps), filing.Values(entries)
		_, settled := filing.Settled(entries)
		o.clashes = settled != nil
		last, err := tx.LastTaken(o.Part)
		o.last = last.ID != ""
		return err
	})
	return o, err
}

func (p Pages) part(w http.ResponseWriter, r *gate.Request) error {
	o, err := p.own(r)
	if err != nil {
		return err
	}
	return p.writePart(w, r, o, "", nil)
}

func (p Pages) writePart(w http.ResponseWriter, r *gate.Request, o own, note string, bad error) (err error) {
	v := partView{
		Heading: o.of.Form.Title.In(string(r.Lang)), Number: string(o.Number), Name: o.Name, Action: reporting.PartAt(o.Number), Rev: o.Rev, State: Tag(r, o.Part), Due: due(r, o.Part),
		Notices: admin.Says(r, bad), Answers: reporting.Brief(r.Lang, reporting.Answers(r.Lang, o.of.Form.Only(o.values), o.values, nil)),
		Note: look.Field{Kind: look.Area, ID: "note", Label: r.T("collection.answer.note"), Hint: r.T("collection.answer.note.hint"), Value: note, Free: true, Limit: collection.NoteMost, Error: admin.Why(r, bad)["note"]},
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	if why := admin.Why(r, bad)["to"]; why != "" {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: why, Assert: true})
	}
	o.say(r, &v)
	o.offer(r, &v)
	return partPage.WriteStatus(w, admin.Status(bad), trail(r, "collection.part").About(v.Number), v)
}

// say fills in what was said so far, and what still lacks.
func (o own) say(r *gate.Request, v *partView) {
	v.Facts = []look.Answer{{Question: r.T("collection.unit"), Text: o.Name}, {Question: r.T("collection.asker"), Text: o.From}, {Question: r.T("collection.duefield"), Text: v.Due}}
	var steps []string
	for _, s := range o.of.Form.Steps {
		steps = append(steps, s.Title.In(string(r.Lang)))
	}
	v.Facts = append(v.Facts, look.Answer{Question: r.T("collection.steps"), Text: strings.Join(steps, "\n")})
	if o.Note != "" {
		v.Facts = append(v.Facts, look.Answer{Question: r.T("collection.note"), Text: o.Note})
	}
	if m := o.Remark(); m.At != 0 && (m.Kind == collection.Chased || o.State == collection.Returned) && !o.Ready() {
		n := look.Notice{Tone: look.Warn, Title: r.T("collection.move."+m.Kind) + " " + look.Moment(r.Lang, m.At) + " " + m.Name}
		if m.Note != "" {
			n.Text = strings.Split(m.Note, "\n")
		}
		v.Notices = append(v.Notices, n)
	}
	if !o.Open {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Info, Title: r.T("collection.gone")})
	}
	if o.State == collection.Ended {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Info, Title: r.T("collection.ended")})
	}
	if o.Begun() || o.Ready() {
		_, _, err := o.of.Form.Check(o.values, r.Now)
		if e, ok := errors.AsType[*fault.Error](err); ok {
			for i, f := range e.Fields {
				if i == faultsShown {
					v.FaultsMore = r.T("collection.faults.more", "n", look.Number(len(e.Fields)-faultsShown))
					break
				}
				v.Faults = append(v.Faults, placeOf(r, o.of.Form, f.Path)+": "+r.Why(f))
			}
		}
	}
	if o.clashes {
		v.Faults = append(v.Faults, r.T("fault.draft.beside"))
	}
	for _, m := range slices.Backward(o.Moves) {
		e := look.Event{At: m.At, What: r.T("collection.move." + m.Kind), By: m.Name, Text: m.Note, Done: true}
		if !m.Due.IsZero() {
			e.What += " " + r.T("collection.due", "day", look.DayBoth(r.Lang, m.Due))
		}
		v.Events = append(v.Events, e)
	}
}

// offer is what can be done now.
func (o own) offer(r *gate.Request, v *partView) {
	if !o.Open || o.State == collection.Ended {
		return
	}
	v.Answer = !o.Ready()
	v.Reopen = o.Ready() && o.TakenAt == 0
	v.Last = v.Answer && o.last
	if v.Answer {
		v.Fill, v.Excel = reporting.DraftAt(o.of.ID, o.Number, o.of.Form.Steps[0].ID), reporting.DraftAt(o.of.ID, o.Number, "excel")
	}
	if r.Scope.Permit(mayWrite) == nil {
		v.Below = reporting.CollectionAt(o.Number)
	}
}

// answered is the press of a unit.
func (p Pages) answered(w http.ResponseWriter, r *gate.Request) error {
	typed, err := r.Fields()
	if err != nil {
		return err
	}
	o, err := p.own(r)
	if err != nil {
		return err
	}
	key, err := keyOf(r, "")
	if err != nil {
		return err
	}
	in := gathering.Said{Number: o.Number, Rev: count(typed.Get("rev")), To: typed.Get("do"), Note: admin.Text(typed.Get("note"))}
	err = p.Answer.Do(r.Context(), r.Scope, key, in)
	switch {
	case admin.Mine(err):
		return p.writePart(w, r, o, in.Note, err)
	case err != nil:
		return err
	case in.To == collection.Begun:
		return gate.See(w, reporting.DraftAt(o.of.ID, o.Number, o.of.Form.Steps[0].ID))
	}
	return gate.See(w, reporting.PartAt(o.Number))
}
