// Package contact is the page 連絡担当: who can be reached for each unit, and who in their place; each confirms it
// themselves, and an administrator names them.
package contact

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

// Path is the page's address.
const Path = organisation.Path + "/contact"

// Tx is what the page reads.
type Tx interface {
	Contacts() ([]party.Contact, error)
	Colleagues() ([]party.Colleague, error)
	Unit(ident.Unit) (party.Unit, error)
}

// Page is filled in by serve.
type Page struct {
	Read    func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Name    appointing.Name
	Confirm appointing.Confirm
}

var mayConfirm = access.Permission{Action: access.Write, Object: access.Contacts}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: organisation.MayReach, Handle: p.show},
		{Pattern: "POST " + Path + "/name", Needs: organisation.MayWrite, Body: 4 << 10, Handle: p.name},
		{Pattern: "POST " + Path + "/confirm", Needs: mayConfirm, Body: 4 << 10, Handle: p.confirm},
	}
}

// View is what the page shows.
type View struct {
	Notice, Banner look.Notice
	Contacts       []Line
	Empty          *look.Empty
	Form           []look.Field // for administrators
	Key            string
}

// Line is one contact.
type Line struct {
	ID, Name string
	Tag      look.Tag
	Lines    []string
	Mine     bool // it waits for whoever looks
	Key      string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/contact", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	var v View
	var contacts []party.Contact
	var people []party.Colleague
	units := map[ident.Unit]string{}
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if contacts, err = tx.Contacts(); err != nil {
			return err
		}
		if r.Scope.Permit(organisation.MayWrite) == nil {
			people, err = tx.Colleagues()
		}
		for _, k := range people {
			units[k.Unit] = k.UnitName
		}
		for _, c := range contacts {
			if units[c.Unit] == "" && err == nil {
				var u party.Unit
				u, err = tx.Unit(c.Unit)
				units[c.Unit] = u.Name
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	for _, c := range contacts {
		v.Contacts = append(v.Contacts, line(r, c, units[c.Unit], v.Key))
	}
	v.Banner = organisation.Banner(r, contacts)
	v.Banner.Link = look.Link{}
	if len(contacts) == 0 {
		v.Empty = &look.Empty{Title: r.T("contact.none"), Text: []string{r.T("contact.none.text")}}
	}
	if len(people) > 0 {
		organisation.Sort(people)
		kinds := look.Field{Kind: look.Radio, ID: "kind", Label: r.T("contact.kind"), Need: true, Options: []look.Option{
			{Value: string(party.ContactPerson), Label: r.T("contact.kind.contact"), Chosen: true}, {Value: string(party.ContactDeputy), Label: r.T("contact.kind.deputy")},
		}}
		v.Form = []look.Field{organisation.Pick(r, "hat", "contact.who", people, ""), kinds}
	}
	switch r.URL.Query().Get("done") {
	case "named":
		v.Notice = look.Notice{Tone: look.Good, Title: r.T("contact.done.named")}
	case "confirmed":
		v.Notice = look.Notice{Tone: look.Good, Title: r.T("contact.done.confirmed")}
	case "both":
		v.Notice = look.Notice{Tone: look.Warn, Title: r.T("fault.contact.both"), Assert: true}
	}
	return page.Write(w, r.Frame("contact.title").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{Text: r.T("contact.title")}), v)
}

func line(r *gate.Request, c party.Contact, unit, key string) Line {
	l := Line{ID: c.ID, Name: c.Name, Key: key, Tag: look.Tag{Text: r.T("contact.kind." + string(c.Kind)), Tone: look.Info}, Lines: []string{unit}}
	if c.Phone != "" {
		l.Lines = append(l.Lines, c.Phone)
	}
	if c.From > r.Now {
		l.Lines = append(l.Lines, r.T("contact.from", "day", look.Day(r.Lang, law.DayOf(c.From))))
	}
	if c.Until != 0 {
		l.Lines = append(l.Lines, r.T("contact.until", "day", look.Day(r.Lang, organisation.LastDay(c.Until))))
	}
	if c.ConfirmedAt == 0 {
		l.Lines = append(l.Lines, r.T("contact.unconfirmed"))
		l.Mine = c.Hat == r.Scope.Hat
	} else {
		l.Lines = append(l.Lines, r.T("contact.confirmed", "at", look.Moment(r.Lang, c.ConfirmedAt)))
	}
	return l
}

func (p Page) name(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	kind, hat := party.ContactKind(form.Get("kind")), ident.Hat(form.Get("hat"))
	if hat == "" {
		return gate.See(w, Path)
	}
	key, err := r.Key(organisation.Digest(kind, hat))
	if err != nil {
		return err
	}
	err = p.Name.Do(r.Context(), r.Scope, key, kind, hat)
	if e, mine := organisation.Mine(err); mine && e.Code == "fault.contact.both" {
		return gate.See(w, Path+"?done=both")
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"?done=named")
}

func (p Page) confirm(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest(form.Get("id")))
	if err != nil {
		return err
	}
	if err := p.Confirm.Do(r.Context(), r.Scope, key, form.Get("id")); err != nil {
		return err
	}
	return gate.See(w, Path+"?done=confirmed")
}
