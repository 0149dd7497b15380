// Package tokens is the page 接続トークン: makes, lists and ends the service tokens that act under a person's hats.
package tokens

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/account"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/enrolling"
)

// Path is the page's address.
const Path = "/account/tokens"

// ReadTx is what the page shows.
type ReadTx interface {
	Tokens(ident.Person) ([]enrolling.Token, error)
	HatsOf(ident.Person) ([]enrolling.Hat, error)
}

// Page is filled in by serve.
type Page struct {
	Read  func(ctx context.Context, s access.Scope, read func(ReadTx) error) error
	Issue enrolling.Issue
}

// Routes returns the page's routes; ending one is the page 自分の登録's.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: access.Permission{Action: access.Read, Object: access.Account}, Handle: p.show},
		{Pattern: "POST " + Path, Needs: access.Permission{Action: access.Write, Object: access.Account}, Body: 16 << 10, Fresh: true, Handle: p.issue},
	}
}

// View is what the page shows.
type View struct {
	Problems look.Problems
	Key      string
	Fields   []look.Field
	Secret   string // this once
	Again    bool   // the same press came twice: the secret is not shown again
	List     []Row
}

// Row is one token.
type Row struct {
	ID    ident.Token
	Label string
	Lines []string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("account/tokens", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	return p.render(w, r, View{}, nil, nil)
}

// reading are the actions that change nothing.
var reading = []access.Action{access.Read, access.History}

// offered lists what a token of the hat can be narrowed to: all that the roles allow but the person's own account.
func offered(s access.Scope) []access.Permission {
	return slices.DeleteFunc(access.Permissions(s.Roles), func(p access.Permission) bool {
		return p.Object == access.Account || p.Object == access.SignIn
	})
}

func words(r *gate.Request, p access.Permission) string {
	return r.T("may.object."+string(p.Object)) + ": " + r.T("may.action."+string(p.Action))
}

// render shows the page; typed comes back into the form with what is wrong in it.
func (p Page) render(w http.ResponseWriter, r *gate.Request, v View, typed map[string][]string, problem *fault.Error) error {
	status := http.StatusOK
	var list []enrolling.Token
	hats := map[ident.Hat]string{}
	err := p.Read(r.Context(), r.Scope, func(tx ReadTx) (err error) {
		if list, err = tx.Tokens(r.Scope.Person); err != nil {
			return err
		}
		mine, err := tx.HatsOf(r.Scope.Person)
		for _, h := range mine {
			hats[h.ID] = account.HatWords(r, h)
		}
		return err
	})
	if err != nil {
		return err
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	for _, t := range list {
		v.List = append(v.List, row(r, t, hats[t.Hat]))
	}
	v.Fields = fields(r, typed)
	if problem != nil {
		status = gate.Status(problem)
		if len(problem.Fields) == 0 {
			v.Problems = look.Problems{{ID: "label", Text: look.SayArgs(r.Lang, problem.Code, problem.Args)}}
		}
		for _, wrong := range problem.Fields {
			for i := range v.Fields {
				if v.Fields[i].ID == wrong.Path {
					v.Fields[i].Error = r.Why(wrong)
					v.Problems = append(v.Problems, look.Problem{ID: wrong.Path, Label: v.Fields[i].Label, Text: r.Why(wrong)})
				}
			}
		}
	}
	return page.WriteStatus(w, status, r.Frame("tokens.title").With(look.Link{To: account.Path, Text: r.T("account.title")}, look.Link{Text: r.T("tokens.title")}), v)
}

func row(r *gate.Request, t enrolling.Token, hat string) Row {
	out := Row{ID: t.ID, Label: t.Label, Lines: []string{hat, r.T("account.until", "at", look.Moment(r.Lang, t.UntilAt))}}
	if t.UsedAt != 0 {
		out.Lines = append(out.Lines, r.T("account.used", "at", look.Moment(r.Lang, t.UsedAt)))
	} else {
		out.Lines = append(out.Lines, r.T("tokens.unused"))
	}
	if t.Only != nil {
		var may []string
		for _, p := range t.Only {
			may = append(may, words(r, p))
		}
		out.Lines = append(out.Lines, strings.Join(may, r.T("settings.sep")))
	} else {
		out.Lines = append(out.Lines, r.T("tokens.all"))
	}
	for _, f := range t.From {
		out.Lines = append(out.Lines, f.String())
	}
	return out
}

// The three ways to say what a token may do.
const (
	all     = "all"
	toRead  = "read"
	asBelow = "chosen"
)

func fields(r *gate.Request, typed map[string][]string) []look.Field {
	one := func(name, otherwise string) string {
		if v := typed[name]; len(v) > 0 {
			return v[0]
		}
		return otherwise
	}
	scope := look.Field{Kind: look.Radio, ID: "scope", Label: r.T("tokens.scope"), Need: true}
	for _, s := range []string{toRead, asBelow, all} {
		scope.Options = append(scope.Options, look.Option{Value: s, Label: r.T("tokens.scope." + s), Chosen: one("scope", toRead) == s})
	}
	only := look.Field{Kind: look.Boxes, ID: "only", Label: r.T("tokens.only"), Hint: r.T("tokens.only.hint")}
	for _, p := range offered(r.Scope) {
		value := string(p.Object) + " " + string(p.Action)
		only.Options = append(only.Options, look.Option{Value: value, Label: words(r, p), Chosen: slices.Contains(typed["only"], value)})
	}
	return []look.Field{
		{Kind: look.Line, ID: "label", Label: r.T("signin.label"), Hint: r.T("tokens.label.hint"), Value: one("label", ""), Need: true, Width: look.Mid},
		{Kind: look.Line, ID: "until", Label: r.T("tokens.until"), Hint: r.T("tokens.until.hint"), Value: one("until", law.DayOf(r.Now.Add(90*24*time.Hour)).String()), Need: true, Width: look.Short},
		scope, only,
		{Kind: look.Area, ID: "from", Label: r.T("tokens.from"), Hint: r.T("tokens.from.hint"), Example: "192.0.2.0/24", Value: one("from", ""), Free: true},
	}
}

// order reads the form.
func order(r *gate.Request, form map[string][]string) (o enrolling.TokenOrder, err error) {
	get := func(name string) string {
		if v := form[name]; len(v) > 0 {
			return v[0]
		}
		return ""
	}
	var l fault.List
	o.Label = get("label")
	if o.Until, err = law.ParseDay(strings.TrimSpace(get("until"))); err != nil {
		l.Add("until", "fault.account.day", nil)
	}
	from, err := enrolling.ReadRanges(get("from"))
	if e, ok := errors.AsType[*fault.Error](err); ok {
		for _, f := range e.Fields {
			l.Add(f.Path, f.Code, f.Args)
		}
	}
	o.From = from
	switch get("scope") {
	case all:
	case toRead:
		o.Only = slices.DeleteFunc(offered(r.Scope), func(p access.Permission) bool { return !slices.Contains(reading, p.Action) })
	default:
		o.Only = []access.Permission{}
		for _, v := range form["only"] {
			object, action, _ := strings.Cut(v, " ")
			o.Only = append(o.Only, access.Permission{Action: access.Action(action), Object: access.Object(object)})
		}
	}
	return o, l.Err()
}

func (p Page) issue(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	o, err := order(r, form)
	if err == nil {
		var key ident.Key
		if key, err = r.Key(sha256.Sum256([]byte(form.Encode()))); err != nil {
			return err
		}
		var secret string
		if _, secret, err = p.Issue.Do(r.Context(), r.Scope, key, o); err == nil {
			return p.render(w, r, View{Secret: secret, Again: secret == ""}, nil, nil)
		}
	}
	if e, ok := errors.AsType[*fault.Error](err); ok && (e.Kind == fault.Invalid || e.Kind == fault.Exceeded) {
		return p.render(w, r, View{}, form, e)
	}
	return err
}
