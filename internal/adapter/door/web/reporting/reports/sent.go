package reports

import (
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/view"
)

// SentAt is the list of what one's organisation sent under a procedure.
func SentAt(n ident.Number) string { return reporting.StartAt(n.ASCII()) + "/filings" }

// Sent is what the page shows.
type Sent struct {
	Name    string
	Listing look.Listing
}

//go:embed sent.tmpl
var sentSource string

var sentPage = look.Parse[Sent]("reporting/reports/sent", sentSource)

// sent is the list of what was sent under one procedure; a procedure that is neither open to the organisation nor was used by it is absent.
func (p Pages) sent(w http.ResponseWriter, r *gate.Request) error {
	n, err := number(r, "procedure")
	if err != nil {
		return err
	}
	if own, _ := r.Scope.Relations(mayRead); !own {
		return fault.Absent()
	}
	s, err := listing.Read(r)
	if err != nil {
		return err
	}
	empty := look.Empty{Title: r.T("procedures.sent.none"), Text: []string{r.T("procedures.sent.none.text")}, Links: []look.Link{{To: reporting.StartAt(n.ASCII()), Text: r.T("procedures.sent.start")}}}
	l := listing.List{Of: view.Sent, Kind: filing.Kind(n.ASCII()), Path: SentAt(n), Out: out, Own: true, Table: table, Empty: empty}
	v := Sent{}
	if err := p.List(r.Context(), r.Scope, purposeList, func(tx listing.Tx) ([]ident.Object, error) {
		seen, err := l.Load(r, s, tx)
		if err == nil {
			v.Name, err = s.Name(r, l.Kind, tx)
		}
		return seen, err
	}); err != nil {
		return err
	}
	if v.Listing, err = l.View(r, s); err != nil {
		return err
	}
	f := r.Frame("procedures.sent").With(look.Link{To: reporting.HomePath, Text: r.T("nav.home")}, look.Link{To: reporting.ReportsPath, Text: r.T("reports.title")}, look.Link{Text: v.Name})
	return sentPage.WriteStatus(w, s.Status(), f, v)
}
