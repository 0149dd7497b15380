package api

import (
	"crypto/sha256"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/attaching"
)

// PaperView is a copy of a decision on paper beside an asking for approval: its bytes are at its address, for the organisation alone.
type PaperView struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Size   int64  `json:"size" doc:"bytes"`
	Digest string `json:"sha256"`
	By     string `json:"by" doc:"who put it there, or took it off"`
	At     string `json:"at" format:"date-time"`
	Off    bool   `json:"off,omitempty" doc:"taken off: its bytes go after a day"`
	Links  Links  `json:"links"`
}

type (
	// enclosing is the address of a paper that comes.
	enclosing struct {
		Approval string `path:"approval" doc:"id of the list"`
		Name     string `query:"name" required:"true" doc:"the file's name; a path before it is dropped"`
		Key      string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
	}
	onePaper struct {
		Approval string `path:"approval" doc:"id of the list"`
		Paper    string `path:"paper"`
	}
	onePaperAct struct {
		Approval string `path:"approval" doc:"id of the list"`
		Paper    string `path:"file"`
		Key      string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
	}
)

func (a *API) papers(t *table) {
	const below = "/approvals/{approval}/papers"
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"approvals"}}
	}
	put := op("enclose-paper", http.MethodPost, below, "Keep a copy of a decision on paper (決裁の写し): the body is its bytes, at most 20 MiB; it never leaves the organisation",
		&huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{proofType: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}})
	put.DefaultStatus = http.StatusCreated
	add(t, mayApproval, put, a.enclosePaper)
	get := op("read-paper", http.MethodGet, below+"/{paper}", "The bytes of a copy", nil)
	get.Responses = fileResponse(proofType, false)
	add(t, mayApproval, get, a.readPaper)
	add(t, mayApproval, op("remove-paper", http.MethodPost, below+"/{file}/remove", "Take a copy off", nil), func(c *call, in *onePaperAct) (*approvalOut, error) { return a.shiftPaper(c, in, true) })
	add(t, mayApproval, op("return-paper", http.MethodPost, below+"/{file}/back", "Put a copy back that was taken off, while its bytes are there (a day)", nil), func(c *call, in *onePaperAct) (*approvalOut, error) { return a.shiftPaper(c, in, false) })
	line := map[string]any{"type": "string", "maxLength": approval.ReferenceMost}
	add(t, mayApproval, op("refer-approval", http.MethodPost, "/approvals/{approval}/reference", "Say under which number the organisation keeps its decision (社内決裁番号)", jsonBody(objectSchema(map[string]any{"reference": line}, "reference"), true)), a.referApproval)
}

func paperViews(r approval.Round) (list []PaperView) {
	for _, p := range r.Papers {
		list = append(list, PaperView{string(p.ID), p.Name, p.Size, p.Digest, p.By, clock(p.At), p.Off, Links{Self: Prefix + "/approvals/" + string(r.ID) + "/papers/" + string(p.ID)}})
	}
	return list
}

func (a *API) enclosePaper(c *call, in *enclosing) (*approvalOut, error) {
	up := attaching.Enclosure{Round: ident.Object(in.Approval), Name: in.Name, Body: c.Incoming(c.w, c.Body), Key: func(meant [32]byte) (ident.Key, error) {
		return c.Key(sha256.Sum256(append([]byte(c.Method+" "+c.URL.Path+"\n"), meant[:]...)))
	}}
	if _, err := a.Approving.Enclose.Do(c.Context(), c.Scope, up); err != nil {
		c.Drain(c.w)
		return nil, err
	}
	return a.readApproval(c, &approvalIn{in.Approval})
}

func (a *API) readPaper(c *call, in *onePaper) (*fileOut, error) {
	var f filing.Attachment
	err := a.Approving.Read(c.Context(), c.Scope, func(tx ApprovalTx) error {
		r, err := tx.Round(ident.Object(in.Approval), mayApproval)
		if err != nil {
			return err
		}
		found, ok := filing.Find(filing.Papers(r.Held()), ident.Object(in.Paper))
		if f = found; !ok {
			return fault.Absent()
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var piece []byte // its room serves for the next one
	return nil, c.hand(f, func(at int) ([]byte, error) {
		err := a.Approving.Read(c.Context(), c.Scope, func(tx ApprovalTx) (err error) {
			piece, err = tx.PaperChunk(ident.Object(in.Approval), f.ID, at, piece)
			return err
		})
		return piece, err
	})
}

func (a *API) shiftPaper(c *call, in *onePaperAct, off bool) (*approvalOut, error) {
	key, err := c.key()
	if err == nil {
		err = a.Approving.Enclose.Shift(c.Context(), c.Scope, key, attaching.Shifting{Round: ident.Object(in.Approval), Paper: ident.Object(in.Paper), Off: off})
	}
	if err != nil {
		return nil, err
	}
	return a.readApproval(c, &approvalIn{in.Approval})
}

func (a *API) referApproval(c *call, in *approvalAct) (*approvalOut, error) {
	reference := ""
	if err := c.texts(map[string]*string{"reference": &reference}, nil, map[string]int{"reference": approval.ReferenceMost}); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = a.Approving.Enclose.Refer(c.Context(), c.Scope, key, ident.Object(in.Approval), reference)
	}
	if err != nil {
		return nil, err
	}
	return a.readApproval(c, &approvalIn{in.Approval})
}
