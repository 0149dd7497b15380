// Package registration is the page 認証手段の登録: whoever gave link and code of an invitation registers the first way in, a
// passkey or a passphrase with codes, and is signed in.
package registration

import (
	"context"
	_ "embed"
	"errors"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/public/signin"
	"kanmin/internal/domain/fault"
	"kanmin/internal/flow/enrolling"
)

// Door registers the first way in (adapter/door/login).
type Door interface {
	Half(*http.Request) string
	HalfCookie(accepting string) *http.Cookie
	Cookie(secret string) *http.Cookie
	Abroad() []enrolling.Issuer
	Accepting(ctx context.Context, accepting string) (enrolling.Device, error)
	AcceptCode(ctx context.Context, accepting string, n enrolling.NewCode) (enrolling.Opened, error)
	BeginAccept(ctx context.Context, accepting string) (enrolling.Challenge, error)
	FinishAccept(ctx context.Context, accepting, ceremony, label string, answer []byte) (enrolling.Opened, error)
}

// Page is filled in by serve.
type Page struct {
	Door Door
	// Certificate is set where browsers are asked for client certificates.
	Certificate bool
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET /signin/registration", Handle: p.show},
		{Pattern: "POST /signin/registration", Body: 16 << 10, Handle: p.code},
		{Pattern: "POST /signin/registration/passkey/begin", Body: 4 << 10, Handle: p.begin},
		{Pattern: "POST /signin/registration/passkey/finish", Body: 64 << 10, Handle: p.finish},
	}
}

// View is what the page shows.
type View struct {
	Over     bool // nothing is being accepted in this browser
	Waiting  bool // what was registered waits for an administrator
	Ready    bool // the account is open: sign in
	Name     string
	Mail     string
	KeyLabel look.Field
	Form     Form
	Issuers  signin.Issuers
	// Certificate offers to take up the invitation with a client certificate.
	Certificate bool
}

// Form asks for a new passphrase and the first code of a device.
type Form struct {
	Action   string
	Ceremony string
	Seed     string
	Path     string // of the QR code
	Size     int
	Problems look.Problems
	Fields   []look.Field
}

//go:embed page.tmpl
var source string

// DeviceTemplate defines "device", whose argument is a Form: the page for adding a device shows the same.
//
//go:embed form.tmpl
var DeviceTemplate string

var page = look.Parse[View]("public/signin/registration", DeviceTemplate+signin.IssuersTemplate+source)

// CodeForm fills the form; what was typed comes back except secrets.
func CodeForm(r *gate.Request, action string, d enrolling.Device, typed enrolling.NewCode, err error) Form {
	f := Form{Action: action, Ceremony: d.Ceremony, Seed: d.Seed, Path: d.Path, Size: d.Size}
	label := typed.Label
	if label == "" {
		label = r.T("signin.device.label")
	}
	f.Fields = []look.Field{
		{Kind: look.Line, ID: "label", Label: r.T("signin.label"), Hint: r.T("signin.label.hint"), Value: label, Need: true, Width: look.Mid},
		{Kind: look.Secret, ID: "passphrase", Label: r.T("signin.passphrase"), Hint: r.T("signin.passphrase.hint"), Need: true, Complete: "new-password"},
		{Kind: look.Secret, ID: "again", Label: r.T("signin.passphrase.again"), Need: true, Complete: "new-password"},
		{Kind: look.Line, ID: "code", Label: r.T("signin.code"), Hint: r.T("signin.code.hint"), Need: true, Complete: "one-time-code", Mode: "numeric", Width: look.Short},
	}
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return f
	}
	if len(e.Fields) == 0 {
		f.Problems = look.Problems{{ID: "label", Text: look.SayArgs(r.Lang, e.Code, e.Args)}}
	}
	for _, wrong := range e.Fields {
		for i := range f.Fields {
			if f.Fields[i].ID == wrong.Path {
				f.Fields[i].Error = r.Why(wrong)
				f.Problems = append(f.Problems, look.Problem{ID: wrong.Path, Label: f.Fields[i].Label, Text: r.Why(wrong)})
			}
		}
	}
	return f
}

