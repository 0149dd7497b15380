// Package approvals is 承認と確認 (R5): what waits for somebody's agreement inside the organisation, before it is sent or after.
package approvals

import (
	"context"
	_ "embed"
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	route "kanmin/internal/adapter/door/web/organisation/approval"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/reporting/upload"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/approving"
	"kanmin/internal/flow/attaching"
)

// Tx is what the pages read.
type Tx interface {
	Rounds(waiting bool, limit int) ([]approval.Round, error)
	Round(id ident.Object, may access.Permission) (approval.Round, error)
	ActsFor() ([]ident.Person, error)
	Procedure(ref string) (procedure.Procedure, error)
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	FilesOf(filing.Draft) ([]filing.Attachment, error)
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	PaperChunk(round, id ident.Object, at int, room []byte) ([]byte, error)
}

// Pages is what serve fills in; every field is needed.
type Pages struct {
	Read     func(ctx context.Context, s access.Scope, read func(Tx) error) error                                   // store.Read
	Look     func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error // store.Look
	Decide   approving.Decide
	Withdraw approving.Withdraw
	Enclose  attaching.Enclose
}

// MaySee is what the list needs: whoever sets the ways alone is told nothing of what goes them.
var MaySee = access.Permission{Action: access.Ask, Object: access.Approval}

var (
	mayDecide = access.Permission{Action: access.Decide, Object: access.Approval}
	mayEnd    = access.Permission{Action: access.End, Object: access.Approval}
	seeReport = access.Permission{Action: access.Read, Object: access.Report}
)

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	const one = reporting.ApprovalsPath + "/{approval}"
	return []gate.Route{
		{Pattern: "GET " + reporting.ApprovalsPath, Needs: MaySee, Handle: p.list},
		{Pattern: "GET " + one, Needs: MaySee, Handle: p.show},
		{Pattern: "POST " + one + "/approve", Needs: mayDecide, Handle: p.approve},
		{Pattern: "POST " + one + "/return", Needs: mayDecide, Handle: p.back},
		{Pattern: "POST " + one + "/withdraw", Needs: mayEnd, Handle: p.withdraw},
		{Pattern: "POST " + one + "/paper", Needs: MaySee, Body: upload.Limit, Handle: p.enclose},
		{Pattern: "GET " + one + "/papers/{paper}", Needs: MaySee, Handle: p.paper},
		{Pattern: "POST " + one + "/papers/{file}/remove", Needs: MaySee, Handle: p.removePaper},
		{Pattern: "POST " + one + "/papers/{file}/back", Needs: MaySee, Handle: p.backPaper},
	}
}

// found is a round with what it is about.
type found struct {
	approval.Round
	of     procedure.Procedure
	values form.Values
	files  []filing.Attachment
	was    form.Values         // what was sent before, of a correction
	had    []filing.Attachment // with it
	digest string              // of what the draft says now
	who    approval.Decider
	told   *told // of a press about papers
}

func (p Pages) load(r *gate.Request, id string) (f found, err error) {
	err = p.Look(r.Context(), r.Scope, "list", func(tx Tx) ([]ident.Object, error) {
		var err error
		if f.Round, err = tx.Round(ident.Object(id), MaySee); err != nil {
			return nil, err
		}
		if f.of, err = tx.Procedure(f.Of); err != nil {
			return nil, err
		}
		if f.who, err = decider(r, tx, []approval.Round{f.Round}); err != nil {
			return nil, err
		}
		return f.content(r, tx)
	})
	return f, err
}

