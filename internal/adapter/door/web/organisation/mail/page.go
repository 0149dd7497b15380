// Package mail is お知らせの届け先 (R15): where an organisation's mail goes apart from accounts, which of it, whether a mail may
// say whom it concerns, and which addresses do not take it.
package mail

import (
	"context"
	_ "embed"
	"net/http"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

// Path is the page's address.
const Path = organisation.Path + "/mail"

// Tx is what the page reads.
type Tx interface {
	Mailboxes() ([]message.Mailbox, error)
	Refused() ([]message.Refusal, error)
	MailNames() (bool, error)
	OwnUnits() ([]party.Unit, error)
	Unit(ident.Unit) (party.Unit, error)
}

// Page is filled in by serve.
type Page struct {
	Read    func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Add     appointing.AddMailbox
	Change  appointing.ChangeMailbox
	End     appointing.EndMailbox
	Try     appointing.TryMailbox
	Names   appointing.NameInMail
	Confirm appointing.ConfirmRefusal
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: organisation.MayRead, Handle: p.show},
		{Pattern: "GET " + addPath, Needs: organisation.MayWrite, Handle: p.fill},
		{Pattern: "POST " + addPath, Needs: organisation.MayWrite, Body: 8 << 10, Handle: p.fill},
		{Pattern: "POST " + addPath + "/send", Needs: organisation.MayWrite, Body: 8 << 10, Handle: p.add},
		{Pattern: "POST " + Path + "/names", Needs: organisation.MayWrite, Body: 4 << 10, Handle: p.names},
		{Pattern: "POST " + Path + "/confirm", Needs: organisation.MayWrite, Body: 4 << 10, Handle: p.confirm},
		{Pattern: "GET " + Path + "/{mailbox}", Needs: organisation.MayWrite, Handle: p.one},
		{Pattern: "POST " + Path + "/{mailbox}", Needs: organisation.MayWrite, Body: 8 << 10, Handle: p.change},
		{Pattern: "POST " + Path + "/{mailbox}/end", Needs: organisation.MayWrite, Body: 4 << 10, Handle: p.end},
		{Pattern: "POST " + Path + "/{mailbox}/try", Needs: organisation.MayWrite, Body: 4 << 10, Handle: p.try},
	}
}

// View is what the page shows.
type View struct {
	Notices []look.Notice
	Boxes   []Line
	Refused []Bad
	Empty   *look.Empty
	Office  bool // it may have the morning's numbers
	Names   look.Field
	Whole   bool // whoever looks may set the switch
	Key     string
}

// Line is one shared address.
type Line struct {
	To, Address, Unit, Takes string
	Tag                      *look.Tag
	ID, Key                  string
}

// Bad is one address that did not take our mails.
type Bad struct {
	ID, Key, Address string
	Tag              look.Tag
	Lines            []string
	Do               string // what to do
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/mail", source)

// found is what was read.
type found struct {
	boxes   []message.Mailbox
	refused []message.Refusal
	units   []party.Unit
	named   bool
	unit    party.Unit
}

func (p Page) load(r *gate.Request) (f found, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if f.boxes, err = tx.Mailboxes(); err != nil {
			return err
		}
		if f.refused, err = tx.Refused(); err != nil {
			return err
		}
		if f.named, err = tx.MailNames(); err != nil {
			return err
		}
		if f.unit, err = tx.Unit(r.Scope.Unit); err != nil {
			return err
		}
		f.units, err = tx.OwnUnits()
		return err
	})
	return f, err
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	f, err := p.load(r)
	if err != nil {
		return err
	}
	v := View{Office: r.Scope.Kind.Authority(), Whole: f.unit.Parent == ""}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	if done := r.URL.Query().Get("done"); slices.Contains([]string{"added", "changed", "ended", "tried", "names", "confirmed"}, done) {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("mailbox.done." + done)})
	}
	for _, b := range f.boxes {
		l := Line{To: Path + "/" + b.ID, Address: b.Address, Unit: b.UnitName, Takes: Takes(r, b.Takes), ID: b.ID, Key: v.Key}
		if i := slices.IndexFunc(f.refused, func(x message.Refusal) bool { return message.Same(x.Address, b.Address) }); i >= 0 {
			t := tag(r, f.refused[i])
			l.Tag = &t
		}
		v.Boxes = append(v.Boxes, l)
	}
	for _, x := range f.refused {
		v.Refused = append(v.Refused, bad(r, x, f.boxes, v.Key))
	}
	if len(f.boxes) == 0 {
		v.Empty = &look.Empty{Title: r.T("mailbox.none"), Text: []string{r.T("mailbox.none.text")}, Links: []look.Link{{To: addPath, Text: r.T("mailbox.add")}}}
	}
	v.Names = look.Field{Kind: look.Radio, ID: "named", Label: r.T("mailbox.names"), Hint: r.T("mailbox.names.hint"), Need: true, Options: []look.Option{
		{Value: "no", Label: r.T("mailbox.names.no"), Chosen: !f.named}, {Value: "yes", Label: r.T("mailbox.names.yes"), Chosen: f.named},
	}}
	return page.Write(w, r.Frame("mailbox.title").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{Text: r.T("mailbox.title")}), v)
}

// Takes says what is taken, as people know it.
func Takes(r *gate.Request, takes []message.Urgency) string {
	if len(takes) == 0 {
		return r.T("mailbox.takes.none")
	}
	words := make([]string, len(takes))
	for i, u := range takes {
		words[i] = r.T("mailbox.takes." + string(u))
	}
	return strings.Join(words, "")
}

// Boxes is a field that chooses what is taken.
func Boxes(r *gate.Request, takes []message.Urgency) look.Field {
	f := look.Field{Kind: look.Boxes, ID: "takes", Label: r.T("mailbox.takes")}
	for _, u := range message.Takes(r.Scope.Kind) {
		f.Options = append(f.Options, look.Option{Value: string(u), Label: r.T("mailbox.takes." + string(u)), Note: r.T("mailbox.takes.note." + string(u)), Chosen: slices.Contains(takes, u)})
	}
	return f
}

// Typed reads that field.
func Typed(values []string) (takes []message.Urgency) {
	for _, v := range values {
		takes = append(takes, message.Urgency(v))
	}
	return takes
}

func tag(r *gate.Request, x message.Refusal) look.Tag {
	if x.Paused() {
		return look.Tag{Text: r.T("mailbox.paused"), Tone: look.Danger}
	}
	return look.Tag{Text: r.T("mailbox.refused"), Tone: look.Warn}
}

func bad(r *gate.Request, x message.Refusal, boxes []message.Mailbox, key string) Bad {
	b := Bad{ID: x.ID, Key: key, Address: x.Address, Tag: tag(r, x), Do: r.T("mailbox.do.person")}
	if slices.ContainsFunc(boxes, func(m message.Mailbox) bool { return message.Same(m.Address, x.Address) }) {
		b.Do = r.T("mailbox.do.shared")
	}
	b.Lines = []string{
		r.T("mailbox.times", "n", look.Number(x.Times), "row", look.Number(x.InRow)), r.T("mailbox.last", "at", look.Moment(r.Lang, x.LastAt)), r.T("mailbox.how." + string(x.How)),
	}
	return b
}
