// Package designation is 指定・変更・承継・解除: for what business an operator is designated, by whom, and which offices are
// competent. One administrator enters it here, another confirms it.
package designation

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
)

// Tx is what the page reads.
type Tx interface {
	admin.NamesTx
	OrgRecord(ident.Org) (register.Org, error)
	Standing(ident.Org) (register.Standing, error)
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Desk admin.Desk
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + admin.OrgPath + "/{org}/designation", Needs: admin.MayRead, Handle: p.show},
		{Pattern: "POST " + admin.OrgPath + "/{org}/designation", Needs: admin.MayWrite, Body: admin.BodyLimit, Handle: p.posted},
	}
}

// At is the address at which something is entered about an operator's designation; of is the one that it concerns.
func At(org ident.Org, kind register.DesignationKind, of string) string {
	q := url.Values{"kind": {string(kind)}}
	if of != "" {
		q.Set("of", of)
	}
	return admin.OrgPath + "/" + string(org) + "/designation?" + q.Encode()
}

// rows is how many offices, and how many successors, one form takes.
const rows = 3

// loaded is what the page offers.
type loaded struct {
	org      register.Org
	standing register.Standing
	names    admin.Names
	entries  []register.Entry
	offices  []register.Office
}

func (p Page) load(r *gate.Request) (l loaded, err error) {
	id := ident.Org(r.PathValue("org"))
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if l.org, err = tx.OrgRecord(id); err != nil {
			return err
		}
		if l.org.Kind != party.Operator {
			return fault.New(fault.Conflict, "fault.register.designated", nil)
		}
		if l.standing, err = tx.Standing(id); err != nil {
			return err
		}
		l.names, l.entries, l.offices, err = admin.ReadNames(r, tx)
		return err
	})
	return l, err
}

func (l loaded) of(id string) (register.Designated, bool) {
	i := slices.IndexFunc(l.standing.Designations, func(d register.Designated) bool { return d.ID == id && d.Until.IsZero() })
	if i < 0 {
		return register.Designated{}, false
	}
	return l.standing.Designations[i], true
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	posted := url.Values{"kind": {r.URL.Query().Get("kind")}, "of": {r.URL.Query().Get("of")}}
	if of, ok := l.of(posted.Get("of")); ok && posted.Get("kind") == string(register.Alter) {
		fill(posted, l, of)
	}
	return p.write(w, r, l, posted, admin.Wrong{})
}

// fill puts what is designated today into the form of a change.
func fill(posted url.Values, l loaded, of register.Designated) {
	posted.Set("sector", string(of.Sector))
	posted.Set("business", of.Business)
	for _, m := range of.Ministers {
		posted.Add("ministers", string(m))
	}
	n := 0
	for _, j := range l.standing.Jurisdictions {
		if j.Operator != "" && j.Sector == of.Sector && j.Until.IsZero() && j.EndedBy == "" && j.Act == party.ActReport && n < rows {
			n++
			posted.Set("office"+strconv.Itoa(n), string(j.Office))
			posted.Set("title"+strconv.Itoa(n), j.Title)
		}
	}
}

func kindOf(posted url.Values) register.DesignationKind {
	if k := register.DesignationKind(posted.Get("kind")); slices.Contains(register.DesignationKinds, k) {
		return k
	}
	return register.Designate
}

func place(r *gate.Request, l loaded, title string) look.Frame {
	f := admin.Place(r, r.Frame("matter.designation"), look.Link{To: admin.OrgPath + "/" + string(l.org.ID), Text: l.org.Name}, look.Link{Text: title})
	f.Title = title
	return f
}

