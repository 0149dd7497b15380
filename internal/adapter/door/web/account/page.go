// Package account is the page 自分の登録: who I am here, how I can come in, where I am signed in, which tokens act for me.
package account

import (
	"context"
	_ "embed"
	"errors"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/public/signin"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
)

// Path is the page's address.
const Path = "/account"

// ReadTx is what the page shows.
type ReadTx interface {
	Person(ident.Person) (party.Person, error)
	Credentials(ident.Person) ([]enrolling.Credential, error)
	Sessions(ident.Person) ([]enrolling.Session, error)
	Tokens(ident.Person) ([]enrolling.Token, error)
	HatsOf(ident.Person) ([]enrolling.Hat, error)
	HardwareOf(ident.Person) ([]enrolling.Hardware, error)
}

// Door registers another passkey (adapter/door/login).
type Door interface {
	Abroad() []enrolling.Issuer
	BeginAdd(ctx context.Context, s access.Scope, name, mail string) (enrolling.Challenge, error)
	FinishAdd(ctx context.Context, s access.Scope, ceremony, label string, answer []byte) error
}

// Page is filled in by serve.
type Page struct {
	Read   func(ctx context.Context, s access.Scope, read func(ReadTx) error) error
	Door   Door
	Remove enrolling.Remove
	Leave  enrolling.Leave
	Revoke enrolling.Revoke
	// Certificate is set where browsers are asked for client certificates.
	Certificate bool
}

// What the routes need; every role has it for its own.
var (
	mayRead  = access.Permission{Action: access.Read, Object: access.Account}
	mayWrite = access.Permission{Action: access.Write, Object: access.Account}
)

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: mayRead, Handle: p.show},
		{Pattern: "POST /account/passkey/begin", Needs: mayWrite, Fresh: true, Body: 4 << 10, Handle: p.begin},
		{Pattern: "POST /account/passkey/finish", Needs: mayWrite, Fresh: true, Body: 64 << 10, Handle: p.finish},
		{Pattern: "POST /account/credential/remove", Needs: mayWrite, Fresh: true, Body: 4 << 10, Handle: p.remove},
		{Pattern: "POST /account/session/end", Needs: mayWrite, Body: 4 << 10, Handle: p.end},
		{Pattern: "POST /account/token/revoke", Needs: mayWrite, Body: 4 << 10, Handle: p.revoke},
	}
}

// View is what the page shows.
type View struct {
	Name, Mail  string
	Hats        []string
	Fresh       bool // signed in so lately that credentials can be changed
	Again       string
	Notice      look.Notice
	Credentials []Row
	Code        bool // a passphrase and a device are registered
	KeyLabel    look.Field
	Here        []Row // the session of this request
	Elsewhere   []Row // the person's others
	Tokens      []Row
	Issuers     signin.Issuers
	Hardware    string // the token that the organisation gave and that waits for a code
	Certificate bool   // one can be registered
	Rules       bool   // may choose how the organisation signs in
}

// Row is one line of a list, with what can be done about it.
type Row struct {
	ID     string
	To     string // where the button sends it
	What   string
	Tag    string
	Lines  []string
	Action string // the words of the button; empty where nothing can be done
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("account", signin.IssuersTemplate+source)

// loaded is everything of one person.
type loaded struct {
	person      party.Person
	credentials []enrolling.Credential
	sessions    []enrolling.Session
	tokens      []enrolling.Token
	hats        []enrolling.Hat
	given       []enrolling.Hardware
}

func (p Page) load(r *gate.Request) (l loaded, err error) {
	if r.Scope.Person == "" { // a service token has no page
		return l, fault.New(fault.Denied, "fault.account.browser", nil)
	}
	err = p.Read(r.Context(), r.Scope, func(tx ReadTx) (err error) {
		if l.person, err = tx.Person(r.Scope.Person); err != nil {
			return err
		}
		if l.credentials, err = tx.Credentials(r.Scope.Person); err != nil {
			return err
		}
		if l.sessions, err = tx.Sessions(r.Scope.Person); err != nil {
			return err
		}
		if l.tokens, err = tx.Tokens(r.Scope.Person); err != nil {
			return err
		}
		if l.given, err = tx.HardwareOf(r.Scope.Person); err != nil {
			return err
		}
		l.hats, err = tx.HatsOf(r.Scope.Person)
		return err
	})
	return l, err
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	return p.render(w, r, http.StatusOK, nil)
}

func (p Page) render(w http.ResponseWriter, r *gate.Request, status int, problem *fault.Error) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	v := View{
		Name: l.person.Name, Mail: l.person.Email, Again: gate.SignInPath + "?again=1&return=" + Path,
		KeyLabel: look.Field{Kind: look.Line, ID: "key-label", Name: "label", Label: r.T("signin.label"), Hint: r.T("signin.label.hint"), Value: r.T("signin.key.label"), Width: look.Mid},
	}
	if problem != nil {
		v.Notice = look.Notice{Tone: look.Warn, Title: look.SayArgs(r.Lang, problem.Code, problem.Args), Assert: true}
	}
	v.Issuers = signin.IssuersOf(r, p.Door.Abroad(), enrolling.ForAdd, Path)
	v.Certificate = p.Certificate
	if len(l.given) > 0 {
		v.Hardware = l.given[0].Serial
	}
	v.Rules = r.Scope.Permit(access.Permission{Action: access.Write, Object: access.SignIn}) == nil
	words := map[ident.Hat]string{}
	for _, h := range l.hats {
		words[h.ID] = HatWords(r, h)
		v.Hats = append(v.Hats, words[h.ID])
	}
	for _, s := range l.sessions {
		part := &v.Elsewhere
		if s.ID == r.Scope.Session {
			part = &v.Here
		}
		*part = append(*part, sessionRow(r, s, words[s.Hat]))
		v.Fresh = v.Fresh || s.ID == r.Scope.Session && r.Now <= s.CreatedAt.Add(enrolling.RecentLife)
	}
	for _, c := range l.credentials {
		v.Credentials = append(v.Credentials, credentialRow(r, c, v.Fresh && len(l.credentials) > 1))
		v.Code = v.Code || c.Kind == enrolling.Code
	}
	for _, t := range l.tokens {
		v.Tokens = append(v.Tokens, tokenRow(r, t, words[t.Hat]))
	}
	return page.WriteStatus(w, status, r.Frame("account.title"), v)
}

