package filling

import (
	"crypto/sha256"
	_ "embed"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation/approval"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/reporting/approvals"
	"kanmin/internal/domain/access"
	approve "kanmin/internal/domain/approval"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/flow/approving"
)

var mayApproval = access.Permission{Action: access.Ask, Object: access.Approval}

// unapproved is how a page says that what is urgent is sent without waiting for the approval.
const unapproved = "unapproved"

// agreed is whether the organisation agrees to what the draft says now; the error says what lacks.
func (w work) agreed() error {
	digest, err := filing.DigestFor(w.of, w.tidied(), w.Files)
	if err != nil { // what cannot be read is told in its own place
		return nil //nolint:nilerr // as above
	}
	return w.stands.Permit(digest)
}

// askView is the page on which approval is asked for.
type askView struct {
	Heading, Number string
	Action, Key     string
	Paper, Back     string
	Notices         []look.Notice
	Steps           []string
	Problems        look.Problems
	Fields          []look.Field
}

//go:embed approval.tmpl
var approvalSource string

var approvalPage = look.Parse[askView]("reporting/prompt/approval", approvalSource)

// approval is the page on which approval is asked for; a draft that waits already leads to where it waits.
func (p Pages) approval(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r, true)
	if err != nil {
		return err
	}
	if done, err := sole(w, d); done {
		return err
	}
	switch {
	case d.stands.Round.State == approve.Waiting:
		return gate.See(w, reporting.ApprovalAt(d.stands.Round.ID))
	case d.stands.Route.Mode != approve.Before, d.stops() != nil, len(reviewOf(r, d).faults) > 0:
		return gate.See(w, d.at(check))
	}
	return p.writeApproval(w, r, d, approving.Asking{Reference: d.stands.Round.Reference}, nil)
}

func (p Pages) writeApproval(w http.ResponseWriter, r *gate.Request, d work, typed approving.Asking, bad error) (err error) {
	why := admin.Why(r, bad)
	v := askView{
		Heading: d.title(r), Number: string(d.Number), Action: d.at("approval"), Paper: d.at("paper"), Back: d.at(check), Notices: admin.Says(r, bad),
		Fields: []look.Field{
			{Kind: look.Line, ID: "reference", Label: r.T("approval.reference"), Hint: r.T("approval.reference.hint"), Value: typed.Reference, Free: true, Width: look.Mid, Error: why["reference"]},
			{Kind: look.Area, ID: "note", Label: r.T("approval.asker-note"), Hint: r.T("approval.asker-note.hint"), Value: typed.Note, Limit: approve.NoteMost, Free: true, Error: why["note"]},
		},
	}
	for _, s := range d.stands.Route.Steps {
		v.Steps = append(v.Steps, approval.Step(r, s))
	}
	if d.stands.Round.State == approve.Returned {
		t := approvals.Tag(r, d.stands.Round)
		last := d.stands.Round.Decisions[len(d.stands.Round.Decisions)-1]
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: t.Text, Text: []string{r.T("approval.returned-by", "name", last.Name, "note", last.Note)}})
	}
	v.Problems = look.ProblemsOf(v.Fields)
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	return approvalPage.WriteStatus(w, admin.Status(bad), frame(r, d, r.T("approval.ask")), v)
}

// askApproval asks. Enter in a field looks at what was typed, and asks nothing.
func (p Pages) askApproval(w http.ResponseWriter, r *gate.Request) error {
	fields, d, err := p.posted(r, true)
	if err != nil {
		return err
	}
	if done, err := sole(w, d); done {
		return err
	}
	what := approving.Asking{Draft: d.Number, Reference: strings.TrimSpace(fields.Get("reference")), Note: strings.TrimSpace(fields.Get("note"))}
	if fields.Get("do") != "ask" {
		return p.writeApproval(w, r, d, what, nil)
	}
	key, err := r.Key(sha256.Sum256([]byte("approval\x00" + string(d.Number) + "\x00" + what.Reference + "\x00" + what.Note)))
	if err != nil {
		return err
	}
	id, err := p.AskApproval.Do(r.Context(), r.Scope, key, what)
	switch {
	case fault.Is(err, fault.Conflict), fault.Is(err, fault.Invalid) && len(reviewOf(r, d).faults) > 0:
		return gate.See(w, d.at(check))
	case admin.Mine(err):
		return p.writeApproval(w, r, d, what, err)
	case err != nil:
		return err
	}
	return gate.See(w, reporting.ApprovalAt(id))
}