func (p Page) write(w http.ResponseWriter, r *gate.Request, l loaded, posted url.Values, wrong admin.Wrong) error {
	kind := kindOf(posted)
	v := admin.Form{
		Title: r.T("matter.designation." + string(kind)), Lead: r.T("designation.lead." + string(kind)), Action: admin.OrgPath + "/" + string(l.org.ID) + "/designation",
		Hidden: []admin.Pair{{Name: "kind", Value: string(kind)}},
	}
	if kind != register.Designate {
		v.Fields = append(v.Fields, standing(r, l, posted.Get("of")))
		if len(v.Fields[0].Options) == 1 {
			v.Empty = &look.Empty{Title: r.T("designation.none"), Text: []string{r.T("designation.none.text")}}
		}
	}
	switch kind {
	case register.Designate, register.Alter:
		v.Fields = append(v.Fields, content(r, l, posted)...)
	case register.Succeed:
		for i := range rows {
			name := "successor" + strconv.Itoa(i+1)
			f := look.Field{Kind: look.Select, ID: name, Label: r.T("designation.successor", "n", strconv.Itoa(i+1)), Need: i == 0, Free: i > 0, Options: admin.Operators(l.entries, r.T("register.choose"), ident.Org(posted.Get(name)))}
			if i == 0 {
				f.Hint, f.Error = r.T("designation.successor.hint"), wrong.Why["successor"]
			}
			v.Fields = append(v.Fields, f)
		}
		v.Fields = append(v.Fields, heir(r, posted))
	case register.Lift:
	}
	on := look.Field{Kind: look.DayLine, ID: "on", Label: r.T("matter.on"), Hint: r.T("matter.on.hint"), Example: "令和9年4月1日", Need: true, Value: posted.Get("on"), Width: look.Mid}
	if kind == register.Designate {
		on.Label, on.Hint = r.T("designation.on"), r.T("designation.on.hint")
	}
	v.Fields = append(v.Fields, on, look.Field{Kind: look.Area, ID: "ground", Label: r.T("matter.ground"), Hint: r.T("designation.ground.hint"), Free: true, Value: posted.Get("ground")})
	return admin.WriteForm(w, r, place(r, l, v.Title), v, wrong)
}

// heir asks to which of the successors passes what was filed.
func heir(r *gate.Request, posted url.Values) look.Field {
	f := look.Field{Kind: look.Radio, ID: "heir", Label: r.T("designation.heir"), Hint: r.T("designation.heir.hint"), Need: true}
	chosen := posted.Get("heir")
	if chosen == "" {
		chosen = "1"
	}
	for i := range rows {
		n := strconv.Itoa(i + 1)
		f.Options = append(f.Options, look.Option{Value: n, Label: r.T("designation.successor", "n", n), Chosen: chosen == n})
	}
	f.Options = append(f.Options, look.Option{Value: "none", Label: r.T("designation.heir.none"), Note: r.T("designation.heir.none.note"), Chosen: chosen == "none"})
	return f
}

// standing offers the designations in force.
func standing(r *gate.Request, l loaded, chosen string) look.Field {
	f := look.Field{Kind: look.Select, ID: "of", Label: r.T("designation.of"), Need: true, Options: []look.Option{{Label: r.T("register.choose")}}}
	for _, d := range l.standing.Designations {
		if d.Until.IsZero() {
			f.Options = append(f.Options, look.Option{Value: d.ID, Label: Words(r, d), Chosen: d.ID == chosen})
		}
	}
	return f
}

// Words names a designation: its sector, its business when that says more, and since when it counts.
func Words(r *gate.Request, d register.Designated) string {
	s := admin.SectorWords(r.Lang, d.Sector)
	if d.Business != "" {
		s += " ― " + d.Business
	}
	return s + r.T("designation.since", "day", look.Day(r.Lang, d.On))
}

