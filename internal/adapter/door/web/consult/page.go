// Package consult are the pages of 相談窓口 (S18, R19): an operator asks the competent office what has to be notified, with the facts of an assessment or its
// 範囲整理表; the office answers and agrees to the lines. The operator's are below /operator/consult and /operator/scope, the office's below /ministry/consult.
package consult

import (
	"context"
	_ "embed"
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	common "kanmin/internal/adapter/door/web/faq"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/consulting"
)

// Where the pages are.
const (
	Own   = "/operator/consult"
	Desk  = "/ministry/consult"
	Scope = "/operator/scope" // 範囲整理表 as it would be sent now
)

// Tx is what the pages read.
type Tx interface {
	ConsultList(limit int) ([]consult.Consultation, error)
	Consult(ident.Number, access.Permission) (consult.Consultation, error)
	ConsultSheets(business string, limit int) ([]consult.Sheet, error)
	ConsultGround(business string) (consult.Ground, error)
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
	InventoryRev() (int, error)
	Places() ([]asset.Place, error)
	Items() ([]asset.Item, error)
	FAQList(limit int) ([]faq.Entry, error)
	FAQFrom(consult ident.Object) ([]faq.Entry, error)
}

// Pages are filled in by serve, once for each side.
type Pages struct {
	Office bool // the side that is asked
	Look   func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error
	Read   func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Ask    consulting.Ask
	Say    consulting.Say
	Send   consulting.Send
	Mark   consulting.Mark
}

// Bounds of bodies: a text that is too long still comes back, with its place named; a form of every line of a 範囲整理表; the facts of an assessment.
const (
	bodyLimit  = 64 << 10
	marksLimit = 4 << 20
	factsLimit = 3*(384<<10) + 64<<10
)

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	at := p.base() + "/{consult}"
	if p.Office {
		needs := consulting.MayAnswer
		return []gate.Route{
			{Pattern: "GET " + Desk, Needs: needs, Handle: p.list},
			{Pattern: "GET " + at, Needs: needs, Handle: p.show},
			{Pattern: "GET " + at + "/sheets/{version}", Needs: needs, Handle: p.sheet},
			{Pattern: "POST " + at + "/say", Needs: needs, Body: bodyLimit, Handle: p.say},
			{Pattern: "POST " + at + "/marks", Needs: needs, Body: marksLimit, Handle: p.mark},
		}
	}
	reads, acts := access.Permission{Action: access.Read, Object: access.Home}, consulting.MayAsk
	return []gate.Route{
		{Pattern: "GET " + Own, Needs: reads, Handle: p.list},
		{Pattern: "GET " + Own + "/new", Needs: acts, Handle: p.begin},
		{Pattern: "POST " + Own + "/new", Needs: acts, Body: factsLimit, Handle: p.check},
		{Pattern: "POST " + Own + "/new/send", Needs: acts, Body: factsLimit, Handle: p.ask},
		{Pattern: "GET " + at, Needs: reads, Handle: p.show},
		{Pattern: "GET " + at + "/sheets/{version}", Needs: reads, Handle: p.sheet},
		{Pattern: "POST " + at + "/say", Needs: acts, Body: bodyLimit, Handle: p.say},
		{Pattern: "GET " + at + "/send", Needs: acts, Handle: p.next},
		{Pattern: "POST " + at + "/send", Needs: acts, Body: bodyLimit, Handle: p.send},
		{Pattern: "GET " + Scope, Needs: reads, Handle: p.scope},
	}
}

func (p Pages) base() string {
	if p.Office {
		return Desk
	}
	return Own
}

func (p Pages) at(n ident.Number) string { return p.base() + "/" + n.ASCII() }

// home is the first page of this side, for the way back.
func (p Pages) home(r *gate.Request) look.Link {
	if p.Office {
		return look.Link{To: "/ministry/today", Text: r.T("nav.today")}
	}
	return look.Link{To: reporting.HomePath, Text: r.T("nav.home")}
}

