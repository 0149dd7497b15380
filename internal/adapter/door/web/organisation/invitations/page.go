// Package invitations is the page 招待の状況: who was invited, how far each came, and what an administrator does about it:
// confirm who somebody is, print a letter, send again, withdraw.
package invitations

import (
	"context"
	_ "embed"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin/letter"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/organisation/invite"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

// Path is the page's address.
const Path = organisation.Path + "/members/invitations"

// Tx is what the page reads.
type Tx interface {
	Invitations() ([]party.Invitation, error)
	OwnUnits() ([]party.Unit, error)
	Org(ident.Org) (party.Org, error)
}

// Page is filled in by serve.
type Page struct {
	Read     func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Vouch    appointing.Vouch
	Letter   appointing.Letter
	Again    appointing.Again
	Withdraw appointing.Withdraw
	Host     string // where the mailed link leads, for the letter
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: organisation.MayRead, Handle: p.show},
		{Pattern: "POST " + Path + "/confirm", Needs: organisation.MayWrite, Body: 4 << 10, Handle: p.confirm},
		{Pattern: "POST " + Path + "/letter", Needs: organisation.MayWrite, Body: 4 << 10, Handle: p.letter},
		{Pattern: "POST " + Path + "/again", Needs: organisation.MayWrite, Body: 4 << 10, Handle: p.again},
		{Pattern: "POST " + Path + "/withdraw", Needs: organisation.MayWrite, Body: 4 << 10, Handle: p.withdraw},
	}
}

// View is what the page shows.
type View struct {
	Notice *look.Notice
	May    bool // they may change something
	Key    string
	List   look.Listing
	Parts  []Part
	Over   *Over
}

// Over are the invitations of a page that have ended; Title says how many there are on all.
type Over struct {
	Title string
	Table look.Table
}

// Part is the invitations of one kind that can still be answered or sent again.
type Part struct {
	ID, Title string
	Rows      []Row
}

// Row is one invitation.
type Row struct {
	ID, Name string
	Tag      look.Tag
	Lines    []string
	Live     bool
	Confirm  bool // whoever looks has not spoken for them yet
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/members/invitations", source)

var done = []string{"confirmed", "open", "withdrawn"}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	var n *look.Notice
	if d := r.URL.Query().Get("done"); slices.Contains(done, d) {
		n = &look.Notice{Tone: look.Good, Title: r.T("invited.done." + d)}
	}
	return p.render(w, r, http.StatusOK, n)
}

type loaded struct {
	list  []party.Invitation
	units []party.Unit
	org   party.Org
}

func (p Page) load(r *gate.Request) (l loaded, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if l.list, err = tx.Invitations(); err != nil {
			return err
		}
		if l.units, err = tx.OwnUnits(); err != nil {
			return err
		}
		l.org, err = tx.Org(r.Scope.Org)
		return err
	})
	return l, err
}

func (p Page) render(w http.ResponseWriter, r *gate.Request, status int, n *look.Notice) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	c := roll(r, l).Cut(r, sorted(r, l.list))
	v := View{Notice: n, May: r.Scope.Permit(organisation.MayWrite) == nil, List: c.View, Parts: parts(r, l, c), Over: over(r, c)}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	return page.WriteStatus(w, max(status, c.Status()), r.Frame("invited.title").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{To: organisation.Path + "/members", Text: r.T("people.title")}, look.Link{Text: r.T("invited.title")}), v)
}

// parts are those that wait for an administrator, then the rest of what is open, then what ran out. A heading counts what the filter leaves
// on all pages.
func parts(r *gate.Request, l loaded, c listing.Cut[party.Invitation]) (list []Part) {
	n := counts(r, c)
	for _, part := range partIDs[:overAt] {
		one := Part{ID: part}
		for _, i := range c.Rows {
			if partIDs[partOf(r, i)] == part {
				one.Rows = append(one.Rows, rowOf(r, i, l.units))
			}
		}
		if len(one.Rows) > 0 {
			one.Title = r.T("invited.part."+part, "n", n[part])
			list = append(list, one)
		}
	}
	return list
}

func counts(r *gate.Request, c listing.Cut[party.Invitation]) map[string]int {
	n := map[string]int{}
	for _, i := range c.All {
		n[partIDs[partOf(r, i)]]++
	}
	return n
}

// tones are those of the stages; the rest are plain.
var tones = map[party.Stage]look.Tone{
	party.StageSent: look.Info, party.StageOpened: look.Info, party.StageWaiting: look.Warn, party.StageTaken: look.Good, party.StageExpired: look.Warn,
}

// TagOf says where an invitation stands.
func TagOf(r *gate.Request, i party.Invitation) look.Tag {
	s := i.StageAt(r.Now)
	tone, ok := tones[s]
	if !ok {
		tone = look.Plain
	}
	return look.Tag{Text: r.T("invited.stage." + string(s)), Tone: tone}
}

