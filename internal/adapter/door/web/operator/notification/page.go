// Package notification is 届出 (強化法4条) as an operator has it: what can be filed, drafts with the earliest date in each, the filings whose
// changes can be filed, and all filings with their receipts.
package notification

import (
	"context"
	_ "embed"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/reporting/filling"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	domain "kanmin/internal/domain/notification"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/view"
)

// Tx is what the page reads.
type Tx interface {
	listing.Tx
	filling.Names
	SearchLines(f filing.Filter, after filing.Place, limit int) ([]filing.Line, filing.Place, error)
	OpenDrafts(limit int) ([]filing.Draft, error)
	Draft(ident.Number) (filing.Draft, []filing.Entry, error)
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
}

// Page is filled in by serve.
type Page struct {
	Look func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error // store.Look
}

var (
	mayRead  = access.Permission{Action: access.Read, Object: access.Report}
	mayWrite = access.Permission{Action: access.Write, Object: access.Draft}
	mayFile  = access.Permission{Action: access.File, Object: access.Report}
)

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{{Pattern: "GET " + reporting.NotificationPath, Needs: mayRead, Function: opening.Notification, Handle: p.show}}
}

// Bounds of what is read.
const (
	draftsRead   = 50 // of all procedures
	datesCounted = 3  // drafts of which the rows are read
	standing     = 10 // filings whose changes can be filed
)

// view is what the page shows.
type page struct {
	Writes  bool
	Need    string // 届出が必要か確かめる
	Begin   []begin
	Drafts  []look.Todo
	Change  []change
	Key     string
	Listing look.Listing
}

// begin is something that can be filed.
type begin struct {
	Name, Text string
	To         string
	First      bool
}

// change is a filing whose changes can be filed.
type change struct{ Number, ASCII, Text, Action string }

//go:embed page.tmpl
var source string

var template = look.Parse[page]("operator/notification", source)

func filings(r *gate.Request) listing.List {
	return listing.List{
		Of: view.Sent, Kind: domain.Kind, Path: reporting.NotificationPath, Out: "/reporting/export/", Own: true, Table: table,
		Empty: look.Empty{Title: r.T("notification.none"), Text: []string{r.T("notification.none.text")}},
	}
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	if own, _ := r.Scope.Relations(mayRead); !own {
		return fault.Absent()
	}
	s, err := listing.Read(r)
	if err != nil {
		return err
	}
	v := page{Writes: r.Scope.Permit(mayWrite) == nil, Need: "/assess/notification"}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	err = p.Look(r.Context(), r.Scope, access.LookList, func(tx Tx) ([]ident.Object, error) {
		seen, err := filings(r).Load(r, s, tx)
		if err == nil && v.Writes {
			var more []ident.Object
			more, err = v.own(r, tx)
			seen = append(seen, more...)
		}
		return seen, err
	})
	if err != nil {
		return err
	}
	if v.Listing, err = filings(r).View(r, s); err != nil {
		return err
	}
	f := r.Frame("nav.notification").With(look.Link{To: reporting.HomePath, Text: r.T("nav.home")}, look.Link{Text: r.T("nav.notification")})
	return template.WriteStatus(w, s.Status(), f, v)
}

// own reads what somebody who writes has open, and what they can begin.
func (v *page) own(r *gate.Request, tx Tx) (seen []ident.Object, err error) {
	for i, p := range []procedure.Procedure{domain.New, domain.Stocktake, domain.None} {
		text := r.T([]string{"notification.new.text", "notification.stocktake.text", "notification.none-of.text"}[i])
		v.Begin = append(v.Begin, begin{Name: p.Form.Title.In(string(r.Lang)), Text: text, To: reporting.StartAt(p.ID), First: i == 0})
	}
	all, err := tx.OpenDrafts(draftsRead)
	if err != nil {
		return nil, err
	}
	var drafts []filing.Draft
	for _, d := range all {
		if strings.HasPrefix(d.Form, domain.Kind) {
			drafts = append(drafts, d)
		}
	}
	if v.Drafts, err = filling.Todos(r, tx, drafts); err != nil {
		return nil, err
	}
	if err := v.dates(r, tx, drafts); err != nil || r.Scope.Permit(mayFile) != nil {
		return nil, err
	}
	lines, _, err := tx.SearchLines(filing.Filter{Kind: filing.Kind(domain.New.ID)}, filing.Place{}, standing)
	for _, l := range lines {
		if l.State == filing.Withdrawn || !l.HeldBy(r.Scope.Org) {
			continue
		}
		seen = append(seen, ident.Object(l.Filing.ID))
		v.Change = append(v.Change, change{
			Number: string(l.Number), ASCII: l.Number.ASCII(), Action: reporting.ReportAt(l.Number, "follow"),
			Text: r.T("notification.of", "what", l.Summary, "at", look.Moment(r.Lang, l.ArrivedAt)),
		})
	}
	return seen, err
}

// dates counts the earliest date in the first drafts.
func (v *page) dates(r *gate.Request, tx Tx, drafts []filing.Draft) error {
	var business []party.Designation
	for i, d := range drafts[:min(len(drafts), datesCounted)] {
		of, err := tx.Procedure(d.Form)
		if err != nil {
			return err
		}
		if of.Dates == nil || d.Root != "" {
			continue
		}
		if business == nil {
			if business, err = tx.Sectors(r.Scope.Org, law.DayOf(r.Now)); err != nil {
				return err
			}
		}
		_, entries, err := tx.Draft(d.Number)
		if err != nil {
			return err
		}
		if due, found := of.Date(of.Tidied(filing.Values(entries)), procedure.Facts{At: r.Now, Business: business}); found {
			v.Drafts[i].Until = r.T("notification.due.draft", "day", look.Day(r.Lang, due.Due))
		}
	}
	return nil
}

func table(r *gate.Request, s *listing.Shown) look.Table {
	t := look.Table{Caption: r.T("notification.filings"), Hide: true, Heads: []look.Head{
		{Text: r.T("receipt.number")}, {Text: r.T("listing.kind")}, {Text: r.T("reports.col.what")}, {Text: r.T("reports.col.state")}, {Text: r.T("receipt.arrived")}, {Text: r.T("reports.col.waiting")},
	}}
	for _, l := range s.Lines {
		tag := reporting.Tag(r.Lang, l.State)
		waiting := look.Cell{Text: r.T("reports.waiting.none")}
		if l.Waiting > 0 {
			waiting = look.Cell{Tag: &look.Tag{Text: r.T("reports.waiting", "n", l.Waiting), Tone: look.Warn}}
		}
		t.Rows = append(t.Rows, []look.Cell{
			{Text: string(l.Number), To: reporting.ReportAt(l.Number), Ref: true}, {Text: s.KindName(r, l.Kind)}, {Text: l.Summary}, {Tag: &tag}, {Text: look.Second(r.Lang, l.ArrivedAt)}, waiting,
		})
	}
	return t
}
