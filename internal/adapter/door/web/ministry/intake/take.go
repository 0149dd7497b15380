package intake

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	contacts "kanmin/internal/adapter/door/web/organisation/oncall"
	"kanmin/internal/adapter/door/web/reporting/filling"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/submitting"
)

// calledAt is when the call was taken: as the moments of the form are typed.
var calledAt = form.Field{ID: "called_at", Kind: form.Moment, Needed: true, Label: text.Both{Ja: "電話を受けた日時", En: "When the call was taken"}}

// typed is what stands in the form.
type typed struct {
	caller, phone string
	called        form.Value
	values        form.Values
	confirmed     []string
}

// started is the form as the telephone rings.
func started(r *gate.Request) typed {
	return typed{called: form.Value{Texts: []string{r.Now.Japan().Format("2006-01-02T15:04-07:00")}}, values: form.Values{}}
}

// asked are the fields of the 速報 that are asked; where to call back is who calls and from which number.
func asked() (steps []form.Step) {
	for _, s := range incident.PromptForm.Steps {
		if s.ID != incident.Prompt.Contact {
			steps = append(steps, s)
		}
	}
	return steps
}

func posted(r *gate.Request, fields url.Values) typed {
	t := typed{
		caller: strings.TrimSpace(fields.Get("caller")), phone: strings.TrimSpace(fields.Get("phone")), confirmed: fields["confirm"],
		called: filling.Clocked(calledAt, filling.Posted(calledAt, fields), r.Now), values: form.Values{},
	}
	for _, s := range asked() {
		for _, f := range s.Fields {
			t.values[f.ID] = filling.Clocked(f, filling.Posted(f, fields), r.Now)
		}
	}
	return t
}

// taking is what is filed, and what of the call's own time cannot be read.
func (t typed) taking(operator string) (submitting.Taking, []fault.Field) {
	var l fault.List
	tidy := calledAt.Tidy(&l, t.called)
	at, err := form.MomentInstant(tidy.Text())
	if err != nil {
		at = 0
	}
	values := form.Values{}
	for id, v := range t.values {
		if !v.Empty() || v.Unknown {
			values[id] = v
		}
	}
	return submitting.Taking{Operator: operator, Call: intake.Call{Caller: t.caller, Phone: t.phone, At: at}, Values: values, Confirmed: t.confirmed}, l.Fields
}

// take files what was taken down. Pressed twice it leads to the one report; what cannot be filed is shown again, with everything typed.
func (p Page) take(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	number, t := fields.Get("operator"), posted(r, fields)
	taking, bad := t.taking(number)
	key, err := r.Key(organisation.Digest(number, taking.Call, taking.Values, t.confirmed))
	if err != nil {
		return err
	}
	id, err := p.Take.Do(r.Context(), r.Scope, key, taking)
	if err == nil {
		var to string
		err = p.Look(r.Context(), r.Scope, "open", func(tx Tx) ([]ident.Object, error) {
			f, _, err := tx.FilingByID(id, submitting.MayReceive)
			to = doneAt(f.Number)
			return []ident.Object{ident.Object(f.ID)}, err
		})
		if err != nil {
			return err
		}
		return gate.See(w, to)
	}
	e, mine := errors.AsType[*fault.Error](err)
	if !mine || !admin.Mine(err) {
		return err
	}
	if slices.ContainsFunc(e.Fields, func(f fault.Field) bool { return f.Path == "operator" }) {
		return p.search(w, r, number, err)
	}
	for _, f := range bad { // what cannot be read says so, and not that it lacks
		e.Fields = append([]fault.Field{f}, slices.DeleteFunc(e.Fields, func(x fault.Field) bool { return x.Path == f.Path })...)
	}
	c, err := p.operator(r, number)
	if err != nil {
		return err
	}
	return p.write(w, r, c, t, e)
}

// write shows the call, with what is wrong of it.
func (p Page) write(w http.ResponseWriter, r *gate.Request, c calling, t typed, bad *fault.Error) (err error) {
	one := operatorOf(r, c.Operator)
	v := View{Here: Path, Operator: &one}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	if len(c.contacts) > 0 {
		table := contacts.Table(r, oncall.List{Words: oncall.Words{Contacts: c.contacts}})
		v.Contacts = &table
	}
	var wrong error
	if bad != nil {
		wrong = bad
		v.confirm(r, bad, t.confirmed)
	}
	v.form(r, t, admin.Why(r, wrong))
	return page.WriteStatus(w, admin.Status(wrong), frame(r), v)
}

// confirm are the questions that are still to be answered with yes: they are no faults of their fields.
func (v *View) confirm(r *gate.Request, bad *fault.Error, confirmed []string) {
	for _, id := range confirmed {
		v.Confirm = append(v.Confirm, look.Option{Value: id, Label: r.T("phone.confirmed"), Chosen: true})
	}
	bad.Fields = slices.DeleteFunc(slices.Clone(bad.Fields), func(f fault.Field) bool {
		if !strings.HasPrefix(f.Code, "ask.") {
			return false
		}
		v.Confirm = append(v.Confirm, look.Option{Value: form.Question{Field: f.Path, Code: f.Code}.ID(), Label: look.SayArgs(r.Lang, f.Code, f.Args)})
		return true
	})
}

func (v *View) form(r *gate.Request, t typed, why map[string]string) {
	called := filling.Field(r, form.Form{}, calledAt, t.called)
	v.Caller = []look.Field{
		{Kind: look.Line, ID: "caller", Label: r.T("phone.caller"), Hint: r.T("phone.caller.hint"), Value: t.caller, Need: true, Limit: intake.Limit, Width: look.Mid},
		{Kind: look.Line, ID: "phone", Label: r.T("phone.phone"), Hint: r.T("phone.phone.hint"), Value: t.phone, Need: true, Limit: intake.Limit, Width: look.Mid, Mode: "tel"},
		called,
	}
	mark := func(list []look.Field) {
		for i := range list {
			if x := why[list[i].ID]; x != "" {
				list[i].Error = x
			}
		}
		v.Problems = append(v.Problems, look.ProblemsOf(list)...)
	}
	mark(v.Caller)
	for i, s := range asked() {
		q := Question{N: i + 3, Title: s.Title.In(string(r.Lang)), Say: r.T("phone.say." + s.ID)}
		for _, f := range s.Fields {
			q.Field = append(q.Field, filling.Field(r, incident.PromptForm, f, t.values[f.ID]))
		}
		mark(q.Field)
		v.Questions = append(v.Questions, q)
	}
	for _, c := range v.Confirm {
		if !c.Chosen {
			v.Problems = append(v.Problems, look.Problem{ID: "confirm", Label: r.T("phone.confirm"), Text: c.Label})
		}
	}
}
