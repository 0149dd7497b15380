// Package organisation is the page 組織の設定, which leads to the organisation's own pages, and what they share: the way
// back, people and roles in words, and the sheet that is filled in, checked and done on three addresses.
package organisation

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
)

// Path is the page's address; everything of the organisation lies below it.
const Path = "/organisation"

// What the pages need.
var (
	MayRead  = access.Permission{Action: access.Read, Object: access.People}
	MayWrite = access.Permission{Action: access.Write, Object: access.People}
	MayReach = access.Permission{Action: access.Read, Object: access.Contacts}
	settings = access.Permission{Action: access.Read, Object: access.Settings}
)

// Tx is what the page reads.
type Tx interface {
	Contacts() ([]party.Contact, error)
	Refused() ([]message.Refusal, error)
	DutyTx
}

// Entry is one page of the second level, shown to whom it is open.
type Entry struct {
	Title string // catalogue keys
	About string
	To    string
	Needs access.Permission
}

// Page is filled in by serve. Entries are the pages that exist, in the order of the navigation.
type Page struct {
	Read    func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Entries []Entry
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{{Pattern: "GET " + Path, Needs: settings, Handle: p.show}}
}

// View is what the page shows.
type View struct {
	Notice      look.Notice
	Undelivered look.Notice // until somebody has seen to addresses that refuse mail
	Duty        []look.Notice
	Entries     []Line
}

// Line is one entry with what it is for.
type Line struct {
	look.Link
	Text string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	var v View
	err := p.Read(r.Context(), r.Scope, func(tx Tx) error {
		list, err := tx.Contacts()
		if err != nil {
			return err
		}
		v.Notice = Banner(r, list)
		refused, err := tx.Refused()
		if err != nil {
			return err
		}
		v.Undelivered = Undelivered(r, refused)
		v.Duty, err = DutyNotices(r, tx)
		return err
	})
	if err != nil {
		return err
	}
	for _, e := range p.Entries {
		if r.Scope.Permit(e.Needs) == nil {
			v.Entries = append(v.Entries, Line{look.Link{To: e.To, Text: r.T(e.Title)}, r.T(e.About)})
		}
	}
	return page.Write(w, r.Frame("organisation.title"), v)
}

// Banner is the notice that stays until both the contact of the acting unit and their deputy have confirmed (R12); it is
// empty afterwards.
func Banner(r *gate.Request, list []party.Contact) look.Notice {
	done := map[party.ContactKind]bool{}
	for _, c := range list {
		if c.Unit == r.Scope.Unit && c.From <= r.Now && (c.Until == 0 || c.Until > r.Now) {
			done[c.Kind] = done[c.Kind] || c.ConfirmedAt != 0
		}
	}
	if done[party.ContactPerson] && done[party.ContactDeputy] {
		return look.Notice{}
	}
	return look.Notice{Tone: look.Warn, Title: r.T("contact.banner"), Text: []string{r.T("contact.banner.text")}, Link: look.Link{To: Path + "/contact", Text: r.T("contact.title")}}
}

// Undelivered is the notice that stays until an administrator has changed or confirmed each address that does not take our
// mails; it is empty for everybody else.
func Undelivered(r *gate.Request, list []message.Refusal) look.Notice {
	if len(list) == 0 {
		return look.Notice{}
	}
	return look.Notice{Tone: look.Warn, Title: r.T("mailbox.banner"), Text: []string{r.T("mailbox.banner.text")}, Link: look.Link{To: Path + "/mail", Text: r.T("mailbox.title")}}
}
