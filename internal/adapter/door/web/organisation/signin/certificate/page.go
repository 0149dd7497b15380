// Package certificate is the page 証明書の発行元: whose client certificates lead into an organisation, what they revoked, and
// who registered one.
package certificate

import (
	"context"
	_ "embed"
	"errors"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	ways "kanmin/internal/adapter/door/web/organisation/signin"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// Path is the page's address.
const Path = ways.Path + "/certificate"

// fileLimit bounds a certificate or a list that is handed in.
const fileLimit = 4 << 20

// ReadTx is what the page shows.
type ReadTx interface {
	AuthoritiesOf(ident.Org) ([]enrolling.Authority, error)
	Roster() ([]enrolling.Member, error)
	MemberWays(ident.Person) ([]enrolling.Credential, error)
}

// Door reads what is handed in (adapter/door/login).
type Door interface {
	ReadAuthority(data []byte) (enrolling.Authority, error)
	ReadRevocations(a enrolling.Authority, data []byte) (enrolling.Revocations, error)
}

// Page is filled in by serve.
type Page struct {
	Read     func(ctx context.Context, s access.Scope, read func(ReadTx) error) error
	Door     Door
	Trust    enrolling.Trust
	Withdraw enrolling.Withdraw
}

// Routes returns the page's routes. The page itself wants a fresh sign-in: a file is not kept while somebody signs in again.
func (p Page) Routes() []gate.Route {
	read, write := access.Permission{Action: access.Read, Object: access.SignIn}, access.Permission{Action: access.Write, Object: access.SignIn}
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: read, Fresh: true, Handle: p.show},
		{Pattern: "POST " + Path, Needs: write, Body: fileLimit + 64<<10, Handle: p.add},
		{Pattern: "POST " + Path + "/revoked", Needs: write, Body: fileLimit + 64<<10, Handle: p.revoke},
		{Pattern: "POST " + Path + "/end", Needs: write, Body: 4 << 10, Handle: p.end},
		{Pattern: "POST " + Path + "/withdraw", Needs: write, Body: 4 << 10, Handle: p.withdraw},
	}
}

// View is what the page shows.
type View struct {
	Notice      look.Notice
	Problems    look.Problems
	Key         string
	Authorities []Row
	File, Text  look.Field
	People      []Holder
}

// Row is one authority.
type Row struct {
	ID    enrolling.AuthorityID
	Name  string
	Lines []string
	Over  bool // its list is older than it promised
	List  look.Field
}

// Holder is one certificate that somebody registered.
type Holder struct {
	Person ident.Person
	ID     enrolling.CredentialID
	Name   string
	Label  string
	Lines  []string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/signin/certificate", source)

// did are the words for what was done last.
var did = map[string]string{"added": "authority.added", "revoked": "authority.revoked", "ended": "authority.ended", "withdrawn": "authority.withdrawn"}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	n := look.Notice{}
	if key := did[r.URL.Query().Get("done")]; key != "" {
		n = look.Notice{Tone: look.Good, Title: r.T(key)}
	}
	return p.render(w, r, http.StatusOK, n, nil)
}

