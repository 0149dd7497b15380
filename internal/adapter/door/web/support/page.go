// Package support are the pages of 対処支援 (R10): an operator says that it would like help, its office answers and says where the matter stands,
// and a helper joins once the operator has shown it the report. The operator's are below /reporting/support, all others' below /ministry/support.
package support

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/support"
	"kanmin/internal/flow/supporting"
)

// Where the pages are.
const (
	Own  = "/reporting/support"
	Desk = "/ministry/support"
)

// Tx is what the pages read.
type Tx interface {
	SupportList(over bool, limit int) ([]support.Support, error)
	Support(ident.Number, access.Permission) (support.Support, error)
	Showable(ident.Filing) (procedure.Procedure, []support.Candidate, error)
	Deskmates() ([]charge.Holder, error)
	Registered() (party.Org, party.Unit, party.Person, error)
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// Pages are filled in by serve, once for each side.
type Pages struct {
	Office  bool // the side that is asked
	Look    func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error
	Ask     supporting.Ask
	Write   supporting.Write
	Move    supporting.Move
	Hand    supporting.Hand
	Share   supporting.Share
	Unshare supporting.Unshare
}

const bodyLimit = 64 << 10 // a text that is too long still comes back, with its place named

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	reads, acts, at := supporting.MayAnswer, supporting.MayAnswer, p.base()+"/{support}"
	if !p.Office {
		reads, acts = access.Permission{Action: access.Read, Object: access.Home}, supporting.MayAsk
	}
	routes := []gate.Route{
		{Pattern: "GET " + p.base(), Needs: reads, Handle: p.list},
		{Pattern: "GET " + at, Needs: reads, Handle: p.show},
		{Pattern: "POST " + at + "/write", Needs: acts, Body: bodyLimit, Handle: p.write},
		{Pattern: "POST " + at + "/move", Needs: acts, Body: bodyLimit, Handle: p.move},
	}
	if p.Office {
		return append(routes, gate.Route{Pattern: "POST " + at + "/hand", Needs: acts, Body: bodyLimit, Handle: p.hand})
	}
	return append(routes,
		gate.Route{Pattern: "GET " + Own + "/new", Needs: acts, Handle: p.begin},
		gate.Route{Pattern: "POST " + Own + "/new", Needs: acts, Body: bodyLimit, Handle: p.check},
		gate.Route{Pattern: "POST " + Own + "/new/send", Needs: acts, Body: bodyLimit, Handle: p.send},
		gate.Route{Pattern: "GET " + at + "/share", Needs: acts, Handle: p.choose},
		gate.Route{Pattern: "POST " + at + "/share", Needs: acts, Body: bodyLimit, Handle: p.preview},
		gate.Route{Pattern: "POST " + at + "/share/send", Needs: acts, Body: bodyLimit, Handle: p.share},
		gate.Route{Pattern: "POST " + at + "/unshare", Needs: acts, Body: bodyLimit, Handle: p.unshare},
	)
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

func (p Pages) frame(r *gate.Request, title string, w support.Support) look.Frame {
	list, at := look.Link{To: p.base(), Text: r.T("support.list")}, look.Link{Text: string(w.Number)}
	if title != "support.title" {
		at.To = p.at(w.Number)
		return r.Frame(title).With(p.home(r), list, at, look.Link{Text: r.T(title)}).About(string(w.Number))
	}
	return r.Frame(title).With(p.home(r), list, at).About(string(w.Number))
}

// opened is a wish with what the page offers beside it.
type opened struct {
	support.Support
	mates []charge.Holder
	to    []support.Candidate
	of    procedure.Procedure
}

func (p Pages) open(r *gate.Request) (o opened, err error) {
	n, err := ident.ParseNumber(r.PathValue("support"))
	if err != nil {
		return o, fault.Absent()
	}
	err = p.Look(r.Context(), r.Scope, "act", func(tx Tx) ([]ident.Object, error) {
		if o.Support, err = tx.Support(n, supporting.MayRead); err == nil && p.Office == (o.Org == r.Scope.Org) {
			err = fault.Absent()
		}
		if err != nil {
			return nil, err
		}
		if h := o.Holder(); h.Org == r.Scope.Org && p.Office {
			o.mates, err = tx.Deskmates()
		}
		if err == nil && !p.Office && o.Report != "" {
			o.of, o.to, err = tx.Showable(o.Report)
		}
		return []ident.Object{o.ID}, err
	})
	return o, err
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("support", source)

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	return p.writeView(w, r, o, "", nil)
}

// writeView shows the conversation, with a message that was typed and what is wrong with it.
func (p Pages) writeView(w http.ResponseWriter, r *gate.Request, o opened, typed string, bad error) (err error) {
	v := p.view(r, o, typed, bad)
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	return page.WriteStatus(w, admin.Status(bad), p.frame(r, "support.title", o.Support), v)
}

// done goes back to the conversation, or shows it with what was wrong.
func (p Pages) done(w http.ResponseWriter, r *gate.Request, what, typed string, err error) error {
	if err != nil && !admin.Mine(err) {
		return err
	}
	o, lost := p.open(r) // as it stands now
	switch {
	case lost != nil:
		return lost
	case err != nil:
		return p.writeView(w, r, o, typed, err)
	}
	return gate.See(w, p.at(o.Number)+"?done="+what+"#said")
}

// pressed opens the wish of the address and reads what was posted, with its key.
func (p Pages) pressed(r *gate.Request, names ...string) (o opened, typed map[string]string, key ident.Key, err error) {
	fields, err := r.Fields()
	if err != nil {
		return o, nil, key, err
	}
	if o, err = p.open(r); err != nil {
		return o, nil, key, err
	}
	typed = map[string]string{}
	said := []any{r.Pattern, o.Number}
	for _, n := range names {
		typed[n] = lines(fields.Get(n))
		said = append(said, typed[n])
	}
	key, err = r.Key(organisation.Digest(said...))
	return o, typed, key, err
}

func (p Pages) write(w http.ResponseWriter, r *gate.Request) error {
	o, typed, key, err := p.pressed(r, "text")
	if err != nil {
		return err
	}
	err = p.Write.Do(r.Context(), r.Scope, key, o.Number, typed["text"])
	return p.done(w, r, "write", typed["text"], err)
}

func (p Pages) move(w http.ResponseWriter, r *gate.Request) error {
	o, typed, key, err := p.pressed(r, "rev", "deed", "reason")
	if err != nil {
		return err
	}
	err = p.Move.Do(r.Context(), r.Scope, key, supporting.Step{Number: o.Number, Rev: count(typed["rev"]), Deed: support.Deed(typed["deed"]), Reason: typed["reason"]})
	return p.done(w, r, "move", "", err)
}

func (p Pages) hand(w http.ResponseWriter, r *gate.Request) error {
	o, typed, key, err := p.pressed(r, "rev", "to")
	if err != nil {
		return err
	}
	err = p.Hand.Do(r.Context(), r.Scope, key, supporting.Step{Number: o.Number, Rev: count(typed["rev"])}, ident.Person(typed["to"]))
	return p.done(w, r, "hand", "", err)
}

func (p Pages) unshare(w http.ResponseWriter, r *gate.Request) error {
	o, typed, key, err := p.pressed(r, "helper")
	if err != nil {
		return err
	}
	err = p.Unshare.Do(r.Context(), r.Scope, key, o.Number, ident.Org(typed["helper"]))
	return p.done(w, r, "unshare", "", err)
}
