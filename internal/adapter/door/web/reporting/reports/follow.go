package reports

import (
	"crypto/sha256"
	"errors"
	"net/http"
	"net/url"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/procedure/book"
)

// further is how the case of a report goes on: drafts that are open, what can be begun, what the 詳報 lacks.
type further struct {
	Title   string
	To, Key string
	Drafts  []look.Link
	Begin   []begin
	Notes   []string // why something cannot be begun here
	Missing []string // what the 詳報 needs and nobody has answered, while it is not sent
	Filled  string   // where the answers are put in, when a draft of it is open
}

// begin is one button.
type begin struct {
	Procedure, Name, Text, Note string
	First                       bool
}

var mayWrite = access.Permission{Action: access.Write, Object: access.Draft}

// readCase reads the report of the address with what was reported in its case.
func (o *opened) readCase(tx ReportTx, s access.Scope, n ident.Number) error {
	list, err := tx.CaseWith(n, mayRead)
	if err != nil {
		return err
	}
	this := filing.In(list, n)
	o.Filing, o.Content, o.some = this.Filing, this.Content, this
	if !o.BelongsTo(s.Org) {
		return fault.Absent()
	}
	if this.Phoned {
		if o.came, err = tx.Intake(o.ID); err != nil {
			return err
		}
	}
	if this.Helped {
		if o.helps, err = tx.SupportsAbout([]ident.Object{ident.Object(o.ID)}); err != nil {
			return err
		}
	}
	if this.Withholds {
		if o.held, err = tx.Withheld([]ident.Object{ident.Object(o.ID)}); err != nil {
			return err
		}
	}
	o.file, err = dossier.Read(list, tx.Procedure)
	return err
}

// further says how the case goes on; nothing for whoever cannot write, of a withdrawal, or when it passed to another operator.
func (o opened) further(r *gate.Request) (f further, err error) {
	if writes := r.Scope.Permit(mayWrite) == nil; o.Case == "" && o.of.Act != party.ActNotification || o.State == filing.Withdrawn || o.of.Withdraws || !o.HeldBy(r.Scope.Org) || !writes {
		return f, nil
	}
	f.Title = reporting.WordsOf(r.Lang, o.of).Goes
	began := map[string]bool{}
	for _, d := range o.file.Drafts() {
		of, ok := book.Find(d.Form)
		if !ok {
			continue
		}
		began[of.ID] = true
		f.Drafts = append(f.Drafts, look.Link{To: reporting.DraftAt(of.ID, d.Number, ""), Text: r.T("follow.draft", "procedure", of.Name.In(string(r.Lang)), "number", string(d.Number))})
		if of.ID == incident.Detailed.ID {
			f.Filled = reporting.DraftAt(of.ID, d.Number, "")
		}
	}
	if _, sent := o.file.Has(incident.Detailed.ID); !sent && o.owesDetailed() && reporting.StandsAs(r.Lang, o.owed) == "" {
		for _, field := range dossier.Missing(o.file.Values()) {
			f.Missing = append(f.Missing, lacking(r, field))
		}
	}
	if files := r.Scope.Permit(mayFile) == nil; !files {
		return f, nil
	}
	for _, p := range book.All() {
		if !p.Follows || p.Withdraws && r.Under.ID != "" || p.Act != o.of.Act || began[p.ID] || o.Case == "" && !p.Withdraws {
			continue
		}
		err := o.file.Permit(p, o.ID)
		if e, ok := errors.AsType[*fault.Error](err); ok && p.Withdraws {
			f.Notes = append(f.Notes, look.SayArgs(r.Lang, e.Code, e.Args))
		}
		if err == nil && (p.ID != incident.Detailed.ID || o.owesDetailed()) {
			f.Begin = append(f.Begin, begin{
				Procedure: p.ID, Name: p.Name.In(string(r.Lang)), Text: p.Form.Title.In(string(r.Lang)), Note: r.T("follow.note." + p.ID),
				First: p.ID == incident.Detailed.ID || p.Act == party.ActNotification && !p.Withdraws,
			})
		}
	}
	f.To = reporting.ReportAt(o.Number, "follow")
	f.Key, err = r.NewKey()
	return f, err
}

// owesDetailed reports whether the case has a duty of a 詳報: a voluntary report has none.
func (o opened) owesDetailed() bool {
	for _, d := range o.owed {
		if d.Rule == incident.Detailed.Clock.Rule {
			return true
		}
	}
	return false
}

// lacking is a question of the 詳報 with the provision that asks it.
func lacking(r *gate.Request, f form.Field) string {
	if f.Ground == "" {
		return reporting.Label(r.Lang, f)
	}
	return r.T("follow.lacking", "what", reporting.Label(r.Lang, f), "ground", f.Ground)
}

// follow opens a draft of a further report about the case, and leads to its first question. A second press finds the same draft.
func (p Pages) follow(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	n, err := number(r, "number")
	if err != nil {
		return err
	}
	ref := fields.Get("procedure")
	key, err := r.Key(sha256.Sum256([]byte("follow " + string(n) + " " + ref)))
	if err != nil {
		return err
	}
	id, err := p.Follow.Do(r.Context(), r.Scope, key, n, ref)
	if fault.Is(err, fault.Conflict) {
		return gate.See(w, refusedAt(n, ref))
	}
	if err != nil {
		return err
	}
	var d filing.Draft
	if err := p.Draft(r.Context(), r.Scope, func(tx DraftTx) (err error) {
		d, _, err = tx.DraftByID(id)
		return err
	}); err != nil {
		return err
	}
	of, err := firstStep(d)
	if err != nil {
		return err
	}
	return gate.See(w, reporting.DraftAt(d.Form, d.Number, of))
}

// refused is where somebody comes from whose press was refused.
const refused = "refused"

// refusedAt is the page of a report on which it is said why a procedure cannot follow it, or why it cannot be corrected.
func refusedAt(n ident.Number, ref string) string {
	return reporting.ReportAt(n) + "?from=" + refused + "&procedure=" + url.QueryEscape(ref)
}

// why says it; nil where nothing stands in the way by now.
func (o opened) why(r *gate.Request) *look.Notice {
	p, _ := book.Find(r.URL.Query().Get("procedure"))
	e, ok := errors.AsType[*fault.Error](o.file.Permit(p, o.ID))
	if !ok {
		return nil
	}
	return &look.Notice{Tone: look.Warn, Text: []string{look.SayArgs(r.Lang, e.Code, e.Args)}, Assert: true}
}

func firstStep(d filing.Draft) (string, error) {
	of, _ := procedure.SplitRef(d.Form)
	p, ok := book.Find(of)
	if !ok {
		return "", fault.Absent()
	}
	return p.Form.Steps[0].ID, nil
}

// followTx is what the page reads of the case.
type followTx interface {
	CaseWith(ident.Number, access.Permission) ([]filing.Reported, error)
}
