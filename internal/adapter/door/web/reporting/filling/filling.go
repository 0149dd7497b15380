// Package filling is how a procedure is filled in, 速報を送る for one: start, one question a page, 提出前の確認, 送信. Nothing is
// sent but by the one button of the last page, and nothing that was typed is lost on the way.
package filling

import (
	"context"
	"io"
	"net/http"
	"net/url"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/naming"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/access"
	approve "kanmin/internal/domain/approval"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/approving"
	"kanmin/internal/flow/releasing"
	"kanmin/internal/flow/submitting"
)

// DraftTx is what the pages read.
type DraftTx interface {
	Draft(ident.Number) (filing.Draft, []filing.Entry, error)
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	FilesOf(filing.Draft) ([]filing.Attachment, error)
	OpenDrafts(limit int) ([]filing.Draft, error)
	DiscardedDrafts(since ident.Instant, limit int) ([]filing.Draft, error)
	Person(ident.Person) (party.Person, error)
	Procedure(ref string) (procedure.Procedure, error)
	Headings(form string) (tabular.Learnt, error)
	OfficesOf(p procedure.Procedure, operator ident.Org, on law.Day) ([]filing.Addressee, error)
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
	Addressees(filing.Filing) ([]filing.Addressee, error)
	Withheld(objects []ident.Object) ([]filing.Withholding, error)
	Routings() ([]party.Routing, error)
	Consents(objects []ident.Object) ([]filing.Consent, error)
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	Approval(p procedure.Procedure, d ident.Draft) (approve.Standing, error)
	PartOf(n ident.Number, may access.Permission) (collection.Part, error)
	CollectionOf(ident.Draft) (collection.Collection, error)
	Parts(id ident.Object) ([]collection.Part, error)
	NoticesPasted(since ident.Instant, limit int) ([]notice.Notice, error)
	followedTx
}

// Pages is what serve fills in; every field is needed.
type Pages struct {
	Open   submitting.Open
	Save   submitting.Save
	Choose submitting.Choose
	// Earlier brings back what a field said before.
	Earlier submitting.Restore
	Rows    submitting.Rows
	Bring   submitting.Bring // of a 気付き連絡
	Take    submitting.Take
	File    submitting.File
	Revise  submitting.Revise
	// Withhold chooses what is kept from which office until when.
	Withhold releasing.Withhold
	// Discard puts a draft aside, and takes it back.
	Discard submitting.Discard
	// Parse has an upload read in a child process.
	Parse func(ctx context.Context, kind sheet.Kind, file io.Reader) (sheet.Book, error)
	// Swapped reports whether a maker and a product stand in one another's column, as far as the dictionary knows.
	Swapped func(org ident.Org, maker, product string) bool
	// Names completes maker and product in tables; nil: nothing is completed.
	Names naming.Index
	Agree releasing.Agree
	// AskApproval puts a draft on the organisation's way of approval.
	AskApproval approving.Ask
	Read        func(ctx context.Context, s access.Scope, read func(DraftTx) error) error // store.Read
}

var (
	mayWrite = access.Permission{Action: access.Write, Object: access.Draft}
	mayFile  = access.Permission{Action: access.File, Object: access.Report}
	mayBack  = access.Permission{Action: access.Restore, Object: access.Draft}
	mayRead  = access.Permission{Action: access.Read, Object: access.Report}
)

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	table := reporting.ProceduresPath + "/{procedure}/{draft}/{step}/{table}"
	list := append(p.below(reporting.PromptPath), p.below(reporting.ProceduresPath+"/{procedure}")...)
	list = append(list, gate.Route{Pattern: "POST " + reporting.ProceduresPath + "/{procedure}/{draft}/indicators", Needs: mayWrite, Handle: p.takeOver})
	return append(list, gate.Route{Pattern: "GET " + table, Needs: mayWrite, Handle: p.table}, gate.Route{Pattern: "POST " + table, Needs: mayWrite, Body: tableBody, Handle: p.tabled})
}

