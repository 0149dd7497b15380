// Package compared is 版の比較: what differs between any two revisions of what was sent, for its own organisation and for an office that
// received it. An office compares the revisions that it was given, by the numbers that it knows; reading them is a look.
package compared

import (
	"context"
	_ "embed"
	"net/http"
	"slices"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
)

// Tx is what the page reads.
type Tx interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
	Revisions(filing.Filing) ([]filing.Revision, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// Page is filled in by serve.
type Page struct {
	Look func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error // store.Look
}

// Routes returns the page's routes, one for each side.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + reporting.ReportsPath + "/{number}/compare", Needs: mayRead, Handle: p.show(true)},
		{Pattern: "GET " + desk + "/{number}/compare", Needs: access.Permission{Action: access.Read, Object: access.Desk}, Handle: p.show(false)},
	}
}

var mayRead = access.Permission{Action: access.Read, Object: access.Report}

// desk is where offices read what they received.
const desk = "/ministry/reports"

// View is what the page shows.
type View struct {
	Name, Number string
	Between      string // which two are compared, for paper
	Pick         []look.Field
	Action       string
	Empty        *look.Empty // of one revision alone
	Found        string
	Sections     []reporting.Compared
	All, Whole   string // where every line is shown, and what that link says
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("reporting/compared", source)

// opened is what arrived, as its reader has it.
type opened struct {
	filing.Filing
	of   form.Form
	name string
	revs []filing.Revision
	is   filing.Comparison
}

func (p Page) show(own bool) gate.Handler {
	return func(w http.ResponseWriter, r *gate.Request) error {
		n, err := ident.ParseNumber(r.PathValue("number"))
		if err != nil {
			return fault.Absent() // an address, not something typed into a field
		}
		var o opened
		err = p.Look(r.Context(), r.Scope, access.LookOpen, func(tx Tx) ([]ident.Object, error) {
			if err := o.load(tx, r, n, own); err != nil {
				return nil, err
			}
			return []ident.Object{ident.Object(o.ID)}, o.compare(r) // a revision that is not there is no look
		})
		if err != nil {
			return err
		}
		list, marking := desk, ""
		crumbs := []look.Link{{To: "/ministry/today", Text: r.T("nav.today")}}
		if own {
			list, marking = reporting.ReportsPath, r.T("reports.marking")
			crumbs = []look.Link{{To: reporting.HomePath, Text: r.T("nav.home")}, {To: reporting.ReportsPath, Text: r.T("reports.title")}}
		}
		at := list + "/" + o.Number.ASCII()
		f := r.Frame("compare.title").About(string(o.Number)).With(append(crumbs, look.Link{To: at, Text: string(o.Number)}, look.Link{Text: r.T("compare.title")})...)
		f.Marking = marking
		return page.Write(w, f, o.view(r, at+"/compare"))
	}
}

func (o *opened) load(tx Tx, r *gate.Request, n ident.Number, own bool) (err error) {
	if o.Filing, _, err = tx.Filing(n, mayRead); err != nil {
		return err
	}
	if own != o.BelongsTo(r.Scope.Org) { // each has pages of its own
		return fault.Absent()
	}
	of, err := tx.Procedure(string(o.Kind))
	if err != nil {
		return err
	}
	if o.revs, err = tx.Revisions(o.Filing); err != nil {
		return err
	}
	o.of, o.name = of.Form, of.Name.In(string(r.Lang))
	if own {
		return nil
	}
	released, err := tx.Released([]ident.Filing{o.ID})
	if err != nil {
		return err
	}
	o.of = filing.CutForm(of.Form, released[o.ID])
	o.revs, err = filing.CutRevisions(of, o.revs, released[o.ID])
	return err
}

// compare reads which two are asked for: the latest against the one before it, where nothing is.
func (o *opened) compare(r *gate.Request) (err error) {
	last := len(o.revs)
	before, after := max(last-1, 1), last
	for name, rev := range map[string]*int{"from": &before, "to": &after} {
		if typed := r.URL.Query().Get(name); typed != "" {
			if *rev, err = strconv.Atoi(typed); err != nil {
				return fault.Absent()
			}
		}
	}
	o.is, err = filing.Compare(o.of, o.revs, before, after)
	return err
}

func (o *opened) view(r *gate.Request, at string) View {
	v := View{Name: o.name, Number: string(o.Number), Action: at}
	if len(o.revs) < 2 {
		v.Empty = &look.Empty{Title: r.T("compare.one"), Text: []string{r.T("compare.one.text")}}
		return v
	}
	said := func(rev filing.Revision) string {
		return r.T("compare.rev", "rev", reporting.RevisionName(r.Lang, rev.Rev), "at", look.Moment(r.Lang, rev.At))
	}
	pick := func(name, label string, chosen int) look.Field {
		f := look.Field{Kind: look.Select, ID: name, Label: label}
		for _, rev := range slices.Backward(o.revs) {
			f.Options = append(f.Options, look.Option{Value: strconv.Itoa(rev.Rev), Label: r.T("compare.option", "rev", rev.Rev, "at", look.Moment(r.Lang, rev.At)), Chosen: rev.Rev == chosen})
		}
		return f
	}
	v.Pick = []look.Field{pick("from", r.T("compare.from"), o.is.Before.Rev), pick("to", r.T("compare.to"), o.is.After.Rev)}
	v.Between = r.T("compare.between", "before", said(o.is.Before), "after", said(o.is.After))
	most := reporting.ComparedShown
	if r.URL.Query().Get("all") != "" {
		most = 0
	}
	v.Sections = reporting.Comparison(r.Lang, o.is, most)
	added, removed, changed := o.is.Count()
	switch {
	case o.is.Before.Rev == o.is.After.Rev:
		v.Found = r.T("compare.same")
	case added+removed+changed == 0:
		v.Found = r.T("compare.none")
	default:
		v.Found = r.T("compare.count", "added", look.Number(added), "removed", look.Number(removed), "changed", look.Number(changed))
	}
	for _, s := range v.Sections {
		if s.More > 0 {
			v.All = at + "?from=" + strconv.Itoa(o.is.Before.Rev) + "&to=" + strconv.Itoa(o.is.After.Rev) + "&all=1"
			v.Whole = r.T("compare.all")
		}
	}
	return v
}
