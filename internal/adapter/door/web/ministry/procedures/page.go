// Package procedures is 手続の作成: an officer writes a procedure without code, tries it as an operator will see it, proposes it
// for an audience from a day on, and a second officer opens it.
package procedures

import (
	"context"
	_ "embed"
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/declaring"
)

// Path is where the pages are.
const Path = "/ministry/procedures"

// Tx is what the pages read.
type Tx interface {
	Versions(n ident.Number, may access.Permission, limit int) ([]procedure.Version, error)
}

// Pages is what serve fills in; every field is needed.
type Pages struct {
	Read    func(ctx context.Context, s access.Scope, read func(Tx) error) error                                          // store.Read
	Look    func(ctx context.Context, s access.Scope, purpose string, read func(FilingsTx) ([]ident.Object, error)) error // store.Look
	Begin   declaring.Begin
	Write   declaring.Write
	Propose declaring.Propose
	Decide  declaring.Decide
	Close   declaring.Close
}

var (
	mayRead    = access.Permission{Action: access.Read, Object: access.Procedure}
	mayWrite   = access.Permission{Action: access.Write, Object: access.Procedure}
	mayConfirm = access.Permission{Action: access.Confirm, Object: access.Procedure}
	mayEnd     = access.Permission{Action: access.End, Object: access.Procedure}
)

// Routes returns the pages' routes. What opens a procedure wants a fresh sign-in.
func (p Pages) Routes() []gate.Route {
	const one = Path + "/{procedure}"
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: mayRead, Handle: p.list},
		{Pattern: "POST " + Path, Needs: mayWrite, Handle: p.begin},
		{Pattern: "GET " + one, Needs: mayRead, Handle: p.show},
		{Pattern: "GET " + one + "/filings", Needs: mayRead, Handle: p.filings},
		{Pattern: "GET " + one + "/filings/{format}", Needs: mayRead, Fresh: true, Handle: p.export},
		{Pattern: "GET " + one + "/about", Needs: mayWrite, Handle: p.about},
		{Pattern: "POST " + one + "/about", Needs: mayWrite, Body: bodyLimit, Handle: p.aboutPosted},
		{Pattern: "GET " + one + "/question", Needs: mayWrite, Handle: p.question},
		{Pattern: "POST " + one + "/question", Needs: mayWrite, Body: bodyLimit, Handle: p.questionPosted},
		{Pattern: "GET " + one + "/item", Needs: mayWrite, Handle: p.item},
		{Pattern: "POST " + one + "/item", Needs: mayWrite, Body: bodyLimit, Handle: p.itemPosted},
		{Pattern: "POST " + one + "/order", Needs: mayWrite, Handle: p.order},
		{Pattern: "GET " + one + "/try", Needs: mayRead, Handle: p.try},
		{Pattern: "POST " + one + "/try", Needs: mayRead, Body: bodyLimit, Handle: p.tried},
		{Pattern: "GET " + one + "/propose", Needs: mayWrite, Handle: p.proposing},
		{Pattern: "POST " + one + "/propose", Needs: mayWrite, Handle: p.propose},
		{Pattern: "GET " + one + "/decide", Needs: mayConfirm, Handle: p.deciding},
		{Pattern: "POST " + one + "/decide", Needs: mayConfirm, Handle: p.back},
		{Pattern: "POST " + one + "/open", Needs: mayConfirm, Handle: p.open},
		{Pattern: "POST " + one + "/next", Needs: mayWrite, Handle: p.next},
		{Pattern: "GET " + one + "/close", Needs: mayEnd, Handle: p.closing},
		{Pattern: "POST " + one + "/close", Needs: mayEnd, Handle: p.close},
	}
}

// bodyLimit bounds a posted form: large enough that a text that is too long is shown again with its length.
const bodyLimit = 256 << 10

// listed bounds how many versions are read.
const listed = 200

// At is the address of a procedure, or of something below it.
func At(n ident.Number, below ...string) string {
	return strings.Join(append([]string{Path, n.ASCII()}, below...), "/")
}

// read loads the versions of the procedure of the address, the newest first. Absent and foreign are one answer.
func (p Pages) read(r *gate.Request) ([]procedure.Version, error) {
	n, err := ident.ParseNumber(r.PathValue("procedure"))
	if err != nil {
		return nil, fault.Absent()
	}
	var list []procedure.Version
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		list, err = tx.Versions(n, mayRead, listed)
		return err
	})
	if err == nil && len(list) == 0 {
		err = fault.Absent()
	}
	newest(list)
	return list, err
}

// newest sorts the latest version to the front.
func newest(list []procedure.Version) {
	for i := range list {
		if list[i].Version > list[0].Version {
			list[0], list[i] = list[i], list[0]
		}
	}
}

// latest is the latest version of the procedure of the address.
func (p Pages) latest(r *gate.Request) (procedure.Version, error) {
	list, err := p.read(r)
	if err != nil {
		return procedure.Version{}, err
	}
	return list[0], nil
}

