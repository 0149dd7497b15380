package api

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/declaring"
)

// DeclaringTx is what an office reads of the procedures that it declares.
type DeclaringTx interface {
	Versions(n ident.Number, may access.Permission, limit int) ([]procedure.Version, error)
}

// Declaring are the flows by which an office makes procedures; every field is needed. They are those of the pages.
type Declaring struct {
	Read    Reading[DeclaringTx]
	Begin   declaring.Begin
	Write   declaring.Write
	Propose declaring.Propose
	Decide  declaring.Decide
	Close   declaring.Close
}

var (
	mayProcedures = access.Permission{Action: access.Read, Object: access.Procedure}
	mayDeclare    = access.Permission{Action: access.Write, Object: access.Procedure}
	mayOpenOne    = access.Permission{Action: access.Confirm, Object: access.Procedure}
	mayCloseOne   = access.Permission{Action: access.End, Object: access.Procedure}
)

// VersionView is one version of a procedure, as the office that declares it keeps it.
type VersionView struct {
	Number      string                 `json:"number" example:"様-R8-7K4M-2QXD-W"`
	ASCII       string                 `json:"number_ascii" example:"P-R8-7K4M-2QXD-W"`
	Version     int                    `json:"version"`
	Rev         int                    `json:"rev" doc:"whoever writes, proposes or decides names the one that they saw"`
	State       string                 `json:"state" enum:"draft,proposed,published,closed"`
	UpdatedAt   string                 `json:"updated_at" format:"date-time"`
	From        string                 `json:"from,omitempty" format:"date"`
	Until       string                 `json:"until,omitempty" format:"date" doc:"the first day on which it is not open any more"`
	Sectors     []string               `json:"sectors,omitempty" doc:"open to operators designated in these; absent: to all"`
	Writer      *SignatureView         `json:"writer,omitempty"`
	Proposer    *SignatureView         `json:"proposer,omitempty"`
	Approver    *SignatureView         `json:"approver,omitempty"`
	Closer      *SignatureView         `json:"closer,omitempty"`
	Note        string                 `json:"note,omitempty" doc:"why the second officer sent it back"`
	Declaration *procedure.Declaration `json:"declaration,omitempty" doc:"in the answer about one version only"`
	Problems    []gate.ProblemField    `json:"problems,omitempty" doc:"what it lacks before it can be proposed"`
	Links       DeclaredLinks          `json:"links"`
}

// SignatureView is who did something, with the name of the day; a program is nobody in particular.
type SignatureView struct {
	Name string `json:"name,omitempty"`
	At   string `json:"at" format:"date-time"`
}

// DeclaredLinks are the addresses of a version.
type DeclaredLinks struct {
	Self   string `json:"self"`
	Schema string `json:"schema"`
}

type (
	versionsOut struct {
		Body struct {
			Versions []VersionView `json:"versions"`
		}
	}
	versionOut struct {
		Location string `header:"Location"`
		Body     VersionView
	}
)

// wroteBody is what is written over a revision.
type wroteBody struct {
	Rev         int                   `json:"rev"`
	Declaration procedure.Declaration `json:"declaration"`
}

func (a *API) declaring(t *table) {
	const one = "/ministry/procedures/{procedure}"
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"declaring"}}
	}
	declaration := map[string]any{"$ref": "#/components/schemas/Declaration"}
	rev := map[string]any{"type": "integer", "minimum": 1, "description": "the revision that was read; another one in between is a conflict"}
	day := map[string]any{"type": "string", "format": "date"}
	sectors := map[string]any{"type": "array", "items": map[string]any{"type": "string"}, "maxItems": fieldLimit}
	note := map[string]any{"type": "string", "maxLength": 1000}
	add(t, mayProcedures, op("list-declared", http.MethodGet, "/ministry/procedures", "Procedures of the office (S23), every version, the latest change first", nil), a.listDeclared)
	begin := op("begin-procedure", http.MethodPost, "/ministry/procedures", "Begin a procedure; what it lacks is told, and may follow", jsonBody(objectSchema(map[string]any{"declaration": declaration}, "declaration"), true))
	begin.DefaultStatus = http.StatusCreated
	add(t, mayDeclare, begin, a.beginDeclared)
	add(t, mayProcedures, op("read-declared", http.MethodGet, one, "A version with its declaration: the latest, or the one of a ref (P-…@1)", nil), a.readDeclared)
	add(t, mayProcedures, op("declared-versions", http.MethodGet, one+"/versions", "Every version of a procedure, the newest first", nil), a.declaredVersions)
	add(t, mayDeclare, op("write-declared", http.MethodPost, one+"/write", "Write the declaration of the latest version, while it is a draft", jsonBody(objectSchema(map[string]any{"rev": rev, "declaration": declaration}, "rev", "declaration"), true)), a.writeDeclared)
	add(t, mayDeclare, op("propose-declared", http.MethodPost, one+"/propose", "Put it before a second officer, for an audience from a day on; in a browser's session only, since another person opens it",
		jsonBody(objectSchema(map[string]any{"rev": rev, "from": day, "until": day, "sectors": sectors}, "rev", "from"), true)), a.proposeDeclared)
	add(t, mayOpenOne, op("open-declared", http.MethodPost, one+"/open", "Open what another officer wrote and proposed; in a browser's session only", jsonBody(objectSchema(map[string]any{"rev": rev}, "rev"), true)), a.openDeclared)
	add(t, mayOpenOne, op("return-declared", http.MethodPost, one+"/return", "Send back what was proposed, with a reason", jsonBody(objectSchema(map[string]any{"rev": rev, "note": note}, "rev"), true)), a.returnDeclared)
	add(t, mayDeclare, op("next-version", http.MethodPost, one+"/next", "Begin the next version, with what the latest one says", nil), a.nextVersion)
	add(t, mayCloseOne, op("close-declared", http.MethodPost, one+"/close", "Take nothing in any more, in any version; what was sent stays", nil), a.closeDeclared)
}

