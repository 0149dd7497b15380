package reports

import (
	_ "embed"
	"net/http"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	helping "kanmin/internal/adapter/door/web/support"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/request"
	"kanmin/internal/domain/support"
	"kanmin/internal/domain/template"
	"kanmin/internal/domain/window"
	"kanmin/internal/flow/supporting"
)

// reportView is a report as its own organisation sees it.
type reportView struct {
	Number, Summary string
	Name, Compare   string // of the procedure; where any two revisions are compared
	State           look.Tag
	StateText       string
	Arrived         ident.Instant
	Notice          *look.Notice
	Passed          *look.Notice // 承継: from whom it came, or to whom it went
	Withdrawn       *look.Notice // 取下げ: that it was withdrawn, or that it withdrew another
	Receipt         *look.Receipt
	Questions       []question
	Offices         []reporting.Office
	Elsewhere       []errand
	Consent         *consentView
	HandIn          string // where handing in is recorded
	Due             look.Due
	Dued            bool
	Timeline        []look.Event
	Answers         []look.Answer
	Filer           []look.Answer
	Revisions       []reporting.Revision
	Attached        []reporting.File
	Exports         []look.Link
	Correct, Key    string               // where a correction begins; empty where none can
	Telephone       *reporting.Telephone // 電話での受付
	Confirm         string               // where it is confirmed; empty for who may not, and where nothing waits
	Case            reporting.Case
	Stays           string // 対象外の申出あり: the clock does not run
	Words           reporting.Words
	Further         further
	Held            []heldBack        // what is kept from whom
	Release         string            // where it is shown now, for those who may
	Window          *reporting.Window // each authority with its own clock
	Back            back              // what is given back for it
	Help            string            // 支援を希望する; empty for who may not
	Helps           []look.Todo       // wishes for help about it
}

//go:embed report.tmpl
var reportSource string

var reportPage = look.Parse[reportView]("reporting/reports/report", reportSource)

// opened is what was read of a report.
type opened struct {
	filing.Filing
	filing.Content
	to     []filing.Addressee
	of     procedure.Procedure
	revs   []filing.Revision
	asks   []request.Request
	owed   []duty.Duty
	seen   []access.Seen
	call   []oncall.Call
	came   intake.Intake
	file   dossier.Dossier // what was reported in the case, with drafts of what will follow
	does   []party.Designation
	held   []filing.Withholding
	helps  []support.Support
	hand   []window.Errand // what is handed in elsewhere
	ways   []party.Routing
	with   filing.Sharing // 国家サイバー統括室, by consent
	forms  []template.Template
	formed []formal.Check // 形式確認 of a 届出, by office
	gone   filing.Withdrawal
	some   filing.Reported // what there is beside it
}

func open(tx ReportTx, s access.Scope, n ident.Number) (o opened, err error) {
	if err := o.readCase(tx, s, n); err != nil {
		return o, err
	}
	if o.of, err = tx.Procedure(string(o.Kind)); err != nil {
		return o, err
	}
	if o.to, err = tx.Addressees(o.Filing); err != nil {
		return o, err
	}
	if o.Rev > 1 {
		if o.revs, err = tx.Revisions(o.Filing); err != nil {
			return o, err
		}
	}
	if o.asks, err = tx.RequestsOf(o.ID); err != nil {
		return o, err
	}
	if o.owed, err = tx.DutiesOf(ident.Object(o.Case)); err != nil {
		return o, err
	}
	if o.of.Act == party.ActReport {
		if o.does, err = tx.Sectors(s.Org, law.DayOf(s.At)); err != nil {
			return o, err
		}
		if err = o.readWindow(tx, law.DayOf(s.At)); err != nil {
			return o, err
		}
		if o.some.Formed {
			if o.forms, err = reporting.FormsOf(tx, o.of, o.Filing); err != nil {
				return o, err
			}
		}
	}
	if o.of.Act == party.ActNotification {
		if o.formed, err = tx.ChecksOf(o.ID); err != nil {
			return o, err
		}
		if o.gone, err = reporting.WithdrawalOf(tx, o.Filing, o.of); err != nil {
			return o, err
		}
	}
	if o.some.Called && len(o.asks) == 0 { // an office that has asked was reached
		if o.call, err = tx.CallsOf(o.ID); err != nil {
			return o, err
		}
	}
	if mine, passed := s.Relations(seeLooks); mine || passed {
		o.seen, err = tx.LooksAt(ident.Object(o.ID))
	}
	return o, err
}