// Typed reads what CodeForm asked for.
func Typed(r *gate.Request) (ceremony string, n enrolling.NewCode, err error) {
	form, err := r.Fields()
	return form.Get("ceremony"), enrolling.NewCode{
		Label: form.Get("label"), Passphrase: form.Get("passphrase"), Again: form.Get("again"), Code: form.Get("code"),
	}, err
}

// Mine reports whether a fault is about what was typed, so that the page is shown again.
func Mine(err error) bool {
	return (fault.Is(err, fault.Invalid) || fault.Is(err, fault.Exceeded)) && !stale(err)
}

func stale(err error) bool {
	e, ok := errors.AsType[*fault.Error](err)
	return ok && e.Code == "fault.account.stale"
}

// WaitPath is where whoever answered reads that an administrator confirms them first.
const WaitPath = "/signin/registration?state=waiting"

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	if r.URL.Query().Get("state") == "waiting" {
		return page.Write(w, r.Frame("signin.waiting"), View{Waiting: true})
	}
	return p.render(w, r, http.StatusOK, enrolling.NewCode{}, nil)
}

func (p Page) render(w http.ResponseWriter, r *gate.Request, status int, typed enrolling.NewCode, problem error) error {
	d, err := p.Door.Accepting(r.Context(), p.Door.Half(r.Request))
	if stale(err) {
		return page.WriteStatus(w, http.StatusUnprocessableEntity, r.Frame("signin.registration"), View{Over: true})
	}
	if err != nil {
		return err
	}
	if d.Waiting {
		title := "signin.waiting"
		if d.Ready {
			title = "signin.ready"
		}
		return page.Write(w, r.Frame(title), View{Waiting: !d.Ready, Ready: d.Ready})
	}
	if d.Joining { // there is an account: its person signs in and answers
		return gate.See(w, "/account/joining")
	}
	v := View{
		Certificate: p.Certificate,
		Issuers:     signin.IssuersOf(r, p.Door.Abroad(), enrolling.ForAccept, "/"),
		Name:        d.Name, Mail: d.Mail, Form: CodeForm(r, "/signin/registration", d, typed, problem),
		KeyLabel: look.Field{Kind: look.Line, ID: "key-label", Name: "label", Label: r.T("signin.label"), Hint: r.T("signin.label.hint"), Value: r.T("signin.key.label"), Width: look.Mid},
	}
	return page.WriteStatus(w, status, r.Frame("signin.registration"), v)
}

func (p Page) code(w http.ResponseWriter, r *gate.Request) error {
	_, n, err := Typed(r)
	if err != nil {
		return err
	}
	o, err := p.Door.AcceptCode(r.Context(), p.Door.Half(r.Request), n)
	if Mine(err) || stale(err) {
		return p.render(w, r, gate.Status(err), n, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, p.enter(w, o))
}

// enter sets the session's cookie, takes the other one away and says where to go; an answer that waits opens no session.
func (p Page) enter(w http.ResponseWriter, o enrolling.Opened) (to string) {
	http.SetCookie(w, p.Door.HalfCookie(""))
	if o.Waits() {
		return WaitPath
	}
	http.SetCookie(w, p.Door.Cookie(o.Secret))
	return "/account"
}

func (p Page) begin(w http.ResponseWriter, r *gate.Request) error {
	ch, err := p.Door.BeginAccept(r.Context(), p.Door.Half(r.Request))
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
	o, err := p.Door.FinishAccept(r.Context(), p.Door.Half(r.Request), in.Ceremony, in.Label, in.Answer)
	if err != nil {
		return err
	}
	return signin.Answer(w, signin.Done{To: p.enter(w, o)})
}
