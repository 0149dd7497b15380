// Package mandates is 委任 (S6, R29) as both sides have it: what stands between an operator and its maintainers, what waits for whom, and the steps that
// each side takes. What is done under one happens on the pages of reporting.
package mandates

import (
	"context"
	_ "embed"
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/mandating"
	"kanmin/internal/flow/submitting"
)

// Path is the page's address.
const Path = reporting.MandatesPath

// Tx is what the pages read.
type Tx interface {
	mandating.OppositeTx
	Org(ident.Org) (party.Org, error)
	MandateList(limit int) ([]mandate.Mandate, error)
	MandateNumbered(ident.Number, access.Permission) (mandate.Mandate, error)
	MandateByID(ident.Object) (mandate.Mandate, error)
	PapersOfMandate(mandate.Mandate) ([]mandate.Paper, error)
	PaperOfMandate(mandate.Mandate, ident.Object) ([]byte, error)
}

// WorkTx is what is read in the scope of one mandate: what stands under it.
type WorkTx interface {
	OpenDrafts(limit int) ([]filing.Draft, error)
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	SearchLines(f filing.Filter, after filing.Place, limit int) ([]filing.Line, filing.Place, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// Page is filled in by serve.
type Page struct {
	Read    func(ctx context.Context, s access.Scope, read func(Tx) error) error                                       // store.Read
	Work    func(ctx context.Context, s access.Scope, purpose string, read func(WorkTx) ([]ident.Object, error)) error // store.Look
	Propose mandating.Propose
	Step    mandating.Step
	Open    submitting.Open
	Enclose mandating.Enclose
}

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	const one = Path + "/{mandate}"
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: mandating.MayRead, Handle: p.list},
		{Pattern: "GET " + Path + "/new", Needs: mandating.MayPropose, Handle: p.form},
		{Pattern: "GET " + Path + "/new/template", Needs: mandating.MayPropose, Handle: p.template},
		{Pattern: "POST " + Path + "/new", Needs: mandating.MayPropose, Body: sheetBody, Handle: p.check},
		{Pattern: "POST " + Path + "/new/send", Needs: mandating.MayPropose, Body: sheetBody, Handle: p.send},
		{Pattern: "GET " + one, Needs: mandating.MayRead, Handle: p.one},
		{Pattern: "GET " + one + "/paper", Needs: mandating.MayRead, Handle: p.paper},
		{Pattern: "POST " + one + "/countersign", Needs: mandating.MayConfirm, Handle: p.step(mandate.Countersign)},
		{Pattern: "POST " + one + "/decline", Needs: mandating.MayConfirm, Handle: p.step(mandate.Decline)},
		{Pattern: "POST " + one + "/withdraw", Needs: mandating.MayPropose, Handle: p.step(mandate.Withdraw)},
		{Pattern: "POST " + one + "/revoke", Needs: mandating.MayEnd, Handle: p.step(mandate.Revoke)},
		{Pattern: "POST " + one + "/papers", Needs: mandating.MayPropose, Body: mandate.PaperMost + 64<<10, Handle: p.enclose},
		{Pattern: "GET " + one + "/papers/{paper}", Needs: mandating.MayRead, Handle: p.copyOf},
		{Pattern: "POST " + one + "/draft", Needs: mandating.MayPropose, Handle: p.begin},
	}
}

// listed bounds the list.
const listed = 300

