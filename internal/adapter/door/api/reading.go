package api

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/request"
)

// Report is a report as its reader may see it: the owner all of it, an office the sections that it received.
type Report struct {
	Number     string            `json:"number" example:"報-R8-7K4M-2QXD-W"`
	ASCII      string            `json:"number_ascii" example:"R-R8-7K4M-2QXD-W"`
	Kind       string            `json:"kind" example:"report.prompt"`
	State      string            `json:"state" enum:"arrived,checked,fix-asked,fixed,withdrawn"`
	ArrivedAt  string            `json:"arrived_at" format:"date-time" doc:"到達; never changes"`
	Summary    string            `json:"summary,omitempty"`
	Filer      filing.FilerBlock `json:"filer"`
	SentBy     string            `json:"sent_by,omitempty" doc:"the person that sent it; for the own organisation only"`
	WrittenAt  string            `json:"written_at,omitempty" format:"date-time" doc:"when it was written, by the writer's own clock, of a report that was brought in a packet"`
	Program    string            `json:"sent_by_program,omitempty" doc:"the service token that sent it, when no person did; for the own organisation only"`
	Answers    map[string]any    `json:"answers"`
	Files      []File            `json:"files,omitempty" doc:"attachments (添付); for an office: those of the sections that it received"`
	Addressees []Addressee       `json:"addressees" doc:"for an office: its own lines"`
	Seen       []Seen            `json:"seen,omitempty" doc:"which offices opened it (誰が見たか); for the own organisation only"`
	Requests   []Request         `json:"requests"`
	Duties     []Duty            `json:"duties"`
	Timeline   []Event           `json:"timeline"`
	// Authorities are told to the own organisation.
	Authorities []Authority `json:"authorities,omitempty" doc:"every authority that the facts concern, each with its own clock; for the own organisation only"`
	Receipt     *Receipt    `json:"receipt,omitempty" doc:"for the own organisation only"`
	Links       Links       `json:"links"`
	Case        *Case       `json:"case,omitempty" doc:"the 事案: every report of it that the reader has, and its times"`
	Passed      []Passed    `json:"passed,omitempty" doc:"承継: to whom it passed, the first one first"`
	Telephone   *Telephone  `json:"telephone,omitempty" doc:"電話での受付: of a report that an office took down on the telephone"`
	Withdrawn   *Withdrawal `json:"withdrawn,omitempty" doc:"取下げ: when, and by which filing"`
	Withdraws   *Withdrawal `json:"withdraws,omitempty" doc:"取下げ: the filing that this one withdrew"`
	Onward      *Onward     `json:"onward,omitempty" doc:"通知: when the minister tells the Prime Minister of a 届出"`
}

// Onward is the 通知 of a 届出, with how certain the moment is.
type Onward struct {
	Moment    string `json:"moment" enum:"arrival,check" doc:"at arrival, or with the check of the form"`
	Certainty string `json:"certainty" doc:"of the moment; that it is passed on is 強化法4条"`
	SentAt    string `json:"sent_at,omitempty" format:"date-time" doc:"absent while it waits"`
	Revision  int    `json:"revision,omitempty"`
	By        string `json:"by,omitempty" doc:"title of the office whose check it was"`
}

func onward(list []filing.Onward) *Onward {
	if len(list) == 0 {
		return nil
	}
	o := list[0]
	v := &Onward{Moment: o.When, Certainty: o.Certainty.String(), Revision: o.Rev, By: o.By}
	if o.At != 0 {
		v.SentAt = clock(o.At)
	}
	return v
}

// Withdrawal is that a filing was withdrawn, with the other of the two.
type Withdrawal struct {
	At     string `json:"at" format:"date-time"`
	Number string `json:"number,omitempty" doc:"where that filing is open to the caller"`
	ASCII  string `json:"number_ascii,omitempty"`
}