func (p Page) render(w http.ResponseWriter, r *gate.Request, status int, n look.Notice, problem *fault.Error) error {
	v := View{
		Notice: n,
		File:   look.Field{Kind: look.Upload, ID: "authority", Name: "file", Label: r.T("authority.file"), Hint: r.T("authority.file.hint"), Free: true},
		Text:   look.Field{Kind: look.Area, ID: "text", Label: r.T("authority.text"), Hint: r.T("authority.text.hint"), Free: true},
	}
	err := p.Read(r.Context(), r.Scope, func(tx ReadTx) error {
		list, err := tx.AuthoritiesOf(r.Scope.Org)
		if err != nil {
			return err
		}
		for _, a := range list {
			v.Authorities = append(v.Authorities, row(r, a))
		}
		v.People, err = holders(r, tx)
		return err
	})
	if err != nil {
		return err
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	if problem != nil {
		v.Notice = look.Notice{Tone: look.Warn, Title: look.SayArgs(r.Lang, problem.Code, problem.Args), Assert: true}
		for _, f := range problem.Fields {
			v.Notice.Title = r.Why(f)
			if f.Path == "authority" {
				v.File.Error = r.Why(f)
			}
		}
	}
	return page.WriteStatus(w, status, r.Frame("authority.title").With(look.Link{To: ways.Path, Text: r.T("settings.signin.title")}, look.Link{Text: r.T("authority.title")}), v)
}

func row(r *gate.Request, a enrolling.Authority) Row {
	out := Row{ID: a.ID, Name: a.Name, Lines: []string{r.T("authority.until", "at", look.Moment(r.Lang, a.Until))}}
	out.List = look.Field{Kind: look.Upload, ID: "list-" + string(a.ID), Name: "file", Label: r.T("authority.list"), Hint: r.T("authority.list.hint")}
	if len(a.Revoked.DER) == 0 {
		out.Lines = append(out.Lines, r.T("authority.list.none"))
		return out
	}
	out.Lines = append(out.Lines, r.T("authority.list.of", "at", look.Moment(r.Lang, a.Revoked.At), "n", a.Revoked.Number))
	if a.Revoked.Next != 0 {
		out.Over = a.Revoked.Next < r.Now
		out.Lines = append(out.Lines, r.T("authority.list.next", "at", look.Moment(r.Lang, a.Revoked.Next)))
	}
	return out
}

func holders(r *gate.Request, tx ReadTx) (list []Holder, err error) {
	held, err := enrolling.Holders(tx, enrolling.Certificate)
	for _, c := range held {
		h := Holder{Person: c.Person, ID: c.ID, Name: c.Name, Label: c.Label, Lines: []string{r.T("account.added", "at", look.Moment(r.Lang, c.CreatedAt))}}
		if c.UsedAt != 0 {
			h.Lines = append(h.Lines, r.T("account.used", "at", look.Moment(r.Lang, c.UsedAt)))
		}
		list = append(list, h)
	}
	return list, err
}

// answer leads back to the page, or shows it with what stood in the way.
func (p Page) answer(w http.ResponseWriter, r *gate.Request, err error, done string) error {
	if err == nil {
		return gate.See(w, Path+"?done="+done)
	}
	e, ok := errors.AsType[*fault.Error](err)
	if ok && (e.Kind == fault.Invalid || e.Kind == fault.Conflict || e.Kind == fault.Exceeded) {
		return p.render(w, r, gate.Status(err), look.Notice{}, e)
	}
	return err
}

func (p Page) add(w http.ResponseWriter, r *gate.Request) error {
	in, err := ways.Handed(r, fileLimit)
	if err != nil {
		return err
	}
	key, err := r.KeyOf(in.Key, organisation.Digest(in.Data))
	if err != nil {
		return err
	}
	a, err := p.Door.ReadAuthority(in.Data)
	if err == nil {
		err = p.Trust.Add(r.Context(), r.Scope, key, a)
	}
	return p.answer(w, r, err, "added")
}

func (p Page) revoke(w http.ResponseWriter, r *gate.Request) error {
	in, err := ways.Handed(r, fileLimit)
	if err != nil {
		return err
	}
	key, err := r.KeyOf(in.Key, organisation.Digest(in.ID, in.Data))
	if err != nil {
		return err
	}
	var list []enrolling.Authority
	err = p.Read(r.Context(), r.Scope, func(tx ReadTx) (err error) {
		list, err = tx.AuthoritiesOf(r.Scope.Org)
		return err
	})
	if err != nil {
		return err
	}
	at := slices.IndexFunc(list, func(a enrolling.Authority) bool { return string(a.ID) == in.ID })
	if at < 0 {
		return fault.Absent()
	}
	revoked, err := p.Door.ReadRevocations(list[at], in.Data)
	if err == nil {
		err = p.Trust.Revoke(r.Context(), r.Scope, key, list[at].ID, revoked)
	}
	return p.answer(w, r, err, "revoked")
}

func (p Page) end(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest(form.Get("id")))
	if err != nil {
		return err
	}
	return p.answer(w, r, p.Trust.End(r.Context(), r.Scope, key, enrolling.AuthorityID(form.Get("id"))), "ended")
}

func (p Page) withdraw(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	return p.answer(w, r, p.Withdraw.Do(r.Context(), r.Scope, ident.Person(form.Get("person")), enrolling.CredentialID(form.Get("id"))), "withdrawn")
}