// HatWords names a hat: organisation, unit, roles.
func HatWords(r *gate.Request, h enrolling.Hat) string {
	org, unit, sep := h.Org.Name, h.Unit.Name, "・"
	if r.Lang == look.En {
		sep = ", "
		if h.Org.NameEn != "" {
			org = h.Org.NameEn
		}
		if h.Unit.NameEn != "" {
			unit = h.Unit.NameEn
		}
	}
	s := org
	if unit != org {
		s += " " + unit
	}
	var roles []string
	for _, role := range h.Roles {
		roles = append(roles, r.T("role."+role))
	}
	return s + " / " + strings.Join(roles, sep)
}

func credentialRow(r *gate.Request, c enrolling.Credential, removable bool) Row {
	row := Row{ID: string(c.ID), To: "/account/credential/remove", What: c.Label, Tag: r.T("method." + string(c.Kind)), Lines: []string{r.T("account.added", "at", look.Moment(r.Lang, c.CreatedAt))}}
	if c.UsedAt != 0 {
		row.Lines = append(row.Lines, r.T("account.used", "at", look.Moment(r.Lang, c.UsedAt)))
	}
	if removable {
		row.Action = r.T("account.remove")
	}
	return row
}

func sessionRow(r *gate.Request, s enrolling.Session, hat string) Row {
	row := Row{ID: string(s.ID), To: "/account/session/end", What: hat, Action: r.T("account.end"), Lines: []string{
		r.T("method." + string(s.Method)), r.T("account.since", "at", look.Moment(r.Lang, s.CreatedAt)), r.T("account.seen", "at", look.Moment(r.Lang, s.SeenAt)),
	}}
	if s.ID == r.Scope.Session {
		row.Action = ""
	}
	return row
}

func tokenRow(r *gate.Request, t enrolling.Token, hat string) Row {
	row := Row{ID: string(t.ID), To: "/account/token/revoke", What: t.Label, Action: r.T("account.revoke"), Lines: []string{hat, r.T("account.until", "at", look.Moment(r.Lang, t.UntilAt))}}
	if t.UsedAt != 0 {
		row.Lines = append(row.Lines, r.T("account.used", "at", look.Moment(r.Lang, t.UsedAt)))
	}
	return row
}

// act does what a button asked for; a fault about accounts is said on the page itself.
func (p Page) act(w http.ResponseWriter, r *gate.Request, do func(id string) error) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	if err = do(form.Get("id")); err == nil {
		return gate.See(w, Path)
	}
	if e, ok := errors.AsType[*fault.Error](err); ok && (e.Kind == fault.Conflict || e.Kind == fault.Denied && r.Scope.Person != "") {
		return p.render(w, r, gate.Status(err), e)
	}
	return err
}

func (p Page) remove(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, func(id string) error { return p.Remove.Do(r.Context(), r.Scope, enrolling.CredentialID(id)) })
}

func (p Page) end(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, func(id string) error { return p.Leave.Do(r.Context(), r.Scope, ident.Session(id)) })
}

func (p Page) revoke(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, func(id string) error { return p.Revoke.Do(r.Context(), r.Scope, ident.Token(id)) })
}

func (p Page) begin(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	ch, err := p.Door.BeginAdd(r.Context(), r.Scope, l.person.Name, l.person.Email)
	if err != nil {
		return err
	}
	return signin.Answer(w, signin.Begun{Options: ch.Options, Ceremony: ch.Ceremony})
}

func (p Page) finish(w http.ResponseWriter, r *gate.Request) error {
	in, err := signin.Read(r)
	if err != nil {
		return err
	}
	if err := p.Door.FinishAdd(r.Context(), r.Scope, in.Ceremony, in.Label, in.Answer); err != nil {
		return err
	}
	return signin.Answer(w, signin.Done{To: Path})
}