// content loads what a round is about: what was sent, or the draft as it is now.
func (f *found) content(r *gate.Request, tx Tx) (seen []ident.Object, err error) {
	if f.Filing != "" {
		_, c, err := tx.FilingByID(f.Filing, seeReport)
		if err != nil {
			return nil, err
		}
		f.values, err = f.of.Form.Decode(c.Values)
		f.files, f.digest = c.Attachments(), f.Digest
		return []ident.Object{ident.Object(f.Filing)}, err
	}
	d, entries, err := tx.DraftByID(f.Draft)
	if err != nil {
		return nil, err
	}
	if f.files, err = tx.FilesOf(d); err != nil {
		return nil, err
	}
	if f.values = filing.Values(entries); d.Corrects != "" {
		_, c, err := tx.FilingByID(d.Corrects, seeReport)
		if err != nil {
			return nil, err
		}
		if f.was, err = f.of.Form.Decode(c.Values); err != nil {
			return nil, err
		}
		f.had = c.Attachments()
		seen = append(seen, ident.Object(d.Corrects))
	}
	tidy, _, err := f.of.Check(f.values, procedure.Facts{At: r.Now})
	if err != nil { // what cannot be sent is not what was asked about
		return seen, nil //nolint:nilerr // it is shown as it is
	}
	f.values = tidy
	f.digest, err = filing.DigestFor(f.of, tidy, f.files)
	return seen, err
}

// oneView is one round.
type oneView struct {
	Title, Name, Number string
	State               look.Tag
	Notices             []look.Notice
	Facts               []look.Answer
	Steps               look.Table
	Changes             *look.Table
	Answers             []look.Answer
	Attached            []reporting.File
	To                  look.Link // the draft, or what was sent
	Paper               string
	Papers              *paperView
	Action              string
	Key, Digest         string
	Rev                 int
	Problems            look.Problems
	Fields              []look.Field
	Approve, Return     string // words of the buttons; empty where they are not offered
	Withdraw            bool
}

//go:embed show.tmpl
var showSource string

var showPage = look.Parse[oneView]("reporting/approvals/show", showSource)

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error {
	f, err := p.load(r, r.PathValue("approval"))
	if err != nil {
		return err
	}
	return p.write(w, r, f, "", nil)
}

func (p Pages) write(w http.ResponseWriter, r *gate.Request, f found, note string, bad error) (err error) {
	v := oneView{
		Title: r.T("approval.one." + string(f.Mode)), Name: f.of.Name.In(string(r.Lang)), Number: string(ref(f.Round)), State: Tag(r, f.Round), Notices: admin.Says(r, bad),
		Steps: Table(r, f.Round), Action: reporting.ApprovalAt(f.ID), Digest: f.digest, Rev: f.Rev, Facts: facts(r, f.Round), Answers: reporting.Answers(r.Lang, f.of.Form.Only(f.values), f.values, nil),
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	if f.was != nil {
		t := reporting.Changes(r.Lang, f.of.Form.Diff(f.was, f.values), "")
		t.Rows = append(t.Rows, reporting.FileChanges(r.Lang, f.had, f.files)...)
		t.Caption = r.T("changes.now")
		v.Changes = &t
	}
	id, _ := procedure.SplitRef(f.Of)
	v.Attached = reporting.Files(r.Lang, f.of.Form, f.files, func(a filing.Attachment) string {
		if f.Filing != "" {
			return reporting.ReportAt(f.Sent, "files", string(a.ID))
		}
		return reporting.DraftAt(id, f.Number, "files/"+string(a.ID))
	})
	if f.Filing != "" {
		v.To = look.Link{To: reporting.ReportAt(f.Sent), Text: r.T("approval.to-report")}
	} else {
		v.To, v.Paper = look.Link{To: reporting.DraftAt(id, f.Number, "check"), Text: r.T("approval.to-draft")}, reporting.DraftAt(id, f.Number, "paper")
	}
	if v.Papers, err = f.paperOf(r); err != nil {
		return err
	}
	f.buttons(r, &v, note, bad)
	return showPage.WriteStatus(w, f.status(bad), r.Frame("approval.list").With(look.Link{To: reporting.HomePath, Text: r.T("nav.home")}, look.Link{To: reporting.ApprovalsPath, Text: r.T("approval.list")}, look.Link{Text: v.Title}).About(v.Number), v)
}

// status is that of a refusal, of the decision or of a paper.
func (f found) status(bad error) int {
	if f.told != nil && len(f.told.came.Refused) > 0 {
		return f.told.came.Status()
	}
	if f.told != nil {
		return admin.Status(f.told.bad)
	}
	return admin.Status(bad)
}

// buttons offers what the visitor may do.
func (f found) buttons(r *gate.Request, v *oneView, note string, bad error) {
	changed := f.Mode == approval.Before && f.State != approval.Withdrawn && f.Filing == "" && f.digest != f.Digest
	if changed {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("fault.approval.changed")})
	}
	v.Withdraw = f.State == approval.Waiting && f.Mode == approval.Before && r.Scope.Permit(mayEnd) == nil
	if !f.Mine(f.who) {
		return
	}
	if f.Mode == approval.Before && f.Asker == r.Scope.Person {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Info, Title: r.T("fault.approval.self")})
		return
	}
	v.Fields = []look.Field{{Kind: look.Area, ID: "note", Label: r.T("approval.note"), Hint: r.T("approval.note.hint"), Value: note, Limit: approval.NoteMost, Error: admin.Why(r, bad)["note"]}}
	v.Problems, v.Return = look.ProblemsOf(v.Fields), r.T("approval.return."+string(f.Mode))
	if !changed {
		v.Approve = r.T("approval.approve." + string(f.Mode))
	}
}