// paperView is the 起案用 print on A4: what is to be sent, what differs, to whom, and an empty row of seals.
type paperView struct {
	Heading, Number, Org, At string
	To                       []string
	Changes                  *look.Table
	Answers                  []look.Answer
	Attached                 []reporting.File
	Seals                    []string
	Reference                string
	Back                     string
}

//go:embed paper.tmpl
var paperSource string

var paperPage = look.Parse[paperView]("reporting/prompt/paper", paperSource)

func (p Pages) paper(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r, true)
	if err != nil {
		return err
	}
	if done, err := sole(w, d); done {
		return err
	}
	v := paperView{
		Heading: d.title(r), Number: string(d.Number), Org: r.Visitor.OrgName.In(string(r.Lang)), At: look.Moment(r.Lang, r.Now), Back: d.at(check),
		Answers: reporting.Answers(r.Lang, d.asked(), d.tidied(), nil), Reference: d.stands.Round.Reference, Attached: reporting.Files(r.Lang, d.of.Form, d.Files, nil),
	}
	for _, a := range d.goesTo() {
		if a.Channel == filing.Here {
			v.To = append(v.To, look.Addressed(r.Lang, a.Title))
		}
	}
	if d.was != nil {
		t := d.changes(r)
		t.Caption = r.T("approval.paper.changes")
		v.Changes = &t
	}
	for _, s := range d.stands.Route.Steps {
		v.Seals = append(v.Seals, approval.Step(r, s))
	}
	if len(v.Seals) == 0 {
		v.Seals = []string{r.T("approval.paper.seal"), r.T("approval.paper.seal")}
	}
	return paperPage.Write(w, frame(r, d, r.T("approval.paper")), v)
}

// approvalLine is how the approval stands, on 提出前の確認.
type approvalLine struct {
	Tag   look.Tag
	Says  string
	Round look.Link
	Ask   bool // approval is to be asked for
	Hurry bool // what is urgent may go without
}

// approvalOf says how the approval stands; nil where none is wanted before sending.
func approvalOf(r *gate.Request, d work) *approvalLine {
	if d.stands.Route.Mode != approve.Before {
		return nil
	}
	v := &approvalLine{Tag: look.Tag{Text: r.T("approval.state.none"), Tone: look.Warn}, Says: r.T("approval.needed")}
	if d.stands.Round.ID != "" {
		v.Tag, v.Round = approvals.Tag(r, d.stands.Round), look.Link{To: reporting.ApprovalAt(d.stands.Round.ID), Text: r.T("approval.open")}
	}
	err := d.agreed()
	v.Hurry = err != nil && d.of.Urgent
	v.Ask = err != nil && d.stands.Round.State != approve.Waiting && r.Scope.Permit(mayApproval) == nil
	switch {
	case err == nil:
		v.Says = r.T("approval.given")
	case d.stands.Round.State == approve.Waiting:
		v.Says = r.T("approval.waiting")
	case d.stands.Round.State == approve.Approved:
		v.Says = r.T("fault.approval.changed")
	}
	return v
}

// standing is how the organisation stands to a draft that can still be sent.
func standing(tx DraftTx, w *work) (err error) {
	if w.State == filing.DraftOpen {
		w.stands, err = tx.Approval(w.of, w.ID)
	}
	return err
}
