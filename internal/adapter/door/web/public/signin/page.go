// Package signin is the page サインイン: a passkey, or a passphrase and a one-time code, which works without
// JavaScript; and signing out.
package signin

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/flow/enrolling"
)

// Door checks who somebody is (adapter/door/login).
type Door interface {
	BeginPasskey(ctx context.Context) (enrolling.Challenge, error)
	FinishPasskey(ctx context.Context, ceremony string, answer []byte) (enrolling.Opened, error)
	ByCode(ctx context.Context, mail, passphrase, code string) (enrolling.Opened, error)
	Cookie(secret string) *http.Cookie
	NoCookie() *http.Cookie
	Abroad
}

// Page is filled in by serve.
type Page struct {
	Door  Door
	Leave enrolling.Leave
	// Switch puts the hat on again that somebody wore who proves once more who they are.
	Switch enrolling.Switch
	// Choose is the address of the demonstration's page of people; empty anywhere else. It is
	// shown instead, and links back here.
	Choose string
	// Certificate is set where browsers are asked for client certificates.
	Certificate bool
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + gate.SignInPath, Handle: p.show},
		{Pattern: "POST " + gate.SignInPath, Body: 16 << 10, Handle: p.code},
		{Pattern: "POST /signin/passkey/begin", Body: 4 << 10, Handle: p.begin},
		{Pattern: "POST /signin/passkey/finish", Body: 64 << 10, Handle: p.finish},
		{Pattern: "POST /signin/oidc/{provider}", Body: 4 << 10, Handle: p.depart},
		{Pattern: "GET /signin/oidc/{provider}", Handle: p.arrive},
		{Pattern: "POST " + gate.SignOutPath, Body: 4 << 10, Handle: p.leave},
	}
}

// View is what the page shows.
type View struct {
	Return   string
	Again    bool // somebody is signed in and must show once more who they are
	Kept     bool // what they typed waits for them
	Problems look.Problems
	Mail     look.Field
	Pass     look.Field
	Code     look.Field
	Issuers  Issuers
	Choose   string
	// Certificate is the address of the page for client certificates; empty where there is none.
	Certificate string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("public/signin", IssuersTemplate+source)

func (p Page) view(r *gate.Request, back, mail string) View {
	at := ""
	if p.Certificate {
		at = "/signin/certificate?return=" + url.QueryEscape(gate.SafeReturn(back))
	}
	return View{
		Certificate: at,
		Return:      gate.SafeReturn(back), Again: r.Visitor.Known(), Kept: strings.HasPrefix(back, gate.HeldPath), Choose: p.Choose,
		Issuers: IssuersOf(r, p.Door.Abroad(), enrolling.ForSignIn, gate.SafeReturn(back)),
		Mail:    look.Field{Kind: look.Line, ID: "mail", Label: r.T("signin.mail"), Value: mail, Need: true, Complete: "username", Mode: "email"},
		Pass:    look.Field{Kind: look.Secret, ID: "passphrase", Label: r.T("signin.passphrase"), Hint: r.T("signin.passphrase.or"), Need: true, Complete: "current-password"},
		Code:    look.Field{Kind: look.Line, ID: "code", Label: r.T("signin.code"), Hint: r.T("signin.code.hint"), Need: true, Complete: "one-time-code", Mode: "numeric", Width: look.Short},
	}
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	q := r.URL.Query()
	back := gate.SafeReturn(q.Get("return"))
	if r.Visitor.Known() && q.Get("again") == "" {
		return gate.See(w, back)
	}
	if p.Choose != "" && q.Get("with") != "key" {
		return gate.See(w, p.Choose+"?return="+url.QueryEscape(back))
	}
	return page.Write(w, r.Frame("signin.title"), p.view(r, back, ""))
}

// code signs in with what was typed. What is wrong is said in one sentence that fits all of it.
func (p Page) code(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	mail := form.Get("mail")
	o, err := p.Door.ByCode(r.Context(), mail, form.Get("passphrase"), form.Get("code"))
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Exceeded) {
		if len(mail) > 300 {
			mail = ""
		}
		v := p.view(r, form.Get("return"), mail)
		v.Problems = look.Problems{{ID: "mail", Text: why(r, err)}}
		return page.WriteStatus(w, gate.Status(err), r.Frame("signin.title"), v)
	}
	if err != nil {
		return err
	}
	return gate.See(w, p.Enter(w, r, o, form.Get("return")))
}

func why(r *gate.Request, err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return look.SayArgs(r.Lang, e.Code, e.Args)
	}
	return r.T("signin.failed")
}

// Enter sets the cookie of the new session and says where to go: whoever has several hats chooses one first.
// A session that the browser had before ends; whoever proves once more who they are goes on under the hat that they wore.
func (p Page) Enter(w http.ResponseWriter, r *gate.Request, o enrolling.Opened, back string) string {
	if r.Visitor.Session != "" {
		_ = p.Leave.Do(r.Context(), r.Scope, r.Visitor.Session) // it is over by idleness at the latest
	}
	back = gate.SafeReturn(back)
	worn := o.Session.Hat == r.Visitor.Hat
	if !worn && r.Visitor.Person != "" && o.Session.Person == r.Visitor.Person {
		again := r.Scope
		again.Session = o.Session.ID
		if under, err := p.Switch.Do(r.Context(), again, r.Visitor.Hat); err == nil {
			o, worn = under, true
		}
	}
	http.SetCookie(w, p.Door.Cookie(o.Secret))
	if o.Hats > 1 && !worn {
		return gate.SwitchPath + "?return=" + url.QueryEscape(back)
	}
	return back
}

func (p Page) begin(w http.ResponseWriter, r *gate.Request) error {
	ch, err := p.Door.BeginPasskey(r.Context())
	if err != nil {
		return err
	}
	return Answer(w, Begun{ch.Options, ch.Ceremony})
}

func (p Page) finish(w http.ResponseWriter, r *gate.Request) error {
	in, err := Read(r)
	if err != nil {
		return err
	}
	o, err := p.Door.FinishPasskey(r.Context(), in.Ceremony, in.Answer)
	if err != nil {
		return err
	}
	return Answer(w, Done{p.Enter(w, r, o, in.Return)})
}

func (p Page) leave(w http.ResponseWriter, r *gate.Request) error {
	if r.Visitor.Session != "" {
		if err := p.Leave.Do(r.Context(), r.Scope, r.Visitor.Session); err != nil && !fault.Is(err, fault.Hidden) {
			return err
		}
	}
	http.SetCookie(w, p.Door.NoCookie())
	return gate.See(w, "/")
}

// Begun is what passkey.js is answered when it asks for a challenge.
type Begun struct {
	Options  json.RawMessage `json:"options"`
	Ceremony string          `json:"ceremony"`
}

// Finish is what passkey.js sends back.
type Finish struct {
	Ceremony string          `json:"ceremony"`
	Label    string          `json:"label"`
	Return   string          `json:"return"`
	Answer   json.RawMessage `json:"answer"`
}

// Done is where passkey.js goes then.
type Done struct {
	To string `json:"to"`
}

// Read reads what passkey.js sent.
func Read(r *gate.Request) (Finish, error) {
	var in Finish
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(&in); err != nil {
		if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return in, fault.New(fault.Exceeded, "fault.body.large", fault.Args{"limit": look.Number(tooLarge.Limit)})
		}
		return in, fault.New(fault.Invalid, "fault.body.form", nil)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return in, fault.New(fault.Invalid, "fault.body.form", nil)
	}
	return in, nil
}

// Answer answers passkey.js.
func Answer(w http.ResponseWriter, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(b) // the client went away: nobody to tell
	return nil
}
