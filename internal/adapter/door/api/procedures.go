package api

import (
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/procedure/book"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/submitting"
)

// ProceduresTx is what is read of procedures that can be filled in.
type ProceduresTx interface {
	OpenProcedures() ([]procedure.Version, error)
	Procedure(ref string) (procedure.Procedure, error)
	OfficesOf(p procedure.Procedure, operator ident.Org, on law.Day) ([]filing.Addressee, error)
	Versions(n ident.Number, may access.Permission, limit int) ([]procedure.Version, error)
	OpenDrafts(limit int) ([]filing.Draft, error)
	FilingsUnder(procedure string, before access.Cursor, limit int) ([]filing.Line, error)
}

// Procedures are the flows of procedures that can be filled in; every field is needed.
type Procedures struct {
	Read    Reading[ProceduresTx]
	List    Looking[FilingsTx]
	Correct submitting.Correct
	Follow  submitting.Follow
	Revise  submitting.Revise
}

// ProcedureView is a procedure (手続) that can be filled in.
type ProcedureView struct {
	ID         string         `json:"id" example:"P-R8-7K4M-2QXD-W" doc:"names it in every version"`
	Ref        string         `json:"ref" example:"P-R8-7K4M-2QXD-W@2" doc:"names this version; drafts and filings keep it"`
	Version    int            `json:"version" doc:"0: built in"`
	Name       text.Both      `json:"name"`
	Title      text.Both      `json:"title"`
	Lead       text.Both      `json:"lead"`
	Corrects   bool           `json:"corrects" doc:"what arrived can be corrected"`
	Follows    bool           `json:"follows" doc:"it is about the case of an earlier report, and begins there (/reports/{number}/follow)"`
	Term       *TermView      `json:"term,omitempty"`
	Addressees []Addressee    `json:"addressees,omitempty" doc:"whom it would reach today; in the answer about one procedure only"`
	Links      ProcedureLinks `json:"links"`
}

// TermView is the day by which something is to be sent; nothing is refused after it.
type TermView struct {
	Field string `json:"field" doc:"from the day of this answer"`
	Days  int    `json:"days"`
}

// ProcedureLinks are the addresses of a procedure.
type ProcedureLinks struct {
	Self    string `json:"self"`
	Schema  string `json:"schema" doc:"JSON Schema of the body of a filing"`
	Filings string `json:"filings"`
}

type procedureIn struct {
	Procedure string `path:"procedure" doc:"its id, or the ref of one version" example:"P-R8-7K4M-2QXD-W"`
}

type procedureAct struct {
	Procedure string `path:"procedure" doc:"its id, or the ref of one version" example:"P-R8-7K4M-2QXD-W"`
	Key       string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
}

type (
	proceduresOut struct {
		Body struct {
			Procedures []ProcedureView `json:"procedures"`
		}
	}
	procedureOut struct{ Body ProcedureView }
)

func (a *API) procedures(t *table) {
	op := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"procedures"}}
	}
	add(t, seeDraft, op("list-procedures", http.MethodGet, "/procedures", "Procedures that the caller's organisation may fill in today: the built-in ones, then those of offices (各省の手続)"), a.listProcedures)
	add(t, seeDraft, op("read-procedure", http.MethodGet, "/procedures/{procedure}", "One procedure, and whom it would reach today"), a.readProcedure)
	schema := op("procedure-schema", http.MethodGet, "/procedures/{procedure}/schema", "JSON Schema of the body of a filing under a procedure: of one that is open, that the caller's office declared, or under which the caller's organisation holds something")
	schema.Responses = documentResponse("application/schema+json")
	add(t, mayRead, schema, a.procedureSchema)
	file := op("file-procedure", http.MethodPost, "/procedures/{procedure}/filings", "File under a procedure (提出する). The body is what the procedure's own schema says (/procedures/{procedure}/schema), with confirm")
	file.DefaultStatus = http.StatusCreated
	file.RequestBody = jsonBody(map[string]any{
		"type": "object", "description": "As the JSON Schema at /api/v1/procedures/{procedure}/schema says.", "x-schema": Prefix + "/procedures/{procedure}/schema",
	}, true)
	add(t, mayFile, file, a.fileProcedure)
	add(t, mayRead, op("procedure-filings", http.MethodGet, "/procedures/{procedure}/filings", "What was sent under a procedure, whole: the own filings, or those that the office received, cut to its sections; newest first"), a.procedureFilings)
	t.fresh()
	correct := op("correct-report", http.MethodPost, "/reports/{number}/correct", "Open a draft that corrects what arrived (訂正・補正): save what differs, then send it")
	correct.DefaultStatus = http.StatusCreated
	add(t, mayFile, correct, a.correct)
	follow := op("follow-report", http.MethodPost, "/reports/{number}/follow", "Open a draft of a further report about the same case (詳報, 続報, 日時の訂正, 対象外の申出; 変更の届出, 届出の取下げ), begun with what was reported so far: save what differs, then send it")
	follow.DefaultStatus, follow.Tags = http.StatusCreated, []string{"reports"}
	follow.RequestBody = jsonBody(objectSchema(map[string]any{"procedure": map[string]any{"type": "string", "enum": following(), "description": "what kind of report it will be"}}, "procedure"), true)
	add(t, mayFile, follow, a.follow)
}

