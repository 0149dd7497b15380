package org

import (
	"net/http"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/instituting"
)

func (p Pages) newForm(w http.ResponseWriter, r *gate.Request) error {
	return p.newWrite(w, r, form.Values{"kind": {Texts: []string{string(party.Operator)}}}, nil)
}

func (p Pages) newWrite(w http.ResponseWriter, r *gate.Request, values form.Values, err error) error {
	v := admin.Form{Title: r.T("register.new"), Lead: r.T("register.new.lead"), Action: admin.OrgPath + "/new", Fields: admin.Fields(r, register.OrgForm, values, err)}
	return admin.WriteForm(w, r, admin.Place(r, r.Frame("register.new"), look.Link{Text: v.Title}), v, admin.Of(r, err))
}

func (p Pages) newPosted(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	values := admin.Values(register.OrgForm, posted)
	if posted.Get("do") == "fix" {
		return p.newWrite(w, r, values, nil)
	}
	o, err := register.ReadOrg(values)
	if err != nil {
		return p.newWrite(w, r, values, err)
	}
	if posted.Get("do") != "go" {
		return admin.WriteCheck(w, r, admin.Place(r, r.Frame("register.new.check")), admin.Check{
			Title: r.T("register.new.check"), Lead: r.T("register.new.check.lead"), Answers: admin.Answers(r.Lang, register.OrgForm, register.Values(o)),
			Action: admin.OrgPath + "/new", Carry: admin.Carry(register.OrgForm, values), Do: r.T("register.new.go"), Fix: true,
		})
	}
	digest, err := admin.Key(r, o)
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	id, err := p.Add.Do(r.Context(), r.Scope, key, values)
	if admin.Mine(err) {
		return p.newWrite(w, r, values, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, At(id)+"?done=org-added")
}

func (p Pages) editForm(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	return p.editWrite(w, r, l, register.Values(l.Org.Org), nil)
}

func (p Pages) editWrite(w http.ResponseWriter, r *gate.Request, l loaded, values form.Values, err error) error {
	v := admin.Form{
		Title: r.T("register.edit.title", "name", l.Name), Lead: r.T("register.edit.lead"), Action: At(l.ID, "edit"), Hidden: rev(l.Rev), Fields: admin.Fields(r, register.OrgForm, values, err),
	}
	v.Fields[0] = look.Field{Kind: look.Hidden, ID: "kind", Value: string(l.Kind)} // what an organisation is in the law does not change
	return admin.WriteForm(w, r, place(r, l, v.Title), v, admin.Of(r, err))
}

// rev carries the revision over which something is typed.
func rev(n int) []admin.Pair { return []admin.Pair{{Name: "rev", Value: strconv.Itoa(n)}} }

func place(r *gate.Request, l loaded, title string) look.Frame { return below(r, l.ID, l.Name, title) }

// below is the way to a page below an organisation's.
func below(r *gate.Request, id ident.Org, name, title string) look.Frame {
	f := admin.Place(r, r.Frame("register.org"), look.Link{To: At(id), Text: name}, look.Link{Text: title})
	f.Title = title
	return f
}

func (p Pages) editPosted(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	l, err := p.load(r)
	if err != nil {
		return err
	}
	values := admin.Values(register.OrgForm, posted)
	if posted.Get("do") == "fix" {
		return p.editWrite(w, r, l, values, nil)
	}
	o, err := register.ReadOrg(values)
	if err != nil {
		return p.editWrite(w, r, l, values, err)
	}
	if posted.Get("do") != "go" {
		return p.editCheck(w, r, l, o, values)
	}
	over, err := strconv.Atoi(posted.Get("rev"))
	if err != nil {
		return fault.New(fault.Invalid, "fault.invalid", nil)
	}
	digest, err := admin.Key(r, []any{o, over})
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	err = p.Change.Do(r.Context(), r.Scope, key, instituting.Edit{Org: l.ID, Rev: over, Values: values})
	if admin.Mine(err) {
		return p.editWrite(w, r, l, values, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, At(l.ID)+"?done=org-changed")
}

// editCheck shows what changes: before and after, line by line.
func (p Pages) editCheck(w http.ResponseWriter, r *gate.Request, l loaded, o party.Org, values form.Values) error {
	t := look.Table{Caption: r.T("register.changes"), Heads: []look.Head{{Text: r.T("register.item")}, {Text: r.T("register.was")}, {Text: r.T("register.is")}}}
	was, is := register.Values(l.Org.Org), register.Values(o)
	for _, field := range register.OrgForm.Fields() {
		if a, b := was[field.ID].Text(), is[field.ID].Text(); a != b {
			t.Rows = append(t.Rows, []look.Cell{{Text: field.Label.In(string(r.Lang))}, {Text: orNone(r, a)}, {Text: orNone(r, b)}})
		}
	}
	if len(t.Rows) == 0 {
		return p.editWrite(w, r, l, values, fault.New(fault.Invalid, "fault.register.same", nil))
	}
	title := r.T("register.edit.check")
	return admin.WriteCheck(w, r, place(r, l, title), admin.Check{
		Title: title, Lead: r.T("register.edit.check.lead"), Tables: []look.Table{t}, Action: At(l.ID, "edit"), Do: r.T("register.edit.go"), Fix: true,
		Carry: append(admin.Carry(register.OrgForm, values), rev(l.Rev)...),
	})
}

func (p Pages) closeCheck(w http.ResponseWriter, r *gate.Request) error {
	return p.closeWrite(w, r, nil)
}

func (p Pages) closeWrite(w http.ResponseWriter, r *gate.Request, problem error) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	what := "register.close"
	if l.ClosedAt != 0 {
		what = "register.reopen"
	}
	c := admin.Check{
		Title: r.T(what+".title", "name", l.Name), Lead: r.T(what + ".lead"), Action: At(l.ID, "close"), Do: r.T(what + ".go"), Danger: l.ClosedAt == 0, Refused: problem,
		Back: look.Link{To: At(l.ID), Text: r.T("register.back")}, Notices: admin.Says(r, problem), Carry: []admin.Pair{{Name: "closed", Value: strconv.FormatBool(l.ClosedAt == 0)}},
	}
	if l.ClosedAt == 0 {
		c.Answers = []look.Answer{
			{Question: r.T("register.people"), Text: r.T("register.people.n", "n", look.Number(len(l.people)))},
			{Question: r.T("register.designations"), Text: look.Number(len(l.standing.Designations))},
		}
	}
	return admin.WriteCheck(w, r, place(r, l, c.Title), c)
}

func (p Pages) closePosted(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	id, closed := ident.Org(r.PathValue("org")), posted.Get("closed") == "true"
	digest, err := admin.Key(r, closed)
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	err = p.Close.Do(r.Context(), r.Scope, key, id, closed)
	if admin.Mine(err) {
		return p.closeWrite(w, r, err)
	}
	if err != nil {
		return err
	}
	if closed {
		return gate.See(w, At(id)+"?done=org-closed")
	}
	return gate.See(w, At(id)+"?done=org-reopened")
}
