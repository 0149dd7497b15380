// Package prompt is 速報を送る: start, one question a page, 提出前の確認, 送信. Nothing is sent but by the one button
// of the last page, and nothing that was typed is lost on the way.
package prompt

import (
	"context"
	"net/http"
	"net/url"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/submitting"
)

// DraftTx is what the pages read.
type DraftTx interface {
	Draft(ident.Number) (filing.Draft, []filing.Entry, error)
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	OpenDrafts(limit int) ([]filing.Draft, error)
	DiscardedDrafts(since ident.Instant, limit int) ([]filing.Draft, error)
	Person(ident.Person) (party.Person, error)
	Offices(operator ident.Org, act party.Act, on law.Day) ([]filing.Addressee, error)
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
}

// Pages is what serve fills in; every field is needed.
type Pages struct {
	Open   submitting.Open
	Save   submitting.Save
	Choose submitting.Choose
	File   submitting.File
	// Discard puts a draft aside, and takes it back.
	Discard submitting.Discard
	Read    func(ctx context.Context, s access.Scope, read func(DraftTx) error) error // store.Read
}

var (
	mayWrite = access.Permission{Action: access.Write, Object: access.Draft}
	mayFile  = access.Permission{Action: access.File, Object: access.Report}
	mayBack  = access.Permission{Action: access.Restore, Object: access.Draft}
	mayRead  = access.Permission{Action: access.Read, Object: access.Report}
)

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	const draft = reporting.PromptPath + "/{draft}"
	return []gate.Route{
		{Pattern: "GET " + reporting.PromptPath, Needs: mayWrite, Handle: p.start},
		{Pattern: "POST " + reporting.PromptPath, Needs: mayWrite, Handle: p.open},
		{Pattern: "GET " + draft, Needs: mayWrite, Handle: p.goOn},
		{Pattern: "GET " + draft + "/{step}", Needs: mayWrite, Handle: p.step},
		{Pattern: "POST " + draft + "/{step}", Needs: mayWrite, Handle: p.save},
		{Pattern: "POST " + draft + "/choose", Needs: mayWrite, Handle: p.choose},
		{Pattern: "GET " + draft + "/discard", Needs: mayWrite, Handle: p.discard},
		{Pattern: "POST " + draft + "/discard", Needs: mayWrite, Handle: p.discarded},
		{Pattern: "POST " + draft + "/restore", Needs: mayBack, Handle: p.restore},
		{Pattern: "GET " + draft + "/check", Needs: mayWrite, Handle: p.check},
		{Pattern: "POST " + draft + "/check", Needs: mayWrite, Handle: p.checked},
		{Pattern: "GET " + draft + "/send", Needs: mayFile, Handle: p.ask},
		{Pattern: "POST " + draft + "/send", Needs: mayFile, Handle: p.send},
	}
}

// form of these pages.
func prompt() form.Form { return incident.PromptForm }

// work is a draft as it stands now.
type work struct {
	filing.Draft
	entries []filing.Entry
	answers map[string]filing.Answer
	values  form.Values
	offices []filing.Addressee
	sent    ident.Number // of the report, when the draft was sent
}

// load reads the draft of the address. What is not a number, absent and foreign are one answer.
func (p Pages) load(r *gate.Request, offices bool) (w work, err error) {
	n, err := ident.ParseNumber(r.PathValue("draft"))
	if err != nil {
		return w, fault.Absent()
	}
	err = p.Read(r.Context(), r.Scope, func(tx DraftTx) (err error) {
		if w.Draft, w.entries, err = tx.Draft(n); err != nil {
			return err
		}
		if w.Form != prompt().ID {
			return fault.Absent()
		}
		if w.Filing != "" {
			sent, _, err := tx.FilingByID(w.Filing, mayRead)
			w.sent = sent.Number
			return err
		}
		if offices {
			w.offices, err = tx.Offices(w.Org, party.ActReport, law.DayOf(r.Now))
		}
		return err
	})
	w.answers, w.values = filing.Answers(w.entries), filing.Values(w.entries)
	return w, err
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
	if d.sent == "" {
		return true, fault.New(fault.Conflict, "fault.draft.closed", nil)
	}
	return true, gate.See(w, reporting.ReportAt(d.sent)+"?from=draft")
}

// frame is the page's frame with the way to it and the draft's number.
func frame(r *gate.Request, d work, title string) look.Frame {
	f := r.Frame(title)
	f.Crumbs = []look.Link{{To: reporting.HomePath, Text: r.T("nav.home")}, {To: reporting.PromptPath, Text: r.T("prompt.title")}, {Text: f.Title}}
	return f.About(string(d.Number))
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
	names := []string{r.T("prompt.step.what"), r.T("prompt.step.when"), r.T("prompt.step.which"), r.T("prompt.step.impact"), r.T("prompt.step.callback")}
	var steps look.Steps
	for i, s := range prompt().Steps {
		one := look.Step{Text: names[i], Now: i == place}
		for _, f := range s.Fields {
			one.Done = one.Done || !d.values[f.ID].Empty()
		}
		if links {
			one.To = reporting.PromptAt(d.Number, s.ID)
		}
		steps = append(steps, one)
	}
	n := len(steps)
	return append(steps, look.Step{Text: r.T("prompt.step.check"), Now: place == n, Done: place > n}, look.Step{Text: r.T("prompt.step.send"), Now: place == n+1})
}