func (p Pages) report(w http.ResponseWriter, r *gate.Request) error {
	n, err := number(r, "number")
	if err != nil {
		return err
	}
	var o opened
	err = p.Look(r.Context(), r.Scope, purposeOpen, func(tx ReportTx) (_ []ident.Object, err error) {
		if o, err = open(tx, r.Scope, n); err != nil {
			return nil, err
		}
		return []ident.Object{ident.Object(o.ID)}, nil
	})
	if err != nil {
		return err
	}
	v, err := o.view(r)
	if err != nil {
		return err
	}
	if v.Receipt, err = p.receipt(r, o.Filing, o.to); err != nil {
		return err
	}
	if v.Back, err = p.given(r, o); err != nil {
		return err
	}
	f := r.Frame("reports.one").About(string(o.Number))
	f.Title = v.Name + " " + string(o.Number)
	f.Crumbs = []look.Link{{To: reporting.HomePath, Text: r.T("nav.home")}, {To: reporting.ReportsPath, Text: r.T("reports.title")}, {Text: string(o.Number)}}
	if o.of.Act == party.ActNotification {
		f.Crumbs[1] = look.Link{To: reporting.NotificationPath, Text: r.T("nav.notification")}
		f = f.Under(reporting.NotificationPath)
	}
	if r.Under.ID != "" {
		f.Crumbs = []look.Link{{To: reporting.MandatesPath, Text: r.T("nav.mandate")}, {To: reporting.MandatesPath + "/" + r.Under.Number.ASCII(), Text: r.Under.OperatorIs}, {Text: string(o.Number)}}
	}
	f.Marking, f.First = r.T("reports.marking"), reporting.Unofficial(r.Lang, o.of)
	return reportPage.Write(w, f, v)
}

func (o opened) view(r *gate.Request) (reportView, error) {
	v := reportView{
		Number: string(o.Number), Name: o.of.Name.In(string(r.Lang)), Compare: reporting.ReportAt(o.Number, "compare"), Summary: o.Summary, State: reporting.Tag(r.Lang, o.State), StateText: stateText(r, o.State), Arrived: o.ArrivedAt,
		Offices: o.offices(r), Timeline: o.timeline(r), Filer: o.filer(r),
	}
	values, err := o.of.Form.Decode(o.Values)
	if err != nil {
		return v, err
	}
	v.Answers = reporting.Answers(r.Lang, o.of.Form.Only(values), values, nil)
	v.Attached = reporting.Files(r.Lang, o.of.Form, o.Attachments(), func(a filing.Attachment) string { return reporting.ReportAt(o.Number, "files", string(a.ID)) })
	v.Exports = reporting.Exports(r.Lang, reporting.ReportAt(o.Number), formsheet.Shown(o.of.Form, values), reporting.HasForm(o.forms, o.Filing, values))
	if v.Revisions, err = reporting.Revisions(r.Lang, o.of.Form, o.revs); err != nil {
		return v, err
	}
	for i := range v.Revisions {
		v.Revisions[i].Receipt = reporting.ReportAt(o.Number, "receipt", filePDF) + "?rev=" + strconv.Itoa(v.Revisions[i].Rev)
	}
	if err := o.putRight(r, &v); err != nil {
		return v, err
	}
	for _, d := range o.owed {
		if d.Rule == incident.Detailed.Clock.Rule && d.State == duty.Open && o.HeldBy(r.Scope.Org) {
			v.Due, v.Dued = reporting.Due(r.Lang, d.Why, law.DayOf(r.Now)), true
			if o.State == filing.Arrived {
				v.StateText += r.T("reports.state.arrived.due", "day", look.Day(r.Lang, d.DueOn))
			}
		}
	}
	if o.Content.Due != nil {
		v.Due, v.Dued = reporting.FiledDue(r.Lang, *o.Content.Due, o.ArrivedAt), true
	}
	v.Case = reporting.CaseOf(r.Lang, o.file, o.ID, func(n ident.Number) string { return reporting.ReportAt(n) })
	v.Words, v.Stays = reporting.WordsOf(r.Lang, o.of), reporting.StandsAs(r.Lang, o.owed)
	if v.Further, err = o.further(r); err != nil {
		return v, err
	}
	for _, s := range o.helps {
		v.Helps = append(v.Helps, helping.Todo(r, s))
	}
	if r.Scope.Permit(supporting.MayAsk) == nil && o.Org == r.Scope.Org && o.of.Act != party.ActNotification {
		v.Help = helping.Own + "/new?about=" + o.Number.ASCII()
	}
	v.Questions = o.questions(r)
	v.Notice, v.Passed = o.fromWhere(r), reporting.PassedNotice(r, o.Filing)
	v.Withdrawn = reporting.WithdrawnNotice(r, o.ID, o.gone, func(n ident.Number) string { return reporting.ReportAt(n) })
	return v, o.singleWindow(r, &v)
}