// below are the routes below an address: that of the 速報, or that of any procedure.
func (p Pages) below(at string) []gate.Route {
	draft := at + "/{draft}"
	return []gate.Route{
		{Pattern: "GET " + at, Needs: mayWrite, Handle: p.start},
		{Pattern: "POST " + at, Needs: mayWrite, Handle: p.open},
		{Pattern: "GET " + draft, Needs: mayWrite, Handle: p.goOn},
		{Pattern: "GET " + draft + "/{step}", Needs: mayWrite, Handle: p.step},
		{Pattern: "POST " + draft + "/{step}", Needs: mayWrite, Handle: p.save},
		{Pattern: "POST " + draft + "/choose", Needs: mayWrite, Handle: p.choose},
		{Pattern: "GET " + draft + "/history", Needs: mayWrite, Handle: p.history},
		{Pattern: "POST " + draft + "/history", Needs: mayWrite, Handle: p.restoreAnswer},
		{Pattern: "GET " + draft + "/discard", Needs: mayWrite, Handle: p.discard},
		{Pattern: "POST " + draft + "/discard", Needs: mayWrite, Handle: p.discarded},
		{Pattern: "POST " + draft + "/restore", Needs: mayBack, Handle: p.restore},
		{Pattern: "GET " + draft + "/excel", Needs: mayWrite, Handle: p.excel},
		{Pattern: "POST " + draft + "/excel", Needs: mayWrite, Body: excelBody, Handle: p.excelled},
		{Pattern: "GET " + draft + "/excel/{file}", Needs: mayWrite, Handle: p.excelFile},
		{Pattern: "GET " + draft + "/check", Needs: mayWrite, Handle: p.check},
		{Pattern: "POST " + draft + "/check", Needs: mayWrite, Handle: p.checked},
		{Pattern: "GET " + draft + "/approval", Needs: mayApproval, Handle: p.approval},
		{Pattern: "POST " + draft + "/approval", Needs: mayApproval, Handle: p.askApproval},
		{Pattern: "GET " + draft + "/release", Needs: mayWrite, Handle: p.release},
		{Pattern: "POST " + draft + "/release", Needs: mayWrite, Body: releaseBody, Handle: p.chooseRelease},
		{Pattern: "POST " + draft + "/consent", Needs: mayWrite, Handle: p.consent},
		{Pattern: "GET " + draft + "/paper", Needs: mayWrite, Handle: p.paper},
		{Pattern: "GET " + draft + "/send", Needs: mayFile, Handle: p.ask},
		{Pattern: "POST " + draft + "/send", Needs: mayFile, Handle: p.send},
	}
}

// named is the id of the procedure of the address.
func named(r *gate.Request) (string, error) {
	typed := r.PathValue("procedure")
	if typed == "" {
		return incident.Prompt.ID, nil
	}
	return reporting.ProcedureAt(typed)
}

// work is a draft as it stands now.
type work struct {
	filing.Draft
	entries  []filing.Entry
	answers  map[string]filing.Answer
	values   form.Values
	of       procedure.Procedure
	offices  []filing.Addressee
	withheld []filing.Withholding // known where the offices are
	frozen   filing.Filing        // what the draft corrects
	consents []filing.Consent     // to share it, once it is sent
	ways     []party.Routing      // known where the offices are
	does     []party.Designation  // the businesses of the operator, where they are asked for; known where the offices are
	stands   approve.Standing     // how the organisation agrees to it; known where the offices are
	was      form.Values          // what the filing says that the draft corrects, or the case about which it is a further report
	had      []filing.Attachment
	sent     ident.Number      // of the report, when the draft was sent
	units    []collection.Part // what units were asked for (社内取りまとめ); known where the offices are
	follows                    // the case, of a further report
}