// facts are what the asker said.
func facts(r *gate.Request, a approval.Round) (list []look.Answer) {
	for _, one := range [][2]string{
		{"approval.asked-by", strings.TrimSpace(a.Name + " " + look.Moment(r.Lang, a.At))}, {"approval.reference", a.Reference}, {"approval.asker-note", a.Note},
	} {
		if one[1] != "" {
			list = append(list, look.Answer{Question: r.T(one[0]), Text: one[1]})
		}
	}
	return list
}

// Table lists the steps of a round with what was decided.
func Table(r *gate.Request, a approval.Round) look.Table {
	t := look.Table{Caption: r.T("approval.steps"), Heads: []look.Head{{Text: r.T("approval.step.head")}, {Text: r.T("approval.who")}, {Text: r.T("approval.state")}, {Text: r.T("approval.moved")}, {Text: r.T("approval.note")}}}
	for i, s := range a.Steps {
		row := []look.Cell{{Text: strconv.Itoa(i + 1)}, {Text: route.Step(r, s)}, {}, {}, {}}
		if a.State == approval.Waiting && i == a.Step {
			tag := look.Tag{Text: r.T("approval.now"), Tone: look.Warn}
			row[2].Tag = &tag
		}
		for _, d := range a.Decisions {
			if d.Step == i {
				tag := Tag(r, approval.Round{Mode: a.Mode, State: d.Did})
				row[1].Text, row[2], row[3].Text, row[4].Text = d.Name, look.Cell{Tag: &tag}, look.Moment(r.Lang, d.At), d.Note
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (p Pages) approve(w http.ResponseWriter, r *gate.Request) error { return p.decide(w, r, true) }

func (p Pages) back(w http.ResponseWriter, r *gate.Request) error { return p.decide(w, r, false) }

func (p Pages) decide(w http.ResponseWriter, r *gate.Request, approve bool) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	f, err := p.load(r, r.PathValue("approval"))
	if err != nil {
		return err
	}
	rev, err := strconv.Atoi(posted.Get("rev"))
	if err != nil {
		return fault.New(fault.Invalid, "fault.body.form", nil)
	}
	v := approving.Verdict{ID: f.ID, Rev: rev, Digest: posted.Get("digest"), Approve: approve, Note: strings.TrimSpace(posted.Get("note"))}
	key, err := r.Key(organisation.Digest(v))
	if err != nil {
		return err
	}
	err = p.Decide.Do(r.Context(), r.Scope, key, v)
	if admin.Mine(err) {
		return p.write(w, r, f, posted.Get("note"), err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, reporting.ApprovalAt(f.ID))
}

func (p Pages) withdraw(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	id := ident.Object(r.PathValue("approval"))
	key, err := r.Key(organisation.Digest("withdraw", id))
	if err != nil {
		return err
	}
	if err := p.Withdraw.Do(r.Context(), r.Scope, key, id); err != nil && !fault.Is(err, fault.Conflict) {
		return err
	}
	return gate.See(w, reporting.ApprovalAt(id))
}