func signatureView(s procedure.Signature) *SignatureView {
	if s.At == 0 {
		return nil
	}
	return &SignatureView{Name: s.Name, At: clock(s.At)}
}

// versionView is a version; whole says it with its declaration and what that lacks.
func versionView(c *call, v procedure.Version, whole bool) VersionView {
	ref := v.Procedure().Ref()
	view := VersionView{
		Number: string(v.Number), ASCII: v.Number.ASCII(), Version: v.Version, Rev: v.Rev, State: string(v.State), UpdatedAt: clock(v.At), From: until(v.Opening.From), Until: until(v.Opening.Until),
		Writer: signatureView(v.Writer), Proposer: signatureView(v.Proposer), Approver: signatureView(v.Approver), Closer: signatureView(v.Closer), Note: v.Note,
		Links: DeclaredLinks{Self: Prefix + "/ministry/procedures/" + ref, Schema: Prefix + "/procedures/" + ref + "/schema"},
	}
	for _, s := range v.Opening.Sectors {
		view.Sectors = append(view.Sectors, string(s))
	}
	if !whole {
		return view
	}
	view.Declaration = &v.Declaration
	if e, ok := errors.AsType[*fault.Error](v.Declaration.Check()); ok && v.State == procedure.Written {
		for _, f := range e.Fields {
			if len(view.Problems) < fieldLimit {
				view.Problems = append(view.Problems, gate.ProblemField{Path: "declaration." + f.Path, Code: f.Code, Detail: c.Why(f), Args: f.Args})
			}
		}
	}
	return view
}

// versions are those of the procedure of the address, the newest first; of a ref, that one alone.
func (a *API) versions(c *call, typed string) (list []procedure.Version, err error) {
	id, version := procedure.SplitRef(refOf(typed))
	n, err := ident.ParseNumber(id)
	if err != nil {
		return nil, fault.Absent()
	}
	err = a.Declaring.Read(c.Context(), c.Scope, func(tx DeclaringTx) (err error) {
		list, err = tx.Versions(n, mayProcedures, pageLimit)
		return err
	})
	slices.SortFunc(list, func(a, b procedure.Version) int { return b.Version - a.Version })
	if version != 0 {
		list = slices.DeleteFunc(list, func(v procedure.Version) bool { return v.Version != version })
	}
	if err == nil && len(list) == 0 {
		err = fault.Absent()
	}
	return list, err
}

func (a *API) listDeclared(c *call, _ *struct{}) (*versionsOut, error) {
	out := &versionsOut{}
	out.Body.Versions = []VersionView{}
	return out, a.Declaring.Read(c.Context(), c.Scope, func(tx DeclaringTx) error {
		list, err := tx.Versions("", mayProcedures, pageLimit)
		for _, v := range list {
			out.Body.Versions = append(out.Body.Versions, versionView(c, v, false))
		}
		return err
	})
}

func (a *API) declaredVersions(c *call, in *procedureIn) (*versionsOut, error) {
	list, err := a.versions(c, in.Procedure)
	out := &versionsOut{}
	for _, v := range list {
		out.Body.Versions = append(out.Body.Versions, versionView(c, v, false))
	}
	return out, err
}