// withdrawal is what is told of it on the side of one of the two; nil on the other.
func withdrawal(is bool, w filing.Withdrawal, other ident.Number) *Withdrawal {
	if !is {
		return nil
	}
	v := &Withdrawal{At: clock(w.At), Number: string(other)}
	if other != "" {
		v.ASCII = other.ASCII()
	}
	return v
}

// Event is one line of a report's history.
type Event struct {
	At     string `json:"at" format:"date-time"`
	What   string `json:"what" enum:"arrived,opened,asked,answered,closed,withdrawn"`
	Office string `json:"office,omitempty"`
	Number string `json:"number,omitempty"`

	at ident.Instant
}

type reportOut struct{ Body Report }

func (a *API) reading(t *table) {
	add(t, mayRead, huma.Operation{
		OperationID: "list-reports", Method: http.MethodGet, Path: "/reports", Tags: []string{"reports"},
		Summary: "Reports (報告) and notifications (届出) of the own organisation, or those that the office received (本日の対応); newest first. kind narrows to one side: asset. to notifications, -asset. to all others",
	}, a.list)
	add(t, mayRead, huma.Operation{
		OperationID: "read-report", Method: http.MethodGet, Path: "/reports/{number}", Tags: []string{"reports"},
		Summary: "A report: content, addressees, requests, duties, timeline. Opening it is shown to its owner.",
	}, a.read)
}

// opened is what was read of a report, before it is cut.
type opened struct {
	filing.Filing
	filing.Content
	of   procedure.Procedure
	own  bool
	to   []filing.Addressee
	asks []request.Request
	owed []duty.Duty
	ways []party.Routing
	seen []access.Seen
	file dossier.Dossier
	does []party.Designation // of the own organisation
	held []filing.Withholding
	came intake.Intake
	gone filing.Withdrawal
	told []filing.Onward
}

func (a *API) read(c *call, in *numbered) (*reportOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	var o opened
	err = a.Report(c.Context(), c.Scope, purposeOpen, func(tx ReportTx) ([]ident.Object, error) {
		var err error
		if o, err = open(tx, c.Scope, n); err != nil {
			return nil, err
		}
		return o.looked(), nil
	})
	if err != nil {
		return nil, err
	}
	v, err := o.view()
	if err != nil {
		return nil, err
	}
	v.Authorities = o.authorities(law.DayOf(c.Scope.At))
	v.Receipt, err = receiptOf(c.Scope, o.Filing, func(leaf ident.Leaf) (final, text, provisional []byte, err error) {
		return a.Receipts.Receipt(c.Context(), c.Scope, leaf)
	})
	if err != nil {
		return nil, err
	}
	return &reportOut{v}, nil
}

// open loads a report and cuts it to what the scope received.
func open(tx ReportTx, s access.Scope, n ident.Number) (o opened, err error) {
	list, err := tx.CaseWith(n, mayRead)
	if err != nil {
		return o, err
	}
	this := filing.In(list, n)
	o.Filing, o.Content = this.Filing, this.Content
	o.own = o.BelongsTo(s.Org)
	if o.of, err = tx.Procedure(string(o.Kind)); err != nil {
		return o, err
	}
	if err := o.notified(tx); err != nil {
		return o, err
	}
	if o.to, err = tx.Addressees(o.Filing); err != nil {
		return o, err
	}
	if o.asks, err = tx.RequestsOf(o.ID); err != nil {
		return o, err
	}
	if o.owed, err = tx.DutiesOf(ident.Object(o.Case)); err != nil {
		return o, err
	}
	if o.file, err = dossier.Read(list, tx.Procedure); err != nil {
		return o, err
	}
	if this.Phoned {
		if o.came, err = tx.Intake(o.ID); err != nil {
			return o, err
		}
	}
	if !o.own {
		released, err := tx.Released(o.file.IDs(o.ID))
		if err != nil {
			return o, err
		}
		if o.file, err = o.file.Cut(released); err != nil {
			return o, err
		}
		return o.cut(s, released[o.ID])
	}
	if o.does, err = tx.Sectors(s.Org, law.DayOf(s.At)); err != nil {
		return o, err
	}
	if o.ways, err = tx.Routings(); err != nil {
		return o, err
	}
	if this.Withholds {
		if o.held, err = tx.Withheld([]ident.Object{ident.Object(o.ID)}); err != nil {
			return o, err
		}
	}
	o.came = o.came.Cut(s.Org, true)
	if own, _ := s.Relations(access.Permission{Action: access.History, Object: access.Report}); own {
		o.seen, err = tx.LooksAt(ident.Object(o.ID))
	}
	return o, err
}