func content(r *gate.Request, l loaded, posted url.Values) []look.Field {
	lang := string(r.Lang)
	sector := look.Field{Kind: look.Select, ID: "sector", Label: r.T("register.sector"), Need: true, Width: look.Mid, Options: []look.Option{{Label: r.T("register.choose")}}}
	for _, s := range law.At(law.DayOf(r.Now)).Sectors() {
		sector.Options = append(sector.Options, look.Option{Value: string(s.Code), Label: s.Name.In(lang), Chosen: string(s.Code) == posted.Get("sector")})
	}
	ministers := look.Field{Kind: look.Boxes, ID: "ministers", Label: r.T("register.ministers"), Hint: r.T("designation.ministers.hint"), Need: true}
	for _, m := range law.Ministers() {
		ministers.Options = append(ministers.Options, look.Option{Value: string(m), Label: m.Title().In(lang), Chosen: slices.Contains(posted["ministers"], string(m))})
	}
	fields := []look.Field{sector, {Kind: look.Line, ID: "business", Label: r.T("register.business"), Hint: r.T("designation.business.hint"), Free: true, Limit: register.BusinessLimit, Value: posted.Get("business")}, ministers}
	for i := range rows {
		n := strconv.Itoa(i + 1)
		fields = append(fields,
			look.Field{Kind: look.Select, ID: "office" + n, Label: r.T("designation.office", "n", n), Need: i == 0, Free: i > 0, Options: admin.Offices(r, l.names, l.offices, ident.Unit(posted.Get("office"+n)))},
			look.Field{Kind: look.Line, ID: "title" + n, Label: r.T("designation.title", "n", n), Hint: r.T("designation.title.hint"), Free: true, Value: posted.Get("title" + n), Width: look.Mid})
	}
	return fields
}

func (p Page) posted(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	e := admin.Entering{
		Action: admin.OrgPath + "/" + string(l.org.ID) + "/designation",
		Take:   func(posted url.Values) (register.Matter, map[string]string) { return take(r, l.org.ID, posted) },
		Show:   func(posted url.Values, wrong admin.Wrong) error { return p.write(w, r, l, posted, wrong) },
		Place:  func(title string) look.Frame { return place(r, l, title) },
	}
	e.Check = admin.Check{Title: r.T("designation.check"), Notices: []look.Notice{{Tone: look.Info, Title: r.T("designation.effect"), Text: []string{r.T("designation.effect.1"), r.T("designation.effect.2")}}}}
	if posted, err := r.Fields(); err == nil && kindOf(posted) == register.Succeed {
		e.Check.Notices[0].Text = []string{r.T("designation.effect.succeed.1"), r.T("designation.effect.succeed.2")}
	}
	return p.Desk.Enter(w, r, e)
}

func take(r *gate.Request, org ident.Org, posted url.Values) (register.Matter, map[string]string) {
	bad := map[string]string{}
	d := &register.DesignationChange{
		Kind: kindOf(posted), Operator: org, Of: posted.Get("of"), On: admin.DayOf(r, posted, "on", bad), Ground: admin.Text(posted.Get("ground")),
	}
	switch d.Kind {
	case register.Designate, register.Alter:
		d.Sector, d.Business = law.Sector(posted.Get("sector")), admin.Text(posted.Get("business"))
		for _, m := range posted["ministers"] {
			d.Ministers = append(d.Ministers, law.Minister(m))
		}
		for i := range rows {
			n := strconv.Itoa(i + 1)
			o := register.Charged{Unit: ident.Unit(posted.Get("office" + n)), Title: admin.Text(posted.Get("title" + n))}
			if o.Title == "" && i < len(d.Ministers) {
				o.Title = d.Ministers[i].Title().Ja
			}
			if o.Unit != "" {
				d.Offices = append(d.Offices, o)
			}
		}
	case register.Succeed:
		for i := range rows {
			if s := ident.Org(posted.Get("successor" + strconv.Itoa(i+1))); s != "" {
				d.Successors = append(d.Successors, s)
			}
		}
		if n := posted.Get("heir"); n != "none" {
			if d.Heir = ident.Org(posted.Get("successor" + n)); d.Heir == "" {
				bad["heir"] = r.T("fault.designation.heir")
			}
		}
	case register.Lift:
	}
	return register.Matter{Designation: d}, bad
}
