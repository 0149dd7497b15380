package api

import (
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/approving"
	"kanmin/internal/flow/attaching"
)

// ApprovalTx is what is read of approvals.
type ApprovalTx interface {
	Rounds(waiting bool, limit int) ([]approval.Round, error)
	Round(id ident.Object, may access.Permission) (approval.Round, error)
	Routes(of string) ([]approval.Route, error)
	PaperChunk(round, id ident.Object, at int, room []byte) ([]byte, error)
}

// Approving are the flows of 承認・決裁 inside an organisation; every field is needed. They are those of the pages.
type Approving struct {
	Read     Reading[ApprovalTx]
	Ask      approving.Ask
	Decide   approving.Decide
	Withdraw approving.Withdraw
	Set      approving.SetRoute
	Enclose  attaching.Enclose
}

var (
	seeRoutes   = access.Permission{Action: access.Read, Object: access.Approval}
	mayApproval = access.Permission{Action: access.Ask, Object: access.Approval}
	mayDecide   = access.Permission{Action: access.Decide, Object: access.Approval}
	mayWithdraw = access.Permission{Action: access.End, Object: access.Approval}
	setRoutes   = access.Permission{Action: access.Write, Object: access.Approval}
)

// ApprovalView is one asking for approval. It is the organisation's own: no office is told of it.
type ApprovalView struct {
	ID        string         `json:"id"`
	Mode      string         `json:"mode" enum:"before,after" doc:"before: the draft is sent when it is approved; after: what was sent is looked at"`
	State     string         `json:"state" enum:"waiting,approved,returned,withdrawn"`
	Procedure string         `json:"procedure"`
	Draft     string         `json:"draft,omitempty" doc:"number of the draft"`
	Filing    string         `json:"filing,omitempty" doc:"number of what was sent"`
	Summary   string         `json:"summary"`
	AskedAt   string         `json:"asked_at" format:"date-time"`
	AskedBy   string         `json:"asked_by,omitempty"`
	Reference string         `json:"reference,omitempty" doc:"社内決裁番号"`
	Note      string         `json:"note,omitempty"`
	Digest    string         `json:"digest" doc:"SHA-256 of what is to be agreed to"`
	Rev       int            `json:"rev" doc:"whoever decides names the one that they saw"`
	Step      int            `json:"step" doc:"the step that waits, from 1; 0 when none does"`
	Steps     []StepView     `json:"steps"`
	Decisions []DecisionView `json:"decisions"`
	Papers    []PaperView    `json:"papers,omitempty" doc:"copies of what was decided on paper (決裁の写し); they never leave the organisation"`
}

// StepView is one step: a person, or anybody with a role.
type StepView struct {
	Person string `json:"person,omitempty" doc:"id of a person"`
	Name   string `json:"name,omitempty"`
	Role   string `json:"role,omitempty" enum:"operator-approver"`
}

// DecisionView is what was decided at one step.
type DecisionView struct {
	Step int    `json:"step"`
	By   string `json:"by"`
	At   string `json:"at" format:"date-time"`
	Did  string `json:"did" enum:"approved,returned"`
	Note string `json:"note,omitempty"`
}

// RouteView is the way of approval (承認の流れ) that the organisation has set for a procedure.
type RouteView struct {
	Procedure string     `json:"procedure"`
	Mode      string     `json:"mode" enum:"none,before,after"`
	Steps     []StepView `json:"steps"`
	Rev       int        `json:"rev" doc:"0: none was set; the prompt report is then looked at afterwards, everything else needs no approval"`
	By        string     `json:"by,omitempty"`
}

type approvalIn struct {
	Approval string `path:"approval" doc:"id of the list"`
}

type approvalAct struct {
	Approval string `path:"approval" doc:"id of the list"`
	Key      string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
}

type (
	approvalsOut struct {
		Body struct {
			Approvals []ApprovalView `json:"approvals"`
		}
	}
	approvalOut struct{ Body ApprovalView }
	routesOut   struct {
		Body struct {
			Routes []RouteView `json:"routes"`
		}
	}
)

func (a *API) approving(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"approvals"}}
	}
	text := map[string]any{"type": "string", "maxLength": approval.NoteMost}
	line := map[string]any{"type": "string", "maxLength": 100}
	add(t, mayApproval, op("list-approvals", http.MethodGet, "/approvals", "Askings for approval inside the organisation, the latest change first", nil), a.listApprovals)
	add(t, mayApproval, op("read-approval", http.MethodGet, "/approvals/{approval}", "One asking with its steps and decisions", nil), a.readApproval)
	ask := op("ask-approval", http.MethodPost, "/drafts/{number}/approval", "Ask for approval of what a draft says now", jsonBody(objectSchema(map[string]any{"reference": line, "note": text}), true))
	ask.DefaultStatus = http.StatusCreated
	add(t, mayApproval, ask, a.askApproval)
	decision := jsonBody(objectSchema(map[string]any{"rev": map[string]any{"type": "integer", "minimum": 1}, "digest": line, "note": text}, "rev"), true)
	add(t, mayDecide, op("approve", http.MethodPost, "/approvals/{approval}/approve", "Approve at the step that waits; in a browser's session only", decision), func(c *call, in *approvalAct) (*approvalOut, error) { return a.decideApproval(c, in, true) })
	add(t, mayDecide, op("return-approval", http.MethodPost, "/approvals/{approval}/return", "Send back with a reason; in a browser's session only", decision), func(c *call, in *approvalAct) (*approvalOut, error) { return a.decideApproval(c, in, false) })
	add(t, mayWithdraw, op("withdraw-approval", http.MethodPost, "/approvals/{approval}/withdraw", "Take an asking back before its last step (引戻し)", nil), a.withdrawApproval)
	add(t, seeRoutes, op("list-routes", http.MethodGet, "/organisation/approval", "Ways of approval that the organisation has set (承認の流れ)", nil), a.listRoutes)
	add(t, setRoutes, op("set-route", http.MethodPost, "/organisation/approval", "Set the way of approval of a procedure", jsonBody(objectSchema(map[string]any{
		"procedure": line, "mode": map[string]any{"enum": approval.Modes()}, "rev": map[string]any{"type": "integer", "minimum": 0},
		"steps": map[string]any{"type": "array", "maxItems": approval.StepsMost, "items": objectSchema(map[string]any{"person": line, "role": line})},
	}, "procedure", "mode", "rev"), true)), a.setRoute)
	a.papers(t)
}

