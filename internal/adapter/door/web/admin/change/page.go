// Package change is 二人で決めること: what one administrator entered and another is to confirm. Whoever entered it may
// withdraw it, and cannot confirm it.
package change

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/instituting"
)

// Tx is what the pages read.
type Tx interface {
	Proposals(limit int) ([]register.Proposal, error)
	Proposal(ident.Object) (register.Proposal, error)
	Directory() ([]register.Entry, error)
	AuthorityUnits() ([]register.Office, error)
	Person(ident.Person) (party.Person, error)
}

// Pages is filled in by serve.
type Pages struct {
	Read     func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Confirm  instituting.Confirm
	Withdraw instituting.Withdraw
	Propose  instituting.Propose
	// Own are the addresses of kinds that have a page of their own.
	Own map[register.Kind]func(ident.Object) string
	// Looks are the addresses of pages that show more of a kind.
	Looks map[register.Kind]func(ident.Object) look.Link
}

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + admin.ChangePath, Needs: admin.MayRead, Handle: p.list},
		{Pattern: "GET " + admin.ChangePath + "/{id}", Needs: admin.MayRead, Handle: p.show},
		{Pattern: "POST " + admin.ChangePath + "/{id}/confirm", Needs: admin.MayConfirm, Body: admin.BodyLimit, Handle: p.confirm},
		{Pattern: "POST " + admin.ChangePath + "/{id}/undo", Needs: admin.MayWrite, Body: admin.BodyLimit, Handle: p.undo},
		{Pattern: "POST " + admin.ChangePath + "/{id}/withdraw", Needs: admin.MayWrite, Body: admin.BodyLimit, Handle: p.withdraw},
	}
}

// At is the address of a proposal.
func At(id ident.Object) string { return admin.ChangePath + "/" + string(id) }

// ListView is what the list shows.
type ListView struct {
	Notices []look.Notice
	Waiting []look.Todo
	Empty   *look.Empty
	Ended   *look.Table
}

// View is what the page of a proposal shows.
type View struct {
	Notices []look.Notice
	Title   string
	State   look.Tag
	Lead    string
	Answers []look.Answer
	More    *look.Link
	Events  []look.Event
	Confirm string // address of the button; empty when this person cannot
	Back    string // address of withdrawing; empty when it is over
	Undo    string // address of taking back what was confirmed, before its day
	Key     string
}

//go:embed list.tmpl
var listSource string

//go:embed page.tmpl
var source string

var (
	listPage = look.Parse[ListView]("admin/change/list", listSource)
	page     = look.Parse[View]("admin/change", source)
)

const shown = 200

func (p Pages) list(w http.ResponseWriter, r *gate.Request) error {
	var all []register.Proposal
	who := map[ident.Person]string{}
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if all, err = tx.Proposals(shown); err != nil {
			return err
		}
		return admin.Deciders(tx, all, who)
	})
	if err != nil {
		return err
	}
	v := ListView{Notices: admin.Done(r, "withdrawn")}
	ended := look.Table{Caption: r.T("matter.ended"), Hide: true, Heads: []look.Head{{Text: r.T("matter.what")}, {Text: r.T("matter.on")}, {Text: r.T("matter.entered")}, {Text: r.T("matter.decided")}, {Text: r.T("register.state")}}}
	for _, n := range all {
		on := ""
		if !n.FromOn.IsZero() {
			on = look.Day(r.Lang, n.FromOn)
		}
		if n.State == register.ToConfirm {
			v.Waiting = append(v.Waiting, look.Todo{
				What: admin.Title(r, n.Matter), Until: on, Holder: r.T("matter.by", "name", who[n.EnteredBy], "at", look.Moment(r.Lang, n.EnteredAt)),
				To: look.Link{To: p.at(n), Text: r.T("matter.look")}, Alert: n.EnteredBy != r.Scope.Person,
			})
			continue
		}
		state := tag(r, n.State)
		ended.Rows = append(ended.Rows, []look.Cell{{Text: admin.Title(r, n.Matter), To: p.at(n)}, {Text: on}, {Text: who[n.EnteredBy]}, {Text: who[n.EndedBy]}, {Tag: &state}})
	}
	if len(v.Waiting) == 0 {
		v.Empty = &look.Empty{Title: r.T("matter.none"), Text: []string{r.T("matter.none.text")}}
	}
	if len(ended.Rows) > 0 {
		v.Ended = &ended
	}
	return listPage.Write(w, admin.Place(r, r.Frame("matter.title"), look.Link{Text: r.T("matter.title")}), v)
}

