// Package many plans many hand-overs at once (1 April, 1 July): pasted from a sheet, shown line by line with what is wrong,
// planned all together or not at all.
package many

import (
	"context"
	_ "embed"
	"errors"
	"net/http"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/appointing"
)

// Path is the page's address.
const Path = organisation.Path + "/handover/many"

// Tx is what the page reads.
type Tx interface {
	Colleagues() ([]party.Colleague, error)
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Over appointing.HandOver
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: organisation.MayWrite, Handle: p.show},
		{Pattern: "GET " + Path + "/template", Needs: organisation.MayWrite, Handle: p.template},
		{Pattern: "POST " + Path, Needs: organisation.MayWrite, Body: 1 << 20, Handle: p.check},
		{Pattern: "POST " + Path + "/send", Needs: organisation.MayWrite, Body: 1 << 20, Handle: p.send},
	}
}

// View is what the page shows.
type View struct {
	Problems look.Problems
	Sheet    look.Field
	Rows     *look.Table
	Count    int
	Key      string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/handover/many", source)

func write(w http.ResponseWriter, r *gate.Request, status int, v View) error {
	return page.WriteStatus(w, status, r.Frame("handover.many").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")},
		look.Link{To: organisation.Path + "/handover", Text: r.T("handover.title")}, look.Link{Text: r.T("handover.many")}), v)
}

func field(r *gate.Request, typed string) look.Field {
	return look.Field{Kind: look.Area, ID: "sheet", Label: r.T("handover.sheet"), Hint: r.T("handover.sheet.hint"), Value: typed, Need: true}
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	key, err := r.NewKey()
	if err != nil {
		return err
	}
	return write(w, r, http.StatusOK, View{Sheet: field(r, ""), Key: key})
}

// template is the sheet to fill in, with everybody who is there: their successors and the day are to be written.
func (p Page) template(w http.ResponseWriter, r *gate.Request) error {
	people, err := p.people(r)
	if err != nil {
		return err
	}
	rows := [][]string{{r.T("handover.leaver.mail"), r.T("handover.heir.mail"), r.T("handover.on"), r.T("people.unit"), r.T("people.roles"), r.T("people.name")}}
	for _, k := range people {
		if k.StandingAt(r.Now) == party.Current && k.Deputises == "" {
			rows = append(rows, []string{k.Mail, "", "", k.UnitName, organisation.Roles(r, k.Roles), k.Name})
		}
	}
	return organisation.WriteCSV(w, "handover", r.T("handover.title"), rows)
}

func (p Page) people(r *gate.Request) (people []party.Colleague, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		people, err = tx.Colleagues()
		return err
	})
	organisation.Sort(people)
	return people, err
}

// word finds the role that a word of either language means.
func word(r *gate.Request) func(string) (string, bool) {
	return func(w string) (string, bool) {
		for _, role := range access.Offices(r.Scope.Kind) {
			key := "role." + string(role)
			if w == string(role) || text.Key(w) == text.Key(look.Say(look.Ja, key)) || text.Key(w) == text.Key(look.Say(look.En, key)) {
				return string(role), true
			}
		}
		return "", false
	}
}

// read reads the sheet; the view is ready to be shown again with what is wrong.
func (p Page) read(r *gate.Request) (v View, orders []appointing.Order, err error) {
	form, err := r.Fields()
	if err != nil {
		return v, nil, err
	}
	people, err := p.people(r)
	if err != nil {
		return v, nil, err
	}
	v = View{Sheet: field(r, form.Get("sheet")), Key: form.Get("key")}
	rows, err := appointing.ReadRows(form.Get("sheet"), people, r.Now, word(r))
	if e, ok := errors.AsType[*fault.Error](err); ok {
		v.tell(r, "", e.Code, e.Args)
		return v, nil, nil
	}
	if len(rows) == 0 {
		v.tell(r, "", "fault.handover.empty", nil)
		return v, nil, nil
	}
	t := &look.Table{Caption: r.T("handover.check"), Heads: []look.Head{
		{Text: r.T("handover.row")}, {Text: r.T("handover.leaver")}, {Text: r.T("handover.heir")}, {Text: r.T("handover.on")}, {Text: r.T("people.roles")}, {Text: r.T("handover.found")},
	}}
	for _, row := range rows {
		tag := &look.Tag{Text: r.T("handover.good"), Tone: look.Good}
		if len(row.Faults) > 0 {
			tag = &look.Tag{Text: r.T("handover.bad"), Tone: look.Danger}
		}
		for _, f := range row.Faults {
			v.tell(r, strconv.Itoa(row.Line), f.Code, f.Args)
		}
		roles := row.Order.Roles
		if len(roles) == 0 {
			roles = row.Leaver.Roles
		}
		day := ""
		if row.Order.On != (law.Day{}) {
			day = look.DayBoth(r.Lang, row.Order.On)
		}
		t.Rows = append(t.Rows, []look.Cell{{Text: strconv.Itoa(row.Line)}, {Text: row.Leaver.Name}, {Text: row.Heir.Name}, {Text: day}, {Text: organisation.Roles(r, roles)}, {Tag: tag}})
		orders = append(orders, row.Order)
	}
	v.Rows, v.Count = t, len(orders)
	return v, orders, nil
}

func (v *View) tell(r *gate.Request, line, code string, a fault.Args) {
	p := look.Problem{ID: "sheet", Text: look.SayArgs(r.Lang, code, a)}
	if line != "" {
		p.Label = r.T("handover.line.n", "line", line)
	}
	v.Problems = append(v.Problems, p)
	v.Sheet.Error = r.T("handover.sheet.wrong")
}

func (p Page) check(w http.ResponseWriter, r *gate.Request) error {
	v, _, err := p.read(r)
	if err != nil {
		return err
	}
	if len(v.Problems) > 0 {
		return write(w, r, http.StatusUnprocessableEntity, v)
	}
	return write(w, r, http.StatusOK, v)
}

func (p Page) send(w http.ResponseWriter, r *gate.Request) error {
	v, orders, err := p.read(r)
	if err != nil {
		return err
	}
	if len(v.Problems) > 0 {
		return write(w, r, http.StatusUnprocessableEntity, v)
	}
	key, err := r.Key(organisation.Digest(orders))
	if err != nil {
		return err
	}
	err = p.Over.Do(r.Context(), r.Scope, key, orders)
	if e, mine := organisation.Mine(err); mine {
		if len(e.Fields) == 0 {
			v.tell(r, "", e.Code, e.Args)
		}
		for _, f := range e.Fields {
			v.tell(r, "", f.Code, f.Args)
		}
		return write(w, r, gate.Status(e), v)
	}
	if err != nil {
		return err
	}
	return gate.See(w, organisation.Path+"/handover?done=planned")
}
