// Package oncall is 緊急連絡先 (R6): whom one's own unit has called at night, in which order.
package oncall

import (
	"context"
	_ "embed"
	"net/http"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/calling"
)

// Path is the page's address.
const Path = organisation.Path + "/oncall"

// Tx is what the page reads.
type Tx interface {
	CallList() (oncall.List, error)
	OwnCalls(limit int) ([]oncall.OwnCall, error)
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read
	Set  calling.Set
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: organisation.MayReach, Handle: p.show},
		{Pattern: "POST " + Path, Needs: calling.MaySet, Body: 32 << 10, Handle: p.save},
	}
}

// View is what the page shows.
type View struct {
	Notices  []look.Notice
	Lead     string
	Empty    *look.Empty
	Table    *look.Table
	Changed  string
	Woken    *look.Table // whom the platform called about what nobody of the unit had opened
	Here     string      // where the form is sent; "" for who may only read
	Key      string
	Rev      int
	Problems look.Problems
	Contacts []Contact
}

// Contact is the fields of one in the order.
type Contact struct {
	Title  string
	Open   bool
	Fields []look.Field
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/oncall", source)

// loaded is what was read.
type loaded struct {
	oncall.List
	woken []oncall.OwnCall
}

func (p Page) load(r *gate.Request) (l loaded, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if l.List, err = tx.CallList(); err != nil || r.Scope.Kind.Authority() {
			return err
		}
		l.woken, err = tx.OwnCalls(oncall.MostCalls)
		return err
	})
	return l, err
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	return p.write(w, r, l, l.Contacts, nil)
}

func (p Page) write(w http.ResponseWriter, r *gate.Request, l loaded, typed []oncall.Contact, bad error) (err error) {
	v := View{Lead: r.T("oncall.lead.operator"), Notices: admin.Says(r, bad), Rev: l.Rev}
	if r.Scope.Kind.Authority() {
		v.Lead = r.T("oncall.lead.office")
	}
	if r.URL.Query().Get("done") == "set" && bad == nil {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("oncall.done")})
	}
	if len(l.Contacts) == 0 {
		v.Empty = &look.Empty{Title: r.T("oncall.none"), Text: []string{r.T("oncall.none.text")}}
	} else {
		t := Table(r, l.List)
		v.Table, v.Changed = &t, r.T("oncall.changed", "name", l.By, "at", look.Moment(r.Lang, l.At))
	}
	if len(l.woken) > 0 {
		v.Woken = woken(r, l.woken)
	}
	if r.Scope.Permit(calling.MaySet) == nil {
		v.Here = Path
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
		why := admin.Why(r, bad)
		for i := range oncall.Most {
			c := Contact{Title: r.T("oncall.order", "n", i+1), Open: i <= len(typed)}
			var said oncall.Contact
			if i < len(typed) {
				said = typed[i]
			}
			c.Fields = fields(r, i, said, why)
			v.Contacts, v.Problems = append(v.Contacts, c), append(v.Problems, look.ProblemsOf(c.Fields)...)
		}
	}
	frame := r.Frame("oncall.title").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{Text: r.T("oncall.title")})
	return page.WriteStatus(w, admin.Status(bad), frame, v)
}

func fields(r *gate.Request, i int, c oncall.Contact, why map[string]string) (list []look.Field) {
	for _, f := range []struct{ id, label, hint, value, mode string }{
		{"name", r.T("oncall.name"), "", c.Name, ""}, {"kana", r.T("oncall.kana"), "", c.Kana, ""}, {"post", r.T("oncall.post"), "", c.Post, ""},
		{"phone", r.T("oncall.phone"), "", c.Phone, "tel"}, {"email", r.T("oncall.email"), r.T("oncall.email.hint"), c.Email, "email"}, {"when", r.T("oncall.when"), r.T("oncall.when.hint"), c.When, ""},
	} {
		id := f.id + "-" + strconv.Itoa(i+1)
		list = append(list, look.Field{Kind: look.Line, ID: id, Label: f.label, Hint: f.hint, Value: f.value, Mode: f.mode, Error: why[id], Width: look.Mid, Free: f.id != "name" && f.id != "phone"})
	}
	return list
}

// Table shows contacts in their order.
func Table(r *gate.Request, l oncall.List) look.Table {
	t := look.Table{Caption: r.T("oncall.title"), Hide: true, Heads: []look.Head{{Text: r.T("oncall.place")}, {Text: r.T("oncall.name")}, {Text: r.T("oncall.phone")}, {Text: r.T("oncall.email")}, {Text: r.T("oncall.when")}}}
	for i, c := range l.Contacts {
		t.Rows = append(t.Rows, []look.Cell{{Text: strconv.Itoa(i + 1)}, {Text: Named(c)}, {Text: c.Phone}, {Text: c.Email}, {Text: c.When}})
	}
	return t
}

// woken shows whom the platform called about what nobody of the unit had opened.
func woken(r *gate.Request, list []oncall.OwnCall) *look.Table {
	t := look.Table{Caption: r.T("oncall.woken"), Heads: []look.Head{{Text: r.T("oncall.at")}, {Text: r.T("oncall.woken.about")}, {Text: r.T("oncall.place")}, {Text: r.T("oncall.who")}, {Text: r.T("oncall.phone")}}}
	for _, c := range list {
		t.Rows = append(t.Rows, []look.Cell{{Text: look.Moment(r.Lang, c.At)}, {Text: string(c.Number)}, {Text: strconv.Itoa(c.Step)}, {Text: Named(c.Who)}, {Text: c.Who.Phone}})
	}
	return &t
}

// Named is a contact with their post and how the name is read.
func Named(c oncall.Contact) string {
	s := c.Name
	if c.Kana != "" {
		s += "(" + c.Kana + ")"
	}
	if c.Post != "" {
		s = c.Post + " " + s
	}
	return s
}

func (p Page) save(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	rev, err := strconv.Atoi(posted.Get("rev"))
	if err != nil || rev < 0 {
		return fault.New(fault.Invalid, "fault.body.form", nil)
	}
	var typed []oncall.Contact
	for i := range oncall.Most {
		get := func(id string) string { return posted.Get(id + "-" + strconv.Itoa(i+1)) }
		typed = append(typed, oncall.Contact{Name: get("name"), Kana: get("kana"), Post: get("post"), Phone: get("phone"), Email: get("email"), When: get("when")})
	}
	typed = oncall.Clean(typed)
	key, err := r.Key(organisation.Digest(rev, typed))
	if err != nil {
		return err
	}
	err = p.Set.Do(r.Context(), r.Scope, key, rev, typed)
	if admin.Mine(err) {
		l, failed := p.load(r)
		if failed != nil {
			return failed
		}
		return p.write(w, r, l, typed, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"?done=set")
}
