package notice

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/reporting/filling"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/notice"
)

// typed is what stands in the form.
type typed struct {
	to      notice.To
	others  string // one operator a line: number, code, and the number of what it corrects
	content notice.Content
	noticed form.Value
	caller  string
}

func posted(r *gate.Request, fields url.Values) typed {
	get := func(id string) string { return strings.TrimSpace(strings.ReplaceAll(fields.Get(id), "\r\n", "\n")) }
	t := typed{
		to:      notice.To{Operator: get("operator"), Code: get("code"), Earlier: get("earlier")},
		others:  get("others"),
		content: notice.Content{What: get("what"), Machines: get("machines"), Technical: get("technical"), Caller: get("caller"), Phone: get("phone")},
		noticed: filling.Clocked(noticedAt, filling.Posted(noticedAt, fields), r.Now),
	}
	t.caller = t.content.Caller
	return t
}

// addresses are all operators that are told, each with the field, and the line of it, where it stands.
func (t typed) addresses() (to []notice.To, places []place) {
	if t.to != (notice.To{}) || t.others == "" {
		to, places = append(to, t.to), append(places, place{})
	}
	for i, line := range strings.Split(t.others, "\n") {
		words := strings.Fields(strings.NewReplacer(",", " ", "、", " ").Replace(line))
		if len(words) == 0 {
			continue
		}
		one := notice.To{Operator: words[0]}
		if len(words) > 1 {
			one.Code = words[1]
		}
		if len(words) > 2 {
			one.Earlier = strings.Join(words[2:], " ")
		}
		to, places = append(to, one), append(places, place{line: i + 1})
	}
	return to, places
}

type place struct{ line int }

// read is what is sent, and why not: sentences by field. now judges it as the door will, without looking anything up.
func (t typed) read(r *gate.Request) (c notice.Content, to []notice.To, why map[string]string) {
	var l fault.List
	c = t.content
	tidy := noticedAt.Tidy(&l, t.noticed)
	if at, err := form.MomentInstant(tidy.Text()); err == nil {
		c.NoticedAt = at
	}
	to, places := t.addresses()
	why = map[string]string{}
	add := func(id, text string) {
		if why[id] == "" {
			why[id] = text
		}
	}
	for _, f := range append(l.Fields, c.Check(r.Now)...) {
		add(f.Path, r.Why(f))
	}
	if len(to) > notice.ToMost {
		add("others", r.T("fault.notice.to", "limit", notice.ToMost))
	}
	for i, one := range to {
		_, faults := one.Read()
		for _, f := range faults {
			if places[i].line == 0 {
				add(f.Path, r.Why(f))
			} else {
				add("others", r.T("tip.line", "n", places[i].line, "why", r.Why(f)))
			}
		}
	}
	return c, to, why
}

// post shows what was typed before anything is sent; sending it is one more press.
func (p Page) post(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	t := posted(r, fields)
	if fields.Get("do") == "edit" {
		return write(w, r, http.StatusOK, formOf(r, t, nil))
	}
	c, to, why := t.read(r)
	if len(why) > 0 {
		return write(w, r, http.StatusUnprocessableEntity, formOf(r, t, why))
	}
	if fields.Get("do") != "send" {
		return write(w, r, http.StatusOK, checkOf(r, t, c, to))
	}
	told, err := p.Take(r.Context(), c, to, "")
	if err != nil {
		return err
	}
	return done(w, r, t, told)
}

// checkOf is what was typed, once more, with the one button that sends it.
func checkOf(r *gate.Request, t typed, c notice.Content, to []notice.To) (v View) {
	var names []string
	for _, one := range to {
		names = append(names, strings.TrimSpace(one.Operator+" "+one.Earlier))
	}
	for _, a := range [][2]string{
		{"operators", strings.Join(names, "\n")}, {"what", c.What}, {"noticed_at", look.Moment(r.Lang, c.NoticedAt)}, {"machines", c.Machines}, {"technical", c.Technical}, {"caller", c.Caller}, {"phone", c.Phone},
	} {
		if a[1] != "" {
			v.Answers = append(v.Answers, look.Answer{Question: r.T("tip.form." + a[0]), Text: a[1]})
		}
	}
	if c.Technical != "" {
		v.Answers = append(v.Answers, look.Answer{Question: r.T("tip.form.read"), Text: reporting.Counted(r.Lang, c.Technical)})
	}
	for _, f := range [][2]string{
		{"operator", t.to.Operator}, {"code", t.to.Code}, {"earlier", t.to.Earlier}, {"others", t.others}, {"what", c.What}, {"noticed_at", t.noticed.Text()},
		{"machines", c.Machines}, {"technical", c.Technical}, {"caller", c.Caller}, {"phone", c.Phone},
	} {
		v.Hidden = append(v.Hidden, look.Field{Kind: look.Hidden, ID: f[0], Value: f[1]})
	}
	return v
}

// done says what became of each address. Where none was taken the form stands again, with everything typed.
func done(w http.ResponseWriter, r *gate.Request, t typed, told []notice.Told) error {
	var v View
	arrived := false
	for _, one := range told {
		line := Line{Operator: one.Operator, Number: string(one.Number), Receipt: string(one.Receipt)}
		if one.Bad == nil {
			arrived, line.At = true, look.Second(r.Lang, one.At)
		} else {
			line.Bad = reason(r, one.Bad)
		}
		v.Told = append(v.Told, line)
	}
	if arrived {
		return write(w, r, http.StatusOK, v)
	}
	v = formOf(r, t, nil)
	n := look.Notice{Tone: look.Danger, Title: r.T("tip.refused"), Assert: true}
	for _, one := range told {
		n.Text = append(n.Text, one.Operator+": "+reason(r, one.Bad))
	}
	n.Text = append(n.Text, r.T("tip.refused.call"))
	v.Notices = append(v.Notices, n)
	return write(w, r, http.StatusUnprocessableEntity, v)
}

// reason is why one address was not taken.
func reason(r *gate.Request, bad error) string {
	e, ok := errors.AsType[*fault.Error](bad)
	if !ok {
		return r.T("fault.notice.refused")
	}
	if len(e.Fields) > 0 {
		return r.Why(e.Fields[0])
	}
	return look.SayArgs(r.Lang, e.Code, e.Args)
}
