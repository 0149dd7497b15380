// Package hardware is the page トークン機器の確認: a device that the organisation gave becomes its person's way in with one code.
package hardware

import (
	"context"
	_ "embed"
	"errors"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/account"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/public/signin/registration"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/enrolling"
)

// ReadTx is what the page shows.
type ReadTx interface {
	Person(ident.Person) (party.Person, error)
	HardwareOf(ident.Person) ([]enrolling.Hardware, error)
}

// Door checks the code (adapter/door/login).
type Door interface {
	WearHardware(ctx context.Context, s access.Scope, id enrolling.HardwareID, n enrolling.NewCode, who party.Person) error
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(ReadTx) error) error
	Door Door
}

// Path is the page's address.
const Path = account.Path + "/hardware"

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: access.Permission{Action: access.Read, Object: access.Account}, Fresh: true, Handle: p.show},
		{Pattern: "POST " + Path, Needs: access.Permission{Action: access.Write, Object: access.Account}, Fresh: true, Body: 16 << 10, Handle: p.wear},
	}
}

// View is what the page shows.
type View struct {
	Problems look.Problems
	ID       enrolling.HardwareID // of the token that is confirmed; empty: none was given
	Serial   string
	Mail     string
	Fields   []look.Field
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("account/hardware", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	return p.render(w, r, http.StatusOK, "", nil)
}

// render asks for a code of the first token that waits, or of the one that was tried.
func (p Page) render(w http.ResponseWriter, r *gate.Request, status int, tried enrolling.HardwareID, problem *fault.Error) error {
	var v View
	err := p.Read(r.Context(), r.Scope, func(tx ReadTx) error {
		who, err := tx.Person(r.Scope.Person)
		if err != nil {
			return err
		}
		v.Mail = who.Email
		list, err := tx.HardwareOf(r.Scope.Person)
		for _, h := range list {
			if v.ID == "" || h.ID == tried {
				v.ID, v.Serial = h.ID, h.Serial
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	v.Fields = []look.Field{
		{Kind: look.Secret, ID: "passphrase", Label: r.T("signin.passphrase"), Hint: r.T("signin.passphrase.hint"), Need: true, Complete: "new-password"},
		{Kind: look.Secret, ID: "again", Label: r.T("signin.passphrase.again"), Need: true, Complete: "new-password"},
		{Kind: look.Line, ID: "code", Label: r.T("signin.code"), Hint: r.T("hardware.code.hint"), Need: true, Complete: "one-time-code", Mode: "numeric", Width: look.Short},
	}
	if problem != nil {
		if len(problem.Fields) == 0 {
			v.Problems = look.Problems{{ID: "passphrase", Text: look.SayArgs(r.Lang, problem.Code, problem.Args)}}
		}
		for _, wrong := range problem.Fields {
			for i := range v.Fields {
				if v.Fields[i].ID == wrong.Path {
					v.Fields[i].Error = r.Why(wrong)
				}
			}
		}
		v.Problems = append(v.Problems, look.ProblemsOf(v.Fields)...)
	}
	f := r.Frame("hardware.wear").With(look.Link{To: account.Path, Text: r.T("account.title")}, look.Link{Text: r.T("hardware.wear")})
	return page.WriteStatus(w, status, f, v)
}

func (p Page) wear(w http.ResponseWriter, r *gate.Request) error {
	_, n, err := registration.Typed(r)
	if err != nil {
		return err
	}
	form, err := r.Fields()
	if err != nil {
		return err
	}
	var who party.Person
	err = p.Read(r.Context(), r.Scope, func(tx ReadTx) (err error) {
		who, err = tx.Person(r.Scope.Person)
		return err
	})
	if err != nil {
		return err
	}
	id := enrolling.HardwareID(form.Get("id"))
	if err = p.Door.WearHardware(r.Context(), r.Scope, id, n, who); err == nil {
		return gate.See(w, account.Path)
	}
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || !registration.Mine(err) {
		return err
	}
	return p.render(w, r, gate.Status(err), id, e)
}