func stepViews(steps []approval.Step) []StepView {
	list := []StepView{}
	for _, s := range steps {
		list = append(list, StepView{Person: string(s.Person), Name: s.Name, Role: string(s.Role)})
	}
	return list
}

func approvalView(r approval.Round) ApprovalView {
	v := ApprovalView{
		ID: string(r.ID), Mode: string(r.Mode), State: string(r.State), Procedure: r.Of, Draft: string(r.Number), Filing: string(r.Sent), Summary: r.Summary, AskedAt: clock(r.At), AskedBy: r.Name,
		Reference: r.Reference, Note: r.Note, Digest: r.Digest, Rev: r.Rev, Steps: stepViews(r.Steps), Decisions: []DecisionView{},
	}
	if r.State == approval.Waiting {
		v.Step = r.Step + 1
	}
	for _, d := range r.Decisions {
		v.Decisions = append(v.Decisions, DecisionView{Step: d.Step + 1, By: d.Name, At: clock(d.At), Did: string(d.Did), Note: d.Note})
	}
	v.Papers = paperViews(r)
	return v
}

func (a *API) listApprovals(c *call, _ *struct{}) (*approvalsOut, error) {
	out := &approvalsOut{}
	out.Body.Approvals = []ApprovalView{}
	return out, a.Approving.Read(c.Context(), c.Scope, func(tx ApprovalTx) error {
		list, err := tx.Rounds(false, pageLimit)
		for _, r := range list {
			out.Body.Approvals = append(out.Body.Approvals, approvalView(r))
		}
		return err
	})
}

func (a *API) readApproval(c *call, in *approvalIn) (*approvalOut, error) {
	out := &approvalOut{}
	return out, a.Approving.Read(c.Context(), c.Scope, func(tx ApprovalTx) error {
		r, err := tx.Round(ident.Object(in.Approval), mayApproval)
		if err == nil {
			out.Body = approvalView(r)
		}
		return err
	})
}

func (a *API) askApproval(c *call, in *numberedAct) (*approvalOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	what := approving.Asking{Draft: n}
	if err := c.texts(map[string]*string{"reference": &what.Reference, "note": &what.Note}, nil, map[string]int{"reference": approval.ReferenceMost, "note": approval.NoteMost}); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Approving.Ask.Do(c.Context(), c.Scope, key, what)
	if err != nil {
		return nil, err
	}
	return a.readApproval(c, &approvalIn{string(id)})
}

func (a *API) decideApproval(c *call, in *approvalAct, approve bool) (*approvalOut, error) {
	var body struct {
		Rev    int    `json:"rev"`
		Digest string `json:"digest"`
		Note   string `json:"note"`
	}
	if err := c.strict(&body); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = a.Approving.Decide.Do(c.Context(), c.Scope, key, approving.Verdict{ID: ident.Object(in.Approval), Rev: body.Rev, Digest: body.Digest, Approve: approve, Note: body.Note})
	}
	if err != nil {
		return nil, err
	}
	return a.readApproval(c, &approvalIn{in.Approval})
}

func (a *API) withdrawApproval(c *call, in *approvalAct) (*approvalOut, error) {
	key, err := c.key()
	if err == nil {
		err = a.Approving.Withdraw.Do(c.Context(), c.Scope, key, ident.Object(in.Approval))
	}
	if err != nil {
		return nil, err
	}
	return a.readApproval(c, &approvalIn{in.Approval})
}

func (a *API) listRoutes(c *call, _ *struct{}) (*routesOut, error) {
	out := &routesOut{}
	out.Body.Routes = []RouteView{}
	return out, a.Approving.Read(c.Context(), c.Scope, func(tx ApprovalTx) error {
		list, err := tx.Routes("")
		for _, r := range list {
			out.Body.Routes = append(out.Body.Routes, RouteView{Procedure: r.Of, Mode: string(r.Mode), Steps: stepViews(r.Steps), Rev: r.Rev, By: r.By})
		}
		return err
	})
}

func (a *API) setRoute(c *call, _ *actIn) (*routesOut, error) {
	var body struct {
		Procedure string        `json:"procedure"`
		Mode      approval.Mode `json:"mode"`
		Rev       int           `json:"rev"`
		Steps     []struct {
			Person ident.Person `json:"person"`
			Role   access.Role  `json:"role"`
		} `json:"steps"`
	}
	if err := c.strict(&body); err != nil {
		return nil, err
	}
	r := approval.Route{Of: refOf(body.Procedure), Rev: body.Rev, Words: approval.Words{Mode: body.Mode}}
	for _, s := range body.Steps {
		r.Steps = append(r.Steps, approval.Step{Person: s.Person, Role: s.Role})
	}
	key, err := c.key()
	if err == nil {
		err = a.Approving.Set.Do(c.Context(), c.Scope, key, r)
	}
	if err != nil {
		return nil, err
	}
	out, err := a.listRoutes(c, nil)
	if err == nil {
		out.Body.Routes = slices.DeleteFunc(out.Body.Routes, func(v RouteView) bool { return v.Procedure != r.Of })
	}
	return out, err
}