// writable is latest for a page that changes it: what is not being written any more leads to its page.
func (p Pages) writable(w http.ResponseWriter, r *gate.Request) (v procedure.Version, done bool, err error) {
	if v, err = p.latest(r); err != nil {
		return v, true, err
	}
	if v.State != procedure.Written {
		return v, true, gate.See(w, At(v.Number))
	}
	return v, false, nil
}

func trail(r *gate.Request, v procedure.Version, title string) look.Frame {
	f := r.Frame("procedures.title")
	f = f.With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{To: Path, Text: r.T("procedures.title")}, look.Link{To: At(v.Number), Text: named(r, v)}, look.Link{Text: title})
	f.Title = title
	return f.About(string(v.Number))
}

func named(r *gate.Request, v procedure.Version) string { return v.Declaration.Name.In(string(r.Lang)) }

func tag(r *gate.Request, s procedure.State) look.Tag {
	switch s {
	case procedure.Proposed:
		return look.Tag{Text: r.T("procedures.state.proposed"), Tone: look.Warn}
	case procedure.Published:
		return look.Tag{Text: r.T("procedures.state.published"), Tone: look.Good}
	case procedure.Closed:
		return look.Tag{Text: r.T("procedures.state.closed")}
	case procedure.Written:
	}
	return look.Tag{Text: r.T("procedures.state.draft"), Tone: look.Info}
}

// listView is the list of the office's procedures.
type listView struct {
	Table    *look.Table
	Empty    *look.Empty
	Problems look.Problems
	Fields   []look.Field
	Key      string
}

//go:embed list.tmpl
var listSource string

var listPage = look.Parse[listView]("ministry/procedures/list", listSource)

func (p Pages) list(w http.ResponseWriter, r *gate.Request) error { return p.writeList(w, r, nil, nil) }

func (p Pages) writeList(w http.ResponseWriter, r *gate.Request, typed map[string]string, bad error) error {
	var list []procedure.Version
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		list, err = tx.Versions("", mayRead, listed)
		return err
	})
	if err != nil {
		return err
	}
	v := listView{}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	why := admin.Why(r, bad)
	for _, one := range [][2]string{{"ja", r.T("procedures.name.ja")}, {"en", r.T("procedures.name.en")}} {
		id, label := one[0], one[1]
		v.Fields = append(v.Fields, look.Field{Kind: look.Line, ID: "name_" + id, Label: label, Need: true, Value: typed[id], Error: why["name."+id]})
	}
	v.Problems = look.ProblemsOf(v.Fields)
	if r.Scope.Permit(mayWrite) != nil {
		v.Fields = nil
	}
	if len(list) == 0 {
		v.Empty = &look.Empty{Title: r.T("procedures.empty"), Text: []string{r.T("procedures.empty.text")}}
	} else {
		v.Table = table(r, list)
	}
	f := r.Frame("procedures.title").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{Text: r.T("procedures.title")})
	return listPage.WriteStatus(w, admin.Status(bad), f, v)
}

func table(r *gate.Request, list []procedure.Version) *look.Table {
	t := &look.Table{Caption: r.T("procedures.title"), Hide: true, Heads: []look.Head{
		{Text: r.T("procedures.col.name")}, {Text: r.T("procedures.col.number")}, {Text: r.T("procedures.col.version")}, {Text: r.T("procedures.col.state")}, {Text: r.T("procedures.col.at")},
	}}
	for _, v := range list {
		state := tag(r, v.State)
		t.Rows = append(t.Rows, []look.Cell{
			{Text: named(r, v), To: At(v.Number) + "?version=" + strconv.Itoa(v.Version)}, {Text: string(v.Number), Ref: true}, {Text: strconv.Itoa(v.Version)}, {Tag: &state}, {Text: look.Moment(r.Lang, v.At)},
		})
	}
	return t
}

// begin starts a procedure with its name, and leads to what else is to be said of it.
func (p Pages) begin(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	name := text.Both{Ja: strings.TrimSpace(posted.Get("name_ja")), En: strings.TrimSpace(posted.Get("name_en"))}
	var l fault.List
	for id, s := range map[string]string{"name.ja": name.Ja, "name.en": name.En} {
		if text.Blank(s) {
			l.Add(id, "fault.form.needed", nil)
		}
		text.Check(&l, id, s, 80)
	}
	if bad := l.Err(); bad != nil {
		return p.writeList(w, r, map[string]string{"ja": name.Ja, "en": name.En}, bad)
	}
	sum, err := admin.Key(r, name)
	if err != nil {
		return err
	}
	key, err := r.Key(sum)
	if err != nil {
		return err
	}
	id, err := p.Begin.Do(r.Context(), r.Scope, key, declaring.New{Declaration: procedure.Started(name)})
	if err != nil {
		return err
	}
	var list []procedure.Version
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		list, err = tx.Versions("", mayRead, listed)
		return err
	})
	for _, v := range list {
		if v.ID == id {
			return gate.See(w, At(v.Number))
		}
	}
	if err == nil {
		err = fault.Absent()
	}
	return err
}