// load reads the draft of the address, with its files and addressees where they are shown. What is not a number, absent and foreign are one answer.
func (p Pages) load(r *gate.Request, offices bool) (w work, err error) {
	n, err := ident.ParseNumber(r.PathValue("draft"))
	if err != nil {
		return w, fault.Absent()
	}
	id, err := named(r)
	if err != nil {
		return w, err
	}
	err = p.Read(r.Context(), r.Scope, func(tx DraftTx) (err error) {
		if w.Draft, w.entries, err = tx.Draft(n); err != nil {
			return err
		}
		if of, _ := procedure.SplitRef(w.Form); of != id {
			return fault.Absent()
		}
		if w.of, err = tx.Procedure(w.Form); err != nil {
			return err
		}
		if w.Root != "" { // a unit's part has the questions that the unit was asked
			part, err := tx.PartOf(n, mayCollect)
			if err != nil {
				return err
			}
			w.of.Form = w.of.Form.Within(part.Steps)
			return nil
		}
		if w.Filing != "" {
			sent, _, err := tx.FilingByID(w.Filing, mayRead)
			w.sent = sent.Number
			return err
		}
		if err := w.readCorrected(tx); err != nil {
			return err
		}
		if w.Follows != "" {
			if err := w.readCase(tx, offices); err != nil {
				return err
			}
		}
		if offices {
			err = w.readOffices(tx, law.DayOf(r.Now))
		}
		return err
	})
	if w.answers, w.values = filing.Answers(w.entries), filing.Values(w.entries); err == nil && offices && w.releases() {
		w.offices = filing.Concerned(w.offices, w.facts(r))
	}
	return w, err
}

// readOffices reads what is shown beside the answers: the files, whom it goes to, how the organisation stands to it.
func (w *work) readOffices(tx DraftTx, today law.Day) (err error) {
	if w.Files, err = tx.FilesOf(w.Draft); err != nil {
		return err
	}
	if w.offices, err = tx.OfficesOf(w.of, w.Org, today); err == nil {
		err = standing(tx, w)
	}
	if err == nil && w.of.Act == party.ActReport {
		err = w.readRelease(tx, today)
	}
	if err == nil && w.of.Business != "" {
		err = w.readBusiness(tx, today)
	}
	if err == nil {
		err = collected(tx, w)
	}
	return err
}

// readBusiness reads for what the operator is designated, and leaves of the offices those that are in charge of what the draft is about; a
// correction reaches those that have what it corrects.
func (w *work) readBusiness(tx DraftTx, today law.Day) (err error) {
	if w.does, err = tx.Sectors(w.Org, today); err != nil {
		return err
	}
	if w.Corrects != "" {
		w.offices, err = tx.Addressees(w.frozen)
		return err
	}
	w.offices = filing.InCharge(w.offices, w.of.Sector(filing.Values(w.entries), w.before.Values()))
	return nil
}

// readRelease reads what the single window shows: the businesses of the operator, and what is withheld. The addressees of a correction
// are those of what it corrects.
func (w *work) readRelease(tx DraftTx, today law.Day) (err error) {
	if w.does, err = tx.Sectors(w.Org, today); err != nil {
		return err
	}
	if w.ways, err = tx.Routings(); err != nil {
		return err
	}
	if w.Corrects != "" {
		w.offices, err = tx.Addressees(w.frozen)
		return err
	}
	if w.withheld, err = tx.Withheld([]ident.Object{ident.Object(w.ID)}); err != nil {
		return err
	}
	w.consents, err = tx.Consents([]ident.Object{ident.Object(w.ID)})
	return err
}

// readCorrected reads what a correction corrects.
func (w *work) readCorrected(tx DraftTx) error {
	if w.Corrects == "" {
		return nil
	}
	was, content, err := tx.FilingByID(w.Corrects, mayRead)
	if err != nil {
		return err
	}
	w.sent, w.had, w.frozen = was.Number, content.Attachments(), was
	w.was, err = w.of.Form.Decode(content.Values)
	return err
}

// posted reads a form that was posted about a draft, and the draft.
func (p Pages) posted(r *gate.Request, offices bool) (fields url.Values, d work, err error) {
	if fields, err = r.Fields(); err != nil {
		return nil, d, err
	}
	d, err = p.load(r, offices)
	return fields, d, err
}

