package roster

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/organisation/oncall"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	duty "kanmin/internal/domain/oncall"
)

// typed is what stands in the forms.
type typed = url.Values

// plan is what the form begins with: the nights of the next seven days.
func plan(r *gate.Request) typed {
	day := law.DayOf(r.Now)
	return typed{"hours": {string(duty.Night)}, "role": {"first"}, "first": {day.String()}, "last": {day.Add(6).String()}, "from": {day.String()}, "to": {day.Add(7).String()}}
}

// forms are the fields by which turns are added and a week is copied.
func (v *View) forms(r *gate.Request, l loaded, f filled) {
	in, why := f.in, admin.Why(r, f.bad)
	for path, text := range why { // turns[0].phone stands at phone
		if _, part, ok := strings.Cut(path, "]."); ok {
			why[part] = text
		}
	}
	if s := why["turns"]; s != "" {
		why["last"] = s
	}
	add, copied := why, why
	if f.form == "copy" {
		add = nil
	} else {
		copied = nil
	}
	if s := add["from"]; s != "" {
		add["first"] = s
	}
	if s := add["until"]; s != "" {
		add["last"] = s
	}
	v.Add = append(whoFields(r, l, in, add),
		choice(r, "role", in.Get("role"), add, "first", "deputy"),
		dayField(r, "first", in, add), dayField(r, "last", in, add),
		choice(r, "hours", in.Get("hours"), add, string(duty.Night), string(duty.Daytime), string(duty.Own)),
		look.Field{Kind: look.Line, ID: "start", Label: r.T("roster.start"), Example: "22:00", Value: in.Get("start"), Error: add["start"], Width: look.Short, Free: true},
		look.Field{Kind: look.Line, ID: "end", Label: r.T("roster.end"), Example: "6:00", Hint: r.T("roster.end.hint"), Value: in.Get("end"), Error: add["end"], Width: look.Short, Free: true})
	v.Copy = []look.Field{dayField(r, "from", in, copied), dayField(r, "to", in, copied)}
	v.Problems, v.CopyProblem = look.ProblemsOf(v.Add), look.ProblemsOf(v.Copy)
}

// whoFields are the fields by which somebody is named: out of those who are known, or with a number that is typed.
func whoFields(r *gate.Request, l loaded, in typed, why map[string]string) []look.Field {
	who := look.Field{Kind: look.Select, ID: "who", Label: r.T("roster.who"), Hint: r.T("roster.who.hint"), Free: true, Width: look.Mid, Options: []look.Option{{Value: "", Label: r.T("roster.who.typed")}}}
	for _, k := range l.known() {
		who.Options = append(who.Options, look.Option{Value: k.id, Label: oncall.Named(k.Contact) + " " + k.Phone, Chosen: in.Get("who") == k.id})
	}
	list := []look.Field{who}
	for _, f := range []struct{ id, label, hint, mode string }{
		{"name", r.T("oncall.name"), "", ""}, {"kana", r.T("oncall.kana"), "", ""}, {"phone", r.T("oncall.phone"), "", "tel"}, {"email", r.T("oncall.email"), r.T("roster.email.hint"), "email"},
	} {
		list = append(list, look.Field{Kind: look.Line, ID: f.id, Label: f.label, Hint: f.hint, Value: in.Get(f.id), Mode: f.mode, Error: why[f.id], Width: look.Mid, Free: true})
	}
	return list
}

type known struct {
	id string
	duty.Contact
}

// known are those who can be chosen: the contacts, then colleagues with a telephone.
func (l loaded) known() (list []known) {
	for i, c := range l.list.Contacts {
		list = append(list, known{"c-" + strconv.Itoa(i+1), c})
	}
	for _, k := range l.people {
		if k.Phone != "" && k.Until == 0 && k.Deputises == "" {
			list = append(list, known{string(k.ID), duty.Contact{Name: k.Name, Kana: k.Kana, Phone: k.Phone, Email: k.Mail}})
		}
	}
	return list
}

// chosen is whom a form names: what was typed goes before what was chosen.
func (l loaded) chosen(in typed) duty.Contact {
	c := duty.Contact{Name: in.Get("name"), Kana: in.Get("kana"), Phone: in.Get("phone"), Email: in.Get("email")}.Trim()
	for _, k := range l.known() {
		if k.id == in.Get("who") && c == (duty.Contact{}) {
			return duty.Contact{Name: k.Name, Kana: k.Kana, Post: k.Post, Phone: k.Phone, Email: k.Email}
		}
	}
	return c
}

