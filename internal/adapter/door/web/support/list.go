package support

import (
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/support"
	"kanmin/internal/flow/supporting"
)

// listed bounds the lists.
const listed = 200

// List are the wishes that a reader has: those that stand, and those that are over. Nobody stands in it who asked for nothing.
type List struct {
	Ask   string // where one asks; empty for who may not
	Open  []look.Todo
	Over  []look.Todo
	Empty *look.Empty
}

//go:embed list.tmpl
var listSource string

var listPage = look.Parse[List]("support/list", listSource)

func (p Pages) list(w http.ResponseWriter, r *gate.Request) error {
	var v List
	err := p.Look(r.Context(), r.Scope, access.LookList, func(tx Tx) (seen []ident.Object, err error) {
		for _, over := range []bool{false, true} {
			list, err := tx.SupportList(over, listed)
			if err != nil {
				return nil, err
			}
			for _, s := range list {
				seen = append(seen, s.ID)
				if over {
					v.Over = append(v.Over, Todo(r, s))
				} else {
					v.Open = append(v.Open, Todo(r, s))
				}
			}
		}
		return seen, nil
	})
	if err != nil {
		return err
	}
	none := r.T("support.none.office")
	if !p.Office {
		none = r.T("support.none.own")
		if r.Scope.Permit(supporting.MayAsk) == nil {
			v.Ask = Own + "/new"
		}
	}
	if len(v.Open) == 0 {
		v.Empty = &look.Empty{Title: r.T("support.none"), Text: []string{none}}
	}
	return listPage.Write(w, r.Frame("support.list").With(p.home(r), look.Link{Text: r.T("support.list")}), v)
}

// Todo is the line of a wish, for whoever has it.
func Todo(r *gate.Request, s support.Support) look.Todo {
	t := look.Todo{
		What: kinds(r, s.Kinds), Ref: string(s.Number), Tag: Tags(r, s)[0], Until: r.T("support.since", "at", look.Moment(r.Lang, s.MovedAt)), To: look.Link{To: Own + "/" + s.Number.ASCII(), Text: r.T("support.open")},
	}
	if s.Org != r.Scope.Org {
		t.What, t.Note, t.To.To = look.Named(r.Lang, s.Filer, s.FilerEn), kinds(r, s.Kinds), Desk+"/"+s.Number.ASCII()
		if s.State == support.Received {
			t.Alert = true
		}
	}
	if s.State != support.Ended {
		t.Holder = r.T("support.urgency") + ": " + r.T("support.urgency."+string(s.Urgency))
		if s.Urgency == support.Now && s.State == support.Received && s.Org != r.Scope.Org {
			t.Tag = Urgent(r, s.Urgency)
		}
	}
	return t
}
