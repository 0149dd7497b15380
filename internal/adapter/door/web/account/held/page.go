// Package held is the page 入力した内容で続ける: a form that was sent when the sign-in was too old, kept while its person
// signed in again. Nothing is sent before its button is pressed.
package held

import (
	"context"
	_ "embed"
	"net/http"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
)

// Door keeps the forms (adapter/door/login).
type Door interface {
	Held(ctx context.Context, s access.Scope, secret string) (gate.Held, error)
}

// Page is filled in by serve.
type Page struct{ Door Door }

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{{Pattern: "GET " + gate.HeldPath + "{secret}", Needs: access.Permission{Action: access.Read, Object: access.Account}, Handle: p.show}}
}

// View is what the page shows.
type View struct {
	Action string
	Fields []Field
}

// Field is one value of the form.
type Field struct{ Name, Value string }

//go:embed page.tmpl
var source string

var page = look.Parse[View]("account/held", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	h, err := p.Door.Held(r.Context(), r.Scope, r.PathValue("secret"))
	if err != nil {
		return err
	}
	v := View{Action: h.Path}
	for name, values := range h.Fields {
		for _, value := range values {
			v.Fields = append(v.Fields, Field{name, value})
		}
	}
	slices.SortStableFunc(v.Fields, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	return page.Write(w, r.Frame("held.title"), v)
}