func rowOf(r *gate.Request, i party.Invitation, units []party.Unit) Row {
	_, spoke := i.VouchOf(r.Scope.Person)
	row := Row{ID: i.ID, Name: i.Name, Tag: TagOf(r, i), Live: i.Live(r.Now), Lines: []string{i.Mail, organisation.Roles(r, i.Hat.Roles)}}
	row.Confirm = row.Live && !spoke
	for _, u := range units {
		if u.ID == i.Hat.Unit {
			row.Lines = append(row.Lines, u.Name)
		}
	}
	row.Lines = append(row.Lines, Words(r, i)...)
	row.Lines = append(row.Lines, r.T("people.expires", "at", look.Moment(r.Lang, i.ExpiresAt)))
	return row
}

// Words says who stands by whoever answers, and how many words are still missing.
func Words(r *gate.Request, i party.Invitation) (lines []string) {
	for _, v := range i.Vouches {
		if v.How != party.VouchSent {
			lines = append(lines, r.T("invited.word."+string(v.How), "name", v.Name, "at", look.Moment(r.Lang, v.At)))
		}
	}
	if missing := access.Approvers - access.Backing(i); i.By != "" && missing > 0 {
		lines = append(lines, r.T("invited.missing", "n", missing))
	}
	return lines
}

func over(r *gate.Request, c listing.Cut[party.Invitation]) *Over {
	t := look.Table{Caption: r.T("invited.over"), Hide: true, Heads: []look.Head{{Text: r.T("people.name")}, {Text: r.T("people.roles")}, {Text: r.T("people.state")}, {Text: r.T("invited.ended")}, {Text: r.T("invited.told")}}}
	for _, i := range c.Rows {
		if partOf(r, i) == overAt {
			tag := TagOf(r, i)
			t.Rows = append(t.Rows, []look.Cell{{Text: i.Name}, {Text: organisation.Roles(r, i.Hat.Roles)}, {Tag: &tag}, {Text: look.Moment(r.Lang, i.EndedAt)}, {Text: told(r, i)}})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return &Over{Title: r.T("invited.over.n", "n", counts(r, c)["over"]), Table: t}
}

// told says how the person of an invitation learned that their account is open.
func told(r *gate.Request, i party.Invitation) string {
	switch {
	case i.State != party.InvitationTaken:
		return "―"
	case i.ToldAt != 0:
		return look.Moment(r.Lang, i.ToldAt)
	case i.Told:
		return r.T("invited.told.waits")
	}
	return r.T("invited.told.there")
}

// act does what a button asked for; what stands in the way is said on the page.
func (p Page) act(w http.ResponseWriter, r *gate.Request, word string, do func(id string, key ident.Key) error) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest(word, form.Get("invitation")))
	if err != nil {
		return err
	}
	err = do(form.Get("invitation"), key)
	e, mine := organisation.Mine(err)
	if !mine {
		return err
	}
	return p.render(w, r, gate.Status(err), &look.Notice{Tone: look.Warn, Title: look.SayArgs(r.Lang, e.Code, e.Args), Assert: true})
}

func (p Page) confirm(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, "confirm", func(id string, key ident.Key) error {
		open, err := p.Vouch.Do(r.Context(), r.Scope, key, id)
		switch {
		case err != nil:
			return err
		case open:
			return gate.See(w, Path+"?done=open")
		}
		return gate.See(w, Path+"?done=confirmed")
	})
}

func (p Page) again(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, "again", func(id string, key ident.Key) error {
		c, err := p.Again.Do(r.Context(), r.Scope, key, id)
		if err != nil {
			return err
		}
		return invite.Sent(w, r, "", c)
	})
}

func (p Page) withdraw(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, "withdraw", func(id string, key ident.Key) error {
		if err := p.Withdraw.Do(r.Context(), r.Scope, key, id); err != nil {
			return err
		}
		return gate.See(w, Path+"?done=withdrawn")
	})
}

// letter shows one sheet, this once.
func (p Page) letter(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, "letter", func(id string, key ident.Key) error {
		c, err := p.Letter.Do(r.Context(), r.Scope, key, id)
		if err != nil {
			return err
		}
		if c.Code == "" { // a second press
			return invite.Sent(w, r, "", c)
		}
		l, err := p.load(r)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(l.list, func(i party.Invitation) bool { return i.ID == id })
		if at < 0 {
			return invite.Sent(w, r, "", c)
		}
		return letter.Write(w, r, Path, []letter.Sheet{{
			Address: l.org.Address, Org: l.org.Name, Name: l.list[at].Name, Code: c.Code, Until: look.Moment(r.Lang, c.UntilAt), Host: p.Host, Phone: l.org.Phone, Own: true, Again: l.list[at].Prints > 1,
		}})
	})
}