func choice(r *gate.Request, id, value string, why map[string]string, words ...string) look.Field {
	f := look.Field{Kind: look.Radio, ID: id, Label: r.T("roster." + id), Error: why[id]}
	for _, word := range words {
		f.Options = append(f.Options, look.Option{Value: word, Label: r.T("roster." + id + "." + word), Chosen: word == value})
	}
	return f
}

func dayField(r *gate.Request, id string, in typed, why map[string]string) look.Field {
	f := look.Field{Kind: look.DayLine, ID: id, Label: r.T("roster." + id), Value: in.Get(id), Error: why[id], Width: look.Mid, Need: true}
	if d, err := law.ReadDay(in.Get(id)); err == nil {
		f.Echo = look.DayBoth(r.Lang, d.Day)
	}
	return f
}

// readDay reads a day, or tells where it could not be read.
func readDay(l *fault.List, in typed, id string) law.Day {
	d, err := law.ReadDay(in.Get(id))
	if e, ok := errors.AsType[*fault.Error](err); ok {
		l.Add(id, e.Code, e.Args)
	}
	return d.Day
}

// readClock reads a time of day as people type it: 22:00, 22時, full width.
func readClock(l *fault.List, in typed, id string) time.Duration {
	at, err := duty.ReadClock(in.Get(id))
	if err != nil {
		l.Add(id, "fault.turn.clock", nil)
	}
	return at
}

// planned is the plan of the form.
func planned(in typed, who duty.Contact) ([]duty.Turn, error) {
	var l fault.List
	p := duty.Plan{First: readDay(&l, in, "first"), Last: readDay(&l, in, "last"), Hours: duty.Hours(in.Get("hours")), Deputy: in.Get("role") == "deputy", Who: who}
	if p.Hours == duty.Own {
		p.Start, p.End = readClock(&l, in, "start"), readClock(&l, in, "end")
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if p.Last.Before(p.First) {
		l.Add("last", "fault.turn.order", nil)
		return nil, l.Err()
	}
	return p.Turns(), nil
}

func (p Pages) add(w http.ResponseWriter, r *gate.Request) error {
	in, err := r.Fields()
	if err != nil {
		return err
	}
	l, err := p.load(r)
	if err != nil {
		return err
	}
	turns, err := planned(in, l.chosen(in))
	if err == nil {
		key, bad := r.Key(organisation.Digest(in.Encode()))
		if bad != nil {
			return bad
		}
		err = p.Add.Do(r.Context(), r.Scope, key, turns, false)
	}
	return p.answered(w, r, l, filled{in: in, bad: err, form: "add"})
}

// answered goes to the month that was written to, or shows the form again.
func (p Pages) answered(w http.ResponseWriter, r *gate.Request, l loaded, f filled) error {
	if admin.Mine(f.bad) {
		for id, value := range plan(r) {
			if !f.in.Has(id) {
				f.in[id] = value
			}
		}
		return p.write(w, r, l, f)
	}
	if f.bad != nil {
		return f.bad
	}
	day, done := "first", "added"
	if f.form == "copy" {
		day, done = "to", "copied"
	}
	d, err := law.ReadDay(f.in.Get(day))
	if err != nil {
		return err
	}
	return gate.See(w, Path+"?month="+d.Day.String()[:7]+"&done="+done)
}

func (p Pages) copy(w http.ResponseWriter, r *gate.Request) error {
	in, err := r.Fields()
	if err != nil {
		return err
	}
	l, err := p.load(r)
	if err != nil {
		return err
	}
	var bad fault.List
	from, to := readDay(&bad, in, "from"), readDay(&bad, in, "to")
	if err = bad.Err(); err == nil {
		key, failed := r.Key(organisation.Digest(from, to))
		if failed != nil {
			return failed
		}
		err = p.Copy.Do(r.Context(), r.Scope, key, from, to)
	}
	return p.answered(w, r, l, filled{in: in, bad: err, form: "copy"})
}

func (p Pages) confirm(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest("confirm"))
	if err != nil {
		return err
	}
	err = p.Confirm.Do(r.Context(), r.Scope, key)
	if admin.Mine(err) {
		l, failed := p.load(r)
		if failed != nil {
			return failed
		}
		return p.write(w, r, l, filled{in: plan(r), bad: err})
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"?done=confirmed")
}
