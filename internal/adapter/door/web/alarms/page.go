// Package alarms tells who is responsible that somebody's reads are unusual (閲覧の異常の知らせ): who, how many, when, and
// what to do. What was read stands on the record itself (誰が見たか), for its owner.
package alarms

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"errors"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/auditing"
)

// Path is the page's address.
const Path = "/alarms"

// Tx is what the page reads.
type Tx interface {
	Alarms(f access.AlarmFilter, limit int) ([]access.Alarm, error)
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error
	See  auditing.See
}

// most bounds the alarms that are read at a time, and size those of a page. State, kind and days are narrowed where they are kept, so an
// older one is found by its day.
const most, size = 1000, 20

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: access.Permission{Action: access.Read, Object: access.Alarms}, Handle: p.show},
		{Pattern: "POST " + Path + "/{number}/seen", Needs: access.Permission{Action: access.Write, Object: access.Alarms}, Body: 4 << 10, Handle: p.see},
	}
}

// View is what the page shows.
type View struct {
	Done     *look.Notice
	Problems look.Problems
	List     look.Listing
	Alarms   []Alarm
}

// Alarm is one alarm.
type Alarm struct {
	Number ident.Number
	Title  string
	State  look.Tag
	Facts  []look.Answer
	Seen   string // address of the button; "" when there is nothing to press
	Key    string
	Reason look.Field
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("alarms", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	return p.write(w, r, typed{})
}

// typed is what somebody typed about one alarm, and what is wrong with it.
type typed struct {
	number ident.Number
	reason string
	wrong  error
}

func (p Page) write(w http.ResponseWriter, r *gate.Request, t typed) error {
	var list []access.Alarm
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		list, err = tx.Alarms(filter(r), most)
		return err
	})
	if err != nil {
		return err
	}
	c := roll(r).Cut(r, list)
	v := View{List: c.View}
	if t.wrong == nil && r.URL.Query().Get("seen") != "" {
		v.Done = &look.Notice{Tone: look.Good, Title: r.T("alarms.done")}
	}
	for _, a := range with(c.Rows, list, t.number) {
		one, err := p.alarm(r, a)
		if err != nil {
			return err
		}
		if e, ok := errors.AsType[*fault.Error](t.wrong); ok && a.Number == t.number && one.Seen != "" {
			one.Reason.Value = t.reason
			for _, f := range e.Fields {
				one.Reason.Error = look.SayArgs(r.Lang, f.Code, f.Args)
				v.Problems = append(v.Problems, look.Problem{ID: one.Reason.ID, Text: one.Reason.Error})
			}
		}
		v.Alarms = append(v.Alarms, one)
	}
	status := c.Status()
	if t.wrong != nil {
		status = gate.Status(t.wrong)
	}
	return page.WriteStatus(w, status, r.Frame("alarms.title"), v)
}

var titles = map[access.AlarmKind]string{access.AlarmRate: "alarms.rate", access.AlarmUnusual: "alarms.unusual", access.AlarmStray: "alarms.stray", access.AlarmGlass: "alarms.glass", access.AlarmClosed: "alarms.closed", access.AlarmRule: "alarms.rule"}

// who is whoever read: a person by name, a token by what it is called, for its own organisation, and by whose it is.
func who(r *gate.Request, a access.Alarm) string {
	switch {
	case a.Actor == string(a.Bearer):
		return a.Name
	case a.Token != "":
		return r.T("alarms.token.label", "label", a.Token) + "\n" + r.T("alarms.token.of", "name", a.Name)
	case a.Name != "":
		return r.T("alarms.token", "id", a.Actor) + "\n" + r.T("alarms.token.of", "name", a.Name)
	}
	return r.T("alarms.token", "id", a.Actor)
}

// office is where somebody belongs; the head of an organisation often bears its name.
func office(a access.Alarm) string {
	if a.UnitName == a.OrgName {
		return a.OrgName
	}
	return a.OrgName + "\n" + a.UnitName
}

func (p Page) alarm(r *gate.Request, a access.Alarm) (v Alarm, err error) {
	did, own := "alarms.who", "alarms.own"
	if a.Kind == access.AlarmClosed {
		did, own = "alarms.by", "alarms.own.act"
	}
	v = Alarm{Number: a.Number, Title: r.T(titles[a.Kind], "n", look.Number(a.Count))}
	if a.Kind == access.AlarmRule { // nobody is known
		v.Facts = []look.Answer{{Question: r.T("alarms.rule.what"), Text: r.T("alarms.rule.text")}}
	} else {
		v.Facts = []look.Answer{{Question: r.T(did), Text: who(r, a)}}
	}
	v.Facts = append(v.Facts, look.Answer{Question: r.T("alarms.office"), Text: office(a)}, look.Answer{Question: r.T("alarms.at"), Text: look.Moment(r.Lang, a.At)})
	switch {
	case a.SeenAt != 0:
		v.State = look.Tag{Text: r.T("alarms.seen"), Tone: look.Good}
		v.Facts = append(v.Facts, look.Answer{Question: r.T("alarms.seen.by"), Text: a.SeenName + "\n" + look.Moment(r.Lang, a.SeenAt)})
		if a.Reason != "" {
			v.Facts = append(v.Facts, look.Answer{Question: r.T("alarms.reason"), Text: a.Reason})
		}
	case a.Actor == r.Scope.ID() || a.Bearer == r.Scope.Person:
		v.State = look.Tag{Text: r.T(own), Tone: look.Warn}
	default:
		v.State = look.Tag{Text: r.T("alarms.open"), Tone: look.Danger}
		v.Seen = Path + "/" + a.Number.ASCII() + "/seen"
		v.Reason = look.Field{Kind: look.Area, ID: "reason-" + a.Number.ASCII(), Name: "reason", Label: r.T("alarms.reason"), Hint: r.T("alarms.reason.hint"), Need: true, Limit: access.ReasonLimit}
		v.Key, err = r.NewKey()
	}
	return v, err
}

// see closes the alarm with what was typed.
func (p Page) see(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	n, err := ident.ParseNumber(r.PathValue("number"))
	if err != nil {
		return err
	}
	reason := form.Get("reason")
	key, err := r.Key(sha256.Sum256([]byte(string(n) + "\x00" + reason)))
	if err != nil {
		return err
	}
	err = p.See.Do(r.Context(), r.Scope, key, n, reason)
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Kind == fault.Invalid && len(e.Fields) > 0 {
		return p.write(w, r, typed{n, reason, err})
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"?seen=1")
}
