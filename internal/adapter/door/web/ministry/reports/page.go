// Package reports is a report as an office to which it is addressed reads it: the sections that were released to it, the
// filer's block, its questions and their answers. Opening it is shown to the operator by office and time.
package reports

import (
	"context"
	_ "embed"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/request"
	"kanmin/internal/domain/support"
	"kanmin/internal/domain/template"
	"kanmin/internal/flow/checking"
)

// Tx is what the page reads, in seven statements, one for a procedure that is not built in, one for what came by telephone, one for
// calls, and three about the form of a 届出 and its 通知.
type Tx interface {
	CaseWith(ident.Number, access.Permission) ([]filing.Reported, error)
	Addressees(filing.Filing) ([]filing.Addressee, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
	RequestsOf(ident.Filing) ([]request.Request, error)
	DutiesOf(ident.Object) ([]duty.Duty, error)
	Unit(ident.Unit) (party.Unit, error)
	Procedure(ref string) (procedure.Procedure, error)
	Revisions(filing.Filing) ([]filing.Revision, error)
	Intake(ident.Filing) (intake.Intake, error)
	FirstOpened([]ident.Filing) (map[ident.Filing]ident.Instant, error)
	CallsOf(ident.Filing) ([]oncall.Call, error)
	SupportsAbout([]ident.Object) ([]support.Support, error)
	checking.FlaggedTx
	OnwardsOf(ident.Filing) ([]filing.Onward, error)
	reporting.FormsTx
	reporting.WithdrawalTx
}

// Page is filled in by serve.
type Page struct {
	Look func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error
}

// Routes returns the page's routes. The address is the desk's: who has no desk is told what is told of an absent page.
func (p Page) Routes() []gate.Route {
	return []gate.Route{{Pattern: "GET /ministry/reports/{number}", Needs: access.Permission{Action: access.Read, Object: access.Desk}, Handle: p.show}}
}

var mayRead = access.Permission{Action: access.Read, Object: access.Report}

// View is what the page shows.
type View struct {
	Heading   string
	Number    string
	State     look.Tag
	Said      *look.Notice // after a question was sent
	Passed    *look.Notice // 承継: who answers for it now
	Withdrawn *look.Notice // 取下げ
	Opening   string       // who the operator is told has opened it
	Arrived   ident.Instant
	Callback  string
	Answers   []look.Answer
	Filer     []look.Answer
	To        []look.Answer
	Due       *look.Due
	Timeline  []look.Event
	Course    *look.Plot // the case from its beginning, as a picture
	Questions []Question
	Ask, Fix  string // addresses of the forms
	Telephone string // 電話連絡表
	Attached  []reporting.File
	Exports   []look.Link
	Revisions []reporting.Revision
	Compare   string // where any two of them are compared
	Case      reporting.Case
	Stays     string               // 対象外の申出あり
	Phoned    *reporting.Telephone // 電話での受付
	Intake    string               // its page, for who may take calls
	Support   []look.Todo          // wishes for help about it
	Formal    *formalView          // 形式の確認 of a 届出
	Onward    *onwardView          // 通知 of a 届出
	Same      []look.Link          // who notified the products that it names
}

// Question is one question of this office and its answer.
type Question struct {
	ID, Number string
	Kind, State,
	Wished look.Tag
	AskedAt, AnsweredAt ident.Instant
	Text, Reply         string
	About               []string // questions of the form that it is about
	Events              []look.Event
	Step                string // address of what can be done while it waits
	Closed              string // why it waits for nothing, and was not answered
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("ministry/reports", source)

// opened is what was read, already cut to what this office received.
type opened struct {
	filing.Filing
	filing.Content
	of       procedure.Procedure
	revs     []filing.Revision
	sections []string
	to       []filing.Addressee
	asks     []request.Request
	owed     []duty.Duty
	office   party.Unit
	came     intake.Intake
	helps    []support.Support
	file     dossier.Dossier // what this office received of the case
	seen     map[ident.Filing]ident.Instant
	call     []oncall.Call
	forms    []template.Template // official forms of its day
	form     formal.Line         // how the office stands to its form, of a 届出
	gone     filing.Withdrawal
	onward   []filing.Onward
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	n, err := ident.ParseNumber(r.PathValue("number"))
	if err != nil {
		return fault.Absent() // an address, not something typed into a field
	}
	var o opened
	err = p.Look(r.Context(), r.Scope, "open", func(tx Tx) ([]ident.Object, error) {
		if err := o.load(tx, r.Scope, n); err != nil {
			return nil, err
		}
		return o.looked(), nil
	})
	if err != nil {
		return err
	}
	v, err := o.view(r)
	if err != nil {
		return err
	}
	f := r.Frame("officer.report.title", "filer", o.name(r), "procedure", o.of.Name.In(string(r.Lang))).
		With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{Text: string(o.Number)}).About(string(o.Number))
	if o.of.Act == party.ActNotification {
		f = f.Under(NotifiedPath).With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{To: NotifiedPath, Text: r.T("nav.notification")}, look.Link{Text: string(o.Number)})
	}
	f.First = reporting.Unofficial(r.Lang, o.of)
	return page.Write(w, f, v)
}

