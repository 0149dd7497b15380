package approvals

import (
	_ "embed"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	route "kanmin/internal/adapter/door/web/organisation/approval"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/ident"
)

// view is the list.
type view struct {
	Mine, Others []look.Todo
	Done         *look.Table
	Empty        *look.Empty
	Settings     string
}

//go:embed page.tmpl
var source string

var page = look.Parse[view]("reporting/approvals", source)

const listed = 100

// decider is who looks; for whom they act now is asked only where a round waits for somebody else by name.
func decider(r *gate.Request, tx interface {
	ActsFor() ([]ident.Person, error)
}, all []approval.Round) (d approval.Decider, err error) {
	if r.Scope.Permit(mayDecide) != nil {
		return d, nil //nolint:nilerr // nothing waits for whoever does not decide
	}
	d = approval.Decider{Person: r.Scope.Person, Roles: r.Scope.Roles}
	if slices.ContainsFunc(all, func(a approval.Round) bool {
		return a.State == approval.Waiting && a.Steps[a.Step].Person != "" && a.Steps[a.Step].Person != d.Person
	}) {
		d.For, err = tx.ActsFor()
	}
	return d, err
}

func (p Pages) list(w http.ResponseWriter, r *gate.Request) error {
	var all []approval.Round
	var who approval.Decider
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if all, err = tx.Rounds(false, listed); err == nil {
			who, err = decider(r, tx, all)
		}
		return err
	})
	if err != nil {
		return err
	}
	v := view{Settings: route.Path}
	done := look.Table{Caption: r.T("approval.done"), Heads: []look.Head{{Text: r.T("approval.what")}, {Text: r.T("approval.number")}, {Text: r.T("approval.state")}, {Text: r.T("approval.moved")}}}
	for _, one := range all {
		tag := Tag(r, one)
		switch {
		case one.Mine(who):
			v.Mine = append(v.Mine, Todo(r, one, true))
		case one.State == approval.Waiting:
			v.Others = append(v.Others, Todo(r, one, false))
		default:
			done.Rows = append(done.Rows, []look.Cell{{Text: one.Summary, To: reporting.ApprovalAt(one.ID)}, {Text: string(ref(one)), Ref: true}, {Tag: &tag}, {Text: look.Moment(r.Lang, one.Moved)}})
		}
	}
	if len(done.Rows) > 0 {
		v.Done = &done
	}
	if len(all) == 0 {
		v.Empty = &look.Empty{Title: r.T("approval.none"), Text: []string{r.T("approval.none.text")}, Links: []look.Link{{To: route.Path, Text: r.T("approval.title")}}}
	}
	return page.Write(w, r.Frame("approval.list").With(look.Link{To: reporting.HomePath, Text: r.T("nav.home")}, look.Link{Text: r.T("approval.list")}), v)
}

// ref is the number by which people speak of it: that of what was sent, else that of the draft.
func ref(a approval.Round) ident.Number {
	if a.Sent != "" {
		return a.Sent
	}
	return a.Number
}

// Tag is the state of a round.
func Tag(r *gate.Request, a approval.Round) look.Tag {
	word := "approval.state." + string(a.State)
	if a.Mode == approval.After {
		word = "approval.state.after." + string(a.State)
	}
	tone := map[approval.State]look.Tone{approval.Waiting: look.Warn, approval.Approved: look.Good, approval.Returned: look.Danger, approval.Withdrawn: look.Plain}[a.State]
	return look.Tag{Text: r.T(word), Tone: tone}
}

// Todo is the line of a round that waits.
func Todo(r *gate.Request, a approval.Round, mine bool) look.Todo {
	t := look.Todo{
		What: r.T("approval.todo."+string(a.Mode), "what", a.Summary), Ref: string(ref(a)), Tag: Tag(r, a), Alert: mine,
		Until: r.T("approval.asked-at", "at", look.Moment(r.Lang, a.At)), To: look.Link{To: reporting.ApprovalAt(a.ID), Text: r.T("approval.open")},
	}
	if a.Name != "" {
		t.Holder = r.T("approval.asker", "name", a.Name)
	}
	if a.Step < len(a.Steps) {
		t.Note = r.T("approval.waits-for", "who", route.Step(r, a.Steps[a.Step]))
	}
	return t
}

// Waiting are the lines of what waits for the visitor, for やること.
func Waiting(r *gate.Request, tx interface {
	Rounds(waiting bool, limit int) ([]approval.Round, error)
	ActsFor() ([]ident.Person, error)
}) (list []look.Todo, err error) {
	if r.Scope.Permit(mayDecide) != nil {
		return nil, nil //nolint:nilerr // nothing waits for whoever does not decide
	}
	all, err := tx.Rounds(true, listed)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	who, err := decider(r, tx, all)
	for _, a := range all {
		if a.Mine(who) {
			list = append(list, Todo(r, a, true))
		}
	}
	return list, err
}