// frame is a page at or below the list; more are further places below it.
func (p Pages) frame(r *gate.Request, title string, more ...look.Link) look.Frame {
	crumbs := []look.Link{p.home(r), {To: p.base(), Text: r.T("consult.list")}}
	return r.Frame(title).With(append(crumbs, more...)...)
}

// open is the consultation of the address, as a reader of this side has it.
func (p Pages) open(r *gate.Request) (c consult.Consultation, err error) {
	n, err := ident.ParseNumber(r.PathValue("consult"))
	if err != nil {
		return c, fault.Absent()
	}
	err = p.Look(r.Context(), r.Scope, "act", func(tx Tx) ([]ident.Object, error) {
		if c, err = tx.Consult(n, consulting.MayRead); err == nil && p.Office == (c.Org == r.Scope.Org) {
			err = fault.Absent()
		}
		return []ident.Object{c.ID}, err
	})
	return c, err
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("consult", source+linesSource)

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error {
	c, err := p.open(r)
	if err != nil {
		return err
	}
	return p.writeView(w, r, c, Typed{})
}

// Typed is what was typed on a page that is shown again, and what is wrong with it.
type Typed struct {
	Deed  consult.Deed
	Text  string
	Marks map[string]consult.Verdict
	Bad   error
}

// writeView shows the consultation.
func (p Pages) writeView(w http.ResponseWriter, r *gate.Request, c consult.Consultation, t Typed) (err error) {
	v := p.view(r, c, t)
	if err := p.published(r, c, &v); err != nil {
		return err
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	for i := range v.Speak {
		v.Speak[i].Here, v.Speak[i].Key, v.Speak[i].Rev = v.Here, v.Key, v.Rev
	}
	return page.WriteStatus(w, admin.Status(t.Bad), p.frame(r, "consult.title", look.Link{Text: string(c.Number)}).About(string(c.Number)), v)
}

// published adds what the office made of the consultation for everybody (よくある相談), and the way to propose it.
func (p Pages) published(r *gate.Request, c consult.Consultation, v *View) error {
	if !p.Office || r.Scope.Permit(consulting.MayProposeFAQ) != nil {
		return nil //nolint:nilerr // whom nobody tells is told nothing
	}
	if _, ok := c.Answer(); ok {
		v.Propose = v.Here + "/faq"
	}
	return p.Read(r.Context(), r.Scope, func(tx Tx) error {
		list, err := tx.FAQFrom(c.ID)
		for _, e := range list {
			v.Written = append(v.Written, look.Todo{What: e.Question, Ref: string(e.Number), Tag: common.Tag(r, e.State), Until: look.Moment(r.Lang, e.MovedAt), To: look.Link{To: common.At(e.Number), Text: r.T("consult.open")}})
		}
		return err
	})
}

// done goes back to the consultation, or shows it with what was wrong.
func (p Pages) done(w http.ResponseWriter, r *gate.Request, what string, t Typed) error {
	if t.Bad != nil && !admin.Mine(t.Bad) {
		return t.Bad
	}
	c, lost := p.open(r) // as it stands now
	switch {
	case lost != nil:
		return lost
	case t.Bad != nil:
		return p.writeView(w, r, c, t)
	}
	return gate.See(w, p.at(c.Number)+"?done="+what+"#said")
}

func (p Pages) say(w http.ResponseWriter, r *gate.Request) error {
	f, err := r.Fields()
	if err != nil {
		return err
	}
	c, err := p.open(r)
	if err != nil {
		return err
	}
	step := consulting.Step{Number: c.Number, Rev: count(f.Get("rev")), Deed: consult.Deed(f.Get("deed")), Text: lines(f.Get("text"))}
	key, err := r.Key(organisation.Digest(r.Pattern, c.Number, step.Rev, step.Deed, step.Text))
	if err != nil {
		return err
	}
	err = p.Say.Do(r.Context(), r.Scope, key, step)
	return p.done(w, r, string(step.Deed), Typed{Deed: step.Deed, Text: step.Text, Bad: err})
}

func lines(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

func count(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1 // no revision
	}
	return n
}