// notified reads what is told of a 届出 alone: its 通知, and its withdrawal.
func (o *opened) notified(tx ReportTx) (err error) {
	if o.State == filing.Withdrawn || o.of.Withdraws {
		if o.gone, err = tx.WithdrawalOf(o.ID); err != nil {
			return err
		}
	}
	if o.of.Act == party.ActNotification {
		o.told, err = tx.OnwardsOf(o.ID)
	}
	return err
}

// cut leaves what an office with these sections may know: nothing of other addressees, nothing that can be counted
// back to an answer that was withheld.
func (o opened) cut(s access.Scope, sections []string) (opened, error) {
	var err error
	o.came = o.came.Cut(s.Org, slices.Contains(sections, "contact"))
	if o.Content, err = o.Content.Cut(o.of, sections); err != nil {
		return o, err
	}
	o.to = slices.DeleteFunc(o.to, func(a filing.Addressee) bool { return a.Org != s.Org })
	if !filing.ClockReleased(o.of, sections) {
		o.owed = nil
	}
	if !o.of.Whole() {
		o.Rev = 0
	}
	o.of.Form = filing.CutForm(o.of.Form, sections)
	return o, nil
}

func (o opened) view() (Report, error) {
	v := Report{
		Number: string(o.Number), ASCII: o.Number.ASCII(), Kind: string(o.Kind), State: string(o.State), ArrivedAt: clock(o.ArrivedAt),
		Summary: o.Summary, Filer: o.Filer, SentBy: o.SentBy, Program: o.Program, Addressees: o.heldOf(addressees(o.to)), Requests: requests(o.asks, o.own),
		Duties: duties(o.owed), Links: Links{Self: address(o.Number)}, Passed: passed(o.Filing),
	}
	if o.Offline != nil {
		v.WrittenAt = clock(o.Offline.WrittenAt)
	}
	v.Withdrawn, v.Withdraws = withdrawal(o.gone.Of == o.ID, o.gone, o.gone.ByNumber), withdrawal(o.gone.By == o.ID, o.gone, o.gone.OfNumber)
	v.Onward = onward(o.told)
	v.Case, v.Telephone = o.caseView(), telephone(o.came)
	v.Files = files(o.Attachments(), v.Links.Self)
	var err error
	if v.Answers, err = values(o.Values); err != nil {
		return v, err
	}
	v.Timeline = []Event{{at: o.ArrivedAt, What: "arrived"}}
	for _, s := range o.seen {
		v.Seen = append(v.Seen, Seen{Office: s.Office, FirstAt: clock(s.FirstAt), LastAt: clock(s.LastAt), Times: s.Times})
		v.Timeline = append(v.Timeline, Event{at: s.FirstAt, What: "opened", Office: s.Office})
	}
	for _, r := range o.asks {
		v.Timeline = append(v.Timeline, Event{at: r.AskedAt, What: "asked", Office: r.Office, Number: string(r.Number)})
		if r.AnsweredAt != 0 {
			v.Timeline = append(v.Timeline, Event{at: r.AnsweredAt, What: string(r.State), Number: string(r.Number)})
		}
	}
	if o.gone.Of == o.ID {
		v.Timeline = append(v.Timeline, Event{at: o.gone.At, What: "withdrawn", Number: string(o.gone.ByNumber)})
	}
	slices.SortStableFunc(v.Timeline, func(a, b Event) int { return cmp.Compare(a.at, b.at) })
	for i := range v.Timeline {
		v.Timeline[i].At = clock(v.Timeline[i].at)
	}
	return v, nil
}