func (o *opened) load(tx Tx, s access.Scope, n ident.Number) (err error) {
	list, err := tx.CaseWith(n, mayRead)
	if err != nil {
		return err
	}
	this := filing.In(list, n)
	o.Filing, o.Content = this.Filing, this.Content
	if o.BelongsTo(s.Org) { // its own filings have pages of their own
		return fault.Absent()
	}
	if err := o.procedure(tx, this.Formed); err != nil {
		return err
	}
	if o.Rev > 1 {
		if o.revs, err = tx.Revisions(o.Filing); err != nil {
			return err
		}
	}
	if this.Phoned {
		if o.came, err = tx.Intake(o.ID); err != nil {
			return err
		}
	}
	if o.to, err = tx.Addressees(o.Filing); err != nil {
		return err
	}
	if o.asks, err = tx.RequestsOf(o.ID); err != nil {
		return err
	}
	if o.owed, err = tx.DutiesOf(ident.Object(o.Case)); err != nil {
		return err
	}
	if o.file, err = dossier.Read(list, tx.Procedure); err != nil {
		return err
	}
	released, err := tx.Released(o.file.IDs(o.ID))
	if err != nil {
		return err
	}
	if o.file, err = o.file.Cut(released); err != nil {
		return err
	}
	if err := o.beside(tx, s, this.Helped); err != nil {
		return err
	}
	if o.seen, err = tx.FirstOpened(o.file.IDs(o.ID)); err != nil {
		return err
	}
	if this.Called {
		if o.call, err = tx.CallsOf(o.ID); err != nil {
			return err
		}
	}
	if err := o.formed(tx); err != nil {
		return err
	}
	return o.cut(s, released[o.ID])
}

// beside reads who asks for help about it, and the reader's own office.
func (o *opened) beside(tx Tx, s access.Scope, helped bool) (err error) {
	if helped {
		if o.helps, err = tx.SupportsAbout([]ident.Object{ident.Object(o.ID)}); err != nil {
			return err
		}
	}
	o.office, err = tx.Unit(s.Unit)
	return err
}

// formed reads how the office stands to the form of a 届出, and whether it was withdrawn.
func (o *opened) formed(tx Tx) (err error) {
	if o.of.Act != party.ActNotification {
		return nil
	}
	if o.gone, err = reporting.WithdrawalOf(tx, o.Filing, o.of); err != nil {
		return err
	}
	if o.onward, err = tx.OnwardsOf(o.ID); err != nil {
		return err
	}
	list, err := checking.Flagged(tx, nil, []ident.Filing{o.ID})
	for _, l := range list {
		o.form = l
	}
	return err
}

func (o *opened) procedure(tx Tx, formed bool) (err error) {
	if o.of, err = tx.Procedure(string(o.Kind)); err == nil && formed {
		o.forms, err = reporting.FormsOf(tx, o.of, o.Filing)
	}
	return err
}

// cut leaves what an office with these sections may know: nothing of other addressees, nothing that can be counted back to
// an answer that was withheld.
func (o *opened) cut(s access.Scope, sections []string) (err error) {
	o.sections = sections
	o.came = o.came.Cut(s.Org, slices.Contains(sections, "contact"))
	if o.revs, err = filing.CutRevisions(o.of, o.revs, sections); err != nil {
		return err
	}
	if o.Content, err = o.Content.Cut(o.of, sections); err != nil {
		return err
	}
	o.to = slices.DeleteFunc(o.to, func(a filing.Addressee) bool { return a.Org != s.Org })
	if !filing.ClockReleased(o.of, sections) {
		o.owed = nil
	}
	return nil
}

func (o *opened) name(r *gate.Request) string {
	if r.Lang == look.En && o.Filer.NameEn != "" {
		return o.Filer.NameEn
	}
	return o.Filer.Name
}

// looked are the reports of which the page shows something: this one, and those of its case that say the times or what changed since.
func (o *opened) looked() []ident.Object {
	var list []ident.Object
	for _, id := range o.file.Shown(o.ID) {
		list = append(list, ident.Object(id))
	}
	return list
}