func (a *API) readDeclared(c *call, in *procedureIn) (*versionOut, error) {
	list, err := a.versions(c, in.Procedure)
	if err != nil {
		return nil, err
	}
	v := versionView(c, list[0], true)
	return &versionOut{Location: v.Links.Self, Body: v}, nil
}

func (a *API) beginDeclared(c *call, _ *actIn) (*versionOut, error) {
	var body struct {
		Declaration *procedure.Declaration `json:"declaration"`
	}
	if err := form.Strict(c.body, form.DeclarationBytes, levels, &body); err != nil {
		return nil, err
	}
	if body.Declaration == nil {
		return nil, invalid("declaration", "fault.form.needed", nil)
	}
	return a.begun(c, declaring.New{Declaration: *body.Declaration})
}

func (a *API) nextVersion(c *call, in *procedureAct) (*versionOut, error) {
	list, err := a.versions(c, in.Procedure)
	if err != nil {
		return nil, err
	}
	return a.begun(c, declaring.New{Of: list[0].Number})
}

// begun begins a version and answers with it.
func (a *API) begun(c *call, n declaring.New) (*versionOut, error) {
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Declaring.Begin.Do(c.Context(), c.Scope, key, n)
	if err != nil {
		return nil, under("declaration", err)
	}
	out := &versionOut{}
	err = a.Declaring.Read(c.Context(), c.Scope, func(tx DeclaringTx) error {
		list, err := tx.Versions(n.Of, mayProcedures, pageLimit)
		i := slices.IndexFunc(list, func(v procedure.Version) bool { return v.ID == id })
		if err == nil && i < 0 {
			err = fault.Absent()
		}
		if err == nil {
			out.Body = versionView(c, list[i], true)
			out.Location = out.Body.Links.Self
		}
		return err
	})
	return out, err
}

func (a *API) writeDeclared(c *call, in *procedureAct) (*versionOut, error) {
	var body wroteBody
	if err := form.Strict(c.body, form.DeclarationBytes, levels, &body); err != nil {
		return nil, err
	}
	return a.onVersion(c, in, func(ctx context.Context, v procedure.Version, key ident.Key) error {
		return under("declaration", a.Declaring.Write.Do(ctx, c.Scope, key, declaring.Edit{Number: v.Number, Version: v.Version, Rev: body.Rev, Declaration: body.Declaration}))
	})
}

func (a *API) proposeDeclared(c *call, in *procedureAct) (*versionOut, error) {
	var body struct {
		Rev     int          `json:"rev"`
		From    string       `json:"from"`
		Until   string       `json:"until"`
		Sectors []law.Sector `json:"sectors"`
	}
	if err := c.strict(&body); err != nil {
		return nil, err
	}
	days, err := days(map[string]string{"from": body.From, "until": body.Until})
	if err != nil {
		return nil, err
	}
	o := procedure.Opening{From: days["from"], Until: days["until"], Sectors: body.Sectors}
	return a.onVersion(c, in, func(ctx context.Context, v procedure.Version, key ident.Key) error {
		return a.Declaring.Propose.Do(ctx, c.Scope, key, declaring.Proposal{Number: v.Number, Version: v.Version, Rev: body.Rev, Opening: o})
	})
}

func (a *API) openDeclared(c *call, in *procedureAct) (*versionOut, error) {
	return a.decide(c, in, true)
}

func (a *API) returnDeclared(c *call, in *procedureAct) (*versionOut, error) {
	return a.decide(c, in, false)
}

func (a *API) decide(c *call, in *procedureAct, open bool) (*versionOut, error) {
	var body struct {
		Rev  int    `json:"rev"`
		Note string `json:"note"`
	}
	if err := c.strict(&body); err != nil {
		return nil, err
	}
	return a.onVersion(c, in, func(ctx context.Context, v procedure.Version, key ident.Key) error {
		return a.Declaring.Decide.Do(ctx, c.Scope, key, declaring.Decision{Number: v.Number, Version: v.Version, Rev: body.Rev, Open: open, Note: body.Note})
	})
}

func (a *API) closeDeclared(c *call, in *procedureAct) (*versionOut, error) {
	return a.onVersion(c, in, func(ctx context.Context, v procedure.Version, key ident.Key) error {
		return a.Declaring.Close.Do(ctx, c.Scope, key, v.Number)
	})
}

// onVersion does something to the latest version of the procedure of the address, under the request's key, and answers with it.
func (a *API) onVersion(c *call, in *procedureAct, do func(context.Context, procedure.Version, ident.Key) error) (*versionOut, error) {
	list, err := a.versions(c, in.Procedure)
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = do(c.Context(), list[0], key)
	}
	if err != nil {
		return nil, err
	}
	return a.readDeclared(c, &procedureIn{Procedure: in.Procedure})
}