// closed answers for a draft that is no longer open: a page that is only looked at leads to the report. It reports
// whether it answered.
func closed(w http.ResponseWriter, d work) (bool, error) {
	if d.State == filing.DraftOpen {
		return false, nil
	}
	if d.Root != "" {
		return true, gate.See(w, reporting.PartAt(d.Number))
	}
	if d.sent == "" {
		return true, fault.New(fault.Conflict, "fault.draft.closed", nil)
	}
	return true, gate.See(w, reporting.ReportAt(d.sent)+"?from=draft")
}

// at is the address of a step of the draft; step may be empty.
func (w work) at(step string) string { return reporting.DraftAt(w.of.ID, w.Number, step) }

// title is the heading above every page of the procedure.
func (w work) title(r *gate.Request) string { return w.of.Form.Title.In(string(r.Lang)) }

// frame is the page's frame with the way to it and the draft's number.
func frame(r *gate.Request, d work, title string) look.Frame {
	return trail(r, d.of, title).About(string(d.Number))
}

// trail is the frame of a page of a procedure.
func trail(r *gate.Request, of procedure.Procedure, title string) look.Frame {
	f := r.Frame("prompt.check")
	f.Title, f.First = title, reporting.Unofficial(r.Lang, of)
	f.Crumbs = []look.Link{{To: reporting.HomePath, Text: r.T("nav.home")}, {To: reporting.StartAt(of.ID), Text: of.Form.Title.In(string(r.Lang))}, {Text: title}}
	if r.Under.ID != "" {
		f.Crumbs = []look.Link{{To: reporting.MandatesPath, Text: r.T("nav.mandate")}, {To: reporting.MandatesPath + "/" + r.Under.Number.ASCII(), Text: r.Under.OperatorIs}, {Text: title}}
	}
	return f
}

// shown are the fields of a step that its page has: those that are asked, and those that an answer on the same page may call
// for. None: the step is passed over.
func (w work) shown(s form.Step) []form.Field {
	live := form.Values{}
	for id, asked := range w.of.Form.Asked(w.values) {
		if asked {
			live[id] = w.values[id]
		}
	}
	if !s.When.Holds(live) {
		return nil
	}
	var list []form.Field
	here := map[string]bool{}
	for _, f := range s.Fields {
		if here[f.When.Field] || f.When.Holds(live) {
			list, here[f.ID] = append(list, f), true
		}
	}
	return list
}

// next is the nearest step in a direction that has something to ask; found is false at the end.
func (w work) next(place, by int) (s form.Step, found bool) {
	all := w.of.Form.Steps
	for i := place + by; i >= 0 && i < len(all); i += by {
		if len(w.shown(all[i])) > 0 {
			return all[i], true
		}
	}
	return form.Step{}, false
}

// savedAt is the time of the last answer that was kept.
func (w work) savedAt() string {
	var last ident.Instant
	for _, e := range w.entries {
		last = max(last, e.At)
	}
	if last == 0 {
		return ""
	}
	return look.Clock(last)
}

// progress draws the steps; place is the index of the present one. Links lead back only where no field of the
// page could lose what is typed in it.
func progress(r *gate.Request, d work, place int, links bool) look.Steps {
	var steps look.Steps
	all := d.of.Form.Steps
	for i, s := range all {
		if len(d.shown(s)) == 0 && i != place {
			continue
		}
		one := look.Step{Text: s.Short.In(string(r.Lang)), Now: i == place}
		if one.Text == "" {
			one.Text = s.Title.In(string(r.Lang))
		}
		for _, f := range s.Fields {
			one.Done = one.Done || !d.values[f.ID].Empty()
		}
		if links {
			one.To = d.at(s.ID)
		}
		steps = append(steps, one)
	}
	n := len(all)
	if d.Root != "" {
		return append(steps, look.Step{Text: r.T("collection.step"), Now: place >= n})
	}
	return append(steps, look.Step{Text: r.T("prompt.step.check"), Now: place == n, Done: place > n}, look.Step{Text: r.T("prompt.step.send"), Now: place == n+1})
}
