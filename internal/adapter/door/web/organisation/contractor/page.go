// Package contractor is 気付き連絡の連絡先 (R11): the administrator of an operator registers the contractors who may tell it what they noticed,
// and prints each a sheet with its code. The code stands on the sheet that answers the press, and nowhere else.
package contractor

import (
	"context"
	_ "embed"
	"net/http"
	"net/url"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/noticing"
)

// Path is the page's address.
const Path = organisation.Path + "/contractor"

// Tx is what the pages read.
type Tx interface {
	NoticeContacts(limit int) ([]notice.Contact, error)
	NoticeContact(ident.Object) (notice.Contact, error)
	OwnUnits() ([]party.Unit, error)
	Org(ident.Org) (party.Org, error)
}

// Page is filled in by serve.
type Page struct {
	Read     func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read
	Register noticing.Register
	Change   noticing.Change
	End      noticing.End
	Print    noticing.Print
	Base     string // address of the platform, for paper
	Send     string // where a notice is sent
	Notices  string // where they are
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	const one = Path + "/{contractor}"
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: noticing.MayRead, Handle: p.show},
		{Pattern: "POST " + Path, Needs: noticing.MayWrite, Body: 16 << 10, Handle: p.register},
		{Pattern: "GET " + one, Needs: noticing.MayRead, Handle: p.one},
		{Pattern: "POST " + one, Needs: noticing.MayWrite, Body: 16 << 10, Handle: p.change},
		{Pattern: "POST " + one + "/sheet", Needs: noticing.MayWrite, Fresh: true, Handle: p.sheet},
		{Pattern: "POST " + one + "/end", Needs: noticing.MayWrite, Handle: p.end},
	}
}

// View is the list, with the form for one more.
type View struct {
	Notices  []look.Notice
	Empty    *look.Empty
	Table    look.Table
	Key      string // "" for who may only read
	Problems look.Problems
	Fields   []look.Field
	Here     string
	To       string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/contractor", source)

// most is how many contacts the list shows: the good ones, and the latest that have ended.
const most = notice.ContactsMost + 100

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	return p.write(w, r, notice.Contact{}, look.Field{}, nil)
}

// write shows the list and the form. until is what was typed for the last day, and why it could not be read.
func (p Page) write(w http.ResponseWriter, r *gate.Request, c notice.Contact, until look.Field, bad error) (err error) {
	var list []notice.Contact
	var units []party.Unit
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if list, err = tx.NoticeContacts(most); err == nil {
			units, err = tx.OwnUnits()
		}
		return err
	}); err != nil {
		return err
	}
	v := View{Notices: admin.Says(r, bad), Table: table(r, list, units), Here: Path, To: p.Notices}
	if bad == nil && r.URL.Query().Get("done") == "ended" {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("tipper.done.ended")})
	}
	if len(list) == 0 {
		v.Empty = &look.Empty{Title: r.T("tipper.none"), Text: []string{r.T("tipper.none.text")}}
	}
	if r.Scope.Permit(noticing.MayWrite) == nil {
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
		v.Fields = fields(r, c, until, units, admin.Why(r, bad))
		v.Problems = look.ProblemsOf(v.Fields)
	}
	return page.WriteStatus(w, status(until, bad), r.Frame("tipper.title").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{Text: r.T("tipper.title")}), v)
}

// fields are what is asked of a contact.
func fields(r *gate.Request, c notice.Contact, until look.Field, units []party.Unit, why map[string]string) []look.Field {
	if until.Error != "" {
		why["until"] = until.Error
	}
	line := func(id, value string, f look.Field) look.Field {
		f.Kind, f.ID, f.Label, f.Value, f.Error, f.Width = look.Line, id, r.T("tipper."+id), value, why[id], look.Mid
		return f
	}
	list := []look.Field{
		line("company", c.Company, look.Field{Need: true, Limit: oncall.Limit}), line("name", c.Name, look.Field{Need: true, Limit: oncall.Limit}),
		line("phone", c.Phone, look.Field{Need: true, Mode: "tel", Limit: oncall.Limit}),
		{Kind: look.Select, ID: "unit", Label: r.T("tipper.unit"), Hint: r.T("tipper.unit.hint"), Width: look.Mid, Error: why["unit"]},
		line("until", until.Value, look.Field{Free: true, Hint: r.T("tipper.until.hint")}),
		{Kind: look.Area, ID: "note", Label: r.T("tipper.note"), Value: c.Note, Free: true, Limit: notice.NoteMost, Error: why["note"]},
	}
	if until.Value == "" && !c.Until.IsZero() {
		list[4].Value = look.Day(r.Lang, c.Until)
	}
	for _, u := range units {
		list[3].Options = append(list[3].Options, look.Option{Value: string(u.ID), Label: look.Named(r.Lang, u.Name, u.NameEn), Chosen: u.ID == c.Unit || c.Unit == "" && u.ID == r.Scope.Unit})
	}
	return list
}

func table(r *gate.Request, list []notice.Contact, units []party.Unit) look.Table {
	t := look.Table{Caption: r.T("tipper.title"), Hide: true, Heads: []look.Head{{Text: r.T("tipper.company")}, {Text: r.T("tipper.name")}, {Text: r.T("tipper.phone")}, {Text: r.T("tipper.unit")}, {Text: r.T("tipper.until")}, {Text: r.T("tipper.state")}}}
	for _, c := range list {
		tag := state(r, c)
		row := []look.Cell{{Text: c.Company, To: Path + "/" + string(c.ID)}, {Text: c.Name}, {Text: c.Phone}, {Text: unitOf(r, c.Unit, units)}, {}, {Tag: &tag}}
		if !c.Until.IsZero() {
			row[4] = look.Cell{Text: look.Day(r.Lang, c.Until)}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func unitOf(r *gate.Request, id ident.Unit, units []party.Unit) string {
	for _, u := range units {
		if u.ID == id {
			return look.Named(r.Lang, u.Name, u.NameEn)
		}
	}
	return ""
}

// state is whether the contact's code is taken today.
func state(r *gate.Request, c notice.Contact) look.Tag {
	switch {
	case !c.Good(law.DayOf(r.Now)):
		return look.Tag{Text: r.T("tipper.state.ended")}
	case c.CodedAt == 0:
		return look.Tag{Text: r.T("tipper.state.none"), Tone: look.Warn}
	}
	return look.Tag{Text: r.T("tipper.state.good"), Tone: look.Good}
}

// typed is a contact as it was typed; until says why its last day could not be read.
func typed(r *gate.Request, posted url.Values) (c notice.Contact, until look.Field) {
	c = notice.Contact{Unit: ident.Unit(posted.Get("unit")), Words: notice.Words{Company: posted.Get("company"), Name: posted.Get("name"), Phone: posted.Get("phone"), Note: posted.Get("note")}}
	if until.Value = posted.Get("until"); until.Value != "" {
		c.Until, until.Error = r.Day(until.Value)
	}
	return c, until
}

// status is that of a form that was refused, for what could not be read or by the flow.
func status(until look.Field, bad error) int {
	if until.Error != "" && bad == nil {
		return http.StatusUnprocessableEntity
	}
	return admin.Status(bad)
}