// fromWhere says what was done, or refused, on the page from which the reader comes.
func (o opened) fromWhere(r *gate.Request) *look.Notice {
	switch r.URL.Query().Get("from") {
	case refused:
		return o.why(r)
	case "draft":
		return &look.Notice{Tone: look.Info, Title: r.T("reports.from-draft"), Text: []string{r.T("reports.from-draft.text")}}
	case "answer":
		return &look.Notice{Tone: look.Good, Title: r.T("reports.from-answer"), Text: []string{r.T("reports.from-answer.text")}}
	case "release":
		return &look.Notice{Tone: look.Good, Title: r.T("release.shown")}
	case "consent":
		return &look.Notice{Tone: look.Good, Title: r.T("consent.done")}
	case "confirm":
		return &look.Notice{Tone: look.Good, Title: r.T("phone.own.done")}
	case "step":
		return &look.Notice{Tone: look.Good, Title: r.T("step.done")}
	case "answered":
		return &look.Notice{Tone: look.Info, Title: r.T("fault.request.answered"), Text: []string{r.T("reports.from-answered.text")}}
	}
	return nil
}

// stateText says what a state means for the one who filed.
func stateText(r *gate.Request, s filing.State) string {
	switch s {
	case filing.Checked:
		return r.T("reports.state.checked.text")
	case filing.FixAsked:
		return r.T("reports.state.fix-asked.text")
	case filing.Fixed:
		return r.T("reports.state.fixed.text")
	case filing.Withdrawn:
		return r.T("reports.state.withdrawn.text")
	case filing.Arrived:
	}
	return r.T("reports.state.arrived.text")
}

// offices lists who has the report, with the number to call and when it was opened: by office, never by person.
func (o opened) offices(r *gate.Request) []reporting.Office {
	var list []reporting.Office
	told := map[ident.Unit]bool{}
	for _, a := range o.to {
		if a.Channel != filing.Here {
			continue
		}
		one := reporting.Office{Title: look.Addressed(r.Lang, a.Title), Name: look.Named(r.Lang, a.Office, a.OfficeEn), Phone: a.Phone, Opened: r.T("reports.unopened"), Unopened: true}
		for _, c := range o.call {
			if c.Unit == a.Unit {
				one.Opened = calledAt(r, c)
			}
		}
		for _, s := range o.seen {
			if s.Unit == a.Unit {
				one.Opened, one.Unopened, told[s.Unit] = openedAt(r, s), false, true
			}
		}
		list = append(list, one)
	}
	for _, s := range o.seen {
		if !told[s.Unit] { // an office above or below an addressee
			list = append(list, reporting.Office{Title: r.T("reports.office.other"), Name: look.Named(r.Lang, s.Office, s.OfficeEn), Opened: openedAt(r, s)})
		}
	}
	return list
}

// calledAt says how far the calls to an office are, by office and never by person.
func calledAt(r *gate.Request, c oncall.Call) string {
	switch {
	case c.Kind.Reached():
		return r.T("oncall.told.reached", "at", look.Moment(r.Lang, c.At))
	case c.Kind == oncall.Step:
		return r.T("oncall.told.calling", "n", c.Step, "at", look.Moment(r.Lang, c.At))
	}
	return r.T("reports.unopened")
}

// officeOf is the name of an addressee.
func (o opened) officeOf(r *gate.Request, u ident.Unit) string {
	for _, a := range o.to {
		if a.Unit == u {
			return look.Named(r.Lang, a.Office, a.OfficeEn)
		}
	}
	return ""
}

func kindName(r *gate.Request, k request.Kind) string {
	if k == request.Fix {
		return r.T("reports.state.fix-asked")
	}
	return r.T("reports.enquiry")
}

// filer is the 報告者欄 as it was frozen on arrival.
func (o opened) filer(r *gate.Request) []look.Answer {
	b := o.Content.Filer
	name := b.Name
	if r.Lang == look.En && b.NameEn != "" {
		name = b.NameEn + " (" + b.Name + ")"
	} else if b.Kana != "" {
		name += "(" + b.Kana + ")"
	}
	list := []look.Answer{{Question: r.T("reports.filer.name"), Text: name}}
	add := func(question, text string) {
		if text != "" {
			list = append(list, look.Answer{Question: question, Text: text})
		}
	}
	add(r.T("reports.filer.number"), b.CorporateNumber)
	add(r.T("reports.filer.address"), b.Address)
	if b.Representative.Name != "" {
		add(r.T("reports.filer.representative"), b.Representative.Title+" "+b.Representative.Name)
	}
	add(r.T("reports.filer.unit"), b.Unit)
	if b.Agent != nil {
		add(r.T("mandate.agent"), r.T("mandate.agent.by", "name", b.Agent.Name, "number", b.Agent.Mandate))
	}
	return append(list, reporting.Sent(r.Lang, o.Content, o.ArrivedAt)...)
}