// View is the list.
type View struct {
	Notices []look.Notice
	Lead    string
	New     string // address of the form; "" for who may not propose
	Empty   *look.Empty
	Waiting []look.Todo // what waits for one's own side
	Table   look.Table
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("mandates", source)

func (p Page) list(w http.ResponseWriter, r *gate.Request) error {
	var list []mandate.Mandate
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		list, err = tx.MandateList(listed)
		return err
	}); err != nil {
		return err
	}
	side, today := mandate.SideOf(r.Scope.Kind), law.DayOf(r.Now)
	v := View{Lead: r.T("mandate.lead." + string(side)), Table: Table(r, list)}
	if r.Scope.Permit(mandating.MayPropose) == nil {
		v.New = Path + "/new"
	}
	if n, err := strconv.Atoi(r.URL.Query().Get("done")); err == nil && n > 0 && n <= mandate.RowsMost {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("mandate.done.proposed", "n", look.Number(n))})
	}
	for _, m := range list {
		if m.Holder(today) == side {
			v.Waiting = append(v.Waiting, Todo(r, m))
		}
	}
	if len(list) == 0 {
		v.Empty = &look.Empty{Title: r.T("mandate.none"), Text: []string{r.T("mandate.none.text." + string(side))}}
	}
	return page.Write(w, r.Frame("nav.mandate").With(look.Link{Text: r.T("nav.mandate")}), v)
}

// At is the address of a mandate.
func At(m mandate.Mandate) string { return Path + "/" + m.Number.ASCII() }

// Other is the name of the side across.
func Other(r *gate.Request, m mandate.Mandate) string {
	if m.Of(r.Scope.Org) == mandate.Operator {
		return m.MaintainerIs
	}
	return m.OperatorIs
}

// Todo is the line of a proposal that waits for one's own side.
func Todo(r *gate.Request, m mandate.Mandate) look.Todo {
	return look.Todo{
		What: r.T("mandate.waits", "name", Other(r, m)), Ref: string(m.Number), Tag: Tag(r, m), Until: r.T("mandate.term", "from", look.Day(r.Lang, m.From), "until", look.Day(r.Lang, m.Until)),
		Holder: r.T("mandate.holder.own"), To: look.Link{To: At(m), Text: r.T("mandate.look")}, Alert: true,
	}
}

// tones are how states look.
var tones = map[mandate.State]look.Tone{mandate.Proposed: look.Warn, mandate.InForce: look.Good, mandate.Later: look.Info}

// Tag is the state of a mandate today.
func Tag(r *gate.Request, m mandate.Mandate) look.Tag {
	s := m.Standing(law.DayOf(r.Now))
	tone, ok := tones[s]
	if !ok {
		tone = look.Plain
	}
	return look.Tag{Text: r.T("mandate.state." + string(s)), Tone: tone}
}

// Waits says for whom a proposal waits.
func Waits(r *gate.Request, m mandate.Mandate) string {
	switch m.Holder(law.DayOf(r.Now)) {
	case mandate.Operator:
		return m.OperatorIs
	case mandate.Maintainer:
		return m.MaintainerIs
	}
	return r.T("mandate.holder.none")
}

// Table lists mandates, with the side across first.
func Table(r *gate.Request, list []mandate.Mandate) look.Table {
	t := look.Table{Caption: r.T("nav.mandate"), Hide: true, Heads: []look.Head{
		{Text: r.T("mandate.other")}, {Text: r.T("mandate.number")}, {Text: r.T("mandate.state")}, {Text: r.T("mandate.acts")}, {Text: r.T("mandate.until")}, {Text: r.T("mandate.holder")},
	}}
	for _, m := range list {
		tag := Tag(r, m)
		t.Rows = append(t.Rows, []look.Cell{
			{Text: Other(r, m), To: At(m)}, {Text: string(m.Number), Ref: true}, {Tag: &tag}, {Text: actNames(r, m.Acts)}, {Text: look.Day(r.Lang, m.Until)}, {Text: Waits(r, m)},
		})
	}
	return t
}

func actNames(r *gate.Request, acts []mandate.Act) string {
	names := make([]string, len(acts))
	for i, a := range acts {
		names[i] = r.T("mandate.act." + string(a))
	}
	return strings.Join(names, r.T("mandate.and"))
}

// number is the mandate's of the address.
func number(r *gate.Request) (ident.Number, error) {
	n, err := ident.ParseNumber(r.PathValue("mandate"))
	if err != nil {
		return "", fault.Absent()
	}
	return n, nil
}
