package reports

import (
	_ "embed"
	"net/http"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/assign"
	"kanmin/internal/adapter/door/web/ministry/formality"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/view"
	"kanmin/internal/flow/checking"
)

// NotifiedPath is the address of the list of notifications that arrived.
const NotifiedPath = "/ministry/notification"

//go:embed notified.tmpl
var notifiedSource string

var notifiedPage = look.Parse[notifiedView]("ministry/notification", notifiedSource)

// notifiedView is the list with what was checked in it before.
type notifiedView struct {
	look.Listing
	Links []look.Link
}

// notifications is 届いた届出: of what is addressed to the office, the notifications (強化法4条).
func notifications(r *gate.Request, pattern notification.Pattern) listing.List {
	return listing.List{
		Of: view.Filings, Kind: notification.Kind, Path: NotifiedPath, Out: out, Plot: true, Table: notifiedTable(pattern), Bulk: charged, Flags: true,
		Empty: look.Empty{Title: r.T("notification.received.none"), Text: []string{r.T("notification.received.none.text")}, Links: []look.Link{{To: "/ministry/today", Text: r.T("nav.today")}}},
	}
}

// NotifiedTx is what the list reads besides what every list does.
type NotifiedTx interface {
	listing.Tx
	LatestLists() ([]procedure.Last, error)
}

// notifiedTable are the rows, with what is flagged of each.
func notifiedTable(pattern notification.Pattern) func(*gate.Request, *listing.Shown) look.Table {
	return func(r *gate.Request, s *listing.Shown) look.Table {
		t := table(r, s)
		t.Caption = r.T("nav.notification")
		at := len(t.Heads) - 2
		t.Heads = slices.Insert(t.Heads, at, look.Head{Text: r.T("formal.flagged")})
		for i, l := range s.Lines {
			cell := look.Cell{Text: r.T("formal.unflagged")}
			if said := FlagsOf(r, l, pattern); len(said) > 0 {
				cell = look.Cell{Tag: &look.Tag{Text: strings.Join(said, r.T("reports.comma")), Tone: look.Warn}}
			}
			t.Rows[i] = slices.Insert(t.Rows[i], at, cell)
		}
		return t
	}
}

// FlagsOf names what is flagged of a 届出, each once.
func FlagsOf(r *gate.Request, l filing.Line, pattern notification.Pattern) (said []string) {
	if l.Noted == nil {
		return nil
	}
	codes := map[string]bool{}
	for _, f := range l.Noted.Flags {
		codes[f.Code] = true
	}
	codes[notification.FlagPattern] = notification.HasRows(string(l.Kind)) && pattern.Lacks(l.Noted.Sector, l.Noted.Answered) != ""
	for _, c := range notification.Flags {
		if codes[c] {
			said = append(said, r.T("formal.short."+c))
		}
	}
	return said
}

// charged gives many to somebody; campaigns and indicators are of reports.
func charged(r *gate.Request, mates []charge.Holder, query, count string) *look.Bulk {
	b := assign.Bulk(r, mates, query, count)
	b.Further, b.Title = nil, r.T("formal.bulk.title")
	if r.Scope.Permit(checking.May) == nil {
		b.Also = []look.Link{{To: formality.Path, Text: r.T("formal.bulk")}}
	}
	return b
}

func (p Received) notified(w http.ResponseWriter, r *gate.Request) error {
	s, err := listing.Read(r)
	if err != nil {
		return err
	}
	var pattern notification.Pattern
	if err := p.Notified(r.Context(), r.Scope, access.LookList, func(tx NotifiedTx) (seen []ident.Object, err error) {
		last, err := tx.LatestLists()
		if err != nil {
			return nil, err
		}
		pattern = notification.PatternOf(last)
		return notifications(r, pattern).Load(r, s, tx)
	}); err != nil {
		return err
	}
	v, err := notifications(r, pattern).View(r, s)
	if err != nil {
		return err
	}
	f := r.Frame("nav.notification").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{Text: r.T("nav.notification")})
	return notifiedPage.WriteStatus(w, s.Status(), f, notifiedView{v, checkedBefore(r)})
}

// checkedBefore leads to the acts by which forms were checked, for who may.
func checkedBefore(r *gate.Request) []look.Link {
	if r.Scope.Permit(checking.May) != nil {
		return nil
	}
	return []look.Link{{To: formality.Path, Text: r.T("formal.past")}}
}
