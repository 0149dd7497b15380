// Package reports is 報告の履歴 and the report itself as its own organisation sees it: state, receipt, questions and
// their answers, who has opened it, until when the 詳報 is due.
package reports

import (
	"context"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/request"
	"kanmin/internal/domain/statistic"
	"kanmin/internal/domain/support"
	"kanmin/internal/domain/view"
	"kanmin/internal/domain/window"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/releasing"
	"kanmin/internal/flow/submitting"
)

// ReportTx is what the page of a report reads.
type ReportTx interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Addressees(filing.Filing) ([]filing.Addressee, error)
	RequestsOf(ident.Filing) ([]request.Request, error)
	DutiesOf(ident.Object) ([]duty.Duty, error)
	LooksAt(ident.Object) ([]access.Seen, error)
	CallsOf(ident.Filing) ([]oncall.Call, error)
	Procedure(ref string) (procedure.Procedure, error)
	Revisions(filing.Filing) ([]filing.Revision, error)
	Withheld(objects []ident.Object) ([]filing.Withholding, error)
	SupportsAbout([]ident.Object) ([]support.Support, error)
	ChecksOf(ident.Filing) ([]formal.Check, error)
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
	Intake(ident.Filing) (intake.Intake, error)
	ErrandsOf(ident.Case) ([]window.Errand, error)
	Routings() ([]party.Routing, error)
	reporting.FormsTx
	Consents(objects []ident.Object) ([]filing.Consent, error)
	followTx
	reporting.WithdrawalTx
}

// Receipts gives out the receipts of an entry that was committed: final and its twin text are empty until the entry
// has its place in the log, provisional is always there. *store.DB is one.
type Receipts interface {
	Receipt(ctx context.Context, s access.Scope, leaf ident.Leaf) (final, text, provisional []byte, err error)
}

// Pages is what serve fills in; every field is needed.
type Pages struct {
	Answer   asking.Answer
	Correct  submitting.Correct
	Confirm  submitting.Confirm
	Follow   submitting.Follow
	Release  releasing.Release
	Consent  releasing.Consent
	Draft    func(ctx context.Context, s access.Scope, read func(DraftTx) error) error                                      // store.Read
	List     func(ctx context.Context, s access.Scope, purpose string, read func(listing.Tx) ([]ident.Object, error)) error // store.Look
	Export   listing.Look
	Look     func(ctx context.Context, s access.Scope, purpose string, read func(ReportTx) ([]ident.Object, error)) error // store.Look
	Read     func(ctx context.Context, s access.Scope, read func(ReportTx) error) error                                   // store.Read
	Receipts Receipts
	Similar  func(statistic.Asking, ident.Instant) ([]statistic.Similar, int64) // keep/index/reports
}

// Purposes of looks.
const (
	purposeOpen    = "open"
	purposeList    = "list"
	purposeReceipt = "receipt"
	purposeAct     = "act"
)

var (
	mayRead   = access.Permission{Action: access.Read, Object: access.Report}
	mayAnswer = access.Permission{Action: access.Answer, Object: access.Request}
	seeProof  = access.Permission{Action: access.Read, Object: access.Receipt}
	seeLooks  = access.Permission{Action: access.History, Object: access.Report}
)

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	const report = reporting.ReportsPath + "/{number}"
	return []gate.Route{
		{Pattern: "GET " + reporting.ReportsPath, Needs: mayRead, Handle: p.list},
		{Pattern: "GET " + reporting.ProceduresPath + "/{procedure}/filings", Needs: mayRead, Handle: p.sent},
		{Pattern: "GET " + out + "{format}", Needs: mayRead, Fresh: true, Handle: p.export},
		{Pattern: "GET " + report, Needs: mayRead, Handle: p.report},
		{Pattern: "POST " + report + "/correct", Needs: mayFile, Handle: p.correct},
		{Pattern: "POST " + report + "/follow", Needs: mayFile, Handle: p.follow},
		{Pattern: "POST " + report + "/release", Needs: mayFile, Handle: p.release},
		{Pattern: "POST " + report + "/consent", Needs: mayFile, Handle: p.consent},
		{Pattern: "POST " + report + "/confirm", Needs: mayFile, Handle: p.confirm},
		{Pattern: "GET " + report + "/steps", Needs: mayRead, Handle: p.steps},
		{Pattern: "GET " + report + "/receipt", Needs: seeProof, Handle: p.poll},
		{Pattern: "GET " + report + "/receipt/{file}", Needs: seeProof, Handle: p.file},
		{Pattern: "GET " + report + "/requests/{request}", Needs: mayAnswer, Handle: p.write},
		{Pattern: "POST " + report + "/requests/{request}", Needs: mayAnswer, Body: answerLimit, Handle: p.checkAnswer},
		{Pattern: "POST " + report + "/requests/{request}/send", Needs: mayAnswer, Body: answerLimit, Handle: p.answer},
	}
}