// at is where a proposal is looked at.
func (p Pages) at(n register.Proposal) string {
	if own, ok := p.Own[n.Kind]; ok {
		return own(n.ID)
	}
	return At(n.ID)
}

func tag(r *gate.Request, s register.Standpoint) look.Tag {
	tone := map[register.Standpoint]look.Tone{register.ToConfirm: look.Warn, register.Confirmed: look.Good, register.Withdrawn: look.Plain}[s]
	return look.Tag{Text: r.T("matter.state." + string(s)), Tone: tone}
}

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error {
	return p.write(w, r, nil)
}

func (p Pages) write(w http.ResponseWriter, r *gate.Request, problem error) error {
	var n, was, undo register.Proposal
	var names admin.Names
	who := map[ident.Person]string{}
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if n, err = tx.Proposal(ident.Object(r.PathValue("id"))); err != nil {
			return err
		}
		if n.Matter.Undo != nil {
			was, err = tx.Proposal(n.Matter.Undo.Of)
		} else if reversible(r, n) {
			undo, err = undoing(tx, n.ID)
		}
		if err != nil {
			return err
		}
		if names, _, _, err = admin.ReadNames(r, tx); err != nil {
			return err
		}
		return admin.Deciders(tx, []register.Proposal{n}, who)
	})
	if err != nil {
		return err
	}
	v := View{
		Notices: append(admin.Done(r, "entered", "confirmed"), notices(r, problem)...), Title: admin.Title(r, n.Matter), State: tag(r, n.State), Answers: admin.Words(r, names, n.Matter),
		Events: []look.Event{{At: n.EnteredAt, What: r.T("matter.entered"), By: who[n.EnteredBy], Done: true}},
	}
	if n.EndedAt != 0 {
		v.Events = append(v.Events, look.Event{At: n.EndedAt, What: v.State.Text, By: who[n.EndedBy], Done: true})
	}
	if n.State == register.ToConfirm {
		v.Back, v.Lead = At(n.ID)+"/withdraw", r.T("matter.lead.self")
		if n.EnteredBy != r.Scope.Person {
			v.Confirm, v.Lead = At(n.ID)+"/confirm", r.T("matter.lead.other")
		}
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
	}
	if more, ok := p.Looks[n.Kind]; ok && n.Matter.Looked() {
		link := more(n.ID)
		link.Text = r.T(link.Text)
		v.More = &link
	}
	if was.ID != "" {
		v.Answers = append(v.Answers, admin.Words(r, names, was.Matter)...)
	}
	if reversible(r, n) && undo.ID == "" {
		v.Undo, v.Lead = At(n.ID)+"/undo", r.T("undo.lead")
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
	}
	f := admin.Place(r, r.Frame("matter.title"), look.Link{To: admin.ChangePath, Text: r.T("matter.title")}, look.Link{Text: v.Title})
	f.Title = v.Title
	return page.WriteStatus(w, admin.Status(problem), f, v)
}

// notices say why it could not be confirmed: what was entered is judged again on today's rows.
func notices(r *gate.Request, problem error) []look.Notice {
	if list := admin.Says(r, problem); list != nil || problem == nil {
		return list
	}
	v := look.Notice{Tone: look.Warn, Title: r.T("matter.moved"), Assert: true}
	for _, text := range admin.Why(r, problem) {
		v.Text = append(v.Text, text)
	}
	return []look.Notice{v}
}

func (p Pages) confirm(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, "confirmed", func(key ident.Key, id ident.Object) error { return p.Confirm.Do(r.Context(), r.Scope, key, id) })
}

func (p Pages) withdraw(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, "withdrawn", func(key ident.Key, id ident.Object) error { return p.Withdraw.Do(r.Context(), r.Scope, key, id) })
}

func (p Pages) act(w http.ResponseWriter, r *gate.Request, done string, do func(ident.Key, ident.Object) error) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	id := ident.Object(r.PathValue("id"))
	digest, err := admin.Key(r, id)
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	err = do(key, id)
	if admin.Mine(err) || fault.Is(err, fault.Denied) {
		return p.write(w, r, err)
	}
	if err != nil {
		return err
	}
	if done == "withdrawn" {
		return gate.See(w, admin.ChangePath+"?done="+done)
	}
	return gate.See(w, At(id)+"?done="+done)
}