// following are the procedures that follow a report.
func following() (ids []string) {
	for _, p := range book.All() {
		if p.Follows {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// refOf reads the name of a procedure in an address: a built-in one's, or a number in any writing, with or without a version.
func refOf(typed string) string {
	id, version := procedure.SplitRef(typed)
	if n, err := ident.ParseNumber(id); err == nil {
		return procedure.Procedure{ID: n.ASCII(), Version: version}.Ref()
	}
	return typed
}

func procedureView(p procedure.Procedure) ProcedureView {
	at := Prefix + "/procedures/"
	v := ProcedureView{
		ID: p.ID, Ref: p.Ref(), Version: p.Version, Name: p.Name, Title: p.Form.Title, Lead: p.Form.Lead, Corrects: p.Corrects, Follows: p.Follows,
		Links: ProcedureLinks{Self: at + p.ID, Schema: at + p.Ref() + "/schema", Filings: at + p.ID + "/filings"},
	}
	if p.Term != (procedure.Term{}) {
		v.Term = &TermView{Field: p.Term.Field, Days: p.Term.Days}
	}
	return v
}

func (a *API) listProcedures(c *call, _ *struct{}) (*proceduresOut, error) {
	out := &proceduresOut{}
	out.Body.Procedures = []ProcedureView{}
	for _, p := range book.All() {
		out.Body.Procedures = append(out.Body.Procedures, procedureView(p))
	}
	return out, a.Procedures.Read(c.Context(), c.Scope, func(tx ProceduresTx) error {
		list, err := tx.OpenProcedures()
		for _, v := range list {
			out.Body.Procedures = append(out.Body.Procedures, procedureView(v.Procedure()))
		}
		return err
	})
}

func (a *API) readProcedure(c *call, in *procedureIn) (*procedureOut, error) {
	out := &procedureOut{}
	return out, a.Procedures.Read(c.Context(), c.Scope, func(tx ProceduresTx) error {
		p, err := tx.Procedure(refOf(in.Procedure))
		if err == nil && p.Closed {
			err = fault.Absent()
		}
		if err != nil {
			return err
		}
		to, err := tx.OfficesOf(p, c.Scope.Org, law.DayOf(c.Now))
		out.Body = procedureView(p)
		out.Body.Addressees = addressees(to)
		return err
	})
}

// known is a procedure whose form the scope may read: one that is open to it, that its office declared, or under which it holds a
// draft or a filing. Every other is Absent.
func known(tx ProceduresTx, ref string) (procedure.Procedure, error) {
	p, err := tx.Procedure(ref)
	if err == nil && !p.Closed || err != nil && !fault.Is(err, fault.Hidden) {
		return p, err
	}
	id, version := procedure.SplitRef(ref)
	if n, bad := ident.ParseNumber(id); bad == nil {
		list, err := tx.Versions(n, mayProcedures, pageLimit)
		if err != nil {
			return p, err
		}
		slices.SortFunc(list, func(a, b procedure.Version) int { return b.Version - a.Version })
		for _, v := range list {
			if version == 0 || v.Version == version {
				return v.Procedure(), nil
			}
		}
	}
	if err != nil {
		return p, err
	}
	held, err := holds(tx, p)
	if err == nil && !held {
		err = fault.Absent()
	}
	return p, err
}

// holds reports whether the scope has a draft or a filing of a version.
func holds(tx ProceduresTx, p procedure.Procedure) (bool, error) {
	drafts, err := tx.OpenDrafts(draftsLimit)
	if err != nil || slices.ContainsFunc(drafts, func(d filing.Draft) bool { return d.Form == p.Ref() }) {
		return err == nil, err
	}
	lines, err := tx.FilingsUnder(p.ID, access.Cursor{}, pageLimit)
	return slices.ContainsFunc(lines, func(l filing.Line) bool { return string(l.Kind) == p.Ref() }), err
}

func (a *API) procedureSchema(c *call, in *procedureIn) (*documentOut, error) {
	var of form.Form
	err := a.Procedures.Read(c.Context(), c.Scope, func(tx ProceduresTx) error {
		p, err := known(tx, refOf(in.Procedure))
		of = p.Form
		return err
	})
	if err != nil {
		return nil, err
	}
	out, err := document(formSchema(of), "application/schema+json")
	out.Cache = "private, no-store"
	return out, err
}

func (a *API) fileProcedure(c *call, in *procedureAct) (*sentOut, error) {
	ref := refOf(in.Procedure)
	var of procedure.Procedure
	err := a.Procedures.Read(c.Context(), c.Scope, func(tx ProceduresTx) (err error) {
		if of, err = tx.Procedure(ref); err == nil && of.Closed {
			err = fault.Absent()
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	answers, confirmed, err := whole(of.Form, c.body)
	if err != nil {
		return nil, err
	}
	return a.send(c, submitting.Sending{Of: of.Ref(), Values: answers, Confirmed: confirmed})
}

func (a *API) correct(c *call, in *numberedAct) (*draftOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Procedures.Correct.Do(c.Context(), c.Scope, key, n)
	if err != nil {
		return nil, err
	}
	return a.draft(c, func(tx DraftTx) (filing.Draft, []filing.Entry, error) { return tx.DraftByID(id) })
}

func (a *API) follow(c *call, in *numberedAct) (*draftOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	var ref string
	if err := c.texts(map[string]*string{"procedure": &ref}, nil, map[string]int{"procedure": formLimit}); err != nil {
		return nil, err
	}
	if !slices.Contains(following(), ref) {
		var l fault.List
		l.Add("procedure", "fault.form.option", fault.Args{"text": ref})
		return nil, l.Err()
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Procedures.Follow.Do(c.Context(), c.Scope, key, n, ref)
	if err != nil {
		return nil, err
	}
	return a.draft(c, func(tx DraftTx) (filing.Draft, []filing.Entry, error) { return tx.DraftByID(id) })
}