// number reads the number of the address. What is not one is absent.
func number(r *gate.Request, name string) (ident.Number, error) {
	n, err := ident.ParseNumber(r.PathValue(name))
	if err != nil {
		return "", fault.Absent()
	}
	return n, nil
}

// own is the filing if the visitor's organisation filed it or it passed to it: an office has its own page for what it received.
func own(tx ReportTx, s access.Scope, n ident.Number, p access.Permission) (filing.Filing, filing.Content, error) {
	f, c, err := tx.Filing(n, p)
	if err == nil && !f.BelongsTo(s.Org) {
		return filing.Filing{}, filing.Content{}, fault.Absent()
	}
	return f, c, err
}

//go:embed list.tmpl
var listSource string

var listPage = look.Parse[look.Listing]("reporting/reports/list", listSource)

// out is where the list is exported.
const out = "/reporting/export/"

func history(empty look.Empty) listing.List {
	return listing.List{Of: view.History, Path: reporting.ReportsPath, Out: out, But: "-" + notification.Kind, Own: true, Table: table, Empty: empty}
}

func (p Pages) list(w http.ResponseWriter, r *gate.Request) error {
	if own, _ := r.Scope.Relations(mayRead); !own {
		return fault.Absent()
	}
	s, err := listing.Read(r)
	if err != nil {
		return err
	}
	if err := p.List(r.Context(), r.Scope, purposeList, func(tx listing.Tx) ([]ident.Object, error) { return history(look.Empty{}).Load(r, s, tx) }); err != nil {
		return err
	}
	f := r.Frame("reports.title")
	f.Crumbs = []look.Link{{To: reporting.HomePath, Text: r.T("nav.home")}, {Text: f.Title}}
	empty := look.Empty{Title: r.T("reports.empty"), Text: []string{r.T("reports.empty.text"), r.T("reports.empty.how")}}
	if f.Alarm.To != "" {
		empty.Links = []look.Link{f.Alarm}
	}
	v, err := history(empty).View(r, s)
	if err != nil {
		return err
	}
	return listPage.WriteStatus(w, s.Status(), f, v)
}

func (p Pages) export(w http.ResponseWriter, r *gate.Request) error {
	if own, _ := r.Scope.Relations(mayRead); !own {
		return fault.Absent()
	}
	return history(look.Empty{}).Export(p.Export)(w, r)
}

func table(r *gate.Request, s *listing.Shown) look.Table {
	t := look.Table{Caption: r.T("reports.title"), Hide: true, Heads: []look.Head{
		{Text: r.T("receipt.number")}, {Text: r.T("reports.col.what")}, {Text: r.T("listing.kind")}, {Text: r.T("reports.col.state")}, {Text: r.T("receipt.arrived")},
		{Text: r.T("reports.col.waiting")},
	}}
	for _, l := range s.Lines {
		tag := reporting.Taken(r, l, reporting.Tag(r.Lang, l.State))
		waiting := look.Cell{Text: r.T("reports.waiting.none")}
		if l.Waiting > 0 {
			waiting = look.Cell{Tag: &look.Tag{Text: r.T("reports.waiting", "n", l.Waiting), Tone: look.Warn}}
		}
		t.Rows = append(t.Rows, []look.Cell{
			{Text: string(l.Number), To: reporting.ReportAt(l.Number), Ref: true}, {Text: l.Summary + reporting.Mark(r, l.Filing)}, {Text: s.KindName(r, l.Kind)}, {Tag: &tag},
			{Text: look.Second(r.Lang, l.ArrivedAt)}, waiting,
		})
	}
	return t
}
