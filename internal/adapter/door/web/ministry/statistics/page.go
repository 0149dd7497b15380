// Package statistics is 報告の統計 of an office: what it received, counted by month and by what was reported, with the rows behind each
// number. Nobody is named in it; what the office did not receive is in no number.
package statistics

import (
	"context"
	_ "embed"
	"errors"
	"net/http"
	"net/url"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/statistic"
)

// Path is the page's address.
const Path = "/ministry/statistics"

// Index puts together what a reader counts (keep/index/reports).
type Index interface {
	Cases(statistic.Sight) (cases []statistic.Case, reached int64, err error)
}

// Tx is what the page reads.
type Tx interface {
	ReleasedSince(law.Day) (map[ident.Filing][]string, error)
	Unit(ident.Unit) (party.Unit, error)
}

// RowsTx is what the page of the rows behind a number reads beside.
type RowsTx interface {
	Tx
	LinesOf([]ident.Filing) ([]filing.Line, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// Page is filled in by serve.
type Page struct {
	Index Index
	Read  func(ctx context.Context, s access.Scope, read func(Tx) error) error                                       // store.Read
	Look  func(ctx context.Context, s access.Scope, purpose string, read func(RowsTx) ([]ident.Object, error)) error // store.Look
}

// Routes returns the page's routes. Who has no desk is told what is told of an absent page.
func (p Page) Routes() []gate.Route {
	needs := access.Permission{Action: access.Read, Object: access.Desk}
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: needs, Handle: p.show},
		{Pattern: "GET " + Path + "/rows", Needs: needs, Handle: p.rows},
		{Pattern: "GET " + Path + "/export/{format}", Needs: needs, Fresh: true, Handle: p.export},
		{Pattern: "GET " + Path + "/public/{format}", Needs: needs, Fresh: true, Handle: p.public},
	}
}

// counted is what was counted for a page.
type counted struct {
	statistic.Result
	cases   []statistic.Case
	reached int64
	office  party.Unit
	wrong   []fault.Field
}

// asked is the query of the address. What of it cannot be counted is told beside its field, and the default is counted.
func asked(r *gate.Request) (q statistic.Query, wrong []fault.Field) {
	q, err := statistic.ReadQuery(r.URL.Query().Get, law.DayOf(r.Now))
	if e, ok := errors.AsType[*fault.Error](err); ok {
		wrong = e.Fields
	}
	return q, wrong
}

func (p Page) count(r *gate.Request, q statistic.Query) (c counted, err error) {
	var sight statistic.Sight
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if sight, err = tx.ReleasedSince(q.From); err == nil {
			c.office, err = tx.Unit(r.Scope.Unit)
		}
		return err
	}); err != nil {
		return c, err
	}
	if c.cases, c.reached, err = p.Index.Cases(sight); err != nil {
		return c, err
	}
	c.Result = statistic.Count(c.cases, q, law.DayOf(r.Now))
	return c, nil
}

// View is what the page shows.
type View struct {
	Heading   string
	Office    string
	AsOf      string
	Filter    look.Listing
	Empty     *look.Empty
	Main      look.Table
	Of        look.Table
	Mark      look.Mark
	Months    []look.Plot
	Figures   []look.Plot
	Exports   []look.Link
	Public    []look.Link
	PublicFor string
	Words     look.Table
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("ministry/statistics", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	q, wrong := asked(r)
	c, err := p.count(r, q)
	if err != nil {
		return err
	}
	c.wrong = wrong
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	f := r.Frame(title(r)).With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{Text: r.T(title(r))})
	return page.WriteStatus(w, status, f, c.view(r))
}

// title is 統計 for a ministry, 報告の分析 for 内閣府 and NCO.
func title(r *gate.Request) string {
	if r.Visitor.Kind == party.Ministry {
		return "statistic.title"
	}
	return "statistic.analysis"
}

// Link leads to the page from others of the office.
func Link(r *gate.Request) look.Link { return look.Link{To: Path, Text: r.T(title(r))} }

// at is an address below the page with the same query, and more of it.
func at(path string, q statistic.Query, more ...string) string {
	v := url.Values{}
	for _, name := range statistic.QueryNames {
		if part := q.Part(name); part != "" && (name != "of" || part != string(statistic.OfReport)) {
			v.Set(name, part)
		}
	}
	for i := 0; i+1 < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return path + "?" + v.Encode()
}
